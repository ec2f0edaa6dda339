"""The activities in a store, with their phases, people, words, criteria and meetings."""

from dataclasses import dataclass, fields
from datetime import date

import pandas as pd

from board.errors import BoardError
from board.store.frames import as_options
from board.store.store import Store


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
    """The activity with this id. Raises BoardError if there is none."""

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

    as_of: the phases have the days they had at the end of it, before any later shift (None: now).
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


def meetings(store: Store, activity_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per meeting, held or planned, that was known at the end of a day (None: now), the newest first.

    meeting_id, kind, topic, held_on, entered_late (the day it was entered, if that was after it was held; else NaT).
    """
    return store.read("activities/meetings", activity_id=activity_id, as_of=as_of or date.max)


def criteria(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per criterion of the evaluation, in the form's order: criterion_id, heading, label, position."""
    return store.read("activities/criteria", activity_id=activity_id)


def called(store: Store, activity_id: str) -> dict[str, str]:
    """The names of the people and criteria of an activity, by their ids."""

    def make() -> dict[str, str]:
        everyone, asked = people(store, activity_id), criteria(store, activity_id)
        return as_options(everyone, "person_id", "name") | as_options(asked, "criterion_id", "label")

    names: dict[str, str] = store.cached(("activities.called", activity_id), make)
    return names


def last_meeting_on(store: Store, activity_id: str, before: date) -> date | None:
    """The day of the last meeting held before a day, or None."""

    def find() -> date | None:
        held = meetings(store, activity_id, before)
        earlier = held[held["held_on"] < pd.Timestamp(before)]
        return None if earlier.empty else pd.Timestamp(earlier["held_on"].max()).date()

    found: date | None = store.cached(("activities.last_meeting_on", activity_id, before), find)
    return found


def principal(store: Store, activity_id: str) -> str | None:
    """The person_id of the leading group's head."""
    members = people(store, activity_id)
    heads = members[members["is_principal"]]["person_id"]
    return None if heads.empty else str(heads.iloc[0])


def busiest_owner(store: Store, activity_id: str) -> str | None:
    """The person_id of whoever owns most items not yet closed: the example shows an owner's view as this person."""
    owners = store.read("activities/owners_of_open_items", activity_id=activity_id)
    return None if owners.empty else str(owners.iloc[0]["owner_id"])
