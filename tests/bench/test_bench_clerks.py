"""The clerks of the bench work on a store, and what they saved is held against what is there."""

import time

from board.store.store import Store
from tests.bench.clerks import Office


def test_clerks_who_save_at_the_same_time_lose_nothing(store: Store) -> None:
    office = Office(store)
    time.sleep(3)
    ended = office.ended()
    assert ended["faults"] == []
    assert ended["taken"]


def test_what_a_clerk_lost_is_named(store: Store) -> None:
    office = Office(store)
    office.clerks[0].opinions.add("O-999")
    assert office.ended()["faults"] == ["lost: O-999"]
