"""Two people at one item: the second is told what the first changed, and loses nothing that was typed."""

import re

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.browser.served import Served
from tests.browser.steps import choose, open_page, settle

CHANGED = "这条记录刚刚被别人改过"


def reporting(page: Page, served: Served, role: str, words: str) -> Locator:
    """R-006's sheet with its form for progress open and words typed into it."""
    open_page(page, f"{served.url}/rectification?role={role}&rectification_item=R-006")
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="报进展", exact=True).click()
    settle(page)
    sheet.get_by_role("textbox", name="进展情况").fill(words)
    return sheet


def pressed(page: Page, sheet: Locator, name: str) -> None:
    sheet.get_by_role("button", name=name, exact=True).click()
    settle(page)


@pytest.mark.walk
@pytest.mark.alone
def test_the_second_to_save_is_told_what_the_first_changed_and_saves_at_the_second_press(
    served: Served, page: Page, second: Page
) -> None:
    mine = reporting(page, served, "工作人员", "跑道填补完三处")
    theirs = reporting(second, served, "责任人", "配件 **到货**，明天安装")
    pressed(second, theirs, "报进展")
    expect(theirs.get_by_text("配件 **到货**，明天安装").first).to_be_visible()
    page.wait_for_timeout(1_500)  # the first one's page hears of it and is drawn anew
    settle(page)
    box = mine.get_by_role("textbox", name="进展情况")
    expect(box).to_have_value("跑道填补完三处")

    pressed(page, mine, "报进展")
    told = mine.get_by_role("alert").filter(has_text=CHANGED)
    expect(told).to_contain_text("示例责任人")
    expect(told).to_contain_text("配件 **到货**，明天安装")
    expect(box).to_have_value("跑道填补完三处")
    expect(second.get_by_role("dialog").get_by_text("跑道填补完三处")).to_have_count(0)

    pressed(page, mine, "报进展")
    expect(page.get_by_test_id("stToastText").get_by_text("R-006 已报进展")).to_be_visible()
    expect(mine.get_by_role("textbox", name="进展情况")).to_have_count(0)
    history = mine.locator(".history")
    expect(history).to_contain_text("跑道填补完三处")
    expect(history).to_contain_text("配件 **到货**，明天安装")
    expect(second.get_by_role("dialog").locator(".history")).to_contain_text("跑道填补完三处", timeout=3_000)


@pytest.mark.walk
def test_two_who_mend_different_things_both_keep_theirs(served: Served, page: Page, second: Page) -> None:
    sheets = {}
    for each, label, words in ((page, "备注", "家长会上说过"), (second, "配合部门", "德育处")):
        open_page(each, f"{served.url}/rectification?role=工作人员&rectification_item=R-012")
        sheets[each] = each.get_by_role("dialog")
        sheets[each].get_by_role("button", name="更多办理").click()
        each.get_by_role("button", name="修改", exact=True).click()
        settle(each)
        sheets[each].get_by_role("textbox", name=label, exact=True).fill(words)
    pressed(second, sheets[second], "修改")
    pressed(page, sheets[page], "修改")
    expect(sheets[page].get_by_role("alert").filter(has_text=CHANGED)).to_contain_text("配合部门")
    pressed(page, sheets[page], "修改")
    facts = sheets[page].locator(".facts")
    expect(facts.filter(has_text="家长会上说过")).to_have_count(1)
    expect(facts.filter(has_text="德育处")).to_have_count(1)


@pytest.mark.walk
@pytest.mark.alone
def test_what_is_typed_in_the_table_of_progress_outlives_somebody_elses_save(
    served: Served, page: Page, second: Page
) -> None:
    open_page(page, f"{served.url}/rectification?role=责任人")
    page.get_by_role("button", name="办理").click()
    page.get_by_role("menuitem", name=re.compile("录进展")).click()
    settle(page)
    dialog = page.get_by_role("dialog")
    canvas = dialog.locator("[data-testid='stDataFrame'] canvas").first
    box = canvas.bounding_box()
    assert box is not None
    said, first_row = 0.68 * box["width"], 35 + 17
    page.mouse.dblclick(box["x"] + said, box["y"] + first_row)
    page.locator(".gdg-input").wait_for()
    page.keyboard.type("跑道填补完三处")
    page.keyboard.press("Enter")
    settle(page)
    expect(dialog.get_by_role("button", name="保存 1 项")).to_be_enabled()

    theirs = reporting(second, served, "工作人员", "厂家说明天来")
    pressed(second, theirs, "报进展")
    page.wait_for_timeout(1_500)
    settle(page)
    dialog.get_by_role("button", name="保存 1 项").click()
    settle(page)
    expect(dialog.get_by_role("alert")).to_contain_text("厂家说明天来")
    dialog.get_by_role("button", name="保存 1 项").click()
    settle(page)
    expect(page.get_by_text("已录 1 项的进展")).to_be_visible()
    expect(second.get_by_role("dialog").locator(".history")).to_contain_text("跑道填补完三处", timeout=3_000)


@pytest.mark.walk
def test_a_saved_form_closes_and_opens_again_for_the_next(served: Served, page: Page) -> None:
    for words in ("第一次", "第二次"):
        sheet = reporting(page, served, "责任人", words)
        pressed(page, sheet, "报进展")
        expect(page.get_by_text("R-006 已报进展").first).to_be_visible()
        expect(sheet.get_by_role("textbox", name="进展情况")).to_have_count(0)
        sheet.get_by_role("button", name="报进展", exact=True).click()
        expect(sheet.get_by_role("textbox", name="进展情况")).to_have_value("")


@pytest.mark.walk
def test_a_deleted_meeting_leaves_the_dialog_on_a_new_one(served: Served, page: Page) -> None:
    open_page(page, f"{served.url}/rectification?role=工作人员")
    page.get_by_role("button", name="办理").click()
    page.get_by_role("menuitem", name=re.compile("会议")).click()
    settle(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="会议", exact=True).click()
    choose(page, page.get_by_role("option", name=re.compile("排定立行立改")))
    settle(page)
    pressed(page, dialog, "删去这次会议")
    expect(page.get_by_text("已删去这次会议")).to_be_visible()
    expect(dialog.get_by_role("textbox", name="议题")).to_have_value("")
    expect(dialog.get_by_role("button", name="删去这次会议")).to_have_count(0)


@pytest.mark.walk
def test_a_save_is_told_and_its_form_closed_though_the_browser_hears_of_it_late(served: Served, page: Page) -> None:
    """Where the server works for many, the word that something was saved overtakes the page drawn after it."""
    held: dict[str, list[tuple[WebSocketRoute, str | bytes]]] = {}

    def hold(browser: WebSocketRoute) -> None:
        server, way = browser.connect_to_server(), browser.url.rsplit("/", 1)[1]
        server.on_message(lambda said: held[way].append((browser, said)) if way in held else browser.send(said))

    page.route_web_socket(re.compile("/(stream|live)$"), hold)
    sheet = reporting(page, served, "责任人", "先换了两处")
    held |= {"stream": [], "live": []}
    sheet.get_by_role("button", name="报进展", exact=True).click()
    for way in ("live", "stream"):
        page.wait_for_timeout(1_200)
        for browser, said in held.pop(way):
            browser.send(said)
    settle(page)
    expect(page.get_by_text("R-006 已报进展").first).to_be_visible()
    expect(sheet.get_by_role("textbox", name="进展情况")).to_have_count(0)


@pytest.mark.walk
def test_a_click_on_another_page_is_kept_though_somebody_saves_just_then(
    served: Served, page: Page, second: Page
) -> None:
    held: list[tuple[WebSocketRoute, str | bytes]] = []
    told: list[tuple[WebSocketRoute, str | bytes]] = []
    is_held = False

    def hold(browser: WebSocketRoute) -> None:
        server, way = browser.connect_to_server(), browser.url.rsplit("/", 1)[1]
        browser.on_message(lambda said: held.append((server, said)) if is_held else server.send(said))
        server.on_message(
            lambda said: told.append((browser, said)) if is_held and way == "live" else browser.send(said)
        )

    page.route_web_socket(re.compile("/(stream|live)$"), hold)
    open_page(page, f"{served.url}/rectification?role=工作人员")
    theirs = reporting(second, served, "责任人", "配件到货")
    is_held = True
    pressed(second, theirs, "报进展")
    page.get_by_role("link", name="谈心谈话", exact=True).click()
    for browser, said in told:
        browser.send(said)
    page.wait_for_timeout(2_000)
    is_held = False
    for server, said in held:
        server.send(said)
    settle(page)
    expect(page.get_by_role("heading", name="谈心谈话")).to_be_visible()


@pytest.mark.walk
def test_others_at_the_record_see_who_has_its_form_open_until_it_is_closed(
    read_served: Served, page: Page, second: Page
) -> None:
    looking = {
        "rectification?rectification_item=R-006": "报进展",
        "tasks?tasks_task=T03": "修改",
    }
    for place, action in looking.items():
        open_page(page, f"{read_served.url}/{place}&role=领导")
        told = page.get_by_role("dialog").locator(".at-work")
        expect(told).to_have_text("")
        open_page(second, f"{read_served.url}/{place}&role=工作人员")
        second.get_by_role("dialog").get_by_text(action, exact=True).first.click()
        expect(told).to_have_text("示例工作人员 正在修改")
        second.keyboard.press("Escape")
        expect(told).to_have_text("")
        expect(told).to_be_hidden()
