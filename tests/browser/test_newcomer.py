"""The newcomer's first minute: every page says something, in Chinese, and fits the screen it is on."""

import re

import pytest
from playwright.sync_api import Page

from board.navigation import NAVIGATION
from tests.browser.served import Served
from tests.browser.steps import open_page

PAGES = [entry.subject for entries in NAVIGATION.values() for entry in entries]
SCREENS = {"desk": (1440, 900), "wall": (1920, 1080), "phone": (390, 844)}
# File formats, programs, encodings and what the example's files are called; ids such as R-001 have no word in them.
KNOWN = re.compile(
    r"\b(Excel|Word|WPS|CSV|TXT|TSV|XLSX|XLS|ODS|UTF|BOM|GBK|GB\d+|KB|MB|ballots-\S+\.csv)\b", re.IGNORECASE
)
WORD = re.compile(r"[A-Za-z]{3,}")
_SAID = """() => {
  const seen = (element) => element.checkVisibility({opacityProperty: false, visibilityProperty: true});
  const said = [document.body.innerText];
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    if (!seen(element)) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) said.push(element.getAttribute(name) || '');
  }
  const icons = [...document.querySelectorAll('[translate="no"]')].map((icon) => icon.textContent);
  return [said.join('\\n'), icons];
}"""


def _foreign_words(page: Page) -> set[str]:
    said, icons = page.evaluate(_SAID)
    for icon in sorted(set(icons), key=len, reverse=True):
        said = said.replace(icon, " ")
    return set(WORD.findall(KNOWN.sub(" ", said)))


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
        if words := _foreign_words(page):
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
