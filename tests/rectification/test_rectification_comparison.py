"""What a reader is told between two days, case by case."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from board.access import Actor
from board.rectification import actions as rectification
from board.rectification import batch as rectification_batch
from board.rectification.batch import Change
from board.rectification.comparison import compared, removed
from board.store.store import Store
from tests.example_school import Example
from tests.ledger_rows import ACTIVITY, START_ON, add_activity, by_id, item_fields

ITEM = "R-001"


def on(day: int) -> datetime:
    return datetime.combine(START_ON, time(9)) + timedelta(days=day)


@pytest.fixture
def ledger(store: Store, clerk: Actor) -> Store:
    """One item of day 0, begun on day 1."""
    add_activity(store)
    rectification.add(store, clerk, ACTIVITY, item_fields(), at=on(0))
    rectification.act(store, clerk, ACTIVITY, ITEM, "start", {}, at=on(1))
    return store


def between(store: Store, then: int, now: int) -> dict[str, dict[str, Any]]:
    frame = compared(store, ACTIVITY, START_ON + timedelta(days=now), START_ON + timedelta(days=then))
    return by_id(frame, "item_id")


def test_an_empty_ledger_has_nothing_to_compare(store: Store) -> None:
    add_activity(store)
    frame = compared(store, ACTIVITY, START_ON, START_ON - timedelta(days=1))
    assert frame.empty
    assert list(frame) == ["item_id", "marks", "changes", "changes_text", "was", "is_present", "reason"]
    assert removed(store, ACTIVITY, START_ON, START_ON - timedelta(days=1)).empty


def test_a_day_compared_with_itself_shows_no_change(ledger: Store) -> None:
    assert between(ledger, 1, 1)[ITEM]["marks"] == []


def test_progress_is_a_change_with_old_and_new(ledger: Store, clerk: Actor) -> None:
    rectification.act(ledger, clerk, ACTIVITY, ITEM, "report", {"percent": 40, "progress": "已听课六节"}, at=on(3))
    row = between(ledger, 1, 3)[ITEM]
    assert row["marks"] == ["变化"]
    assert row["changes_text"] == "进度 0% → 40%；进展情况 （空） → 已听课六节"


def test_what_happens_on_the_compared_day_is_before_it_and_on_the_day_itself_after(ledger: Store, clerk: Actor) -> None:
    late = datetime.combine(START_ON + timedelta(days=3), time(23, 59))
    rectification.act(ledger, clerk, ACTIVITY, ITEM, "report", {"percent": 40, "progress": "已听课六节"}, at=late)
    assert between(ledger, 3, 5)[ITEM]["marks"] == []
    assert between(ledger, 2, 3)[ITEM]["marks"] == ["变化"]


def test_a_new_item_has_no_old_cells(ledger: Store, clerk: Actor) -> None:
    rectification.act(ledger, clerk, ACTIVITY, ITEM, "report", {"percent": 40, "progress": "已听课六节"}, at=on(3))
    row = between(ledger, -1, 5)[ITEM]
    assert (row["marks"], row["changes"]) == (["新增"], ())


def test_a_postponed_item_whose_work_moved_too_is_told_both(ledger: Store, clerk: Actor) -> None:
    rectification.act(ledger, clerk, ACTIVITY, ITEM, "report", {"percent": 40, "progress": "已听课六节"}, at=on(3))
    later = START_ON + timedelta(days=60)
    rectification.act(ledger, clerk, ACTIVITY, ITEM, "postpone", {"due_on": later, "reason": "教师外出培训"}, at=on(4))
    row = between(ledger, 1, 5)[ITEM]
    assert (row["marks"], row["reason"]) == (["延期", "变化"], "教师外出培训")


def test_an_item_put_off_and_closed_is_told_both(ledger: Store, clerk: Actor) -> None:
    later = START_ON + timedelta(days=60)
    rectification.act(ledger, clerk, ACTIVITY, ITEM, "postpone", {"due_on": later, "reason": "教师外出培训"}, at=on(4))
    rectification.act(ledger, clerk, ACTIVITY, ITEM, "submit", {"proof": "听课记录"}, at=on(5))
    rectification.act(
        ledger, clerk, ACTIVITY, ITEM, "close", {"people_view": "satisfied", "verifier_id": "M02"}, at=on(6)
    )
    assert between(ledger, 1, 7)[ITEM]["marks"] == ["延期", "销号"]
    assert between(ledger, 5, 7)[ITEM]["marks"] == ["销号"]
    assert between(ledger, 6, 7)[ITEM]["marks"] == []


def test_an_item_removed_after_it_was_sent_back_says_both_and_why(ledger: Store, clerk: Actor) -> None:
    rectification.act(ledger, clerk, ACTIVITY, ITEM, "submit", {"proof": "听课记录"}, at=on(3))
    rectification.act(ledger, clerk, ACTIVITY, ITEM, "send_back", {"reason": "记录不全"}, at=on(4))
    rectification.act(ledger, clerk, ACTIVITY, ITEM, "remove", {"reason": "并入另一事项"}, at=on(5))
    row = between(ledger, 1, 6)[ITEM]
    assert row["marks"] == ["退回", "移出"]
    assert row["reason"] == "退回：记录不全；移出：并入另一事项"


def test_what_was_gone_before_and_is_gone_still_is_not_listed(ledger: Store, clerk: Actor) -> None:
    rectification.act(ledger, clerk, ACTIVITY, ITEM, "remove", {"reason": "重复登记"}, at=on(2))
    assert between(ledger, 2, 9) == {}


def in_a_batch(store: Store, clerk: Actor, change: Change, day: int) -> str:
    return rectification_batch.carry_out(store, clerk, ACTIVITY, [change], "批量办理", at=on(day))


@pytest.mark.parametrize(
    ("action", "given", "mark"),
    [
        ("send_back", {"reason": "记录不全"}, "退回"),
        ("postpone", {"due_on": START_ON + timedelta(days=60), "reason": "教师外出培训"}, "延期"),
        ("remove", {"reason": "重复登记"}, "移出"),
        ("close", {"people_view": "satisfied", "verifier_id": "M02"}, "销号"),
    ],
)
def test_what_was_undone_between_is_no_change(
    ledger: Store, clerk: Actor, action: str, given: dict[str, Any], mark: str
) -> None:
    rectification.act(ledger, clerk, ACTIVITY, ITEM, "submit", {"proof": "听课记录"}, at=on(3))
    batch_id = in_a_batch(ledger, clerk, Change(ITEM, action, given), 4)
    rectification_batch.undo(ledger, clerk, ACTIVITY, batch_id, at=on(6))
    assert mark in between(ledger, 3, 5)[ITEM]["marks"]
    row = between(ledger, 3, 7)[ITEM]
    assert (row["marks"], row["changes_text"], row["reason"]) == ([], "", "")


def test_an_item_that_an_undone_batch_registered_came_and_went(ledger: Store, clerk: Actor) -> None:
    batch_id = in_a_batch(ledger, clerk, Change(None, "add", item_fields()), 4)
    rectification_batch.undo(ledger, clerk, ACTIVITY, batch_id, at=on(6))
    row = between(ledger, 3, 7)["R-002"]
    assert (row["marks"], row["reason"]) == (["新增", "移出"], "撤销：批量办理")
    assert between(ledger, 5, 7)["R-002"]["marks"] == ["移出"]
    gone = removed(ledger, ACTIVITY, START_ON + timedelta(days=7), START_ON + timedelta(days=3))
    assert gone["item_id"].tolist() == ["R-002"]


def test_a_removal_undone_after_the_compared_day_brings_the_item_back(ledger: Store, clerk: Actor) -> None:
    batch_id = in_a_batch(ledger, clerk, Change(ITEM, "remove", {"reason": "重复登记"}), 4)
    rectification_batch.undo(ledger, clerk, ACTIVITY, batch_id, at=on(6))
    assert between(ledger, 5, 7)[ITEM]["marks"] == ["恢复"]


def test_another_activity_is_not_compared_with_this_one(ledger: Store, clerk: Actor) -> None:
    add_activity(ledger, "other-school")
    rectification.add(ledger, clerk, "other-school", item_fields(), at=on(4))
    rectification.act(ledger, clerk, "other-school", ITEM, "remove", {"reason": "登错了"}, at=on(5))
    assert between(ledger, 1, 6)[ITEM]["marks"] == []


def test_a_write_after_the_first_look_is_seen_at_the_next(ledger: Store, clerk: Actor) -> None:
    assert between(ledger, 1, 3)[ITEM]["marks"] == []
    rectification.act(ledger, clerk, ACTIVITY, ITEM, "report", {"percent": 40, "progress": "已听课六节"}, at=on(3))
    assert between(ledger, 1, 3)[ITEM]["marks"] == ["变化"]


def test_the_example_has_something_to_tell_since_its_last_meeting(example: Example) -> None:
    frame = compared(example.store, example.activity_id, example.today, example.today - timedelta(days=7))
    assert {"新增", "退回", "重启", "延期", "销号", "变化", "移出"} <= set(frame["marks"].explode())
    assert set(frame["item_id"]) >= set(
        rectification.items(example.store, example.activity_id, example.today)["item_id"]
    )
