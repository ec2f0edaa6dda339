"""Many items at once: seen before, done whole or not at all, undone once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from board.access import Actor, Role
from board.errors import BoardError, Conflict, Invalid, Refused
from board.rectification import actions as rectification
from board.rectification import proofs
from board.rectification.batch import Change, batches, carry_out, preview, undo
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, by_id, deferred_fields, item_fields

LATER = date(2025, 12, 28)
POSTPONE = {"due_on": LATER, "reason": "等设备"}


def day(number: int) -> datetime:
    return NINE + timedelta(days=number)


@pytest.fixture
def ids(store: Store, clerk: Actor) -> list[str]:
    """Two items under way and one that waits for conditions."""
    add_activity(store)
    fields = (item_fields(), item_fields(owner_id="P02"), deferred_fields())
    return [rectification.add(store, clerk, ACTIVITY, each, at=NINE) for each in fields]


def each(ids: Sequence[str], action: str, given: Mapping[str, Any]) -> list[Change]:
    return [Change(item_id, action, given) for item_id in ids]


def ledger(store: Store, number: int) -> dict[str, dict[str, Any]]:
    return by_id(rectification.items(store, ACTIVITY, START_ON + timedelta(days=number)), "item_id")


def actions(store: Store, item_id: str) -> list[str]:
    return [str(action) for action in rectification.events(store, ACTIVITY, item_id)["action"]]


def test_a_batch_does_to_each_item_what_the_action_alone_would(store: Store, clerk: Actor, ids: list[str]) -> None:
    rectification.act(store, clerk, ACTIVITY, ids[0], "postpone", {"due_on": LATER, "reason": "等设备"}, at=day(1))
    done = carry_out(store, clerk, ACTIVITY, each(ids[1:2], "postpone", POSTPONE), "延期 1 项", at=day(1))
    alone, batched = (store.rows("rectification/present", activity_id=ACTIVITY, item_ids=[i])[0] for i in ids[:2])
    own = {"item_id", "owner_id"}
    assert {name: value for name, value in alone.items() if name not in own} == {
        name: value for name, value in batched.items() if name not in own
    }
    told = rectification.events(store, ACTIVITY, ids[1]).iloc[-1]
    assert (told["batch_id"], told["reason"], told["actor_name"]) == (done, "等设备", "工作人员")


def test_what_a_batch_did_is_listed_newest_first(store: Store, clerk: Actor, ids: list[str]) -> None:
    assert batches(store, ACTIVITY).empty
    carry_out(store, clerk, ACTIVITY, each(ids, "start", {}), " 启动 3 项 ", at=day(1))
    carry_out(store, clerk, ACTIVITY, each(ids[:2], "postpone", POSTPONE), "延期 2 项", at=day(1))
    listed = batches(store, ACTIVITY)
    assert listed[["batch_id", "title", "item_count", "can_undo"]].to_numpy().tolist() == [
        ["B-002", "延期 2 项", 2, True],
        ["B-001", "启动 3 项", 3, False],
    ]
    assert (listed["actor_id"].iloc[0], listed["actor_name"].iloc[0]) == ("A-clerk", "工作人员")


def test_a_preview_shows_what_would_happen_and_writes_nothing(store: Store, clerk: Actor, ids: list[str]) -> None:
    version = store.version()
    found = preview(store, clerk, ACTIVITY, each(ids, "postpone", POSTPONE), at=day(1))
    assert [outcome.after["due_on"] if outcome.after else None for outcome in found] == [LATER, LATER, None]
    assert [outcome.before["due_on"] if outcome.before else None for outcome in found[:2]] == [date(2025, 12, 20)] * 2
    assert found[2].problem is not None
    assert "不能延期" in found[2].problem.title
    assert store.version() == version


def test_a_preview_of_nothing_is_nothing(store: Store, clerk: Actor, ids: list[str]) -> None:
    assert preview(store, clerk, ACTIVITY, []) == []


def test_changes_of_one_item_build_on_each_other(store: Store, clerk: Actor, ids: list[str]) -> None:
    steps = [
        Change(ids[0], "edit", {"measure": "每周听课三节"}, 1),
        Change(ids[0], "start", {}, 1),
        Change(ids[0], "report", {"percent": 40, "progress": "听课六节"}, 1),
        Change(ids[0], "submit", {"proof": "听课记录"}, 1),
    ]
    found = preview(store, clerk, ACTIVITY, steps, at=day(1))
    assert [outcome.after["status"] for outcome in found if outcome.after] == [
        *("not_started", "in_progress", "in_progress", "submitted")
    ]
    carry_out(store, clerk, ACTIVITY, steps, "导入台账", at=day(1))
    shown = ledger(store, 1)[ids[0]]
    assert (shown["status"], shown["measure"], shown["seq"]) == ("submitted", "每周听课三节", 5)
    assert batches(store, ACTIVITY)["item_count"].tolist() == [1]


def test_new_items_get_the_next_numbers(store: Store, clerk: Actor, ids: list[str]) -> None:
    rectification.act(store, clerk, ACTIVITY, ids[2], "remove", {"reason": "重复"}, at=day(1))
    added = [Change(None, "add", item_fields(remark=str(number))) for number in range(2)]
    carry_out(store, clerk, ACTIVITY, added, "导入台账", at=day(2))
    shown = ledger(store, 2)
    assert [shown["R-004"]["remark"], shown["R-005"]["remark"]] == ["0", "1"]


def test_one_refused_change_stops_them_all_and_is_named(store: Store, clerk: Actor, ids: list[str]) -> None:
    version = store.version()
    with pytest.raises(BoardError) as caught:
        carry_out(store, clerk, ACTIVITY, each([*ids, "R-404"], "postpone", POSTPONE), "延期 4 项", at=day(1))
    assert caught.value.title == "2 项办不了，这次都没有办理"
    assert "R-003：创造条件整改的事项不能延期" in caught.value.message
    assert "R-404：不能延期，台账里没有这个事项" in caught.value.message
    assert store.version() == version
    assert batches(store, ACTIVITY).empty


def test_many_refusals_are_counted_not_all_told(store: Store, clerk: Actor, ids: list[str]) -> None:
    with pytest.raises(BoardError, match="一共 9 项") as caught:
        carry_out(store, clerk, ACTIVITY, each(ids * 3, "close", {}), "销号")
    assert caught.value.message.count("现在不能销号") == 5


def test_what_the_form_lacks_is_said_of_its_field(store: Store, clerk: Actor, ids: list[str]) -> None:
    with pytest.raises(Invalid) as caught:
        carry_out(store, clerk, ACTIVITY, each(ids[:2], "postpone", {"due_on": LATER}), "延期 2 项", at=day(1))
    assert set(caught.value.fields) == {"reason"}


@pytest.mark.parametrize(("changes", "title"), [([], "延期"), (each(["R-001"], "start", {}), "  ")])
def test_nothing_chosen_or_no_title_is_refused(
    store: Store, clerk: Actor, ids: list[str], changes: list[Change], title: str
) -> None:
    with pytest.raises(BoardError):
        carry_out(store, clerk, ACTIVITY, changes, title)
    assert batches(store, ACTIVITY).empty


def test_changes_that_change_nothing_leave_no_event(store: Store, clerk: Actor, ids: list[str]) -> None:
    same = Change(ids[0], "edit", item_fields())
    found = preview(store, clerk, ACTIVITY, [same])
    assert found[0].before == found[0].after
    with pytest.raises(BoardError, match="没有要改的"):
        carry_out(store, clerk, ACTIVITY, [same], "导入台账")
    other = Change(ids[1], "edit", {"remark": "已通报"})
    carry_out(store, clerk, ACTIVITY, [same, other], "导入台账", at=day(1))
    assert (actions(store, ids[0]), actions(store, ids[1])) == (["add"], ["add", "edit"])
    assert batches(store, ACTIVITY)["item_count"].tolist() == [1]


def test_a_batch_takes_the_rights_that_each_action_takes(
    store: Store, leader: Actor, owner: Actor, admin: Actor, ids: list[str]
) -> None:
    for actor in (leader, owner, admin):
        with pytest.raises(Refused):
            carry_out(store, actor, ACTIVITY, each(ids[:2], "postpone", POSTPONE), "延期")
    with pytest.raises(BoardError, match="R-002：没有权限"):
        carry_out(store, owner, ACTIVITY, each(ids[:2], "start", {}), "启动")
    carry_out(store, owner, ACTIVITY, each(ids[:1], "start", {}), "启动", at=day(1))


def test_an_owner_previews_no_state_of_anothers_item(store: Store, owner: Actor, ids: list[str]) -> None:
    found = preview(store, owner, ACTIVITY, each(ids[:2], "start", {}), at=day(1))
    assert found[0].after is not None
    assert (found[1].before, found[1].after) == (None, None)
    assert isinstance(found[1].problem, Refused)


def test_nobody_accepts_their_own_work_in_a_batch(store: Store, clerk: Actor, ids: list[str]) -> None:
    carry_out(store, clerk, ACTIVITY, each(ids[:2], "start", {}), "启动", at=day(1))
    carry_out(store, clerk, ACTIVITY, each(ids[:2], "submit", {"proof": "照片"}), "提交", at=day(2))
    head = Actor("A-2", "教导主任", frozenset({Role.LEADER}), "P01")
    with pytest.raises(BoardError, match="R-001：不能验收自己的事项"):
        carry_out(store, head, ACTIVITY, each(ids[:2], "close", {"people_view": "satisfied"}), "销号", at=day(3))
    carry_out(store, head, ACTIVITY, each(ids[1:2], "close", {"people_view": "satisfied"}), "销号", at=day(3))
    assert ledger(store, 3)[ids[1]]["verifier_id"] == "P01"


def test_who_looked_at_an_older_state_is_told(store: Store, clerk: Actor, ids: list[str]) -> None:
    rectification.act(store, clerk, ACTIVITY, ids[0], "start", {}, at=day(1))
    with pytest.raises(Conflict, match="R-001"):
        carry_out(store, clerk, ACTIVITY, [Change(ids[0], "edit", {"remark": "乙"}, 1)], "导入台账")
    assert ledger(store, 1)[ids[0]]["remark"] == ""


@pytest.mark.parametrize("action", ["attach", "withdraw", "undo", "explode"])
def test_what_belongs_to_one_item_is_not_done_to_many(store: Store, clerk: Actor, ids: list[str], action: str) -> None:
    with pytest.raises(BoardError, match="逐项办理"):
        carry_out(store, clerk, ACTIVITY, each(ids, action, {"file_name": "a.pdf", "reason": "x"}), "试试")


def test_undoing_brings_every_item_back_and_keeps_what_happened(store: Store, clerk: Actor, ids: list[str]) -> None:
    before = rectification.items(store, ACTIVITY, START_ON + timedelta(days=2))
    mixed = [
        *each(ids[:2], "start", {}),
        Change(ids[0], "submit", {"proof": "照片"}),
        Change(ids[2], "remove", {"reason": "重复"}),
        Change(None, "add", item_fields()),
    ]
    done = carry_out(store, clerk, ACTIVITY, mixed, "导入台账", at=day(1))
    middle = rectification.items(store, ACTIVITY, START_ON + timedelta(days=1))
    assert undo(store, clerk, ACTIVITY, done, at=day(2)) == 4
    after = rectification.items(store, ACTIVITY, START_ON + timedelta(days=2))
    moved = ["seq", "happened_at"]
    pd.testing.assert_frame_equal(after.drop(columns=moved), before.drop(columns=moved))
    pd.testing.assert_frame_equal(rectification.items(store, ACTIVITY, START_ON + timedelta(days=1)), middle)
    assert actions(store, ids[0]) == ["add", "start", "submit", "undo"]
    assert actions(store, "R-004") == ["add", "undo"]
    assert rectification.events(store, ACTIVITY, ids[0])["reason"].iloc[-1] == "导入台账"


def test_a_batch_is_undone_once(store: Store, clerk: Actor, ids: list[str]) -> None:
    done = carry_out(store, clerk, ACTIVITY, each(ids, "start", {}), "启动", at=day(1))
    undo(store, clerk, ACTIVITY, done, at=day(2))
    listed = batches(store, ACTIVITY).iloc[0]
    assert (listed["undone_at"].to_pydatetime(), bool(listed["can_undo"])) == (day(2), False)
    with pytest.raises(BoardError, match="已经撤销"):
        undo(store, clerk, ACTIVITY, done)
    with pytest.raises(BoardError, match="没有这次批量办理"):
        undo(store, clerk, ACTIVITY, "B-404")


def test_a_batch_whose_items_moved_on_is_not_undone(store: Store, clerk: Actor, ids: list[str]) -> None:
    done = carry_out(store, clerk, ACTIVITY, each(ids, "start", {}), "启动", at=day(1))
    proofs.attach(store, clerk, ACTIVITY, ids[1], "照片.jpg", b"1", at=day(2))
    assert not batches(store, ACTIVITY)["can_undo"].iloc[0]
    with pytest.raises(BoardError, match="R-002在这之后又变动过"):
        undo(store, clerk, ACTIVITY, done)
    assert actions(store, ids[0]) == ["add", "start"]


def test_an_earlier_batch_can_be_undone_after_a_later_one_was(store: Store, clerk: Actor, ids: list[str]) -> None:
    first = carry_out(store, clerk, ACTIVITY, each(ids[:1], "start", {}), "启动", at=day(1))
    second = carry_out(store, clerk, ACTIVITY, each(ids[1:], "start", {}), "启动", at=day(1))
    undo(store, clerk, ACTIVITY, second, at=day(2))
    undo(store, clerk, ACTIVITY, first, at=day(2))
    assert {row["status"] for row in ledger(store, 2).values()} == {"not_started"}


def test_what_was_late_in_between_stays_so_after_undoing(store: Store, clerk: Actor, ids: list[str]) -> None:
    late = START_ON + timedelta(days=31)
    done = carry_out(
        store,
        clerk,
        ACTIVITY,
        each(ids[:1], "postpone", {"due_on": late + timedelta(days=9), "reason": "等设备"}),
        "延期",
        at=day(31),
    )
    undo(store, clerk, ACTIVITY, done, at=day(31))
    shown = ledger(store, 31)[ids[0]]
    assert (shown["due_on"].date(), bool(shown["was_late"])) == (date(2025, 12, 20), True)


def test_only_the_clerk_undoes(store: Store, clerk: Actor, leader: Actor, owner: Actor, ids: list[str]) -> None:
    done = carry_out(store, clerk, ACTIVITY, each(ids[:1], "start", {}), "启动", at=day(1))
    for actor in (leader, owner):
        with pytest.raises(Refused):
            undo(store, actor, ACTIVITY, done)


@pytest.mark.walk
def test_a_thousand_items_are_moved_and_brought_back(store: Store, clerk: Actor) -> None:
    add_activity(store)
    added = [Change(None, "add", item_fields(remark=str(number))) for number in range(1_000)]
    carry_out(store, clerk, ACTIVITY, added, "导入台账", at=NINE)
    ids = list(ledger(store, 0))
    done = carry_out(store, clerk, ACTIVITY, each(ids, "postpone", POSTPONE), "延期", at=day(1))
    assert undo(store, clerk, ACTIVITY, done, at=day(2)) == 1_000
    assert set(rectification.items(store, ACTIVITY, START_ON + timedelta(days=2))["seq"]) == {3}
