"""The store: one DuckDB file, opened once, read by name, written one transaction at a time.

Frames are kept until a table they came from is written to (`board.cache`), so nothing has to be cleared and nothing
grows stale. All sessions share them; pandas copies on write, so nobody can change another's frame.
"""

import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

import duckdb
import pandas as pd
import pyarrow as pa

from board import clock
from board.cache import Cache
from board.errors import StoreUnusable
from board.migrations import migrate
from board.sql import statements

Topic = Literal["data", "access"]
Row = dict[str, Any]
T = TypeVar("T")
Watcher = Callable[[Topic, int], None]

# What DuckDB says of a file that it can't have. "lock" alone won't do: a damaged file has a broken "block".
_IN_USE = ("could not set lock", "conflicting lock", "being used by another process", "already open in")
_NOT_WRITABLE = ("permission denied", "read-only")
LOCKDOWN = ("bound_memory", "bound_threads", "no_autoload", "no_autoinstall", "no_external", "lock")


class Transaction:
    """What `work` is handed by `Store.write`: reads and writes that stand or fall together."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.carried_out: set[str] = set()
        # What is done once the transaction stands, before the next one begins: for what is kept beside the file.
        self.afterwards: list[Callable[[], None]] = []

    def run(self, name: str, /, **parameters: Any) -> None:
        """Carry out a statement."""
        self.carried_out.add(name)
        self._cursor.execute(statements()[name].text, parameters)

    def read(self, name: str, /, **parameters: Any) -> pd.DataFrame:
        """A query's rows as this transaction sees them."""
        return self._cursor.execute(statements()[name].text, parameters).df()

    def rows(self, name: str, /, **parameters: Any) -> list[Row]:
        """A query's rows as plain values (dates as `date`, NULL as None)."""
        return _as_rows(self._cursor.execute(statements()[name].text, parameters))

    def insert(self, name: str, rows: Iterable[Mapping[str, Any]] | pa.Table) -> None:
        """Carry out a statement that takes its rows from the view `given`."""
        table = rows if isinstance(rows, pa.Table) else pa.Table.from_pylist([dict(row) for row in rows])
        if table.num_rows == 0:
            return
        self.carried_out.add(name)
        self._cursor.register("given", table)
        try:
            self._cursor.execute(statements()[name].text)
        finally:
            self._cursor.unregister("given")


class Store:
    """One open DuckDB file. Open it with `open_store`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path | None) -> None:
        self.path = path
        self._connection = connection
        self._write_lock = threading.RLock()
        self._cache = Cache(name for (name,) in connection.execute(statements()["store/tables"].text).fetchall())
        self._watchers: list[Watcher] = []
        state = self.rows("store/state")[0]
        self._versions: dict[Topic, int] = {"data": state["data_version"], "access": state["access_version"]}
        self.data_changed_at: datetime = state["data_changed_at"]

    def version(self, topic: Topic = "data") -> int:
        """The number that rises with every write of a topic."""
        return self._versions[topic]

    def rows(self, name: str, /, **parameters: Any) -> list[Row]:
        """A query's rows as plain values, read now and not cached."""
        self._cache.note(name)
        with self._connection.cursor() as cursor:
            return _as_rows(cursor.execute(statements()[name].text, parameters))

    def read(self, name: str, /, **parameters: Any) -> pd.DataFrame:
        """A query's rows as a frame, cached until one of its tables is written to."""

        def query() -> pd.DataFrame:
            self._cache.note(name)
            with self._connection.cursor() as cursor:
                return cursor.execute(statements()[name].text, parameters).df()

        frame: pd.DataFrame = self.cached((name, *sorted(parameters.items())), query)
        return frame.copy(deep=False)

    def cached(self, key: Hashable, make: Callable[[], Any], told: frozenset[str] = frozenset()) -> Any:
        """What `make` returns, made again only after a write to a table that it reads.

        `told`: tables of which the key itself tells all that counts, such as how much history lies behind a day.
        """
        return self._cache.get(key, make, told)

    def write(self, work: Callable[[Transaction], T], topic: Topic = "data") -> T:
        """Carry out `work` whole or not at all, raise the version, and tell the watchers.

        `work` may be run again on a store that many servers share, so it must only act through its transaction.
        """
        with self._write_lock:
            done = self._commit(work, topic)
            self._versions[topic] += 1
            if topic == "data":
                self.data_changed_at = self.rows("store/state")[0]["data_changed_at"]
            version = self._versions[topic]
        for watcher in tuple(self._watchers):
            watcher(topic, version)
        return done

    def _commit(self, work: Callable[[Transaction], T], topic: Topic) -> T:
        with self._connection.cursor() as cursor:
            cursor.begin()
            try:
                transaction = Transaction(cursor)
                done = work(transaction)
                if topic == "data":
                    transaction.run("store/raise_data_version", at=clock.now())
                else:
                    transaction.run("store/raise_access_version")
            except BaseException:
                # After a failed statement DuckDB answers COMMIT with success and keeps nothing: roll back and say so.
                cursor.rollback()
                raise
            cursor.commit()
            self._cache.written(set().union(*map(self._cache.tables_of, transaction.carried_out)))
            for act in transaction.afterwards:
                act()
            return done

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call `watcher(topic, version)` after every write; returns what ends it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def close(self) -> None:
        """Finish the write under way and let go of the file."""
        with self._write_lock:
            self._connection.close()


def open_store(path: Path | None) -> Store:
    """Open a file (made if missing; None: in memory), migrate it and lock DuckDB down.

    Raises StoreUnusable, the file untouched, when another process has it open, when it is damaged or not a store,
    when it comes from a newer product, or when the folder can't be written.
    """
    connection = _connect(path)
    try:
        migrate(connection)
        _lock_down(connection)
        return Store(connection, path)
    except duckdb.Error as error:
        connection.close()
        raise _unusable(path, str(error)) from error
    except BaseException:
        connection.close()
        raise


def _connect(path: Path | None) -> duckdb.DuckDBPyConnection:
    if path is None:
        return duckdb.connect(":memory:")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return duckdb.connect(str(path))
    except OSError as error:
        raise _unwritable(path) from error
    except duckdb.Error as error:
        raise _unusable(path, str(error)) from error


def _unusable(path: Path | None, reason: str) -> StoreUnusable:
    said = reason.replace(str(path), "").lower()
    if any(sign in said for sign in _IN_USE):
        return StoreUnusable(
            "数据文件正被另一个程序使用",
            f"{path} 已经由另一个查改看板（或数据库工具）打开。文件没有改动。",
            "请先关掉那个程序；同一份数据只能由一个查改看板打开。",
        )
    if any(sign in said for sign in _NOT_WRITABLE):
        return _unwritable(path)
    return StoreUnusable(
        "数据文件打不开",
        f"{path} 已损坏，或不是查改看板的数据文件。文件没有改动。",
        "请从备份恢复，或用 --data 指定别的文件夹；不要删除原文件。",
    )


def _unwritable(path: Path | None) -> StoreUnusable:
    folder = path.parent if path else ""
    return StoreUnusable(
        "没有写入权限", f"不能在 {folder} 里写文件。", "请换一个文件夹（--data），或请管理员放开权限。"
    )


def _lock_down(connection: duckdb.DuckDBPyConnection) -> None:
    for name in LOCKDOWN:
        connection.execute(statements()[f"lockdown/{name}"].text)


def _as_rows(result: duckdb.DuckDBPyConnection) -> list[Row]:
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
