"""The newcomer's first minute: every page says something, in Chinese, and fits the screen it is on."""

import pytest
from playwright.sync_api import Page

from board.navigation import NAVIGATION
from tests.browser.latin import latin
from tests.browser.served import Served
from tests.browser.steps import open_page

PAGES = [entry.subject for entries in NAVIGATION.values() for entry in entries]
SCREENS = {"desk": (1440, 900), "wall": (1920, 1080), "phone": (390, 844)}


def _role(subject: str) -> str:
    return "管理员" if subject == "admin" else "工作人员"


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_speaks_chinese_and_fits(read_served: Served, page: Page, screen: str) -> None:
    width, height = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})
    wrong: dict[str, object] = {}
    for subject in PAGES:
        open_page(page, f"{read_served.url}/{subject}?role={_role(subject)}")
        page.wait_for_timeout(700)
        if words := latin(page):
            wrong[f"{subject}: words"] = words
        if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
            wrong[f"{subject}: wider than the screen"] = True
        if page.get_by_text("这个页面出错了").count():
            wrong[f"{subject}: error"] = True
    assert wrong == {}


def test_nothing_is_asked_of_any_other_machine(read_served: Served, page: Page) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    for subject in PAGES:
        open_page(page, f"{read_served.url}/{subject}?role={_role(subject)}")
    elsewhere = {url for url in asked if not url.startswith((read_served.url, "data:", "blob:"))}
    assert elsewhere == set()
