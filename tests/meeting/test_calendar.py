"""Entering meetings, mending them and taking them off the time line."""

from datetime import date, timedelta
from typing import Any

import pytest

from board.access import Actor
from board.activity import activities
from board.errors import BoardError, Invalid, Refused
from board.meeting import calendar as meetings
from board.store.store import Store
from tests.example_school import Example
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, by_id

MEETING = {"kind": "领导小组会议", "topic": "听取整改进度", "held_on": START_ON}


@pytest.fixture
def school(store: Store) -> Store:
    add_activity(store)
    return store


def held(store: Store, activity_id: str = ACTIVITY) -> dict[str, dict[str, Any]]:
    return by_id(activities.meetings(store, activity_id), "meeting_id")


def test_a_meeting_stands_on_the_time_line_with_its_texts_trimmed(school: Store, clerk: Actor) -> None:
    meeting_id = meetings.add(school, clerk, ACTIVITY, {**MEETING, "topic": " 听取整改进度 "})
    row = held(school)[meeting_id]
    assert (row["kind"], row["topic"], row["held_on"].date()) == ("领导小组会议", "听取整改进度", START_ON)


def test_each_meeting_has_an_id_of_its_own(school: Store, clerk: Actor) -> None:
    ids = [meetings.add(school, clerk, ACTIVITY, {**MEETING, "topic": f"第 {number} 次"}) for number in range(1, 12)]
    assert ids == [f"Y{number}" for number in range(1, 12)]


def test_only_the_clerk_keeps_the_meetings(school: Store, clerk: Actor, leader: Actor, owner: Actor) -> None:
    meetings.add(school, clerk, ACTIVITY, MEETING)
    for actor in (leader, owner):
        with pytest.raises(Refused):
            meetings.add(school, actor, ACTIVITY, {**MEETING, "topic": "另一个"})
        with pytest.raises(Refused):
            meetings.edit(school, actor, ACTIVITY, "Y1", {"topic": "另一个"})
        with pytest.raises(Refused):
            meetings.remove(school, actor, ACTIVITY, "Y1")
    assert [row["topic"] for row in held(school).values()] == ["听取整改进度"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": " "}, "kind"),
        ({"kind": "会" * 21}, "kind"),
        ({"topic": None}, "topic"),
        ({"topic": "长" * 201}, "topic"),
        ({"held_on": None}, "held_on"),
    ],
)
def test_it_says_which_field_is_wrong(school: Store, clerk: Actor, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        meetings.add(school, clerk, ACTIVITY, {**MEETING, **changed})
    assert set(refusal.value.fields) == {field}
    assert held(school) == {}


def test_an_empty_form_names_every_field(school: Store, clerk: Actor) -> None:
    with pytest.raises(Invalid) as refusal:
        meetings.add(school, clerk, ACTIVITY, {})
    assert set(refusal.value.fields) == set(meetings.FIELDS)


def test_the_same_meeting_is_not_entered_twice(school: Store, clerk: Actor) -> None:
    meetings.add(school, clerk, ACTIVITY, MEETING)
    with pytest.raises(Invalid) as refusal:
        meetings.add(school, clerk, ACTIVITY, MEETING)
    assert set(refusal.value.fields) == {"held_on"}
    meetings.add(school, clerk, ACTIVITY, {**MEETING, "held_on": START_ON + timedelta(days=7)})
    assert len(held(school)) == 2


def test_an_edit_changes_what_is_given_and_leaves_the_rest(school: Store, clerk: Actor) -> None:
    meeting_id = meetings.add(school, clerk, ACTIVITY, MEETING)
    meetings.edit(school, clerk, ACTIVITY, meeting_id, {"held_on": START_ON + timedelta(days=1)})
    row = held(school)[meeting_id]
    assert (row["kind"], row["topic"]) == ("领导小组会议", "听取整改进度")
    assert row["held_on"].date() == START_ON + timedelta(days=1)


def test_an_edit_twice_over_stays_as_it_is(school: Store, clerk: Actor) -> None:
    meeting_id = meetings.add(school, clerk, ACTIVITY, MEETING)
    for _ in range(2):
        meetings.edit(school, clerk, ACTIVITY, meeting_id, {"topic": "研究逾期事项"})
    assert [row["topic"] for row in held(school).values()] == ["研究逾期事项"]


def test_an_edit_can_not_empty_a_field_or_double_another_meeting(school: Store, clerk: Actor) -> None:
    meetings.add(school, clerk, ACTIVITY, MEETING)
    other = meetings.add(school, clerk, ACTIVITY, {**MEETING, "topic": "另一个"})
    with pytest.raises(Invalid):
        meetings.edit(school, clerk, ACTIVITY, other, {"topic": ""})
    with pytest.raises(Invalid):
        meetings.edit(school, clerk, ACTIVITY, other, {"topic": "听取整改进度"})


def test_a_removed_meeting_is_gone_and_can_not_be_removed_or_changed_again(school: Store, clerk: Actor) -> None:
    meeting_id = meetings.add(school, clerk, ACTIVITY, MEETING)
    meetings.remove(school, clerk, ACTIVITY, meeting_id)
    assert held(school) == {}
    with pytest.raises(BoardError, match="没有这次会议"):
        meetings.remove(school, clerk, ACTIVITY, meeting_id)
    with pytest.raises(BoardError, match="没有这次会议"):
        meetings.edit(school, clerk, ACTIVITY, meeting_id, {"topic": "另一个"})


def test_another_activitys_meetings_are_left_alone(school: Store, clerk: Actor) -> None:
    add_activity(school, "other-school")
    mine = meetings.add(school, clerk, ACTIVITY, MEETING)
    assert meetings.add(school, clerk, "other-school", MEETING) == mine
    meetings.remove(school, clerk, ACTIVITY, mine)
    assert set(held(school, "other-school")) == {mine}


def test_a_meeting_to_come_may_be_entered_and_is_no_moment_to_compare_with(school: Store, clerk: Actor) -> None:
    meetings.add(school, clerk, ACTIVITY, {**MEETING, "held_on": START_ON + timedelta(days=20)}, at=NINE)
    assert activities.last_meeting_on(school, ACTIVITY, START_ON + timedelta(days=10)) is None
    meetings.add(school, clerk, ACTIVITY, {**MEETING, "held_on": START_ON + timedelta(days=3)}, at=NINE)
    assert activities.last_meeting_on(school, ACTIVITY, START_ON + timedelta(days=10)) == START_ON + timedelta(days=3)


def test_the_clerk_goes_on_after_the_examples_meetings(example: Example, clerk: Actor) -> None:
    before = held(example.store, example.activity_id)
    meeting_id = meetings.add(example.store, clerk, example.activity_id, {**MEETING, "held_on": date(2026, 11, 23)})
    assert meeting_id not in before
    assert len(held(example.store, example.activity_id)) == len(before) + 1


def test_a_meeting_of_which_something_was_written_down_stays_what_it_is(example: Example, clerk: Actor) -> None:
    of = (example.store, clerk, example.activity_id, "Y4")
    with pytest.raises(BoardError, match="已经有记录"):
        meetings.remove(*of)
    with pytest.raises(BoardError, match="已经有记录"):
        meetings.edit(*of, {"kind": "座谈会"})
    meetings.edit(*of, {"topic": "主题写全"})
    assert held(example.store, example.activity_id)["Y4"]["topic"] == "主题写全"
