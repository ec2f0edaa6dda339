"""The list of pages at the side."""

import re

from playwright.sync_api import Page, expect

from board.navigation import NAVIGATION
from tests.browser.served import Served
from tests.browser.steps import open_page

# Of the places of the pages in view, those where something else lies.
_COVERED = """() => [...document.querySelectorAll('.pages a')].filter((link) => {
  const { left, top, width, height } = link.getBoundingClientRect();
  const at = document.elementFromPoint(left + width / 2, top + height / 2);
  return at && !link.contains(at);
}).map((link) => link.textContent)"""


def test_pages_are_listed_by_section_and_the_open_one_is_marked(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/tasks?role=工作人员")
    pages = page.get_by_role("navigation", name="各页")
    lists = pages.get_by_role("list")
    for section, entries in NAVIGATION.items():
        titles = [entry.title for entry in entries if entry.side == "unit"]
        for title in titles:
            link = lists.and_(page.get_by_role("list", name=section)).get_by_role("link", name=title, exact=True)
            expect(link).to_have_count(1)
    expect(pages.locator("[aria-current=page]")).to_have_text(re.compile("工作任务$"))


def test_a_click_turns_the_page_without_loading_anew_and_back_returns(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/tasks")
    page.evaluate("() => { window.isSame = true; }")
    pages = page.get_by_role("navigation", name="各页")
    pages.get_by_role("link", name="整改台账", exact=True).click()
    expect(pages.locator("[aria-current=page]")).to_have_text(re.compile("整改台账$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("整改台账")
    expect(page).to_have_url(re.compile(r"/rectification$"))
    assert page.evaluate("() => window.isSame")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("工作任务")
    expect(pages.locator("[aria-current=page]")).to_have_text(re.compile("工作任务$"))
    assert page.evaluate("() => window.isSame")


def test_a_page_opens_in_a_tab_of_its_own(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/tasks")
    link = page.get_by_role("navigation", name="各页").get_by_role("link", name="整改台账", exact=True)
    with page.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    expect(opened.value).to_have_url(re.compile(r"/rectification$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("工作任务")


def test_a_page_that_never_came_is_not_marked(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/tasks")
    page.evaluate("() => { window.postMessage = () => {}; }")
    marked = page.get_by_role("navigation", name="各页").locator("[aria-current=page]")
    page.get_by_role("navigation", name="各页").get_by_role("link", name="整改台账", exact=True).click()
    expect(marked).to_have_text(re.compile("整改台账$"))
    expect(marked).to_have_text(re.compile("工作任务$"))


def test_nothing_lies_over_the_pages_on_a_phone(read_served: Served, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{read_served.url}/tasks")
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")
    page.wait_for_function(f"() => ({_COVERED})().length === 0")
