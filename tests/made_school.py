"""Schools that somebody worked at in no order: actions drawn at random, as the product carries them out or refuses."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd

from board import clock
from board.activity import activities
from board.errors import BoardError
from board.evaluation import rounds
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.imports import commit as imports
from board.meeting import talks
from board.opinions import actions as opinions
from board.problems import actions as problems
from board.problems import leading
from board.publication import actions as publication
from board.rectification import actions as rectification
from board.rectification import links
from board.store import records
from board.store.store import Store
from board.tasks import actions as tasks
from tests.procedure.sound_school import EVERYONE

ITEM_ACTIONS = ("start", "report", "submit", "send_back", "close", "reopen", "postpone", "remove", "restore")
Fields = dict[str, Any]
OPINION_ACTIONS = ("sort", "sort", "feed_back", "answer", "merge", "unmerge", "remove", "restore")

# Names without digits: what a page says with digits is a figure.
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def _in_words(number: int) -> str:
    return str(number).translate(_DIGITS)


class Work:
    """What may be done at a school, on a day within the last weeks."""

    def __init__(self, store: Store, activity_id: str, draw: Random) -> None:
        self.store, self.activity_id, self.draw = store, activity_id, draw
        self.ids = (store, EVERYONE, activity_id)
        terms = activities.terms(store, activity_id)
        self.words = {str(kind): rows["label"].tolist() for kind, rows in terms.groupby("kind")}
        people = activities.people(store, activity_id)
        self.people = people["person_id"].tolist()
        self.members = people[people["is_member"]]["person_id"].tolist()

    def day(self, ago: int = 25) -> date:
        return clock.today() - timedelta(days=self.draw.randrange(ago))

    def one(self, kind: str) -> str:
        return str(self.draw.choice(self.words[kind]))

    def drawn(self, read: Callable[..., pd.DataFrame], column: str) -> str:
        found = read(self.store, self.activity_id, clock.today())[column].tolist()
        return str(self.draw.choice(found)) if found else ""

    def about(self) -> dict[str, Any]:
        member_id = self.draw.choice([None, *self.members])
        return {"about": "member" if member_id else "group", "member_id": member_id}

    def hear(self) -> None:
        for _ in range(self.draw.randint(1, 6)):
            source = {"channel": self.one("channel"), "giver": self.one("giver"), "received_on": self.day()}
            content = (
                f"{self.draw.choice(['食堂', '操场', '作业', '会议', '报销'])}的第 {self.draw.randrange(10**6)} 条"
            )
            opinions.add(*self.ids, {**source, **self.about(), "content": content})

    def handle(self) -> None:
        opinion_id, other = (self.drawn(opinions.opinions, "opinion_id") for _ in range(2))
        action = self.draw.choice(OPINION_ACTIONS)
        fields = {"aspect": self.one("aspect"), "theme": "作业", "response": "adopted", "reason": "重复"}
        asked: dict[str, Fields] = {"merge": {"merged_into": other}, "feed_back": {"fed_back_on": self.day(3)}}
        opinions.act(*self.ids, opinion_id, action, asked.get(action, fields))

    def lead(self) -> None:
        opinion_id = self.drawn(opinions.opinions, "opinion_id")
        if self.draw.random() < 0.5:
            links.link(*self.ids, self.drawn(rectification.items, "item_id"), [opinion_id])
        else:
            fields = {"found_on": self.day(), "aspect": self.one("aspect"), "subjective_cause": "抓得不紧"}
            values = {**fields, **self.about(), "content": f"第 {self.draw.randrange(10**6)} 个问题"}
            leading.to_problem(*self.ids, opinion_id, None, values)

    def mend(self) -> None:
        begun, ahead = self.day(), self.draw.randrange(-10, 40)
        deferred = {"explained_to": "教师", "explained_on": begun, "explained_how": "会上", "conditions": "等经费"}
        fields = {
            **{"source": self.one("source"), "aspect": self.one("aspect"), "department": self.one("department")},
            **{"problem": f"第 {self.draw.randrange(10**6)} 件", "subjective_cause": "不细", "measure": "每周查"},
            **{"kind": self.draw.choice(["immediate", "dated", "deferred"]), "found_on": begun, "start_on": begun},
            **{"leader_id": self.draw.choice(self.members), "owner_id": self.draw.choice(self.people)},
        }
        when = clock.today() + timedelta(days=ahead)
        more: dict[str, Fields] = {
            "deferred": {**deferred, "explanation": "要等", "review_on": when},
            "dated": {"due_on": when},
        }
        item_id = rectification.add(*self.ids, {**fields, **more.get(str(fields["kind"]), {})})
        if self.draw.random() < 0.3:
            problems.link_item(*self.ids, self.drawn(problems.problems, "problem_id"), item_id)

    def move(self) -> None:
        item_id = self.drawn(rectification.items, "item_id")
        fields = {"percent": self.draw.randrange(101), "progress": "在办", "proof": "照片", "reason": "还不够"}
        view = self.draw.choice(["satisfied", "mostly_satisfied", "dissatisfied"])
        values = {
            "people_view": view,
            "verifier_id": self.draw.choice(self.people),
            "due_on": self.day() + timedelta(40),
        }
        rectification.act(*self.ids, item_id, self.draw.choice(ITEM_ACTIONS), {**fields, **values})

    def step(self) -> None:
        task_id, status = self.drawn(tasks.tasks, "task_id"), self.draw.choice(["not_started", "in_progress", "done"])
        tasks.report(*self.ids, task_id, status, output_ready=self.draw.random() < 0.7)

    def talk(self) -> None:
        to = self.draw.choice(["member", "partner"])
        other = self.draw.choice(self.members) if to == "member" else self.one("partner")
        sides = {"member_id": self.draw.choice(self.members), "with_kind": to, "with_id": other}
        records.add(*self.ids[:2], talks.TALK, self.activity_id, {**sides, "held_on": self.day()})

    def ask(self) -> None:
        name = f"第{_in_words(self.draw.randrange(10**6))}次"
        values = {"name": name, "evaluated": "分析检查报告", "opened_on": self.day()}
        round_id, form = rounds.add_round(*self.ids, values), imports.form(self.store, self.activity_id)
        header = ["参评群体", *(criterion.label for criterion in form.criteria), "意见和建议"]
        answers = ["好", "较好", "一般", "差"]
        rows = [
            [group, *(self.draw.choice(answers) for _ in form.criteria), self.draw.choice(["", f"{name}的话"])]
            for group in self.words["group"]
            for _ in range(self.draw.randrange(12))
        ]
        text = "\n".join(",".join(row) for row in [header, *rows])
        checked = check_ballots("评议表.csv", text.encode(), form, Choices(way="paper", cast_on=values["opened_on"]))  # type: ignore[arg-type]
        imports.commit(*self.ids, round_id, checked)

    def publish(self) -> None:
        what, written = self.draw.choice(["report", "result", "briefing", "rectification"]), self.day()
        published = self.draw.choice([None, clock.today()])
        values = {"what": what, "title": f"{what}{_in_words(self.draw.randrange(10**6))}", "written_on": written}
        where = {"published_on": published, "place": "公开栏", "audience": "教职工"}
        records.add(*self.ids[:2], publication.PUBLICATION, self.activity_id, {**values, **where})


def work(store: Store, activity_id: str, seed: int, times: int = 12) -> None:
    """Do so many things at a school; what the product refuses isn't done."""
    school = Work(store, activity_id, Random(seed))  # noqa: S311 - no secret
    often = [school.handle, school.handle, school.handle, school.move, school.move, school.lead, school.step]
    rarely = [school.hear, school.mend, school.talk, school.ask, school.publish]
    for _ in range(times):
        try:
            school.draw.choice([*often, *rarely])()
        except BoardError:
            continue
