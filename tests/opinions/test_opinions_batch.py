"""Many opinions at once: a list of lines, a pile to sort; all of it or nothing."""

from datetime import timedelta
from typing import Any

import pytest

from board.access import Actor
from board.errors import BoardError, Conflict, Invalid, Refused
from board.opinions import actions as opinions
from board.opinions import batch as opinions_batch
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, by_id, opinion_fields

AS_OF = START_ON + timedelta(days=10)
LIST = """
1. 会议太多，能合并的合并
（2）食堂的菜凉了

三、图书室天天开门
④ 跑道有坑
- 厕所没有洗手液
2025 年的报销还没有到账
"""


def source(**changed: Any) -> dict[str, Any]:
    fields = dict(opinion_fields(**changed))
    del fields["content"]
    return fields


def test_a_pasted_list_is_read_line_by_line_without_its_numbers() -> None:
    assert opinions_batch.lines(LIST) == [
        "会议太多，能合并的合并",
        "食堂的菜凉了",
        "图书室天天开门",
        "跑道有坑",
        "厕所没有洗手液",
        "2025 年的报销还没有到账",
    ]
    assert opinions_batch.lines(" \n\n 1. \n") == []


def test_a_list_is_registered_with_one_source(store: Store, clerk: Actor) -> None:
    add_activity(store)
    ids = opinions_batch.add_many(store, clerk, ACTIVITY, opinions_batch.lines(LIST), source(giver="家长"), at=NINE)
    held = opinions.opinions(store, ACTIVITY, AS_OF)
    contents = dict(zip(held["opinion_id"], held["content"], strict=True))
    assert [contents[name] for name in ids] == opinions_batch.lines(LIST)
    assert len(held) == 6
    assert set(held["giver"]) == {"家长"}
    assert set(held["status"]) == {"received"}


@pytest.mark.parametrize(
    ("contents", "changed", "field"),
    [
        ([], {}, "contents"),
        (["好"] * (opinions_batch.MOST + 1), {}, "contents"),
        (["好", "长" * (opinions_batch.LONGEST + 1)], {}, "contents"),
        (["好"], {"giver": None}, "giver"),
        (["好"], {"received_on": START_ON + timedelta(days=1)}, "received_on"),
        (["好"], {"about": "member"}, "member_id"),
        (["好"], {"channel": "托梦"}, "channel"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused_whole(
    store: Store, clerk: Actor, contents: list[str], changed: dict[str, Any], field: str
) -> None:
    add_activity(store)
    with pytest.raises(Invalid) as caught:
        opinions_batch.add_many(store, clerk, ACTIVITY, contents, source(**changed), at=NINE)
    assert set(caught.value.fields) == {field}
    assert opinions.opinions(store, ACTIVITY, AS_OF).empty


def test_the_same_list_twice_is_pointed_out(store: Store, clerk: Actor) -> None:
    add_activity(store)
    (known,) = opinions_batch.add_many(store, clerk, ACTIVITY, ["食堂的菜凉了"], source(), at=NINE)
    rows = opinions_batch.preview(
        ["食堂的菜，凉了。", "跑道有坑", "跑道有坑!"], opinions.opinions(store, ACTIVITY, AS_OF)
    )
    assert rows["warning"].tolist() == [f"与 {known} 一字不差", "", "与第 2 行一字不差"]


def test_a_pile_is_sorted_in_one_go(store: Store, clerk: Actor) -> None:
    add_activity(store)
    ids = opinions_batch.add_many(store, clerk, ACTIVITY, ["会议多", "菜凉"], source(), at=NINE)
    piles: list[dict[str, Any]] = [
        {"opinion_id": ids[0], "aspect": "工作作风", "theme": "会议", "wording": "会议偏多", "seen_seq": 1},
        {"opinion_id": ids[1], "aspect": "制度机制", "theme": "", "wording": None, "seen_seq": 1},
    ]
    assert opinions_batch.sort_many(store, clerk, ACTIVITY, piles, at=NINE) == 2
    held = by_id(opinions.opinions(store, ACTIVITY, AS_OF), "opinion_id")
    assert [held[name]["aspect"] for name in ids] == ["工作作风", "制度机制"]
    assert held[ids[0]]["wording"] == "会议偏多"
    with pytest.raises(Conflict):
        opinions_batch.sort_many(store, clerk, ACTIVITY, piles)


def test_one_that_can_not_be_sorted_leaves_all_as_they_are(store: Store, clerk: Actor) -> None:
    add_activity(store)
    ids = opinions_batch.add_many(store, clerk, ACTIVITY, ["会议多", "菜凉"], source(), at=NINE)
    piles: list[dict[str, Any]] = [
        {"opinion_id": ids[0], "aspect": "工作作风"},
        {"opinion_id": ids[1], "aspect": "别的"},
    ]
    with pytest.raises(BoardError, match=ids[1]):
        opinions_batch.sort_many(store, clerk, ACTIVITY, piles)
    assert set(opinions.opinions(store, ACTIVITY, AS_OF)["status"]) == {"received"}
    with pytest.raises(BoardError, match="没有要保存的"):
        opinions_batch.sort_many(store, clerk, ACTIVITY, [])


def test_only_the_clerk_keeps_lists(store: Store, leader: Actor, owner: Actor) -> None:
    add_activity(store)
    for actor in (leader, owner):
        with pytest.raises(Refused):
            opinions_batch.add_many(store, actor, ACTIVITY, ["好"], source())
        with pytest.raises(Refused):
            opinions_batch.sort_many(store, actor, ACTIVITY, [{"opinion_id": "O-001", "aspect": "工作作风"}])
