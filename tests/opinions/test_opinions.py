"""Opinions heard: their handling step by step, who may, and what is refused."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from board.access import Actor
from board.errors import BoardError, Conflict, Invalid, Refused
from board.opinions import actions as opinions
from board.opinions.registry import allowed_actions
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, by_id, opinion_fields

AS_OF = date(2025, 12, 1)


@pytest.fixture
def opinion(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE)


def state(store: Store, opinion_id: str, as_of: date = AS_OF) -> dict[str, Any]:
    return by_id(opinions.opinions(store, ACTIVITY, as_of), "opinion_id")[opinion_id]


def at(day: int) -> datetime:
    return NINE + timedelta(days=day)


def test_an_opinion_comes_in_unsorted(store: Store, clerk: Actor, opinion: str) -> None:
    assert opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE) != opinion
    assert state(store, opinion)["status"] == "received"


def test_a_school_that_heard_nothing_shows_the_same_columns(store: Store, clerk: Actor) -> None:
    add_activity(store)
    empty = opinions.opinions(store, ACTIVITY, AS_OF)
    assert empty.empty
    opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE)
    assert list(opinions.opinions(store, ACTIVITY, AS_OF).columns) == list(empty.columns)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"content": " "}, "content"),
        ({"received_on": None}, "received_on"),
        ({"received_on": START_ON + timedelta(days=1)}, "received_on"),
        ({"channel": "托梦"}, "channel"),
        ({"giver": "张老师"}, "giver"),
        ({"giver": None}, "giver"),
        ({"about": "somebody"}, "about"),
        ({"about": "member"}, "member_id"),
        ({"about": "member", "member_id": "P01"}, "member_id"),
        ({"member_id": "M01"}, "member_id"),
        ({"aspect": "其他"}, "aspect"),
    ],
)
def test_an_opinion_that_makes_no_sense_is_refused(
    store: Store, clerk: Actor, changed: dict[str, Any], field: str
) -> None:
    add_activity(store)
    with pytest.raises(Invalid) as caught:
        opinions.add(store, clerk, ACTIVITY, opinion_fields(**changed), at=NINE)
    assert set(caught.value.fields) == {field}
    assert opinions.opinions(store, ACTIVITY, AS_OF).empty


def test_only_the_clerk_handles_opinions(store: Store, opinion: str, leader: Actor, owner: Actor, admin: Actor) -> None:
    for actor in (leader, owner, admin):
        with pytest.raises(Refused):
            opinions.add(store, actor, ACTIVITY, opinion_fields())
        with pytest.raises(Refused):
            opinions.act(store, actor, ACTIVITY, opinion, "sort", {"aspect": "工作作风"})
        with pytest.raises(Refused):
            opinions.act(store, actor, ACTIVITY, opinion, "feed_back", {})
        with pytest.raises(Refused):
            opinions.act(store, actor, ACTIVITY, opinion, "merge", {"merged_into": "O-002"})


def test_an_opinion_is_sorted_then_fed_back_then_answered(store: Store, clerk: Actor, opinion: str) -> None:
    opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": "工作作风", "theme": "会议"}, at=at(2))
    opinions.act(store, clerk, ACTIVITY, opinion, "feed_back", {}, at=at(4))
    opinions.act(
        store, clerk, ACTIVITY, opinion, "answer", {"response": "adopted", "answer": "每周只开一次例会"}, at=at(5)
    )
    shown = state(store, opinion)
    assert (shown["status"], shown["aspect"], shown["theme"]) == ("fed_back", "工作作风", "会议")
    assert (shown["sorted_on"].date(), shown["fed_back_on"].date()) == (at(2).date(), at(4).date())
    assert (shown["fed_back_to"], shown["is_answered"]) == ("领导班子", True)
    history = opinions.events(store, ACTIVITY, opinion)
    assert history["action"].tolist() == ["add", "sort", "feed_back", "answer"]


def test_each_day_shows_how_far_the_handling_was(store: Store, clerk: Actor, opinion: str) -> None:
    opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": "工作作风"}, at=at(2))
    opinions.act(store, clerk, ACTIVITY, opinion, "feed_back", {}, at=at(4))
    on = [state(store, opinion, at(day).date())["status"] for day in (1, 2, 3, 4)]
    assert on == ["received", "sorted", "sorted", "fed_back"]
    assert opinions.opinions(store, ACTIVITY, START_ON - timedelta(days=1)).empty


def test_an_opinion_about_a_member_goes_back_to_that_member(store: Store, clerk: Actor) -> None:
    add_activity(store)
    about = opinion_fields(about="member", member_id="M02")
    opinion = opinions.add(store, clerk, ACTIVITY, about, at=NINE)
    opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": "思想观念"}, at=NINE)
    opinions.act(store, clerk, ACTIVITY, opinion, "feed_back", {}, at=at(1))
    assert (state(store, opinion)["fed_back_to"], state(store, opinion)["member_name"]) == ("教学副校长",) * 2


def test_nothing_is_fed_back_or_answered_before_it_is_sorted(store: Store, clerk: Actor, opinion: str) -> None:
    with pytest.raises(BoardError, match="还没有梳理"):
        opinions.act(store, clerk, ACTIVITY, opinion, "feed_back", {})
    with pytest.raises(BoardError, match="还没有梳理"):
        opinions.act(store, clerk, ACTIVITY, opinion, "answer", {"response": "adopted", "answer": "好"})


def test_sorting_needs_an_aspect_of_the_activity(store: Store, clerk: Actor, opinion: str) -> None:
    for aspect in ("", "别的"):
        with pytest.raises(Invalid) as caught:
            opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": aspect})
        assert set(caught.value.fields) == {"aspect"}


def test_sorting_again_moves_it_and_keeps_the_first_day(store: Store, clerk: Actor, opinion: str) -> None:
    opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": "工作作风", "theme": "会议"}, at=at(1))
    opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": "制度机制"}, at=at(3))
    shown = state(store, opinion)
    assert (shown["aspect"], shown["theme"], shown["sorted_on"].date()) == ("制度机制", "会议", at(1).date())


def test_a_feedback_day_lies_between_receipt_and_today(store: Store, clerk: Actor, opinion: str) -> None:
    opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": "工作作风"}, at=at(1))
    for fed_back_on in (START_ON - timedelta(days=1), at(3).date()):
        with pytest.raises(Invalid) as caught:
            opinions.act(store, clerk, ACTIVITY, opinion, "feed_back", {"fed_back_on": fed_back_on}, at=at(2))
        assert set(caught.value.fields) == {"fed_back_on"}


def test_the_same_feedback_twice_is_refused_and_another_corrects_it(store: Store, clerk: Actor, opinion: str) -> None:
    opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": "工作作风"}, at=at(1))
    opinions.act(store, clerk, ACTIVITY, opinion, "feed_back", {"fed_back_on": at(2).date()}, at=at(3))
    with pytest.raises(BoardError, match="已经反馈过"):
        opinions.act(store, clerk, ACTIVITY, opinion, "feed_back", {"fed_back_on": at(2).date()}, at=at(3))
    opinions.act(
        store, clerk, ACTIVITY, opinion, "feed_back", {"fed_back_on": at(3).date(), "fed_back_to": "校委会"}, at=at(3)
    )
    assert state(store, opinion)["fed_back_to"] == "校委会"


@pytest.mark.parametrize(
    ("response", "answer", "field"),
    [("", "好", "response"), ("maybe", "好", "response"), ("explained", " ", "answer"), ("declined", "", "answer")],
)
def test_an_answer_is_a_yes_or_has_its_reason(
    store: Store, clerk: Actor, opinion: str, response: str, answer: str, field: str
) -> None:
    opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": "工作作风"}, at=at(1))
    with pytest.raises(Invalid) as caught:
        opinions.act(store, clerk, ACTIVITY, opinion, "answer", {"response": response, "answer": answer})
    assert set(caught.value.fields) == {field}
    assert not state(store, opinion)["is_answered"]
    opinions.act(store, clerk, ACTIVITY, opinion, "answer", {"response": "adopted"}, at=at(2))
    assert state(store, opinion)["is_answered"]


def test_what_was_registered_by_mistake_is_taken_out_and_back(store: Store, clerk: Actor, opinion: str) -> None:
    with pytest.raises(Invalid):
        opinions.act(store, clerk, ACTIVITY, opinion, "remove", {"reason": " "})
    opinions.act(store, clerk, ACTIVITY, opinion, "remove", {"reason": "登记重了"}, at=at(1))
    assert opinions.opinions(store, ACTIVITY, AS_OF).empty
    assert not opinions.opinions(store, ACTIVITY, START_ON).empty
    assert opinions.events(store, ACTIVITY, opinion)["reason"].tolist() == ["", "登记重了"]
    with pytest.raises(BoardError, match="已经移出"):
        opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": "工作作风"})
    opinions.act(store, clerk, ACTIVITY, opinion, "restore", {}, at=at(2))
    assert state(store, opinion)["status"] == "received"
    with pytest.raises(BoardError, match="没有移出"):
        opinions.act(store, clerk, ACTIVITY, opinion, "restore", {})


def test_neither_a_main_opinion_nor_one_sorted_is_taken_out(store: Store, clerk: Actor, opinion: str) -> None:
    twin = opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE)
    opinions.act(store, clerk, ACTIVITY, twin, "merge", {"merged_into": opinion}, at=at(1))
    with pytest.raises(BoardError, match="并入"):
        opinions.act(store, clerk, ACTIVITY, opinion, "remove", {"reason": "重复"})
    opinions.act(store, clerk, ACTIVITY, twin, "remove", {"reason": "重复"}, at=at(2))
    opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": "工作作风"}, at=at(2))
    with pytest.raises(BoardError, match="已经梳理"):
        opinions.act(store, clerk, ACTIVITY, opinion, "remove", {"reason": "重复"})
    with pytest.raises(Invalid):
        opinions.act(store, clerk, ACTIVITY, opinion, "merge", {"merged_into": twin})


def test_editing_changes_what_was_typed_and_leaves_the_handling(store: Store, clerk: Actor, opinion: str) -> None:
    opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": "工作作风"}, at=at(1))
    opinions.act(store, clerk, ACTIVITY, opinion, "edit", {"content": "会议太多"}, at=at(2))
    assert (state(store, opinion)["content"], state(store, opinion)["status"]) == ("会议太多", "sorted")
    with pytest.raises(Invalid):
        opinions.act(store, clerk, ACTIVITY, opinion, "edit", {"aspect": None})


def test_saving_unchanged_leaves_no_event(store: Store, clerk: Actor, opinion: str) -> None:
    opinions.act(store, clerk, ACTIVITY, opinion, "edit", opinion_fields())
    assert len(opinions.events(store, ACTIVITY, opinion)) == 1


def test_what_was_fed_back_is_not_made_about_somebody_else(store: Store, clerk: Actor, opinion: str) -> None:
    opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": "工作作风"}, at=at(1))
    opinions.act(store, clerk, ACTIVITY, opinion, "feed_back", {}, at=at(2))
    with pytest.raises(Invalid) as caught:
        opinions.act(store, clerk, ACTIVITY, opinion, "edit", {"about": "member", "member_id": "M01"})
    assert set(caught.value.fields) == {"about"}
    with pytest.raises(Invalid):
        opinions.act(store, clerk, ACTIVITY, opinion, "edit", {"received_on": at(3).date()})


def test_the_second_of_two_editors_is_told(store: Store, clerk: Actor, opinion: str) -> None:
    opinions.act(store, clerk, ACTIVITY, opinion, "edit", {"content": "甲"}, seen_seq=1)
    with pytest.raises(Conflict):
        opinions.act(store, clerk, ACTIVITY, opinion, "edit", {"content": "乙"}, seen_seq=1)


def test_an_opinion_that_is_not_there_is_refused(store: Store, clerk: Actor) -> None:
    add_activity(store)
    with pytest.raises(BoardError, match="没有这条意见"):
        opinions.act(store, clerk, ACTIVITY, "O-404", "sort", {"aspect": "工作作风"})


def test_a_merged_opinion_is_kept_and_handled_with_its_main_one(store: Store, clerk: Actor, opinion: str) -> None:
    twin = opinions.add(store, clerk, ACTIVITY, opinion_fields(giver="家长"), at=NINE)
    opinions.act(store, clerk, ACTIVITY, twin, "merge", {"merged_into": opinion}, at=at(1))
    opinions.act(store, clerk, ACTIVITY, opinion, "sort", {"aspect": "工作作风"}, at=at(2))
    opinions.act(store, clerk, ACTIVITY, opinion, "feed_back", {}, at=at(3))
    shown = state(store, twin)
    assert (shown["main_id"], shown["giver"], shown["content"]) == (opinion, "家长", "会议偏多，希望精简")
    assert shown["is_merged"]
    assert shown["is_fed_back"]
    with pytest.raises(BoardError, match=opinion):
        opinions.act(store, clerk, ACTIVITY, twin, "sort", {"aspect": "工作作风"})


def test_merging_is_undone_once(store: Store, clerk: Actor, opinion: str) -> None:
    twin = opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE)
    opinions.act(store, clerk, ACTIVITY, twin, "merge", {"merged_into": opinion}, at=at(1))
    opinions.act(store, clerk, ACTIVITY, twin, "unmerge", {}, at=at(2))
    assert not state(store, twin)["is_merged"]
    with pytest.raises(BoardError, match="没有可取消"):
        opinions.act(store, clerk, ACTIVITY, twin, "unmerge", {})


def test_what_can_not_be_merged(store: Store, clerk: Actor, opinion: str) -> None:
    twin = opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE)
    third = opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE)
    other = opinions.add(store, clerk, ACTIVITY, opinion_fields(about="member", member_id="M01"), at=NINE)
    opinions.act(store, clerk, ACTIVITY, twin, "merge", {"merged_into": opinion}, at=at(1))
    for opinion_id, main_id in (
        (opinion, opinion),
        (third, twin),
        (opinion, third),
        (other, opinion),
        (third, "O-404"),
    ):
        with pytest.raises(Invalid) as caught:
            opinions.act(store, clerk, ACTIVITY, opinion_id, "merge", {"merged_into": main_id})
        assert set(caught.value.fields) == {"merged_into"}


def test_only_what_is_open_is_offered() -> None:
    free = {"merged_into": None, "status": "received", "is_removed": False}
    assert allowed_actions(free) == ("sort", "merge", "edit", "remove")
    assert allowed_actions({**free, "status": "sorted"}) == ("sort", "feed_back", "answer", "merge", "edit")
    assert allowed_actions({**free, "merged_into": "O-001"}) == ("edit", "unmerge", "remove")
    assert allowed_actions({**free, "is_removed": True}) == ("restore",)
