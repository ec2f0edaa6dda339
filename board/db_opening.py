"""A store's file on its way to being served: connected to, brought to the newest schema, and locked down."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from board.db_copy import allow
from board.db_faults import unusable, unwritable
from board.migrations import applied, migrate, migrations
from board.sql import statements

Before = Callable[[duckdb.DuckDBPyConnection, Path], None]
LOCKDOWN = ("bound_memory", "bound_threads", "no_autoload", "no_autoinstall", "no_external", "lock")


def opened(path: Path | None, before_upgrade: Before | None) -> tuple[duckdb.DuckDBPyConnection, int]:
    """The file, open, and how many steps its schema was brought on. Raises as `db.open_store`."""
    connection = _connect(path)
    try:
        if path and before_upgrade and 0 < applied(connection) < len(migrations()):
            before_upgrade(connection, path)
        made = migrate(connection)
        if path:
            allow(connection, path)
        _lock_down(connection)
    except duckdb.Error as error:
        connection.close()
        raise unusable(path, str(error)) from error
    except BaseException:
        connection.close()
        raise
    return connection, made


def _connect(path: Path | None) -> duckdb.DuckDBPyConnection:
    if path is None:
        return duckdb.connect(":memory:")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return duckdb.connect(str(path))
    except OSError as error:
        raise unwritable(path) from error
    except duckdb.Error as error:
        raise unusable(path, str(error)) from error


def _lock_down(connection: duckdb.DuckDBPyConnection) -> None:
    for name in LOCKDOWN:
        connection.execute(statements()[f"lockdown/{name}"].text)
