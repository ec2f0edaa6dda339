"""Hearings on the report (听取意见), the points made there, and how they were handled.

`report.points_rules` says what is allowed and required. Every action takes `seen_seq`, the record's `seq` when the
person opened it (raises Conflict if the record has changed since; None: no check), and `at`, when it happened (None:
now), and raises Refused, Invalid by field, and BoardError where there is no such record.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from board import clock
from board.access import Actor, require
from board.report import points_rules
from board.report.writing import found, next_key, present, save, standing, words_of
from board.store.history import Event
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed

Seq = int | None
When = datetime | None


def add_hearing(store: Store, actor: Actor, activity_id: str, fields: Mapping[str, Any], *, at: When = None) -> str:
    """Record a hearing on a version (`report.points_rules.HEARING_FIELDS`) and return its id."""
    require(actor, "report.edit")
    event = Event("add", actor, at or clock.now())
    return store.write(
        lambda transaction: add_hearing_within(transaction, activity_id, fields, event),
        Deed("report_hearings.add", actor),
    )


def add_hearing_within(transaction: Transaction, activity_id: str, fields: Mapping[str, Any], event: Event) -> str:
    """Like `add_hearing`, inside a larger transaction; the caller checks the permission."""
    key = next_key(present(transaction, "report_hearings", activity_id), "report_hearings", activity_id)
    save(transaction, "report_hearings", _heard(transaction, key, None, fields, event), event)
    return str(key["hearing_id"])


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
    require(actor, "report.edit")
    event = Event("edit", actor, at or clock.now())

    def work(transaction: Transaction) -> None:
        current = found(standing(transaction, "report_hearings", activity_id), "report_hearings", hearing_id, seen_seq)
        save(transaction, "report_hearings", _heard(transaction, {}, current, fields, event), event, current)

    store.write(work, Deed("report_hearings.edit", actor))


def remove_hearing(
    store: Store, actor: Actor, activity_id: str, hearing_id: str, *, seen_seq: Seq = None, at: When = None
) -> None:
    """Remove a hearing that has no points."""
    require(actor, "report.edit")
    event = Event("remove", actor, at or clock.now())

    def work(transaction: Transaction) -> None:
        current = found(standing(transaction, "report_hearings", activity_id), "report_hearings", hearing_id, seen_seq)
        after = points_rules.hearing_removed(current, standing(transaction, "report_points", activity_id))
        save(transaction, "report_hearings", after, event, current)

    store.write(work, Deed("report_hearings.remove", actor))


def add_point(store: Store, actor: Actor, activity_id: str, fields: Mapping[str, Any], *, at: When = None) -> str:
    """Record a point that was made (`report.points_rules.POINT_FIELDS`) and return its id."""
    require(actor, "report.edit")
    event = Event("add", actor, at or clock.now())
    return store.write(
        lambda transaction: add_point_within(transaction, activity_id, fields, event), Deed("report_points.add", actor)
    )


def add_point_within(transaction: Transaction, activity_id: str, fields: Mapping[str, Any], event: Event) -> str:
    """Like `add_point`, inside a larger transaction; the caller checks the permission."""
    key = next_key(present(transaction, "report_points", activity_id), "report_points", activity_id)
    save(transaction, "report_points", _made(transaction, key, None, fields, activity_id), event)
    return str(key["point_id"])


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
        return _made(transaction, {}, current, fields, activity_id)

    _change(store, Event("edit", actor, at or clock.now()), activity_id, point_id, mended, seen_seq)


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

    _change(store, Event("answer", actor, at or clock.now()), activity_id, point_id, with_answer, seen_seq)


def remove_point(
    store: Store, actor: Actor, activity_id: str, point_id: str, *, seen_seq: Seq = None, at: When = None
) -> None:
    """Remove a point that was recorded by mistake."""
    event = Event("remove", actor, at or clock.now())
    _change(store, event, activity_id, point_id, lambda _, current: {**current, "is_removed": True}, seen_seq)


def _change(
    store: Store,
    event: Event,
    activity_id: str,
    point_id: str,
    change: Callable[[Transaction, Row], Row],
    seen_seq: Seq,
) -> None:
    require(event.actor, "report.edit")

    def work(transaction: Transaction) -> None:
        current = found(standing(transaction, "report_points", activity_id), "report_points", point_id, seen_seq)
        save(transaction, "report_points", change(transaction, current), event, current)

    store.write(work, Deed(f"report_points.{event.action}", event.actor))


def _heard(
    transaction: Transaction, key: Mapping[str, Any], current: Row | None, fields: Mapping[str, Any], event: Event
) -> Row:
    activity_id = (current or key)["activity_id"]
    versions = standing(transaction, "report_versions", activity_id)
    groups = words_of(transaction, activity_id, "group")
    return points_rules.hearing(key, current, fields, versions, groups, event.happened_at.date())


def _made(
    transaction: Transaction, key: Mapping[str, Any], current: Row | None, fields: Mapping[str, Any], activity_id: str
) -> Row:
    versions = standing(transaction, "report_versions", activity_id)
    hearings = standing(transaction, "report_hearings", activity_id)
    rows = present(transaction, "report_sections", activity_id)
    return points_rules.point(key, current, fields, versions, hearings, {row["section"] for row in rows})
