"""Talks: registered, mended, taken away; and who has not talked with whom."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from board.access import Actor
from board.activity.activities import people
from board.errors import BoardError, Conflict, Invalid, Refused
from board.meeting import talks
from board.meeting.talks_figures import by_member
from board.opinions import actions as opinions
from board.store import records
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, by_id, opinion_fields, talk_fields

AS_OF = date(2025, 12, 1)


@pytest.fixture
def school(store: Store) -> Store:
    add_activity(store)
    return store


def at(day: int) -> datetime:
    return NINE + timedelta(days=day)


def registered(store: Store, as_of: date = AS_OF) -> dict[str, dict[str, Any]]:
    return by_id(talks.talks(store, ACTIVITY, as_of), "talk_id")


def done_pairs(store: Store, as_of: date = AS_OF) -> set[tuple[str, str]]:
    pairs = talks.matrix(store, ACTIVITY, as_of)
    return {(row["member_id"], row["with_id"]) for row in pairs.to_dict("records") if row["is_done"]}


def test_a_talk_stands_in_the_register_with_both_names(school: Store, clerk: Actor) -> None:
    assert records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE) == "K-001"
    assert (
        records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(with_kind="member", with_id="M02"), at=NINE)
        == "K-002"
    )
    first, second = registered(school).values()
    assert (first["member_name"], first["with_name"], first["views_exchanged"]) == ("校长", "一年级", True)
    assert (second["member_name"], second["with_name"]) == ("校长", "教学副校长")


def test_there_is_no_place_for_what_was_said(school: Store, clerk: Actor) -> None:
    records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(content="他说了很多", note="记下来"), at=NINE)
    said = [str(value) for row in registered(school).values() for value in row.values()]
    assert not any("说了很多" in value or "记下来" in value for value in said)


def test_only_the_clerk_keeps_the_register(school: Store, clerk: Actor, leader: Actor, owner: Actor) -> None:
    records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE)
    for actor in (leader, owner):
        with pytest.raises(Refused):
            records.add(school, actor, talks.TALK, ACTIVITY, talk_fields(with_id="普通教师"))
        with pytest.raises(Refused):
            records.act(school, actor, talks.TALK, ACTIVITY, "K-001", "edit", {"views_exchanged": False})
        with pytest.raises(Refused):
            records.act(school, actor, talks.TALK, ACTIVITY, "K-001", "remove", {})
    assert list(registered(school)) == ["K-001"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"held_on": None}, "held_on"),
        ({"held_on": START_ON + timedelta(days=1)}, "held_on"),
        ({"member_id": None}, "member_id"),
        ({"member_id": "P01"}, "member_id"),
        ({"with_id": None}, "with_id"),
        ({"with_id": "七年级"}, "with_id"),
        ({"with_kind": "nobody"}, "with_id"),
        ({"with_kind": "member", "with_id": "P01"}, "with_id"),
        ({"with_kind": "member", "with_id": "M01"}, "with_id"),
    ],
)
def test_a_talk_that_makes_no_sense_is_refused(
    school: Store, clerk: Actor, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(**changed), at=NINE)
    assert set(caught.value.fields) == {field}
    assert registered(school) == {}


def test_an_empty_form_names_every_field_that_must_be_filled(school: Store, clerk: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        records.add(school, clerk, talks.TALK, ACTIVITY, {})
    assert set(caught.value.fields) == {"held_on", "member_id", "with_id"}


def test_the_same_talk_is_not_registered_twice_not_even_the_other_way_round(school: Store, clerk: Actor) -> None:
    records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(with_kind="member", with_id="M02"), at=NINE)
    turned = talk_fields(member_id="M02", with_kind="member", with_id="M01")
    with pytest.raises(Invalid, match="K-001") as caught:
        records.add(school, clerk, talks.TALK, ACTIVITY, turned, at=NINE)
    assert set(caught.value.fields) == {"held_on"}
    records.add(school, clerk, talks.TALK, ACTIVITY, {**turned, "held_on": at(1).date()}, at=at(1))
    assert len(registered(school)) == 2


def test_an_edit_changes_what_is_given_and_nothing_is_written_where_nothing_differs(
    school: Store, clerk: Actor
) -> None:
    records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE)
    for _ in range(2):
        records.act(school, clerk, talks.TALK, ACTIVITY, "K-001", "edit", {"with_id": "普通教师"}, at=at(1))
    assert registered(school)["K-001"]["with_name"] == "普通教师"
    assert talks.events(school, ACTIVITY, "K-001")["action"].tolist() == ["add", "edit"]


def test_an_edit_of_what_somebody_else_changed_is_told(school: Store, clerk: Actor) -> None:
    records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE)
    records.act(school, clerk, talks.TALK, ACTIVITY, "K-001", "edit", {"views_exchanged": False}, seen_seq=1, at=at(1))
    with pytest.raises(Conflict):
        records.act(school, clerk, talks.TALK, ACTIVITY, "K-001", "edit", {"with_id": "普通教师"}, seen_seq=1, at=at(1))


def test_a_removed_talk_is_gone_from_then_on_and_stays_in_the_past(school: Store, clerk: Actor) -> None:
    records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE)
    records.act(school, clerk, talks.TALK, ACTIVITY, "K-001", "remove", {}, at=at(3))
    assert registered(school) == {}
    assert list(registered(school, at(2).date())) == ["K-001"]
    with pytest.raises(BoardError, match="没有这条谈心记录"):
        records.act(school, clerk, talks.TALK, ACTIVITY, "K-001", "remove", {}, at=at(3))
    assert records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(), at=at(4)) == "K-002"


def test_a_talk_removed_by_mistake_is_put_back_with_its_history(school: Store, clerk: Actor) -> None:
    records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE)
    records.act(school, clerk, talks.TALK, ACTIVITY, "K-001", "remove", {}, at=at(2))
    gone = records.removed(school, talks.TALK, ACTIVITY)
    assert [(row.talk_id, row.happened_at) for row in gone.itertuples()] == [("K-001", at(2))]
    records.act(school, clerk, talks.TALK, ACTIVITY, "K-001", "restore", {}, at=at(4))
    assert [list(registered(school, at(day).date())) for day in (1, 2, 3, 4)] == [["K-001"], [], [], ["K-001"]]
    assert talks.events(school, ACTIVITY, "K-001")["action"].tolist() == ["add", "remove", "restore"]
    assert records.removed(school, talks.TALK, ACTIVITY).empty
    with pytest.raises(BoardError, match="刚刚被恢复"):
        records.act(school, clerk, talks.TALK, ACTIVITY, "K-001", "restore", {}, at=at(5))


def test_a_talk_that_was_registered_again_meanwhile_is_not_put_back(school: Store, clerk: Actor) -> None:
    records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE)
    records.act(school, clerk, talks.TALK, ACTIVITY, "K-001", "remove", {}, at=at(1))
    records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(), at=at(2))
    with pytest.raises(Invalid) as refusal:
        records.act(school, clerk, talks.TALK, ACTIVITY, "K-001", "restore", {}, at=at(3))
    assert "K-002" in "".join(refusal.value.fields.values())
    assert list(registered(school)) == ["K-002"]


def test_only_the_clerk_puts_a_talk_back(school: Store, clerk: Actor, leader: Actor, owner: Actor) -> None:
    records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE)
    records.act(school, clerk, talks.TALK, ACTIVITY, "K-001", "remove", {}, at=at(1))
    for actor in (leader, owner):
        with pytest.raises(Refused):
            records.act(school, actor, talks.TALK, ACTIVITY, "K-001", "restore", {})
    assert registered(school) == {}


def test_the_required_pairs_are_the_members_among_themselves_and_each_with_the_required_partners(
    school: Store,
) -> None:
    pairs = talks.matrix(school, ACTIVITY, AS_OF)
    wanted = list(zip(pairs["member_id"], pairs["with_id"], strict=True))
    assert wanted == [("M01", "M02"), ("M01", "一年级"), ("M01", "普通教师"), ("M02", "一年级"), ("M02", "普通教师")]
    assert not pairs["is_done"].any()


def test_a_pair_is_done_by_a_talk_from_either_side_on_each_day(school: Store, clerk: Actor) -> None:
    records.add(
        school, clerk, talks.TALK, ACTIVITY, talk_fields(member_id="M02", with_kind="member", with_id="M01"), at=at(2)
    )
    records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(with_id="退休教师"), at=at(2))
    assert done_pairs(school) == {("M01", "M02")}
    assert done_pairs(school, at(1).date()) == set()


def test_a_pair_of_members_counts_for_both(school: Store, clerk: Actor) -> None:
    records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(with_kind="member", with_id="M02"), at=NINE)
    rows = by_member(talks.matrix(school, ACTIVITY, AS_OF), people(school, ACTIVITY))
    assert rows[["required_count", "done_count"]].to_numpy().tolist() == [[3, 1], [3, 1]]
    assert rows["missing"].tolist() == ["一年级、普通教师"] * 2


def test_the_opinions_that_came_of_a_talk_are_counted_as_of_each_day(school: Store, clerk: Actor) -> None:
    talk_id = records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE)
    linked = opinions.add(school, clerk, ACTIVITY, opinion_fields(talk_id=talk_id), at=at(1))
    opinions.add(school, clerk, ACTIVITY, opinion_fields(content="另一条"), at=at(1))
    opinions.act(school, clerk, ACTIVITY, linked, "edit", {"talk_id": None}, at=at(3))
    counts = [registered(school, at(day).date())[talk_id]["opinion_count"] for day in (0, 1, 2, 3)]
    assert counts == [0, 1, 1, 0]


def test_a_school_without_talks_shows_the_same_columns(school: Store, clerk: Actor) -> None:
    empty = talks.talks(school, ACTIVITY, AS_OF)
    assert empty.empty
    records.add(school, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE)
    assert list(talks.talks(school, ACTIVITY, AS_OF).columns) == list(empty.columns)
