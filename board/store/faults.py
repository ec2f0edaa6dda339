"""DuckDB's errors about a file, put in words for the person in front of the screen."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb

from board import clock
from board.errors import BoardError, ServersFault, StoreDamaged, StoreInUse, StoreUnusable
from board.store.log import lay_aside, log_of

# Signs in DuckDB's errors about a file in use. "lock" alone won't do: a damaged file has a broken "block".
_IN_USE = ("could not set lock", "conflicting lock", "being used by another process", "already open in")
_NOT_WRITABLE = ("permission denied", "read-only")


def unusable(path: Path | None, reason: str) -> StoreUnusable:
    """Returns the refusal for DuckDB's error when a file was opened."""
    text = reason.replace(str(path), "").lower()
    if any(sign in text for sign in _IN_USE):
        return StoreInUse(
            "数据文件正被另一个程序使用",
            f"{path} 已经由另一个查改看板（或数据库工具）打开。文件没有改动。",
            "请先关掉那个程序；同一份数据只能由一个查改看板打开。",
        )
    if any(sign in text for sign in _NOT_WRITABLE):
        return unwritable(path)
    return StoreDamaged(
        "数据文件打不开",
        f"{path} 已损坏，或不是查改看板的数据文件。文件没有改动。",
        "请从备份恢复，或用 --data 指定别的文件夹；不要删除原文件。",
    )


def unwritable(path: Path | None) -> StoreUnusable:
    """The refusal for a folder that can't be written."""
    folder = path.parent if path else ""
    return StoreUnusable(
        "没有写入权限", f"不能在 {folder} 里写文件。", "请换一个文件夹（--data），或请管理员放开权限。"
    )


class Replaced(StoreUnusable):
    """The file that is being served was replaced by another one."""


def replaced(path: Path | None) -> Replaced:
    """Lay aside the log of a replaced file, so that it isn't read into the new one, and return the refusal."""
    kept = ""
    if path:
        with suppress(OSError):
            folder = lay_aside(path)
            log_of(path).unlink(missing_ok=True)
            kept = f"；换上的文件和换下那份的改动另存在 {folder}" if folder else ""
    return Replaced(
        "数据文件在运行时被换掉了",
        "数据文件已经不是打开着的那一个。没有保存，也不再保存。",
        "请管理员停下程序再启动，打开换上的文件；要回到原来的，请从“系统管理 → 备份”恢复。",
        f"{path}{kept}",
    )


def clock_is_behind(changed_at: datetime) -> ServersFault:
    """The refusal to save at a time before the last save."""
    return ServersFault(
        "电脑的时间不对，没有保存",
        f"现在的时间是 {clock.now():%Y-%m-%d %H:%M}，而上一次保存是 {changed_at:%Y-%m-%d %H:%M}。填的内容都还在。",
        "请校准运行程序的那台电脑的日期和时间，再按一次保存；时间确实是对的，请管理员在页面上方确认。",
    )


def while_serving(error: Exception) -> BoardError | None:
    """Returns the refusal for DuckDB's error on a file that is being served; None where the file isn't to blame."""
    if not isinstance(error, duckdb.FatalException | duckdb.IOException | duckdb.InternalException):
        return None
    return StoreDamaged(
        "数据文件读不出来",
        "数据文件有读不出来的地方，可能是磁盘出了毛病。",
        "请告诉管理员：停下程序再启动；仍不行，从“系统管理 → 备份”恢复最近的一份，并检查磁盘。",
    )
