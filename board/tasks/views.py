"""The tasks as shown: their views and the words a reader sees."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from board.numbers import month_day
from board.store.frames import each_row, kept, with_late_word
from board.store.store import Store
from board.tasks.outputs import BY_WORD, MISSING, with_outputs
from board.words import TASK_STATUS

SEARCHED = ("task_id", "name", "output", "note", "leader_name")

_VIEWS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "全部": lambda tasks: pd.Series(True, index=tasks.index),
    "逾期": lambda tasks: tasks["is_late"],
    "临期": lambda tasks: tasks["is_due_soon"],
    "进行中": lambda tasks: tasks["status"] == "in_progress",
    "未开始": lambda tasks: tasks["status"] == "not_started",
    "已完成": lambda tasks: tasks["is_done"],
    "预计推迟": lambda tasks: tasks["pushed_days"] > 0,
    "缺成果材料": lambda tasks: tasks["is_done"] & tasks["output_word"].isin([MISSING, BY_WORD]),
}


def view_counts(tasks: pd.DataFrame) -> dict[str, int]:
    """How many tasks each view holds, in the order of the tabs. Takes tasks with flags."""
    return {name: int(holds(tasks).sum()) for name, holds in _VIEWS.items()}


def in_view(tasks: pd.DataFrame, view: str) -> pd.DataFrame:
    """The tasks of a view."""
    return tasks[_VIEWS[view](tasks)]


def options(tasks: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The phases of tasks, in their order, and the names of those who lead them."""
    return tasks["phase_name"].unique().tolist(), sorted(tasks["leader_name"].dropna().unique())


def with_words(tasks: pd.DataFrame) -> pd.DataFrame:
    """The tasks with the words a reader sees: state (逾期 before the status), tags (list), deadline, forecast."""
    status = tasks["status"].map(TASK_STATUS)
    return tasks.assign(
        state=status.mask(tasks["is_late"], "逾期"),
        tags=_tags(tasks["is_late"], status),
        deadline=[_deadline(*row) for row in tasks[["is_done", "done_late", "days_left"]].itertuples(index=False)],
        forecast=[_forecast(task) for task in each_row(tasks)],
    )


def _tags(is_late: pd.Series, status: pd.Series) -> pd.Series:
    words = [["逾期", word] if late else [word] for late, word in zip(is_late, status, strict=True)]
    return pd.Series(words, index=status.index, dtype=object)


def _forecast(task: Any) -> str:
    if not task.pushed_days:
        return ""
    return f"{month_day(task.expected_on)}，推迟 {task.pushed_days} 天（因 {task.pushed_by}）"


def _deadline(is_done: bool, done_late: bool, days_left: float) -> str:
    if is_done:
        return "超期完成" if done_late else "按期完成"
    if days_left < 0:
        return f"逾期 {-days_left:.0f} 天"
    return "今天到期" if days_left == 0 else f"还剩 {days_left:.0f} 天"


@kept
def shown(store: Store, activity_id: str, as_of: date, compare_on: date | None = None) -> pd.DataFrame:
    """The tasks of a day with flags, outputs and words, changed (differences from the compared day, in words) and
    late_word.
    """
    now = with_words(with_outputs(store, activity_id, as_of))
    then = None if compare_on is None else with_words(with_outputs(store, activity_id, compare_on))
    changed = now.assign(changed="" if then is None else _changed(now, then))
    return with_late_word(store, activity_id, "tasks", as_of, changed)


def _changed(now: pd.DataFrame, then: pd.DataFrame) -> list[str]:
    before = {row.task_id: row for row in each_row(then)}
    return [_differences(row, before[row.task_id]) if row.task_id in before else "新增" for row in each_row(now)]


def _differences(now: Any, then: Any) -> str:
    parts = [
        f"{word}{old:%m-%d}→{new:%m-%d}"
        for word, old, new in (("开始 ", then.start_on, now.start_on), ("期限 ", then.due_on, now.due_on))
        if old != new
    ]
    if now.state != then.state:
        parts.append(f"{then.state}→{now.state}")
    return "；".join(parts)
