"""Linking two records of a thread and parting them again, whatever their kinds."""

import pytest

from board.access import Actor
from board.errors import BoardError, Conflict, Invalid, Refused
from board.rectification import actions as rectification
from board.store.frames import each_row
from board.store.store import Store
from board.thread import records as thread
from board.thread.links import link, part
from board.thread.rules import Record
from tests.depth import few
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity
from tests.thread.thread_rows import CRITERION, ITEM, OPINION, PAIRS, PROBLEM, SECTION, add_records

every_pair = pytest.mark.parametrize(("one", "other"), PAIRS)
a_pair = pytest.mark.parametrize(("one", "other"), few(PAIRS, 1))


@pytest.fixture
def records(store: Store, clerk: Actor) -> Store:
    add_records(store, clerk)
    return store


def pairs(store: Store) -> list[tuple[Record, Record]]:
    found = thread.links(store, ACTIVITY, START_ON)
    return [((row.upper_kind, row.upper_id), (row.lower_kind, row.lower_id)) for row in each_row(found)]


@every_pair
def test_two_records_are_linked_from_either_side(records: Store, clerk: Actor, one: Record, other: Record) -> None:
    link(records, clerk, ACTIVITY, other, one, at=NINE)
    assert pairs(records) == [(one, other)]


@a_pair
def test_linking_twice_is_linking_once(records: Store, clerk: Actor, one: Record, other: Record) -> None:
    for _ in range(2):
        link(records, clerk, ACTIVITY, one, other, at=NINE)
    assert pairs(records) == [(one, other)]


@every_pair
def test_parting_ends_the_link_and_parting_again_does_nothing(
    records: Store, clerk: Actor, one: Record, other: Record
) -> None:
    link(records, clerk, ACTIVITY, one, other, at=NINE)
    for _ in range(2):
        part(records, clerk, ACTIVITY, other, one, at=NINE)
    assert pairs(records) == []


@a_pair
def test_only_the_clerk_may(records: Store, leader: Actor, owner: Actor, one: Record, other: Record) -> None:
    for actor in (leader, owner):
        for act in (link, part):
            with pytest.raises(Refused):
                act(records, actor, ACTIVITY, one, other, at=NINE)
    assert pairs(records) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("opinion", "O-404"), PROBLEM),
        (OPINION, ("problem", "W-404")),
        (("opinion", "O-404"), ITEM),
        (PROBLEM, ("item", "R-404")),
        (("problem", "W-404"), SECTION),
        (PROBLEM, ("section", "没有这一部分")),
        (("section", "没有这一部分"), ITEM),
        (ITEM, ("criterion", "K404")),
        (OPINION, SECTION),
        (SECTION, CRITERION),
    ],
)
def test_what_is_not_there_or_never_linked_is_refused(records: Store, clerk: Actor, one: Record, other: Record) -> None:
    with pytest.raises(BoardError):
        link(records, clerk, ACTIVITY, one, other, at=NINE)
    assert pairs(records) == []


def test_an_item_somebody_else_changed_meanwhile_is_not_overwritten(records: Store, clerk: Actor) -> None:
    seen = int(rectification.items(records, ACTIVITY, START_ON)["seq"].iloc[0])
    link(records, clerk, ACTIVITY, ITEM, CRITERION, seen_seq=seen, at=NINE)
    with pytest.raises(Conflict):
        link(records, clerk, ACTIVITY, ITEM, SECTION, seen_seq=seen, at=NINE)


def test_without_a_report_no_problem_can_be_told_in_it(store: Store, clerk: Actor) -> None:
    add_activity(store)
    with pytest.raises(BoardError, match="还没有分析检查报告"):
        link(store, clerk, ACTIVITY, PROBLEM, SECTION, at=NINE)


def test_kinds_that_are_never_linked_are_said_so(records: Store, clerk: Actor) -> None:
    with pytest.raises(Invalid, match="不能直接连在一起"):
        part(records, clerk, ACTIVITY, OPINION, CRITERION)
