"""From all that anybody gets to read of a round, ever, no number can be had that stands for one to four answers.

A reader here opens the pages at every moment of a round's life, as of every day, takes every file, notes every number
and holds each against each: files come in, are added to, replaced and taken back, ballots come one by one online, the
round is ended and opened again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board import evaluation_closing, evaluation_lumps, imports, imports_history, truth_records
from board.access import Actor, Role
from board.db import open_store
from board.evaluation_rounds import add_round
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.importing.form import BallotForm
from board.settings import Settings
from board.web import serving
from tests.ballot_files import file_of
from tests.example_school import Example
from tests.pages.conftest import _example, _plan
from tests.pages.read_out import everything, numbers
from tests.pages.visitor import opened
from tests.telling_files import LEAST, MANY, Brought, is_of_ballots, telling_file, tells_of_few

TESTED = tuple(f"evaluation_{parts}_tested" for parts in ("rounds", "groups", "ways"))
OF_THE_MOMENT = re.compile(r"\d\d:\d\d(:\d\d)?(\.\d+)?|(hash|file_id|deferred_file_id): .*")
CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))


@dataclass
class Reader:
    """Somebody who notes every number that can be read."""

    school: Example
    round_id: str
    other_id: str
    form: BallotForm
    seen: set[int] = field(default_factory=set)

    def day(self, number: int) -> date:
        """The day that many days after the round began."""
        return self.school.today - timedelta(days=8 - number)

    def bring(
        self, name: str, brought: Mapping[tuple[str, str, int], int], mode: imports.Mode = "append", **more: Any
    ) -> str:
        """A file comes into the round: group, way and day → how many ballots; more as of `telling_file`."""
        placed: Brought = {(group, way, self.day(number)): count for (group, way, number), count in brought.items()}
        checked = telling_file(name, self.form, placed, **more)
        ids = (self.school.activity_id, self.round_id)
        return imports.commit(self.school.store, CLERK, *ids, checked, mode).import_id

    def look(self, *, everywhere: bool = False) -> None:
        """Read the results as of several days; `everywhere`: all pages that have to do with them, by every role."""
        for number in (0, 1, 8):
            self.note("evaluation", Role.LEADER, as_of=str(self.day(number)), evaluation_round="第一轮")
        facts = truth_records.facts_on(self.school.store, self.school.activity_id, self.school.today)
        self.seen |= {fact.value for fact in facts.counts}
        self.seen |= {number for rate in facts.rates for number in (rate.part, rate.base)}
        if everywhere:
            self._look_everywhere()

    def _look_everywhere(self) -> None:
        for role in (Role.CLERK, Role.OWNER, Role.ADMIN):
            self.note("evaluation", role, evaluation_round="第一轮")
        self.note("evaluation", Role.LEADER, evaluation_round="第二轮")
        for subject in ("overview", "procedure", "report", "tasks", "publication"):
            self.note(subject, Role.LEADER, compare="一周前")
        self.note("imports", Role.CLERK)

    def note(self, subject: str, role: Role, **query: str) -> None:
        """Note every number of a page, with all that can be unfolded on it."""
        self.seen |= numbers(everything(unfolded(opened(subject, role, **query))))


def unfolded(at: AppTest) -> AppTest:
    """A page with the comparisons open that it shows on request."""
    for key in TESTED:
        at.session_state[key] = True
    at.run()
    assert not at.exception
    return at


@pytest.fixture
def reader(planned: Example) -> Reader:
    """A reader of an activity with two rounds, the second of which nothing happens to."""
    ids = (planned.store, CLERK, planned.activity_id)
    opened_on = planned.today - timedelta(days=9)
    other, mine = (
        add_round(*ids, {"name": name, "evaluated": "分析检查报告", "opened_on": opened_on})
        for name in ("第二轮", "第一轮")
    )
    reader = Reader(planned, mine, other, imports.form(planned.store, planned.activity_id))
    many, small, *_ = reader.form.groups
    brought: Brought = {(many, "paper", reader.day(0)): MANY, (small, "paper", reader.day(0)): 4}
    imports.commit(*ids, other, telling_file("另一轮.csv", reader.form, brought))
    return reader


def test_all_that_can_ever_be_read_tells_of_nobody(reader: Reader) -> None:
    first, second, third, small = reader.form.groups[:4]
    one = reader.form.criteria[0].criterion_id
    ids = (reader.school.store, CLERK, reader.school.activity_id)
    places = [*((group, "paper", 0) for group in (first, second, third)), (first, "online", 0)]
    many: dict[tuple[str, str, int], int] = dict.fromkeys(places, MANY)
    reader.bring("首批.csv", {**many, (small, "paper", 0): 3})
    reader.look()
    reader.bring("补收.csv", {(small, "paper", 0): 4, (second, "online", 1): 2, (third, "paper", 1): 1})
    reader.look()
    reader.bring("少答.csv", {(second, "paper", 1): MANY, (second, "paper", 2): 2}, few_answered={(second, one): 3})
    reader.look()
    more = {**many, (small, "paper", 0): 3, (second, "online", 1): 2, (third, "paper", 2): 1}
    replacing = reader.bring("再导出的首批.csv", more, "replace", like="首批.csv")
    reader.look(everywhere=True)
    imports_history.undo(*ids, replacing)
    reader.look()
    imports_history.undo(*ids, "I-003")
    reader.look()
    evaluation_closing.close_round(*ids, reader.round_id, reader.school.today)
    reader.look(everywhere=True)
    assert [number for number in reader.seen if number >= LEAST and not is_of_ballots(number)]
    assert tells_of_few(reader.seen) == []


def test_a_reader_would_find_it_if_few_were_told(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation_lumps, "SMALLEST_GROUP", 1)
    first, second, *_ = reader.form.groups
    reader.bring("首批.csv", {(first, "paper", 0): MANY, (second, "paper", 0): 3})
    reader.look()
    assert tells_of_few(reader.seen)


def test_who_of_those_counted_together_answered_how_changes_nothing_that_is_read(tmp_path: Path, clerk: Actor) -> None:
    """Three of one group and three of another, who count within the whole alone, answer the other way round."""
    read = []
    for theirs, others in (("不深", "深"), ("深", "不深")):
        opened_store = open_store(None)
        _plan(opened_store)
        school = _example(opened_store)
        serving.serve(opened_store, Settings(tmp_path, demo=True))
        _bring_swapped(school, clerk, theirs, others)
        read.append(list(_all_read(school)))
        opened_store.close()
    for one, other in zip(*read, strict=True):
        assert one == other
    assert "92.7%(38/41)" in "".join(read[0])


def _bring_swapped(school: Example, clerk: Actor, theirs: str, others: str) -> None:
    opened_on = school.today - timedelta(days=9)
    ids = (school.store, clerk, school.activity_id)
    round_id = add_round(*ids, {"name": "第一轮", "evaluated": "分析检查报告", "opened_on": opened_on})
    form = imports.form(*ids[:1], school.activity_id)
    big, near, small = form.groups[0], form.groups[2], form.groups[3]
    header = ["参评人员类别", "参评方式", "填表日期", *(criterion.label for criterion in form.criteria)]
    answered = [(big, "深", 30), (near, "深", 5), (near, others, 3), (small, theirs, 3)]
    place = ["纸质", f"{school.today - timedelta(days=3)}"]
    rows = [
        [group, *place, word, *(criterion.answers[0].label for criterion in form.criteria[1:])]
        for group, word, count in answered
        for _ in range(count)
    ]
    given = check_ballots("评议.csv", file_of(rows, header), form, Choices())
    imports.commit(*ids, round_id, replace(given, sha256="同"))


def _all_read(school: Example) -> Iterator[str]:
    asked: list[tuple[str, Role, dict[str, str]]] = [("evaluation", role, {}) for role in Role]
    asked += [("evaluation", Role.LEADER, {"as_of": str(school.today - timedelta(days=3)), "compare": "一周前"})]
    asked += [(subject, Role.LEADER, {}) for subject in ("overview", "procedure", "report", "publication")]
    for subject, role, query in [*asked, ("imports", Role.CLERK, {})]:
        at = unfolded(opened(subject, role, **query))
        yield from (OF_THE_MOMENT.sub("", text) for text in everything(at))
