"""What is being typed is kept per person, and takes no page with it."""

from dataclasses import replace

import pytest

from board.access import Actor
from board.errors import Refused
from board.evaluation import entry_drafts
from board.store.store import Store


def test_it_is_there_again_for_the_same_person_only(store: Store, clerk: Actor) -> None:
    entry_drafts.keep(store, clerk, "a", {"ballots": ["124"], "group": "家长"})
    assert entry_drafts.draft(store, clerk, "a") == {"ballots": ["124"], "group": "家长"}
    assert entry_drafts.draft(store, clerk, "b") == {}
    assert entry_drafts.draft(store, replace(clerk, account_id="somebody"), "a") == {}


def test_kept_twice_it_is_what_was_kept_last(store: Store, clerk: Actor) -> None:
    for ballots in (["124"], ["124", "x"]):
        entry_drafts.keep(store, clerk, "a", {"ballots": ballots})
    assert entry_drafts.draft(store, clerk, "a")["ballots"] == ["124", "x"]


def test_nothing_typed_forgets_it(store: Store, clerk: Actor) -> None:
    entry_drafts.keep(store, clerk, "a", {"ballots": ["124"]})
    entry_drafts.keep(store, clerk, "a", {})
    assert entry_drafts.draft(store, clerk, "a") == {}


def test_it_refuses_the_wrong_role(store: Store, leader: Actor) -> None:
    with pytest.raises(Refused):
        entry_drafts.keep(store, leader, "a", {"ballots": ["124"]})


def test_no_page_is_redrawn_for_it(store: Store, clerk: Actor) -> None:
    before = store.version("data")
    entry_drafts.keep(store, clerk, "a", {"ballots": ["124"]})
    assert store.version("data") == before
