"""Forecast of when tasks will be finished: a late task delays those that wait for it. Pure.

A task keeps its planned duration after its predecessors. A gap left in the plan absorbs delay, except for the week by
which papers have to be ready ahead of the democratic life meeting (方案).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from graphlib import TopologicalSorter
from typing import Any

import pandas as pd

from board.activity.task_records import LIFE_MEETING_RECORD, is_meeting, records_of
from board.meeting.readiness import DAYS_AHEAD
from board.numbers import month_day
from board.store.frames import each_row

_DAY = pd.Timedelta(days=1)
MOST_NAMED = 3  # of the tasks that one delays


@dataclass(frozen=True)
class _Forecast:
    """When a task will be finished, and which late task, itself included, decides that ("": its own date holds)."""

    expected_on: pd.Timestamp
    due_to: str


def with_forecast(tasks: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The tasks with their forecast as of a day.

    expected_on (for done ones: done_on); pushed_days (days after due_on because of a predecessor; 0: none);
    pushed_by (the late task that causes this, or ""); pushes (ids of the tasks it delays itself, joined by 、).

    Takes all tasks of an activity with task_id, start_on, due_on, done_on, is_done, after, records.
    """
    named = {task.task_id: task for task in each_row(tasks)}
    found: dict[str, _Forecast] = {}
    for task_id in _in_order(named):
        found[task_id] = _forecast(named[task_id], named, found, pd.Timestamp(as_of))
    pushed_by = {
        task_id: each.due_to if each.due_to != task_id and not named[task_id].is_done else ""
        for task_id, each in found.items()
    }
    pushes: dict[str, list[str]] = {}
    for task_id in tasks["task_id"]:
        pushes.setdefault(pushed_by[task_id], []).append(task_id)
    days = [
        (found[task.task_id].expected_on - task.due_on).days if pushed_by[task.task_id] else 0
        for task in each_row(tasks)
    ]
    return tasks.assign(
        expected_on=pd.Series(
            [found[task_id].expected_on for task_id in tasks["task_id"]], tasks.index, "datetime64[us]"
        ),
        pushed_days=pd.Series(days, tasks.index, "int64"),
        pushed_by=pd.Series([pushed_by[task_id] for task_id in tasks["task_id"]], tasks.index, "str"),
        pushes=pd.Series(["、".join(pushes.get(task_id, [])) for task_id in tasks["task_id"]], tasks.index, "str"),
    )


def effects(tasks: pd.DataFrame) -> pd.DataFrame:
    """One row per late task that delays others, in order: task_id, name, days_late, says, moves_meeting, pushed_ids.

    says: which tasks it delays and to when, in words, meetings first; of many the first, how many, and the last day.
    pushed_ids: of all that it delays, in the same order. Takes tasks with flags and forecast.
    """
    named = {task.task_id: task for task in each_row(tasks)}
    rows = []
    for task in each_row(tasks[tasks["pushes"] != ""]):
        pushed = sorted((named[each] for each in task.pushes.split("、")), key=_meetings_first)
        late = max(int((task.expected_on - task.due_on).days), 1)
        word = "晚完成" if task.is_done else "晚"
        delays = "，".join(f"{each.name} 到 {month_day(each.expected_on)}" for each in pushed[:MOST_NAMED])
        if len(pushed) > MOST_NAMED:
            last = month_day(max(each.expected_on for each in pushed))
            delays += f"，一共 {len(pushed)} 项，最晚到 {last}"
        moves = any(is_meeting(each.records) for each in pushed)
        says = f"{task.task_id} {word} {late} 天，会推迟 {delays}"
        rows.append((task.task_id, task.name, late, says, moves, [each.task_id for each in pushed]))
    return pd.DataFrame(rows, columns=["task_id", "name", "days_late", "says", "moves_meeting", "pushed_ids"])


def _meetings_first(task: Any) -> tuple[bool, pd.Timestamp]:
    return not is_meeting(task.records), task.expected_on


def _in_order(named: dict[str, Any]) -> Iterator[str]:
    """The ids, each after its predecessors."""
    waits = {task_id: [each for each in _after(task) if each in named] for task_id, task in named.items()}
    return iter(TopologicalSorter(waits).static_order())


def _after(task: Any) -> list[str]:
    return [each for each in str(task.after).split("、") if each]


def _forecast(task: Any, named: dict[str, Any], found: dict[str, _Forecast], today: pd.Timestamp) -> _Forecast:
    if task.is_done:
        return _Forecast(task.done_on, task.task_id if task.done_on > task.due_on else "")
    is_late = today > task.due_on
    best = _Forecast(today if is_late else task.due_on, task.task_id if is_late else "")
    for before_id in _after(task):
        if before_id not in found:
            continue
        before = found[before_id]
        kept = DAYS_AHEAD if LIFE_MEETING_RECORD in records_of(task.records) else 0
        counted_on = max(named[before_id].due_on, task.start_on - kept * _DAY)
        expected_on = task.due_on + max(before.expected_on - counted_on, 0 * _DAY)
        if expected_on > best.expected_on:
            best = _Forecast(expected_on, before.due_to)
    return best
