"""A copy of a store, table by table, as one moment saw it; made while the store is written to.

DuckDB's own COPY FROM DATABASE won't run once the configuration is locked, and a file that is open can't be copied
on Windows. So the copy is a blank store of the same schema that every row is put into, and holds no deleted rows.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from board.store.log import logs_of
from board.store.migrations import applied, migrate, up_to
from board.store.sql import statements

# Placeholders in the statements that are run for each table in turn.
_PLACE, _PLACE_OF_FILE = "store_state", "copying.duckdb"
# How a new file is laid out; one that is there keeps its layout. Until the next checkpoint each column of each table
# that was written to holds a block in memory: with DuckDB's usual 262,144 bytes 150 MB after a minute of saves.
LAYOUT: dict[str, str | bool | int | float | list[str]] = {"default_block_size": 65_536}


@dataclass(frozen=True)
class TableFigures:
    """Figures by which two copies of a table are compared. The hashes are the same within one version of DuckDB."""

    row_count: int
    hash_sum: str


@dataclass(frozen=True)
class FileFacts:
    """The contents of a file: the number of its schema, its versions, when data last changed, and its tables."""

    schema: int
    data_version: int
    access_version: int
    data_changed_at: datetime
    tables: dict[str, TableFigures]


def place_of(path: Path) -> Path:
    """The path where a store's file is copied to: the only other file that the store may reach."""
    return path.parent / "backups" / f"{path.stem}.copying.duckdb"


def allow(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Allow a store, before it is locked down, to reach the file in which copies of it are made."""
    copy = place_of(path)
    logs = dict(zip(("log", "checkpoint", "recovery"), map(str, logs_of(copy)), strict=True))
    connection.execute(statements()["backup/allow"].text, {"copy": str(copy), **logs})


def copy_tables(
    cursor: duckdb.DuckDBPyConnection, path: Path, at_the_moment: Callable[[Callable[[], None]], None]
) -> dict[str, TableFigures]:
    """Copy all tables into a new file at `path` and return their figures as they were copied.

    `at_the_moment` is handed a function that fixes the moment of the copy; it calls it, together with whatever must
    belong to the same moment. Raises duckdb.Error; the file is then of no use.
    """
    discard(path)
    path.parent.mkdir(0o700, parents=True, exist_ok=True)
    with duckdb.connect(str(path), config=LAYOUT) as blank:
        migrate(blank, up_to(applied(cursor)))
    names = tables(cursor)
    attach = statements()["backup/attach"].text
    cursor.execute(attach.replace(_PLACE_OF_FILE, str(path).replace("'", "''")))
    try:
        cursor.begin()
        try:
            at_the_moment(lambda: _fix_moment(cursor))
            copied = figures(cursor, names)
            for name in names:
                cursor.execute(_of("clear", name))
                if copied[name].row_count:
                    cursor.execute(_of("fill", name))
            cursor.commit()
            cursor.execute(statements()["backup/finish"].text)
        except BaseException:
            with suppress(duckdb.Error):  # committed, but could not be brought into the file
                cursor.rollback()
            raise
    finally:
        cursor.execute(statements()["backup/detach"].text)
    return copied


def _fix_moment(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(statements()["store/state"].text).fetchall()


def tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables of a store."""
    return [name for (name,) in connection.execute(statements()["store/tables"].text).fetchall()]


def figures(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> dict[str, TableFigures]:
    """The figures of tables, by name. Reads every row, and so finds every damaged page."""
    found = {}
    for name in names:
        row = connection.execute(_of("figures", name)).fetchone()
        found[name] = TableFigures(*(row or (0, "0")))
    return found


def read_file(path: Path) -> FileFacts:
    """Reads the contents of a file that nobody has open. Raises duckdb.Error where it is damaged."""
    with duckdb.connect(str(path), read_only=True) as connection:
        state = connection.execute(statements()["store/state"].text).fetchone()
        data_version, access_version, data_changed_at = state or (0, 0, datetime.min)  # noqa: DTZ901
        held = figures(connection, tables(connection))
        return FileFacts(applied(connection), data_version, access_version, data_changed_at, held)


def discard(path: Path) -> None:
    """Delete an unfinished copy and the logs left beside it."""
    for each in (path, *logs_of(path)):
        with suppress(OSError):  # where nothing can be deleted, no copy can be begun either, and that raises
            each.unlink(missing_ok=True)


def _of(name: str, table: str) -> str:
    """The text of a statement for one table. Names come from the catalogue."""
    quoted = '"{}"'.format(table.replace('"', '""'))
    return statements()[f"backup/{name}"].text.replace(_PLACE, quoted)
