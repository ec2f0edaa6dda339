"""The trace of a write, gathered while it runs, for the `detail` of its entry in the audit trail.

Typed text is never recorded automatically: of an event only its record, number and fingerprint, of other rows only ids
or their number. An action records the changes of an edit that writes no event by calling `changed`.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from board.store.sql import HISTORIES
from board.store.trail.histories import fingerprint

_EVENTS = "/insert_events"
# Ids that mean nothing to a reader, or that could reveal what must stay secret.
_SILENT = frozenset({"event_id", "actor_id", "batch_id", "activity_id"})
_SILENT |= {"seal_id", "opening_id", "ballot_id", "suggestion_id"}
_TELLING = frozenset({("opinions", "add"), ("opinions", "edit")})
# The trail holds only a mark of the person behind an account (`store.names`).
_PERSONAL = frozenset({"accounts/insert_people"})
_MOST_IDS = 20


class Trace:
    """The record of what one transaction has done so far."""

    def __init__(self) -> None:
        self._activity = ""
        self._events: list[list[Any]] = []
        self._changed: list[dict[str, Any]] = []
        self._rows: dict[str, int] = {}
        self._ids: dict[str, list[str]] = {}
        self._gone: dict[str, list[str]] = {}
        self._back_to: int | None = None

    @property
    def activity_id(self) -> str:
        """The activity that was written to, the first one; "" where none was named."""
        return self._activity

    def ran(self, name: str, parameters: Mapping[str, Any]) -> None:
        """Note that a statement was carried out."""
        self._saw(name, [parameters])

    def inserted(self, name: str, table: pa.Table) -> None:
        """Note that rows were written."""
        subject = name.removesuffix(_EVENTS)
        if subject != name:
            self._events += _events(subject, table)
            self._activity = self._activity or str(table["activity_id"][0])
            return
        few = table.num_rows <= _MOST_IDS and name not in _PERSONAL
        self._saw(name, table.select(_ids_in(table.column_names)).to_pylist() if few else [], table.num_rows)

    def changed(self, record: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Note the changes of an edit that has no history of its own: only what differs between both states is kept."""
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        if names:
            change = {"record": record} | {
                word: {name: state.get(name) for name in names}
                for word, state in (("before", before), ("after", after))
            }
            self._changed.append(change)

    def took_out(self, subject: str, events: Iterable[Mapping[str, Any]]) -> None:
        """Note that events of a subject, each given whole, are removed: their fingerprints no longer count."""
        self._gone.setdefault(subject, []).extend(map(fingerprint, events))

    def fell_back(self, number: int) -> None:
        """Note that the store was put back to its state at an entry: what was entered since no longer counts."""
        self._back_to = number

    def records(self) -> str:
        """The records that got an event, each once, in the order in which they came.

        Opinions that were registered or joined to a talk are left out: the time, or the talk, could reveal who gave
        them.
        """
        records = (str(record) for subject, action, record, *_ in self._events if (subject, action) not in _TELLING)
        return "、".join(dict.fromkeys(records))

    def detail(self) -> str:
        """The whole trace as JSON, "" for an empty one: events as [subject, action, record, seq, fingerprint], changed,
        rows by statement, the ids of statements with few rows, fingerprints of removed events, and the number of the
        entry that a restore leads back to."""
        parts = {"events": self._events, "changed": self._changed, "rows": self._rows, "ids": self._ids}
        kept = {name: value for name, value in {**parts, "gone": self._gone}.items() if value}
        kept |= {} if self._back_to is None else {"back_to": self._back_to}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"), default=_plain) if kept else ""

    def _saw(self, name: str, rows: list[Mapping[str, Any]], count: int = 1) -> None:
        self._rows[name] = self._rows.get(name, 0) + count
        for row in rows:
            self._activity = self._activity or str(row.get("activity_id") or "")
            ids = [str(row[column]) for column in _ids_in(row) if column not in _SILENT and row[column] is not None]
            held = self._ids.setdefault(name, [])
            if ids and len(held) < _MOST_IDS:
                held.append(" ".join(ids))
        if not self._ids.get(name):
            self._ids.pop(name, None)


def _ids_in(columns: Iterable[str]) -> list[str]:
    return [column for column in columns if column.endswith("_id")]


def _events(subject: str, table: pa.Table) -> list[list[Any]]:
    columns = [table[name].to_pylist() for name in ("action", HISTORIES[subject][2], "seq")]
    return [[subject, *values, fingerprint(row)] for *values, row in zip(*columns, table.to_pylist(), strict=True)]


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
