"""The democratic life meeting: who came, who criticised whom, its minutes, and the record of each day."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from board.access import Actor
from board.errors import BoardError, Conflict, Invalid, Refused
from board.meeting import actions as meeting
from board.meeting import calendar as meetings
from board.meeting import views as meeting_views
from board.store import records
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, add_life_meeting, by_id

AS_OF = date(2025, 12, 1)
FIELDS = {"meeting_id": "Y1", "critic_id": "M01", "target_id": "M02", "aspect": "工作作风", "content": "听课少"}


@pytest.fixture
def school(store: Store) -> Store:
    add_activity(store)
    add_life_meeting(store)
    return store


def at(day: int) -> datetime:
    return NINE + timedelta(days=day)


def present(store: Store, as_of: date = AS_OF) -> dict[str, str]:
    rows = meeting.attendance(store, ACTIVITY, as_of)
    return dict(zip(rows["person_id"], rows["presence"], strict=True))


def record(store: Store, as_of: date = AS_OF) -> dict[str, Any]:
    return by_id(meeting.life_meetings(store, ACTIVITY, as_of), "meeting_id")["Y1"]


def criticisms(store: Store) -> list[dict[str, Any]]:
    return list(by_id(meeting.criticisms(store, ACTIVITY, AS_OF), "criticism_id").values())


def test_who_came_is_noted_and_can_be_mended_with_each_day_kept(school: Store, clerk: Actor) -> None:
    meeting.note_attendance(school, clerk, ACTIVITY, "Y1", {"M01": "present", "M02": "absent"}, at=NINE)
    meeting.note_attendance(school, clerk, ACTIVITY, "Y1", {"M02": "excused", "P01": "present"}, at=at(2))
    assert present(school, START_ON) == {"M01": "present", "M02": "absent"}
    assert present(school) == {"M01": "present", "M02": "excused", "P01": "present"}
    meeting.note_attendance(school, clerk, ACTIVITY, "Y1", {"P01": None}, at=at(3))
    assert set(present(school)) == {"M01", "M02"}


def test_noting_the_same_twice_changes_nothing(school: Store, clerk: Actor) -> None:
    for day in (0, 1):
        meeting.note_attendance(school, clerk, ACTIVITY, "Y1", {"M01": "present"}, at=at(day))
    meeting.note_attendance(school, clerk, ACTIVITY, "Y1", {}, at=at(1))
    assert len(meeting.attendance(school, ACTIVITY, AS_OF)) == 1


@pytest.mark.parametrize(
    ("presences", "field"), [({"M01": "asleep"}, "M01"), ({"X99": "present"}, "X99"), ({"M01": ""}, "M01")]
)
def test_attendance_that_makes_no_sense_is_refused_whole(
    school: Store, clerk: Actor, presences: dict[str, str | None], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        meeting.note_attendance(school, clerk, ACTIVITY, "Y1", {"M02": "present", **presences}, at=NINE)
    assert set(caught.value.fields) == {field}
    assert present(school) == {}


FORUM = {"kind": "座谈会", "topic": "听意见", "held_on": START_ON}


def test_a_forum_is_recorded_with_how_many_came_of_which_kinds_and_its_minutes_but_has_no_criticism(
    school: Store, clerk: Actor
) -> None:
    meeting_id = meetings.add(school, clerk, ACTIVITY, FORUM, at=NINE)
    meeting.note_attendance(school, clerk, ACTIVITY, meeting_id, {"M01": "present"}, at=NINE)
    (before,) = meeting_views.other_meetings(school, ACTIVITY, START_ON).to_dict("records")
    assert (before["came_word"], before["record_word"]) == ("1 人", "缺会议记录")
    fields = {"came_count": 22, "came_from": ["教职工", "家长"], "minutes": "一条一条记"}
    meeting.keep_minutes(school, clerk, ACTIVITY, meeting_id, fields, at=at(1))
    (row,) = meeting_views.other_meetings(school, ACTIVITY, AS_OF).to_dict("records")
    assert (row["came_word"], row["record_word"], row["seq"]) == ("22 人（教职工、家长）", "有记录", 1)
    assert meeting_views.other_meetings(school, ACTIVITY, START_ON)["record_word"].tolist() == ["缺会议记录"]
    with pytest.raises(Invalid, match="专题民主生活会"):
        records.add(school, clerk, meeting.CRITICISM, ACTIVITY, {**FIELDS, "meeting_id": meeting_id}, at=NINE)


@pytest.mark.parametrize(("field", "value"), [("came_count", 0), ("came_from", ["教职工", "路人"])])
def test_who_came_to_a_forum_is_a_count_and_words_of_the_plan(
    school: Store, clerk: Actor, field: str, value: object
) -> None:
    meeting_id = meetings.add(school, clerk, ACTIVITY, FORUM)
    with pytest.raises(Invalid) as caught:
        meeting.keep_minutes(school, clerk, ACTIVITY, meeting_id, {field: value}, at=NINE)
    assert set(caught.value.fields) == {field}


def test_nothing_is_written_down_of_a_meeting_to_come_or_of_none(school: Store, clerk: Actor) -> None:
    add_life_meeting(school, "Y2", day=5)
    for meeting_id in ("Y2", "Y9"):
        with pytest.raises(Invalid):
            meeting.note_attendance(school, clerk, ACTIVITY, meeting_id, {"M01": "present"}, at=NINE)
        with pytest.raises(Invalid):
            meeting.keep_minutes(school, clerk, ACTIVITY, meeting_id, {"minutes": "开了会"}, at=NINE)
        with pytest.raises(Invalid):
            records.add(school, clerk, meeting.CRITICISM, ACTIVITY, {**FIELDS, "meeting_id": meeting_id}, at=NINE)


def test_criticism_of_another_and_of_oneself_are_told_apart(school: Store, clerk: Actor) -> None:
    assert records.add(school, clerk, meeting.CRITICISM, ACTIVITY, FIELDS, at=NINE) == "P-001"
    records.add(school, clerk, meeting.CRITICISM, ACTIVITY, {**FIELDS, "target_id": "M01"}, at=NINE)
    first, second = criticisms(school)
    assert (first["critic_name"], first["target_name"], first["is_self"]) == ("校长", "教学副校长", False)
    assert second["is_self"]


@pytest.mark.parametrize("field", ["critic_id", "target_id", "aspect", "content"])
def test_a_criticism_says_who_whom_what_about_and_what(school: Store, clerk: Actor, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        records.add(school, clerk, meeting.CRITICISM, ACTIVITY, {**FIELDS, field: ""}, at=NINE)
    assert set(caught.value.fields) == {field}
    assert criticisms(school) == []


def test_a_criticism_is_mended_taken_away_and_not_written_twice(school: Store, clerk: Actor) -> None:
    records.add(school, clerk, meeting.CRITICISM, ACTIVITY, FIELDS, at=NINE)
    with pytest.raises(Invalid, match="P-001"):
        records.add(school, clerk, meeting.CRITICISM, ACTIVITY, FIELDS, at=NINE)
    records.act(school, clerk, meeting.CRITICISM, ACTIVITY, "P-001", "edit", {"content": "听课少，评课更少"}, at=at(1))
    assert criticisms(school)[0]["content"] == "听课少，评课更少"
    records.act(school, clerk, meeting.CRITICISM, ACTIVITY, "P-001", "remove", {}, at=at(1))
    assert criticisms(school) == []
    with pytest.raises(BoardError, match="没有这条批评"):
        records.act(school, clerk, meeting.CRITICISM, ACTIVITY, "P-001", "remove", {})


def test_a_criticism_may_say_why_and_what_then_and_the_same_twice_is_one_also_with_other_causes(
    school: Store, clerk: Actor
) -> None:
    more = {"cause": "会太多", "suggestion": "每周听两节课"}
    records.add(school, clerk, meeting.CRITICISM, ACTIVITY, {**FIELDS, **more}, at=NINE)
    (made,) = criticisms(school)
    assert (made["cause"], made["suggestion"], made["concern"]) == ("会太多", "每周听两节课", "")
    with pytest.raises(Invalid, match="P-001"):
        records.add(school, clerk, meeting.CRITICISM, ACTIVITY, {**FIELDS, "cause": "另一个原因"}, at=NINE)


def test_the_minutes_are_kept_with_each_day_and_two_writers_are_told(school: Store, clerk: Actor) -> None:
    assert (record(school)["minutes"], record(school)["theme_stated"], record(school)["seq"]) == ("", False, 0)
    meeting.keep_minutes(school, clerk, ACTIVITY, "Y1", {"theme_stated": True, "minutes": "校长主持"}, at=NINE)
    meeting.keep_minutes(school, clerk, ACTIVITY, "Y1", {"minutes": "校长主持，五人发言"}, seen_seq=1, at=at(1))
    assert record(school, START_ON)["minutes"] == "校长主持"
    assert (record(school)["minutes"], record(school)["theme_stated"]) == ("校长主持，五人发言", True)
    with pytest.raises(Conflict):
        meeting.keep_minutes(school, clerk, ACTIVITY, "Y1", {"minutes": "另写"}, seen_seq=1, at=at(1))


def test_saving_the_same_or_empty_minutes_writes_nothing(school: Store, clerk: Actor) -> None:
    meeting.keep_minutes(school, clerk, ACTIVITY, "Y1", {"minutes": " "}, at=NINE)
    assert record(school)["seq"] == 0
    for day in (0, 1):
        meeting.keep_minutes(school, clerk, ACTIVITY, "Y1", {"minutes": "校长主持"}, at=at(day))
    assert record(school)["seq"] == 1


def test_only_the_clerk_writes_the_record(school: Store, clerk: Actor, leader: Actor, owner: Actor) -> None:
    records.add(school, clerk, meeting.CRITICISM, ACTIVITY, FIELDS, at=NINE)
    for actor in (leader, owner):
        with pytest.raises(Refused):
            meeting.note_attendance(school, actor, ACTIVITY, "Y1", {"M01": "present"})
        with pytest.raises(Refused):
            meeting.keep_minutes(school, actor, ACTIVITY, "Y1", {"minutes": "x"})
        with pytest.raises(Refused):
            records.add(school, actor, meeting.CRITICISM, ACTIVITY, {**FIELDS, "content": "另一条"})
        with pytest.raises(Refused):
            records.act(school, actor, meeting.CRITICISM, ACTIVITY, "P-001", "edit", {"content": "改"})
        with pytest.raises(Refused):
            records.act(school, actor, meeting.CRITICISM, ACTIVITY, "P-001", "remove", {})


def test_a_meeting_to_come_is_known_as_such(school: Store) -> None:
    add_life_meeting(school, "Y2", day=5)
    rows = by_id(meeting.life_meetings(school, ACTIVITY, START_ON), "meeting_id")
    assert {key: row["is_held"] for key, row in rows.items()} == {"Y2": False, "Y1": True}
