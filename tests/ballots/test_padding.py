"""An open link takes ballots from anybody: whoever sends many of his own must not learn the few that others gave."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from board.access import Actor
from board.ballots import casting as ballots_casting
from board.ballots.casting import Filled, Paper
from board.evaluation import results as evaluation
from board.operating.settings import Settings
from board.store.store import Store
from board.web.ballots import crowds
from board.web.door.guessing import Guesses
from tests.ballot_files import ACTIVITY
from tests.ballots.conftest import ROUND, add_round, close_round, device_form, opened
from tests.web.client import Answer, ask, send_form
from tests.web.conftest import served

CAST = {"step": "cast", "turn": "1", "group": "家长", "a.C1": "1", "a.C2": "2", "a.C0": "1"}


@pytest.fixture(autouse=True)
def nobody_came_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "_PACE", Guesses(crowds.MOST_A_MINUTE, 60))
    monkeypatch.setattr(crowds, "_came", {})


@pytest.fixture
def port(store: Store, clerk: Actor, tmp_path: Path) -> Iterator[int]:
    add_round(store, clerk)
    yield from served(store, Settings(tmp_path, demo=False))


def shown(store: Store) -> str:
    """All that any page can be made of: what is kept of answers, totals and suggestions, and how many came back."""
    names = ("kept_answers", "kept_ballots")
    kept = [store.rows(f"evaluation/{name}", activity_id=ACTIVITY) for name in names]
    return f"{kept}{evaluation.suggestions(store, ACTIVITY, ROUND)}{evaluation.forms(store, ACTIVITY, ROUND)}"


def cast(store: Store, linked: Paper, count: int) -> None:
    for _ in range(count):
        ballots_casting.cast(store, linked, device_form(secrets.token_hex(16)))


@pytest.mark.walk
def test_who_sends_sixty_of_his_own_learns_nothing_of_the_one_between(
    store: Store, clerk: Actor, linked: Paper
) -> None:
    cast(store, linked, 60)
    before = shown(store)
    victim = Filled({"C1": "5", "C2": "4", "C0": "5"}, "家长", "食堂的菜有点凉", device="v" * 32)
    ballots_casting.cast(store, linked, victim)
    cast(store, linked, 60)
    assert shown(store) == before
    close_round(store, clerk)
    assert int(evaluation.forms(store, ACTIVITY, ROUND)["valid_count"].sum()) == 121


def test_what_came_by_a_link_waits_though_codes_are_asked_for_since(store: Store, clerk: Actor, linked: Paper) -> None:
    cast(store, linked, 30)
    opened(store, clerk, entry="codes")
    again = opened(store, clerk, entry="link")
    before = shown(store)
    cast(store, again, 30)
    assert shown(store) == before


def send(port: int, where: str) -> Answer:
    return send_form(port, where, CAST, cookie=f"ballot_device={secrets.token_hex(16)}")


def test_who_sends_too_many_at_once_is_asked_to_wait_and_loses_nothing(port: int, store: Store, clerk: Actor) -> None:
    where = f"/ballot/{opened(store, clerk, entry='link').opening['opening_id']}"
    assert {send(port, where).status for _ in range(crowds.MOST_A_MINUTE)} == {303}
    put_off = send(port, where)
    assert "请过一分钟再按一次" in put_off.text
    ticked = re.findall(r'name="a\.(C\d)" value="(\d)"[^>]*checked', put_off.text)
    assert dict(ticked) == {"C1": "1", "C2": "2", "C0": "1"}
    assert ask(port, where).status == 200


def test_the_clerk_is_warned_of_many_from_one_address() -> None:
    for _ in range(crowds.NOTABLE - 1):
        crowds.note("A", "E1", "10.0.0.9")
    assert crowds.most_from_one("A", "E1") == 0
    crowds.note("A", "E1", "10.0.0.9")
    assert crowds.most_from_one("A", "E1") == crowds.NOTABLE
    assert crowds.most_from_one("A", "E2") == 0
    for number in range(crowds.NOTABLE):
        crowds.note("A", "E1", f"10.0.{number}.1")
    assert crowds.most_from_one("A", "E1") == 0
