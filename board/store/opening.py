"""Opens a store's file: repairs its log, brings its schema to the newest, then locks it down."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from board.store import log as db_log
from board.store.copy import LAYOUT, allow
from board.store.faults import unusable, unwritable
from board.store.mark import acknowledged, begin_anew
from board.store.migrations import applied, is_older, migrate
from board.store.sql import statements
from board.store.swap import TakenBack, finish

Before = Callable[[duckdb.DuckDBPyConnection, Path], None]
LOCKDOWN = (
    "no_checkpoint_unasked",
    "bound_memory",
    "bound_threads",
    "no_autoload",
    "no_autoinstall",
    "no_external",
    "lock",
)
_ATTEMPTS = 3


@dataclass(frozen=True)
class Loss:
    """Writes lost at a start: how many could not be read, and the folder in which the files were laid aside."""

    count: int
    aside: Path | None

    @property
    def words(self) -> str:
        """The loss in words for the administrator."""
        count = f"最后 {self.count} 次保存没有读出来" if self.count else "没有发现丢失的保存"
        where = f"损坏的文件另存在 {self.aside}，请不要删除。" if self.aside else ""
        return (
            f"上次停机时数据文件的改动记录损坏了，{count}；其余的都在，可以照常使用。{where}"
            "请核对最近登记的内容，缺的补上；也可以从“系统管理 → 备份”恢复。"
        )


@dataclass(frozen=True)
class Opened:
    """An open file: its connection, by how much its schema's number rose, and the loss, if there was one."""

    connection: duckdb.DuckDBPyConnection
    made: int
    loss: Loss | None


def opened(path: Path | None, before_upgrade: Before | None) -> Opened:
    """Returns the file, open, at the newest schema and locked down. Raises as `store.open_store`."""
    if path is None:
        connection = duckdb.connect(":memory:")
        return Opened(connection, _ready(connection, None, None), None)
    with suppress(TakenBack):  # then everything is as it was before
        finish(path)
    kept = _keep_log(path)
    try:
        connection, aside = _connected(path)
        loss = _loss(connection, path, kept, aside)
    finally:
        if kept:
            kept.unlink(missing_ok=True)
    return Opened(connection, _ready(connection, path, before_upgrade), loss)


def writes_in(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of writes that a store contains."""
    row = connection.execute(statements()["store/state"].text).fetchone()
    return int(row[0]) + int(row[1]) if row else 0


def _keep_log(path: Path) -> Path | None:
    """Returns a copy of the log as it is now, because DuckDB may delete it silently."""
    log = db_log.log_of(path)
    with suppress(OSError):
        if log.exists() and log.stat().st_size:
            kept = path.parent / "backups" / f"{log.name}.before"
            kept.parent.mkdir(0o700, exist_ok=True)
            return Path(shutil.copy2(log, kept))
    return None


def _connected(path: Path) -> tuple[duckdb.DuckDBPyConnection, Path | None]:
    """Returns the open file, and the folder where it was laid aside if its log was damaged. A damaged log is read as
    far as it is whole.
    """
    aside = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(_ATTEMPTS):
            try:
                return duckdb.connect(str(path), config=LAYOUT), aside
            except duckdb.Error as error:
                if not db_log.is_logs_fault(error) or not db_log.log_of(path).exists():
                    raise
                aside = aside or db_log.lay_aside(path)
                db_log.cut(path, error)
        return duckdb.connect(str(path), config=LAYOUT), aside
    except OSError as error:
        raise unwritable(path) from error
    except duckdb.Error as error:
        raise unusable(path, str(error)) from error


def _loss(connection: duckdb.DuckDBPyConnection, path: Path, kept: Path | None, aside: Path | None) -> Loss | None:
    try:
        writes = writes_in(connection) if applied(connection) else 0
    except duckdb.Error:
        return None  # another program's file, which is refused right after
    count = max(0, acknowledged(path) - writes)
    if not count and not aside:
        return None
    try:
        folder = aside or db_log.lay_aside(path)
        if kept and folder:
            shutil.copy2(kept, folder / db_log.log_of(path).name)
        begin_anew(path, writes)
    except OSError as error:
        connection.close()
        raise unwritable(path) from error
    return Loss(count, folder)


def _ready(connection: duckdb.DuckDBPyConnection, path: Path | None, before_upgrade: Before | None) -> int:
    try:
        if path and before_upgrade and is_older(connection):
            before_upgrade(connection, path)
        made = migrate(connection)
        if path:
            allow(connection, path)
        for name in LOCKDOWN:
            connection.execute(statements()[f"lockdown/{name}"].text)
    except duckdb.Error as error:
        connection.close()
        raise unusable(path, str(error)) from error
    except BaseException:
        connection.close()
        raise
    return made
