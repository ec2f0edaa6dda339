"""Hearings on the report (听取意见), the points made there, and how they were handled.

`report.points_rules` says what is allowed and required. Every action takes `seen_seq`, the record's `seq` when the
person opened it (raises Conflict if the record has changed since; None: no check), and `at`, when it happened (None:
now), and raises Refused, Invalid by field, and BoardError where there is no such record.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from board import clock
from board.access import Actor
from board.report import points_rules
from board.report.writing import add, change, present, standing, words_of
from board.store.history import Event
from board.store.store import Row, Store, Transaction

Seq = int | None
When = datetime | None


def add_hearing(store: Store, actor: Actor, activity_id: str, fields: Mapping[str, Any], *, at: When = None) -> str:
    """Record a hearing on a version (`report.points_rules.HEARING_FIELDS`) and return its id."""
    event = Event("add", actor, at or clock.now())
    return add(
        store,
        event,
        "report_hearings",
        activity_id,
        lambda transaction, key: _heard(transaction, key, None, fields, event),
    )


def edit_hearing(
    store: Store,
    actor: Actor,
    activity_id: str,
    hearing_id: str,
    fields: Mapping[str, Any],
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Change a hearing's fields."""
    event = Event("edit", actor, at or clock.now())

    def mended(transaction: Transaction, current: Row) -> Row:
        return _heard(transaction, {}, current, fields, event)

    change(store, event, "report_hearings", activity_id, hearing_id, mended, seen_seq)


def remove_hearing(
    store: Store, actor: Actor, activity_id: str, hearing_id: str, *, seen_seq: Seq = None, at: When = None
) -> None:
    """Remove a hearing that has no points."""

    def removed(transaction: Transaction, current: Row) -> Row:
        return points_rules.hearing_removed(current, standing(transaction, "report_points", activity_id))

    event = Event("remove", actor, at or clock.now())
    change(store, event, "report_hearings", activity_id, hearing_id, removed, seen_seq)


def add_point(store: Store, actor: Actor, activity_id: str, fields: Mapping[str, Any], *, at: When = None) -> str:
    """Record a point that was made (`report.points_rules.POINT_FIELDS`) and return its id."""
    event = Event("add", actor, at or clock.now())
    made = lambda transaction, key: _made(transaction, key, None, fields)  # noqa: E731
    return add(store, event, "report_points", activity_id, made)


def edit_point(
    store: Store,
    actor: Actor,
    activity_id: str,
    point_id: str,
    fields: Mapping[str, Any],
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Change a point's fields."""

    def mended(transaction: Transaction, current: Row) -> Row:
        return _made(transaction, {}, current, fields)

    event = Event("edit", actor, at or clock.now())
    change(store, event, "report_points", activity_id, point_id, mended, seen_seq)


def answer_point(
    store: Store,
    actor: Actor,
    activity_id: str,
    point_id: str,
    handling: str,
    *,
    handled_in: str | None = None,
    reason: str = "",
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Answer a point by a change in a later version, or by a reason why not; `open` takes the answer back."""
    given = {"handling": handling, "handled_in": handled_in, "reason": reason}

    def with_answer(transaction: Transaction, current: Row) -> Row:
        return points_rules.answered(current, given, present(transaction, "report_versions", activity_id))

    event = Event("answer", actor, at or clock.now())
    change(store, event, "report_points", activity_id, point_id, with_answer, seen_seq)


def remove_point(
    store: Store, actor: Actor, activity_id: str, point_id: str, *, seen_seq: Seq = None, at: When = None
) -> None:
    """Remove a point that was recorded by mistake."""
    event = Event("remove", actor, at or clock.now())
    removed = lambda _, current: {**current, "is_removed": True}  # noqa: E731
    change(store, event, "report_points", activity_id, point_id, removed, seen_seq)


def _heard(
    transaction: Transaction, key: Mapping[str, Any], current: Row | None, fields: Mapping[str, Any], event: Event
) -> Row:
    activity_id = (current or key)["activity_id"]
    versions = standing(transaction, "report_versions", activity_id)
    groups = words_of(transaction, activity_id, "group")
    return points_rules.hearing(key, current, fields, versions, groups, event.happened_at.date())


def _made(transaction: Transaction, key: Mapping[str, Any], current: Row | None, fields: Mapping[str, Any]) -> Row:
    activity_id = (current or key)["activity_id"]
    versions = standing(transaction, "report_versions", activity_id)
    hearings = standing(transaction, "report_hearings", activity_id)
    rows = present(transaction, "report_sections", activity_id)
    return points_rules.point(key, current, fields, versions, hearings, {row["section"] for row in rows})
