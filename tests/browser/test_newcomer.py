"""The newcomer's first minute: every page says something, in Chinese, and fits the screen it is on."""

from playwright.sync_api import Page

from board.navigation import NAVIGATION
from tests.browser.latin import latin
from tests.browser.served import Served
from tests.browser.steps import open_page

PAGES = [entry.subject for entries in NAVIGATION.values() for entry in entries]
# A page is opened on a phone, and then looked at on the others.
FIRST = "phone"
SCREENS = {FIRST: (390, 844), "desk": (1440, 900), "wall": (1920, 1080)}


def _role(subject: str) -> str:
    return "管理员" if subject == "admin" else "工作人员"


def test_every_page_speaks_chinese_and_fits(read_served: Served, page: Page) -> None:
    wrong: dict[str, object] = {}
    for subject in PAGES:
        for screen, (width, height) in SCREENS.items():
            page.set_viewport_size({"width": width, "height": height})
            if screen == FIRST:
                open_page(page, f"{read_served.url}/{subject}?role={_role(subject)}")
            page.wait_for_timeout(700)
            wrong |= {f"{subject} on a {screen}: {name}": what for name, what in faults(page).items()}
    assert wrong == {}


def faults(page: Page) -> dict[str, object]:
    """What a newcomer would stumble over on a page."""
    looked = {
        "words": latin(page),
        "wider than the screen": page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"),
        "error": page.get_by_text("这个页面出错了").count(),
    }
    return {name: what for name, what in looked.items() if what}
