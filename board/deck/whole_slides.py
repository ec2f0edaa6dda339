"""The first slide, how far all is, and the last ones, what is due next. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd

from board.deck.audiences import Sees
from board.deck.slide import Figure, Line, Slide, name_of, paged
from board.numbers import NOTHING, month_day, percent_text
from board.overview.figures import Figures
from board.store.frames import each_row

# Days ahead that count as the next step: two weeks, the usual time to the next meeting.
AHEAD = 14


def progress_slide(now: Figures, then: Figures | None, compare_on: date | None, sees: Sees) -> Slide:
    """Takes the figures of the day and of the day compared with."""
    was = asdict(then) if then else {}
    since = {name: value - was[name] for name, value in asdict(now).items() if was and isinstance(value, int)}
    late = f"，{now.items_late} 项逾期" if now.items_late else ""
    title = f"{now.item_count} 项整改，已销号 {now.items_closed} 项{late}" if now.item_count else "还没有整改事项"
    tasks_late = f"，{now.tasks_late} 项逾期" if now.tasks_late else ""
    failed = f"，{now.rules_failed} 条未通过" if now.rules_failed else ""
    tasks = _of("工作任务", now.tasks_done, now.task_count, f"完成{tasks_late}", since.get("tasks_done"))
    rules = _of("程序检查", now.rules_passed, now.rule_count, f"通过{failed}", since.get("rules_passed"))
    heard = _of("征求意见", now.opinions_fed_back, now.opinion_count, "反馈", since.get("opinions_fed_back"))
    closed = _of("整改销号", now.items_closed, now.item_count, "销号", since.get("items_closed"))
    overdue = Figure("整改逾期", f"{now.items_late}", "项", _change(since.get("items_late")), is_bad=now.items_late > 0)
    round_name = f"{now.round_name}：{now.good_label}" if now.round_name else "还没有评议结果"
    good = Figure("群众评议优良率", percent_text(now.good_count, now.good_base), round_name)
    figures = (tasks, heard, closed, overdue, good, rules) if sees.workings else (heard, closed, overdue)
    note = f"箭头是与 {month_day(compare_on)} 相比" if compare_on else ""
    return Slide("总体进展", title, figures=figures, note=note)


def _of(label: str, count: int, base: int, word: str, more: int | None) -> Figure:
    return Figure(label, f"{count} / {base}" if base else NOTHING, word, _change(more))


def _change(more: int | None) -> str:
    return f"{'↑' if more > 0 else '↓'}{abs(more)}" if more else ""


def next_slides(tasks: pd.DataFrame, items: pd.DataFrame, sees: Sees) -> list[Slide]:
    """Takes the tasks and the items of a ledger with flags and words: what is due next, and whose, the first first."""
    if not sees.workings:
        return []
    due = [*_due(tasks, "name", "leader_name"), *_due(items, "problem", "owner_name")]
    due.sort(key=lambda each: each["on"])
    lines = [Line((month_day(each["on"]), each["what"], each["who"])) for each in due]
    title = f"{AHEAD} 天内有 {len(due)} 件要办完"
    return paged(Slide("下一步", title, columns=("时限", "什么事", "谁"), main=1), lines, "见“工作任务”和“整改台账”")


def _due(frame: pd.DataFrame, what: str, who: str) -> list[Mapping[str, Any]]:
    is_next = ~frame["is_done"] & (frame["days_left"] >= 0) & (frame["days_left"] <= AHEAD)
    return [
        {"on": row.due_on, "what": getattr(row, what), "who": name_of(getattr(row, who))}
        for row in each_row(frame[is_next])
    ]
