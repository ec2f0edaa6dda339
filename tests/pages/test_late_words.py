"""Wherever a record with a day of its own is listed, one that was entered late says so (补录)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from board.access import Role
from board.activity import activities
from board.evaluation import rounds
from board.meeting import actions as meeting
from board.meeting import outlines, talks
from board.meeting.studies import STUDY
from board.meeting.talks_views import HELD
from board.opinions import actions as opinions
from board.opinions import feedback
from board.problems import actions as problems
from board.publication import actions as publication
from board.report import points as report_points
from board.report import reading as report
from board.report import versions as report_versions
from board.store import records
from board.tasks import actions as tasks
from board.ui.meeting.page import PARTS
from board.words import LIFE_MEETING
from tests.depth import walked
from tests.example_school import Example
from tests.pages.visitor import opened, sentences_on, table
from tests.procedure.sound_school import EVERYONE

Enter = Callable[[Example, date], Any]


def add(school: Example, kind: records.Kind, fields: dict[str, Any]) -> None:
    records.add(school.store, EVERYONE, kind, school.activity_id, fields)


def talk(school: Example, day: date) -> None:
    sides = {"member_id": "M01", "with_kind": "member", "with_id": "M02"}
    add(school, talks.TALK, {**sides, "held_on": day, "views_exchanged": True})


def finding(school: Example, day: date) -> None:
    words = {"mirror": "上级的部署", "aspect": "工作作风", "content": "下去得少"}
    add(school, outlines.OUTLINE, {"member_id": "M01", **words, "written_on": day})


def study(school: Example, day: date) -> None:
    add(school, STUDY, {"topic": "备课时间", "content": "每天不到四十分钟", "found_on": day})


def problem(school: Example, day: date) -> None:
    words = {"content": "听课太少", "subjective_cause": "重安排、轻检查", "aspect": "工作作风"}
    add(school, problems.PROBLEM, {"found_on": day, "about": "group", **words})


def criticism(school: Example, _: date) -> None:
    meetings = activities.meetings(school.store, school.activity_id)
    meeting_id = meetings[meetings["kind"] == LIFE_MEETING]["meeting_id"].iloc[0]
    words = {"critic_id": "M01", "target_id": "M02", "aspect": "工作作风", "content": "要多下去"}
    add(school, meeting.CRITICISM, {"meeting_id": meeting_id, **words})


def published(school: Example, day: date) -> None:
    words = {"what": "briefing", "title": "公示", "place": "公开栏", "audience": "全体教职工"}
    add(school, publication.PUBLICATION, {**words, "written_on": day, "published_on": day})


def hearing(school: Example, day: date) -> None:
    newest = report.versions(school.store, school.activity_id, school.today).iloc[0]
    heard = {"version_id": newest["version_id"], "group_label": "家长", "way": "座谈会", "heard_count": 9}
    report_points.add_hearing(school.store, EVERYONE, school.activity_id, {**heard, "held_on": day})


def opinion(school: Example, day: date) -> None:
    words = {"channel": "意见箱", "giver": "家长", "about": "group", "content": "放学时门口太挤"}
    opinions.add(school.store, EVERYONE, school.activity_id, {**words, "received_on": day})


def sheet(school: Example, day: date) -> None:
    here = (school.store, EVERYONE, school.activity_id)
    known = feedback.sheets(school.store, school.activity_id, school.today)
    sheet_id = known[known["handed_on"].isna()]["sheet_id"].iloc[0]
    feedback.hand_over(*here, sheet_id, day, "本人签收")


def task(school: Example, day: date) -> None:
    there = tasks.tasks(school.store, school.activity_id, school.today)
    task_id = there[there["status"] == "in_progress"]["task_id"].iloc[0]
    tasks.report(school.store, EVERYONE, school.activity_id, task_id, "done", output_ready=True, done_on=day)


PARTS_OF_MEETING = dict(zip(("readiness", "outlines", "record", "problems", "others", "studies"), PARTS, strict=True))


@pytest.mark.parametrize(
    ("enter", "subject", "key", "query"),
    [
        (study, "meeting", "meeting_studies", {"meeting_part": PARTS_OF_MEETING["studies"]}),
        *walked(
            (talk, "talks", "talks_table", {"talks_view": HELD}),
            (finding, "meeting", "meeting_findings", {"meeting_part": PARTS_OF_MEETING["outlines"]}),
            (criticism, "meeting", "meeting_criticisms", {"meeting_part": PARTS_OF_MEETING["record"]}),
            (problem, "meeting", "meeting_problems", {"meeting_part": PARTS_OF_MEETING["problems"]}),
            (published, "publication", "publication_table", {}),
            (hearing, "report", "report_hearings", {"report_part": "听取意见"}),
            (opinion, "opinions", "opinions_table", {}),
            (sheet, "opinions", "opinions_sheets", {"opinions_part": "反馈单"}),
            (task, "tasks", "tasks_table", {}),
        ),
    ],
)
def test_what_was_entered_late_says_so_in_its_list(
    school: Example, enter: Enter, subject: str, key: str, query: dict[str, str]
) -> None:
    enter(school, school.today - timedelta(days=1))
    words = table(opened(subject, Role.CLERK, **query), key).value["late_word"]
    assert f"{school.today:%m-%d} 补录" in set(words)


def test_a_round_that_was_entered_late_says_so(school: Example) -> None:
    day = school.today - timedelta(days=1)
    fields = {"name": "补评", "evaluated": "分析检查报告", "opened_on": day}
    rounds.add_round(school.store, EVERYONE, school.activity_id, fields)
    at = opened("evaluation", Role.CLERK, evaluation_round="补评")
    assert f"这一轮 {day:%m-%d} 开始，{school.today:%m-%d} 补录。" in sentences_on(at)


@pytest.mark.walk
def test_a_version_of_the_report_that_was_entered_late_says_so(school: Example) -> None:
    day = school.today - timedelta(days=1)
    report_versions.add_version(school.store, EVERYONE, school.activity_id, {"stage": "consulted", "made_on": day})
    at = opened("report", Role.CLERK)
    assert f"成稿（{school.today:%m-%d} 补录）" in sentences_on(at).replace("\\", "")
