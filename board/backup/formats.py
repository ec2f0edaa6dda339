"""备份 in open formats: every table as Parquet and CSV, which other programs read, and the way back to a copy.

An export is made from a copy and turned back into one, so the guarantees of copies (verified when made, restored whole
or not at all) hold for exports too. Parquet is read back; CSV is for people, and opens in Excel and WPS.
"""

import errno
import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from board.backup import archive as backup_archive
from board.backup.archive import PASSED_OVER, Sheet
from board.backup.guard import MOST_ROWS, refuse_schema
from board.store import copy as db_copy
from board.store.disk import is_full
from board.store.migrations import migrate, up_to
from board.store.sql import statements
from board.store.swap import BESIDE, STORE

_TEXT = ".txt"
_SHEET, _README = "tables.json", f"说明{_TEXT}"
_README_TEMPLATE = Path(__file__).parents[2] / "data" / "templates" / f"开放格式说明{_TEXT}"
_FORMAT = "open-1"
_TABLE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_BESIDE = re.compile(rf"beside/({BESIDE})")
_MEMBERS = re.compile(
    rf"{_SHEET}|{_README}|(parquet|csv)/{_TABLE.pattern}\.(parquet|csv)|{_BESIDE.pattern}|beside/{PASSED_OVER}"
)
_TABLE_PLACE, _FILE_PLACE = "store_state", "open.parquet"
_BOM = b"\xef\xbb\xbf"


def name_of(copy: str) -> str:
    """Returns the name of the export of a copy, from the copy's name."""
    stem, end = Path(copy).stem, Path(copy).suffix
    return f"{stem}-开放格式{end}"


def is_open(path: Path) -> bool:
    """Whether a file is an export in open formats."""
    try:
        with backup_archive.reading(path) as archive:
            return _SHEET in archive.namelist()
    except (OSError, backup_archive.CopyDamaged):
        return False


def to_open(copy: Path, target: Path) -> int:
    """Write the contents of a copy into a new file, in open formats; returns the number of tables.

    Raises CopyDamaged, and OSError where the disk refuses.
    """
    with TemporaryDirectory(dir=target.parent) as place:
        folder = Path(place)
        sheet = backup_archive.unpack(copy, folder)
        with duckdb.connect(str(folder / STORE), read_only=True) as connection:
            for name in sheet.tables:
                _carry_out(connection, "to_parquet", name, folder / f"{name}.parquet")
                _carry_out(connection, "to_csv", name, folder / f"{name}.csv")
        _pack(target, folder, sheet)
    return len(sheet.tables)


def to_copy(exported: Path, target: Path) -> Sheet:
    """Write the contents of an export in open formats into a new file, as a copy; returns its sheet.

    Raises CopyDamaged where the file is no export or not whole, StoreUnusable where its schema is too new or too old,
    and OSError where the disk refuses.
    """
    with TemporaryDirectory(dir=target.parent) as place, _read(exported) as archive:
        folder, contents = Path(place), _checked_contents(archive, exported)
        refuse_schema(contents["copy"]["schema"], exported)
        made = Sheet(**{**backup_archive.sheet_from(contents["copy"]).__dict__, "tables": {}, "files": {}})
        names = [name for name in contents["files"] if _BESIDE.fullmatch(name)]
        beside = {name.removeprefix("beside/"): backup_archive.small_member(archive, name) for name in names}
        with duckdb.connect(str(folder / STORE)) as connection:
            for bound in ("bound_memory", "bound_threads"):
                connection.execute(statements()[f"lockdown/{bound}"].text)
            migrate(connection, up_to(made.schema))
            for name, count in contents["tables"].items():
                _fill(connection, archive, name, count, folder)
        facts = db_copy.read_file(folder / STORE)
        counts = {name: figures.row_count for name, figures in facts.tables.items()}
        if counts != contents["tables"]:
            raise backup_archive.damaged(exported)
        return backup_archive.pack(target, folder / STORE, beside, Sheet(**{**made.__dict__, "tables": facts.tables}))


def _carry_out(connection: duckdb.DuckDBPyConnection, name: str, table: str, file: Path, **given: int) -> None:
    """Run a statement for one table and one file. Table names are from the catalogue or were checked by a pattern."""
    text = statements()[f"backup/{name}"].text.replace(_TABLE_PLACE, f'"{table}"')
    connection.execute(text.replace(_FILE_PLACE, str(file).replace("'", "''")), given or None)


def _pack(target: Path, folder: Path, sheet: Sheet) -> None:
    files: dict[str, str] = {}
    target.touch(0o600, exist_ok=False)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(_README, _BOM + _README_TEMPLATE.read_bytes())
        for name in sheet.tables:
            files[f"parquet/{name}.parquet"] = _add(archive, f"parquet/{name}.parquet", folder / f"{name}.parquet")
            _add(archive, f"csv/{name}.csv", folder / f"{name}.csv", _BOM)
        for name in sheet.files:
            if name != STORE:
                files[f"beside/{name}"] = _add(archive, f"beside/{name}", folder / name)
        counts = {name: figures.row_count for name, figures in sheet.tables.items()}
        contents = {"format": _FORMAT, "tables": counts, "files": files, "copy": backup_archive.plain(sheet)}
        archive.writestr(_SHEET, json.dumps(contents, ensure_ascii=False, indent=1))


def _add(archive: zipfile.ZipFile, name: str, file: Path, before: bytes = b"") -> str:
    held = before + file.read_bytes()
    archive.writestr(name, held)
    return hashlib.sha256(held).hexdigest()


@contextmanager
def _read(exported: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with backup_archive.reading(exported) as archive:
            yield archive
    except duckdb.Error as error:
        if is_full(error):
            raise OSError(errno.ENOSPC, str(error)) from error
        raise backup_archive.damaged(exported) from error


def _checked_contents(archive: zipfile.ZipFile, exported: Path) -> dict[str, Any]:
    contents: dict[str, Any] = json.loads(backup_archive.small_member(archive, _SHEET))
    backup_archive.refuse_strange(archive, exported, _MEMBERS)
    if contents["format"] != _FORMAT or not all(_TABLE.fullmatch(name) for name in contents["tables"]):
        raise ValueError("another format")
    if sum(contents["tables"].values()) > MOST_ROWS or min(contents["tables"].values()) < 0:
        raise ValueError("more than there is")
    backup_archive.hold_against(archive, contents["files"])
    return contents


def _fill(
    connection: duckdb.DuckDBPyConnection, archive: zipfile.ZipFile, table: str, count: int, folder: Path
) -> None:
    """Insert a table's rows, but at most one more than expected: a small file can hold endless rows."""
    file = folder / f"{table}.parquet"
    with archive.open(f"parquet/{table}.parquet") as member, file.open("wb") as laid:
        shutil.copyfileobj(member, laid)
    _carry_out(connection, "clear_table", table, file)
    _carry_out(connection, "from_parquet", table, file, most=count + 1)
    file.unlink()
