"""Activities: what a store holds, and making one of a plan and a start."""

from dataclasses import dataclass, fields
from datetime import date

import pandas as pd

from board import access, clock
from board.access import Actor
from board.activity.plan.reading import Plan
from board.activity.plan.rows import task_rows
from board.activity.plan.writing import write_plan, write_tasks
from board.errors import BoardError
from board.store.frames import as_options
from board.store.history import Event, stamped
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed


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


def phases(store: Store, activity_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per phase, in order: phase_id, name, position, start_on, end_on, purpose (of `PURPOSES`, or "").

    as_of: the days are those that the phases had at the end of it, before whatever shifted them since (None: now).
    """
    if as_of is None:
        return store.read("activities/phases", activity_id=activity_id)
    return store.read("activities/phases_on", activity_id=activity_id, as_of=as_of)


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


def criteria(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per criterion of the evaluation, in the form's order: criterion_id, heading, label, position."""
    return store.read("activities/criteria", activity_id=activity_id)


def called(store: Store, activity_id: str) -> dict[str, str]:
    """What the people and criteria of an activity are called, by their ids."""

    def make() -> dict[str, str]:
        everyone, asked = people(store, activity_id), criteria(store, activity_id)
        return as_options(everyone, "person_id", "name") | as_options(asked, "criterion_id", "label")

    names: dict[str, str] = store.cached(("activities.called", activity_id), make)
    return names


def create_activity(store: Store, actor: Actor, plan: Plan, start_on: date, *, is_example: bool = False) -> str:
    """Make an activity of a plan that starts on a day, with its tasks not started; returns its id.

    Raises Refused without `activities.edit`, and Invalid where the unit has this plan with this start already.
    """
    access.require(actor, "activities.edit")
    created = Event("add", actor, clock.now())

    def work(transaction: Transaction) -> str:
        activity_id = write_plan(transaction, plan, start_on, created, is_example=is_example)
        write_tasks(transaction, [[stamped(task, created)] for task in task_rows(plan, activity_id, start_on)])
        return activity_id

    return store.write(work, Deed("activities.add", actor))
