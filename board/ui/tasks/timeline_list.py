"""The timeline of tasks as a list, for a screen too narrow for the chart (phone.css shows one of the two)."""

from datetime import date, timedelta
from typing import Any

import pandas as pd

from board.store.frames import each_row
from board.ui.parts.plain import in_html

LISTED = [
    *("task_id", "name", "leader_name", "start_on", "due_on", "state", "deadline", "expected_on", "pushed_days"),
]
_DAY = timedelta(days=1)
_CLASSES = {"逾期": "late", "进行中": "running", "已完成": "done"}


def timeline_list(tasks: pd.DataFrame, as_of: date) -> str:
    """Returns one line per task, earliest first: title, owner, dates, state, and its place on the whole timeline.

    Takes tasks with the columns of LISTED.
    """
    ordered = tasks[LISTED].sort_values(["start_on", "due_on", "task_id"])
    first, last = ordered["start_on"].min(), max(ordered["due_on"].max(), ordered["expected_on"].max()) + _DAY
    lines = "".join(_line(task, as_of, first, last) for task in each_row(ordered))
    return f'<ol class="timeline-list" aria-label="各项工作任务的起止日期">{lines}</ol>'


def _line(task: Any, as_of: date, first: Any, last: Any) -> str:
    pushed = f"<em>预计推迟到 {_day(task.expected_on)}</em>" if task.pushed_days > 0 else ""
    late = f" {in_html(task.deadline)}" if task.state == "逾期" else ""
    bar = _share(task.start_on, first, last), _share(task.due_on + _DAY, first, last)
    today = _share(pd.Timestamp(as_of), first, last)
    return (
        f'<li class="{_CLASSES.get(task.state, "")}"><b>{in_html(task.task_id)} {in_html(task.name)}</b>'
        f"<span>{_day(task.start_on)}—{_day(task.due_on)}　{in_html(task.leader_name or '')}　"
        f"<strong>{in_html(task.state)}{late}</strong>{pushed}</span>"
        f'<div aria-hidden="true"><i style="left:{bar[0]:.1f}%;width:{max(bar[1] - bar[0], 1):.1f}%"></i>'
        f'<u style="left:{min(max(today, 0), 100):.1f}%"></u></div></li>'
    )


def _share(day: Any, first: Any, last: Any) -> float:
    return float(100 * (day - first) / (last - first))


def _day(day: Any) -> str:
    return f"{day.month}月{day.day}日"
