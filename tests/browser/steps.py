"""What a person does in the browser, and waiting until the page has followed."""

from playwright.sync_api import Page

_DRAWN = """() => document.querySelector('[data-test-script-state="notRunning"]')
  && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')"""


def settle(page: Page) -> None:
    """Wait until what was asked for has been sent, run and drawn."""
    page.wait_for_timeout(150)
    page.wait_for_function(_DRAWN)


def open_page(page: Page, url: str) -> None:
    """Open an address and wait until it stands."""
    page.goto(url)
    page.wait_for_selector(".band")
    settle(page)


def click_row(page: Page, position: int, table: int = 0) -> None:
    """Click a row of a table, the first being 0, beside its first column. Rows are painted: they have no elements."""
    canvas = page.locator("[data-testid='stDataFrame'] canvas").nth(2 * table)
    box = canvas.bounding_box()
    assert box is not None
    header, row = 35, 35
    page.mouse.click(box["x"] + 200, box["y"] + header + position * row + row / 2)
    settle(page)
