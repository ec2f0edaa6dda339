"""The page on which the public answers, over HTTP: from the public page to an answer, and back to the clerk."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from board.access import Actor
from board.accounts import actions as accounts
from board.operating.settings import Settings
from board.public.site import write
from board.replies import openings
from board.replies.answering import Sheet
from board.web import public
from board.web.ballots import crowds, replies
from board.web.door.guessing import Guesses
from tests.example_school import Example
from tests.paper_lives import TODAY, act
from tests.public.site_lives import opened, page_of
from tests.replies.lives import LINK, asked, closed_item, ended
from tests.web.client import FIRST, Answer, ask, send_form
from tests.web.conftest import served

DEVICE = f"reply_device={'d' * 32}"


@pytest.fixture
def school_door(school: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server with the gate and the plain routes, on the example school."""
    accounts.create_first_administrator(school.store, FIRST)
    public._PACE.forget_all()
    monkeypatch.setattr(crowds, "_PACE", Guesses(crowds.MOST_A_MINUTE, 60))
    monkeypatch.setattr(replies, "_GUESSES", Guesses())
    yield from served(school.store, Settings(tmp_path, demo=False))


def where(sheet: Sheet) -> str:
    return f"/reply/{sheet.opening['opening_id']}"


def waiting(school: Example, sheet: Sheet) -> int:
    counts = openings.waiting(school.store, school.activity_id, sheet.opening["opening_id"])
    return int(counts["waiting_count"])


def form_of(page: Answer, **fields: str) -> dict[str, str]:
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
    return {**hidden, **{name.replace("__", "."): value for name, value in fields.items()}}


def test_a_stranger_comes_from_the_public_page_answers_once_and_no_more(
    school: Example, school_door: int, clerk: Actor, leader: Actor, admin: Actor, tmp_path: Path
) -> None:
    assert "/reply/" not in page_of(school)
    sheet, item_id = asked(school, clerk, leader), closed_item(school)
    opened(school, admin)
    address = f"{LINK['address']}{where(sheet)}"
    assert f'href="{address}"' in ask(school_door, public.address_of(school.activity_id)).text
    write(school.store, school.activity_id, TODAY, tmp_path / "site")
    assert f'href="{address}"' in (tmp_path / "site" / "index.html").read_text("utf-8")

    page = ask(school_door, where(sheet), cookie=DEVICE)
    assert page.status == 200
    assert all(f'name="v.{each.item_id}"' in page.text for each in sheet.items)
    assert "form-action 'self'" in page.headers["content-security-policy"]
    fields = {**form_of(page), f"v.{item_id}": "dissatisfied", f"s.{item_id}": "水还是凉的"}
    for _ in range(2):  # pressed twice: it counts once
        sent = send_form(school_door, where(sheet), fields, cookie=DEVICE)
        assert (sent.status, sent.where) == (303, f"{where(sheet)}/done")
    assert waiting(school, sheet) == 1
    assert "交好了" in ask(school_door, f"{where(sheet)}/done", cookie=f"{DEVICE}; reply_given=1").text
    assert "已经交过" in ask(school_door, where(sheet), cookie=DEVICE).text
    assert len(ended(school, clerk, sheet)) == 1
    assert "/reply/" not in page_of(school)
    assert ask(school_door, where(sheet), cookie=DEVICE).status == 410


def test_a_wrong_code_loses_nothing_and_the_right_one_works_once(
    school: Example, school_door: int, clerk: Actor, leader: Actor
) -> None:
    sheet, item_id = asked(school, clerk, leader, entry="codes"), closed_item(school)
    code, other = openings.make_codes(school.store, clerk, sheet.opening["opening_id"], 2)
    by_link = send_form(school_door, where(sheet), {"step": "code", "code": f"{code[:5]}-{code[5:]}"})
    assert f'value="{code}"' in by_link.text
    fields = {**form_of(by_link), f"v.{item_id}": "satisfied", f"s.{item_id}": "好<b>多了"}
    refused = send_form(school_door, where(sheet), {**fields, "code": "23456-789AB"})
    assert refused.status == 422
    assert "好&lt;b&gt;多了" in refused.text
    assert f'name="v.{item_id}" value="satisfied" checked' in refused.text
    assert send_form(school_door, where(sheet), {**fields, **form_of(refused), "code": code}).status == 303
    again = send_form(school_door, where(sheet), {**fields, "once": "0" * 32, "code": code})
    assert "已经用过" in again.text
    assert waiting(school, sheet) == 1
    for _ in range(20):
        replies._GUESSES.note("127.0.0.1")
    assert send_form(school_door, where(sheet), {**fields, "once": "1" * 32, "code": other}).status == 410


@pytest.mark.walk
def test_a_page_of_a_void_paper_or_without_an_opening_takes_nothing(
    school: Example, school_door: int, clerk: Actor, leader: Actor
) -> None:
    sheet, item_id = asked(school, clerk, leader), closed_item(school)
    fields = {**form_of(ask(school_door, where(sheet), cookie=DEVICE)), f"v.{item_id}": "satisfied"}
    act(school, leader, sheet.opening["paper_id"], "void", "发错了")
    assert send_form(school_door, where(sheet), fields, cookie=DEVICE).status == 410
    assert ask(school_door, where(sheet)).status == 410
    assert ask(school_door, "/reply/0123456789ab").status == 404
    assert waiting(school, sheet) == 0
    assert ask(school_door, where(sheet)).text.count("<form") == 0


@pytest.mark.walk
def test_one_network_that_sends_too_many_at_once_is_asked_to_wait(
    school: Example, school_door: int, clerk: Actor, leader: Actor
) -> None:
    sheet, item_id = asked(school, clerk, leader), closed_item(school)
    for _ in range(crowds.MOST_A_MINUTE):
        crowds.note("HD", "E", "127.0.0.1")
    fields = {**form_of(ask(school_door, where(sheet), cookie=DEVICE)), f"v.{item_id}": "satisfied"}
    put_off = send_form(school_door, where(sheet), fields, cookie=DEVICE)
    assert "请过一分钟再按一次" in put_off.text
    assert waiting(school, sheet) == 0
