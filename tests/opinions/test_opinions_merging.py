"""Pairs that may say the same: offered once, merged with the originals kept, told apart for good, and back again."""

from datetime import timedelta
from typing import Any

import pytest

from board.access import Actor
from board.errors import Invalid, Refused
from board.opinions import actions as opinions
from board.opinions import merging as opinions_merging
from board.opinions.themes import suggested_themes
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, add_opinion, opinion_fields

AS_OF = START_ON + timedelta(days=10)
SAID = ("办公室的打印机坏了，一直没有人来修。", "打印机坏了没人修，办公室的人都等着。")
OTHERS = ("食堂的菜凉了。", "跑道有坑，下雨积水。", "图书室天天开门就好了。", "校门口太挤。", "家长会一学期只有一次。")


@pytest.fixture
def ids(store: Store, clerk: Actor) -> list[str]:
    add_activity(store)
    texts = enumerate((*SAID, *OTHERS), start=1)
    return [add_opinion(store, clerk, f"O-{place:03d}", content=text) for place, text in texts]


def add(store: Store, clerk: Actor, content: str, **changed: Any) -> str:
    return opinions.add(store, clerk, ACTIVITY, opinion_fields(content=content, **changed), at=NINE)


def offered(store: Store) -> list[tuple[str, str]]:
    found = opinions_merging.alike(store, ACTIVITY, AS_OF)
    return list(zip(found["main_id"], found["opinion_id"], strict=True))


def test_the_same_in_other_words_is_offered_with_both_wordings(store: Store, ids: list[str]) -> None:
    assert offered(store) == [(ids[0], ids[1])]
    pair = opinions_merging.alike(store, ACTIVITY, AS_OF).iloc[0]
    assert (pair["main_content"], pair["content"]) == SAID
    assert 0 < pair["likeness"] <= 1


def test_what_was_merged_is_kept_and_parted_again(store: Store, clerk: Actor, ids: list[str]) -> None:
    opinions.act(store, clerk, ACTIVITY, ids[1], "merge", {"merged_into": ids[0]}, at=NINE)
    assert offered(store) == []
    held = opinions_merging.merged(store, ACTIVITY, AS_OF)
    assert held[["main_id", "main_content", "opinion_id", "content"]].to_numpy().tolist() == [
        [ids[0], SAID[0], ids[1], SAID[1]]
    ]
    opinions.act(store, clerk, ACTIVITY, ids[1], "unmerge", {}, at=NINE)
    assert opinions_merging.merged(store, ACTIVITY, AS_OF).empty
    assert offered(store) == [(ids[0], ids[1])]


def test_what_was_told_apart_stays_away_until_it_is_taken_back(store: Store, clerk: Actor, ids: list[str]) -> None:
    opinions_merging.keep_apart(store, clerk, ACTIVITY, ids[1], ids[0])
    opinions_merging.keep_apart(store, clerk, ACTIVITY, ids[0], ids[1])
    assert offered(store) == []
    opinions_merging.offer_again(store, clerk, ACTIVITY, ids[0], ids[1])
    assert offered(store) == [(ids[0], ids[1])]


def test_the_one_handled_further_is_the_main_one(store: Store, clerk: Actor, ids: list[str]) -> None:
    opinions.act(store, clerk, ACTIVITY, ids[1], "sort", {"aspect": "工作作风"}, at=NINE)
    assert offered(store) == [(ids[1], ids[0])]
    third = add(store, clerk, SAID[1])
    opinions.act(store, clerk, ACTIVITY, third, "merge", {"merged_into": ids[0]}, at=NINE)
    assert offered(store) == [(ids[0], ids[1])]


def test_what_is_about_somebody_else_is_not_offered(store: Store, clerk: Actor) -> None:
    add_activity(store)
    add(store, clerk, SAID[0])
    add(store, clerk, SAID[1], about="member", member_id="M01")
    for text in OTHERS:
        add(store, clerk, text)
    assert offered(store) == []


@pytest.mark.parametrize("other", ["O-404", "O-001"])
def test_only_two_that_are_there_are_told_apart(store: Store, clerk: Actor, ids: list[str], other: str) -> None:
    with pytest.raises(Invalid):
        opinions_merging.keep_apart(store, clerk, ACTIVITY, ids[0], other)


def test_only_the_clerk_tells_apart(store: Store, ids: list[str], leader: Actor, owner: Actor) -> None:
    for actor in (leader, owner):
        with pytest.raises(Refused):
            opinions_merging.keep_apart(store, actor, ACTIVITY, ids[0], ids[1])
        with pytest.raises(Refused):
            opinions_merging.offer_again(store, actor, ACTIVITY, ids[0], ids[1])


def test_where_nothing_was_heard_nothing_is_offered(store: Store) -> None:
    add_activity(store)
    assert opinions_merging.alike(store, ACTIVITY, AS_OF).empty
    assert opinions_merging.merged(store, ACTIVITY, AS_OF).empty
    assert suggested_themes(store, ACTIVITY, AS_OF) == {}


def test_the_unsorted_is_offered_the_theme_of_what_it_is_like(store: Store, clerk: Actor, ids: list[str]) -> None:
    opinions.act(store, clerk, ACTIVITY, ids[0], "sort", {"aspect": "工作作风", "theme": "设备报修"}, at=NINE)
    opinions.act(store, clerk, ACTIVITY, ids[2], "sort", {"aspect": "制度机制", "theme": "食堂"}, at=NINE)
    themes = suggested_themes(store, ACTIVITY, AS_OF)
    assert themes[ids[1]] == "设备报修"
    assert ids[6] not in themes
