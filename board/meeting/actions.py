"""Records of meetings: attendance and minutes of any, criticism at the democratic life meeting (专题民主生活会).

A meeting itself is a row of `meetings`, the democratic life meeting one of the kind `words.LIFE_MEETING`; a criticism
is a record of the kind `CRITICISM`, registered, edited and removed by `board.store.records`. Actions take `seen_seq`
and `at` like those of opinions (`board.opinions.actions`), and raise Refused, Invalid by field, and BoardError where
there is no such record.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require
from board.activity import activities
from board.errors import Invalid
from board.meeting import outlines, talks
from board.meeting.readiness import requirements
from board.meeting.rules import (
    BLANK_RECORD,
    CRITICISM_FIELDS,
    minuted,
    what_is_wrong_with_attendance,
    what_is_wrong_with_criticism,
    wrong_meeting,
)
from board.opinions import actions as opinions
from board.store.frames import kept
from board.store.history import Event, record, refuse_stale, wrong_moment
from board.store.records import Kind, Seq, When, known
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed
from board.words import LIFE_MEETING

CRITICISM = Kind(
    subject="criticisms",
    key="criticism_id",
    prefix="P-",
    permission="meeting.edit",
    word="批评",
    fields=CRITICISM_FIELDS,
    what_is_wrong=what_is_wrong_with_criticism,
    same=lambda fields: tuple(fields[name] for name in ("meeting_id", "critic_id", "target_id", "aspect", "content")),
    same_field="content",
)


def note_attendance(
    store: Store,
    actor: Actor,
    activity_id: str,
    meeting_id: str,
    presences: Mapping[str, str | None],
    *,
    at: When = None,
) -> None:
    """Record attendance by person (`words.PRESENCE`); None clears an entry. People not named keep theirs.

    Raises Invalid by person, and by meeting_id where there is no such meeting or it hasn't been held.
    """
    require(actor, "meeting.edit")
    noted_at = at or clock.now()
    event = Event("note", actor, noted_at)
    store.write(
        lambda transaction: note_within(transaction, activity_id, meeting_id, presences, event),
        Deed("meeting_records.note", actor, meeting_id),
    )


def note_within(
    transaction: Transaction, activity_id: str, meeting_id: str, presences: Mapping[str, str | None], event: Event
) -> None:
    """Like `note_attendance`, inside a larger transaction; the caller checks the permission."""
    named = known(transaction, activity_id)
    wrong = what_is_wrong_with_attendance(presences, named)
    message = wrong_meeting(named.meetings.get(meeting_id), event.happened_at.date())
    if message or wrong:
        raise Invalid(wrong | ({"meeting_id": message} if message else {}))
    key = {"activity_id": activity_id, "meeting_id": meeting_id}
    there = {row["person_id"]: row["presence"] for row in transaction.rows("meeting/noted", **key)}
    changed = {person: presence for person, presence in presences.items() if there.get(person) != presence}
    for person_id in changed.keys() & there.keys():
        transaction.run("meeting/end_attendance", **key, person_id=person_id, at=event.happened_at)
    by = {"noted_at": event.happened_at, "actor_id": event.actor.account_id, "actor_name": event.actor.name}
    rows = [{**key, "person_id": person, "presence": now, **by} for person, now in changed.items() if now]
    transaction.insert("meeting/insert_attendance", rows)


def keep_minutes(
    store: Store,
    actor: Actor,
    activity_id: str,
    meeting_id: str,
    fields: Mapping[str, Any],
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Write a meeting's record: theme_stated (bool), minutes (text), came_count, came_from (`rules.minuted`).

    Nothing is written if nothing differs.
    """
    require(actor, "meeting.edit")
    happened_at = at or clock.now()

    def work(transaction: Transaction) -> None:
        there = transaction.rows("meeting_records/present", activity_id=activity_id)
        current = next((row for row in there if row["meeting_id"] == meeting_id), None)
        if current is not None:
            refuse_stale(current, seen_seq)
        last = transaction.rows("meeting_records/last_event_at", activity_id=activity_id, meeting_id=meeting_id)
        named = known(transaction, activity_id)
        meeting = named.meetings.get(meeting_id)
        before = current or {**BLANK_RECORD, "activity_id": activity_id, "meeting_id": meeting_id}
        event = Event("edit" if current else "add", actor, happened_at)
        after = minuted(before, meeting, fields, happened_at.date(), wrong_moment(happened_at, last), named)
        if after != before:
            record(transaction, "meeting_records", "meeting_id", {**after, "seq": before["seq"] + 1}, event)

    store.write(work, Deed("meeting_records.write", actor, meeting_id))


@kept
def held_meetings(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per meeting, held or planned, the newest first, with its record at the end of a day.

    meeting_id, kind, topic, held_on, is_held (by that day), theme_stated, minutes, minuted_at (NaT: not yet), seq (of
    the record; 0: none yet), came_count (NaN: not noted), came_from (kinds of people, joined by 、), present_count
    (people noted as present by name), has_attendance (either of them).
    """
    meetings = activities.meetings(store, activity_id, as_of)
    came = attendance(store, activity_id, as_of)
    present = came[came["presence"] == "present"]["meeting_id"].value_counts()
    kept_records = store.read("meeting_records/records", activity_id=activity_id, as_of=as_of)
    columns = ["meeting_id", "theme_stated", "minutes", "happened_at", "seq", "came_count", "came_from"]
    joined = meetings.merge(kept_records[columns], on="meeting_id", how="left")
    return joined.assign(
        is_held=joined["held_on"] <= pd.Timestamp(as_of),
        theme_stated=joined["theme_stated"].eq(True),
        minutes=joined["minutes"].fillna(""),
        minuted_at=joined["happened_at"],
        seq=joined["seq"].fillna(0).astype("int64"),
        came_from=joined["came_from"].fillna(""),
        present_count=joined["meeting_id"].map(present).fillna(0).astype("int64"),
        has_attendance=joined["came_count"].notna() | joined["meeting_id"].isin(present.index),
    ).drop(columns="happened_at")


@kept
def life_meetings(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The democratic life meetings of `held_meetings`, without the column kind."""
    meetings = held_meetings(store, activity_id, as_of)
    return meetings[meetings["kind"] == LIFE_MEETING].drop(columns="kind").reset_index(drop=True)


def attendance(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per person with an attendance entry, as of the end of a day, the leading group first.

    meeting_id, person_id, person_name, is_member, presence (words.PRESENCE).
    """
    return store.read("meeting/attendance", activity_id=activity_id, as_of=as_of)


def criticisms(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per criticism at the end of a day, in the order they were made.

    criticism_id, seq, meeting_id, critic_id, critic_name, target_id, target_name, is_self, aspect, concern, content,
    cause, suggestion; of its last event happened_at, actor_name, action; registered_at (when it was
    entered).
    """
    return store.read("criticisms/criticisms", activity_id=activity_id, as_of=as_of)


@kept
def readiness(store: Store, activity_id: str, as_of: date, meeting_id: str | None = None) -> pd.DataFrame:
    """One row per requirement of the plan before the meeting, in order, judged by the records at the end of a day.

    meeting_id: None is the newest democratic life meeting. Columns as in `meeting.readiness.requirements`.
    """
    meetings = life_meetings(store, activity_id, as_of)
    chosen = meetings[meetings["meeting_id"] == meeting_id] if meeting_id else meetings
    held_on = chosen.iloc[0]["held_on"].date() if len(chosen) else None
    return requirements(
        opinions.opinions(store, activity_id, as_of),
        activities.terms(store, activity_id),
        talks.matrix(store, activity_id, as_of),
        outlines.coverage(store, activity_id, as_of),
        held_on,
        as_of,
    )
