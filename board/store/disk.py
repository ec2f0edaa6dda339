"""Disk faults (full, not writable, gone) put in words for the person in front of the screen."""

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from board.errors import ServersFault

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FULL_SIGNS = ("no space left", "file too large", "disk quota", "disk full", "not enough space")
_LOCKED_SIGNS = ("permission denied", "read-only file system", "access is denied")


# A disk that fills up in the middle of a commit may end the whole process. This much is left free for commits, for
# DuckDB's log and for its sorting.
RESERVE = 64 * 1024 * 1024


class DiskFull(ServersFault):
    """There is no room left on the disk."""


def is_full(error: Exception) -> bool:
    """Whether an error of the system or of DuckDB says that there is no room."""
    text = str(error).lower()
    return getattr(error, "errno", None) in _FULL or any(sign in text for sign in _FULL_SIGNS)


def is_locked(error: Exception) -> bool:
    """Whether an error says that nothing may be written there."""
    text = str(error).lower()
    return isinstance(error, PermissionError) or any(sign in text for sign in _LOCKED_SIGNS)


def fault(error: Exception, what: str, folder: Path) -> ServersFault:
    """The refusal for an error met while writing `what` (Chinese) into a folder."""
    if is_full(error):
        remedy = "请管理员腾出空间（删去不要的文件，清空回收站）以后再试。"
        return DiskFull(f"磁盘满了，{what}", "磁盘没有空间了。", remedy, folder)
    if is_locked(error):
        remedy = "请管理员检查磁盘是不是只读，或放开权限。"
        return ServersFault(f"不能写入，{what}", "文件夹不能写文件。", remedy, folder)
    remedy = "请管理员检查磁盘；若是移动硬盘，请重新插好再试。"
    return ServersFault(f"磁盘出错，{what}", "读写文件夹时出错。", remedy, folder)


def refuse_nearly_full(what: str, folder: Path) -> None:
    """Raise DiskFull where a folder's disk has less than `RESERVE` free; a disk that can't be asked isn't refused."""
    with suppress(OSError):
        if shutil.disk_usage(folder).free >= RESERVE:
            return
        raise DiskFull(
            f"磁盘快满了，{what}",
            f"存放数据的磁盘剩下不到 {RESERVE // 1024 // 1024} MB。以前保存的都在，填的内容也还在。",
            "请管理员腾出空间（删去不要的文件，清空回收站）以后，再按一次保存。",
            folder,
        )


def refuse_read_only(what: str, folder: Path) -> None:
    """Raise ServersFault where nothing may be written into a folder. DuckDB needs a file of its own there to bring its
    log in, and shuts the whole database down where it can't make one.
    """
    if not os.access(folder, os.W_OK):
        raise fault(PermissionError(errno.EROFS, "read-only"), what, folder)


def flush(path: Path) -> None:
    """Wait until what was written to a file, or the names in a folder, is on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # where folders can't be opened; the file's own name is then written with it
    place = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def put(beside: Path, path: Path) -> None:
    """Give a finished file its name, so that there is never half a file under it."""
    flush(beside)
    beside.replace(path)
    flush(path.parent)
