"""Whether the meeting is ready: each requirement ticked by records, in time, too late, or not at all."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from board.access import Actor
from board.meeting import actions as meeting
from board.meeting import outlines, talks
from board.opinions import actions as opinions
from board.store import records
from board.store.store import Store
from board.words import READINESS
from tests.ledger_rows import (
    ACTIVITY,
    NINE,
    add_activity,
    add_life_meeting,
    by_id,
    finding_fields,
    opinion_fields,
    talk_fields,
)

HELD = 20
AS_OF = date(2025, 12, 31)


@pytest.fixture
def school(store: Store) -> Store:
    add_activity(store)
    add_life_meeting(store, day=HELD)
    return store


def at(day: int) -> datetime:
    return NINE + timedelta(days=day)


def ready(store: Store, as_of: date = AS_OF) -> dict[str, dict[str, Any]]:
    return by_id(meeting.readiness(store, ACTIVITY, as_of), "requirement")


def hear(store: Store, clerk: Actor, channel: str, giver: str, day: int = 0) -> str:
    given = opinion_fields(channel=channel, giver=giver, received_on=at(day).date(), content=f"{channel}{giver}")
    return opinions.add(store, clerk, ACTIVITY, given, at=at(day))


def test_every_requirement_stands_in_order_and_none_is_met_by_an_empty_store(school: Store) -> None:
    rows = ready(school)
    assert list(rows) == list(READINESS)
    assert not any(row["is_done"] for row in rows.values())
    assert all(row["is_overdue"] for row in rows.values())


def test_the_sides_that_were_not_heard_are_named(school: Store, clerk: Actor) -> None:
    hear(school, clerk, "座谈会", "教职工")
    hear(school, clerk, "意见箱", "家长")
    assert ready(school)["heard"]["missing"] == "普通群众"
    hear(school, clerk, "电话", "普通群众", day=HELD + 1)
    row = ready(school)["heard"]
    assert (row["missing"], row["later_count"], row["is_done"]) == ("", 1, False)


def test_hearing_everybody_in_time_is_done(school: Store, clerk: Actor) -> None:
    for channel, giver in (("座谈会", "教职工"), ("意见箱", "家长"), ("意见箱", "普通群众")):
        hear(school, clerk, channel, giver)
    assert ready(school)["heard"]["is_done"]


def test_opinions_are_sorted_and_fed_back_before_the_meeting_or_too_late(school: Store, clerk: Actor) -> None:
    first, second = hear(school, clerk, "座谈会", "教职工"), hear(school, clerk, "意见箱", "家长")
    hear(school, clerk, "意见箱", "家长", day=HELD + 3)
    opinions.act(school, clerk, ACTIVITY, first, "sort", {"aspect": "工作作风"}, at=at(1))
    opinions.act(school, clerk, ACTIVITY, first, "feed_back", {}, at=at(2))
    assert ready(school)["opinions_sorted"]["missing"] == second
    opinions.act(school, clerk, ACTIVITY, second, "sort", {"aspect": "工作作风"}, at=at(3))
    opinions.act(school, clerk, ACTIVITY, second, "feed_back", {}, at=at(HELD + 1))
    rows = ready(school)
    assert rows["opinions_sorted"]["is_done"]
    assert (rows["opinions_fed_back"]["done_count"], rows["opinions_fed_back"]["later_count"]) == (1, 1)
    assert not rows["opinions_fed_back"]["is_done"]


def test_an_opinion_merged_into_another_is_handled_with_it(school: Store, clerk: Actor) -> None:
    main, same = hear(school, clerk, "座谈会", "教职工"), hear(school, clerk, "意见箱", "家长")
    opinions.act(school, clerk, ACTIVITY, same, "merge", {"merged_into": main}, at=at(1))
    opinions.act(school, clerk, ACTIVITY, main, "sort", {"aspect": "工作作风"}, at=at(1))
    assert ready(school)["opinions_sorted"]["is_done"]


def test_talks_are_ticked_by_the_register(school: Store, clerk: Actor) -> None:
    with_member = talk_fields(with_kind="member", with_id="M02")
    grades = [talk_fields(member_id=who, with_id=label) for who in ("M01", "M02") for label in ("一年级", "普通教师")]
    for given in (with_member, *grades[:-1]):
        records.add(school, clerk, talks.TALK, ACTIVITY, given, at=NINE)
    assert ready(school)["talks_held"]["missing"] == "教学副校长—普通教师"
    records.add(school, clerk, talks.TALK, ACTIVITY, grades[-1], at=NINE)
    assert ready(school)["talks_held"]["is_done"]


def test_papers_have_to_be_whole_and_a_week_ahead(school: Store, clerk: Actor) -> None:
    cells = [(who, mirror) for who in ("M01", "M02") for mirror in ("上级的部署", "教师的期待")]
    for day, (who, mirror) in zip((0, 1, HELD - 7, HELD - 6), cells, strict=True):
        given = finding_fields(member_id=who, mirror=mirror, written_on=at(day).date())
        records.add(school, clerk, outlines.OUTLINE, ACTIVITY, given, at=at(day))
    rows = ready(school)
    assert rows["outlines_in"]["is_done"]
    ahead = rows["written_ahead"]
    assert (ahead["done_count"], ahead["later_count"], ahead["is_done"]) == (3, 1, False)
    assert ahead["due_on"].date() == at(HELD - 7).date()


def test_before_the_day_nothing_is_overdue_but_the_papers(school: Store) -> None:
    rows = ready(school, at(HELD - 2).date())
    assert [name for name, row in rows.items() if row["is_overdue"]] == ["written_ahead"]


def test_without_a_meeting_there_is_no_day_to_be_late_for(store: Store, clerk: Actor) -> None:
    add_activity(store)
    hear(store, clerk, "座谈会", "教职工")
    rows = ready(store)
    assert not any(row["is_overdue"] for row in rows.values())
    assert rows["heard"]["done_count"] == 2


def test_a_meeting_can_be_named_and_the_newest_is_taken_otherwise(school: Store, clerk: Actor) -> None:
    add_life_meeting(school, "Y2", day=HELD + 10)
    hear(school, clerk, "座谈会", "教职工", day=HELD + 5)
    assert ready(school)["heard"]["done_count"] == 2
    earlier = by_id(meeting.readiness(school, ACTIVITY, AS_OF, "Y1"), "requirement")
    assert (earlier["heard"]["done_count"], earlier["heard"]["later_count"]) == (0, 2)
