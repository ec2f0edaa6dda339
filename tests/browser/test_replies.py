"""The page on which the public answers to published items, in a real browser: a narrow phone, no script, print, axe."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from board.access import Actor
from board.operating.settings import Settings
from board.replies import openings
from board.replies.answering import Sheet
from board.web import public
from board.web.ballots import crowds
from board.web.door.guessing import Guesses
from tests.browser.test_accessible import DESK, PHONE, wrong_on
from tests.browser.test_ballot_form import TOO_SMALL
from tests.example_school import Example
from tests.public.site_lives import opened
from tests.replies.lives import asked
from tests.web.conftest import served as served_here

NARROW = ViewportSize(width=320, height=640)
_BEYOND = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def sheet(school: Example, clerk: Actor, leader: Actor, admin: Actor) -> Sheet:
    """What is asked about the items of a published paper."""
    opened(school, admin)
    return asked(school, clerk, leader)


@pytest.fixture
def host(school: Example, sheet: Sheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the server."""
    public._PACE.forget_all()
    monkeypatch.setattr(crowds, "_PACE", Guesses(crowds.MOST_A_MINUTE, 60))
    for port in served_here(school.store, Settings(tmp_path, demo=False)):
        yield f"http://127.0.0.1:{port}"


def received(school: Example, sheet: Sheet) -> int:
    counts = openings.waiting(school.store, school.activity_id, sheet.opening["opening_id"])
    return int(counts["waiting_count"])


def test_a_narrow_phone_without_scripts_answers_once(
    school: Example, browser: Browser, host: str, sheet: Sheet
) -> None:
    phone = browser.new_context(java_script_enabled=False, viewport=NARROW, locale="zh-CN").new_page()
    where = f"{host}/reply/{sheet.opening['opening_id']}"
    phone.goto(where)
    phone.get_by_role("button", name="交评价").click()
    expect(phone.get_by_role("alert")).to_contain_text("一项也没有选")
    phone.get_by_role("radiogroup").first.get_by_role("radio", name="不满意", exact=True).check(force=True)
    phone.get_by_role("textbox").first.fill("水还是凉的<script>")
    phone.get_by_role("button", name="交评价").click()
    expect(phone.get_by_role("heading", name="交好了")).to_be_visible()
    assert received(school, sheet) == 1
    phone.goto(where)
    expect(phone.get_by_role("heading", name="这台手机已经交过了")).to_be_visible()
    phone.context.close()


def test_it_fits_a_narrow_phone_and_a_sheet_of_paper_and_axe_has_no_complaint(
    page: Page, host: str, sheet: Sheet
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.set_viewport_size(NARROW)
    page.goto(f"{host}/reply/{sheet.opening['opening_id']}")
    assert (page.evaluate(_BEYOND), page.evaluate(TOO_SMALL)) == (0, [])
    page.emulate_media(media="print")
    assert page.evaluate(_BEYOND) == 0
    page.emulate_media(media="screen")
    assert complaints == []
    assert wrong_on(page, "reply", (DESK, PHONE)) == []
