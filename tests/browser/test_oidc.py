"""Signing in by a unit's own provider of accounts in a real browser: to the provider, back, about, and out again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from board import clock
from board.access import Actor, Role
from board.accounts import actions as accounts
from board.example.school import load_example
from board.store.store import open_store
from tests.browser.served import Served, free_port, start
from tests.browser.steps import open_page, settle
from tests.providers import Provider, provided
from tests.web.client import FIRST, PASSWORD

pytestmark = pytest.mark.walk

WANG, ZHAO, QIAN = "f:1:wang", "f:2:zhao", "f:3:qian"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def provider(port: int) -> Iterator[Provider]:
    with provided(f"http://127.0.0.1:{port}") as running:
        running.knows(WANG, {"name": "王芳", "groups": ["board-office"]})
        running.knows(ZHAO, {"name": "赵老师", "groups": ["staff"]})
        running.knows(QIAN, {"name": "钱某", "groups": ["board-leaders"]})
        yield running


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory, provider: Provider, port: int) -> Iterator[Served]:
    """The example school for real, in a unit that has a provider; its administrator signs in by password."""
    data = tmp_path_factory.mktemp("oidc") / "data"
    store = open_store(data / "board.duckdb")
    load_example(store, clock.today())
    accounts.create_first_administrator(store, FIRST)
    keeper = Actor("A-keeper", "管理员", frozenset({Role.ADMIN}))
    fields = {"name": "qian", "display_name": "钱校长（本校）", "roles": [Role.CLERK], "password": PASSWORD}
    accounts.create_account(store, keeper, fields)
    store.close()
    provider.tell(data)
    process, url = start(data, demo=False, port=port)
    yield Served(url, data)
    process.terminate()
    process.join(20)


def vouched_for(page: Page, url: str, subject: str, wanted: str = "/tasks") -> None:
    """Somebody signs in by the provider, who knows there who they are."""
    page.goto(f"{url}/sign-in?next={wanted}")
    page.get_by_role("link", name="用单位统一账号登录").click()
    page.locator("input[name=sub]").fill(subject)
    page.get_by_role("button", name="Authorize").click()


def test_a_person_comes_in_works_and_leaves_both_here_and_at_the_provider(
    school: Served, provider: Provider, page: Page
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if _is_ours(message, school.url) else None)
    vouched_for(page, school.url, WANG)
    settle(page)
    assert page.url.startswith(f"{school.url}/tasks")
    expect(page.get_by_text("已登录：王芳")).to_be_visible()
    expect(page.get_by_role("button", name="添加任务")).to_be_visible()  # as a clerk may
    assert {each["name"] for each in page.context.cookies() if "streamlit_user" in each["name"]} == set()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("它在这个浏览器里可能还登录着")).to_be_visible()
    page.get_by_role("link", name="退出统一账号").click()
    assert page.url.startswith(f"{provider.issuer}/oauth2/end_session")
    page.get_by_role("button", name="End session").click()
    expect(page).to_have_url(f"{school.url}/sign-in")
    page.goto(f"{school.url}/tasks")
    expect(page).to_have_url(f"{school.url}/sign-in?next=%2Ftasks")
    assert complaints == []


def test_roles_that_changed_there_hold_at_the_next_sign_in_and_end_the_screens_that_stand_open(
    school: Served, provider: Provider, page: Page, second: Page
) -> None:
    provider.knows("f:4:sun", {"name": "孙老师", "groups": ["board-office"]})
    vouched_for(page, school.url, "f:4:sun", "/opinions")
    settle(page)
    expect(page.get_by_role("button", name="登记意见")).to_be_visible()
    provider.knows("f:4:sun", {"name": "孙老师", "groups": ["board-leaders"]})
    vouched_for(second, school.url, "f:4:sun", "/opinions")
    settle(second)
    expect(second.get_by_text("已登录：孙老师")).to_be_visible()
    expect(second.get_by_role("button", name="登记意见")).to_have_count(0)
    expect(page.get_by_text("请先登录")).to_be_visible(timeout=10_000)


def test_who_has_no_role_is_told_why_and_whom_to_tell_what(school: Served, page: Page) -> None:
    vouched_for(page, school.url, ZHAO)
    expect(page.get_by_role("alert")).to_have_text(re.compile(f"没有登录：您的统一账号在这里没有角色。.*{ZHAO}"))
    page.goto(f"{school.url}/tasks")
    expect(page).to_have_url(re.compile("/sign-in"))


def test_the_administrator_links_an_account_and_switches_it_off(school: Served, page: Page, second: Page) -> None:
    page.goto(f"{school.url}/sign-in?next=/admin")
    page.locator("input[name=name]").fill("keeper")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_selector(".band")
    settle(page)
    open_page(page, f"{school.url}/admin?admin_account=qian")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="统一账号编号").fill(QIAN)
    dialog.get_by_role("button", name="保存统一账号编号").click()
    expect(page.get_by_text("账号 qian 已连上统一账号")).to_be_visible()
    vouched_for(second, school.url, QIAN)
    settle(second)
    expect(second.get_by_text("已登录：钱校长（本校）")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="停用这个账号").click()
    expect(second.get_by_text("请先登录")).to_be_visible(timeout=10_000)
    vouched_for(second, school.url, QIAN)
    expect(second.get_by_role("alert")).to_contain_text("已经停用")


def _is_ours(message: ConsoleMessage, url: str) -> bool:
    """Whether it is a complaint about one of our pages: the provider's, which these tests only borrow, has its own."""
    is_loud = message.type == "error" or "Content Security Policy" in message.text
    return is_loud and message.location["url"].startswith(url)
