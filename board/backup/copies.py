"""备份: copies of the store, made while it is served, verified, kept by a rule, and copied to a second folder too.

A copy is made under another name, read from end to end, and only then named as a copy; so every copy in the list was
whole when it was made. `backup.restore` puts copies back.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from board import clock
from board.backup import archive, files
from board.backup.archive import CopyDamaged, Sheet
from board.backup.rules import Made, Reason, Rule, kept
from board.errors import BoardError, StoreUnusable
from board.store import copy as db_copy
from board.store import log as db_log
from board.store.copy import TableFigures
from board.store.disk import fault, put
from board.store.store import Store, open_store
from board.store.trail.chain import Deed

_WHAT = "备份没有做成"
_STAMP = "%Y%m%d-%H%M%S"
_END, _PART = ".zip", ".part"


@dataclass(frozen=True)
class Copy:
    """One copy in the list. `rule`: the rule that keeps it; None where it is deleted after the next copy."""

    path: Path
    made: Made
    size: int
    rule: Rule | None

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        return self.made.made_at


def folder_of(path: Path) -> Path:
    """The folder of the copies of a store's file."""
    return path.parent / "backups"


def name_of(path: Path) -> str:
    """Returns the name for a copy made by hand now."""
    return _name(path.stem, Made(clock.now(), Reason.HAND, ""))


def copies(path: Path, folder: Path | None = None) -> list[Copy]:
    """The copies of a store's file in a folder, the newest first; found by their names, without opening them."""
    found = {each.name: each for each in (folder or folder_of(path)).glob(f"{path.stem}-*{_END}")}
    made = [each for name in found if (each := _made(path.stem, name))]
    rules = kept(made, clock.now())
    return [
        Copy(found[each.name], each, found[each.name].stat().st_size, rules.get(each.name))
        for each in sorted(made, reverse=True)
    ]


def newest_whole(path: Path) -> Copy | None:
    """The newest copy that is still whole, as read from end to end."""
    for each in copies(path):
        try:
            archive.check(each.path)
        except CopyDamaged:
            continue
        return each
    return None


def make(store: Store, reason: Reason, to: Path | None = None) -> Copy:
    """Copy an open store and the files belonging to it, among its copies or into the file `to`, and verify the copy.

    Raises BoardError where the disk refuses or the copy differs from the store; nothing of it is left then.
    """
    if store.path is None:
        raise BoardError("没有数据文件", "数据只在内存里，没有可以备份的文件。", "请用数据文件启动。")
    return _made_copy(store.path, reason, store.copy, to)


def make_current(store: Store) -> None:
    """Make a daily copy, unless the newest copy holds all that was saved. Raises BoardError."""
    if store.path and is_behind(store, next(iter(copies(store.path)), None)):
        copy = make(store, Reason.DAILY)
        store.note(Deed("store.copy", record=copy.path.name))
        store.flush()  # if the log is damaged later, going back to this copy loses nothing before it


def open_own(path: Path) -> Store:
    """Open a unit's store; one of an older schema is copied first. Raises as `open_store`."""
    return open_store(path, _before_upgrade)


def _before_upgrade(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Copy a store of an older schema before it is migrated. Raises BoardError; then it must not be migrated."""

    def copy(beside: Callable[[], None]) -> Mapping[str, TableFigures]:
        def fixed(fix: Callable[[], None]) -> None:
            fix()
            beside()

        with connection.cursor() as cursor:
            return db_copy.copy_tables(cursor, db_copy.place_of(path), fixed)

    _made_copy(path, Reason.UPGRADE, copy, None)


def prune(path: Path, folder: Path) -> None:
    """Delete the copies that no rule keeps."""
    for each in copies(path, folder):
        if each.rule is None:
            each.path.unlink(missing_ok=True)


def is_due(store: Store) -> bool:
    """Whether a copy is due: none was made today, and something was saved since the newest one."""
    if store.path is None:
        return False
    newest = next(iter(copies(store.path)), None)
    return (newest is None or newest.made_at.date() != clock.today()) and is_behind(store, newest)


def is_behind(store: Store, newest: Copy | None) -> bool:
    """Whether something was saved since the newest copy; also where there is none."""
    if newest is None:
        return True
    try:
        sheet = archive.sheet_of(newest.path)
    except CopyDamaged:
        return True
    return (sheet.data_version, sheet.access_version) != (store.version("data"), store.version("access"))


def _made_copy(
    path: Path, reason: Reason, copy: Callable[[Callable[[], None]], Mapping[str, TableFigures]], to: Path | None
) -> Copy:
    folder, temporary, beside = folder_of(path), db_copy.place_of(path), dict[str, bytes]()
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
        tables = copy(lambda: beside.update(files.read(path)))
        made = Made(clock.now(), reason, "")
        return _filed(path, to or _free(folder, path.stem, made), _verified(temporary, made, tables), beside, made)
    except duckdb.Error as error:
        raise _unreadable(error, folder) from error
    except OSError as error:
        raise fault(error, _WHAT, (to or folder).parent if to else folder) from error
    finally:
        db_copy.discard(temporary)


def _verified(temporary: Path, made: Made, tables: Mapping[str, TableFigures]) -> Sheet:
    """Returns the sheet of a new copy, read from its file, after checking that it holds everything that was copied."""
    is_one_file = not db_log.log_of(temporary).exists()
    facts = db_copy.read_file(temporary)
    if facts.tables != tables or not is_one_file:
        raise BoardError(_WHAT, "备份里的内容与数据不一致，已经丢弃。", "请再试一次；仍不行，请检查磁盘。")
    return Sheet(
        made.made_at,
        made.reason,
        facts.schema,
        facts.data_version,
        facts.access_version,
        facts.data_changed_at,
        facts.tables,
        {},
    )


def _filed(path: Path, target: Path, sheet: Sheet, beside: Mapping[str, bytes], made: Made) -> Copy:
    part = target.with_name(target.name + _PART)
    held, keys = (dict(beside), None) if made.reason == Reason.HAND else files.parted(beside)
    part.unlink(missing_ok=True)
    try:
        archive.pack(part, db_copy.place_of(path), held, sheet)
        archive.check(part)
        files.keep_keys(folder_of(path), path.stem, keys)
        put(part, target)
    finally:
        part.unlink(missing_ok=True)
    prune(path, folder_of(path))
    return Copy(target, Made(made.made_at, made.reason, target.name), target.stat().st_size, Rule.HAND)


def _free(folder: Path, stem: str, made: Made) -> Path:
    """A path that no copy has yet."""
    while (path := folder / _name(stem, made)).exists():
        made = replace(made, made_at=made.made_at + timedelta(seconds=1))
    return path


def _name(stem: str, made: Made) -> str:
    return f"{stem}-{made.made_at.strftime(_STAMP)}-{made.reason}{_END}"


def _made(stem: str, name: str) -> Made | None:
    found = re.fullmatch(rf"{re.escape(stem)}-(\d{{8}}-\d{{6}})-({'|'.join(Reason)})\{_END}", name)
    try:
        return Made(datetime.strptime(found[1], _STAMP), Reason(found[2]), name) if found else None  # noqa: DTZ007
    except ValueError:
        return None


def _unreadable(error: duckdb.Error, folder: Path) -> BoardError:
    refusal = fault(error, _WHAT, folder)
    if refusal.title.startswith("磁盘出错"):
        return StoreUnusable(
            "备份没有做成，数据文件可能已损坏",
            "数据文件里有读不出来的地方。以前的备份都还在。",
            "请尽快从“系统管理 → 备份”恢复最近的一份，并检查磁盘。",
        )
    return refusal
