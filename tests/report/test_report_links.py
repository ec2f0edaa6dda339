"""Which problems a section tells of: set, carried into the next version, taken back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from board.access import Actor
from board.errors import BoardError, Refused
from board.problems import actions as problems
from board.report import links as report_links
from board.report import reading as report
from board.report import versions as report_versions
from board.store import records
from board.store.store import Store
from tests.ledger_rows import ACTIVITY
from tests.report_rows import add_report_activity, at, draft, problem_fields, version_fields

AS_OF = date(2025, 12, 1)
BOTH = ["W-001", "W-002"]


@pytest.fixture
def linked(store: Store, clerk: Actor) -> list[str]:
    add_report_activity(store)
    draft(store, clerk)
    for content in ("听课少", "会议多"):
        records.add(store, clerk, problems.PROBLEM, ACTIVITY, problem_fields(content=content), at=at(0))
    link(store, clerk, {"突出问题": BOTH}, 1)
    return BOTH


def link(store: Store, actor: Actor, told: Mapping[str, Any], day: int) -> None:
    report_links.link_problems(store, actor, ACTIVITY, "B1", told, at=at(day))


def links(store: Store, as_of: date = AS_OF) -> list[tuple[str, str, str]]:
    frame = report.report_problems(store, ACTIVITY, as_of)
    return list(zip(frame["version_id"], frame["section"], frame["problem_id"], strict=True))


def test_a_link_stands_from_its_day(store: Store, linked: list[str]) -> None:
    assert links(store) == [("B1", "突出问题", each) for each in linked]
    assert links(store, at(0).date()) == []


def test_setting_the_same_again_changes_nothing(store: Store, clerk: Actor, linked: list[str]) -> None:
    link(store, clerk, {"突出问题": linked}, 2)
    assert report.report_problems(store, ACTIVITY, AS_OF)["linked_at"].dt.date.unique().tolist() == [at(1).date()]


def test_what_is_left_out_ends_and_its_days_still_show_it(store: Store, clerk: Actor, linked: list[str]) -> None:
    link(store, clerk, {"突出问题": ["W-002"], "原因分析": ["W-002"]}, 3)
    assert links(store) == [("B1", "原因分析", "W-002"), ("B1", "突出问题", "W-002")]
    assert links(store, at(2).date()) == [("B1", "突出问题", each) for each in linked]


def test_other_sections_stay_as_they_are(store: Store, clerk: Actor, linked: list[str]) -> None:
    link(store, clerk, {"原因分析": []}, 3)
    assert len(links(store)) == 2


def test_the_next_version_keeps_what_the_last_told_of(store: Store, clerk: Actor, linked: list[str]) -> None:
    fields = version_fields(stage="consulted", made_on=at(2).date())
    report_versions.add_version(store, clerk, ACTIVITY, fields, at=at(2))
    assert [version for version, _, _ in links(store)] == ["B1", "B1", "B2", "B2"]


def test_only_the_clerk_links(store: Store, linked: list[str], leader: Actor, owner: Actor, admin: Actor) -> None:
    for actor in (leader, owner, admin):
        with pytest.raises(Refused):
            link(store, actor, {"突出问题": []}, 2)


@pytest.mark.parametrize(
    ("told", "said"), [({"结束语": ["W-001"]}, "没有这一部分"), ({"原因分析": ["W-001", "W-009"]}, "没有这个问题")]
)
def test_a_link_that_leads_nowhere_is_refused_and_nothing_is_half_done(
    store: Store, clerk: Actor, linked: list[str], told: Mapping[str, Any], said: str
) -> None:
    with pytest.raises(BoardError, match=said):
        link(store, clerk, {"突出问题": [], **told}, 2)
    assert len(links(store)) == 2


def test_a_version_that_is_not_there_is_refused(store: Store, clerk: Actor, linked: list[str]) -> None:
    with pytest.raises(BoardError, match="没有这一版报告"):
        report_links.link_problems(store, clerk, ACTIVITY, "B9", {"突出问题": linked})
