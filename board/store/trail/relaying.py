"""The one time that the audit trail is laid anew: a store from before names stood in one place (`store.names`).

Until then names stood inside what is hashed, so none could ever be dropped. The step of the schema that brings
`account_words` puts marks in the place of names, in the trail and in every ledger, and hashes all of it again. That
takes nothing away from a check:

- The old trail is followed first, and the old histories held against it. What is found wrong is written into the entry
  `audit.laid_anew`, which every later check tells of; a changed event keeps the old fingerprint, which fits nothing.
- That entry also vouches for the number and hash with which the old trail ended, as a mark like a name's: who wrote
  them down can compare, and after a deletion nobody can try with them which name was in the text.
- The head beside the store goes over to the new end only where it fitted the old trail; else the opening notes it.
- The copy made before every upgrade holds the old trail.

A copy from before this step that is put back later gets the marks that the present store has (`known_from`), so that
its trail is the beginning of the present one.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import duckdb
import pyarrow as pa

from board import clock
from board.store.names import Row, is_mark, new_word
from board.store.sql import statements
from board.store.trail.chain import LAID_ANEW, Entry, Head, hash_of, verify
from board.store.trail.histories import HISTORIES, fingerprint

STEP = 24
_FIRST_WITH_A_TRAIL = 20
_PLACE = "proofs"
_TOLD = ("display_name", "people")
Mark = Callable[[str, str], str]
Known = Mapping[tuple[str, str], str]


def lay_anew(connection: duckdb.DuckDBPyConnection, known: Known | None = None) -> None:
    """Within the step's transaction: take names out of the trail and of the ledgers, and hash the trail again.

    known: marks that are to be used, by account and word.
    """
    entries, words = entries_in(connection), _Words(known or {})
    found = _found(connection, entries)
    for table in _tables(connection):
        for word, account_id in connection.execute(_of("pairs", table)).fetchall():
            words.mark(account_id, word)
    for word, account_id in connection.execute(statements()["names/undone_pairs"].text).fetchall():
        words.mark(account_id, word)
    _put(connection, "names/insert", words.rows())
    before = _fingerprints(connection)
    for table in _tables(connection):
        connection.execute(_of("put_marks", table))
    connection.execute(statements()["names/put_undone_marks"].text)
    if not entries:
        return
    count, after = len(words.rows()), _fingerprints(connection)
    renewed = {mark: after[event] for event, mark in before.items()}
    laid = [reworded(entry, words.mark, renewed) for entry in entries]
    laid.append(_vouching(entries[-1], words, found))
    _put(connection, "names/insert", words.rows()[count:])
    connection.execute(statements()["backup/delete_entries"].text, {"after": 0})
    _put(connection, "backup/insert_entries", [vars(entry) for entry in _chained(laid)])


def fits(connection: duckdb.DuckDBPyConnection, head: Head | None, steps: int) -> bool:
    """Whether a store that is about to be laid anew ends as the head beside it says; one behind it by a kill does."""
    if head is None or not _FIRST_WITH_A_TRAIL <= steps < STEP:
        return False
    return not verify(entries_in(connection), head).findings


def end(connection: duckdb.DuckDBPyConnection) -> Head:
    """Where the trail ends now."""
    last = connection.execute(statements()["audit/last"].text).fetchone()
    return Head(*last) if last else Head()


def known_from(held: Iterable[Entry], words: Iterable[Row], copied: Iterable[Entry]) -> dict[tuple[str, str], str]:
    """The marks that a present store has for the names in an older copy of it, by account and name.

    held, words: the present trail and its words; copied: the copy's trail, names and all. A name that was dropped from
    the present store is known by where its mark stands.
    """
    known = {(row["account_id"], row["word"]): row["mark"] for row in words if row["word"]}
    for here, there in zip(held, copied, strict=False):
        if (here.number, here.happened_at, here.kind) != (there.number, there.happened_at, there.kind):
            break
        pairs = zip(_places(here), _places(there), strict=False)
        known = {(account_id, word): mark for (_, mark), (account_id, word) in pairs if is_mark(mark)} | known
    return known


def _places(entry: Entry) -> list[tuple[str, str]]:
    """Account and word, or mark, of each place in an entry where one stands."""
    found: list[tuple[str, str]] = []

    def note(account_id: str, word: str) -> str:
        found.append((account_id, word))
        return word

    reworded(entry, note, {})
    return found


class _Words:
    """The words that are kept, each with its mark."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._kept: dict[tuple[str, str], Row] = {}

    def mark(self, account_id: str, word: str) -> str:
        if (account_id, word) not in self._kept:
            row, known = new_word(account_id, word), self._known.get((account_id, word))
            self._kept[account_id, word] = {**row, "mark": known} if known else row
        return str(self._kept[account_id, word]["mark"])

    def rows(self) -> list[Row]:
        return list(self._kept.values())


def reworded(entry: Entry, mark: Mark, renewed: Mapping[str, str]) -> Entry:
    """An entry with marks in the place of names, asked for in one order; renewed: by old fingerprint the new one."""
    told = json.loads(entry.detail) if entry.detail else {}
    for event in told.get("events", []):
        event[4:] = [renewed.get(each, each) for each in event[4:]]
    for subject, gone in told.get("gone", {}).items():
        told["gone"][subject] = [renewed.get(each, each) for each in gone]
    if entry.kind.startswith("accounts."):
        _reword_edits(told, mark)
    detail = json.dumps(told, ensure_ascii=False, separators=(",", ":")) if told else ""
    name = mark(entry.actor_id, entry.actor_name) if entry.actor_name else ""
    return replace(entry, actor_name=name, detail=detail)


def _reword_edits(told: dict[str, Any], mark: Mark) -> None:
    told.get("ids", {}).pop("accounts/insert_people", None)
    for edit in told.get("changed", []):
        for state in ("before", "after"):
            for column in _TOLD:
                value = edit[state].get(column)
                word = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) and value else value
                if column in edit[state]:
                    edit[state][column] = mark(edit["record"], word) if word else ""
    if "ids" in told and not told["ids"]:
        del told["ids"]


def _vouching(last: Entry, words: _Words, found: list[list[Any]]) -> Entry:
    told = {"laid_anew": {"head": words.mark("", f"{last.number} {last.hash}"), "found": found}}
    return Entry(
        **dict.fromkeys(("actor_id", "actor_name", "address", "device", "activity_id", "previous"), ""),
        number=last.number + 1,
        happened_at=clock.now(),
        kind=LAID_ANEW,
        record=f"第 1 至 {last.number} 条",
        detail=json.dumps(told, ensure_ascii=False, separators=(",", ":")),
    )


def _chained(entries: Iterable[Entry]) -> Iterable[Entry]:
    before = Head().hash
    for entry in entries:
        chained = replace(entry, previous=before)
        before = hash_of(chained)
        yield replace(chained, hash=before)


def _found(connection: duckdb.DuckDBPyConnection, entries: list[Entry]) -> list[list[Any]]:
    """What a check of the old chain finds. Of the histories nothing is lost: a fingerprint that fits no event stays."""
    end = Head(entries[-1].number, entries[-1].hash) if entries else Head()
    return [[each.number, each.said] for each in verify(entries, end).findings]


def entries_in(connection: duckdb.DuckDBPyConnection) -> list[Entry]:
    """The trail of an open file, in its order, as it stands."""
    rows = [Entry(**row) for row in _rows(connection, "audit_entries")]
    return sorted(rows, key=lambda entry: (entry.number, entry.hash))


def _fingerprints(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], str]:
    """The fingerprint of each event, by table and id."""
    return {
        (table, row["event_id"]): fingerprint(row)
        for table, _, _ in HISTORIES.values()
        for row in _rows(connection, table)
    }


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = [name for (name,) in connection.execute(statements()["names/tables"].text).fetchall()]
    return [name for name in found if name != "audit_entries"]


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    result = connection.execute(statements()["audit/rows_of"].text, {"table": table})
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _of(name: str, table: str) -> str:
    """A statement over all tables that say who did something, for one of them. Names come from the catalogue."""
    return statements()[f"names/{name}"].text.replace(_PLACE, f'"{table}"')


def _put(connection: duckdb.DuckDBPyConnection, name: str, rows: list[Row]) -> None:
    if not rows:
        return
    connection.register("given", pa.Table.from_pylist(rows))
    try:
        connection.execute(statements()[name].text)
    finally:
        connection.unregister("given")
