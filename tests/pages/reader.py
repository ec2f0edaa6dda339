"""A reader of 群众评议 who opens every page, dialog and file at every moment, and notes every number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.evaluation import results as evaluation
from board.evaluation.rounds import add_round
from board.importing.form import BallotForm
from board.imports import commit as imports
from board.publication import actions as publication
from board.store import records
from board.truth import records as truth_records
from tests.example_school import Example
from tests.pages.read_out import everything, numbers
from tests.pages.visitor import opened_with, sheet
from tests.telling_files import MANY, Brought, telling_file

UNFOLDED = {f"evaluation_{parts}_tested": True for parts in ("rounds", "groups", "ways")}
CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
ROUND, OTHER = "第一轮", "第二轮"


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
        self,
        name: str,
        brought: Mapping[tuple[str, str, int], int],
        mode: imports.Mode = "append",
        *,
        is_fresh: bool = False,
        **more: Any,
    ) -> str:
        """A file comes into the round: group, way and day → how many ballots; more as of `telling_file`."""
        placed: Brought = {(group, way, self.day(number)): count for (group, way, number), count in brought.items()}
        checked = telling_file(name, self.form, placed, **more)
        ids = (self.school.activity_id, self.round_id)
        return imports.commit(self.school.store, CLERK, *ids, checked, mode, is_fresh=is_fresh).import_id

    def look(self, *, everywhere: bool = False) -> None:
        """Read the results as of several days; `everywhere`: all pages that have to do with them, by every role, with
        every dialog open."""
        for number in (0, 1, 8):
            self.note("evaluation", Role.LEADER, as_of=str(self.day(number)), evaluation_round=ROUND)
        facts = truth_records.facts_on(self.school.store, self.school.activity_id, self.school.today)
        self.seen |= {fact.value for fact in facts.counts}
        self.seen |= {number for rate in facts.rates for number in (rate.part, rate.base)}
        if everywhere:
            self._look_everywhere()

    def look_in_all_ways(self) -> None:
        """Read the results by every two of role, day, day compared with, and round together."""
        days = [str(self.day(number)) for number in (0, 1, 8)]
        ways: dict[str, Sequence[Any]] = {
            "role": [Role.CLERK, Role.LEADER, Role.OWNER, Role.ADMIN],
            "as_of": days,
            "compare": ["一周前", "不比较"],
            "evaluation_round": [ROUND, OTHER],
        }
        for asked in every_two(ways):
            role = asked.pop("role")
            self.note("evaluation", role, **asked)

    def _look_everywhere(self) -> None:
        for role in (Role.OWNER, Role.ADMIN):
            self.note("evaluation", role, evaluation_round=ROUND)
        self.note("evaluation", Role.LEADER, evaluation_round=OTHER)
        for subject in ("overview", "procedure", "report", "tasks", "publication"):
            self.note(subject, Role.LEADER, compare="一周前")
        self._open_dialogs()

    def _open_dialogs(self) -> None:
        closed_on = evaluation.round_row(self.school.store, self.school.activity_id, self.round_id)["closed_on"]
        for name in ("forms", "edit", "new", "close" if closed_on is None else "reopen"):
            self.open({"evaluation_dialog": name}, "evaluation", evaluation_round=ROUND)
        self.open({"ballots_dialog": self.round_id}, "evaluation", evaluation_round=ROUND)
        for import_id in imports.history(self.school.store, self.school.activity_id)["import_id"]:
            self.open({"imports_import": import_id}, "imports")
        self.open({"publication_adding": True}, "publication")
        for publication_id in _published(self.school):
            self.open({"publication_open": publication_id}, "publication")

    def open(self, state: Mapping[str, Any], subject: str, **query: str) -> None:
        """Note every number of a page as the clerk sees it with a dialog open."""
        at = opened_with({**UNFOLDED, **state}, subject, Role.CLERK, **query)
        assert sheet(at) is not None, state
        self.read(at)

    def note(self, subject: str, role: Role, **query: str) -> None:
        """Note every number of a page, with all that can be unfolded on it."""
        self.read(unfolded(subject, role, **query))

    def read(self, at: AppTest) -> set[int]:
        """Note every number of what stands on the screen."""
        assert not at.exception
        found = numbers(everything(at))
        self.seen |= found
        return found


def _published(school: Example) -> list[str]:
    rows = publication.publications(school.store, school.activity_id, school.today)
    return list(rows["publication_id"])


def unfolded(subject: str, role: Role, **query: str) -> AppTest:
    """A page with the comparisons open that it shows on request."""
    at = opened_with(UNFOLDED, subject, role, **query)
    assert not at.exception
    return at


def reader_of(planned: Example) -> Reader:
    """A reader of an activity with two rounds, the second of which nothing happens to."""
    ids = (planned.store, CLERK, planned.activity_id)
    opened_on = planned.today - timedelta(days=9)
    other, mine = (
        add_round(*ids, {"name": name, "evaluated": "分析检查报告", "opened_on": opened_on}) for name in (OTHER, ROUND)
    )
    reader = Reader(planned, mine, other, imports.form(planned.store, planned.activity_id))
    many, small, *_ = reader.form.groups
    brought: Brought = {(many, "paper", reader.day(0)): MANY, (small, "paper", reader.day(0)): 4}
    imports.commit(*ids, other, telling_file("另一轮.csv", reader.form, brought))
    records.add(
        *ids[:2], publication.PUBLICATION, ids[2], {"what": "result", "written_on": planned.today, "title": "评议结果"}
    )
    return reader


def every_two(ways: Mapping[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """Few combinations of one value for each name, in which every two values of two names stand together once."""
    left = {((one, a), (other, b)) for one, other in combinations(ways, 2) for a in ways[one] for b in ways[other]}
    everyone = [dict(zip(ways, values, strict=True)) for values in product(*ways.values())]
    while left:
        best = max(everyone, key=lambda asked: len(left & set(combinations(asked.items(), 2))))
        left -= set(combinations(best.items(), 2))
        yield dict(best)
