"""预计完成: when tasks will be done if those before them are late (the guide, 工作任务).

Each keeps the days that it has in the plan; days that lie empty between two of them go first, but for the week by which
the papers have to be ready before the 专题民主生活会.
"""

from collections.abc import Hashable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from tests.recount.counts import days

AHEAD = 7
MEETINGS = {"life_meeting", "briefing"}
# When a task will be done, and the late one it is due to: '' if its own day holds.
Expected = tuple[date, str]
Tasks = dict[str, dict[Hashable, Any]]


def expected(rows: pd.DataFrame, after: pd.DataFrame, day: date) -> dict[str, Expected]:
    """The tasks → when they will be done; rows: `tasks.standing`, after: `task_id`, `after_task_id`."""
    named: Tasks = {str(row["task_id"]): dict(row) for row in rows.to_dict("records")}
    known: dict[str, Expected] = {}
    waiting = {task_id: set(after.loc[after["task_id"] == task_id, "after_task_id"]) & set(named) for task_id in named}
    while len(known) < len(named):
        for task_id in [each for each in named if each not in known and waiting[each] <= set(known)]:
            known[task_id] = _of(named, task_id, sorted(waiting[task_id]), known, day)
    return known


def _of(named: Tasks, task_id: str, before: list[str], known: dict[str, Expected], day: date) -> Expected:
    task = named[task_id]
    start, due, done = (task[name] for name in ("start_on", "due_on", "done_on"))
    if task["is_done"]:
        return done, task_id if done > due else ""
    best: Expected = (day, task_id) if day > due else (due, "")
    kept = AHEAD if "life_meeting" in str(task["records"]).split(",") else 0
    for each in before:
        planned = named[each]["due_on"]
        free = max(planned, start - timedelta(days=kept))
        moved = due + timedelta(days=max(days(free, known[each][0]), 0))
        if moved > best[0]:
            best = moved, known[each][1]
    return best


def pushed(rows: pd.DataFrame, after: pd.DataFrame, day: date) -> dict[str, str]:
    """The tasks that another moves → what the table says of it."""
    due, is_done = (rows.set_index("task_id")[name].to_dict() for name in ("due_on", "is_done"))
    return {
        task_id: f"{on.month}月{on.day}日，推迟 {days(due[task_id], on)} 天（因 {by}）"
        for task_id, (on, by) in expected(rows, after, day).items()
        if by not in {"", task_id} and not is_done[task_id] and on > due[task_id]
    }
