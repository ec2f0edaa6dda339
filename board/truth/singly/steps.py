"""Compares what a sentence says of one task of the plan, or of one phase, with it. Pure.

整理会上查出的问题一项由党支部副书记负责; 专题民主生活会环节从 11 月 9 日开始.
"""

import re
from collections.abc import Iterator

import pandas as pd

from board.numbers import month_day
from board.report.text import clauses
from board.store.frames import each_row
from board.truth.facts import Case, Compared, Facts, Happening, Phase
from board.truth.ledgers import WHEN, Link
from board.truth.singly.alike import ByPairs
from board.truth.singly.cases import late, led
from board.truth.words import is_elsewhere, time_of

OF_TASKS = ("task_id", "name", "output", "due_on", "done_on", "status", "leader_name")
_OF_OTHER_YEARS = re.compile("[去上往前]年|上一?学年|下一?轮|上一?届")
# A sentence's words must tell a task from the others: each pair of signs counts for as many tasks as have it.
_ENOUGH = 3
_LINK: Link = ("tasks", {})
_OF_OTHERS = re.compile(r"整改|事项|台账|销号|R-\d|意见[^，,。]{0,3}\d+条")
_DAY = r"(?:\d{1,2}|[一二十]{1,2})月(?:\d{1,2}|[一二三十]{1,3}|[一二]?十?[一二三四五六七八九])[日号]"


def task_cases(tasks: pd.DataFrame) -> Iterator[Case]:
    """The tasks as cases: takes OF_TASKS."""
    for row in each_row(tasks[[*OF_TASKS]]):
        words = [word for word in (row.name, row.output) if isinstance(word, str)]
        due, done = (None if pd.isna(day) else day.date() for day in (row.due_on, row.done_on))
        yield Case(row.task_id, "", "。".join(words), due, done, done, str(row.status), 0, (str(row.leader_name),))


def phases(frame: pd.DataFrame, stage: str) -> Iterator[Phase]:
    """The phases of a day, and the whole stage: from phases (name, start_on, end_on)."""
    days = [(row.name, row.start_on.date(), row.end_on.date()) for row in each_row(frame)]
    yield from (Phase(*each) for each in days)
    if days:
        yield Phase(stage, min(start for _, start, _ in days), max(end for _, _, end in days))


def of_one_task(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields who a sentence says leads the one task that it is about, and by how many days it is late."""
    case = None if _OF_OTHERS.search(sentence) else facts.steps.asked(named, sentence)
    members = facts.groups.get("member", ())
    for start, end in clauses(sentence) if case else ():
        if case is not None and not is_elsewhere(sentence[start:end]):
            yield from led(sentence[start:end], case, members, _LINK)
            yield from late(sentence[start:end], case, facts.day, _LINK)


def named(sentence: str, known: ByPairs[Case]) -> Case | None:
    """The one task that a sentence names; None if it may be about others."""
    nearest = known.telling(sentence, 2)
    if len(nearest) < len("ab"):
        return None
    (best, case), (second, _) = nearest
    return case if best >= max(_ENOUGH, 2 * second) else None


def phase_days(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields the day on which a sentence says that a phase, or the whole stage, began, and whether it did."""
    called = {phase.name.removesuffix("阶段"): phase for phase in facts.phases}
    names = "|".join(map(re.escape, sorted(called, key=len, reverse=True))) or "(?!)"
    for start, end in clauses(sentence):
        clause = sentence[start:end]
        # 分析检查阶段的工作从 11 月 9 日开始; 11 月 9 日转入分析检查阶段.
        match = re.search(
            rf"({names})(?:环节|阶段)[^，,。\d]{{0,8}}(?:从|自|于|在)({_DAY})(?:正式)?(?:起|开始|启动|展开|进入)"
            rf"|({_DAY})[^，,。\d]{{0,6}}(?:进入|转入|启动)了?({names})(?:环节|阶段)",
            clause,
        )
        if match is None or _OF_OTHER_YEARS.search(clause):
            continue
        phase, written = called[match[1] or match[4]], match[2] or match[3]
        record = Happening("", phase.start_on, "", f"{phase.name}的开始", _LINK)
        yield Compared("day", written, [record], time_of(written) == f"{WHEN}{month_day(phase.start_on)}")
