"""An uploaded copy, as from a USB stick: stored beside the copies, checked, and restored or dropped.

There is one at a time, under a name of our own that no rule counts among the copies. An export in open formats is
turned into a copy on arrival. An upload that is neither restored nor dropped is deleted after `KEPT_FOR`.
"""

import errno
import hashlib
import re
import shutil
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from board import clock
from board.backup import formats
from board.backup.archive import CopyDamaged
from board.backup.copies import folder_of
from board.errors import BoardError
from board.store.disk import RESERVE, fault, put

KEPT_FOR = timedelta(days=1)
# The server's own limit: `maxUploadSize` in .streamlit/config.toml.
MOST_BYTES = 200 * 1024 * 1024
_WHAT = "没有收下上传的备份"
_STAMP = "%Y%m%d-%H%M%S"
_PIECE = 1 << 20
_OURS = "请选下载的备份、下载的开放格式，或用命令做的备份；没有解开、没有改过的压缩文件。"


def received(path: Path) -> Path | None:
    """The present upload for a store's file, if there is one."""
    return next(iter(sorted(_uploads(path), reverse=True)), None)


def take_in(path: Path, file: BinaryIO, size: int) -> tuple[Path, str]:
    """Store an upload beside the copies of a store's file, as a copy; returns its path and the upload's SHA-256.

    It replaces the upload before. Raises BoardError for a file that can't be a copy and where the disk refuses, and
    leaves nothing behind then. Whether the copy is whole isn't checked here.
    """
    if size > MOST_BYTES:
        most = f"在网页上最多 {MOST_BYTES // 1024 // 1024} MB。"
        remedy = "请把它拷到运行程序的那台电脑上，停下程序，用命令恢复（说明书里写着怎么做）。"
        raise BoardError("文件太大，没有收下", f"它有 {size / 1e6:.0f} MB，{most}", remedy)
    folder = folder_of(path)
    target = folder / f"{path.stem}-{clock.now().strftime(_STAMP)}-uploaded.zip"
    part = target.with_suffix(".part")
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        clear(path)
        digest = _lay(file, size, part)
        _refuse_what_is_no_copy(part)
        if formats.is_open(part):
            formats.to_copy(part, target)
        else:
            put(part, target)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise fault(error, _WHAT, folder) from error
    except CopyDamaged as error:
        raise about_upload(error, part) from error
    finally:
        part.unlink(missing_ok=True)
    return target, digest


def about_upload(error: CopyDamaged, path: Path) -> CopyDamaged:
    """The same refusal, worded for the person who uploaded the file and never saw its name here."""
    return CopyDamaged(error.title, error.message.replace(path.name, "上传的文件"), error.remedy)


def clear(path: Path, before: datetime | None = None) -> None:
    """Delete the uploads for a store's file: all of them, or those from before a moment. Raises OSError."""
    for each in [*_uploads(path), *_uploads(path, ".part")]:
        if before is None or datetime.strptime(_stamp(path, each) or "", _STAMP) < before:  # noqa: DTZ007 - Beijing
            each.unlink(missing_ok=True)


def _uploads(path: Path, end: str = ".zip") -> list[Path]:
    found = folder_of(path).glob(f"{path.stem}-*-uploaded{end}")
    return [each for each in found if _stamp(path, each)]


def _stamp(path: Path, upload: Path) -> str | None:
    found = re.fullmatch(rf"{re.escape(path.stem)}-(\d{{8}}-\d{{6}})-uploaded\.(zip|part)", upload.name)
    return found[1] if found else None


def _lay(file: BinaryIO, size: int, part: Path) -> str:
    if shutil.disk_usage(part.parent).free < size + RESERVE:
        raise OSError(errno.ENOSPC, "no room for an upload", str(part.parent))
    digest = hashlib.sha256()
    part.touch(0o600)
    with part.open("wb") as laid:
        while piece := file.read(_PIECE):
            digest.update(piece)
            laid.write(piece)
    return digest.hexdigest()


def _refuse_what_is_no_copy(part: Path) -> None:
    """Raise BoardError with plain words where the beginning or the directory of a file shows that it is no copy."""
    with part.open("rb") as file:
        start = file.read(12)
    if not start:
        raise BoardError("备份文件不能用", "上传的文件是空的，可能没有拷完。", _OURS)
    if start[8:12] == b"DUCK":
        remedy = "请在它原来的电脑上按“立即备份”，或用命令做一份备份，再上传那一份。"
        raise BoardError("备份文件不能用", "上传的是数据文件本身，不是备份：直接拷出来的可能不完整。", remedy)
    if not start.startswith(b"PK"):
        raise BoardError("备份文件不能用", "上传的文件不是压缩文件，也就不是查改看板的备份。", _OURS)
    if not zipfile.is_zipfile(part):
        raise BoardError("备份文件不能用", "上传的压缩文件不完整，可能没有拷完、没有下载完。", "请重新拷一次，再上传。")
