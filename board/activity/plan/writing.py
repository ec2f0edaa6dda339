"""A plan and a start → a new activity in the store, within a transaction."""

from collections.abc import Iterable
from datetime import date

from board.activity.plan.reading import Plan
from board.activity.plan.rows import (
    activity_row,
    answer_rows,
    criterion_rows,
    dependency_rows,
    person_rows,
    phase_rows,
    term_rows,
)
from board.errors import Invalid
from board.store.history import Event, record_all
from board.store.store import Row, Transaction

EXAMPLE_MARK = "（示例）"


def write_plan(
    transaction: Transaction, plan: Plan, start_on: date, created: Event, *, is_example: bool = False
) -> str:
    """Writes a new activity without its tasks; returns its id.

    Raises Invalid if the unit already has this plan with this start.
    """
    unit_name = plan.activity.unit + (EXAMPLE_MARK if is_example else "")
    unit_id = _unit(transaction, unit_name)
    if transaction.rows("activities/same", unit_id=unit_id, plan_name=plan.plan_name, start_on=start_on):
        raise Invalid({"start_on": f"{unit_name}已经有 {start_on:%Y-%m-%d} 开始的“{plan.activity.stage}”。"})
    activity_id = _next_id("HD", len(transaction.rows("activities/all")))
    of_unit = {"unit_id": unit_id, "is_example": is_example, "created_at": created.happened_at}
    transaction.insert("activities/insert", [{**activity_row(plan, activity_id, start_on), **of_unit}])
    transaction.insert("activities/insert_phases", phase_rows(plan, activity_id, start_on))
    transaction.insert("activities/insert_terms", term_rows(plan, activity_id))
    transaction.insert("activities/insert_people", person_rows(plan, activity_id))
    transaction.insert("activities/insert_criteria", criterion_rows(plan, activity_id))
    transaction.insert("activities/insert_answers", answer_rows(plan, activity_id))
    transaction.insert("tasks/insert_dependencies", dependency_rows(plan, activity_id))
    return activity_id


def write_tasks(transaction: Transaction, histories: Iterable[list[Row]]) -> None:
    """Writes the tasks of a new activity, each a list of event rows (`history.stamped`), oldest first."""
    record_all(transaction, "tasks", histories)


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
