"""What a person does in the browser, and waiting until the page has followed."""

from playwright.sync_api import Locator, Page

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


def table_on(page: Page, number: int = 0) -> Locator:
    """A table of the page, the first being 0."""
    return page.locator(".box > table").nth(number)


def click_row(page: Page, position: int, table: int = 0) -> None:
    """Click a row of a table, the first being 0, on what one reads in it."""
    row = table_on(page, table).locator("tbody tr").nth(position)
    reading = row.locator(".main")
    (reading if reading.count() else row.locator("td").nth(1)).first.click()
    settle(page)


def choose(page: Page, option: Locator) -> None:
    """Choose from a list that is open, after scrolling to the option: a list that still moves takes no press."""
    option.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    option.click()
