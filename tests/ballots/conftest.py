"""A round of a small activity, opened by codes or by link, and how a person fills in its form."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from board import clock
from board.access import Actor
from board.ballots import actions as ballots
from board.ballots import casting as ballots_casting
from board.ballots import closing as evaluation_closing
from board.ballots.casting import Filled, Paper
from board.evaluation import rounds as evaluation_rounds
from board.store.store import Store, open_store
from tests.ballot_files import ACTIVITY, add_activity

Cast = Callable[..., None]
ROUND = "E1"
BEST = {"C1": "1", "C2": "1", "C0": "1"}


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    """A store in a file, with its keys beside it."""
    opened = open_store(tmp_path / "board.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    return add_round(store, clerk)


@pytest.fixture
def coded(store: Store, clerk: Actor, round_id: str) -> Paper:
    """What a link to a round that asks for codes opens."""
    return opened(store, clerk, entry="codes")


@pytest.fixture
def linked(store: Store, clerk: Actor, round_id: str) -> Paper:
    """What an open link opens: one ballot per device, the group is asked."""
    return opened(store, clerk, entry="link")


def add_round(store: Store, clerk: Actor) -> str:
    add_activity(store)
    unit = [{"unit_id": "U-01", "name": "示例小学"}]
    store.write(lambda transaction: transaction.insert("activities/insert_units", unit))
    opened_on = clock.today() - timedelta(days=3)
    fields = {"name": "第一轮", "evaluated": "分析检查报告", "opened_on": opened_on, "closed_on": None}
    return evaluation_rounds.add_round(store, clerk, ACTIVITY, fields)


def opened(store: Store, clerk: Actor, **fields: object) -> Paper:
    return ballots_casting.paper(store, ballots.open_online(store, clerk, ACTIVITY, ROUND, fields))


def close_round(store: Store, clerk: Actor, closed_on: date | None = None) -> None:
    day = closed_on or clock.today()
    evaluation_closing.close_round(store, clerk, ACTIVITY, ROUND, day)


def coded_form(code: str, says: str = "", **answers: str) -> Filled:
    return Filled({**BEST, **answers}, code=code, suggestion=says)


def device_form(device: str, turn: int = 1, group: str = "家长", **answers: str) -> Filled:
    return Filled({**BEST, **answers}, group=group, device=device, turn=turn)
