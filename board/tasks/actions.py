"""Tasks of an activity's phases: their outputs, due dates, order and progress (domain.md)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from board import clock, words
from board.access import Actor, require
from board.activity.task_records import as_held, records_of
from board.errors import BoardError, Invalid
from board.store.history import Event, record, refuse_stale, wrong_moment
from board.store.pasts import keep_past
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.tasks.flags import with_flags
from board.tasks.forecast import with_forecast
from board.typed import plain, plain_fields

TEXT_FIELDS = ("name", "output", "note", "records")
FIELDS = (*TEXT_FIELDS, "phase_id", "leader_id", "start_on", "due_on")
Seq = int | None
When = datetime | None

_REQUIRED = {
    "phase_id": "请选择环节",
    "name": "请写明工作任务",
    "start_on": "请填写开始日期",
    "due_on": "请填写完成期限",
}
_MUST_BE = {"phase_id": ("phase", "没有这个环节"), "leader_id": ("person", "负责人不在人员名单里")}


def add(
    store: Store,
    actor: Actor,
    activity_id: str,
    fields: Mapping[str, Any],
    *,
    after: Iterable[str] = (),
    at: When = None,
) -> str:
    """Add a task (`FIELDS`) that comes after the tasks `after`, and return its id. Raises Refused, Invalid by field."""
    require(actor, "tasks.edit")
    before = tuple(dict.fromkeys(after))

    def work(transaction: Transaction) -> str:
        last = transaction.rows("tasks/last_number", activity_id=activity_id)[0]
        task_id = f"T{last['number'] + 1:02d}"
        task = new_task(activity_id, task_id, last["last_position"] + 1, fields)
        event = Event("add", actor, at or clock.now())
        write(transaction, task, before, event)
        return task_id

    return store.write(work, Deed("tasks.add", actor))


def edit(
    store: Store,
    actor: Actor,
    activity_id: str,
    task_id: str,
    fields: Mapping[str, Any],
    *,
    after: Iterable[str] | None = None,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Change a task's fields, and its predecessors unless `after` is None.

    Raises Refused, Conflict, Invalid by field (a circle of tasks waiting for each other included).
    """
    require(actor, "tasks.edit")
    before = None if after is None else tuple(dict.fromkeys(after))
    typed = plain_fields(fields, FIELDS, TEXT_FIELDS)

    def work(transaction: Transaction) -> None:
        state = current(transaction, activity_id, task_id, seen_seq)
        write(transaction, {**state, **typed}, before, Event("edit", actor, at or clock.now()), state)

    store.write(work, Deed("tasks.edit", actor))


def report(
    store: Store,
    actor: Actor,
    activity_id: str,
    task_id: str,
    status: str,
    *,
    output_ready: bool | None = None,
    note: str = "",
    done_on: date | None = None,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Record a task's progress and whether its output is there. Raises Refused, Conflict, Invalid by field."""
    require(actor, "tasks.report")
    given = {"status": status, "output_ready": output_ready, "note": note, "done_on": done_on}

    def work(transaction: Transaction) -> None:
        state = current(transaction, activity_id, task_id, seen_seq)
        event = Event("report", actor, at or clock.now())
        write(transaction, reported(state, given, event.happened_at.date()), None, event, state)

    store.write(work, Deed("tasks.report", actor))


def tasks(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per task at the end of a day, as it was then, by phase and position.

    All columns of `tasks`; phase_name, phase_position, leader_name; happened_at, actor_name and action of its last
    event; and the columns of `tasks.flags.with_flags` and `tasks.forecast.with_forecast`.
    """

    def make() -> pd.DataFrame:
        flagged = with_flags(store.read("tasks/tasks", activity_id=activity_id, as_of=as_of), as_of)
        return with_forecast(flagged, as_of)

    frame: pd.DataFrame = store.cached(("tasks.tasks", activity_id, as_of), make)
    return frame.copy(deep=False)


def events(store: Store, activity_id: str, task_id: str) -> pd.DataFrame:
    """One row per event of a task, oldest first: happened_at, actor_name, action and the state it led to."""
    return store.read("tasks/events", activity_id=activity_id, task_id=task_id)


def new_task(activity_id: str, task_id: str, position: int, fields: Mapping[str, Any]) -> Row:
    """A new task's state from its typed fields."""
    blank: Row = {**dict.fromkeys(FIELDS), **dict.fromkeys(TEXT_FIELDS, "")}
    return {
        "activity_id": activity_id,
        "task_id": task_id,
        "seq": 0,
        **blank,
        **plain_fields(fields, FIELDS, TEXT_FIELDS),
        "output_ready": False,
        "done_on": None,
        "status": "not_started",
        "position": position,
        "is_removed": False,
    }


def reported(state: Mapping[str, Any], given: Mapping[str, Any], on: date) -> Row:
    """A task's state after a report (status, output_ready, note, done_on) on a day.

    A task is done when its output is there, and can be set back from done only with a reason. Raises Invalid.
    """
    note, ready, done_on = plain(given.get("note")), given.get("output_ready"), plain(given.get("done_on"))
    after = {**state, "status": given["status"], "note": note or state["note"]}
    after["output_ready"] = state["output_ready"] if ready is None else bool(ready)
    after["done_on"] = (done_on or state["done_on"] or on) if given["status"] == "done" else None
    wrong = {}
    if given["status"] not in words.TASK_STATUS:
        wrong["status"] = "请选择状态"
    if given["status"] == "done" and after["output"] and not after["output_ready"]:
        wrong["output_ready"] = f"成果材料（{after['output']}）还没有，不能报完成"
    if after["done_on"] is not None and after["done_on"] > on:
        wrong["done_on"] = "完成日期不能晚于今天"
    if state["status"] == "done" and given["status"] != "done" and note is None:
        wrong["note"] = "已完成的任务要改回去，请写明原因"
    if wrong:
        raise Invalid(wrong)
    return after


def find_circle(comes_after: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Tasks that wait for each other in a circle, with the first repeated at the end; empty if there is none."""
    cleared: set[str] = set()

    def walk(task_id: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if task_id in path:
            return (*path[path.index(task_id) :], task_id)
        if task_id in cleared:
            return ()
        circles = (walk(before, (*path, task_id)) for before in comes_after.get(task_id, ()))
        found = next((circle for circle in circles if circle), ())
        cleared.add(task_id)
        return found

    return next((circle for circle in (walk(task_id, ()) for task_id in comes_after) if circle), ())


def current(transaction: Transaction, activity_id: str, task_id: str, seen_seq: Seq) -> Row:
    """A task's present state. Raises BoardError where there is none, Conflict where it has changed since `seen_seq`."""
    found = transaction.rows("tasks/current", activity_id=activity_id, task_id=task_id)
    if not found or found[0]["is_removed"]:
        raise BoardError("没有这项工作任务", f"本活动里没有 {task_id}。", "请刷新页面，核对编号。")
    refuse_stale(found[0], seen_seq)
    return found[0]


def write(
    transaction: Transaction, task: Row, before: tuple[str, ...] | None, event: Event, state: Row | None = None
) -> None:
    """Write a task's next state, and the tasks before it unless that is None, as part of a larger write. Raises
    Invalid by field. state: as it was; None for a new one."""
    key = {"activity_id": task["activity_id"], "task_id": task["task_id"]}
    wrong = wrong_moment(event.happened_at, transaction.rows("tasks/last_event_at", **key))
    choices = transaction.rows("tasks/choices", activity_id=task["activity_id"])
    wrong |= wrong_fields(task, choices) | _wrong_order(transaction, task, before)
    if wrong:
        raise Invalid(wrong)
    if task != state:
        record(transaction, "tasks", "task_id", {**task, "seq": task["seq"] + 1}, event)
    if before is not None:
        keep_past(transaction, task["activity_id"], "orders", event.happened_at.date())
        transaction.run("tasks/delete_dependencies", **key)
        transaction.insert("tasks/insert_dependencies", [{**key, "after_task_id": task_id} for task_id in before])


def refuse_wrong_fields(task: Row, choices: Iterable[Row]) -> None:
    """Raise Invalid, by field, for wrong fields. choices: rows of (kind, choice), one per phase, person and task."""
    wrong = wrong_fields(task, choices)
    if wrong:
        raise Invalid(wrong)


def wrong_fields(task: Row, choices: Iterable[Row]) -> dict[str, str]:
    """Field → what is wrong with it."""
    wrong = {name: message for name, message in _REQUIRED.items() if not task[name]}
    if not wrong.keys() & {"start_on", "due_on"} and task["due_on"] < task["start_on"]:
        wrong["due_on"] = "完成期限不能早于开始日期"
    if task["status"] == "done" and task["output"] and not task["output_ready"]:
        wrong["output"] = "已完成的任务，成果材料须已具备；请先把状态改回进行中"
    if task["records"] != as_held(records_of(task["records"])):
        wrong["records"] = "没有这样的记录可以为证"
    there = {(row["kind"], row["choice"]) for row in choices}
    for name, (kind, message) in _MUST_BE.items():
        if task[name] and (kind, task[name]) not in there:
            wrong[name] = message
    return wrong


def _wrong_order(transaction: Transaction, task: Row, before: tuple[str, ...] | None) -> dict[str, str]:
    if not before:
        return {}
    rows = transaction.rows("tasks/choices", activity_id=task["activity_id"])
    known = {row["choice"] for row in rows if row["kind"] == "task"} | {task["task_id"]}
    missing = [task_id for task_id in before if task_id not in known]
    if missing:
        return {"after": f"没有这些任务：{'、'.join(missing)}"}
    comes_after: dict[str, list[str]] = {task["task_id"]: list(before)}
    for row in transaction.rows("tasks/dependencies", activity_id=task["activity_id"]):
        if row["task_id"] != task["task_id"]:
            comes_after.setdefault(row["task_id"], []).append(row["after_task_id"])
    circle = find_circle(comes_after)
    return {"after": f"前置任务互相等待：{' → '.join(reversed(circle))}"} if circle else {}
