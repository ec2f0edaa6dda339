"""Activities: what a store holds, and making one of a plan and a start."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

import pandas as pd

from board import access, clock, history
from board.access import Actor
from board.db import Row, Store, Transaction
from board.errors import BoardError, Invalid
from board.plan import Plan, day
from board.plan_rows import (
    answer_rows,
    criterion_rows,
    dependency_rows,
    person_rows,
    phase_rows,
    task_rows,
    term_rows,
)

EXAMPLE_MARK = "（示例）"


@dataclass(frozen=True)
class Activity:
    """One activity of a unit: from `start_on` to `end_on`, both days included."""

    activity_id: str
    unit_name: str
    name: str
    stage: str
    theme: str
    start_on: date
    end_on: date
    is_example: bool


def activities(store: Store) -> pd.DataFrame:
    """One row per activity, the newest start first.

    Columns: activity_id, unit_id, unit_name, plan_name, name, stage, theme, start_on, end_on, is_example, created_at.
    """
    return store.read("activities/all")


def activity(store: Store, activity_id: str) -> Activity:
    """The activity of an id. Raises BoardError if there is none."""

    def every() -> dict[str, Activity]:
        kept = [each.name for each in fields(Activity)]
        rows = store.rows("activities/all")
        return {row["activity_id"]: Activity(**{name: row[name] for name in kept}) for row in rows}

    known: dict[str, Activity] = store.cached("activities.activity", every)
    if activity_id not in known:
        raise BoardError("没有这项活动", f"找不到编号为 {activity_id} 的活动。", "请从活动列表里重新选一项。")
    return known[activity_id]


def phases(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per phase, in order: phase_id, name, position, start_on, end_on."""
    return store.read("activities/phases", activity_id=activity_id)


def terms(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per word to choose from, by kind and in order: kind, label, position, required."""
    return store.read("activities/terms", activity_id=activity_id)


def people(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per person, the leading group first.

    Columns: person_id, name, post, field, department, is_member, is_principal, position.
    """
    return store.read("activities/people", activity_id=activity_id)


def meetings(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per meeting, the newest first: meeting_id, kind, topic, held_on."""
    return store.read("activities/meetings", activity_id=activity_id)


def create_activity(store: Store, actor: Actor, plan: Plan, start_on: date, *, is_example: bool = False) -> str:
    """Make an activity of a plan that starts on a day, every ledger's frame with it; returns its id.

    Raises Refused without `activities.edit`, and Invalid where the unit has this plan with this start already.
    """
    access.require(actor, "activities.edit")
    created = history.Event("add", actor, clock.now())

    def work(transaction: Transaction) -> str:
        activity_id = write_plan(transaction, plan, start_on, created, is_example=is_example)
        tasks = task_rows(plan, activity_id, start_on)
        write_tasks(transaction, [[history.stamped(task, created)] for task in tasks])
        return activity_id

    return store.write(work)


def write_plan(
    transaction: Transaction, plan: Plan, start_on: date, created: history.Event, *, is_example: bool = False
) -> str:
    """Within a transaction, write a new activity but for its tasks; returns its id. Raises as create_activity."""
    unit_name = plan.activity.unit + (EXAMPLE_MARK if is_example else "")
    unit_id = _unit(transaction, unit_name)
    if transaction.rows("activities/same", unit_id=unit_id, plan_name=plan.plan_name, start_on=start_on):
        raise Invalid({"start_on": f"{unit_name}已经有一项 {start_on:%Y-%m-%d} 开始的“{plan.activity.stage}”。"})
    activity_id = _next_id("HD", len(transaction.rows("activities/all")))
    row = _activity_row(plan, activity_id, unit_id, start_on, created.happened_at)
    transaction.insert("activities/insert", [{**row, "is_example": is_example}])
    transaction.insert("activities/insert_phases", phase_rows(plan, activity_id, start_on))
    transaction.insert("activities/insert_terms", term_rows(plan, activity_id))
    transaction.insert("activities/insert_people", person_rows(plan, activity_id))
    transaction.insert("activities/insert_dependencies", dependency_rows(plan, activity_id))
    transaction.insert("activities/insert_criteria", criterion_rows(plan, activity_id))
    transaction.insert("activities/insert_answers", answer_rows(plan, activity_id))
    return activity_id


def write_tasks(transaction: Transaction, histories: Sequence[list[Row]]) -> None:
    """Within a transaction, write the tasks of a new activity, each a list of event rows, oldest first."""
    history.record_all(transaction, "tasks", histories)


def _unit(transaction: Transaction, name: str) -> str:
    known = transaction.rows("activities/units")
    for unit in known:
        if unit["name"] == name:
            return str(unit["unit_id"])
    unit_id = _next_id("U", len(known))
    transaction.insert("activities/insert_units", [{"unit_id": unit_id, "name": name}])
    return unit_id


def _next_id(prefix: str, count: int) -> str:
    return f"{prefix}-{count + 1:02d}"


def _activity_row(plan: Plan, activity_id: str, unit_id: str, start_on: date, created_at: datetime) -> Row:
    return {
        "activity_id": activity_id,
        "unit_id": unit_id,
        "plan_name": plan.plan_name,
        "name": plan.activity.name,
        "stage": plan.activity.stage,
        "theme": plan.activity.theme,
        "start_on": start_on,
        "end_on": day(start_on, plan.activity.days),
        "created_at": created_at,
    }
