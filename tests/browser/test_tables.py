"""Tables by mouse, by keys, at every width: focus opens nothing, nothing is cut, what one reads has the room."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.served import Served
from tests.browser.steps import click_row, open_page, settle, table_on
from tests.depth import walked

# Every page with a table, and every part of one.
PAGES = (
    *("tasks", "opinions", "meeting?meeting_part=问题清单", "rectification", "evaluation", "imports"),
    *walked(
        *("overview", "opinions?opinions_part=反馈单", "talks", "talks?talks_view=谈过的", "meeting"),
        *("meeting?meeting_part=发言提纲", "meeting?meeting_part=会议记录", "report", "report?report_part=听取意见"),
        *("report?report_part=问题", "rectification?rectification_group=按责任人", "thread", "procedure"),
        *("thread?thread_part=没有下文", "publication", "admin?role=管理员"),
    ),
)
WIDTHS = (1920, 1440, 1366, 1280, 1024, 390)
CUT = Path(__file__).with_name("cut_figures.js").read_text("utf-8")
# Streamlit widens its navigation by and by where the type is larger.
SETTLED = """async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await drawn();
  const moving = document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime < Infinity);
  await Promise.allSettled(moving.map((each) => each.finished));
  await drawn();
}"""
# The focus comes back to a dialog by and by: both within one task.
ESCAPE_WITHOUT_FOCUS = """() => {
  document.activeElement.blur();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
}"""
LONG = """table => [...table.querySelectorAll(".words")].filter(
  (each) => each.scrollHeight > each.clientHeight + 2).length"""


def focused(page: Page) -> str:
    """What has the focus within a table; nothing where that is elsewhere."""
    name: str = page.evaluate("() => document.activeElement?.shadowRoot?.activeElement?.dataset?.focus ?? ''")
    return name


def opening(page: Page) -> Iterator[Locator]:
    """The tables of a page whose rows open something."""
    for number in range(page.locator(".box > table").count()):
        if table_on(page, number).locator("tbody .open:visible").count():
            yield table_on(page, number)


@pytest.mark.walk
@pytest.mark.parametrize("path", PAGES)
def test_focus_opens_nothing_and_no_figure_is_cut_at_any_width(read_served: Served, page: Page, path: str) -> None:
    open_page(page, f"{read_served.url}/{path}")
    if not page.locator(".box > table").count():
        return
    address = page.url
    for table in opening(page):
        table.locator("button:visible").first.focus()
        for key in ("Tab", "Tab", "Tab", "Shift+Tab"):
            page.keyboard.press(key)
        table.locator("tbody .open").first.focus()
        for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
            page.keyboard.press(key)
        assert focused(page).startswith("row ")
    settle(page)
    assert page.url == address
    expect(page.get_by_role("dialog")).to_have_count(0)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(SETTLED)
        assert (width, page.evaluate(CUT)) == (width, [])


def test_a_row_opens_by_enter_by_space_and_by_a_click_anywhere_and_the_focus_comes_back(
    read_served: Served, page: Page
) -> None:
    open_page(page, f"{read_served.url}/rectification?rectification_view=逾期")
    rows = table_on(page).locator("tbody tr")
    for key in ("Enter", "Space"):
        rows.nth(1).locator(".open").focus()
        page.keyboard.press(key)
        expect(page.get_by_role("dialog").get_by_role("heading", name=re.compile("R-006"))).to_be_visible()
        page.keyboard.press("Escape")
        settle(page)
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.wait_for_function(
            "() => document.activeElement?.shadowRoot?.activeElement?.dataset?.focus === 'row R-006'"
        )
    click_row(page, 0)
    expect(page.get_by_role("dialog").get_by_role("heading", name=re.compile("R-007"))).to_be_visible()
    page.evaluate(ESCAPE_WITHOUT_FOCUS)
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.walk
def test_a_head_orders_the_rows_and_marks_unfold_without_opening(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/rectification?compare=一周前")
    table = table_on(page)
    head = table.get_by_role("columnheader", name="进度")
    for order in ("ascending", "descending", "none"):
        head.get_by_role("button").focus()
        page.keyboard.press("Enter")
        expect(head).to_have_attribute("aria-sort", order)
        figures = [int(each.rstrip("%")) for each in table.locator("td.percent .figure").all_inner_texts()]
        if order != "none":
            assert figures == sorted(figures, reverse=order == "descending")
        assert focused(page) == "head percent"
    marks = table.locator("button.marks").first
    detail = table.locator("tbody tr").filter(has=page.locator("button.marks")).first.locator(".detail")
    expect(detail).to_be_hidden()
    marks.click()
    expect(marks).to_have_attribute("aria-expanded", "true")
    expect(detail).to_be_visible()
    assert detail.inner_text() == marks.get_attribute("title")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.walk
def test_what_one_reads_has_the_room_and_what_is_late_stays_in_view(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/rectification?compare=一周前")
    table = table_on(page)
    for width, least in ((1440, 320), (1366, 320)):
        page.set_viewport_size({"width": width, "height": 900})
        expect(table.get_by_role("columnheader")).not_to_have_count(0)
        box = table.get_by_role("columnheader", name="具体问题").bounding_box()
        assert box is not None
        assert box["width"] >= least
        for label in ("状态", "责任人", "整改时限", "距时限", "进度"):
            place = table.get_by_role("columnheader", name=label).bounding_box()
            assert place is not None
            assert place["x"] + place["width"] <= width


@pytest.mark.walk
def test_on_a_phone_each_row_is_a_card_with_the_problem_on_it(read_served: Served, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{read_served.url}/rectification")
    expect(page.locator(".box").first).to_have_class("box cards")
    card = table_on(page).locator("tbody tr").first
    place, problem = card.bounding_box(), card.locator(".main .words")
    assert place is not None
    assert place["width"] <= 390
    expect(problem).to_have_text("教研活动垫付的车费两个月没有报下来")
    expect(card.locator("td.day")).to_be_visible()
    expect(card.locator(".tag").first).to_be_visible()
    problem.click()
    expect(page.get_by_role("dialog").get_by_role("heading", name=re.compile("R-007"))).to_be_visible()


@pytest.mark.walk
def test_on_paper_every_word_of_a_cell_is_there(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/opinions")
    page.emulate_media(media="print")
    assert table_on(page).evaluate(LONG) == 0
