"""Changes in the ledger between the ends of two days: which items were added, removed or moved, and in which cells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from board.activity.activities import called
from board.rectification import actions
from board.rectification.changes import LABELS, Changed, changed, summary
from board.rectification.flags import with_flags
from board.rectification.registry import ACTIONS, ITEM_ACTION
from board.store.frames import kept, kept_by_record, of_ids, some_cells
from board.store.store import Store

MARKS = ("新增", "恢复", "退回", "重启", "延期", "销号", "变化", "移出")

# The actions that give an item their mark, whatever happened to it afterwards, and whose reasons are shown.
_MARK_OF = {name: action.mark for name, action in ACTIONS.items() if action.mark}
# The columns whose changes a mark already covers; 变化 is for changes in any other.
_COVERED_BY = {action.mark: action.covers for action in ACTIONS.values() if action.mark}
# The marks that follow from the item's states on both days instead.
_BY_STATES = ("销号", "变化", "移出")
Places = NDArray[np.int64]
Cells = dict[str, tuple[Changed, ...]]


@kept_by_record("rectification")
def compared(
    store: Store, activity_id: str, as_of: date, compare_on: date, *, ids: list[str] | None = None
) -> pd.DataFrame:
    """One row per item that was in the ledger at the end of either day or at some time between, by number.

    item_id; marks (list of str, in the order of MARKS; empty: nothing changed); changes (tuple of Changed, for items
    in the ledger on both days) and changes_text; was, is_present (bool: in the ledger on `compare_on`, on `as_of`);
    reason (the newest given for each mark; "" where none was). `compare_on` is the earlier day.

    退回, 重启 and 恢复 mark any such event in between; 延期 a postponement or a later date than before; 销号 an item
    that is closed now and wasn't before, or was reopened in between. 变化 marks changes that no other mark covers.
    Batches that were undone don't count as changes.
    """
    read = (
        *(actions.items(store, activity_id, day) for day in (compare_on, as_of)),
        *(events(store, activity_id, as_of, compare_on) for events in (_steps, _gone)),
    )
    was, now, steps, gone = (of_ids(rows, "item_id", ids) for rows in read)
    pairs = _pairs(was, now)
    cells = _cells(pairs, called(store, activity_id))
    carriers = _carriers(was, now, steps, gone, pairs)
    listed = _ordered({*_values(was, "item_id"), *_values(now, "item_id"), *carriers["移出"]})
    marks = [_marks(item_id, carriers, cells.get(item_id, ())) for item_id in listed]
    found = [cells.get(item_id, ()) for item_id in listed]
    return pd.DataFrame(
        {
            "item_id": pd.Series(listed, dtype="str"),
            "marks": pd.Series(marks, dtype=object),
            "changes": pd.Series(found, dtype=object),
            "changes_text": pd.Series([summary(each) for each in found], dtype="str"),
            "was": pd.Series(_are_in(listed, was), dtype=bool),
            "is_present": pd.Series(_are_in(listed, now), dtype=bool),
            "reason": pd.Series(_reasons(listed, marks, steps, gone), dtype="str"),
        }
    )


@kept
def removed(store: Store, activity_id: str, as_of: date, compare_on: date) -> pd.DataFrame:
    """One row per item of `compared` that is no longer in the ledger, as it was when removed, including items added and
    removed in between.

    The columns of `rectification.items`, flags as of `as_of`; reason; actor_name (who removed it), happened_at (when).
    """
    gone = _gone(store, activity_id, as_of, compare_on)
    left = gone["item_id"].isin(_left(store, activity_id, as_of, compare_on)["item_id"])
    # What is not in the ledger can't be reopened, whatever the public says of it.
    return with_flags(gone[left].reset_index(drop=True), as_of).assign(is_rejected=False)


@kept
def _left(store: Store, activity_id: str, as_of: date, compare_on: date) -> pd.DataFrame:
    """Those of `compared` that are no longer in the ledger: item_id."""
    listed = compared(store, activity_id, as_of, compare_on)
    return listed.loc[~listed["is_present"], ["item_id"]]


def _steps(store: Store, activity_id: str, as_of: date, compare_on: date) -> pd.DataFrame:
    marking = tuple(name for name, mark in _MARK_OF.items() if mark not in _BY_STATES)
    days = {"as_of": as_of, "compare_on": compare_on}
    return store.read("rectification_comparison/steps", activity_id=activity_id, marking=marking, **days)


@kept
def _gone(store: Store, activity_id: str, as_of: date, compare_on: date) -> pd.DataFrame:
    gone = store.read("rectification_comparison/removed", activity_id=activity_id, as_of=as_of, compare_on=compare_on)
    gone = gone.assign(**actions.names_of(store, activity_id, gone))
    # Undoing a batch removes the items it registered; the event then keeps the batch's title.
    undone = f"{ITEM_ACTION['undo']}：" + gone["reason"]
    return gone.assign(reason=gone["reason"].mask(gone["action"] == "undo", undone)).drop(columns="action")


@dataclass(frozen=True)
class _Pairs:
    """The items in the ledger on both days that have changed: their ids, and their places among the items of each."""

    item_ids: list[str]
    was: pd.DataFrame
    now: pd.DataFrame
    before: Places
    after: Places

    def values(self, column: str) -> tuple[NDArray[Any], NDArray[Any]]:
        """The cells of a column, then and now."""
        return some_cells(self.was, column, self.before), some_cells(self.now, column, self.after)


def _pairs(was: pd.DataFrame, now: pd.DataFrame) -> _Pairs:
    # States with the same seq are identical, so most items can be skipped.
    place = pd.Index(was["item_id"]).get_indexer(now["item_id"])
    seq_then = was["seq"].to_numpy()[place] if len(was) else place
    moved = np.flatnonzero((place >= 0) & (seq_then != now["seq"].to_numpy()))
    return _Pairs(now["item_id"].to_numpy()[moved].tolist(), was, now, place[moved], moved)


def _cells(pairs: _Pairs, names: Mapping[str, str]) -> Cells:
    """Item → its cells that differ."""
    found: dict[str, list[Changed]] = {}
    for column in LABELS:
        old, new = pairs.values(column)
        # A value that differs from itself is a blank (NaN); two blanks are no change.
        differs = np.flatnonzero((old != new) & ~((old != old) & (new != new)))  # noqa: PLR0124
        for place, before, after in zip(differs, old[differs].tolist(), new[differs].tolist(), strict=True):
            change = changed(column, before, after, names)
            if change is not None:
                found.setdefault(pairs.item_ids[place], []).append(change)
    return {item_id: tuple(each) for item_id, each in found.items()}


def _carriers(
    was: pd.DataFrame, now: pd.DataFrame, steps: pd.DataFrame, gone: pd.DataFrame, pairs: _Pairs
) -> dict[str, set[str]]:
    """Mark → the items that carry it; except 变化, which depends on their cells."""
    took: dict[str, set[str]] = {mark: set() for mark in _MARK_OF.values()}
    for item_id, mark in zip(_values(steps, "item_id"), _marks_of(steps), strict=True):
        took[mark].add(item_id)
    stood, present = set(_values(was, "item_id")), set(_values(now, "item_id"))
    due_then, due_now = pairs.values("due_on")
    put_off = (due_now > due_then).tolist()
    return {
        "新增": took["新增"] - stood,
        "恢复": took["恢复"] | (present - stood - took["新增"]),
        "退回": took["退回"],
        "重启": took["重启"],
        "延期": took["延期"] | set(compress(pairs.item_ids, put_off)),
        "销号": _closed(now) - (_closed(was) - took["重启"]),
        "移出": (stood | (set(_values(gone, "item_id")) & (took["新增"] | took["恢复"]))) - present,
    }


def _marks_of(steps: pd.DataFrame) -> list[str]:
    return [_MARK_OF[action] for action in _values(steps, "action")]


def _values(frame: pd.DataFrame, column: str) -> list[Any]:
    # Iterating over a text column takes ten times as long as over the array made from it.
    values: list[Any] = frame[column].to_numpy().tolist()
    return values


def _closed(items: pd.DataFrame) -> set[str]:
    return set(compress(_values(items, "item_id"), _values(items, "is_closed")))


def _ordered(item_ids: Iterable[str]) -> list[str]:
    return sorted(item_ids, key=lambda item_id: (len(item_id), item_id))


def _are_in(item_ids: list[str], items: pd.DataFrame) -> list[bool]:
    known = set(_values(items, "item_id"))
    return [item_id in known for item_id in item_ids]


def _marks(item_id: str, carriers: Mapping[str, set[str]], cells: tuple[Changed, ...]) -> list[str]:
    """The marks of an item in order; 变化 where something changed that its other marks don't cover."""
    carried = [mark for mark, items in carriers.items() if item_id in items]
    covered = frozenset[str]().union(*(_COVERED_BY[mark] for mark in carried))
    if any(change.column not in covered for change in cells):
        carried.append("变化")
    return sorted(carried, key=MARKS.index)


def _reasons(items: list[str], marks: list[list[str]], steps: pd.DataFrame, gone: pd.DataFrame) -> list[str]:
    """The reasons given for the marks of each item; each is labelled with its mark where there are several."""
    rows = [*zip(_values(steps, "item_id"), _marks_of(steps), _values(steps, "reason"), strict=True)]
    rows += [(item_id, "移出", reason) for item_id, reason in zip(gone["item_id"], gone["reason"], strict=True)]
    given = {(item_id, mark): reason for item_id, mark, reason in rows if reason}
    return [
        _joined([(mark, given[item_id, mark]) for mark in carried if (item_id, mark) in given])
        for item_id, carried in zip(items, marks, strict=True)
    ]


def _joined(reasons: list[tuple[str, str]]) -> str:
    if len(reasons) == 1:
        return reasons[0][1]
    return "；".join(f"{mark}：{reason}" for mark, reason in reasons)
