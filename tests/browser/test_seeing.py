"""Seeing the ledger in a meeting: the board by mouse and by keys, and from a chart to the rows it counts."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.served import Served
from tests.browser.steps import open_page, settle

pytestmark = pytest.mark.walk


def click_middle(page: Page, part: Locator) -> None:
    """Click where a part of a chart is: what catches the pointer lies over all of them."""
    part.scroll_into_view_if_needed()
    box = part.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(300)  # Plotly takes a moment to see what the pointer is on
    page.mouse.down()
    page.mouse.up()
    page.wait_for_timeout(500)
    settle(page)


def focused(page: Page) -> str:
    """The number of the item whose card has the focus."""
    board = page.locator(".board").first
    number: str = board.evaluate("board => board.getRootNode().activeElement?.dataset.item ?? ''")
    return number


def test_the_board_shows_every_item_in_its_column_and_a_click_opens_one(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/rectification?rectification_look=看板")
    expect(page.get_by_role("button", name=re.compile(r"^R-\d{3} "))).to_have_count(30)
    expect(page.get_by_label("待验收 3 项").get_by_role("button")).to_have_count(3)
    page.get_by_role("button", name=re.compile("^R-009 ")).click()
    expect(page.get_by_role("dialog").get_by_role("heading", name=re.compile("R-009"))).to_be_visible()
    expect(page).to_have_url(re.compile("rectification_item=R-009"))


def test_the_board_is_walked_with_arrows_and_opened_with_enter(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/rectification?rectification_look=看板")
    first = page.locator(".card").first
    first.focus()
    assert focused(page) == first.get_attribute("data-item")
    page.keyboard.press("ArrowDown")
    assert focused(page) == page.locator(".card").nth(1).get_attribute("data-item")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    number = focused(page)
    assert number == page.get_by_label(re.compile("^整改中 ")).locator(".card").first.get_attribute("data-item")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("heading", name=re.compile(number))).to_be_visible()


def test_a_phone_shows_one_column_of_the_board_and_scrolls_to_the_next(read_served: Served, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{read_served.url}/rectification?rectification_look=看板")
    board = page.locator(".board")
    box = board.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
    assert board.evaluate("board => board.scrollWidth > 2 * board.clientWidth")


def test_a_bar_of_a_chart_leads_to_the_rows_it_counts(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/rectification?rectification_chart=各位领导")
    bar = page.locator(".js-plotly-plot .bars").first.locator(".point").first
    counted = bar.locator("text").text_content()
    click_middle(page, bar)
    expect(page.get_by_text(f"{counted} / 30 项")).to_be_visible()
    expect(page).to_have_url(re.compile("rectification_leader="))
    expect(page).to_have_url(re.compile("rectification_view=%E9%80%BE%E6%9C%9F"))


def test_a_cell_of_the_heat_leads_to_the_rows_it_counts(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/rectification?rectification_chart=方面与领导")
    cell = page.locator(".js-plotly-plot .scatterlayer .textpoint text").first
    counted = cell.text_content()
    click_middle(page, cell)
    expect(page.get_by_text(f"{counted} / 30 项")).to_be_visible()
    expect(page).to_have_url(re.compile("rectification_aspect="))
