"""The figures at the top of a page in a browser: what each counts, where it leads, whole on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served
from tests.browser.steps import open_page

pytestmark = pytest.mark.walk


def test_a_figure_says_how_it_is_counted_by_pointer_and_by_keyboard(read_served: Served, page: Page) -> None:
    open_page(page, read_served.url)
    mark = page.get_by_role("button", name="征求意见：已反馈的意见 ÷ 收到的意见")
    words = page.get_by_text("已反馈的意见 ÷ 收到的意见", exact=True)
    expect(words).to_be_hidden()
    mark.hover()
    expect(words).to_be_visible()
    page.mouse.move(0, 0)
    expect(words).to_be_hidden()
    mark.focus()
    expect(words).to_be_visible()
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()


def test_one_figure_is_explained_at_a_time_and_beside_its_mark_while_the_page_scrolls(
    read_served: Served, page: Page
) -> None:
    open_page(page, read_served.url)
    page.locator(".meaning").nth(0).focus()
    mark = page.locator(".meaning").nth(3)
    mark.hover()
    explained = page.locator(".meaning-words:popover-open")
    expect(explained).to_have_count(1)
    page.mouse.move(0, 0)
    mark.focus()
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollBy(0, 60)")
    page.wait_for_function("""() => Math.abs(document.activeElement.getBoundingClientRect().bottom + 4
        - document.querySelector('.meaning-words:popover-open').getBoundingClientRect().top) < 1""")


@pytest.mark.parametrize("place", range(6))
def test_an_explanation_is_whole_on_a_phone_wherever_its_figure_is(read_served: Served, page: Page, place: int) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, read_served.url)
    page.locator(".meaning").nth(place).focus()
    box = page.locator(".meaning-words:popover-open").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844


def test_a_figure_leads_to_its_rows_without_loading_the_page_again(read_served: Served, page: Page) -> None:
    open_page(page, read_served.url)
    page.evaluate("window.same = true")
    link = page.get_by_role("link", name="看逾期的事项")
    assert "rectification_view=" in (link.get_attribute("href") or "")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="整改台账", level=1)).to_be_visible()
    page.wait_for_url("**/rectification?*rectification_view=*")
    assert page.evaluate("window.same")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 720)])
def test_no_figure_is_cut(read_served: Served, page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_page(page, read_served.url)
    expect(page.locator(".figure-card")).to_have_count(6)
    cut = page.evaluate("""() => [...document.querySelectorAll(".figure-card, .figure-card *")].filter((part) =>
        part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== "inline"
        && part.clientWidth).map(({ className }) => className)""")
    assert cut == []
    boxes = [card.bounding_box() for card in page.locator(".figure-card").all()]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
