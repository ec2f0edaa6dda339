"""The example school's talks, papers, democratic life meeting and problems, loaded through the rules of typed ones."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from board.example.samples import CLERK, Names, event_of, sample
from board.meeting.actions import CRITICISM, note_within
from board.meeting.outlines import OUTLINE
from board.meeting.rules import BLANK_RECORD, minuted
from board.meeting.studies import STUDY
from board.meeting.talks import TALK
from board.problems.actions import PROBLEM
from board.store.history import record_all, stamped
from board.store.records import Kind, Known, apply, known
from board.store.store import Row, Transaction

# Files of links in the samples → the statement that writes them.
_LINKS = {"problem_sources": "problems/insert_sources", "problem_items": "problems/insert_items"}


def load_talks(transaction: Transaction, activity_id: str, today: date, names: Names) -> None:
    """Writes the talks. The opinions from them are loaded with the opinions."""
    _load(transaction, TALK, "talks", activity_id, today, names)


def load_meeting(transaction: Transaction, activity_id: str, today: date, names: Names) -> None:
    """Writes the first stage's findings, the papers, the records of meetings, and the problems with their links."""
    _load(transaction, STUDY, "studies", activity_id, today, names)
    _load(transaction, OUTLINE, "outlines", activity_id, today, names)
    _load(transaction, CRITICISM, "criticisms", activity_id, today, names)
    _load_records(transaction, activity_id, today, names)
    _load(transaction, PROBLEM, "problems", activity_id, today, names)
    for name, statement in _LINKS.items():
        transaction.insert(statement, [_link(row, activity_id, names) for row in sample(name, today)])


def _load_records(transaction: Transaction, activity_id: str, today: date, names: Names) -> None:
    named, attendance = known(transaction, activity_id), sample("meeting_attendance", today)
    histories = []
    for row in sample("meeting_records", today):
        key = {"activity_id": activity_id, "meeting_id": row["meeting_id"]}
        fields = {**row, "theme_stated": row["theme_stated"] == "yes"}
        event = event_of("add", row["on"], 0, CLERK, names)
        meeting = named.meetings[row["meeting_id"]]
        after = {**minuted({**BLANK_RECORD, **key}, meeting, fields, row["on"], {}, named), "seq": 1}
        histories.append([stamped(after, event)])
        came = {each["person_id"]: each["presence"] for each in attendance if each["meeting_id"] == row["meeting_id"]}
        note_within(transaction, activity_id, row["meeting_id"], came, event)
    record_all(transaction, "meeting_records", histories)


def _link(row: Row, activity_id: str, names: Names) -> Row:
    linked_at = event_of("link", row["on"], 1, CLERK, names).happened_at
    return {name: value for name, value in row.items() if name != "on"} | {
        "activity_id": activity_id,
        "linked_at": linked_at,
    }


def _load(transaction: Transaction, kind: Kind, name: str, activity_id: str, today: date, names: Names) -> None:
    named = known(transaction, activity_id)
    rows = [{**row, "activity_id": activity_id} for row in sample(name, today)]
    record_all(transaction, kind.subject, [_history(kind, row, names, named) for row in rows])


def _history(kind: Kind, row: Mapping[str, Any], names: Names, named: Known) -> list[Row]:
    given = {**row, **{field: row.get(field) == "yes" for field, blank in kind.fields.items() if blank is False}}
    event = event_of("add", row["on"], 0, CLERK, names)
    state = apply(kind, None, given, event, named)
    rows = [stamped(state, event)]
    if "removed_on" in row:
        event = event_of("remove", row["removed_on"], 0, CLERK, names)
        rows.append(stamped(apply(kind, state, {}, event, named), event))
    return rows
