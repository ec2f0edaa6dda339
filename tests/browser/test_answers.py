"""Every page answers its question at once: the sentence right under its title, the evidence in the first 700 px."""

import re

from playwright.sync_api import Page, expect

from board.access import Actor, Role, allowed
from board.navigation import NAVIGATION
from tests.browser.served import Served
from tests.browser.steps import open_page, settle

_CLERK = Actor("", "", frozenset({Role.CLERK}))
PAGES = [each.subject for part in NAVIGATION.values() for each in part if allowed(_CLERK, f"see.{each.subject}")]
# What a page shows of its records: tables, charts, the report's own text.
_EVIDENCE = ".stMain :is(table, [data-testid='stDataFrame'], .js-plotly-plot, .report)"
_LAST = 700
# What stands between the head of the page, whose h1 is its title, and the sentence: no control, and no other heading.
_BETWEEN = """answer => {
  const title = document.querySelector('.band h1');
  const after = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const head = title.closest('[data-testid="stHorizontalBlock"]');
  return [...document.querySelectorAll('.stMain :is(h1, h2, h3, button, a, input, table)')]
    .filter(each => after(title, each) && after(each, answer) && !head.contains(each)).map(each => each.outerHTML);
}"""


def test_every_page_says_its_answer_first_and_shows_its_evidence_in_the_first_700_pixels(
    read_served: Served, page: Page
) -> None:
    tops, sizes = {}, set()
    for subject in PAGES:
        open_page(page, f"{read_served.url}/{subject}")
        answer = page.locator(".answer:not(.finding .answer)").first
        expect(answer).to_contain_text("。")
        expect(page.locator(_EVIDENCE).first).to_be_visible()
        assert answer.evaluate(_BETWEEN) == [], subject
        sizes.add(answer.evaluate("answer => getComputedStyle(answer).fontSize"))
        boxes = [each.bounding_box() for each in page.locator(_EVIDENCE).all()]
        tops[subject] = min(box["y"] for box in boxes if box and box["height"])
    assert {subject: top for subject, top in tops.items() if top + 36 > _LAST} == {}
    assert len(sizes) == 1


def test_what_is_late_and_whose_is_seen_at_once_on_the_overview(read_served: Served, page: Page) -> None:
    for height in (900, 720):
        page.set_viewport_size({"width": 1440 if height == 900 else 1280, "height": height})
        open_page(page, read_served.url)
        expect(page.locator(".answer").first).to_contain_text(re.compile(r"整改逾期 \d+ 项"))
        expect(page.locator(".stMain table").first).to_be_visible()
        box = page.locator(".stMain table").first.bounding_box()
        assert box is not None
        assert box["y"] + 4 * 36 < height  # its head and three rows


def test_a_number_in_the_sentence_opens_its_rows_without_loading_the_page_anew(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/overview")
    page.evaluate("window.stays = true")
    link = page.locator(".answer").get_by_role("link", name=re.compile(r"^\d+ 项$")).first
    count = link.inner_text().split()[0]
    link.press("Enter")
    expect(page).to_have_url(re.compile("rectification_view=%E9%80%BE%E6%9C%9F"))
    expect(page.locator(".answer").get_by_role("link", name=f"{count} 项").first).to_be_visible()
    settle(page)
    assert page.evaluate("window.stays")
