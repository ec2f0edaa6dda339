"""Streamlit's own words are Chinese too: in calendars, in sheets, where something is wrong, without a server."""

import re
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from board import clock
from board.access import Actor, Role
from board.accounts import actions as accounts
from board.example.school import load_example
from board.navigation import NAVIGATION, is_listed
from board.store.store import open_store
from tests.browser.latin import latin
from tests.browser.served import Served, start
from tests.browser.steps import open_page, settle
from tests.web.client import PASSWORD

pytestmark = pytest.mark.walk

PAGES = [entry for entries in NAVIGATION.values() for entry in entries if is_listed(entry, collects=False)]
SHEETS = {
    "rectification": ("rectification_item", "R-007"),
    "opinions": ("opinions_opinion", "O-001"),
    "tasks": ("tasks_task", "T08"),
    "papers": ("papers_open", "Q-001"),
    "publication": ("publication_open", "N-001"),
}
_IN_VIEW = """() => [...document.querySelectorAll(".pages a")].filter((link) => {
  const box = link.getBoundingClientRect();
  return box.height > 0 && box.bottom <= window.innerHeight;
}).length"""


def type_a_day(page: Page, label: str, digits: str) -> None:
    """Type a day into a field, part by part."""
    page.get_by_role("group", name=label).get_by_role("spinbutton").first.click()
    page.keyboard.type(digits)


def test_calendars_menus_sheets_and_what_is_wrong_speak_chinese_in_a_foreign_browser(
    read_served: Served, browser: Browser
) -> None:
    context = browser.new_context(locale="en-US", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    words: dict[str, set[str]] = {}
    open_page(page, read_served.url)
    page.get_by_role("button", name="截至今天").click()
    settle(page)
    type_a_day(page, "截至日期", "20990101")
    expect(page.get_by_role("alert").filter(has_text="超出了可选的范围")).to_be_attached()
    page.get_by_role("button", name="选择日期").click()
    expect(page.get_by_role("grid").first).to_be_visible()
    words["a wrong day, and the calendar"] = latin(page)
    open_page(page, f"{read_served.url}/imports?role=工作人员")
    program = {"name": "a.exe", "mimeType": "application/x-msdownload", "buffer": b"x"}
    page.locator("input[type=file]").first.set_input_files(program)  # type: ignore[arg-type]
    expect(page.get_by_text("这种文件不收")).to_be_visible()
    words["wrong file"] = latin(page)
    for label in ("责任人", "来自哪些意见"):
        open_page(page, f"{read_served.url}/rectification?role=工作人员")
        page.get_by_role("button", name="登记事项").click()
        field = page.get_by_role("dialog").get_by_role("combobox", name=label, exact=True)
        field.scroll_into_view_if_needed()
        field.press("ArrowDown")
        expect(page.get_by_role("listbox")).to_be_visible()
        words[f"the list of {label}"] = latin(page)
        field.press_sequentially("无此项")
        expect(page.get_by_role("option")).to_have_count(1)
        words[f"nothing in {label}"] = latin(page)
    for subject, (key, record_id) in SHEETS.items():
        open_page(page, f"{read_served.url}/{subject}?{key}={record_id}")
        expect(page.get_by_role("dialog")).to_be_visible()
        words[subject] = latin(page)
    page.goto(f"{read_served.url}/nowhere")
    expect(page.get_by_text("没有您要的页面")).to_be_visible()
    words["nowhere"] = latin(page)
    context.close()
    assert {where: each for where, each in words.items() if each} == {}


@pytest.fixture
def school_of_one(tmp_path: Path) -> Iterator[tuple[str, BaseProcess]]:
    """The example school for real, with one account that may do everything, as the first account may."""
    data = tmp_path / "data"
    store = open_store(data / "board.duckdb")
    load_example(store, clock.today())
    keeper = Actor("A-keeper", "管理员", frozenset({Role.ADMIN}))
    fields = {"name": "office", "display_name": "办公室", "roles": [Role.ADMIN, Role.CLERK], "password": PASSWORD}
    accounts.create_account(store, keeper, fields)
    store.close()
    process, url = start(data, demo=False)
    yield url, process
    process.kill()
    process.join(20)


def test_the_first_account_sees_every_page_and_which_it_is_on_until_the_server_stops(
    school_of_one: tuple[str, BaseProcess], page: Page
) -> None:
    url, process = school_of_one
    page.goto(f"{url}/sign-in?next=/tasks")
    assert latin(page) == set()
    page.locator("input[name=name]").fill("office")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_selector(".band")
    settle(page)
    for width, height in ((1440, 900), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(_IN_VIEW) == len(PAGES)
    marked = page.locator(".pages a[aria-current='page']")
    expect(marked).to_have_text(re.compile("工作任务$"))
    assert latin(page) == set()
    process.kill()
    expect(page.get_by_text("服务器没有回应")).to_be_visible(timeout=60_000)
    assert latin(page) == set()
