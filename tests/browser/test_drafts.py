"""What is filled into a form and not saved outlives a reload, a closed browser and a restart of the server."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.served import Served, start
from tests.browser.steps import choose, open_page, settle

pytestmark = pytest.mark.walk

SAID = "楼道里的灯坏了一个月，**没有人** 来修"
KEPT = "没有保存的内容"
OWNER, DUE_ON = "总务主任", "2026-12-05"


def adding(page: Page, url: str, role: str = "工作人员") -> Locator:
    open_page(page, f"{url}/rectification?role={role}")
    page.get_by_role("button", name="登记事项").click()
    settle(page)
    return page.get_by_role("dialog")


def fill_in(page: Page, dialog: Locator) -> list[str]:
    """Sentences, a choice, a day and two of many; what was chosen of the many. Nothing is saved."""
    with page.expect_response("**/drafts") as sent:
        dialog.get_by_role("textbox", name="具体问题").press_sequentially(SAID)
    assert sent.value.status == 204
    dialog.get_by_role("combobox", name="责任人").click()
    choose(page, page.get_by_role("option", name=OWNER))
    day = dialog.get_by_role("group", name="整改时限", exact=True).get_by_role("spinbutton")
    day.first.click()
    page.keyboard.type(DUE_ON.replace("-", ""))
    many = dialog.get_by_role("combobox", name="来自哪些意见")
    many.scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # a list that is open closes when the page scrolls
    many.click()
    choose(page, page.get_by_role("option").nth(1))
    with page.expect_response("**/drafts"):
        choose(page, page.get_by_role("option").nth(3))
    page.wait_for_timeout(1_000)
    return chosen(dialog)


def chosen(dialog: Locator) -> list[str]:
    return dialog.locator("[data-testid='stMultiSelect'] .react-aria-ComboBox [data-tag]").all_inner_texts()


def held(dialog: Locator) -> list[str]:
    """What stands in the fields."""
    parts = dialog.get_by_role("group", name="整改时限", exact=True).get_by_role("spinbutton")
    expect(parts).to_have_count(3)  # the browser fetches the calendar when the first is drawn
    day = parts.all_inner_texts()
    texts = [dialog.get_by_role("textbox", name="具体问题"), dialog.get_by_role("combobox", name="责任人")]
    return [*(each.input_value() for each in texts), "-".join(day), *chosen(dialog)]


def test_what_was_filled_in_is_there_after_a_reload_and_a_fall_and_goes_when_given_up(
    tmp_path: Path, page: Page
) -> None:
    data = tmp_path / "data"
    process, url = start(data, demo=True)
    try:
        many = fill_in(page, adding(page, url))
        assert len(many) == 2
        again = adding(page, url)
        expect(again.get_by_text(KEPT)).to_be_visible()
        assert held(again) == [SAID, OWNER, DUE_ON, *many]
    finally:
        process.kill()
        process.join(20)
    process, url = start(data, demo=True)
    try:
        dialog = adding(page, url)
        expect(dialog.get_by_text(KEPT)).to_be_visible()
        assert held(dialog) == [SAID, OWNER, DUE_ON, *many]
        dialog.get_by_role("button", name="放弃这些内容").click()
        settle(page)
        expect(dialog.get_by_role("textbox", name="具体问题")).to_have_value("")
        assert chosen(dialog) == []
        page.wait_for_timeout(1_000)
        assert not list(data.rglob("*.drafts/*/*.json"))
        expect(adding(page, url).get_by_text(KEPT)).to_have_count(0)
    finally:
        process.terminate()
        process.join(20)


def reporting(page: Page, served: Served) -> Locator:
    open_page(page, f"{served.url}/rectification?role=工作人员&rectification_item=R-006")
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="报进展", exact=True).click()
    settle(page)
    return sheet


def test_what_was_saved_is_no_draft_however_soon_after_the_last_letter(served: Served, page: Page) -> None:
    sheet = reporting(page, served)
    box = sheet.get_by_role("textbox", name="进展情况")
    box.click()
    box.press_sequentially("跑道填补完三处")
    sheet.get_by_role("slider", name="进度").press("ArrowRight")
    sheet.get_by_role("button", name="报进展", exact=True).click()
    settle(page)
    expect(page.get_by_text("R-006 已报进展")).to_be_visible()
    page.wait_for_timeout(1_500)
    again = reporting(page, served)
    expect(again.get_by_role("textbox", name="进展情况")).to_be_visible()
    expect(again.get_by_text(KEPT)).to_have_count(0)
    assert not list(served.data.rglob("*.drafts/*/*.json"))


def test_another_role_in_the_same_browser_never_sees_it(read_served: Served, page: Page) -> None:
    box = reporting(page, read_served).get_by_role("textbox", name="进展情况")
    box.click()
    with page.expect_response("**/drafts"):
        box.press_sequentially("跑道填补完三处")
    open_page(page, f"{read_served.url}/rectification?role=责任人&rectification_item=R-006")
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="报进展", exact=True).click()
    settle(page)
    expect(sheet.get_by_role("textbox", name="进展情况")).not_to_have_value("跑道填补完三处")
    expect(sheet.get_by_text(KEPT)).to_have_count(0)
    mine = reporting(page, read_served)
    expect(mine.get_by_role("textbox", name="进展情况")).to_have_value("跑道填补完三处")
    mine.get_by_role("button", name="放弃这些内容").click()
    expect(mine.get_by_text(KEPT)).to_have_count(0)


def test_what_a_server_that_was_away_could_not_take_is_sent_again(read_served: Served, page: Page) -> None:
    sheet = reporting(page, read_served)
    page.route("**/drafts", lambda route: route.abort(), times=1)
    with page.expect_response("**/drafts") as sent:
        sheet.get_by_role("textbox", name="进展情况").fill("跑道填补完四处")
    assert sent.value.status == 204
    again = reporting(page, read_served)
    expect(again.get_by_role("textbox", name="进展情况")).to_have_value("跑道填补完四处")
    again.get_by_role("button", name="放弃这些内容").click()
    expect(again.get_by_text(KEPT)).to_have_count(0)
