"""One open lake: asked by the named statements of the store, appended to by compare and set.

Whoever appends names what he knew as the last; the commit fails where another was faster, on whichever machine. So
numbers have no gap and nothing is there twice, without a lock that a fall could leave behind.
"""

import importlib.util
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from board.errors import BoardError, ServersFault
from board.lake.place import FILE, Place
from board.store.sql import statements
from board.store.store import Row, Store
from board.store.transaction import as_rows

_EXTENSIONS = ("postgres_scanner", "ducklake")
_OF_S3 = "httpfs"
_MADE_MEANWHILE = "already exists"  # of the catalogue's own tables, which another collector made at the same moment
_LOCKDOWN = ("bound_memory", "bound_threads", "no_autoload", "no_autoinstall", "no_external", "lock")


class Away(ServersFault):
    """The lake's catalogue or its files can't be reached."""


class Moved(Exception):
    """Nothing was appended: another was faster, or the lake went away meanwhile. The caller has to look again."""


class Lake:
    """A lake, opened when it is first asked and again after a fault. All calls within `turn`, one at a time.

    is_kept: it is only maintained here: commits try again by themselves, as nothing rests on what was read."""

    def __init__(self, place: Place, *, is_kept: bool = False) -> None:
        self.turn = threading.RLock()
        self._place = place
        self._is_kept = is_kept
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._is_ready = False
        for name in self._extensions():
            _file_of(name)

    def rows(self, name: str, /, **parameters: Any) -> list[Row]:
        """A statement's rows as plain values. Raises Away."""
        try:
            return as_rows(self._open().execute(statements()[name].text, parameters))
        except duckdb.Error as error:
            raise self._away(error) from error

    def append(self, name: str, known: list[Row], rows: Mapping[str, Sequence[Row]]) -> None:
        """Add rows in one commit, by the statements that take rows, if a statement still returns what was known.

        Raises Away, and Moved, also where it isn't known whether the commit was carried out."""
        with self._committing() as connection:
            if as_rows(connection.execute(statements()[name].text)) != known:
                raise Moved
            for statement, each in rows.items():
                _insert(connection, statement, each)

    def prepare(self, store: Store, tables: Sequence[str]) -> None:
        """Make the tables that are missing, as the store has them. Raises Away; BoardError where others differ."""
        if self._is_ready and self._connection:
            return
        wanted = store.rows("lake/columns", tables=tables)
        there = {row["table_name"] for row in self.rows("lake/columns", tables=tables)}
        if missing := [table for table in tables if table not in there]:
            with suppress(Moved, Away), self._committing() as connection:  # another collector makes them meanwhile
                for row in store.rows("lake/made_by", tables=missing):
                    connection.execute(row["made_by"])
        if self.rows("lake/columns", tables=tables) != wanted:
            remedy = "几台要用同一个版本。换了版本的，换一个空的收件库：第一台启动时会把收过的全放进去。"
            raise BoardError("收件库的表和这个版本不一样", "没有动它。", remedy)
        self._is_ready = True

    def close(self) -> None:
        """Let go of the lake until it is asked again."""
        if self._connection:
            with suppress(duckdb.Error):
                self._connection.close()
        self._connection = None

    @contextmanager
    def _committing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        try:
            connection = self._open()
            connection.begin()
            yield connection
        except duckdb.Error as error:
            raise self._away(error) from error
        except BaseException:
            connection.rollback()
            raise
        try:
            connection.commit()
        except duckdb.TransactionException as error:
            raise Moved from error
        except duckdb.Error as error:
            self.close()
            raise Moved from error

    def _away(self, error: duckdb.Error) -> Away:
        self.close()
        remedy = "上报先不收，单位那边会等着、自己再送；各页照常看已经收到的。请检查数据库、存放的地方和网络。"
        secret = self._place.catalogue.removeprefix("postgres:")  # which may hold a password
        why = str(error).partition("\n")[0].replace(secret, FILE)
        return Away("收件库连不上", "数据库或者存放文件的地方没有应答。", remedy, why)

    def _extensions(self) -> tuple[str, ...]:
        return (*_EXTENSIONS, _OF_S3) if self._place.is_remote else _EXTENSIONS

    def _open(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            try:
                self._connection = self._attached()
            except duckdb.Error as error:
                if _MADE_MEANWHILE not in str(error):
                    raise
                self._connection = self._attached()
        return self._connection

    def _attached(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:")
        try:
            for text, parameters in self._opening():
                connection.execute(text, parameters)
        except BaseException:
            connection.close()
            raise
        return connection

    def _opening(self) -> Iterator[tuple[str, Row]]:
        """Yields what opens the lake and locks it down, with parameters."""
        place, texts = self._place, {name: each.text for name, each in statements().items()}
        for name in self._extensions():
            yield texts["lake/load"].replace("lake.duckdb_extension", _quoted(str(_file_of(name)))), {}
        if place.is_remote:
            words = {name.upper(): value for name, value in place.s3.items()}
            more = "', ".join(f"{name} '{_quoted(value)}" for name, value in words.items())
            secret = texts["lake/secret"].replace("KEY_ID 'words_of_s3'", f"{more}', USE_SSL {not place.is_open}")
            yield secret, {}
        if not self._is_kept:
            yield texts["lake/once"], {}
        attach = texts["lake/attach"].replace("catalogue", _quoted(place.catalogue))
        yield attach.replace("'files'", f"'{_quoted(place.files)}'"), {}
        yield texts["lake/use"], {}
        yield texts["lake/allow"], {"files": place.files}
        yield from ((texts[f"lockdown/{name}"], {}) for name in _LOCKDOWN)


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    connection.register("given", pa.Table.from_pylist(list(rows)))
    try:
        connection.execute(statements()[name].text)
    finally:
        connection.unregister("given")


def _file_of(extension: str) -> Path:
    """The file of an extension, of the DuckDB in use. Raises BoardError where its package isn't installed."""
    package = importlib.util.find_spec(f"duckdb_extension_{extension}")
    found = [Path(place) / "extensions" / f"v{duckdb.__version__}" for place in _places(package)]
    files = [path for folder in found if (path := folder / f"{extension}.duckdb_extension").is_file()]
    if not files:
        remedy = "请用 python3 manage.py run --collect --lake 启动一次，它会装好；不能上网的加 --wheels。"
        raise BoardError("没有装收件库要的软件包", f"缺数据库 {duckdb.__version__} 版的扩展 {extension}。", remedy)
    return files[0]


def _places(package: Any) -> list[str]:
    return list(package.submodule_search_locations or []) if package else []


def _quoted(text: str) -> str:
    return text.replace("'", "''")
