"""One copy as one file: a zip of the store, of what stands beside it, and of a sheet that tells what is in it.

Inside, the store is called `store.duckdb` and what belongs to it `store.*`, whatever the file was called, so that a
copy can be put in any store's place.
"""

import hashlib
import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from board.backup_rules import Reason
from board.db_copy import TableFigures
from board.errors import BoardError

STORE, _SHEET = "store.duckdb", "manifest.json"
_FORMAT = 1
_MEMBER = re.compile(r"store\.[\w.-]{1,40}|plans/[^./\\:][^/\\:]{0,80}\.toml")
_PIECE = 1 << 20


class CopyDamaged(BoardError):
    """A file that is no copy, or no longer whole."""


@dataclass(frozen=True)
class Sheet:
    """What a copy says of itself. `files`: the SHA-256 of each file in it; `schema`: how many migrations it has."""

    made_at: datetime
    reason: Reason
    schema: int
    data_version: int
    access_version: int
    data_changed_at: datetime
    tables: Mapping[str, TableFigures]
    files: Mapping[str, str]


def pack(path: Path, database: Path, beside: Mapping[str, bytes], sheet: Sheet) -> Sheet:
    """Write a copy into a file that isn't there, and return its sheet with what each file in it was. Raises OSError."""
    hashes = {name: hashlib.sha256(held).hexdigest() for name, held in beside.items()}
    with database.open("rb") as file:
        hashes[STORE] = _hash(file)
    told = Sheet(**{**sheet.__dict__, "files": hashes})
    path.touch(0o600, exist_ok=False)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(_SHEET, json.dumps(plain(told), ensure_ascii=False, indent=1))
        archive.write(database, STORE)
        for name, held in beside.items():
            archive.writestr(name, held)
    return told


def sheet_of(path: Path) -> Sheet:
    """What a copy says of itself. Raises CopyDamaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _sheet(json.loads(archive.read(_SHEET)), set(archive.namelist()))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, RuntimeError) as error:
        raise damaged(path) from error


def check(path: Path) -> Sheet:
    """Read a copy from end to end and hold it against its sheet. Raises CopyDamaged."""
    sheet = sheet_of(path)
    try:
        with zipfile.ZipFile(path) as archive:
            for name, wanted in sheet.files.items():
                with archive.open(name) as member:
                    if _hash(member) != wanted:
                        raise damaged(path)
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        raise damaged(path) from error
    return sheet


def unpack(path: Path, folder: Path) -> Sheet:
    """Put what a whole copy holds into an empty folder. Raises CopyDamaged, and OSError where the disk won't."""
    sheet = check(path)
    with zipfile.ZipFile(path) as archive:
        for name in sheet.files:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as member, target.open("xb") as file:
                shutil.copyfileobj(member, file, _PIECE)
    return sheet


def damaged(path: Path) -> CopyDamaged:
    """The refusal for a file that is no whole copy."""
    message = f"{path.name} 不是查改看板的备份，或者已经损坏。现在的数据没有改动。"
    return CopyDamaged("备份文件不能用", message, "请换一份备份。")


def _hash(file: BinaryIO | Any) -> str:
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def plain(sheet: Sheet) -> dict[str, Any]:
    """A sheet as JSON can hold it."""
    moments = {"made_at": sheet.made_at.isoformat(), "data_changed_at": sheet.data_changed_at.isoformat()}
    return {"format": _FORMAT, **asdict(sheet), **moments}


def _sheet(told: dict[str, Any], members: set[str]) -> Sheet:
    if told.pop("format") != _FORMAT or not members >= {STORE, *told["files"]} or STORE not in told["files"]:
        raise ValueError("another format")
    if not all(_MEMBER.fullmatch(name) for name in told["files"]):
        raise ValueError("a name that would leave its folder")
    return sheet_from(told)


def sheet_from(told: dict[str, Any]) -> Sheet:
    """A sheet from what `plain` made of it. Raises ValueError, KeyError and TypeError for anything else."""
    told = {name: value for name, value in told.items() if name != "format"}
    return Sheet(
        **{
            **told,
            "made_at": datetime.fromisoformat(told["made_at"]),
            "data_changed_at": datetime.fromisoformat(told["data_changed_at"]),
            "reason": Reason(told["reason"]),
            "tables": {name: TableFigures(**each) for name, each in told["tables"].items()},
        }
    )
