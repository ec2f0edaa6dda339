"""A save is said on every other screen for some seconds, in nobody's way, and its row or card lights up."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served
from tests.browser.steps import open_page, settle

pytestmark = pytest.mark.walk

# How much of what can be pressed lies below an element.
_COVERED = """(note) => {
  const own = note.getBoundingClientRect();
  return [...document.querySelectorAll('button, a[href], input, [role=radio], [role=combobox]')].filter((each) => {
    const box = each.getBoundingClientRect();
    return !note.contains(each) && box.width && box.bottom > 0 && box.top < innerHeight
      && Math.min(own.right, box.right) > Math.max(own.left, box.left)
      && Math.min(own.bottom, box.bottom) > Math.max(own.top, box.top);
  }).map((each) => each.outerHTML.slice(0, 120));
}"""
_PATIENCE = 60_000


def test_another_screen_says_what_was_saved_and_marks_its_row_and_card(
    served: Served, page: Page, second: Page
) -> None:
    for each in (page, second):
        each.set_default_timeout(_PATIENCE)
    open_page(page, f"{served.url}/rectification?role=领导")
    wall = page.context.new_page()
    open_page(wall, f"{served.url}/rectification?role=领导&rectification_look=看板")
    open_page(second, f"{served.url}/rectification?role=工作人员&rectification_item=R-006")
    sheet = second.get_by_role("dialog")
    sheet.get_by_role("button", name="报进展", exact=True).click()
    settle(second)
    sheet.get_by_role("textbox", name="进展情况").fill("跑道填补完三处")
    sheet.get_by_role("button", name="报进展", exact=True).click()
    note = page.locator(".news-note")
    expect(note).to_have_text("刚刚：R-006 已报进展", timeout=_PATIENCE)
    assert note.evaluate(_COVERED) == []
    expect(page.locator(".marked")).to_have_count(1)
    expect(wall.locator(".card.marked")).to_have_attribute("data-item", "R-006")
    assert second.locator(".news-note").count() == 0
    expect(note).to_be_hidden(timeout=_PATIENCE)
