"""Who was heard on the report, and that each point they made is answered: by a change or by a reason."""

from datetime import date, timedelta
from typing import Any

import pytest

from board.access import Actor
from board.errors import BoardError, Conflict, Invalid, Refused
from board.report import points as report_points
from board.report import reading as report
from board.report import versions as report_versions
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, START_ON, by_id
from tests.report_rows import add_report_activity, at, draft, hearing_fields, point_fields, version_fields

AS_OF = date(2025, 12, 1)


@pytest.fixture
def heard(store: Store, clerk: Actor) -> str:
    add_report_activity(store)
    draft(store, clerk, 突出问题="听课少。")
    return report_points.add_hearing(store, clerk, ACTIVITY, hearing_fields(), at=at(1))


@pytest.fixture
def point(store: Store, clerk: Actor, heard: str) -> str:
    return report_points.add_point(store, clerk, ACTIVITY, point_fields(hearing_id=heard), at=at(1))


@pytest.fixture
def next_version(store: Store, clerk: Actor, point: str) -> str:
    fields = version_fields(stage="consulted", made_on=at(2).date())
    return report_versions.add_version(store, clerk, ACTIVITY, fields, at=at(2))


def hearing(store: Store, hearing_id: str, as_of: date = AS_OF) -> dict[str, Any]:
    return by_id(report.hearings(store, ACTIVITY, as_of), "hearing_id")[hearing_id]


def state(store: Store, point_id: str, as_of: date = AS_OF) -> dict[str, Any]:
    return by_id(report.points(store, ACTIVITY, as_of), "point_id")[point_id]


def test_a_hearing_says_who_how_when_and_how_many(store: Store, heard: str, point: str) -> None:
    shown = hearing(store, heard)
    assert (heard, shown["group_label"], shown["way"], shown["heard_count"]) == ("H-001", "党员", "座谈会", 12)
    assert (shown["point_count"], shown["open_count"]) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"version_id": None}, "version_id"),
        ({"version_id": "B7"}, "version_id"),
        ({"group_label": None}, "group_label"),
        ({"group_label": "王老师"}, "group_label"),
        ({"way": " "}, "way"),
        ({"way": "开" * 21}, "way"),
        ({"held_on": None}, "held_on"),
        ({"held_on": START_ON - timedelta(days=1)}, "held_on"),
        ({"held_on": START_ON + timedelta(days=2)}, "held_on"),
        ({"heard_count": None}, "heard_count"),
        ({"heard_count": 0}, "heard_count"),
    ],
)
def test_a_hearing_that_makes_no_sense_is_refused(
    store: Store, clerk: Actor, heard: str, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        report_points.add_hearing(store, clerk, ACTIVITY, hearing_fields(**changed), at=at(1))
    assert set(caught.value.fields) == {field}
    assert len(report.hearings(store, ACTIVITY, AS_OF)) == 1


def test_only_the_clerk_notes_who_was_heard_and_what_they_said(
    store: Store, heard: str, point: str, leader: Actor, owner: Actor, admin: Actor
) -> None:
    for actor in (leader, owner, admin):
        with pytest.raises(Refused):
            report_points.add_hearing(store, actor, ACTIVITY, hearing_fields())
        with pytest.raises(Refused):
            report_points.edit_hearing(store, actor, ACTIVITY, heard, {"heard_count": 1})
        with pytest.raises(Refused):
            report_points.remove_hearing(store, actor, ACTIVITY, heard)
        with pytest.raises(Refused):
            report_points.add_point(store, actor, ACTIVITY, point_fields())
        with pytest.raises(Refused):
            report_points.edit_point(store, actor, ACTIVITY, point, {"content": "改"})
        with pytest.raises(Refused):
            report_points.answer_point(store, actor, ACTIVITY, point, "open")
        with pytest.raises(Refused):
            report_points.remove_point(store, actor, ACTIVITY, point)


def test_a_hearing_is_mended_and_each_day_shows_its_own(store: Store, clerk: Actor, heard: str) -> None:
    report_points.edit_hearing(store, clerk, ACTIVITY, heard, {"heard_count": 15}, seen_seq=1, at=at(2))
    assert [hearing(store, heard, at(day).date())["heard_count"] for day in (1, 2)] == [12, 15]
    with pytest.raises(Conflict):
        report_points.edit_hearing(store, clerk, ACTIVITY, heard, {"heard_count": 16}, seen_seq=1)
    with pytest.raises(Invalid):
        report_points.edit_hearing(store, clerk, ACTIVITY, heard, {"heard_count": 0}, at=at(3))


def test_a_hearing_with_points_is_not_taken_away(store: Store, clerk: Actor, heard: str, point: str) -> None:
    with pytest.raises(BoardError, match="D-001"):
        report_points.remove_hearing(store, clerk, ACTIVITY, heard, at=at(2))
    report_points.remove_point(store, clerk, ACTIVITY, point, at=at(2))
    report_points.remove_hearing(store, clerk, ACTIVITY, heard, at=at(2))
    assert report.hearings(store, ACTIVITY, AS_OF).empty
    with pytest.raises(BoardError, match="没有这次听取意见"):
        report_points.remove_hearing(store, clerk, ACTIVITY, heard)
    assert report_points.add_hearing(store, clerk, ACTIVITY, hearing_fields(), at=at(3)) == "H-002"


def test_a_point_is_about_the_version_it_was_heard_on(store: Store, point: str) -> None:
    shown = state(store, point)
    assert (point, shown["version_id"], shown["handling"], shown["reason"]) == ("D-001", "B1", "open", "")


def test_a_point_may_come_without_a_hearing(store: Store, clerk: Actor, heard: str) -> None:
    given = point_fields(hearing_id=None, version_id="B1", section=None)
    loose = report_points.add_point(store, clerk, ACTIVITY, given, at=at(1))
    assert (state(store, loose)["hearing_id"], state(store, loose)["section"]) == (None, None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"content": " "}, "content"),
        ({"content": "长" * 2_001}, "content"),
        ({"section": "结束语"}, "section"),
        ({"hearing_id": "H-009", "version_id": "B1"}, "hearing_id"),
        ({"hearing_id": None}, "version_id"),
        ({"hearing_id": None, "version_id": "B9"}, "version_id"),
    ],
)
def test_a_point_that_makes_no_sense_is_refused(
    store: Store, clerk: Actor, heard: str, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        report_points.add_point(store, clerk, ACTIVITY, point_fields(**changed), at=at(1))
    assert set(caught.value.fields) == {field}
    assert report.points(store, ACTIVITY, AS_OF).empty


def test_a_point_is_answered_by_a_change_in_a_later_version(
    store: Store, clerk: Actor, point: str, next_version: str
) -> None:
    report_points.answer_point(
        store, clerk, ACTIVITY, point, "changed", handled_in=next_version, reason="补了两条", seen_seq=1, at=at(3)
    )
    shown = state(store, point)
    assert (shown["handling"], shown["handled_in"], shown["reason"]) == ("changed", "B2", "补了两条")
    assert state(store, point, at(2).date())["handling"] == "open"
    assert report.events(store, ACTIVITY, "report_points", point)["action"].tolist() == ["add", "answer"]
    with pytest.raises(Conflict):
        report_points.answer_point(store, clerk, ACTIVITY, point, "open", seen_seq=1)


def test_or_by_a_reason_why_not(store: Store, clerk: Actor, point: str) -> None:
    report_points.answer_point(store, clerk, ACTIVITY, point, "declined", reason="与实际不符", at=at(3))
    assert (state(store, point)["handling"], state(store, point)["reason"]) == ("declined", "与实际不符")
    report_points.answer_point(store, clerk, ACTIVITY, point, "open", reason="不留", at=at(4))
    assert (state(store, point)["handling"], state(store, point)["reason"]) == ("open", "")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"handling": "maybe"}, "handling"),
        ({"handling": "declined"}, "reason"),
        ({"handling": "declined", "reason": "  "}, "reason"),
        ({"handling": "declined", "reason": "长" * 2_001}, "reason"),
        ({"handling": "changed"}, "handled_in"),
        ({"handling": "changed", "handled_in": "B1"}, "handled_in"),
        ({"handling": "changed", "handled_in": "B9"}, "handled_in"),
    ],
)
def test_an_answer_that_answers_nothing_is_refused(
    store: Store, clerk: Actor, point: str, next_version: str, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        report_points.answer_point(store, clerk, ACTIVITY, point, at=at(3), **given)
    assert set(caught.value.fields) == {field}
    assert state(store, point)["handling"] == "open"


def test_the_same_answer_twice_leaves_one_event(store: Store, clerk: Actor, point: str) -> None:
    for _ in range(2):
        report_points.answer_point(store, clerk, ACTIVITY, point, "declined", reason="与实际不符", at=at(3))
    assert len(report.events(store, ACTIVITY, "report_points", point)) == 2


def test_a_point_is_mended_and_taken_away_once(store: Store, clerk: Actor, point: str) -> None:
    report_points.edit_point(store, clerk, ACTIVITY, point, {"content": "原因写得太浅"}, seen_seq=1, at=at(2))
    assert state(store, point)["content"] == "原因写得太浅"
    report_points.remove_point(store, clerk, ACTIVITY, point, seen_seq=2, at=at(3))
    assert report.points(store, ACTIVITY, AS_OF).empty
    with pytest.raises(BoardError, match="没有这条意见"):
        report_points.remove_point(store, clerk, ACTIVITY, point)


def test_a_point_changed_for_is_not_moved_behind_its_change(
    store: Store, clerk: Actor, point: str, next_version: str
) -> None:
    report_points.answer_point(store, clerk, ACTIVITY, point, "changed", handled_in=next_version, at=at(3))
    with pytest.raises(Invalid) as caught:
        report_points.edit_point(
            store, clerk, ACTIVITY, point, {"hearing_id": None, "version_id": next_version}, at=at(3)
        )
    assert set(caught.value.fields) == {"version_id"}
