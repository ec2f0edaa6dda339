"""A past day as it is known now: what is dated up to it, whenever it was entered, but for what was taken out since."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from board import clock
from board.activity import activities
from board.meeting import actions as meeting
from board.meeting import calendar, outlines, talks
from board.meeting.studies import STUDY, studies
from board.opinions import actions as opinions
from board.problems import actions as problems
from board.publication import actions as publication
from board.report import points as report_points
from board.report import reading as report
from board.report import versions as report_versions
from board.store import records
from board.store.store import Store
from board.tasks import actions as tasks
from board.words import FORUM
from tests.procedure.sound_school import EVERYONE, activity_of
from tests.stores import Copies

Read = Callable[[Store, str, date], pd.DataFrame]
BACK = 3


@pytest.fixture
def store(sound_copies: Copies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The sound school a day later, so that the days before are over."""
    tomorrow = datetime.combine(clock.today() + timedelta(days=1), time(9))
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    with sound_copies.opened(tmp_path / "known.duckdb") as opened:
        yield opened


def day() -> date:
    """The day that something is dated: it is entered today."""
    return clock.today() - timedelta(days=BACK)


def asked(store: Store, read: Read, on: date, *, known_now: bool) -> pd.DataFrame:
    store.is_known_now = lambda: known_now
    try:
        return read(store, activity_of(store), on)
    finally:
        store.is_known_now = lambda: False


def add(store: Store, kind: records.Kind, fields: dict[str, Any]) -> str:
    return records.add(store, EVERYONE, kind, activity_of(store), fields)


def do(store: Store, action: Callable[..., Any], *given: Any, **more: Any) -> Any:
    return action(store, EVERYONE, activity_of(store), *given, **more)


def _talk(store: Store) -> str:
    sides = {"member_id": "M01", "with_kind": "member", "with_id": "M02", "views_exchanged": True}
    return add(store, talks.TALK, {**sides, "held_on": day()})


def _outline(store: Store) -> str:
    words = {"member_id": "M01", "mirror": "上级的部署", "aspect": "工作作风", "content": "下去得少"}
    return add(store, outlines.OUTLINE, {**words, "written_on": day()})


def _study(store: Store) -> str:
    return add(store, STUDY, {"topic": "听课", "content": "一学期三节", "found_on": day()})


def _problem(store: Store) -> str:
    words = {"content": "听课太少", "subjective_cause": "重安排、轻检查", "aspect": "工作作风", "about": "group"}
    return add(store, problems.PROBLEM, {**words, "found_on": day()})


def _publication(store: Store) -> str:
    words = {"what": "briefing", "title": "通报", "place": "公开栏", "audience": "全体教职工"}
    return add(store, publication.PUBLICATION, {**words, "written_on": day(), "published_on": day()})


def _opinion(store: Store) -> str:
    words = {"channel": "意见箱", "giver": "家长", "about": "group", "content": "放学时门口太挤"}
    return str(do(store, opinions.add, {**words, "received_on": day()}))


def _hearing(store: Store) -> str:
    version_id = report.versions(store, activity_of(store), clock.today())["version_id"].iloc[-1]
    heard = {"version_id": version_id, "group_label": "家长", "way": "座谈会", "heard_count": 9}
    return str(do(store, report_points.add_hearing, {**heard, "held_on": day()}))


def _version(store: Store) -> str:
    return str(do(store, report_versions.add_version, {"stage": "consulted", "made_on": day()}))


def _meeting(store: Store) -> str:
    return str(do(store, calendar.add, {"kind": FORUM, "topic": "补记的座谈会", "held_on": day()}))


CASES = [
    (_talk, talks.talks, "talk_id"),
    (_outline, outlines.outlines, "outline_id"),
    (_study, studies, "study_id"),
    (_problem, problems.problems, "problem_id"),
    (_publication, publication.publications, "publication_id"),
    (_opinion, opinions.opinions, "opinion_id"),
    (_hearing, report.hearings, "hearing_id"),
    (_version, report.versions, "version_id"),
    (_meeting, activities.meetings, "meeting_id"),
]


@pytest.mark.parametrize(("enter", "read", "key"), CASES)
def test_what_was_entered_late_is_there_from_its_own_day_on(
    store: Store, enter: Callable[[Store], str], read: Read, key: str
) -> None:
    record_id = enter(store)
    before = day() - timedelta(days=1)
    for on, known_now, is_there in (
        (day(), True, True),
        (before, True, False),
        (day(), False, False),
        (clock.today() - timedelta(days=1), True, True),
    ):
        assert (record_id in set(asked(store, read, on, known_now=known_now)[key])) is is_there, (on, known_now)


@pytest.mark.parametrize(
    ("enter", "read", "kind"), [(_talk, talks.talks, talks.TALK), (_problem, problems.problems, problems.PROBLEM)]
)
def test_what_was_taken_out_since_was_never_there(
    store: Store, monkeypatch: pytest.MonkeyPatch, enter: Callable[[Store], str], read: Read, kind: records.Kind
) -> None:
    record_id, entered_on = enter(store), clock.today()
    later = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    records.act(store, EVERYONE, kind, activity_of(store), record_id, "remove", {"reason": "记错了"})
    assert record_id in set(asked(store, read, entered_on, known_now=False)[kind.key])
    assert record_id not in set(asked(store, read, entered_on, known_now=True)[kind.key])


def test_a_day_that_was_set_right_counts_as_it_is_now(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    talk_id, wrong = _talk(store), day()
    later = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    right = wrong + timedelta(days=2)
    records.act(store, EVERYONE, talks.TALK, activity_of(store), talk_id, "edit", {"held_on": right})
    assert talk_id not in set(asked(store, talks.talks, wrong, known_now=True)["talk_id"])
    assert talk_id in set(asked(store, talks.talks, right, known_now=True)["talk_id"])


def test_what_was_done_with_an_opinion_counts_from_the_day_it_was_done(store: Store) -> None:
    opinion_id = _opinion(store)
    do(store, opinions.act, opinion_id, "sort", {"aspect": "工作作风"})
    then = asked(store, opinions.opinions, day(), known_now=True).set_index("opinion_id").loc[opinion_id]
    assert then["status"] == "received"


def test_minutes_and_attendance_written_later_belong_to_the_day_of_their_meeting(store: Store) -> None:
    meeting_id = _meeting(store)
    do(store, meeting.note_attendance, meeting_id, {"M01": "present"})
    do(store, meeting.keep_minutes, meeting_id, {"minutes": "大家说，我们记"})
    held = asked(store, meeting.held_meetings, day(), known_now=True).set_index("meeting_id").loc[meeting_id]
    assert (held["minutes"], held["present_count"]) == ("大家说，我们记", 1)


def test_a_task_that_was_reported_late_was_done_on_its_day(store: Store) -> None:
    there = tasks.tasks(store, activity_of(store), clock.today())
    task_id = there[there["status"] != "done"]["task_id"].iloc[0]
    do(store, tasks.report, task_id, "done", output_ready=True, done_on=day())
    for known_now in (True, False):
        rows = asked(store, tasks.tasks, day(), known_now=known_now)
        assert (task_id in set(rows[rows["status"] == "done"]["task_id"])) is known_now


def test_what_was_known_then_is_the_same_after_it_was_asked_as_known_now(store: Store) -> None:
    first = asked(store, talks.talks, day(), known_now=False)
    talk_id = _talk(store)
    assert talk_id in set(asked(store, talks.talks, day(), known_now=True)["talk_id"])
    pd.testing.assert_frame_equal(asked(store, talks.talks, day(), known_now=False), first)


def test_a_day_on_which_all_was_entered_in_time_is_the_same_either_way(store: Store) -> None:
    on = clock.today() - timedelta(days=1)
    for _, read, key in CASES:
        then, now = (set(asked(store, read, on, known_now=each)[key]) for each in (False, True))
        assert then == now
