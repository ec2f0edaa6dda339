"""Which problems a section tells of: linked, carried into the next version, ended."""

from datetime import date

import pytest

from board import report, report_links, report_versions
from board.access import Actor
from board.db import Store
from board.errors import BoardError, Refused
from tests.ledger_rows import ACTIVITY
from tests.report_rows import add_report_activity, at, draft, version_fields

AS_OF = date(2025, 12, 1)


@pytest.fixture
def linked(store: Store, clerk: Actor) -> str:
    add_report_activity(store)
    draft(store, clerk)
    report_links.link_problem(store, clerk, ACTIVITY, "B1", "突出问题", "W-001", at=at(1))
    return "W-001"


def links(store: Store, as_of: date = AS_OF) -> list[tuple[str, str, str]]:
    frame = report.report_problems(store, ACTIVITY, as_of)
    return list(zip(frame["version_id"], frame["section"], frame["problem_id"], strict=True))


def test_a_link_stands_from_its_day(store: Store, linked: str) -> None:
    assert links(store) == [("B1", "突出问题", linked)]
    assert links(store, at(0).date()) == []


def test_linking_twice_changes_nothing(store: Store, clerk: Actor, linked: str) -> None:
    report_links.link_problem(store, clerk, ACTIVITY, "B1", "突出问题", linked, at=at(2))
    assert len(links(store)) == 1


def test_the_next_version_keeps_what_the_last_told_of(store: Store, clerk: Actor, linked: str) -> None:
    fields = version_fields(stage="consulted", made_on=at(2).date())
    report_versions.add_version(store, clerk, ACTIVITY, fields, at=at(2))
    assert links(store) == [("B1", "突出问题", linked), ("B2", "突出问题", linked)]


def test_a_link_ends_and_its_days_still_show_it(store: Store, clerk: Actor, linked: str) -> None:
    for _ in range(2):
        report_links.unlink_problem(store, clerk, ACTIVITY, "B1", "突出问题", linked, at=at(3))
    assert links(store) == []
    assert links(store, at(2).date()) == [("B1", "突出问题", linked)]


def test_only_the_clerk_links(store: Store, linked: str, leader: Actor, owner: Actor, admin: Actor) -> None:
    for actor in (leader, owner, admin):
        with pytest.raises(Refused):
            report_links.link_problem(store, actor, ACTIVITY, "B1", "突出问题", linked)
        with pytest.raises(Refused):
            report_links.unlink_problem(store, actor, ACTIVITY, "B1", "突出问题", linked)


def test_a_link_needs_a_section_of_a_version(store: Store, clerk: Actor, linked: str) -> None:
    with pytest.raises(BoardError, match="没有这一版报告"):
        report_links.link_problem(store, clerk, ACTIVITY, "B9", "突出问题", linked)
    with pytest.raises(BoardError, match="没有这一部分"):
        report_links.link_problem(store, clerk, ACTIVITY, "B1", "结束语", linked)
