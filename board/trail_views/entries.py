"""操作记录 for administrators: searching, listing, and one entry with its changes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from board.access import Actor, allowed, require
from board.errors import BoardError
from board.navigation import NAVIGATION
from board.store.history import OF_AN_EVENT
from board.store.names import is_mark
from board.store.sql import HISTORIES
from board.store.store import Row, Store
from board.store.trail import check as audit_log
from board.store.trail.chain import Checked
from board.store.trail.columns import column_word, value_word
from board.store.trail.words import AUDIT_SUBJECT
from board.trail_views.words import DEED, deed_word

NOBODY = "系统"
_COLUMNS = ["number", "happened_at", "who", "subject_word", "deed_word", "record", "activity_id", "address", "device"]
_NOT_SHOWN = OF_AN_EVENT | {"activity_id", "seq"}
# Administrators need not see what pages hide from them: subject → the permission that its content requires.
_ASKS = {
    **dict.fromkeys(("opinions", "feedback"), "see.givers"),
    **dict.fromkeys(("talks",), "see.talks"),
    **dict.fromkeys(("studies", "outlines", "criticisms", "meeting_records", "problems"), "see.meeting"),
    **dict.fromkeys(("sittings", "decisions"), "see.sittings"),
    **dict.fromkeys(("papers", "letterheads"), "see.papers"),
    **dict.fromkeys(("report_versions", "report_sections", "report_hearings", "report_points"), "see.report"),
}
_EVENTS_SHOWN = 20
_IDS_SHOWN = 4
Column = tuple[str, str | None, str | None]
# A refused page is recorded under its subject.
_TITLES = {page.subject: page.title for pages in NAVIGATION.values() for page in pages}


@dataclass(frozen=True)
class Sought:
    """The search filters: subjects (codes), accounts, days (both included), a text in any part; empty: everything."""

    subjects: tuple[str, ...] = ()
    actor_ids: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True)
class Found:
    """The entries found. rows: one row per entry, the newest first: number, happened_at, who, subject_word, deed_word,
    record, activity_id, address, device. count: the total number of entries found."""

    rows: pd.DataFrame
    count: int


@dataclass(frozen=True)
class Change:
    """The change of one record: its subject in words, its id, the action, and each column's value before and after.

    Both values are None where the reader may know that a column changed but not what it holds.
    """

    subject_word: str
    record: str
    deed_word: str
    columns: tuple[Column, ...]


def found(store: Store, actor: Actor, sought: Sought, *, most: int, passed: int = 0) -> Found:
    """Returns the matching entries, at most `most` after the first `passed`. Raises Refused without `audit.read`."""
    require(actor, "audit.read")
    rows = store.rows(
        "audit/found",
        subjects=list(sought.subjects),
        actor_ids=list(sought.actor_ids),
        since=_begin(sought.since),
        until=_begin(sought.until + timedelta(days=1) if sought.until else None),
        text=sought.text,
        marks=store.names.marks_with(sought.text),
        kinds=[kind for kind, word in DEED.items() if sought.text in word],
        most=most,
        passed=passed,
    )
    frame = pd.DataFrame([_shown(row) for row in rows], columns=_COLUMNS)
    return Found(frame, rows[0]["found_count"] if rows else 0)


def checked(store: Store, actor: Actor) -> Checked:
    """Checks the whole trail and returns the result (see `store.trail.check.check`). Raises Refused without
    `audit.read`.
    """
    require(actor, "audit.read")
    return audit_log.check(store)


def actors(store: Store, actor: Actor) -> dict[str, str]:
    """Id → last name of every account that any entry names. Raises Refused without `audit.read`."""
    require(actor, "audit.read")
    named = {row["actor_id"]: row["actor_name"] or NOBODY for row in store.rows("audit/actors")}
    return dict(sorted(named.items(), key=lambda pair: (pair[1], pair[0])))


def entry(store: Store, actor: Actor, number: int) -> tuple[Row, list[Change]]:
    """Returns one entry, as a row of `found` plus its hash and the previous one, and its changes.

    Raises Refused without `audit.read`, and BoardError where there is none.
    """
    require(actor, "audit.read")
    rows = store.rows("audit/one", number=number)
    if not rows:
        raise BoardError("没有这条操作记录", f"没有第 {number} 条。", "请从列表里打开。")
    detail = json.loads(rows[0]["detail"] or "{}")
    shown = {**_shown(rows[0]), "hash": rows[0]["hash"], "previous": rows[0]["previous"]}
    names = _names(store, shown["activity_id"])
    edited = [_edited(store, rows[0]["kind"], each, names) for each in detail.get("changed", [])]
    happened = [_happened(store, actor, rows[0], each, names) for each in detail.get("events", [])[:_EVENTS_SHOWN]]
    return {**shown, "event_count": len(detail.get("events", []))}, [*edited, *happened]


def _names(store: Store, activity_id: str) -> dict[str, str]:
    """The names of an activity's people and phases, by id."""
    phases = {row["phase_id"]: row["name"] for row in store.rows("activities/phases", activity_id=activity_id)}
    return phases | {row["person_id"]: row["name"] for row in store.rows("activities/people", activity_id=activity_id)}


def _begin(day: date | None) -> datetime | None:
    return datetime.combine(day, datetime.min.time()) if day else None


def _shown(row: Mapping[str, Any]) -> Row:
    subject = str(row["kind"]).partition(".")[0]
    kept = {name: row[name] for name in ("number", "happened_at", "activity_id", "address", "device")}
    words = {"who": row["actor_name"] or NOBODY, "record": _record_words(str(row["record"]))}
    return {**kept, **words, "subject_word": AUDIT_SUBJECT.get(subject, subject), "deed_word": deed_word(row["kind"])}


def _record_words(record: str) -> str:
    ids = record.split("、")
    few = "、".join(ids[:_IDS_SHOWN])
    return f"{few} 等 {len(ids)} 件" if len(ids) > _IDS_SHOWN else _TITLES.get(record, record)


def _edited(store: Store, kind: str, change: Mapping[str, Any], names: Mapping[str, str]) -> Change:
    subject = kind.partition(".")[0]
    before, after = (
        {name: _unmarked(store, value) for name, value in change[state].items()} for state in ("before", "after")
    )
    columns = tuple(_compared(subject, before, after, names))
    return Change(AUDIT_SUBJECT[subject], str(change["record"]), deed_word(kind), columns)


def _unmarked(store: Store, value: Any) -> Any:
    """Resolves a mark: to a name, or to the person an account is in each activity."""
    word = store.names.word(value)
    return json.loads(word) if is_mark(value) and word.startswith("{") else word


def _happened(store: Store, actor: Actor, row: Row, event: list[Any], names: Mapping[str, str]) -> Change:
    subject, action, record, seq, *_ = event
    key = HISTORIES[subject][2]
    states = {
        state["seq"]: {name: value for name, value in state.items() if name not in {*_NOT_SHOWN, key}}
        for state in store.rows("audit/rows_of", table=HISTORIES[subject][0])
        if (state["activity_id"], state[key]) == (row["activity_id"], record)
    }
    compared = list(_compared(subject, states.get(seq - 1, {}), states.get(seq, {}), names))
    is_closed = subject in _ASKS and not allowed(actor, _ASKS[subject])
    columns: list[Column] = [(word, None, None) for word, _, _ in compared] if is_closed else [*compared]
    # The opinion's id together with the time may reveal who gave it (see `store.trail.trace`).
    record_shown = "" if is_closed and subject == "opinions" else str(record)
    return Change(AUDIT_SUBJECT[subject], record_shown, deed_word(f"{subject}.{action}"), tuple(columns))


def _compared(
    subject: str, before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    for name in {**before, **after}:
        was, now = (value_word(subject, name, state.get(name), names) for state in (before, after))
        if was != now:
            yield column_word(name), was, now
