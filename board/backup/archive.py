"""One copy as one file: a zip of the store, of the files beside it, and of a sheet that lists its contents.

Inside, the store is called `store.duckdb` and the files belonging to it `store.*`, whatever the original name, so that
a copy can take any store's place.
"""

import errno
import hashlib
import json
import re
import shutil
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from board.backup.rules import Reason
from board.errors import BoardError
from board.store.copy import TableFigures
from board.store.disk import RESERVE
from board.store.swap import MEMBER, STORE
from board.typed import printable

_SHEET, _FORMAT = "manifest.json", 1
# Earlier versions also packed other files that lay beside a store. They are ignored; the product's own names are not.
PASSED_OVER = r"store\.(?!(?i:duckdb|commits|drafts|open|restoring|copying|new)(?!\w))[\w.-]{1,40}(?<!\.new)"
_MEMBERS = re.compile(rf"{re.escape(_SHEET)}|{MEMBER.pattern}|{PASSED_OVER}")
_PIECE, _LONGEST = 1 << 20, 36
# The most bytes of an unpacked copy, and of its sheet; ten years of a school take less than a tenth of that.
_MOST, _MOST_IN_MEMORY = 8 << 30, 16 << 20
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# The bytes with which each member begins in a zip's directory, and the most members of a copy: an export has two a
# table.
_ENTRY, _MOST_MEMBERS = b"PK\x01\x02", 1_000


class CopyDamaged(BoardError):
    """The file is no copy, or is no longer whole."""


@dataclass(frozen=True)
class Sheet:
    """A copy's own description. `files`: the SHA-256 of each file in it; `schema`: the number of its schema."""

    made_at: datetime
    reason: Reason
    schema: int
    data_version: int
    access_version: int
    data_changed_at: datetime
    tables: Mapping[str, TableFigures]
    files: Mapping[str, str]


def pack(path: Path, database: Path, beside: Mapping[str, bytes], sheet: Sheet) -> Sheet:
    """Write a copy into a new file; returns its sheet, completed with the hash of each file in it. Raises OSError."""
    hashes = {name: hashlib.sha256(held).hexdigest() for name, held in beside.items()}
    with database.open("rb") as file:
        hashes[STORE] = _hash(file)
    packed = Sheet(**{**sheet.__dict__, "files": hashes})
    path.touch(0o600, exist_ok=False)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(_SHEET, json.dumps(plain(packed), ensure_ascii=False, indent=1))
        archive.write(database, STORE)
        for name, held in beside.items():
            archive.writestr(name, held)
    return packed


def sheet_of(path: Path) -> Sheet:
    """Returns the sheet of a copy, without reading its other files. Raises CopyDamaged."""
    return _read_sheet(path, with_files=False)


def check(path: Path) -> Sheet:
    """Read a copy from end to end, compare it with its sheet and return that. Raises CopyDamaged."""
    return _read_sheet(path, with_files=True)


def _read_sheet(path: Path, *, with_files: bool) -> Sheet:
    try:
        with reading(path) as archive:
            fields = json.loads(small_member(archive, _SHEET))
            refuse_strange(archive, path, _MEMBERS)
            sheet = _sheet(fields, set(archive.namelist()))
            if any(archive.getinfo(name).file_size > _MOST_IN_MEMORY for name in sheet.files if name != STORE):
                raise ValueError("too much to stand beside a store")
            if with_files:
                hold_against(archive, sheet.files)
            return sheet
    except OSError as error:
        raise damaged(path) from error


@contextmanager
def reading(path: Path) -> Iterator[zipfile.ZipFile]:
    """Opens a zip file of any origin for reading. Raises CopyDamaged for its faults, OSError for the disk's."""
    try:
        if _members(path) > _MOST_MEMBERS:
            raise ValueError("a list that would fill the memory")
        with zipfile.ZipFile(path) as archive:
            held = archive.infolist()
            if sum(each.file_size for each in held) > _MOST or any(each.compress_type not in _PACKED for each in held):
                raise ValueError("no file of ours")
            yield archive
    except (EOFError, zipfile.BadZipFile, zlib.error, LookupError, ValueError) as error:
        raise damaged(path) from error
    except (TypeError, AttributeError, RuntimeError) as error:  # a sheet of another shape, a member with a password
        raise damaged(path) from error


def refuse_strange(archive: zipfile.ZipFile, path: Path, known: re.Pattern[str]) -> None:
    """Raise CopyDamaged for a member with an unknown name, for a name that occurs twice, and for a non-file."""
    counts = Counter(each.filename for each in archive.infolist())
    strange = [each.orig_filename for each in archive.infolist() if not _is_file(each) or counts[each.filename] > 1]
    strange += [name for name in counts if not known.fullmatch(name)]
    if strange:
        raise has_foreign(path, [f"文件 {each}" for each in dict.fromkeys(strange)])


def _is_file(member: zipfile.ZipInfo) -> bool:
    return stat.S_IFMT(member.external_attr >> 16) in {0, stat.S_IFREG} and member.orig_filename == member.filename


def has_foreign(path: Path, things: list[str]) -> CopyDamaged:
    """The refusal for contents that no copy of ours has. Their names come from a stranger."""
    names = "、".join(" ".join(printable(each).split())[:_LONGEST] for each in things[:3])
    return CopyDamaged(
        "备份文件不能用，里面有不该有的东西",
        f"{path.name} 里有本程序没有做过的：{names}。它可能被人动过手脚。现在的数据没有改动。",
        "请换一份备份；来历不清楚的，不要用。",
    )


def _members(path: Path) -> int:
    """About how many members a zip has, counted before its directory is read: their contents may add false hits."""
    count, rest = 0, b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            held = rest + piece
            count, rest = count + held.count(_ENTRY), held[1 - len(_ENTRY) :]
    return count


def small_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Returns the contents of a small member. Raises ValueError for a large one, and as zipfile does."""
    if archive.getinfo(name).file_size > _MOST_IN_MEMORY:
        raise ValueError("too much to be told")
    return archive.read(name)


def hold_against(archive: zipfile.ZipFile, files: Mapping[str, str]) -> None:
    """Read members and compare them with their SHA-256. Raises ValueError, and as zipfile does."""
    for name, wanted in files.items():
        with archive.open(name) as member:
            if _hash(member) != wanted:
                raise ValueError("not whole")


def unpack(path: Path, folder: Path) -> Sheet:
    """Unpack a copy, once checked, into an empty folder. Raises CopyDamaged, and OSError where the disk refuses."""
    sheet = check(path)
    with zipfile.ZipFile(path) as archive:
        if (
            sum(archive.getinfo(name).file_size for name in sheet.files) + RESERVE
            > shutil.disk_usage(folder.parent).free
        ):
            raise OSError(errno.ENOSPC, "no room for what is in it", str(folder))
        for name in sheet.files:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as member, target.open("xb") as file:
                shutil.copyfileobj(member, file, _PIECE)
    return sheet


def damaged(path: Path) -> CopyDamaged:
    """The refusal for a file that is no copy, or not whole."""
    message = f"{path.name} 不是查改看板的备份，或者已经损坏。现在的数据没有改动。"
    return CopyDamaged("备份文件不能用", message, "请换一份备份：下载的、用命令做的压缩文件，没有解开、没有改过的。")


def _hash(file: BinaryIO | Any) -> str:
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def plain(sheet: Sheet) -> dict[str, Any]:
    """A sheet as values for JSON."""
    moments = {"made_at": sheet.made_at.isoformat(), "data_changed_at": sheet.data_changed_at.isoformat()}
    return {"format": _FORMAT, **asdict(sheet), **moments}


def _sheet(fields: dict[str, Any], members: set[str]) -> Sheet:
    if fields.pop("format") != _FORMAT or members != {_SHEET, STORE, *fields["files"]} or STORE not in fields["files"]:
        raise ValueError("another format")
    return sheet_from(
        {**fields, "files": {name: fields["files"][name] for name in fields["files"] if MEMBER.fullmatch(name)}}
    )


def sheet_from(fields: dict[str, Any]) -> Sheet:
    """Returns the sheet from the values of `plain`. Raises ValueError, KeyError and TypeError for anything else."""
    fields = {name: value for name, value in fields.items() if name != "format"}
    return Sheet(
        **{
            **fields,
            "made_at": datetime.fromisoformat(fields["made_at"]),
            "data_changed_at": datetime.fromisoformat(fields["data_changed_at"]),
            "reason": Reason(fields["reason"]),
            "tables": {name: TableFigures(**each) for name, each in fields["tables"].items()},
        }
    )
