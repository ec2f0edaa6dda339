"""Every page at one visit: Chinese, no wider than its screen, its answer first, the policy kept, nothing wrong to axe.

A page takes seconds to be drawn and little to be looked at: whatever is asked of all pages is asked here at once.
"""

import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, ViewportSize, expect

from board.access import Actor, Role, allowed
from board.navigation import NAVIGATION
from board.words import ROLE
from tests.browser.latin import latin
from tests.browser.served import Served
from tests.browser.steps import open_page, settle
from tests.browser.test_accessible import DESK, OPENED, PHONE, SHEETS, look_at, wrong_on
from tests.depth import walked

PAGES = [entry.subject for entries in NAVIGATION.values() for entry in entries]
# Those of a school; the others have nothing to show where nobody submits.
_WITH_RECORDS = {entry.subject for entries in NAVIGATION.values() for entry in entries if entry.side == "unit"}
_CLERK = Actor("", "", frozenset({Role.CLERK}))
_WALL = ViewportSize(width=1920, height=1080)
# What a page shows of its records: tables, charts, the report's own text.
_EVIDENCE = ".stMain :is(table, [data-testid='stDataFrame'], .js-plotly-plot, .report)"
_LAST = 700  # pixels from the top, within which its first row begins
# What stands between the head of the page, whose h1 is its title, and the sentence: no control, and no other heading.
_BETWEEN = """answer => {
  const title = document.querySelector('.band h1');
  const after = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const head = title.closest('[data-testid="stHorizontalBlock"]');
  return [...document.querySelectorAll('.stMain :is(h1, h2, h3, button, a, input, table)')]
    .filter(each => after(title, each) && after(each, answer) && !head.contains(each)).map(each => each.outerHTML);
}"""


@pytest.mark.parametrize("is_whole", [False, *walked(True)])
def test_nothing_is_wrong_on_any_page(read_served: Served, page: Page, *, is_whole: bool) -> None:
    page.set_default_timeout(120_000)  # a busy machine takes its time over a whole page
    addresses: list[str] = []
    wrong: list[str] = []
    sizes: set[str] = set()
    page.on("console", lambda message: wrong.append(f"{page.url} {message.text}") if _is_loud(message) else None)
    page.on("pageerror", lambda error: wrong.append(f"{page.url} {error}"))
    page.on("request", lambda request: addresses.append(request.url))
    for subject in PAGES:
        role = Role.CLERK if allowed(_CLERK, f"see.{subject}") else Role.ADMIN
        look_at(page, DESK)
        open_page(page, f"{read_served.url}/{subject}?role={ROLE[role]}")
        if role == Role.CLERK and subject in _WITH_RECORDS:
            wrong += [f"{subject}: {each}" for each in _unanswered(page)]
            sizes.add(_answer_of(page).evaluate("answer => getComputedStyle(answer).fontSize"))
        screens = _on_all_screens if is_whole else _on_a_screen
        wrong += [f"{subject}: {each}" for each in screens(page, subject)]
        if subject in OPENED and is_whole:
            look_at(page, DESK)
            OPENED[subject](page)
            wrong += wrong_on(page, f"{subject}, opened", (DESK, PHONE))
    for sheet in SHEETS if is_whole else ():
        open_page(page, f"{read_served.url}/{sheet}")
        wrong += wrong_on(page, sheet, (DESK, PHONE))
    assert wrong == []
    assert len(sizes) == 1
    assert [address for address in addresses if not address.startswith((read_served.url, "blob:", "data:"))] == []


def _on_a_screen(page: Page, subject: str) -> list[str]:
    """Returns what is wrong on a desk, or on every other page in the dark on a phone, to axe on one of three.

    A walk looks at all on both.
    """
    place = PAGES.index(subject)
    look = (DESK, PHONE)[place % 2]
    look_at(page, look)
    return (wrong_on(page, subject, (look,)) if place % 3 == 0 else []) + _stumbling(page)


def _on_all_screens(page: Page, subject: str) -> list[str]:
    """Returns what is wrong on a desk, in the dark on a phone, and on a wall."""
    wrong = wrong_on(page, subject, (DESK,)) + _stumbling(page)
    wrong += wrong_on(page, subject, (PHONE,)) + _stumbling(page)
    page.set_viewport_size(_WALL)
    settle(page)
    return wrong + _stumbling(page)


def _stumbling(page: Page) -> list[str]:
    """Returns what a newcomer would stumble over: words that aren't Chinese, a page wider than its screen, an error."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    is_wide = page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")
    has_error = page.get_by_text("这个页面出错了").count() > 0
    wide = [f"wider than {width}"] if is_wide else []
    return [*map(str, latin(page)), *wide, *(["an error"] if has_error else [])]


def _unanswered(page: Page) -> list[str]:
    """Returns what keeps a page from answering at once: the sentence comes first, its evidence within 700 pixels."""
    answer = _answer_of(page)
    expect(answer).to_contain_text("。")
    expect(page.locator(_EVIDENCE).first).to_be_visible()
    between = [f"before its answer: {each}" for each in answer.evaluate(_BETWEEN)]
    top = min(_tops(page.locator(_EVIDENCE)))
    late = [f"its evidence begins at {top:.0f}"] if top + 36 > _LAST else []
    return [*between, *late]


def _answer_of(page: Page) -> Locator:
    return page.locator(".answer:not(.finding .answer)").first


def _tops(places: Locator) -> list[float]:
    return [box["y"] for box in (each.bounding_box() for each in places.all()) if box and box["height"]]


def _is_loud(message: ConsoleMessage) -> bool:
    return message.type == "error" or "Content Security Policy" in message.text
