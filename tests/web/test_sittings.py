"""Deciding over the wire: who may, once a press, and that what is sent stays text."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from board import clock
from board.access import Actor, Role
from board.deck.audiences import Audience
from board.deck.slide import Slide
from board.operating.settings import Settings
from board.sittings import actions, decisions, views
from board.sittings.actions import Setting
from board.web.deck.sittings import shown
from tests.example_school import Example
from tests.stores import Copies
from tests.web.client import Answer, ask, signed_in
from tests.web.conftest import Process, served

ACTIVITY = "HD-01"
NOTE = {"kind": "note", "content": "记一句"}
NEW = {"kind": "领导小组会议", "topic": "研究逾期事项"}


@pytest.fixture
def todays(schools: Copies, tmp_path: Path) -> Iterator[Example]:
    """The example school half-way through its stage today, in this process."""
    with schools.opened(tmp_path / "todays.duckdb") as opened:
        yield Example(opened, ACTIVITY, clock.today())


@pytest.fixture
def where(todays: Example, clerk: Actor, tmp_path: Path) -> Iterator[tuple[int, str]]:
    """The port of a demonstration and the address of a meeting that is being held in it."""
    slides = shown((Slide("总体进展", "30 项整改"),), clock.now())
    sitting_id = actions.start(todays.store, clerk, ACTIVITY, Setting(NEW, "leaders"), slides)
    for port in served(todays.store, Settings(tmp_path, demo=True)):
        yield port, f"/deck/{ACTIVITY}/{sitting_id}"


def sent(port: int, where: str, given: Any, **headers: str) -> Answer:
    body = given if isinstance(given, str) else json.dumps(given)
    return ask(port, where, "POST", body, content_type="application/json", **headers)


def count(example: Example) -> int:
    return len(views.decisions(example.store, ACTIVITY, clock.today()))


def test_a_press_that_is_sent_twice_decides_once(where: tuple[int, str], todays: Example) -> None:
    port, address = where
    before = count(todays)
    first, second = (sent(port, f"{address}/decide", {**NOTE, "press": "a-key"}) for _ in range(2))
    assert (first.status, second.status) == (200, 200)
    assert json.loads(first.text)["message"] == json.loads(second.text)["message"]
    assert count(todays) == before + 1


def test_what_was_decided_is_on_the_last_slide_as_it_was_written(where: tuple[int, str]) -> None:
    port, address = where
    made = sent(port, f"{address}/decide", {**NOTE, "content": "<script>alert(1)</script>"})
    page = ask(port, address).text
    for text in (json.loads(made.text)["decided"], page):
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert" not in text


@pytest.mark.parametrize("role", ["leader", "owner", "admin"])
def test_only_whoever_holds_meetings_decides(school: Process, role: str) -> None:
    cookie = signed_in(school.port, Role(role))
    answer = sent(school.port, f"/deck/{ACTIVITY}/H-001/decide", NOTE, cookie=cookie)
    # The example's meeting is over, which only those who may hold one are told.
    assert answer.status == (409 if role == "leader" else 403)
    assert ("会议已经结束" in answer.text) == (role == "leader")


def test_a_stranger_and_another_site_decide_nothing(school: Process, where: tuple[int, str], todays: Example) -> None:
    assert sent(school.port, f"/deck/{ACTIVITY}/H-001/decide", NOTE).status == 403
    port, address = where
    before = count(todays)
    assert sent(port, f"{address}/decide", NOTE, origin="https://elsewhere.example").status == 403
    assert count(todays) == before


@pytest.mark.parametrize(
    ("act", "given", "status"),
    [
        ("decide", "{", 400),
        ("decide", [], 400),
        ("decide", "a" * 30_000, 413),
        ("decide", "[" * 15_000, 400),
        ("decide", {"kind": "fly", "content": "x"}, 409),
        ("decide", {"kind": None}, 409),
        ("decide", {"kind": "postpone", "item_id": "R-006", "content": "等", "due_on": "2026-13-45"}, 409),
        ("decide", {"kind": "note", "content": "\ud800"}, 409),
        ("decide", {"kind": "note", "content": {"a": 1}}, 409),
        ("undo", {"decision_id": "D-999"}, 409),
        ("fly", {}, 404),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(where: tuple[int, str], act: str, given: Any, status: int) -> None:
    port, address = where
    answer = sent(port, f"{address}/{act}", given)
    assert answer.status == status
    if status == 409:
        assert json.loads(answer.text)["message"]


def test_a_meeting_that_is_not_there_is_said_so(where: tuple[int, str]) -> None:
    port, _ = where
    assert "没有这次会议" in ask(port, f"/deck/{ACTIVITY}/H-999").text
    assert sent(port, f"/deck/{ACTIVITY}/H-999/decide", NOTE).status == 409


def test_screens_of_a_meeting_hear_where_the_others_are_and_nobody_else_joins(where: tuple[int, str]) -> None:
    port, address = where
    stage = f"ws://127.0.0.1:{port}{address}/stage"
    with connect(stage) as wall, connect(stage) as late:
        wall.send("3")
        wall.send("a word")
        wall.send("9" * 10_000)
        late.send("join")
        _hears(late, {"place": 3, "state": 0})
        late.send(b"\x00\xff")
        late.send("4")
        _hears(wall, {"place": 4, "state": 0})
        wall.send("anew")
        _hears(late, {"place": 4, "state": 1})
    with pytest.raises(InvalidStatus), connect(f"{stage}?role=责任人"):
        pass


def _hears(screen: ClientConnection, what: dict[str, int]) -> None:
    """Waits until a screen hears this; the step before it may be heard twice, as a step and as the answer to "join"."""
    while json.loads(screen.recv(5)) != what:
        pass


@pytest.mark.parametrize("audience", [each for each in Audience if each != Audience.LEADERS])
def test_a_room_that_may_not_see_the_offices_workings_sees_no_decision_and_no_names(
    todays: Example, clerk: Actor, tmp_path: Path, audience: Audience
) -> None:
    slides = shown((Slide("总体进展", "30 项整改"),), clock.now())
    held = actions.start(todays.store, clerk, ACTIVITY, Setting(NEW, audience), slides)
    decisions.decide(todays.store, clerk, ACTIVITY, held, "note", {"content": "请总务主任本周办好"})
    for port in served(todays.store, Settings(tmp_path, demo=True)):
        page = ask(port, f"/deck/{ACTIVITY}/{held}").text
    assert "30 项整改" in page
    assert "总务主任" not in page
    assert 'id="decide"' not in page
    assert 'data-stage="yes"' in page
