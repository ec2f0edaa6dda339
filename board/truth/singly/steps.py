"""Compares what a sentence says of one task of the plan, or of one phase, with it. Pure.

整理会上查出的问题一项由党支部副书记负责; 专题民主生活会环节从 11 月 9 日开始.
"""

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd

from board.report.text import clauses
from board.store.frames import each_row
from board.truth.facts import Case, Compared, Facts, Phase
from board.truth.ledgers import Link
from board.truth.singly.alike import ByPairs, pairs_of
from board.truth.singly.cases import late, led, of_one_item, so_many_days
from board.truth.singly.days import ANY_DAY, day_of
from board.truth.singly.lateness import days_late, task_named
from board.truth.words import is_elsewhere

OF_TASKS = ("task_id", "name", "output", "start_on", "due_on", "done_on", "expected_on", "status", "leader_name")
_OF_THE_REST = re.compile("其余|其[他它]|余下|另外")
_LED = re.compile(r"(?:牵头|负责|主持|承担)([^，,。；、\s]{2})")
# 报告起草由校长牵头: what somebody leads, but for words that any task is called by.
_BY = re.compile(r"^(?P<work>[^，,。由]{2,10})由")
_ANY_TASK = re.compile("[这该]?一?项|工作|任务")
# A sentence may speak of a task that has so many of its pairs of signs, each counting for as many tasks as have it.
_SOME = 2
_LINK: Link = ("tasks", {})
_OF_OTHERS = re.compile(r"整改|事项|台账|销号|R-\d|意见[^，,。]{0,3}\d+条")


def task_cases(tasks: pd.DataFrame) -> Iterator[Case]:
    """The tasks as cases: takes OF_TASKS."""
    for row in each_row(tasks[[*OF_TASKS]]):
        words = [word for word in (row.name, row.output) if isinstance(word, str)]
        due, done = (None if pd.isna(day) else day.date() for day in (row.due_on, row.done_on))
        days = (row.done_on, row.expected_on, row.due_on, row.start_on)
        every = tuple(day.date() for day in days if not pd.isna(day))
        yield Case(
            row.task_id, "", "。".join(words), due, done, done, str(row.status), 0, (str(row.leader_name),), every
        )


def phases(frame: pd.DataFrame, stage: str) -> Iterator[Phase]:
    """The phases of a day, and the whole stage: from phases (name, start_on, end_on)."""
    days = [(row.name, row.start_on.date(), row.end_on.date()) for row in each_row(frame)]
    yield from (Phase(*each) for each in days)
    if days:
        yield Phase(stage, min(start for _, start, _ in days), max(end for _, _, end in days))


def of_one_record(sentence: str, earlier: str, facts: Facts, *, is_of_tasks: bool) -> Iterator[Compared]:
    """Yields what a sentence says of the one item, or the one task, that it is about.

    What is so of either isn't wrong of the other, nor are days by which a task that it speaks of is late.
    """
    found = [] if is_of_tasks else [*of_one_item(sentence, facts)]
    found += of_one_task(sentence, facts)
    found += days_late(sentence, earlier, facts)
    right = {each.mark for each in found if each.agrees}
    tasks = facts.steps.asked(_spoken_of, sentence) if any(not each.agrees for each in found) else ()
    yield from (
        each
        for each in found
        if each.agrees or not (each.mark in right or any(_is_of_task(each.mark, task, facts.day) for task in tasks))
    )


def _is_of_task(mark: str, task: Case, today: date) -> bool:
    """Whether a day, or so many days of lateness, is a task's."""
    match = ANY_DAY.match(mark)
    if match:
        return day_of(match, today) in task.days
    late_by = task.days_late(today)
    return late_by > 0 and late_by in so_many_days(mark)


def _spoken_of(sentence: str, known: ByPairs[Case]) -> tuple[Case, ...]:
    """The tasks that a sentence may speak of."""
    return tuple(case for score, case in known.telling(sentence, 2) if score >= _SOME)


def of_one_task(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields who a sentence says leads the one task that it is about, and by how many days it is late."""
    case = None if _OF_OTHERS.search(sentence) else facts.steps.asked(task_named, sentence)
    members = facts.groups.get("member", ())
    for start, end in clauses(sentence) if case else ():
        if case is not None and not is_elsewhere(sentence[start:end]) and not _OF_THE_REST.match(sentence[start:end]):
            if not _is_of_another(sentence[start:end], case, facts):
                yield from led(sentence[start:end], case, members, _LINK)
            yield from late(sentence[start:end], case, facts.day, _LINK)


def _is_of_another(clause: str, case: Case, facts: Facts) -> bool:
    """Whether what a clause says is led is what another task is called: 初稿由校长牵头起草, not 就初稿听取意见."""
    led_work, by = _LED.search(clause), _BY.match(clause)
    works = [led_work[1]] if led_work else []
    if by and not (words := pairs_of(_ANY_TASK.sub("", by["work"]))) & pairs_of(case.text):
        works += words
    return any(work not in case.text and facts.steps.asked(_any_called, work) for work in works)


def _any_called(words: str, known: ByPairs[Case]) -> bool:
    return any(words in each.text for each in known.records)
