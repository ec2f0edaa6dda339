"""A session that ends in one browser ends the screens that stand open in another, at once."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from board import clock
from board.access import Actor, Role
from board.accounts import actions as accounts
from board.example.school import load_example
from board.store.store import open_store
from tests.browser.served import Served, start
from tests.browser.steps import choose, open_page, settle
from tests.depth import walked
from tests.web.client import PASSWORD

pytestmark = pytest.mark.walk

NEW_PASSWORD = "after-the-second-bell-1430"
# Milliseconds: what a person would call at once.
AT_ONCE = 5_000


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example school for real, with an administrator and a clerk for each of the tests."""
    data = tmp_path_factory.mktemp("revoked") / "data"
    store = open_store(data / "board.duckdb")
    load_example(store, clock.today())
    keeper = Actor("A-keeper", "管理员", frozenset({Role.ADMIN}))
    for name, role in {"keeper": Role.ADMIN, **dict.fromkeys(WAYS, Role.CLERK)}.items():
        fields = {"name": name, "display_name": f"老师{name}", "roles": [role], "password": PASSWORD}
        accounts.create_account(store, keeper, fields)
    store.close()
    process, url = start(data, demo=False)
    yield Served(url, data)
    process.terminate()
    process.join(20)


def signed_in(page: Page, url: str, name: str, subject: str) -> None:
    page.goto(f"{url}/sign-in?next=/{subject}")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button").click()
    page.wait_for_selector(".band")
    settle(page)


def sheet_of(page: Page, url: str, name: str) -> None:
    """The administrator's sheet of an account."""
    signed_in(page, url, "keeper", "admin")
    open_page(page, f"{url}/admin?admin_account={name}")
    expect(page.get_by_role("dialog")).to_be_visible()


def leave(page: Page, url: str, name: str) -> None:
    """The same person signs out in another tab of the browser where the screen stands."""
    page.get_by_role("button", name="退出登录").click()


def take_a_role(page: Page, url: str, name: str) -> None:
    sheet_of(page, url, name)
    roles = page.get_by_role("dialog").get_by_test_id("stMultiSelect").first
    roles.get_by_role("combobox").click()
    choose(page, page.get_by_role("option", name="领导"))
    page.keyboard.press("Escape")
    page.get_by_role("dialog").get_by_role("button", name="保存", exact=True).click()


def reset(page: Page, url: str, name: str) -> None:
    sheet_of(page, url, name)
    page.get_by_role("dialog").get_by_label("密码", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="重设密码").click()


def change_own(page: Page, url: str, name: str) -> None:
    """The same person changes the password on another computer."""
    signed_in(page, url, name, "overview")
    page.goto(f"{url}/password")
    for field, typed in {"old": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}.items():
        page.locator(f"input[name={field}]").fill(typed)
    page.locator("main button, form button").first.click()


def switch_off(page: Page, url: str, name: str) -> None:
    sheet_of(page, url, name)
    page.get_by_role("dialog").get_by_role("button", name="停用这个账号").click()


def delete(page: Page, url: str, name: str) -> None:
    sheet_of(page, url, name)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="注销这个账号").click()
    settle(page)
    dialog.get_by_role("textbox", name=re.compile("登录名：")).fill(name)
    dialog.get_by_role("button", name="注销", exact=True).click()


WAYS: dict[str, Callable[[Page, str, str], None]] = {
    "leave": leave,
    "role": take_a_role,
    "reset": reset,
    "own": change_own,
    "off": switch_off,
    "deleted": delete,
}


@pytest.mark.alone
@pytest.mark.parametrize("name", ["leave", "off", *walked("role", "reset", "own", "deleted")])
def test_the_screen_that_stands_open_elsewhere_ends_at_once(
    school: Served, page: Page, browser: Browser, second: Page, name: str
) -> None:
    signed_in(page, school.url, name, "opinions")
    expect(page.get_by_role("button", name="登记意见")).to_be_visible()
    other = second
    if name == "leave":
        other = page.context.new_page()
        open_page(other, f"{school.url}/overview")
    WAYS[name](other, school.url, name)
    expect(page.get_by_text("请先登录")).to_be_visible(timeout=AT_ONCE)
    expect(page.get_by_role("button", name="登记意见")).to_have_count(0)
    if name == "deleted":
        expect(other.get_by_text("已注销，记录里写作")).to_be_visible(timeout=20_000)
