"""Evens out what collectors of one lake have to know alike: units, keys, deadlines, who is excused or was reminded,
where to hand up.

These tables only grow, so each side gets the rows that it lacks, whichever collector they were entered at. Who entered
them stays there: the lake holds no names of people.
"""

from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from board.lake.lake import Lake, Moved
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.submissions.filed import FILED
from board.submissions.keeping import ELSEWHERE, NOWHERE, TABLES

# Each table → the statement that adds to it.
KNOWN = {
    "unit_steps": "units/insert_steps",
    "unit_keys": "units/insert_keys",
    "submission_deadlines": "deadlines/insert",
    "submission_excuses": "deadlines/insert_excuses",
    "submission_reminders": "deadlines/insert_reminders",
    "superiors": "submissions/insert_superior",
}
SHARED = (*TABLES, *KNOWN, *FILED)
_COUNTS = "lake/known_counts"
# How many rows the lake had, and the frames of the store, when both were last alike.
_ALIKE: WeakKeyDictionary[Store, tuple[list[Row], list[pd.DataFrame]]] = WeakKeyDictionary()


def even_out(store: Store, lake: Lake) -> int:
    """Give the store and the lake what the other has more of; returns how many rows were carried over. Raises Away,
    and BoardError where the lake is of another version."""
    with lake.turn:
        lake.prepare(store, SHARED)
        counts = lake.rows(_COUNTS)
        frames = [store.read(f"lake/{table}") for table in KNOWN]
        former = _ALIKE.get(store)
        if former and former[0] == counts and all(map(pd.DataFrame.equals, former[1], frames)):
            return 0
        ours = {table: _as_set(store.rows(f"lake/{table}")) for table in KNOWN}
        theirs = {table: _as_set(lake.rows(f"lake/{table}")) for table in KNOWN}
        more_here = {table: ours[table] - theirs[table] for table in KNOWN}
        more_there = {table: theirs[table] - ours[table] for table in KNOWN}
        if any(more_there.values()):
            _pull(store, _rows(more_there, ELSEWHERE))
        try:
            if any(more_here.values()):
                lake.append(_COUNTS, counts, _rows(more_here, NOWHERE))
        except Moved:
            return 0  # the next time
        count = sum(len(each) for side in (more_here, more_there) for each in side.values())
        if not count:
            _ALIKE[store] = (counts, frames)
        return count


def _pull(store: Store, rows: dict[str, list[Row]]) -> None:
    def work(transaction: Transaction) -> None:
        for name, each in rows.items():
            transaction.insert(name, each)

    store.write(work, Deed("units.follow", record=str(sum(map(len, rows.values())))))


def _as_set(rows: list[Row]) -> set[tuple[tuple[str, Any], ...]]:
    return {tuple(row.items()) for row in rows}


def _rows(found: dict[str, set[tuple[tuple[str, Any], ...]]], who: Row) -> dict[str, list[Row]]:
    return {KNOWN[table]: [dict(each) | who for each in sorted(rows, key=str)] for table, rows in found.items()}
