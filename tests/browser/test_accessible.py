"""Every page, sheet and form as axe reads it for those who see or hear it otherwise: nothing is wrong in any look.

Each page in the usual looks: test_every_page.
"""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from board.access import Actor
from board.accounts import actions as accounts
from board.navigation import NAVIGATION
from board.operating.settings import Settings
from board.store.store import Store
from tests.ballot_files import ACTIVITY
from tests.ballots.conftest import ROUND, add_round, opened
from tests.browser.served import Served
from tests.browser.steps import open_page, settle
from tests.web.client import FIRST, signed_in
from tests.web.conftest import served as served_here

pytestmark = pytest.mark.walk


class Look(NamedTuple):
    """A screen: how large it is, and light or dark."""

    size: ViewportSize
    theme: Any


_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
_DESK_SIZE, _PHONE_SIZE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
DESK, PHONE = Look(_DESK_SIZE, "light"), Look(_PHONE_SIZE, "dark")
_OTHERS = (Look(_DESK_SIZE, "dark"), Look(_PHONE_SIZE, "light"))
_SUBJECTS = [entry.subject for entries in NAVIGATION.values() for entry in entries]
_ASKED = {"admin": "admin?role=管理员"}
_PAGES = [_ASKED.get(subject, subject) for subject in _SUBJECTS]
SHEETS = ("rectification?rectification_item=R-006",)
_MORE = (
    "papers?papers_open=Q-001",
    "opinions?opinions_opinion=O-020",
    "meeting?meeting_part=问题清单&meeting_problem=W-004",
    "thread?thread_record=R-006",
    "procedure?procedure_rule=2.3",
    "rectification?rectification_look=看板",
    "meeting?meeting_part=会议记录",
    "meeting?meeting_part=问题清单",
    "opinions?opinions_part=梳理",
    "opinions?opinions_part=反馈单",
    "report?report_part=核对",
    "report?report_part=两版对照",
    "rectification?rectification_chart=方面与领导",
    "overview?role=领导",
)
# One line for each element that is wrong: how badly, which rule, where.
_WRONG = """async () => (await axe.run(document, {resultTypes: ["violations"], preload: false})).violations.flatMap(
  (rule) => rule.nodes.map((node) => `${rule.impact} ${rule.id}: ${node.target.flat().join(" ")} ${node.html}`))"""
# A colour on its way from one look to the other is neither's.
_FOLLOWED = """(theme) => matchMedia(`(prefers-color-scheme: ${theme})`).matches
  && (!document.querySelector(".stApp") || getComputedStyle(document.querySelector(".stApp")).colorScheme === theme)
  && !document.getAnimations().some((each) => each instanceof CSSTransition)"""


def look_at(page: Page, look: Look) -> None:
    page.set_viewport_size(look.size)
    page.emulate_media(color_scheme=look.theme)
    page.wait_for_function(_FOLLOWED, arg=look.theme)
    if page.locator(".stApp").count():
        settle(page)


def wrong_on(page: Page, name: str, looks: tuple[Look, ...]) -> list[str]:
    """What is wrong on the page as it stands, in each look."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE)
    wrong: list[str] = []
    for look in looks:
        look_at(page, look)
        wrong += [f"{name} {look.size['width']} {look.theme} {each}" for each in page.evaluate(_WRONG)]
    return wrong


def begin_an_item(page: Page) -> None:
    page.get_by_role("button", name="登记事项").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="保存")).to_be_visible()
    settle(page)


def begin_a_search(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()


OPENED: dict[str, Callable[[Page], None]] = {"rectification": begin_an_item, "tasks": begin_a_search}


def walk(page: Page, url: str, names: list[str], looks: tuple[Look, ...]) -> list[str]:
    """What is wrong on each page, and on what is opened there."""
    wrong: list[str] = []
    for name in names:
        look_at(page, looks[0])
        open_page(page, f"{url}/{name}")
        wrong += wrong_on(page, name, looks)
        if name in OPENED:
            look_at(page, looks[0])
            OPENED[name](page)
            wrong += wrong_on(page, f"{name}, opened", looks)
    return wrong


def test_nothing_on_any_page_is_wrong_to_axe_in_the_other_looks(read_served: Served, page: Page) -> None:
    page.set_default_timeout(120_000)
    assert walk(page, read_served.url, [*_PAGES, *SHEETS], _OTHERS) == []
    assert walk(page, read_served.url, list(_MORE), (DESK, PHONE, *_OTHERS)) == []


def test_nothing_beside_the_pages_is_wrong_to_axe(store: Store, clerk: Actor, page: Page, tmp_path: Path) -> None:
    accounts.create_first_administrator(store, FIRST)
    add_round(store, clerk)
    ballot = opened(store, clerk, entry="link").opening["opening_id"]
    wrong: list[str] = []
    for port in served_here(store, Settings(tmp_path, demo=False)):
        url = f"http://127.0.0.1:{port}"
        for path in ("sign-in", f"ballot/{ballot}", "privacy", "guide", "password", f"ballot-count/{ACTIVITY}/{ROUND}"):
            if path == "guide":
                name, _, value = signed_in(port).partition("=")
                page.context.add_cookies([{"url": url, "name": name, "value": value}])
            answer = page.goto(f"{url}/{path}")
            assert answer is not None
            assert answer.ok, path
            assert page.url == f"{url}/{path}"
            wrong += wrong_on(page, path, (DESK, PHONE, *_OTHERS))
    assert wrong == []
