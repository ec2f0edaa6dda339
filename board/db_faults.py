"""What DuckDB says of a file that it can't serve, in words for the person in front of the screen."""

from pathlib import Path

from board.errors import StoreInUse, StoreUnusable

# What DuckDB says of a file that it can't have. "lock" alone won't do: a damaged file has a broken "block".
_IN_USE = ("could not set lock", "conflicting lock", "being used by another process", "already open in")
_NOT_WRITABLE = ("permission denied", "read-only")


def unusable(path: Path | None, reason: str) -> StoreUnusable:
    """The refusal for what DuckDB said when a file was opened."""
    said = reason.replace(str(path), "").lower()
    if any(sign in said for sign in _IN_USE):
        return StoreInUse(
            "数据文件正被另一个程序使用",
            f"{path} 已经由另一个查改看板（或数据库工具）打开。文件没有改动。",
            "请先关掉那个程序；同一份数据只能由一个查改看板打开。",
        )
    if any(sign in said for sign in _NOT_WRITABLE):
        return unwritable(path)
    return StoreUnusable(
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
