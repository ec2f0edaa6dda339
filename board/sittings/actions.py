"""Meetings held with slides (会议模式): started, shown anew, and closed with minutes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from board import clock
from board.access import Actor, require
from board.errors import BoardError, Invalid
from board.meeting import calendar
from board.store.history import Event, record, refuse_stale
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import printable
from board.units.tree import require_within

When = datetime | None
LONGEST_MINUTES = 20_000


@dataclass(frozen=True)
class Shown:
    """The slides of a moment: their contents in order, a digest of them, and the moment."""

    slides: Sequence[Mapping[str, Any]]
    digest: str
    at: datetime


@dataclass(frozen=True)
class Setting:
    """How a meeting is held: a meeting's id, or the kind and topic of one held today, which is entered; for whom its
    slides are (`words.AUDIENCE`); and the names of the slides that are left out. compare_on, deadline_id: what a
    bureau's slides are compared with and at (None, '': the last ones).
    """

    meeting: str | Mapping[str, Any]
    audience: str
    left_out: Sequence[str] = ()
    compare_on: date | None = None
    deadline_id: str = ""


def start(store: Store, actor: Actor, activity_id: str, setting: Setting, shown: Shown) -> str:
    """Begin a meeting with these slides, on the units that the actor manages, and return the sitting's id.

    Raises Refused, Invalid by field, and BoardError where there is no such meeting or it is being held already.
    """
    require(actor, "deck.show")
    event = Event("start", actor, clock.now())

    def work(transaction: Transaction) -> str:
        meeting_id = _meeting(transaction, activity_id, setting.meeting, event.happened_at.date())
        known = transaction.rows("sittings/present", activity_id=activity_id)
        _refuse_twice(meeting_id, known)
        sitting_id = f"H-{len(known) + 1:03d}"
        sitting = {
            "activity_id": activity_id,
            "sitting_id": sitting_id,
            "seq": 1,
            "meeting_id": meeting_id,
            "audience": setting.audience,
            "left_out": "\n".join(setting.left_out),
            "state": "open",
            "minutes": "",
            "unit_id": actor.unit_id,
            "compare_on": setting.compare_on,
            "deadline_id": setting.deadline_id,
        }
        _freeze(transaction, sitting, shown, event)
        return sitting_id

    return store.write(work, Deed("sittings.start", actor))


def refresh(store: Store, actor: Actor, activity_id: str, sitting_id: str, shown: Shown) -> None:
    """Show a newer state in an open meeting. Raises Refused, and BoardError where the meeting isn't open."""
    require(actor, "deck.show")

    def work(transaction: Transaction) -> None:
        sitting = open_sitting(transaction, actor, activity_id, sitting_id)
        transaction.run("sittings/delete_slides", activity_id=activity_id, sitting_id=sitting_id)
        after = {**sitting, "seq": sitting["seq"] + 1}
        _freeze(transaction, after, shown, Event("refresh", actor, clock.now()))

    store.write(work, Deed("sittings.refresh", actor, sitting_id))


def close(store: Store, actor: Actor, activity_id: str, sitting_id: str, minutes: str) -> None:
    """End a meeting with its minutes; its decisions can't be taken back any more. Raises as `refresh`."""
    require(actor, "deck.show")

    def work(transaction: Transaction) -> None:
        sitting = open_sitting(transaction, actor, activity_id, sitting_id)
        _keep(transaction, sitting, {"state": "closed"}, minutes, Event("close", actor, clock.now()))

    store.write(work, Deed("sittings.close", actor, sitting_id))


def write_minutes(
    store: Store, actor: Actor, activity_id: str, sitting_id: str, minutes: str, *, seen_seq: int | None = None
) -> None:
    """Change the minutes. Raises Refused, Conflict, and BoardError where there is no such meeting."""
    require(actor, "deck.show")

    def work(transaction: Transaction) -> None:
        sitting = sitting_of(transaction, actor, activity_id, sitting_id)
        refuse_stale(sitting, seen_seq)
        _keep(transaction, sitting, {}, minutes, Event("edit", actor, clock.now()))

    store.write(work, Deed("sittings.write", actor, sitting_id))


def _meeting(transaction: Transaction, activity_id: str, meeting: str | Mapping[str, Any], today: date) -> str:
    if not isinstance(meeting, str):
        return calendar.add_within(transaction, activity_id, {**meeting, "held_on": today}, today)
    known = {row["meeting_id"]: row for row in transaction.rows("meetings/present", activity_id=activity_id)}
    if meeting not in known:
        raise BoardError("没有这次会议", "这次会议可能刚刚被别人删去了。", "请刷新页面后再选。")
    return meeting


def _refuse_twice(meeting_id: str, known: Sequence[Row]) -> None:
    there = next((row for row in known if row["meeting_id"] == meeting_id and row["state"] == "open"), None)
    if there is not None:
        raise BoardError(
            "这次会议正在开", f"已经有人用会议模式开始了（{there['sitting_id']}）。", "请从“会议”打开它，不用再开始。"
        )


def _freeze(transaction: Transaction, sitting: Row, shown: Shown, event: Event) -> None:
    key = {name: sitting[name] for name in ("activity_id", "sitting_id")}
    rows = [
        {**key, "place": place, "content": json.dumps(each, ensure_ascii=False)}
        for place, each in enumerate(shown.slides, 1)
    ]
    transaction.insert("sittings/insert_slides", rows)
    state = {**sitting, "digest": shown.digest, "frozen_at": shown.at}
    record(transaction, "sittings", "sitting_id", state, event)


def _keep(transaction: Transaction, sitting: Row, change: Mapping[str, Any], minutes: str, event: Event) -> None:
    text = printable(minutes)
    if len(text) > LONGEST_MINUTES:
        raise Invalid({"minutes": f"最多 {LONGEST_MINUTES} 个字"})
    after = {**sitting, **change, "minutes": text}
    if after != sitting:
        after["seq"] = sitting["seq"] + 1
        record(transaction, "sittings", "sitting_id", after, event)


def sitting_of(transaction: Transaction, actor: Actor, activity_id: str, sitting_id: str) -> Row:
    """Returns a meeting. Raises BoardError where there is none, Refused where it is on units of others, too."""
    found = transaction.rows("sittings/current", activity_id=activity_id, sitting_id=sitting_id)
    if not found:
        raise BoardError("没有这次会议", f"本活动里没有 {sitting_id}。", "请刷新页面，核对编号。")
    require_within(actor, transaction, [found[0]["unit_id"]], clock.today())
    return found[0]


def open_sitting(transaction: Transaction, actor: Actor, activity_id: str, sitting_id: str) -> Row:
    """Returns a meeting that is being held. Raises as `sitting_of`, and BoardError where it is over."""
    sitting = sitting_of(transaction, actor, activity_id, sitting_id)
    if sitting["state"] != "open":
        raise BoardError("会议已经结束", "结束以后，议定的事不能再加，也不能撤回。", "要改的，请在台账里办理。")
    return sitting
