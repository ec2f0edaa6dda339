"""总览 in one sentence: how much needs attention now, and what has been late longest. Pure, on frames."""

from typing import Any

import pandas as pd

from board.answer import Answer, Part, Words, answer, part
from board.store.frames import each_row
from board.wording import shortened

_RECORD = {"rectification": "item", "tasks": "task"}
_LATE_VIEW = "逾期"
_TITLE_LENGTH = 24


def overview_answer(attention: pd.DataFrame) -> Answer:
    """Takes the rows of `overview.attention`, the worst first, that the reader may see."""
    if attention.empty:
        return answer(["眼下没有要过问的事：没有逾期的，也没有到期没人管的"])
    late = attention[attention["kind"] == "late"]
    parts = [_late(late, "rectification", "整改逾期"), _late(late, "tasks", "工作任务逾期")]
    parts += [_others(attention, "review", " 项整改到了复查日"), _others(attention, "pushed", " 次会议要推迟")]
    parts += [_opinions(row) for row in each_row(attention[attention["kind"] == "waiting"])]
    words: list[Words] = ["要过问的："]
    for place, each in enumerate(filter(None, parts)):
        words += ["，" if place else "", *each]
    return answer([*words, *_worst(late)])


def _late(late: pd.DataFrame, subject: str, words: str) -> list[Words]:
    count = int((late["subject"] == subject).sum())
    return [f"{words} ", part(f"{count} 项", subject, is_bad=True, view=_LATE_VIEW)] if count else []


def _others(attention: pd.DataFrame, kind: str, words: str) -> list[Words]:
    count = int((attention["kind"] == kind).sum())
    return [f"{count}{words}"] if count else []


def _opinions(row: Any) -> list[Words]:
    """The sentence part for a row, whose number opens the same rows as in the list."""
    count, words = str(row.title).split(" 条", 1)
    return [part(f"{count} 条", "opinions", view=row.record_id), words]


def _worst(late: pd.DataFrame) -> list[Words]:
    if late.empty:
        return []
    first = next(each_row(late))
    opens = (first.subject, {f"{first.subject}_{_RECORD[first.subject]}": first.record_id})
    whose = f"（{first.who}）" if first.who else ""
    lead = "；逾期最久的是 " if len(late) > 1 else "；逾期的是 "
    named: list[Words] = [Part(str(first.record_id), opens), f" {shortened(str(first.title), _TITLE_LENGTH)}{whose}"]
    return [lead, *named, f"，{first.days} 天"]
