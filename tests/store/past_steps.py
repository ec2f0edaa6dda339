"""What people do on a day, in every subject, much of it dated earlier: steps of a random history."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd

from board import clock
from board.activity import activities
from board.ballots import closing
from board.evaluation import results, rounds
from board.evaluation.suggestions import suggestions_to_opinion
from board.importing.choices import Choices
from board.imports import history as imports_history
from board.imports import ledger, ledger_undo
from board.meeting import actions as meeting
from board.meeting import calendar, outlines, talks
from board.opinions import actions as opinions
from board.problems import actions as problems
from board.procedure import verdicts
from board.publication import actions as publication
from board.rectification import actions as rectification
from board.rectification import batch
from board.rectification.batch import Change
from board.report import links as report_links
from board.report import points as report_points
from board.report import reading as report_reading
from board.report import versions as report_versions
from board.store import records
from board.store.store import Store
from board.tasks import actions as tasks
from board.tasks import shifts
from board.words import BRIEFING_MEETING, FORUM, LIFE_MEETING
from tests.ballot_files import file_of
from tests.procedure.sound_school import BEST, EVERYONE, GROUPS, bring_in

_WAYS = ("paper", "online")
_NEWER = ("较深", "较广", "较准", "较透", "较清", "较可行", "较强", "较强", "较好")


@dataclass
class Life:
    """A school whose people do something, at random; `number` makes each text a new one."""

    store: Store
    activity_id: str
    chance: Random
    number: int = 0

    def text(self) -> str:
        self.number += 1
        return f"第 {self.number} 件：办事要快一些"

    def earlier(self) -> date:
        """Today or a day before: what is entered late is dated so."""
        return clock.today() - timedelta(days=self.chance.choice((0, 1, 1, 2, 3, 9)))

    def do(self, action: Callable[..., Any], *given: Any, **more: Any) -> Any:
        return action(self.store, EVERYONE, self.activity_id, *given, **more)

    def one(self, read: Callable[..., pd.DataFrame], column: str) -> str:
        return str(self.chance.choice(read(self.store, self.activity_id, clock.today())[column].tolist()))

    def word(self, kind: str) -> str:
        terms = activities.terms(self.store, self.activity_id)
        return str(self.chance.choice(terms[terms["kind"] == kind]["label"].tolist()))

    def members(self) -> list[str]:
        people = activities.people(self.store, self.activity_id)
        return self.chance.sample(people[people["is_member"]]["person_id"].tolist(), 2)

    def keep(self, kind: records.Kind, read: Callable[..., pd.DataFrame], fields: dict[str, Any]) -> None:
        """Registers a plain record, or edits or takes out one."""
        what = self.chance.choice(("add", "add", "edit", "remove"))
        to = (self.store, EVERYONE, kind, self.activity_id)
        if what == "add":
            records.add(*to, fields)
        else:
            given = {"reason": "记错了"} if what == "remove" else fields
            records.act(*to, self.one(read, kind.key), what, given)


def _opinion(life: Life) -> None:
    if life.chance.random() < 0.4:
        words = {"channel": life.word("channel"), "giver": life.word("giver")}
        life.do(opinions.add, {**words, "received_on": life.earlier(), "about": "group", "content": life.text()})
        return
    opinion_id = life.one(opinions.opinions, "opinion_id")
    action, given = life.chance.choice(
        (
            ("sort", {"aspect": life.word("aspect"), "wording": life.text()}),
            ("answer", {"response": "adopted", "answer": life.text()}),
            ("edit", {"content": life.text()}),
            ("merge", {"merged_into": life.one(opinions.opinions, "opinion_id")}),
            ("unmerge", {}),
            ("remove", {"reason": "记错了"}),
        )
    )
    life.do(opinions.act, opinion_id, action, given)


def _talk(life: Life) -> None:
    one, other = life.members()
    fields = {"member_id": one, "with_kind": "member", "with_id": other, "views_exchanged": True}
    life.keep(talks.TALK, talks.talks, {**fields, "held_on": life.earlier()})


def _outline(life: Life) -> None:
    fields = {"member_id": life.members()[0], "mirror": life.word("mirror"), "aspect": life.word("aspect")}
    life.keep(outlines.OUTLINE, outlines.outlines, {**fields, "content": life.text(), "written_on": life.earlier()})


def _meeting(life: Life) -> None:
    kind = life.chance.choice((FORUM, LIFE_MEETING, BRIEFING_MEETING))
    days = life.chance.choice((life.earlier(), clock.today() + timedelta(days=3)))
    known = activities.meetings(life.store, life.activity_id)["meeting_id"].tolist()
    what = life.chance.choice(("add", "add", "edit", "remove", "attendance", "minutes", "criticism"))
    if what == "add":
        life.do(calendar.add, {"kind": kind, "topic": life.text(), "held_on": days})
    elif what == "edit":
        life.do(calendar.edit, life.chance.choice(known), {"topic": life.text(), "held_on": life.earlier()})
    elif what == "remove":
        life.do(calendar.remove, life.chance.choice(known))
    elif what == "attendance":
        presence = life.chance.choice(("present", "absent", None))
        life.do(meeting.note_attendance, life.chance.choice(known), dict.fromkeys(life.members(), presence))
    elif what == "minutes":
        life.do(meeting.keep_minutes, life.chance.choice(known), {"theme_stated": True, "minutes": life.text()})
    else:
        one, other = life.members()
        words = {"critic_id": one, "target_id": other, "aspect": life.word("aspect"), "content": life.text()}
        life.keep(meeting.CRITICISM, meeting.criticisms, {"meeting_id": life.chance.choice(known), **words})


def _problem(life: Life) -> None:
    if life.chance.random() < 0.5:
        causes = {"content": life.text(), "subjective_cause": "重安排、轻检查", "aspect": life.word("aspect")}
        life.keep(problems.PROBLEM, problems.problems, {"found_on": life.earlier(), "about": "group", **causes})
        return
    link = (life.one(problems.problems, "problem_id"), "opinion", life.one(opinions.opinions, "opinion_id"))
    life.do(life.chance.choice((problems.link_source, problems.unlink_source)), *link)


def _item(life: Life) -> None:
    if life.chance.random() < 0.3:
        people = {
            "leader_id": life.members()[0],
            "owner_id": "P01",
            "source": life.word("source"),
            "aspect": life.word("aspect"),
        }
        fields = {"problem": life.text(), "subjective_cause": "重安排、轻检查", "measure": "每周听课", "kind": "dated"}
        days = {"found_on": life.earlier(), "due_on": clock.today() + timedelta(days=life.chance.randint(0, 9))}
        life.do(rectification.add, {**people, **fields, **days})
        return
    action, given = life.chance.choice(
        (
            ("start", {}),
            ("report", {"percent": life.chance.randint(1, 99), "progress": life.text()}),
            ("submit", {"proof": life.text()}),
            ("send_back", {"reason": life.text()}),
            ("close", {"people_view": "satisfied", "verifier_id": "M02"}),
            ("reopen", {"reason": life.text(), "due_on": clock.today() + timedelta(days=5)}),
            ("postpone", {"reason": life.text(), "due_on": clock.today() + timedelta(days=30)}),
            ("edit", {"remark": life.text()}),
            ("remove", {"reason": life.text()}),
        )
    )
    life.do(rectification.act, life.one(rectification.items, "item_id"), action, given)


def _batch(life: Life) -> Any:
    done = batch.batches(life.store, life.activity_id)["batch_id"].tolist()
    if done and life.chance.random() < 0.5:
        return life.do(batch.undo, life.chance.choice(done))
    item_id = life.one(rectification.items, "item_id")
    return life.do(batch.carry_out, [Change(item_id, "edit", {"remark": life.text()})], "一起改")


def _task(life: Life) -> None:
    task_id, other = life.one(tasks.tasks, "task_id"), life.one(tasks.tasks, "task_id")
    what = life.chance.choice(("order", "order", "edit", "report", "add", "shift", "undo"))
    if what == "order":
        life.do(tasks.edit, task_id, {}, after=life.chance.choice(([], [other])))
    elif what == "edit":
        life.do(tasks.edit, task_id, {"note": life.text()})
    elif what == "report":
        life.do(tasks.report, task_id, life.chance.choice(("not_started", "in_progress")), note=life.text())
    elif what == "add":
        phase_id = str(activities.phases(life.store, life.activity_id)["phase_id"].iloc[0])
        days = {"start_on": life.earlier(), "due_on": clock.today() + timedelta(days=9)}
        life.do(tasks.add, {"phase_id": phase_id, "name": life.text(), **days}, after=[other])
    elif what == "shift":
        due_on = clock.today() + timedelta(days=life.chance.randint(1, 9))
        life.do(shifts.carry_out, shifts.Asked(task_id, due_on, life.chance.choice(("followers", "rest")), "顺延"))
    else:
        done = shifts.shifts(life.store, life.activity_id)["shift_id"].tolist()
        life.do(shifts.undo, life.chance.choice(done))


def _ledger(life: Life) -> None:
    brought = [row["import_id"] for row in _imports(life) if row["subject"] != "ballots"]
    if brought and life.chance.random() < 0.5:
        life.do(ledger_undo.undo, life.chance.choice(brought))
        return
    kind = life.chance.choice(("opinions", "tasks"))
    if kind == "opinions":
        header = ["编号", "收到日期", "渠道", "来自", "意见内容", "关于谁"]
        row = ["", str(life.earlier()), life.word("channel"), life.word("giver"), life.text(), "领导班子"]
        changed = opinions.opinions(life.store, life.activity_id, clock.today()).iloc[0]
        rows = [row, [changed["opinion_id"], *row[1:4], life.text(), "领导班子"]]
    else:
        header = ["编号", "环节", "工作任务", "开始日期", "完成期限", "前置任务"]
        phase = activities.phases(life.store, life.activity_id).iloc[0]["name"]
        days = [str(life.earlier()), str(clock.today() + timedelta(days=9))]
        rows = [["", phase, life.text(), *days, life.one(tasks.tasks, "task_id")]]
    data = file_of(rows, header)
    seen = life.do(ledger.preview, kind, "登记.csv", data, Choices())
    life.do(ledger.commit, seen)


def _imports(life: Life) -> list[dict[str, Any]]:
    listed = life.store.rows("imports/by_activity", activity_id=life.activity_id)
    return [row for row in listed if row["status"] != "undone"]


def _round(life: Life) -> None:
    listed = results.rounds(life.store, life.activity_id)
    round_id = str(life.chance.choice(listed["round_id"].tolist()))
    what = life.chance.choice(("add", "edit", "forms", "ballots", "ballots", "undo", "undo", "close", "reopen"))
    if what == "add":
        life.do(rounds.add_round, {"name": life.text(), "evaluated": "分析检查报告", "opened_on": life.earlier()})
    elif what == "edit":
        life.do(rounds.edit_round, round_id, {"name": life.text(), "opened_on": life.earlier()})
    elif what == "forms":
        given = {"way": life.chance.choice(_WAYS), "given_out": life.chance.randint(30, 90)}
        life.do(rounds.set_forms, round_id, [{"group_label": group, **given} for group in GROUPS])
    elif what == "ballots":
        answers = [life.chance.choice(pair) for pair in zip(BEST, _NEWER, strict=True)]
        bring_in(life.store, life.activity_id, round_id, answers=answers, wish=life.text(), on=None)
    elif what == "undo":
        brought = [row["import_id"] for row in _imports(life) if row["subject"] == "ballots"]
        life.do(imports_history.undo, life.chance.choice(brought))
    elif what == "close":
        life.do(closing.close_round, round_id, life.earlier())
    else:
        life.do(closing.reopen_round, round_id, life.text())


def _suggestion(life: Life) -> None:
    round_id = str(results.rounds(life.store, life.activity_id)["round_id"].iloc[0])
    read = results.suggestions(life.store, life.activity_id, round_id, clock.today())
    life.do(suggestions_to_opinion, [life.chance.choice(read["suggestion_id"].tolist())])


def _publication(life: Life) -> None:
    fields = {"place": "公开栏", "audience": "全体教职工", "what": life.chance.choice(("report", "result"))}
    days = {"written_on": clock.today() - timedelta(days=10), "published_on": life.earlier()}
    life.keep(publication.PUBLICATION, publication.publications, {"title": life.text(), **fields, **days})


def _report(life: Life) -> None:
    version_id = life.one(report_reading.versions, "version_id")
    what = life.chance.choice(("add", "section", "hearing", "point", "link"))
    if what == "add":
        life.do(report_versions.add_version, {"stage": "consulted", "made_on": life.earlier()})
    elif what == "section":
        text = {"content": life.text(), "note": ""}
        life.do(report_versions.write_section, version_id, life.word("section"), text)
    elif what == "hearing":
        heard = {"version_id": version_id, "group_label": life.word("group"), "way": "座谈会", "heard_count": 9}
        life.do(report_points.add_hearing, {**heard, "held_on": life.earlier()})
    elif what == "point":
        point = {"version_id": version_id, "section": life.word("section"), "content": life.text()}
        life.do(report_points.add_point, point)
    else:
        problem_id = life.one(problems.problems, "problem_id")
        life.do(report_links.link_problems, version_id, {life.word("section"): [problem_id]})


def _phase(life: Life) -> None:
    if life.chance.random() < 0.2:  # all rules are checked for it, which takes a second
        given = {"is_done": life.chance.random() < 0.6, "reason": life.text()}
        life.do(verdicts.mark, life.one(activities.phases, "phase_id"), given)


STEPS: tuple[Callable[[Life], Any], ...] = (
    *(_opinion, _talk, _outline, _meeting, _meeting, _problem, _item, _item, _batch),
    *(_task, _task, _ledger, _ledger, _round, _round, _round, _suggestion, _publication, _report, _phase),
)
