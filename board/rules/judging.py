"""程序检查: the rules of procedure and their verdicts (domain.md, eleven families of rules).

The plan warns of six failures, and every rule guards against one of them. A rule is data and a pure function: it takes
the records as of a day and returns those that decide it. Only `judge` derives the verdict from them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from board.store.frames import each_row

if TYPE_CHECKING:
    from board.rules.records import Records

FAILURES = ("程序不清", "动作不全", "剖析不深", "报告不实", "措施不当", "群众不满")
FAMILIES = {
    "order": "先后次序",
    "opinions": "征求意见",
    "talks": "谈心谈话",
    "outlines": "发言提纲",
    "meeting": "民主生活会",
    "report": "分析检查报告",
    "truth": "报告求实",
    "evaluation": "群众评议",
    "publication": "通报公开",
    "mending": "边查边改",
    "leading": "领导带头",
}


@dataclass(frozen=True)
class Ground:
    """A record that decides a verdict: its page (subject), its id ("": the page itself), and what it shows, in
    words."""

    subject: str
    record_id: str
    text: str
    is_gap: bool = False


@dataclass(frozen=True)
class Found:
    """The result of a rule: a sentence that sums it up, the records that decide it, gaps among them, and its days.

    wanted_on: the last day on which it may still be unmet (None: it may never be). met_on: the day on which it was met.
    """

    summary: str
    grounds: tuple[Ground, ...] = ()
    wanted_on: date | None = None
    met_on: date | None = None

    @property
    def gaps(self) -> tuple[Ground, ...]:
        """The grounds that are gaps."""
        return tuple(ground for ground in self.grounds if ground.is_gap)


@dataclass(frozen=True)
class Rule:
    """A rule: the failure and the family it belongs to, what it requires, its phase, and its check.

    ensured_by: how what may be entered rules out that it fails ("": it can fail); then it is never called passed.
    """

    rule_id: str
    failure: str
    title: str
    purpose: str
    check: Callable[["Records"], Found]
    ensured_by: str = ""

    @property
    def family(self) -> str:
        """The code of its family, the beginning of its id."""
        return self.rule_id.split("_")[0]


@dataclass(frozen=True)
class Verdict:
    """A rule's verdict on a day (words.VERDICT) and since when it has been so, if known."""

    rule: Rule
    verdict: str
    summary: str
    since: date | None
    wanted_on: date | None
    grounds: tuple[Ground, ...]

    @property
    def gaps(self) -> tuple[Ground, ...]:
        """The grounds that are gaps."""
        return tuple(ground for ground in self.grounds if ground.is_gap)


def judge(rule: Rule, records: "Records") -> Verdict:
    """Returns a rule's verdict: passed (ensured if it can't fail) if nothing is missing, not_yet while there is time,
    failed after that.
    """
    found = rule.check(records)
    verdict, since = "ensured" if rule.ensured_by else "passed", found.met_on
    if found.gaps:
        late = found.wanted_on is None or records.as_of > found.wanted_on
        verdict = "failed" if late else "not_yet"
        since = found.wanted_on + timedelta(days=1) if late and found.wanted_on else None
    return Verdict(rule, verdict, found.summary, since, found.wanted_on, found.grounds)


def gap(subject: str, text: str, record_id: str = "") -> Ground:
    """A ground for something that is missing."""
    return Ground(subject, record_id, text, is_gap=True)


def gaps_in(subject: str, frame: pd.DataFrame, id_column: str, say: Callable[[Any], str]) -> tuple[Ground, ...]:
    """One gap per row, with the words that `say` returns for it."""
    return tuple(gap(subject, say(row), str(getattr(row, id_column))) for row in each_row(frame))


def kept_in(subject: str, frame: pd.DataFrame, id_column: str, say: Callable[[Any], str]) -> tuple[Ground, ...]:
    """One ground per row for what is as it should be."""
    return tuple(Ground(subject, str(getattr(row, id_column)), say(row)) for row in each_row(frame))


def says_little(text: str, fewest: int) -> bool:
    """Whether a text has fewer different letters and characters than `fewest`: repeating one says nothing more."""
    return len({sign for sign in text if sign.isalnum()}) < fewest


def repeated(texts: "pd.Series[str]") -> "pd.Series[bool]":
    """Which of the texts repeat another row's, letter by letter but for spaces and punctuation."""
    bare = texts.map(lambda text: "".join(sign for sign in text if sign.isalnum()))
    return bare.duplicated(keep=False) & (bare != "")


def as_day(value: Any) -> date | None:
    """A frame's value as a day, None where it is missing."""
    return None if pd.isna(value) else pd.Timestamp(value).date()


def last_day(days: Iterable[Any]) -> date | None:
    """The latest of a frame's days, None where there is none."""
    known = [day for day in map(as_day, days) if day is not None]
    return max(known, default=None)


def required(records: "Records", kind: str) -> list[str]:
    """The words of a kind that the plan requires, in its order."""
    terms = records.terms
    return terms[(terms["kind"] == kind) & terms["required"]]["label"].tolist()


def members(records: "Records") -> pd.DataFrame:
    """The leading group, its head first."""
    people = records.people[records.people["is_member"]]
    return people.sort_values(["is_principal", "position"], ascending=[False, True])


def soonest(days: pd.Series, patience: int) -> date | None:
    """The day on which the longest-waiting of `days` has waited `patience` days, None where none waits."""
    return None if days.empty else as_day(days.min() + pd.Timedelta(days=patience))


def phase_end(records: "Records", purpose: str) -> date | None:
    """The last day of the phase with a purpose, None where the plan has none."""
    ends = records.phases[records.phases["purpose"] == purpose]["end_on"]
    return None if ends.empty else as_day(ends.iloc[0])


def earlier(*days: date | None) -> date | None:
    """The earliest of the days that are not None."""
    return min((day for day in days if day is not None), default=None)
