"""Feedback sheets (反馈单): opinions handed on to the leading group or to one member, never with their givers.

The contents of a sheet are frozen when it is made: the wording (反馈用语, else the text) and the order by aspect, theme
and wording, which doesn't show when or from whom an opinion came. Every action raises Refused, Invalid by field, and
BoardError where the state doesn't allow it.
"""

from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd

from board import clock
from board.access import Actor, require
from board.errors import BoardError, Invalid
from board.opinions import actions, writing
from board.opinions.disclosure import since_of
from board.opinions.feedback_rules import handed_over, new_sheet, removed, standing
from board.store.frames import kept
from board.store.history import Event, record, refuse_stale, wrong_moment
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed

Seq = int | None
When = datetime | None


@kept
def sheets(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per sheet existing at the end of a day: sheet_id, seq, to_kind (group, member), member_id, member_name,
    made_on, handed_on (NaT: not yet), receipt, opinion_count; of its last event happened_at, actor_name, action."""
    rows = store.read("feedback/sheets", activity_id=activity_id, as_of=as_of)
    return _in_lots(store, activity_id, as_of, rows) if store.hides_some() else rows


def _in_lots(store: Store, activity_id: str, as_of: date, rows: pd.DataFrame) -> pd.DataFrame:
    """The sheets for readers who may not know who gave an opinion: as if made when their opinions became visible."""
    on_them = sheet_opinions(store, activity_id, as_of)
    if on_them.empty:
        return rows[:0]
    at = since_of(on_them, actions.lots(store, activity_id)).groupby(on_them["sheet_id"])
    rows = rows[rows["sheet_id"].isin(on_them["sheet_id"])]
    day = pd.to_datetime(rows["sheet_id"].map(at.max())).dt.normalize()
    days = {name: rows[name].mask(rows[name] < day, day) for name in ("made_on", "handed_on", "happened_at")}
    return rows.assign(opinion_count=rows["sheet_id"].map(at.size()).astype("int64"), **days)


@kept
def sheet_opinions(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per opinion on a sheet, in the sheet's order: sheet_id, opinion_id, position, aspect, wording."""
    rows = store.read("feedback/sheet_opinions", activity_id=activity_id, as_of=as_of)
    return actions.of_lots(store, activity_id, as_of, rows)


@kept
def waiting(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per opinion that could go on a sheet now: opinion_id, about, member_id, aspect, theme, content, wording
    (the text handed on)."""
    return store.read("feedback/waiting", activity_id=activity_id)


def events(store: Store, activity_id: str, sheet_id: str) -> pd.DataFrame:
    """One row per event of a sheet, oldest first."""
    rows = store.read("feedback/events", activity_id=activity_id, sheet_id=sheet_id)
    if not store.hides_some():
        return rows
    known = sheets(store, activity_id, clock.today())
    at = known[known["sheet_id"] == sheet_id]["made_on"].max()
    return rows.assign(happened_at=rows["happened_at"].mask(rows["happened_at"] < at, at))


def make(
    store: Store,
    actor: Actor,
    activity_id: str,
    member_id: str | None = None,
    opinion_ids: Sequence[str] | None = None,
    *,
    at: When = None,
) -> str:
    """Make a sheet for a member, or for the leading group (None), and return its id.

    It holds all opinions waiting for one, or those named; they stay 已梳理 until it is handed over.
    """
    require(actor, "opinions.edit")
    event = Event("add", actor, at or clock.now())

    def work(transaction: Transaction) -> str:
        rows = _to_hand_on(transaction, activity_id, member_id, opinion_ids)
        number = transaction.rows("feedback/last_number", activity_id=activity_id)[0]["number"]
        key = {"activity_id": activity_id, "sheet_id": f"F-{number + 1:03d}"}
        wrong = wrong_moment(event.happened_at, transaction.rows("feedback/last_event_at", **key))
        if wrong:
            raise Invalid(wrong)
        record(transaction, "feedback", "sheet_id", new_sheet(key, member_id, event.happened_at.date()), event)
        stamp = {**key, "linked_at": event.happened_at, "unlinked_at": None}
        transaction.insert("feedback/insert_opinions", [{**row, **stamp} for row in rows])
        return key["sheet_id"]

    return store.write(work, Deed("feedback.add", actor))


def _to_hand_on(
    transaction: Transaction, activity_id: str, member_id: str | None, opinion_ids: Sequence[str] | None
) -> list[Row]:
    held = transaction.rows("feedback/waiting", activity_id=activity_id)
    theirs = {row["opinion_id"]: row for row in held if row["member_id"] == member_id}
    wanted = list(theirs) if opinion_ids is None else list(opinion_ids)
    missing = [each for each in wanted if each not in theirs]
    if missing:
        raise Invalid({"opinion_ids": f"这些意见现在不能放进这张反馈单：{'、'.join(missing)}"})
    if not wanted:
        raise BoardError("没有可以反馈的意见", "对这一位（或班子）没有已梳理、还没有反馈的意见。", "请先梳理意见。")
    chosen = [row for name, row in theirs.items() if name in set(wanted)]
    return [
        {"opinion_id": row["opinion_id"], "position": place, "aspect": row["aspect"], "wording": row["wording"]}
        for place, row in enumerate(chosen, start=1)
    ]


def hand_over(
    store: Store,
    actor: Actor,
    activity_id: str,
    sheet_id: str,
    handed_on: date | None,
    receipt: str,
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Record that a sheet was handed over and who signed for it; every opinion on it moves to 已反馈.

    Called again, it corrects day and signature.
    """
    require(actor, "opinions.edit")
    moment = at or clock.now()

    def work(transaction: Transaction) -> None:
        sheet = _current(transaction, activity_id, sheet_id, seen_seq)
        after = handed_over(sheet, handed_on, receipt, moment.date())
        is_first = sheet["handed_on"] is None
        _record(transaction, after, Event("hand_over" if is_first else "edit", actor, moment))
        for row in transaction.rows("feedback/standing", activity_id=activity_id):
            if is_first and row["sheet_id"] == sheet_id:
                given = {"fed_back_on": handed_on, "fed_back_to": ""}
                event = Event("feed_back", actor, moment)
                writing.act(transaction, activity_id, row["opinion_id"], given, event)

    store.write(work, Deed("feedback.hand_over", actor))


def remove(
    store: Store, actor: Actor, activity_id: str, sheet_id: str, *, seen_seq: Seq = None, at: When = None
) -> None:
    """Void a sheet that was not handed over; its opinions may go on another."""
    require(actor, "opinions.edit")
    event = Event("remove", actor, at or clock.now())

    def work(transaction: Transaction) -> None:
        after = removed(_current(transaction, activity_id, sheet_id, seen_seq))
        _record(transaction, after, event)
        key = {"activity_id": activity_id, "sheet_id": sheet_id}
        transaction.run("feedback/unlink_opinions", at=event.happened_at, **key)

    store.write(work, Deed("feedback.remove", actor))


def _current(transaction: Transaction, activity_id: str, sheet_id: str, seen_seq: Seq) -> Row:
    found = transaction.rows("feedback/current", activity_id=activity_id, sheet_id=sheet_id)
    sheet = standing(found[0] if found else None)
    refuse_stale(sheet, seen_seq)
    return sheet


def _record(transaction: Transaction, after: Row, event: Event) -> None:
    key = {"activity_id": after["activity_id"], "sheet_id": after["sheet_id"]}
    wrong = wrong_moment(event.happened_at, transaction.rows("feedback/last_event_at", **key))
    if wrong:
        raise Invalid(wrong)
    record(transaction, "feedback", "sheet_id", after, event)
