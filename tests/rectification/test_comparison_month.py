"""The comparison of any two days of a scripted month against what was done, and against what each day showed."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from board.access import Actor, Role
from board.rectification import actions as rectification
from board.rectification.changes import LABELS
from board.rectification.comparison import MARKS, compared, removed
from board.store.store import Store, open_store
from board.typed import plain
from tests.ledger_rows import ACTIVITY, by_id
from tests.rectification.ledger_month import LAST_DAY, MONTH, Told, day, live

PAIRS = [(then, now) for then in range(-1, LAST_DAY + 1, 2) for now in (then + 1, then + 5, then + 12, LAST_DAY)]
PAIRS = sorted({pair for pair in PAIRS if pair[1] <= LAST_DAY})


CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """One store for all of these tests, which only read it."""
    opened = open_store(None)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def snapshots(store: Store) -> dict[int, pd.DataFrame]:
    return live(store, CLERK)


def found(store: Store, then: int, now: int) -> dict[str, dict[str, Any]]:
    return by_id(compared(store, ACTIVITY, day(now), day(then)), "item_id")


def marks(store: Store, then: int, now: int) -> dict[str, list[str]]:
    return {item_id: row["marks"] for item_id, row in found(store, then, now).items() if row["marks"]}


def done_between(then: int, now: int) -> list[Told]:
    return [told for told in MONTH if then < told[0] <= now]


@pytest.mark.walk
def test_the_month_as_a_whole_has_every_kind_of_change(store: Store, snapshots: dict[int, pd.DataFrame]) -> None:
    seen = {mark for then, now in PAIRS for each in marks(store, then, now).values() for mark in each}
    assert seen == set(MARKS)


def test_a_meeting_in_the_middle_of_the_month_reads_what_changed(
    store: Store, snapshots: dict[int, pd.DataFrame]
) -> None:
    assert marks(store, 7, 17) == {
        "R-001": ["销号"],
        "R-002": ["退回", "销号"],
        "R-003": ["延期"],
        "R-004": ["变化"],
        "R-005": ["恢复"],
        "R-006": ["移出"],
        "R-007": ["移出"],
        "R-008": ["新增"],
    }


def test_what_came_and_went_between_is_listed(store: Store, snapshots: dict[int, pd.DataFrame]) -> None:
    row = found(store, 6, 9)["R-007"]
    assert row["marks"] == ["新增", "移出"]
    assert (row["was"], row["is_present"], row["reason"]) == (False, False, "登错了单位")
    assert "R-007" not in found(store, 9, LAST_DAY)


def test_what_was_removed_and_restored_between_is_told_so(store: Store, snapshots: dict[int, pd.DataFrame]) -> None:
    row = found(store, 4, 14)["R-005"]
    assert row["marks"] == ["恢复"]
    assert (row["was"], row["is_present"], row["reason"]) == (True, True, "并非重复")


def test_an_item_closed_again_after_being_taken_up_is_told_both(
    store: Store, snapshots: dict[int, pd.DataFrame]
) -> None:
    assert found(store, 22, 26)["R-001"]["marks"] == ["重启", "延期", "销号"]


def test_what_moved_and_moved_back_is_no_change(store: Store, snapshots: dict[int, pd.DataFrame]) -> None:
    row = found(store, 11, 16)["R-008"]
    assert (row["marks"], row["changes"], row["changes_text"]) == ([], (), "")


def test_a_date_brought_forward_is_not_put_off(store: Store, snapshots: dict[int, pd.DataFrame]) -> None:
    assert found(store, 15, 17)["R-003"]["marks"] == ["变化"]
    assert found(store, 15, 17)["R-003"]["changes_text"] == "整改时限 2025-12-30 → 2025-12-25"


def test_several_reasons_say_which_is_whose(store: Store, snapshots: dict[int, pd.DataFrame]) -> None:
    assert found(store, 10, 12)["R-003"]["reason"] == "等设备到货"
    assert found(store, 7, 19)["R-002"]["reason"] == "退回：只有记录，没有照片；重启：又有反映"
    assert found(store, 20, 23)["R-004"]["reason"] == "条件已经具备"


@pytest.mark.parametrize(("then", "now"), [(-1, LAST_DAY), (7, 17)])
def test_the_removed_are_shown_as_they_stood(
    store: Store, snapshots: dict[int, pd.DataFrame], then: int, now: int
) -> None:
    gone = removed(store, ACTIVITY, day(now), day(then))
    expected = [item_id for item_id, row in found(store, then, now).items() if not row["is_present"]]
    assert gone["item_id"].tolist() == expected
    assert set(snapshots[now].columns) <= set(gone.columns)
    assert by_id(gone, "item_id")["R-007"]["problem"] == "登错了单位"
    assert by_id(gone, "item_id")["R-006"]["actor_name"] == "工作人员"


@pytest.mark.parametrize(("then", "now"), PAIRS)
def test_any_two_days_agree_with_what_was_done_and_shown(
    store: Store, snapshots: dict[int, pd.DataFrame], then: int, now: int
) -> None:
    rows = found(store, then, now)
    was, stands = by_id(snapshots[then], "item_id"), by_id(snapshots[now], "item_id")
    took = {(action, item_id) for _, action, item_id, _ in done_between(then, now)}
    came_and_went = {item_id for action, item_id in took if action in {"add", "restore"}}
    assert set(rows) == was.keys() | stands.keys() | came_and_went
    assert list(rows) == sorted(rows)
    for item_id, row in rows.items():
        before, after = was.get(item_id), stands.get(item_id)
        carried = set(row["marks"])
        assert (row["was"], row["is_present"]) == (before is not None, after is not None)
        assert ("移出" in carried) == (after is None)
        assert ("新增" in carried) == (("add", item_id) in took)
        assert ("退回" in carried) == (("send_back", item_id) in took)
        assert ("重启" in carried) == (("reopen", item_id) in took)
        assert [change.column for change in row["changes"]] == cells_that_differ(before, after)
        assert bool(carried & {"延期", "退回", "重启", "恢复", "销号", "变化"}) or not row["changes"]


def cells_that_differ(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[str]:
    if before is None or after is None:
        return []
    return [column for column in LABELS if (plain(before[column]) or None) != (plain(after[column]) or None)]


def test_the_snapshots_are_what_the_days_still_show(store: Store, snapshots: dict[int, pd.DataFrame]) -> None:
    for number, shown in snapshots.items():
        assert rectification.items(store, ACTIVITY, day(number)).equals(shown)
