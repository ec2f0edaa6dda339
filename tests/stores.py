"""Stores that cost a test little: blank ones, and copies of a file that share what was read of it.

Most tests need a store of their own. To make one by every step of the schema, or to make the same figures of the same
file again, takes longer than most of what they check.
"""

import shutil
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from board.store.cache import Cache
from board.store.copy import tables
from board.store.log import log_of
from board.store.migrations import migrate, newest
from board.store.opening import LOCKDOWN, Opened
from board.store.sql import statements
from board.store.store import Store, open_store
from board.truth.facts import Facts

# An opening is entered there, at another time in each copy.
_OF_THE_OPENING = "audit_entries"


class BlankStore(Store):
    """A store in memory that gives its database back at its end, for the next blank one: to lay the schema takes longer
    than most of what tests check.
    """

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        super().__init__(Opened(database.cursor(), newest(), None), None)
        self.database = database

    def close(self) -> None:
        super().close()
        _IDLE.append(self.database)


_IDLE: list[duckdb.DuckDBPyConnection] = []


def blank_store() -> BlankStore:
    """A blank store in memory as `open_store(None)` makes it, its schema laid as the catalogue says it."""
    store = BlankStore(_emptied() or _laid())
    store.note_opening(newest())
    return store


def _laid() -> duckdb.DuckDBPyConnection:
    made, _ = _blank()
    database = duckdb.connect(":memory:")
    database.begin()
    database.execute(made)
    _fill(database)
    for name in LOCKDOWN:
        database.execute(statements()[f"lockdown/{name}"].text)
    return database


def _emptied() -> duckdb.DuckDBPyConnection | None:
    """A database that another blank store had, without what was written; None where there is none as it was."""
    while _IDLE:
        database = _IDLE.pop()
        with suppress(duckdb.Error):  # one that a cursor of before still uses can't be emptied
            if tables(database) == _tables():
                database.begin()
                filled = "SELECT table_name FROM duckdb_tables() WHERE estimated_size > 0"
                for (table,) in database.execute(filled).fetchall():
                    database.execute(f"DELETE FROM {table}")  # noqa: S608 - a table of ours
                _fill(database)
                return database
        database.close()
    return None


def _fill(database: duckdb.DuckDBPyConnection) -> None:
    """Write what the steps of the schema leave, and end the transaction."""
    for table, rows in _blank()[1].items():
        database.register("rows", rows)
        database.execute(f"INSERT INTO {table} FROM rows")
        database.unregister("rows")
    database.commit()


@cache
def _tables() -> list[str]:
    with duckdb.connect(":memory:") as connection:
        connection.execute(_blank()[0])
        return tables(connection)


@cache
def _blank() -> tuple[str, dict[str, pa.Table]]:
    """What lays the schema that all steps lead to, and the rows that they leave, by table."""
    with duckdb.connect(":memory:") as connection:
        migrate(connection)
        made = "SELECT sql FROM duckdb_tables() UNION ALL SELECT sql FROM duckdb_indexes()"
        laid = "\n".join(sql for (sql,) in connection.execute(made).fetchall())
        given = {name: connection.table(name).to_arrow_table() for name in tables(connection)}
        return laid, {name: rows for name, rows in given.items() if rows.num_rows}


class Copies:
    """Copies of one file, each in a store of its own.

    What was read of it, or made of that, before anything was written is kept for the next copy, as a server keeps it
    for whoever comes next. It goes with the first write to a table behind it, as everywhere.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read: dict[Hashable, Any] = {}

    @contextmanager
    def opened(self, place: Path) -> Iterator[Store]:
        """A copy at `place`, open until the end, when it is thrown away."""
        store = open_store(Path(shutil.copy(self._file, place)))
        with store._connection.cursor() as cursor:
            kept = _Handed(tables(cursor), self._read)
        store._cache = kept
        yield store
        kept.hand_on()
        # Of a file without a name nothing is brought in order any more, which takes longer than most tests.
        place.unlink()
        store.close()
        log_of(place).unlink(missing_ok=True)


class _Handed(Cache):
    """A cache that begins with what others read of the same file, and hands on what was read before the first write."""

    def __init__(self, names: Iterable[str], read: dict[Hashable, Any]) -> None:
        super().__init__(names)
        self._read = read
        self._entries.update(read)
        self.read_until = date.max  # others may have read any day

    def written(self, tables: Iterable[str], *more: Any, **others: Any) -> None:
        self.hand_on()
        super().written(tables, *more, **others)

    def hand_on(self) -> None:
        if not any(self._writes.values()):
            kept = ((key, entry) for key, entry in self._entries.items() if _OF_THE_OPENING not in entry.tables)
            # A day's facts ask the store on and on, which is closed with its copy.
            new = {key: entry for key, entry in kept if not isinstance(entry.value, Facts)}
            self._read.update(new)
