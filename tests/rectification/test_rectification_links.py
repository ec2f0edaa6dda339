"""Which opinions led to which items."""

from datetime import timedelta

import pytest

from board.access import Actor
from board.errors import Invalid, Refused
from board.opinions import actions as opinions
from board.problems.item_opinions import item_opinions
from board.rectification import actions as rectification
from board.rectification.links import link, links_of, unlink
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, item_fields, opinion_fields

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def opinion(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE)


def test_an_item_is_added_with_the_opinions_that_led_to_it(store: Store, clerk: Actor, opinion: str) -> None:
    item = rectification.add(store, clerk, ACTIVITY, item_fields(), opinion_ids=[opinion], at=NINE)
    linked = item_opinions(store, ACTIVITY, START_ON)
    assert linked[["item_id", "opinion_id"]].to_numpy().tolist() == [[item, opinion]]
    assert opinions.opinions(store, ACTIVITY, START_ON)["item_ids"].tolist() == [item]


def test_who_gave_an_opinion_does_not_come_with_it(store: Store, clerk: Actor, opinion: str) -> None:
    rectification.add(store, clerk, ACTIVITY, item_fields(), opinion_ids=[opinion], at=NINE)
    assert not {"giver", "channel"} & set(item_opinions(store, ACTIVITY, START_ON).columns)


def test_an_unknown_opinion_stops_the_whole_item(store: Store, clerk: Actor, opinion: str) -> None:
    with pytest.raises(Invalid, match="O-404"):
        rectification.add(store, clerk, ACTIVITY, item_fields(), opinion_ids=[opinion, "O-404"], at=NINE)
    assert rectification.items(store, ACTIVITY, START_ON).empty


def test_linking_twice_is_linking_once_and_unlinking_undoes_it(store: Store, clerk: Actor, opinion: str) -> None:
    item = rectification.add(store, clerk, ACTIVITY, item_fields(), at=NINE)
    for _ in range(2):
        link(store, clerk, ACTIVITY, item, [opinion], at=NINE)
    assert len(item_opinions(store, ACTIVITY, START_ON)) == 1
    for _ in range(2):
        unlink(store, clerk, ACTIVITY, item, opinion, at=NINE + HOUR)
    assert item_opinions(store, ACTIVITY, START_ON).empty
    assert len(links_of(store, ACTIVITY, item)) == 1


def test_a_day_before_a_link_was_ended_still_has_it(store: Store, clerk: Actor, opinion: str) -> None:
    item = rectification.add(store, clerk, ACTIVITY, item_fields(), opinion_ids=[opinion], at=NINE)
    unlink(store, clerk, ACTIVITY, item, opinion, at=NINE + 2 * DAY)
    link(store, clerk, ACTIVITY, item, [opinion], at=NINE + 4 * DAY)
    there = [len(item_opinions(store, ACTIVITY, START_ON + each * DAY)) for each in range(-1, 6)]
    assert there == [0, 1, 1, 0, 0, 1, 1]
    led_to = [opinions.opinions(store, ACTIVITY, START_ON + each * DAY)["item_ids"].tolist() for each in range(5)]
    assert led_to == [[item], [item], [""], [""], [item]]
    assert links_of(store, ACTIVITY, item)["unlinked_at"].isna().tolist() == [False, True]


def test_no_link_to_an_item_that_is_not_in_the_ledger(store: Store, clerk: Actor, opinion: str) -> None:
    item = rectification.add(store, clerk, ACTIVITY, item_fields(), at=NINE)
    rectification.act(store, clerk, ACTIVITY, item, "remove", {"reason": "重复"})
    with pytest.raises(Invalid):
        link(store, clerk, ACTIVITY, item, [opinion])


def test_only_the_clerk_links(store: Store, leader: Actor, owner: Actor, opinion: str) -> None:
    for actor in (leader, owner):
        with pytest.raises(Refused):
            link(store, actor, ACTIVITY, "R-001", [opinion])
        with pytest.raises(Refused):
            unlink(store, actor, ACTIVITY, "R-001", opinion)
