"""A form pressed twice is saved once; a page that was open while the server fell goes on at the first click."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from board import clock
from board.db import open_store
from tests.browser.filling import Given, fill, pick
from tests.browser.served import Served, start
from tests.browser.steps import open_page, settle

LATER = clock.today() + timedelta(days=20)
ITEM: Given = {
    "具体问题": "楼道的灯坏了",
    "问题来源": pick("征求意见"),
    "方面": pick("工作作风"),
    "主观原因": "查得不勤",
    "整改措施": "每周查一遍",
    "牵头领导": pick("校长"),
    "责任人": pick("总务主任"),
    "整改时限": LATER,
}
TASK: Given = {"工作任务": "公示整改结果", "环节": pick("群众评议"), "负责人": pick("校长"), "完成期限": LATER}
OPINION: Given = {"意见内容": "单杠松了", "渠道": pick("座谈会"), "来自": pick("家长")}
Press = Callable[[Locator], None]
# Milliseconds: a busy machine takes its time, and nothing here is about time.
_PATIENCE = 120_000


def at_50_ms(button: Locator, times: int = 5) -> None:
    box = button.bounding_box()
    assert box
    for _ in range(times):
        button.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        button.page.wait_for_timeout(50)


def sent_without_a_script(button: Locator) -> None:
    """As a browser sends it that never heard of our script: no pointer tells that it is one press."""
    button.evaluate("(each) => { each.click(); each.click(); setTimeout(() => each.click(), 60); }")


PRESSES: tuple[Press, ...] = (
    lambda button: button.dblclick(),
    lambda button: button.click(click_count=3),
    at_50_ms,
    sent_without_a_script,
)


def count(data: Path, table: str) -> int:
    """How many records a table of a store that nobody has open holds."""
    store = open_store(next(data.glob("*.duckdb")))
    try:
        with store._reading() as cursor:
            return int(cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])  # noqa: S608 - names of ours
    finally:
        store.close()


def registered(page: Page, url: str, subject: str, begin: str, given: Given, press: Press) -> None:
    open_page(page, f"{url}/{subject}?role=工作人员")
    page.get_by_role("button", name=begin, exact=True).click()
    settle(page)
    dialog = page.get_by_role("dialog")
    fill(page, dialog, given)
    press(dialog.get_by_role("button", name="保存", exact=True))
    expect(page.locator("[data-testid='stToast']").first).to_be_visible()
    settle(page)
    expect(page.get_by_text("这个页面出错了")).to_have_count(0)
    expect(page.get_by_role("alert").filter(has_text="还不能保存")).to_have_count(0)


FORMS: tuple[tuple[str, str, str, Given], ...] = (
    ("rectification", "登记事项", "rectification_items", ITEM),
    ("tasks", "添加任务", "tasks", TASK),
    ("opinions", "登记意见", "opinions", OPINION),
)


def pressed_often(demo_folder: Path, folder: Path, page: Page, rounds: int) -> None:
    data = Path(shutil.copytree(demo_folder, folder / "data"))
    before = {table: count(data, table) for _, _, table, _ in FORMS}
    process, url = start(data, demo=True)
    try:
        for number in range(rounds):
            for place, (subject, begin, _, given) in enumerate(FORMS):
                registered(page, url, subject, begin, given, PRESSES[(number + place) % len(PRESSES)])
    finally:
        process.terminate()
        process.wait(60)
    assert {table: count(data, table) - before[table] for table in before} == dict.fromkeys(before, rounds)


def test_a_form_pressed_often_is_saved_once_and_says_so_once(demo_folder: Path, tmp_path: Path, page: Page) -> None:
    pressed_often(demo_folder, tmp_path, page, 1)


@pytest.fixture(autouse=True)
def patient_page(page: Page) -> None:
    page.set_default_timeout(_PATIENCE)


@pytest.mark.walk
def test_300_forms_pressed_often_are_300_records(demo_folder: Path, tmp_path: Path, page: Page) -> None:
    pressed_often(demo_folder, tmp_path, page, 100)


def test_what_stands_open_while_the_server_falls_goes_on_at_the_first_click(
    demo_folder: Path, tmp_path: Path, page: Page
) -> None:
    data = Path(shutil.copytree(demo_folder, tmp_path / "data"))
    before = count(data, "rectification_items")
    process, url = start(data, demo=True)
    port = int(url.rsplit(":", 1)[1])

    def fallen() -> None:
        nonlocal process
        process.kill()
        process.wait(60)
        process, _ = start(data, demo=True, port=port)

    try:
        open_page(page, f"{url}/rectification?role=工作人员")
        page.get_by_role("button", name="登记事项").click()
        settle(page)
        dialog = page.get_by_role("dialog")
        fill(page, dialog, ITEM)
        fallen()
        dialog.get_by_role("button", name="保存", exact=True).click()
        expect(page.locator("[data-testid='stToast']").filter(has_text="已登记整改事项")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        fallen()
        page.get_by_role("radio", name="逾期").first.click()
        expect(page.get_by_role("radio", name="逾期").first).to_be_checked()
        fallen()
        page.get_by_role("link", name="谈心谈话", exact=True).click()
        expect(page.get_by_role("heading", name="谈心谈话")).to_be_visible()
    finally:
        process.terminate()
        process.wait(60)
    assert count(data, "rectification_items") == before + 1


def test_back_after_a_ballot_says_that_it_was_received(served: Served, page: Page) -> None:
    open_page(page, f"{served.url}/evaluation")
    page.get_by_role("button", name="网上填写").click()
    settle(page)
    page.get_by_role("combobox", name="填写方式").click()
    page.get_by_role("option", name="公开链接").click()
    page.get_by_role("button", name="开放填写").click()
    address = page.get_by_role("dialog").locator("code")
    expect(address).to_contain_text("/ballot/")
    page.goto(address.inner_text())
    groups = page.get_by_role("radiogroup")
    for place in range(groups.count()):
        groups.nth(place).get_by_role("radio").nth(0).check()
    page.get_by_role("button", name="交评议表").dblclick()
    expect(page.get_by_role("heading", name="交好了")).to_be_visible()
    page.go_back()
    expect(page.locator(".done")).to_contain_text("已经收到")
    expect(page.get_by_role("button", name="交评议表")).to_have_count(0)
