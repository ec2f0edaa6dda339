"""The page of 会议模式: who may open it, and that what people wrote stays text."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from board import clock
from board.access import Actor, Role, allowed
from board.operating.settings import Settings
from board.rectification import actions
from board.rectification.views import shown
from tests.example_school import Example
from tests.stores import Copies
from tests.web.client import ask, signed_in
from tests.web.conftest import Process, served

ACTIVITY = "HD-01"
WHERE = f"/deck/{ACTIVITY}?audience=leaders"


@pytest.fixture
def todays(schools: Copies, tmp_path: Path) -> Iterator[Example]:
    """The example school half-way through its stage today, in this process."""
    with schools.opened(tmp_path / "todays.duckdb") as opened:
        yield Example(opened, ACTIVITY, clock.today())


@pytest.fixture
def open_door(todays: Example, tmp_path: Path) -> Iterator[int]:
    """A demonstration, which needs no account."""
    yield from served(todays.store, Settings(tmp_path, demo=True))


@pytest.mark.parametrize("role", list(Role))
def test_leaders_and_clerks_hold_meetings_and_nobody_else(school: Process, role: Role) -> None:
    answer = ask(school.port, WHERE, cookie=signed_in(school.port, role))
    may = allowed(Actor("A", "", frozenset({role})), "deck.show")
    assert may == (role in {Role.LEADER, Role.CLERK})
    assert answer.status == (200 if may else 403)
    assert ("总体进展" if may else "没有权限") in answer.text


def test_a_stranger_is_sent_to_the_door(school: Process) -> None:
    assert ask(school.port, WHERE).where.startswith("/sign-in")


def test_an_activity_that_is_not_there_is_said_so(open_door: int) -> None:
    answer = ask(open_door, "/deck/HD-99?audience=leaders")
    assert answer.status == 404
    assert "没有" in answer.text


def test_an_address_without_an_audience_shows_what_is_public(open_door: int) -> None:
    for asked in ("", "?audience=everybody", "?audience=public"):
        assert "· 公开场合<" in ask(open_door, f"/deck/{ACTIVITY}{asked}").text


def test_what_people_wrote_stays_text(open_door: int, todays: Example, clerk: Actor) -> None:
    items = shown(todays.store, ACTIVITY, todays.today)
    late = items[items["is_late"]].iloc[0]
    typed = {"problem": "<script>alert(1)</script>", "measure": '"><img src=x onerror=alert(1)>'}
    actions.act(todays.store, clerk, ACTIVITY, late["item_id"], "edit", typed)
    page = ask(open_door, WHERE).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<img" not in page
