"""Opinions that came of talks: registered with the talk or joined later, and never to two talks."""

from datetime import date

import pytest

from board.access import Actor
from board.errors import Invalid, Refused
from board.meeting import talks
from board.meeting import talks_opinions as talk_opinions
from board.opinions import actions as opinions
from board.store import records
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, add_activity, opinion_fields, talk_fields

AS_OF = date(2025, 12, 1)


@pytest.fixture
def opinion(store: Store, clerk: Actor) -> str:
    add_activity(store)

    def add_channel() -> None:
        term = {"activity_id": ACTIVITY, "kind": "channel", "label": "谈心", "position": 9, "required": False}
        store.write(lambda transaction: transaction.insert("activities/insert_terms", [term]))

    add_channel()
    return opinions.add(store, clerk, ACTIVITY, opinion_fields(channel="谈心"), at=NINE)


def loose(store: Store) -> list[str]:
    return talk_opinions.without_a_talk(store, ACTIVITY, AS_OF)["opinion_id"].tolist()


def test_a_talk_is_registered_with_what_came_of_it(store: Store, clerk: Actor, opinion: str) -> None:
    assert loose(store) == [opinion]
    talk_id = talk_opinions.register(store, clerk, ACTIVITY, talk_fields(), [opinion], at=NINE)
    assert talk_opinions.came_of(store, ACTIVITY, talk_id, AS_OF)["opinion_id"].tolist() == [opinion]
    assert loose(store) == []


def test_a_talk_without_opinions_is_a_talk(store: Store, clerk: Actor, opinion: str) -> None:
    talk_opinions.register(store, clerk, ACTIVITY, talk_fields(), at=NINE)
    assert talks.talks(store, ACTIVITY, AS_OF)["opinion_count"].tolist() == [0]


def test_opinions_join_a_talk_later_and_twice_over_they_stay(store: Store, clerk: Actor, opinion: str) -> None:
    talk_id = records.add(store, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE)
    for _ in range(2):
        talk_opinions.join(store, clerk, ACTIVITY, talk_id, [opinion], at=NINE)
    assert talk_opinions.came_of(store, ACTIVITY, talk_id, AS_OF)["opinion_id"].tolist() == [opinion]
    assert len(opinions.events(store, ACTIVITY, opinion)) == 2


def test_an_opinion_came_of_one_talk_only_and_a_refusal_registers_nothing(
    store: Store, clerk: Actor, opinion: str
) -> None:
    talk_opinions.register(store, clerk, ACTIVITY, talk_fields(), [opinion], at=NINE)
    other = talk_fields(with_id="普通教师")
    for wrong in ([opinion], ["O-999"]):
        with pytest.raises(Invalid) as caught:
            talk_opinions.register(store, clerk, ACTIVITY, other, wrong, at=NINE)
        assert set(caught.value.fields) == {"opinion_ids"}
    assert len(talks.talks(store, ACTIVITY, AS_OF)) == 1


def test_joining_nothing_is_refused(store: Store, clerk: Actor, opinion: str) -> None:
    talk_id = records.add(store, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE)
    with pytest.raises(Invalid) as caught:
        talk_opinions.join(store, clerk, ACTIVITY, talk_id, [])
    assert set(caught.value.fields) == {"opinion_ids"}


def test_only_the_clerk_joins_them(store: Store, clerk: Actor, leader: Actor, owner: Actor, opinion: str) -> None:
    talk_id = records.add(store, clerk, talks.TALK, ACTIVITY, talk_fields(), at=NINE)
    for actor in (leader, owner):
        with pytest.raises(Refused):
            talk_opinions.register(store, actor, ACTIVITY, talk_fields(with_id="普通教师"), [opinion])
        with pytest.raises(Refused):
            talk_opinions.join(store, actor, ACTIVITY, talk_id, [opinion])
    assert loose(store) == [opinion]
