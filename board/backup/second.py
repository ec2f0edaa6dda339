"""A second folder for the copies, such as a USB disk: kept copies go there too, missing ones as soon as it is back."""

import shutil
from pathlib import Path

from board.backup import archive, copies, files
from board.errors import ServersFault
from board.store.disk import fault, put

_WHAT = "备份没有拷到第二个文件夹"


def lay_second(path: Path, folder: Path) -> int:
    """Copy the kept copies of a store's file, and their keys, to a second folder; returns how many were new there.

    The folder is never created: for a disk that isn't plugged in, it would end up on the wrong one. The newest copies
    go first. Raises ServersFault where it doesn't exist, is full or can't be written; copies already there stay.
    """
    if not folder.is_dir():
        raise ServersFault(
            "第二个备份文件夹不在",
            "没有找到它，备份只在本机的硬盘上。",
            "请插好移动硬盘，或请管理员核对启动时的设置；插好以后会自动补上。",
            folder,
        )
    try:
        known = {each.path.name for each in copies.copies(path, folder)}
        wanted = [each.path for each in copies.copies(path) if each.rule and each.path.name not in known]
        keys = copies.folder_of(path) / f"{path.stem}.key"
        if keys.exists():
            files.keep_keys(folder, path.stem, keys.read_bytes())
        for each in wanted:
            _lay(each, folder / each.name)
        copies.prune(path, folder)
    except OSError as error:
        raise fault(error, _WHAT, folder) from error
    return len(wanted)


def _lay(copy: Path, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(copy, part)
        archive.check(part)
        put(part, target)
    finally:
        part.unlink(missing_ok=True)
