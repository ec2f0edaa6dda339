"""Doors, ballots and the page on privacy, which need no account, are Chinese in a foreign browser too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from board import clock
from board.access import Actor, Role
from board.accounts import actions as accounts
from board.activity import activities
from board.ballots import actions as ballots
from board.evaluation import rounds as evaluation_rounds
from board.example.school import load_example
from board.store.store import open_store
from tests.browser.latin import latin
from tests.browser.served import start
from tests.web.client import PASSWORD

CODE = "QQQQ-QQQQ-QQQQ"


@pytest.fixture
def foreign(browser: Browser) -> Iterator[Page]:
    """A browser that speaks English."""
    context = browser.new_context(locale="en-US", viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def school_with_ballots(tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The example school for real, an account whose password is to be changed, and two rounds filled in online: where,
    and the path of each round's form by how it is entered.
    """
    store = open_store(tmp_path / "data" / "board.duckdb")
    load_example(store, clock.today())
    keeper = Actor("A-keeper", "管理员", frozenset({Role.ADMIN, Role.CLERK}))
    fields = {"name": "li", "display_name": "李老师", "roles": [Role.CLERK], "password": PASSWORD, "must_renew": True}
    accounts.create_account(store, keeper, fields)
    activity_id = activities.activities(store)["activity_id"].iloc[0]
    paths = {}
    for place, entry in enumerate(("codes", "link")):
        about = {"name": f"补评{place}", "evaluated": "报告", "opened_on": clock.today()}
        round_id = evaluation_rounds.add_round(store, keeper, activity_id, about)
        asked = {"entry": entry, "device_limit": 1}
        paths[entry] = f"/ballot/{ballots.open_online(store, keeper, activity_id, round_id, asked)}"
    store.close()
    process, url = start(tmp_path / "data", demo=False)
    yield url, paths
    process.kill()
    process.join(20)


def test_doors_and_ballots_speak_chinese(school_with_ballots: tuple[str, dict[str, str]], foreign: Page) -> None:
    url, paths = school_with_ballots
    words: dict[str, set[str]] = {}
    for path in ("/sign-in", "/privacy", "/nowhere", "/ballot/none", *paths.values()):
        foreign.goto(url + path)
        words[path] = latin(foreign)
    foreign.goto(url + paths["codes"])
    foreign.get_by_label("填写码").fill(CODE)
    foreign.get_by_role("button").first.click()
    expect(foreign.get_by_role("alert")).to_be_visible()
    words["a wrong code"] = latin(foreign)
    foreign.goto(url + paths["link"])
    foreign.locator("input[name=group]").first.check(force=True)
    foreign.get_by_role("button", name="交评议表").click()
    expect(foreign.get_by_role("alert")).to_contain_text("没有选")
    words["a ballot left blank"] = latin(foreign)
    foreign.get_by_role("button", name="空着的算弃权").click()
    expect(foreign.get_by_role("heading", name="交好了")).to_be_visible()
    words["sent"] = latin(foreign)
    foreign.goto(url + paths["link"])
    words["sent before"] = latin(foreign)
    foreign.goto(f"{url}/sign-in")
    foreign.get_by_label("登录名", exact=True).fill("li")
    foreign.get_by_label("密码", exact=True).fill("wrong")
    foreign.get_by_role("button", name="登录", exact=True).click()
    expect(foreign.get_by_role("alert")).to_be_visible()
    words["refused"] = latin(foreign)
    foreign.get_by_label("登录名", exact=True).fill("li")
    foreign.get_by_label("密码", exact=True).fill(PASSWORD)
    foreign.get_by_role("button", name="登录", exact=True).click()
    expect(foreign.get_by_text("请先改密码")).to_be_visible()
    words["the first password"] = latin(foreign)
    for name in ("old", "new", "again"):
        foreign.locator(f"input[name={name}]").fill("1")
    foreign.locator("form button").first.click()
    expect(foreign.locator("[aria-invalid='true']").first).to_be_visible()
    words["a password refused"] = latin(foreign)
    assert {where: each for where, each in words.items() if each} == {}


def test_the_first_start_speaks_chinese(tmp_path: Path, foreign: Page) -> None:
    process, url = start(tmp_path / "data", demo=False)
    try:
        foreign.goto(url)
        expect(foreign.get_by_role("button", name="建立账号并登录")).to_be_visible()
        words = latin(foreign)
        for field in foreign.locator("form input:not([type=hidden])").all():
            field.fill("1")
        foreign.get_by_role("button", name="建立账号并登录").click()
        expect(foreign.locator("[aria-invalid='true']").first).to_be_visible()
        assert words | latin(foreign) == set()
    finally:
        process.kill()
        process.join(20)
