"""A file as the product left it before names stood in one place: names in the trail and in every ledger."""

import json
import re
from dataclasses import replace
from pathlib import Path

import duckdb

from board.store.migrations import migrations
from board.store.trail.chain import Entry, Head, hash_of
from board.store.trail.head import head_path, write_head
from board.store.trail.histories import HISTORIES, fingerprint
from board.store.trail.relaying import STEP, entries_in, reworded


def make_older(path: Path) -> list[Entry]:
    """Turn a closed file of today into one of before; its entries as they stand then."""
    with duckdb.connect(str(path)) as connection:
        words = dict(connection.execute("SELECT mark, word FROM account_words").fetchall())
        before = _fingerprints(connection)
        named = "SELECT DISTINCT table_name FROM information_schema.columns WHERE column_name = 'actor_name'"
        for (table,) in connection.execute(named).fetchall():
            if table != "audit_entries":
                connection.execute(
                    f"UPDATE {table} SET actor_name = w.word FROM account_words AS w WHERE actor_name = w.mark"  # noqa: S608 - from the catalogue
                )
        after = _fingerprints(connection)
        renewed = {mark: after[event] for event, mark in before.items()}
        entries = _chained([_older(entry, words, renewed) for entry in entries_in(connection)])
        connection.execute("DELETE FROM audit_entries")
        rows = [list(vars(entry).values()) for entry in entries]
        connection.executemany(f"INSERT INTO audit_entries VALUES ({', '.join('?' * 12)})", rows)  # noqa: S608 - from the catalogue
        for what in _made_since():
            connection.execute(what)
        connection.execute("DELETE FROM schema_migrations WHERE number >= ?", [STEP])
    head_path(path).unlink(missing_ok=True)
    write_head(head_path(path), Head(entries[-1].number, entries[-1].hash))
    return entries


def _made_since() -> list[str]:
    """What takes out the tables and columns that there were none of then."""
    text = "\n".join(step.text for step in migrations()[STEP - 1 :])
    tables = [f"DROP TABLE {table}" for table in re.findall(r"CREATE TABLE (\w+)", text)]
    columns = re.findall(r"ALTER TABLE (\w+) ADD COLUMN (\w+)", text)
    return tables + [f"ALTER TABLE {table} DROP COLUMN {column}" for table, column in columns]


def _older(entry: Entry, words: dict[str, str], renewed: dict[str, str]) -> Entry:
    named = reworded(entry, lambda _account, mark: words[mark], renewed)
    told = json.loads(named.detail) if named.detail else {}
    for edit in told.get("changed", []):
        for state in ("before", "after"):
            if "people" in edit[state]:
                edit[state]["people"] = json.loads(edit[state]["people"] or "{}")
    return replace(named, detail=json.dumps(told, ensure_ascii=False, separators=(",", ":")) if told else "")


def _chained(entries: list[Entry]) -> list[Entry]:
    made: list[Entry] = []
    for entry in entries:
        chained = replace(entry, previous=made[-1].hash if made else Head().hash)
        made.append(replace(chained, hash=hash_of(chained)))
    return made


def _fingerprints(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    found: dict[str, str] = {}
    for table, _, _ in HISTORIES.values():
        result = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - from the catalogue
        names = [column[0] for column in result.description]
        rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
        found |= {row["event_id"]: fingerprint(row) for row in rows}
    return found
