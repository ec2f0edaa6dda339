"""Problems: registered with their causes, linked to what they came of, made into items."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from board.access import Actor
from board.errors import BoardError, Invalid, Refused
from board.meeting import outlines, talks
from board.opinions import actions as opinions
from board.problems import actions as problems
from board.rectification import actions as rectification
from board.store import records
from board.store.store import Store
from tests.ledger_rows import (
    ACTIVITY,
    NINE,
    START_ON,
    add_activity,
    add_life_meeting,
    by_id,
    finding_fields,
    item_fields,
    opinion_fields,
    problem_fields,
    talk_fields,
)

AS_OF = date(2025, 12, 31)


@pytest.fixture
def school(store: Store) -> Store:
    add_activity(store)
    add_life_meeting(store)
    return store


@pytest.fixture
def problem(school: Store, clerk: Actor) -> str:
    return records.add(school, clerk, problems.PROBLEM, ACTIVITY, problem_fields(), at=NINE)


def at(day: int) -> datetime:
    return NINE + timedelta(days=day)


def listed(store: Store, as_of: date = AS_OF) -> dict[str, dict[str, Any]]:
    return by_id(problems.problems(store, ACTIVITY, as_of), "problem_id")


def test_a_problem_stands_in_the_list_with_its_causes(school: Store, clerk: Actor) -> None:
    given = problem_fields(about="member", member_id="M02", meeting_id="Y1")
    assert records.add(school, clerk, problems.PROBLEM, ACTIVITY, given, at=NINE) == "W-001"
    row = listed(school)["W-001"]
    assert (row["member_name"], row["has_subjective_cause"]) == ("教学副校长", True)
    assert (row["source_count"], row["item_ids"], row["opinion_ids"]) == (1, "", "")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"found_on": None}, "found_on"),
        ({"found_on": START_ON + timedelta(days=1)}, "found_on"),
        ({"about": "everybody"}, "about"),
        ({"about": "member"}, "member_id"),
        ({"about": "member", "member_id": "P01"}, "member_id"),
        ({"member_id": "M01"}, "member_id"),
        ({"aspect": "其他"}, "aspect"),
        ({"content": ""}, "content"),
        ({"subjective_cause": " "}, "subjective_cause"),
        ({"subjective_cause": "无。"}, "subjective_cause"),
        ({"meeting_id": "Y9"}, "meeting_id"),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(
    school: Store, clerk: Actor, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        records.add(school, clerk, problems.PROBLEM, ACTIVITY, problem_fields(**changed), at=NINE)
    assert set(caught.value.fields) == {field}
    assert listed(school) == {}


def test_an_empty_form_names_every_field_that_must_be_filled(school: Store, clerk: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        records.add(school, clerk, problems.PROBLEM, ACTIVITY, {})
    assert set(caught.value.fields) == {"found_on", "about", "aspect", "content", "subjective_cause"}


def test_only_the_clerk_keeps_the_list(school: Store, problem: str, leader: Actor, owner: Actor) -> None:
    for actor in (leader, owner):
        with pytest.raises(Refused):
            records.add(school, actor, problems.PROBLEM, ACTIVITY, problem_fields(content="另一个"))
        with pytest.raises(Refused):
            records.act(school, actor, problems.PROBLEM, ACTIVITY, problem, "edit", {"content": "改"})
        with pytest.raises(Refused):
            records.act(school, actor, problems.PROBLEM, ACTIVITY, problem, "remove", {})
        with pytest.raises(Refused):
            problems.link_source(school, actor, ACTIVITY, problem, "meeting", "Y1")
        with pytest.raises(Refused):
            problems.unlink_source(school, actor, ACTIVITY, problem, "meeting", "Y1")
        with pytest.raises(Refused):
            problems.make_item(school, actor, ACTIVITY, problem, item_fields())
        with pytest.raises(Refused):
            problems.link_item(school, actor, ACTIVITY, problem, "R-001")
        with pytest.raises(Refused):
            problems.unlink_item(school, actor, ACTIVITY, problem, "R-001")


def test_a_problem_is_mended_and_not_registered_twice(school: Store, clerk: Actor, problem: str) -> None:
    with pytest.raises(Invalid, match=problem):
        records.add(school, clerk, problems.PROBLEM, ACTIVITY, problem_fields(), at=NINE)
    records.act(school, clerk, problems.PROBLEM, ACTIVITY, problem, "edit", {"solve_now": True}, at=at(1))
    assert listed(school)[problem]["solve_now"]
    assert not listed(school, START_ON)[problem]["solve_now"]


def test_a_removed_problem_is_gone_and_can_not_be_changed(school: Store, clerk: Actor, problem: str) -> None:
    records.act(school, clerk, problems.PROBLEM, ACTIVITY, problem, "remove", {}, at=at(1))
    assert listed(school) == {}
    assert set(listed(school, START_ON)) == {problem}
    with pytest.raises(BoardError, match="没有这条问题"):
        records.act(school, clerk, problems.PROBLEM, ACTIVITY, problem, "edit", {"solve_now": True})
    with pytest.raises(BoardError, match="没有这个问题"):
        problems.link_source(school, clerk, ACTIVITY, problem, "meeting", "Y1")


def test_sources_of_every_kind_are_linked_and_parted_with_each_day_kept(
    school: Store, clerk: Actor, problem: str
) -> None:
    opinion = opinions.add(school, clerk, ACTIVITY, opinion_fields(), at=NINE)
    talk = records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE)
    finding = records.add(school, clerk, outlines.OUTLINE, ACTIVITY, finding_fields(), at=NINE)
    linked = {"opinion": opinion, "talk": talk, "outline": finding, "meeting": "Y1"}
    for kind, source_id in linked.items():
        for _ in range(2):
            problems.link_source(school, clerk, ACTIVITY, problem, kind, source_id, at=at(1))
    row = listed(school)[problem]
    assert (row["source_count"], row["opinion_ids"], row["talk_ids"], row["outline_ids"]) == (
        4,
        opinion,
        talk,
        finding,
    )
    for _ in range(2):
        problems.unlink_source(school, clerk, ACTIVITY, problem, "opinion", opinion, at=at(3))
    assert listed(school)[problem]["opinion_ids"] == ""
    assert listed(school, at(2).date())[problem]["opinion_ids"] == opinion
    assert listed(school, START_ON)[problem]["source_count"] == 0


@pytest.mark.parametrize(("kind", "source_id"), [("opinion", "O-999"), ("rumour", "O-001"), ("meeting", "")])
def test_what_is_not_there_is_no_source(school: Store, clerk: Actor, problem: str, kind: str, source_id: str) -> None:
    with pytest.raises(Invalid) as caught:
        problems.link_source(school, clerk, ACTIVITY, problem, kind, source_id)
    assert set(caught.value.fields) == {"source_id"}


def test_a_problem_becomes_an_item_that_is_linked_to_it(school: Store, clerk: Actor, problem: str) -> None:
    item_id = problems.make_item(school, clerk, ACTIVITY, problem, item_fields(), at=NINE)
    assert listed(school)[problem]["item_ids"] == item_id
    assert item_id in set(rectification.items(school, ACTIVITY, AS_OF)["item_id"])


def test_an_item_that_is_refused_leaves_no_link(school: Store, clerk: Actor, problem: str) -> None:
    with pytest.raises(Invalid):
        problems.make_item(school, clerk, ACTIVITY, problem, item_fields(measure=""), at=NINE)
    with pytest.raises(BoardError):
        problems.make_item(school, clerk, ACTIVITY, "W-099", item_fields(), at=NINE)
    assert listed(school)[problem]["item_ids"] == ""
    assert rectification.items(school, ACTIVITY, AS_OF).empty


def test_an_item_is_linked_once_parted_again_and_gone_when_it_leaves_the_ledger(
    school: Store, clerk: Actor, problem: str
) -> None:
    item_id = rectification.add(school, clerk, ACTIVITY, item_fields(), at=NINE)
    for _ in range(2):
        problems.link_item(school, clerk, ACTIVITY, problem, item_id, at=at(1))
    assert listed(school)[problem]["item_ids"] == item_id
    problems.unlink_item(school, clerk, ACTIVITY, problem, item_id, at=at(2))
    assert listed(school)[problem]["item_ids"] == ""
    problems.link_item(school, clerk, ACTIVITY, problem, item_id, at=at(3))
    rectification.act(school, clerk, ACTIVITY, item_id, "remove", {"reason": "重复"}, at=at(4))
    assert listed(school)[problem]["item_ids"] == ""
    assert listed(school, at(3).date())[problem]["item_ids"] == item_id
    with pytest.raises(Invalid):
        problems.link_item(school, clerk, ACTIVITY, problem, item_id)


def test_an_items_form_begins_with_what_the_problem_says(school: Store, clerk: Actor) -> None:
    given = problem_fields(about="member", member_id="M02", solve_now=True)
    problem_id = records.add(school, clerk, problems.PROBLEM, ACTIVITY, given, at=NINE)
    row = listed(school)[problem_id]
    draft = problems.item_draft(row, ("征求意见", "专题民主生活会"))
    assert (draft["problem"], draft["kind"], draft["leader_id"]) == ("会议多，进课堂少", "immediate", "M02")
    assert draft["source"] is None
    assert problems.item_draft({**row, "opinion_ids": "O-001"}, ("征求意见",))["source"] == "征求意见"
