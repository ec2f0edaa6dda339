"""Checks histories against 操作记录: an entry holds the fingerprint of each event that was written.

So an event that was changed, removed or inserted from outside is noticed, as a changed entry is. The present state of a
record is compared with its last event.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from board.store.sql import HISTORIES
from board.store.trail.chain import Entry
from board.store.trail.words import AUDIT_SUBJECT

_LENGTH = 32  # hex digits: 128 bits
Rows = list[dict[str, Any]]


def fingerprint(row: Mapping[str, Any]) -> str:
    """Returns the fingerprint of a row, which doesn't depend on the order of its columns.

    Columns without a value are left out, so that a column added to the table later changes no fingerprint.
    """
    values = sorted((name, _plain(value)) for name, value in row.items() if not _is_empty(value))
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value == "" or value != value  # noqa: PLR0124 - not a number


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


class Promised:
    """The events that should exist according to the trail: subject → fingerprint → (number of the entry, record)."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.events: dict[str, dict[str, tuple[int, str]]] = {subject: {} for subject in HISTORIES}
        # Whether every event has its fingerprint in the trail; False where entries are older than fingerprints.
        self.is_whole = True
        for place, entry in enumerate(entries):
            detail = json.loads(entry.detail) if entry.detail else {}
            self.is_whole &= place > 0 or entry.kind == "store.made"
            self._fell_back(detail.get("back_to"))
            for subject, gone in detail.get("gone", {}).items():
                for each in gone:
                    self.events[subject].pop(each, None)
            self._add(entry.number, detail.get("events", []))

    def _fell_back(self, number: int | None) -> None:
        if number is not None:
            for subject, events in self.events.items():
                self.events[subject] = {each: entered for each, entered in events.items() if entered[0] <= number}

    def _add(self, number: int, events: list[list[Any]]) -> None:
        for subject, _action, record, _seq, *marks in events:
            self.is_whole &= bool(marks)
            self.events[subject] |= dict.fromkeys(marks, (number, record))


def altered(subject: str, promised: Promised, events: Rows, present: Rows) -> Iterator[str]:
    """Yields one phrase for each place where a subject's histories differ from the trail.

    events: all columns of its events, one row per event; present: its present states, one row per record.
    """
    word, key = AUDIT_SUBJECT[subject], HISTORIES[subject][2]
    found = {fingerprint(row): row for row in events}
    for mark, (number, record) in promised.events[subject].items():
        if mark not in found:
            yield f"{word} {record}：第 {number} 条记下的变动被改过，或者不见了"
    for mark, row in found.items():
        if promised.is_whole and mark not in promised.events[subject]:
            yield f"{word} {row[key]}：有一次变动（第 {row['seq']} 次）不是经本系统记下的"
    yield from _adrift(word, key, events, present)


def _adrift(word: str, key: str, events: Rows, present: Rows) -> Iterator[str]:
    last: dict[tuple[str, str], dict[str, Any]] = {}
    for row in events:
        place = (row["activity_id"], row[key])
        if place not in last or row["seq"] > last[place]["seq"]:
            last[place] = row
    for row in present:
        before = last.pop((row["activity_id"], row[key]), None)
        if before is None or fingerprint(row) != fingerprint({name: before.get(name) for name in row}):
            yield f"{word} {row[key]}：现在的内容和它最后一次变动不符"
    for _activity, record in last:
        yield f"{word} {record}：不见了，变动记录还在"
