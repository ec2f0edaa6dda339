"""What is read: the same for all, new after each write, and nobody's to change."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from board.store.frames import fingerprint
from board.store.store import Store
from board.store.transaction import own
from tests.ledger_rows import ACTIVITY
from tests.store.task_states import add_task, highest


def current(store: Store, task_id: str = "T01") -> pd.DataFrame:
    return store.read("tasks/current", activity_id=ACTIVITY, task_id=task_id)


def test_a_frame_is_new_after_a_write(store: Store) -> None:
    assert current(store).empty
    store.write(add_task)
    assert current(store)["task_id"].tolist() == ["T01"]


def test_each_parameter_has_a_frame_of_its_own(store: Store) -> None:
    store.write(lambda tx: [add_task(tx), add_task(tx)])
    assert current(store, "T02")["task_id"].tolist() == ["T02"]
    assert current(store, "T01")["task_id"].tolist() == ["T01"]
    assert current(store, "T03").empty


def test_what_a_reader_does_to_a_frame_reaches_nobody_else(store: Store) -> None:
    store.write(add_task)
    mine = current(store)
    mine.loc[0, "name"] = "改过"
    mine["more"] = 1
    mine.columns = pd.Index([str(name).upper() for name in mine.columns])
    theirs = current(store)
    assert theirs.loc[0, "name"] == "征求意见"
    assert "more" not in theirs.columns


def test_nor_is_there_a_way_round_through_its_arrays(store: Store) -> None:
    store.write(add_task)
    with pytest.raises(ValueError, match="read-only"):
        current(store)["seq"].to_numpy()[0] = 99
    assert current(store).loc[0, "seq"] == 1


CHANGES: dict[str, Callable[[pd.DataFrame], object]] = {
    "cell": lambda frame: frame.iloc.__setitem__((0, 0), 99),
    "text": lambda frame: frame.loc.__setitem__((1, "text"), "改过"),
    "column": lambda frame: frame.__setitem__("number", [9, 9]),
    "place of a column": lambda frame: frame.isetitem(2, [True, True]),
    "more columns": lambda frame: frame.insert(0, "more", "多"),
    "fewer columns": lambda frame: frame.pop("text"),
    "names": lambda frame: setattr(frame, "columns", [*"甲乙丙丁戊己"]),
    "labels": lambda frame: setattr(frame, "index", ["一", "二"]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_frame_of_its_own_is_the_same_and_what_is_done_to_either_does_not_reach_the_other(
    change: Callable[[pd.DataFrame], object],
) -> None:
    cells = {
        "number": [1, 2],
        "text": ["甲", None],
        "other": [3, 4],
        "day": [pd.Timestamp("2026-01-05"), pd.NaT],
        "share": [0.5, float("nan")],
        "list": [["a"], ["b"]],
    }
    frame = pd.DataFrame(cells)
    copy = own(frame)
    pd.testing.assert_frame_equal(copy, pd.DataFrame(cells))
    change(copy)
    pd.testing.assert_frame_equal(frame, pd.DataFrame(cells))
    second = own(frame)
    change(frame)
    pd.testing.assert_frame_equal(second, pd.DataFrame(cells))


def test_what_is_made_is_made_once_until_what_it_was_made_of_changes(store: Store) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(highest(store))
        return made[-1]

    assert [store.cached("figure", make) for _ in range(3)] == [0, 0, 0]
    store.write(add_task)
    assert [store.cached("figure", make) for _ in range(3)] == [1, 1, 1]
    assert made == [0, 1]


def test_what_fails_to_be_made_is_not_kept(store: Store) -> None:
    def fail() -> int:
        raise ValueError("once")

    with pytest.raises(ValueError, match="once"):
        store.cached("figure", fail)
    assert store.cached("figure", lambda: 5) == 5


def test_plain_rows_are_read_anew(store: Store) -> None:
    store.write(add_task)
    rows = store.rows("tasks/current", activity_id=ACTIVITY, task_id="T01")
    rows[0]["name"] = "改过"
    again = store.rows("tasks/current", activity_id=ACTIVITY, task_id="T01")
    assert (again[0]["name"], again[0]["done_on"]) == ("征求意见", None)


def test_two_frames_have_one_fingerprint_only_where_they_are_equal() -> None:
    days = [pd.Timestamp("2026-03-01"), pd.NaT]
    frame = pd.DataFrame({"name": ["校长", None], "late_count": [1, 2], "due_on": days})
    others = [
        frame.assign(late_count=[1, 3]),
        frame.assign(name=["校长", ""]),
        frame.assign(due_on=pd.Timestamp("2026-03-01")),
        frame.assign(late_count=frame["late_count"].astype("float64")),
        frame.rename(columns={"late_count": "open_count"}),
        frame[["late_count", "name", "due_on"]],
        frame[::-1],
        frame[:1],
        frame[:0],
    ]
    assert fingerprint(frame.copy()) == fingerprint(frame)
    assert len({fingerprint(each) for each in (frame, *others)}) == 1 + len(others)


def test_rows_with_single_days_and_decimals_have_a_fingerprint_too() -> None:
    sums = [(date(2026, 12, 1), Decimal(2)), (date(2026, 12, 2), Decimal(2)), (date(2026, 12, 1), Decimal(3))]
    rows = [pd.DataFrame([each], columns=["day", "sum"]) for each in sums]
    assert fingerprint(rows[0].copy()) == fingerprint(rows[0])
    assert len({fingerprint(each) for each in rows}) == len(rows)


def test_frames_forget_the_copies_that_readers_let_go(store: Store) -> None:
    """Else each page that was closed would leave something behind."""
    store.write(add_task)
    for _ in range(300):
        current(store)
    held = current(store)
    store.tidy()
    noted = [block.refs for block in held._mgr.blocks] + [held.columns._references]  # type: ignore[attr-defined]
    assert max(len(refs.referenced_blocks) for refs in filter(None, noted)) < 9
    held.loc[0, "name"] = "改过"
    assert current(store).loc[0, "name"] == "征求意见"
