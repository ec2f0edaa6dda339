"""Feedback sheets: made of what is sorted, handed over once with a receipt, and nothing on them of who said it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from board.access import Actor
from board.errors import BoardError, Conflict, Invalid, Refused
from board.opinions import actions as opinions
from board.opinions import feedback
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, by_id, opinion_fields

AS_OF = START_ON + timedelta(days=10)


def at(day: int) -> datetime:
    return NINE + timedelta(days=day)


def day(count: int) -> date:
    return START_ON + timedelta(days=count)


def sorted_opinion(store: Store, clerk: Actor, aspect: str = "工作作风", wording: str = "", **fields: Any) -> str:
    opinion_id = opinions.add(store, clerk, ACTIVITY, opinion_fields(**fields), at=NINE)
    opinions.act(store, clerk, ACTIVITY, opinion_id, "sort", {"aspect": aspect, "wording": wording}, at=at(1))
    return opinion_id


@pytest.fixture
def two(store: Store, clerk: Actor) -> list[str]:
    """Two sorted opinions about the group, the later one of an earlier aspect, and one about a member."""
    add_activity(store)
    return [
        sorted_opinion(store, clerk, content="会议偏多"),
        sorted_opinion(store, clerk, "思想观念", "有教师反映谈心少", content="我们三年级组长两年没人找过"),
        sorted_opinion(store, clerk, about="member", member_id="M02", content="听课少"),
    ]


def sheet(store: Store, sheet_id: str, as_of: date = AS_OF) -> dict[str, Any]:
    return by_id(feedback.sheets(store, ACTIVITY, as_of), "sheet_id")[sheet_id]


def status(store: Store, opinion_id: str, as_of: date = AS_OF) -> str:
    return str(by_id(opinions.opinions(store, ACTIVITY, as_of), "opinion_id")[opinion_id]["status"])


def test_a_sheet_for_the_group_holds_what_is_about_the_group(store: Store, clerk: Actor, two: list[str]) -> None:
    assert feedback.make(store, clerk, ACTIVITY, at=at(2)) == "F-001"
    on_it = feedback.sheet_opinions(store, ACTIVITY, AS_OF)
    assert on_it["opinion_id"].tolist() == [two[1], two[0]]
    assert on_it["wording"].tolist() == ["有教师反映谈心少", "会议偏多"]
    assert on_it["position"].tolist() == [1, 2]
    made = sheet(store, "F-001")
    assert (made["to_kind"], made["opinion_count"], made["receipt"]) == ("group", 2, "")
    assert status(store, two[0]) == "sorted"


def test_a_sheet_for_a_member_holds_what_is_about_them(store: Store, clerk: Actor, two: list[str]) -> None:
    sheet_id = feedback.make(store, clerk, ACTIVITY, "M02", at=at(2))
    assert feedback.sheet_opinions(store, ACTIVITY, AS_OF)["opinion_id"].tolist() == [two[2]]
    assert sheet(store, sheet_id)["member_name"] == "教学副校长"


def test_nothing_that_tells_the_giver_is_on_a_sheet(store: Store, clerk: Actor, two: list[str]) -> None:
    feedback.make(store, clerk, ACTIVITY, at=at(2))
    columns = set(feedback.sheet_opinions(store, ACTIVITY, AS_OF).columns)
    assert columns == {"sheet_id", "opinion_id", "position", "aspect", "wording"}


def test_handing_over_moves_every_opinion_at_once(store: Store, clerk: Actor, two: list[str]) -> None:
    sheet_id = feedback.make(store, clerk, ACTIVITY, at=at(2))
    feedback.hand_over(store, clerk, ACTIVITY, sheet_id, day(3), "校长", at=at(3))
    assert [status(store, each) for each in two] == ["fed_back", "fed_back", "sorted"]
    assert [status(store, each, day(2)) for each in two] == ["sorted"] * 3
    frame = by_id(opinions.opinions(store, ACTIVITY, AS_OF), "opinion_id")
    assert [(frame[each]["sheet_id"], frame[each]["has_receipt"]) for each in two] == [
        ("F-001", True),
        ("F-001", True),
        ("", False),
    ]
    assert frame[two[0]]["fed_back_to"] == "领导班子"
    assert (sheet(store, sheet_id)["receipt"], sheet(store, sheet_id, day(2))["receipt"]) == ("校长", "")


def test_handing_over_is_whole_or_nothing(store: Store, clerk: Actor, two: list[str]) -> None:
    sheet_id = feedback.make(store, clerk, ACTIVITY, at=at(2))
    opinions.act(store, clerk, ACTIVITY, two[0], "merge", {"merged_into": two[1]}, at=at(3))
    with pytest.raises(BoardError, match=two[0]):
        feedback.hand_over(store, clerk, ACTIVITY, sheet_id, day(3), "校长", at=at(4))
    assert status(store, two[1]) == "sorted"
    assert sheet(store, sheet_id)["receipt"] == ""


@pytest.mark.parametrize(
    ("handed_on", "receipt", "field"),
    [
        (None, "校长", "handed_on"),
        (day(1), "校长", "handed_on"),
        (day(9), "校长", "handed_on"),
        (day(3), " ", "receipt"),
    ],
)
def test_a_receipt_names_day_and_person(
    store: Store, clerk: Actor, two: list[str], handed_on: date | None, receipt: str, field: str
) -> None:
    sheet_id = feedback.make(store, clerk, ACTIVITY, at=at(2))
    with pytest.raises(Invalid) as caught:
        feedback.hand_over(store, clerk, ACTIVITY, sheet_id, handed_on, receipt, at=at(4))
    assert set(caught.value.fields) == {field}
    assert status(store, two[0]) == "sorted"


def test_a_receipt_is_put_right_and_nothing_fed_back_twice(store: Store, clerk: Actor, two: list[str]) -> None:
    sheet_id = feedback.make(store, clerk, ACTIVITY, at=at(2))
    feedback.hand_over(store, clerk, ACTIVITY, sheet_id, day(3), "校长", at=at(3))
    feedback.hand_over(store, clerk, ACTIVITY, sheet_id, day(3), "办公室主任", at=at(4))
    assert sheet(store, sheet_id)["receipt"] == "办公室主任"
    assert opinions.events(store, ACTIVITY, two[0])["action"].tolist() == ["add", "sort", "feed_back"]
    assert feedback.events(store, ACTIVITY, sheet_id)["action"].tolist() == ["add", "hand_over", "edit"]


def test_a_void_sheet_sets_its_opinions_free(store: Store, clerk: Actor, two: list[str]) -> None:
    first = feedback.make(store, clerk, ACTIVITY, at=at(2))
    with pytest.raises(BoardError, match="没有可以反馈"):
        feedback.make(store, clerk, ACTIVITY, at=at(2))
    feedback.remove(store, clerk, ACTIVITY, first, at=at(3))
    assert feedback.make(store, clerk, ACTIVITY, opinion_ids=[two[0]], at=at(4)) == "F-002"
    assert feedback.sheets(store, ACTIVITY, AS_OF)["sheet_id"].tolist() == ["F-002"]
    assert feedback.sheets(store, ACTIVITY, day(2))["sheet_id"].tolist() == ["F-001"]
    assert len(feedback.sheet_opinions(store, ACTIVITY, day(2))) == 2
    with pytest.raises(BoardError, match="没有这张反馈单"):
        feedback.remove(store, clerk, ACTIVITY, first)


def test_a_sheet_that_was_signed_for_stays(store: Store, clerk: Actor, two: list[str]) -> None:
    sheet_id = feedback.make(store, clerk, ACTIVITY, at=at(2))
    feedback.hand_over(store, clerk, ACTIVITY, sheet_id, day(3), "校长", at=at(3))
    with pytest.raises(BoardError, match="现在不能作废"):
        feedback.remove(store, clerk, ACTIVITY, sheet_id)


def test_only_what_waits_goes_on_a_sheet(store: Store, clerk: Actor, two: list[str]) -> None:
    unsorted = opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE)
    for wrong in (unsorted, two[2], "O-404"):
        with pytest.raises(Invalid):
            feedback.make(store, clerk, ACTIVITY, opinion_ids=[wrong])
    assert feedback.waiting(store, ACTIVITY)["opinion_id"].tolist() == [two[1], two[0], two[2]]


def test_the_second_of_two_is_told(store: Store, clerk: Actor, two: list[str]) -> None:
    sheet_id = feedback.make(store, clerk, ACTIVITY, at=at(2))
    feedback.hand_over(store, clerk, ACTIVITY, sheet_id, day(3), "校长", seen_seq=1, at=at(3))
    with pytest.raises(Conflict):
        feedback.remove(store, clerk, ACTIVITY, sheet_id, seen_seq=1)


def test_only_the_clerk_hands_opinions_on(store: Store, two: list[str], leader: Actor, owner: Actor) -> None:
    for actor in (leader, owner):
        with pytest.raises(Refused):
            feedback.make(store, actor, ACTIVITY)
        with pytest.raises(Refused):
            feedback.hand_over(store, actor, ACTIVITY, "F-001", day(3), "校长")
        with pytest.raises(Refused):
            feedback.remove(store, actor, ACTIVITY, "F-001")


def test_a_school_without_sheets_shows_none(store: Store) -> None:
    add_activity(store)
    assert feedback.sheets(store, ACTIVITY, AS_OF).empty
    assert feedback.sheet_opinions(store, ACTIVITY, AS_OF).empty
