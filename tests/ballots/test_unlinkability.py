"""Which code gave which ballot: tried with the database file, its log, old copies of both, and the key file."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from scipy.stats import spearmanr

from board.access import Actor, Role
from board.ballots import actions as ballots
from board.ballots import casting as ballots_casting
from board.ballots.seal import Keys, keys_of
from board.store.store import Store, open_store
from tests.ballot_files import ACTIVITY
from tests.ballots.conftest import ROUND, add_round, close_round, coded_form, opened

COUNT = 60
# Five standard deviations of the rank correlation of two orders that have nothing to do with each other.
_CHANCE = 5 / (COUNT - 1) ** 0.5


@dataclass(frozen=True)
class Voted:
    """A round in which everybody gave a ballot that can be told from all others: what somebody who saw people come in
    order might know, and copies of the file, its log and its keys from during and after."""

    codes: list[str]
    answers: list[tuple[int, int, int]]
    during: list[Path]
    after: Path


def copied(store: Store, to: Path) -> Path:
    to.mkdir()
    assert store.path is not None
    for file in store.path.parent.glob("board.*"):
        shutil.copy(file, to / file.name)
    return to


@pytest.fixture(scope="module")
def voted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Voted]:
    place = tmp_path_factory.mktemp("voted")
    clerk = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
    store = open_store(place / "live" / "board.duckdb")
    add_round(store, clerk)
    asked = opened(store, clerk, entry="codes")
    codes = [*ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", COUNT)]
    combinations = [(a, b, c) for a in range(1, 6) for b in range(1, 6) for c in range(1, 6)]
    chance = Random(20_261_124)  # noqa: S311 - ballots made up for a test
    chance.shuffle(codes)
    answers = chance.sample(combinations, COUNT)
    during = []
    for place_in_line, (code, (a, b, c)) in enumerate(zip(codes, answers, strict=True)):
        filled = coded_form(code, f"只有我会这样写{place_in_line:03d}", C1=str(a), C2=str(b), C0=str(c))
        ballots_casting.cast(store, asked, filled)
        if place_in_line in {0, 6, 13, 29}:
            during.append(copied(store, place / f"during-{place_in_line}"))
    close_round(store, clerk)
    after = copied(store, place / "after")
    yield Voted(codes, answers, during, after)
    store.close()


def tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Every table as it lies in the file and its log, row by row with DuckDB's own row numbers."""
    with duckdb.connect(str(folder / "board.duckdb")) as opened_copy:
        names = [name for (name,) in opened_copy.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        found = {}
        for name in names:
            query = f'SELECT rowid AS row_number, * FROM "{name}" ORDER BY rowid'  # noqa: S608 - its own tables
            result = opened_copy.execute(query)
            columns = [column[0] for column in result.description]
            found[name] = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
    return found


def ranks_of(ballot: dict[str, Any]) -> tuple[int, ...]:
    """A ballot's answers, in the order in which `Voted.answers` has them."""
    ranks = dict(zip(ballot["asked"].split(","), ballot["ranks"], strict=True))
    return tuple(ranks[name] for name in ("C1", "C2", "C0"))


@pytest.fixture(scope="module")
def held(voted: Voted) -> dict[str, list[dict[str, Any]]]:
    return tables(voted.after)


@pytest.mark.walk
def test_no_code_is_left_and_none_was_ever_written(voted: Voted, held: dict[str, list[dict[str, Any]]]) -> None:
    assert held["ballot_codes"] == []
    assert held["ballot_pool"] == []
    for folder in (*voted.during, voted.after):
        data = b"".join(path.read_bytes() for path in folder.iterdir())
        assert [code for code in voted.codes if code.encode() in data] == []


def test_no_order_number_or_day_of_a_ballot_follows_the_order_in_which_people_came(
    voted: Voted, held: dict[str, list[dict[str, Any]]]
) -> None:
    came: dict[tuple[int, ...], int] = {answers: place for place, answers in enumerate(voted.answers)}
    assert len(held["ballots"]) == COUNT
    places = [came[ranks_of(row)] for row in held["ballots"]]
    assert sorted(places) == list(range(COUNT))
    for column in held["ballots"][0]:
        values = [str(row[column]) if not isinstance(row[column], int) else row[column] for row in held["ballots"]]
        if len(set(values)) > 1:
            assert abs(spearmanr(values, places).statistic) < _CHANCE, column


def test_ballots_say_nothing_but_group_way_day_and_answers(held: dict[str, list[dict[str, Any]]]) -> None:
    distinct = {name for name in held["ballots"][0] if len({str(row[name]) for row in held["ballots"]}) > 1}
    assert distinct == {"row_number", "ballot_id", "ranks"}
    assert {type(row["cast_on"]).__name__ for row in held["ballots"]} == {"date"}
    assert {row["import_id"] for row in held["ballots"]} == {None}
    assert held["imports"] == []


def test_no_suggestion_stands_in_an_order_or_beside_its_answers(
    voted: Voted, held: dict[str, list[dict[str, Any]]]
) -> None:
    places = [int(row["content"][-3:]) for row in held["suggestions"]]
    assert sorted(places) == list(range(COUNT))
    for column in ("row_number", "suggestion_id"):
        order = sorted(range(COUNT), key=lambda place, name=column: held["suggestions"][place][name])  # type: ignore[misc]
        assert abs(spearmanr(range(COUNT), [places[each] for each in order]).statistic) < _CHANCE
    came: dict[tuple[int, ...], int] = {answers: place for place, answers in enumerate(voted.answers)}
    ballot_places = [came[ranks_of(row)] for row in held["ballots"]]
    assert abs(spearmanr(ballot_places, places).statistic) < _CHANCE


def test_all_that_is_kept_beside_a_ballot_is_a_count_by_group(held: dict[str, list[dict[str, Any]]]) -> None:
    """Of what tables hold, only these grew with the ballots: no history, no failure, no session, no device."""
    grown = {name for name, rows in held.items() if len(rows) >= COUNT}
    assert grown == {"ballots", "suggestions"}
    [intake] = held["ballot_intake"]
    assert (intake["made_count"], intake["received_count"]) == (COUNT, COUNT)


def test_what_waits_cannot_be_read_from_the_file_or_its_log(voted: Voted) -> None:
    for folder, came in zip(voted.during, (1, 7, 14, 30), strict=True):
        data = b"".join(path.read_bytes() for path in folder.glob("board.duckdb*"))
        readable = sum(f"只有我会这样写{place:03d}".encode() in data for place in range(came))
        waiting = [row for row in tables(folder)["ballot_pool"] if row["kind"] == "words"]
        assert readable == came - len(waiting)
        assert len({len(row["sealed"]) for row in waiting}) == 1


def test_the_keys_of_afterwards_open_nothing_that_ever_waited(voted: Voted) -> None:
    now = Keys(voted.after / "board.key")
    for folder in voted.during:
        then = Keys(folder / "board.key")
        pool = tables(folder)["ballot_pool"]
        assert pool
        for row in pool:
            bound = "\x1f".join(row[name] for name in ("activity_id", "round_id", "kind", "group_label"))
            assert then.opened(row["seal_id"], row["sealed"], bound) is not None
            assert now.opened(row["seal_id"], row["sealed"], bound) is None


def test_a_ballot_leaves_the_same_behind_whatever_stands_on_it(store: Store, clerk: Actor) -> None:
    add_round(store, clerk)
    asked = opened(store, clerk, entry="codes")
    codes = ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 3)
    for code, says in zip(codes, ("", "短", "长" * 1_000), strict=True):
        ballots_casting.cast(store, asked, coded_form(code, says, C1="0" if says else "5"))
    pool = store.rows("ballots/pool")
    assert len(pool) == 6
    for kind in ("answers", "words"):
        assert len({len(row["sealed"]) for row in pool if row["kind"] == kind}) == 1


def test_after_ballots_left_the_pool_those_that_stay_are_sealed_anew(kept: Store, clerk: Actor) -> None:
    add_round(kept, clerk)
    asked = opened(kept, clerk, entry="codes")
    seen = []
    for code in ballots.make_codes(kept, clerk, ACTIVITY, ROUND, "家长", 15):
        ballots_casting.cast(kept, asked, coded_form(code))
        seen.append({row["seal_id"] for row in kept.rows("ballots/pool")})
    assert all(len(ids) == 1 for ids in seen)
    assert seen[0] == seen[8] != seen[9] == seen[13] != seen[14]
    assert [keys_of(kept).holds(ids.copy().pop()) for ids in (seen[0], seen[9], seen[14])] == [False, False, True]
