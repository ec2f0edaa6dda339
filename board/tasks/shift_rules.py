"""The effects of moving a task's date, and the conflicts that result (顺延). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from board.errors import Invalid
from board.store.store import Row

# The scope of a shift: the tasks that wait for it, or everything unfinished from its date on.
SCOPES = {"followers": "等着它的任务", "rest": "从它的期限起的全部任务"}


@dataclass(frozen=True)
class Plan:
    """An activity's present tasks and phases, the order of tasks, and the days of its stage."""

    tasks: Mapping[str, Row]
    phases: Mapping[str, Row]
    after: Mapping[str, frozenset[str]]
    start_on: date
    end_on: date


@dataclass(frozen=True)
class Shift:
    """The result of a shift: the new states of the tasks and phases that it moves, and by how many days."""

    days: int
    tasks: Mapping[str, Row]
    phases: Mapping[str, Row]


def shift(plan: Plan, task_id: str, due_on: date | None, scope: str) -> Shift:
    """Move an unfinished task's due date to a day, and everything in the scope by as many days.

    A task that has begun keeps its start. A phase moves as a whole if all its tasks do, else it is extended to hold
    them. Raises Invalid by field.
    """
    wrong = {}
    task = plan.tasks.get(task_id)
    if task is None or task["status"] == "done":
        wrong["task_id"] = "请选择一项没有完成的任务"
    if due_on is None:
        wrong["due_on"] = "请填写新的完成期限"
    elif task is not None and due_on == task["due_on"]:
        wrong["due_on"] = "新的完成期限与原来相同"
    if scope not in SCOPES:
        wrong["scope"] = "请选择一起移动哪些任务"
    if wrong or task is None or due_on is None:
        raise Invalid(wrong)
    delta = due_on - task["due_on"]
    moved = {each: _moved(plan.tasks[each], delta) for each in _taken_along(plan, task_id, scope)}
    early = [each for each, state in moved.items() if state["due_on"] < state["start_on"]]
    if early:
        raise Invalid({"due_on": f"{'、'.join(early)} 已经开始，期限不能早于开始日期"})
    return Shift(delta.days, moved, _phases(plan, moved, delta))


def troubles(plan: Plan, shifted: Shift, today: date) -> list[tuple[str, str]]:
    """Pairs of a task or phase and what is wrong with its new dates, in words; the tasks first."""
    found = []
    for task_id, state in shifted.tasks.items():
        reasons = []
        if state["due_on"] > plan.end_on or state["start_on"] < plan.start_on:
            reasons.append("超出本阶段")
        if state["due_on"] < today:
            reasons.append("期限已经过去")
        waits = [
            each
            for each in sorted(plan.after.get(task_id, frozenset()))
            if shifted.tasks.get(each, plan.tasks[each])["due_on"] > state["due_on"] and not _is_done(plan, each)
        ]
        if waits:
            reasons.append(f"早于排在它前面的 {'、'.join(waits)}")
        if reasons:
            found.append((task_id, "；".join(reasons)))
    for phase_id, state in shifted.phases.items():
        if state["end_on"] > plan.end_on or state["start_on"] < plan.start_on:
            found.append((phase_id, "环节超出本阶段"))
    return found


def _is_done(plan: Plan, task_id: str) -> bool:
    return bool(plan.tasks[task_id]["status"] == "done")


def _taken_along(plan: Plan, task_id: str, scope: str) -> list[str]:
    """The task and the unfinished tasks that move with it, in the plan's order."""
    from_on = plan.tasks[task_id]["due_on"]
    if scope == "rest":
        chosen = {each for each, state in plan.tasks.items() if state["due_on"] >= from_on}
    else:
        chosen = _followers(plan.after, task_id)
    return [each for each in plan.tasks if each == task_id or (each in chosen and not _is_done(plan, each))]


def _followers(after: Mapping[str, Iterable[str]], task_id: str) -> set[str]:
    """All tasks that wait for a task, directly or through others."""
    found: set[str] = set()
    new = {task_id}
    while new:
        new = {each for each, before in after.items() if new & set(before)} - found
        found |= new
    return found


def _moved(state: Row, delta: timedelta) -> Row:
    start_on = state["start_on"] + delta if state["status"] == "not_started" else state["start_on"]
    return {**state, "start_on": start_on, "due_on": state["due_on"] + delta}


def _phases(plan: Plan, moved: Mapping[str, Row], delta: timedelta) -> dict[str, Row]:
    found = {}
    for phase_id, phase in plan.phases.items():
        mine: list[tuple[str, Any]] = [
            (each, moved.get(each, state)) for each, state in plan.tasks.items() if state["phase_id"] == phase_id
        ]
        if not any(each in moved for each, _ in mine):
            continue
        if all(each in moved and state["status"] == "not_started" for each, state in mine):
            after = {**phase, "start_on": phase["start_on"] + delta, "end_on": phase["end_on"] + delta}
        else:
            first = min(state["start_on"] for _, state in mine)
            last = max(state["due_on"] for _, state in mine)
            after = {**phase, "start_on": min(phase["start_on"], first), "end_on": max(phase["end_on"], last)}
        if after != phase:
            found[phase_id] = after
    return found
