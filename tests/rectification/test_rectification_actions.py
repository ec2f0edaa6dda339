"""Actions on the ledger of items: who may, what is written, what is refused."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from board import clock
from board.access import Actor, Role
from board.errors import BoardError, Conflict, Invalid, Refused
from board.rectification import actions as rectification
from board.store.history import Event, record
from board.store.store import Store
from tests.ledger_rows import (
    ACTIVITY,
    NINE,
    add_activity,
    add_section_and_criterion,
    by_id,
    deferred_fields,
    item_fields,
)

AS_OF = date(2025, 12, 1)


def day(number: int) -> datetime:
    return NINE + timedelta(days=number)


@pytest.fixture
def item(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return rectification.add(store, clerk, ACTIVITY, item_fields(), at=NINE)


def state(store: Store, item_id: str, as_of: date = AS_OF) -> dict[str, Any]:
    return by_id(rectification.items(store, ACTIVITY, as_of), "item_id")[item_id]


def test_items_are_numbered_in_the_order_they_come(store: Store, clerk: Actor, item: str) -> None:
    second = rectification.add(store, clerk, ACTIVITY, deferred_fields(), at=NINE)
    assert (item, second) == ("R-001", "R-002")


def test_a_number_is_not_used_again_after_a_removal(store: Store, clerk: Actor, item: str) -> None:
    rectification.act(store, clerk, ACTIVITY, item, "remove", {"reason": "重复登记"}, at=day(1))
    assert rectification.add(store, clerk, ACTIVITY, item_fields(), at=day(1)) == "R-002"


def test_an_item_says_which_section_it_is_in_and_which_criterion_asked_for_it(store: Store, clerk: Actor) -> None:
    add_activity(store)
    section, criterion = add_section_and_criterion(store)
    thread = {"report_section": f" {section} ", "criterion_id": criterion}
    item = rectification.add(store, clerk, ACTIVITY, item_fields(**thread), at=NINE)
    assert (state(store, item)["report_section"], state(store, item)["criterion_id"]) == (section, criterion)
    with pytest.raises(Invalid, match="报告章节"):
        rectification.act(store, clerk, ACTIVITY, item, "edit", {"report_section": "后记"})
    rectification.act(store, clerk, ACTIVITY, item, "edit", {"report_section": "", "criterion_id": None}, at=day(1))
    left = store.rows("rectification/present", activity_id=ACTIVITY, item_ids=[item])[0]
    assert (left["report_section"], left["criterion_id"]) == ("", None)


def test_a_section_is_free_where_the_activity_names_none(store: Store, clerk: Actor, item: str) -> None:
    rectification.act(store, clerk, ACTIVITY, item, "edit", {"report_section": "第二部分"}, at=day(1))
    assert state(store, item)["report_section"] == "第二部分"


def test_a_removed_item_is_brought_back_with_a_reason(store: Store, clerk: Actor, item: str) -> None:
    rectification.act(store, clerk, ACTIVITY, item, "remove", {"reason": "重复登记"}, at=day(1))
    with pytest.raises(Invalid, match="恢复的原因"):
        rectification.act(store, clerk, ACTIVITY, item, "restore", {"reason": " "}, at=day(2))
    rectification.act(store, clerk, ACTIVITY, item, "restore", {"reason": "核对过，不重复"}, at=day(3))
    assert item in rectification.items(store, ACTIVITY, day(3).date())["item_id"].tolist()
    assert rectification.items(store, ACTIVITY, day(2).date()).empty
    with pytest.raises(BoardError, match="不用恢复"):
        rectification.act(store, clerk, ACTIVITY, item, "restore", {"reason": "核对过，不重复"})


def test_the_ledger_shows_names_beside_ids(store: Store, item: str) -> None:
    shown = state(store, item)
    assert (shown["leader_name"], shown["owner_name"]) == ("校长", "教导主任")
    assert rectification.events(store, ACTIVITY, item)["actor_name"].tolist() == ["工作人员"]


def test_only_the_clerk_adds_and_edits(store: Store, item: str, leader: Actor, owner: Actor, admin: Actor) -> None:
    for actor in (leader, owner, admin):
        with pytest.raises(Refused):
            rectification.add(store, actor, ACTIVITY, item_fields())
        with pytest.raises(Refused):
            rectification.act(store, actor, ACTIVITY, item, "edit", {"remark": "x"})
        with pytest.raises(Refused):
            rectification.act(store, actor, ACTIVITY, item, "remove", {"reason": "x"})
        with pytest.raises(Refused):
            rectification.act(store, actor, ACTIVITY, item, "restore", {"reason": "x"})
        with pytest.raises(Refused):
            rectification.act(store, actor, ACTIVITY, item, "postpone", {"due_on": date(2025, 12, 30), "reason": "x"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("leader_id", "P01"),
        ("owner_id", "P99"),
        ("verifier_id", "X"),
        ("aspect", "别的"),
        ("source", "梦"),
        ("department", "x"),
        ("criterion_id", "K99"),
    ],
)
def test_people_and_words_must_be_the_activitys_own(store: Store, clerk: Actor, field: str, value: str) -> None:
    add_activity(store)
    with pytest.raises(Invalid) as caught:
        rectification.add(store, clerk, ACTIVITY, item_fields(**{field: value}))
    assert set(caught.value.fields) == {field}


def test_a_refused_item_names_all_that_is_wrong_and_writes_nothing(store: Store, clerk: Actor) -> None:
    add_activity(store)
    version = store.version()
    with pytest.raises(Invalid) as caught:
        rectification.add(store, clerk, ACTIVITY, item_fields(owner_id="P99", problem="", due_on=None))
    assert set(caught.value.fields) == {"owner_id", "problem", "due_on"}
    assert store.version() == version
    assert rectification.items(store, ACTIVITY, AS_OF).empty


def test_an_item_lives_from_report_to_closing(
    store: Store, clerk: Actor, owner: Actor, leader: Actor, item: str
) -> None:
    rectification.act(store, owner, ACTIVITY, item, "start", {}, at=day(1))
    rectification.act(store, owner, ACTIVITY, item, "report", {"percent": 40, "progress": "听课八节"}, at=day(5))
    rectification.act(store, owner, ACTIVITY, item, "submit", {"proof": "听课记录"}, at=day(8))
    rectification.act(store, leader, ACTIVITY, item, "close", {"people_view": "mostly_satisfied"}, at=day(10))
    shown = state(store, item)
    assert (shown["status"], shown["verifier_id"], shown["verifier_name"]) == ("closed", "M01", "校长")
    assert shown["days_to_close"] == 10
    actions = rectification.events(store, ACTIVITY, item)["action"].tolist()
    assert actions == ["add", "start", "report", "submit", "close"]


def test_an_owner_moves_only_what_is_their_own(store: Store, clerk: Actor, owner: Actor, item: str) -> None:
    other = rectification.add(store, clerk, ACTIVITY, item_fields(owner_id="P02"), at=NINE)
    rectification.act(store, clerk, ACTIVITY, other, "start", {}, at=NINE)
    with pytest.raises(Refused, match="不是您负责的"):
        rectification.act(store, owner, ACTIVITY, other, "report", {"percent": 50, "progress": "做了"})
    with pytest.raises(Refused):
        rectification.act(store, owner, ACTIVITY, other, "submit", {"proof": "照片"})
    assert state(store, other)["percent"] == 0


def test_an_owner_does_not_verify(store: Store, clerk: Actor, owner: Actor, item: str) -> None:
    with pytest.raises(Refused):
        rectification.act(store, owner, ACTIVITY, item, "close", {"people_view": "satisfied"})
    both = Actor("A-2", "教导主任", frozenset({Role.OWNER, Role.LEADER}), "P01")
    rectification.act(store, clerk, ACTIVITY, item, "start", {}, at=NINE)
    rectification.act(store, clerk, ACTIVITY, item, "submit", {"proof": "照片"}, at=NINE)
    with pytest.raises(Refused, match="自己的事项"):
        rectification.act(store, both, ACTIVITY, item, "close", {"people_view": "satisfied"})


def test_a_leader_verifies_in_their_own_name_only(store: Store, clerk: Actor, leader: Actor, item: str) -> None:
    rectification.act(store, clerk, ACTIVITY, item, "start", {}, at=NINE)
    rectification.act(store, clerk, ACTIVITY, item, "submit", {"proof": "照片"}, at=NINE)
    with pytest.raises(Invalid) as caught:
        rectification.act(store, leader, ACTIVITY, item, "close", {"people_view": "satisfied", "verifier_id": "M02"})
    assert set(caught.value.fields) == {"verifier_id"}
    rectification.act(
        store, clerk, ACTIVITY, item, "close", {"people_view": "satisfied", "verifier_id": "M02"}, at=NINE
    )
    assert state(store, item)["verifier_id"] == "M02"


def test_a_leader_whose_account_is_nobody_does_not_close_in_anothers_name(store: Store, clerk: Actor) -> None:
    add_activity(store)
    item = rectification.add(store, clerk, ACTIVITY, item_fields(verifier_id="M02"), at=NINE)
    rectification.act(store, clerk, ACTIVITY, item, "start", {}, at=NINE)
    rectification.act(store, clerk, ACTIVITY, item, "submit", {"proof": "照片"}, at=NINE)
    nobody = Actor("A-new", "新来的领导", frozenset({Role.LEADER}))
    for named in (None, "M02"):
        with pytest.raises(Refused, match="对应的人员"):
            rectification.act(
                store, nobody, ACTIVITY, item, "close", {"people_view": "satisfied", "verifier_id": named}, at=NINE
            )
    assert state(store, item)["status"] == "submitted"
    rectification.act(store, clerk, ACTIVITY, item, "close", {"people_view": "satisfied"}, at=NINE)
    assert state(store, item)["verifier_id"] == "M02"


def test_going_back_keeps_the_reason_on_record(store: Store, clerk: Actor, leader: Actor, item: str) -> None:
    rectification.act(store, clerk, ACTIVITY, item, "start", {}, at=NINE)
    rectification.act(store, clerk, ACTIVITY, item, "submit", {"proof": "照片"}, at=day(1))
    rectification.act(store, leader, ACTIVITY, item, "send_back", {"reason": " 缺评课记录 ", "percent": 70}, at=day(2))
    rectification.act(store, clerk, ACTIVITY, item, "submit", {"proof": ""}, at=day(3))
    rectification.act(store, leader, ACTIVITY, item, "close", {"people_view": "satisfied"}, at=day(4))
    rectification.act(store, leader, ACTIVITY, item, "reopen", {"reason": "家长再次反映", "percent": 50}, at=day(5))
    history = rectification.events(store, ACTIVITY, item).set_index("action")
    assert history.loc["send_back", "reason"] == "缺评课记录"
    assert history.loc["reopen", "reason"] == "家长再次反映"
    assert state(store, item)["percent"] == 50


def test_moving_a_date_keeps_the_first(store: Store, clerk: Actor, item: str) -> None:
    rectification.act(
        store, clerk, ACTIVITY, item, "postpone", {"due_on": date(2025, 12, 28), "reason": "等设备"}, at=day(1)
    )
    shown = state(store, item)
    assert (shown["due_on"].date(), shown["first_due_on"].date()) == (date(2025, 12, 28), date(2025, 12, 20))


def test_the_same_action_twice_is_refused(store: Store, clerk: Actor, item: str) -> None:
    rectification.act(store, clerk, ACTIVITY, item, "start", {}, at=NINE)
    with pytest.raises(BoardError, match="整改中"):
        rectification.act(store, clerk, ACTIVITY, item, "start", {})
    assert len(rectification.events(store, ACTIVITY, item)) == 2


def test_saving_a_form_unchanged_leaves_no_event(store: Store, clerk: Actor, item: str) -> None:
    rectification.act(store, clerk, ACTIVITY, item, "edit", item_fields())
    assert len(rectification.events(store, ACTIVITY, item)) == 1
    rectification.act(store, clerk, ACTIVITY, item, "edit", {"remark": "已通报"})
    assert len(rectification.events(store, ACTIVITY, item)) == 2


def test_the_second_of_two_editors_is_told(store: Store, clerk: Actor, item: str) -> None:
    rectification.act(store, clerk, ACTIVITY, item, "edit", {"remark": "甲"}, seen_seq=1, at=day(1))
    with pytest.raises(Conflict):
        rectification.act(store, clerk, ACTIVITY, item, "edit", {"remark": "乙"}, seen_seq=1)
    assert state(store, item)["remark"] == "甲"


def test_an_item_that_is_not_there_is_refused(store: Store, clerk: Actor) -> None:
    add_activity(store)
    with pytest.raises(BoardError, match="台账里没有"):
        rectification.act(store, clerk, ACTIVITY, "R-404", "start", {})


def test_nothing_is_written_into_the_past_or_the_future(store: Store, clerk: Actor, item: str) -> None:
    for at in (NINE - timedelta(hours=1), clock.now() + timedelta(days=1)):
        with pytest.raises(Invalid) as caught:
            rectification.act(store, clerk, ACTIVITY, item, "start", {}, at=at)
        assert "on" in caught.value.fields


def test_what_was_handed_in_before_reports_were_kept_comes_back_at_what_was_last_reported(
    store: Store, clerk: Actor, item: str
) -> None:
    report = {"percent": 35, "progress": "听课六节"}
    steps: dict[str, dict[str, Any]] = {"start": {}, "report": report, "submit": {"proof": "照片"}}
    for number, (action, fields) in enumerate(steps.items()):
        rectification.act(store, clerk, ACTIVITY, item, action, fields, at=day(number))
    asked = {"activity_id": ACTIVITY, "item_ids": [item]}
    old = {**store.rows("rectification/present", **asked)[0], "reported_percent": None, "seq": 5}
    event = Event("edit", clerk, day(3))
    store.write(lambda transaction: record(transaction, "rectification", "item_id", old, event))
    rectification.act(store, clerk, ACTIVITY, item, "send_back", {"reason": "再核"}, at=day(4))
    assert state(store, item)["percent"] == 35
