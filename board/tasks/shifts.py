"""Moving the dates of a plan (顺延): previewed, carried out all or none, undone as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require
from board.errors import BoardError, Conflict, Invalid
from board.store.history import Event, record_more, stamped
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.tasks.shift_rules import Plan, Shift, shift, troubles
from board.typed import plain, printable

PERMISSION = "tasks.edit"
When = datetime | None
_PHASE_FIELDS = ("start_on", "end_on")


@dataclass(frozen=True)
class Asked:
    """A request: a task, its new due date, the scope (`tasks.shift_rules.SCOPES`), and the reason."""

    task_id: str
    due_on: date | None
    scope: str
    reason: str


def preview(store: Store, actor: Actor, activity_id: str, asked: Asked) -> pd.DataFrame:
    """One row per task and phase that would move, tasks first; nothing is written.

    kind (task, phase), record_id, name, old_on and new_on (when it is due, or ends), days, trouble (what would be wrong
    with the new dates, or ""). Raises Refused, Invalid by field.
    """
    require(actor, PERMISSION)
    plan = _plan(store, activity_id)
    shifted = shift(plan, asked.task_id, asked.due_on, asked.scope)
    wrong = dict(troubles(plan, shifted, clock.today()))
    moved = [("task", key, plan.tasks[key], state, "due_on") for key, state in shifted.tasks.items()]
    moved += [("phase", key, plan.phases[key], state, "end_on") for key, state in shifted.phases.items()]
    rows = [
        (kind, key, old["name"], old[end], new[end], (new[end] - old[end]).days, wrong.get(key, ""))
        for kind, key, old, new, end in moved
    ]
    return pd.DataFrame(rows, columns=["kind", "record_id", "name", "old_on", "new_on", "days", "trouble"])


def carry_out(
    store: Store,
    actor: Actor,
    activity_id: str,
    asked: Asked,
    seen: Mapping[str, date] | None = None,
    *,
    at: When = None,
) -> str:
    """Carry out a shift and return its id.

    `seen`: task → the new date that the person was shown; None: no check. Raises Refused, Invalid by field, and
    Conflict where the shift would differ from what was shown.
    """
    require(actor, PERMISSION)
    happened_at = at or clock.now()

    def work(transaction: Transaction) -> str:
        plan = _plan(transaction, activity_id)
        shifted = shift(plan, asked.task_id, asked.due_on, asked.scope)
        _refuse(transaction, activity_id, asked, shifted, seen, happened_at)
        number = transaction.rows("task_shifts/last_number", activity_id=activity_id)[0]["number"]
        shift_id = f"Y-{number + 1:03d}"
        event = Event("shift", actor, happened_at, _reason_of(asked, shifted), shift_id)
        _record(
            transaction, activity_id, [{**state, "seq": state["seq"] + 1} for state in shifted.tasks.values()], event
        )
        _move_phases(transaction, plan, shifted, activity_id, shift_id)
        counts = {"task_count": len(shifted.tasks), "phase_count": len(shifted.phases), "days": shifted.days}
        made = {"happened_at": happened_at, "actor_id": actor.account_id, "actor_name": actor.name, "undone_at": None}
        about = {"activity_id": activity_id, "shift_id": shift_id, "task_id": asked.task_id}
        transaction.insert("task_shifts/insert", [{**about, "reason": printable(asked.reason), **counts, **made}])
        return shift_id

    return store.write(work, Deed("tasks.shift", actor))


def undo(store: Store, actor: Actor, activity_id: str, shift_id: str, *, at: When = None) -> int:
    """Set the tasks and phases of a shift back to their dates before it and return how many tasks there were.

    Raises Refused, and BoardError where there is no such shift, it is already undone, or one of them has changed since.
    """
    require(actor, PERMISSION)
    happened_at = at or clock.now()
    key = {"activity_id": activity_id, "shift_id": shift_id}

    def work(transaction: Transaction) -> int:
        _undoable(transaction, key)
        before = transaction.rows("task_shifts/tasks_before", **key)
        present = {row["task_id"]: row for row in transaction.rows("tasks/present", activity_id=activity_id)}
        days = {row["task_id"]: (row["start_on"], row["due_on"]) for row in before}
        states = [
            {**present[each], "seq": present[each]["seq"] + 1, "start_on": start_on, "due_on": due_on}
            for each, (start_on, due_on) in days.items()
        ]
        _record(transaction, activity_id, states, Event("undo", actor, happened_at, f"撤销顺延 {shift_id}", shift_id))
        transaction.run("task_shifts/restore_phases", **key)
        transaction.run("task_shifts/mark_undone", **key, undone_at=happened_at)
        return len(states)

    return store.write(work, Deed("tasks.undo", actor, shift_id))


def shifts(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per shift, the newest first.

    shift_id, task_id, days, reason, task_count, phase_count, happened_at, actor_name, undone_at (NaT: not undone),
    can_undo (not undone, and no task that it moved has changed since).
    """
    return store.read("task_shifts/all", activity_id=activity_id)


def _plan(reader: Store | Transaction, activity_id: str) -> Plan:
    stage = reader.rows("task_shifts/stage", activity_id=activity_id)[0]
    after: dict[str, set[str]] = {}
    for row in reader.rows("tasks/dependencies", activity_id=activity_id):
        after.setdefault(row["task_id"], set()).add(row["after_task_id"])
    return Plan(
        {row["task_id"]: row for row in reader.rows("tasks/present", activity_id=activity_id) if not row["is_removed"]},
        {row["phase_id"]: row for row in reader.rows("activities/phases", activity_id=activity_id)},
        {task_id: frozenset(before) for task_id, before in after.items()},
        stage["start_on"],
        stage["end_on"],
    )


def _refuse(
    transaction: Transaction,
    activity_id: str,
    asked: Asked,
    shifted: Shift,
    seen: Mapping[str, date] | None,
    happened_at: datetime,
) -> None:
    wrong = {} if plain(asked.reason) else {"reason": "请写明顺延的原因"}
    last = transaction.rows("task_shifts/last_event_at", activity_id=activity_id, ids=list(shifted.tasks))[0]
    if happened_at > clock.now() or (last["happened_at"] and happened_at < last["happened_at"]):
        wrong["on"] = "办理时间不能晚于现在，也不能早于这些任务上一次变动"
    if wrong:
        raise Invalid(wrong)
    if seen is not None and dict(seen) != {key: state["due_on"] for key, state in shifted.tasks.items()}:
        raise Conflict("任务刚刚被别人改过", "会移动的任务和刚才预览的不一样了。", "请重新预览，核对后再确认。")


def _reason_of(asked: Asked, shifted: Shift) -> str:
    word = "顺延" if shifted.days > 0 else "提前"
    return f"随 {asked.task_id} {word} {abs(shifted.days)} 天：{printable(asked.reason)}"


def _record(transaction: Transaction, activity_id: str, states: list[Row], event: Event) -> None:
    record_more(transaction, "tasks", activity_id, "task_id", [[stamped(state, event)] for state in states])


def _move_phases(transaction: Transaction, plan: Plan, shifted: Shift, activity_id: str, shift_id: str) -> None:
    rows: list[dict[str, Any]] = [
        {
            "activity_id": activity_id,
            "shift_id": shift_id,
            "phase_id": phase_id,
            **{f"old_{name}": plan.phases[phase_id][name] for name in _PHASE_FIELDS},
            **{f"new_{name}": state[name] for name in _PHASE_FIELDS},
        }
        for phase_id, state in shifted.phases.items()
    ]
    transaction.insert("task_shifts/insert_phases", rows)
    transaction.run("task_shifts/move_phases", activity_id=activity_id, shift_id=shift_id)


def _undoable(transaction: Transaction, key: Mapping[str, str]) -> None:
    rows = transaction.rows("task_shifts/all", activity_id=key["activity_id"])
    found = next((row for row in rows if row["shift_id"] == key["shift_id"]), None)
    if found is None or found["undone_at"] is not None:
        raise BoardError("不能撤销", f"没有 {key['shift_id']} 这次顺延，或已经撤销过。", "请刷新页面核对。")
    if not found["can_undo"]:
        raise BoardError("不能撤销", "顺延以后，其中的任务又有变动。", "请逐项修改日期，或再顺延一次。")
