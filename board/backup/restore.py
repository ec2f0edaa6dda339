"""恢复: replaces the store with a copy, whole or not at all, after a preview of the loss and a copy of the store.

The new files are unpacked beside the store, their places are checked, and the copy is made ready; only then are files
moved (`store.swap`). If the process ends meanwhile, the next one finishes the move.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from board.access import Actor
from board.backup import archive as backup_archive
from board.backup import copies, files, guard
from board.backup.archive import Sheet
from board.backup.copies import Copy
from board.backup.rules import Reason
from board.backup.trail import Later, carry_on, later_entries
from board.backup.words import BACKUP_SUBJECT
from board.errors import BoardError, StoreInUse, StoreUnusable
from board.store import log as db_log
from board.store import swap as db_swap
from board.store.disk import fault, flush
from board.store.store import Row, Store, Transaction, open_store
from board.store.swap import STORE
from board.store.trail.chain import Deed

_WHAT = "没有恢复"


@dataclass(frozen=True)
class Difference:
    """One subject, now and in a copy. None: unknown. lost_count: changes that the copy doesn't have."""

    subject: str
    now_count: int | None
    copy_count: int
    lost_count: int | None
    last_change_at: datetime | None


@dataclass(frozen=True)
class Preview:
    """The effect of restoring a copy: its sheet, and the differences by subject."""

    sheet: Sheet
    differences: list[Difference]


def preview(store: Store | None, archive: Path, path: Path) -> Preview:
    """Compare a copy with an open store (None: it can't be opened). Raises CopyDamaged, StoreUnusable, BoardError."""
    with _laid_out(archive, path) as (folder, sheet):
        held = open_store(folder / STORE)
        try:
            then = _standing(held)
        finally:
            held.close()
    now = _standing(store) if store else {}
    return Preview(sheet, [_difference(subject, now.get(subject), then[subject]) for subject in BACKUP_SUBJECT])


def restore(store: Store, archive: Path, asked_by: Actor | None = None) -> Copy:
    """Replace the store that is being served with a copy; returns the copy made of the replaced store.

    Everybody waits meanwhile, stays signed in where the account still exists, and sees the new state at once; form
    drafts are kept, and the audit trail goes on. Raises BoardError, and then nothing has changed.
    """
    if store.path is None:
        raise BoardError(_WHAT, "数据只在内存里，没有数据文件。", "请用数据文件启动。")
    path, before = store.path, copies.make(store, Reason.RESTORE)
    with _laid_out(archive, path) as (folder, _):
        open_store(folder / STORE).close()  # slow steps and failures come before anybody has to wait
        deed = Deed("store.restore", asked_by, archive.name)
        store.change_file(lambda: _put_in_place(path, folder, _carried(path), deed))
    return before


def restore_file(archive: Path, path: Path) -> Path | None:
    """Replace a file that nobody has open, even a damaged or missing one, with a copy; everybody must sign in again.

    Returns the folder in which the old files were laid aside whole. Raises BoardError, and then nothing has changed.
    """
    _refuse_in_use(path)
    with _laid_out(archive, path) as (folder, _):
        aside = db_log.lay_aside(path)
        _put_in_place(path, folder, {}, Deed("store.restore", record=archive.name))
    return aside


def _refuse_in_use(path: Path) -> None:
    if path.exists():
        try:
            copies.open_own(path).close()
        except StoreInUse:
            raise
        except BoardError:
            return  # a file that can't be opened is a reason to restore


def _standing(store: Store) -> dict[str, Row]:
    return {row["subject"]: row for row in store.rows("backup/standing")}


def _difference(subject: str, now: Row | None, then: Row) -> Difference:
    if now is None:
        return Difference(subject, None, then["row_count"], None, None)
    changes = None if now["change_count"] is None else max(0, now["change_count"] - then["change_count"])
    return Difference(subject, now["row_count"], then["row_count"], changes, now["last_change_at"])


def _carried(path: Path) -> dict[str, Any]:
    """Reads the parts of the present store that are carried over into the restored one. The file must be closed."""
    present = copies.open_own(path)
    try:
        state = present.rows("store/state")[0]
        kept = {name: present.rows(f"backup/{name}") for name in ("sessions", "drafts")}
        return {**kept, "data_version": state["data_version"], "access_version": state["access_version"]}
    finally:
        present.close()


@contextmanager
def _laid_out(archive: Path, path: Path) -> Iterator[tuple[Path, Sheet]]:
    """Yields a folder on the store's own disk with a copy's files, deleted afterwards, and the copy's sheet."""
    backups = path.parent / "backups"
    try:
        backups.mkdir(0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f"{path.stem}-", dir=backups, ignore_cleanup_errors=True) as name:
            folder = Path(name)
            sheet = backup_archive.unpack(archive, folder)
            guard.refuse_foreign(folder / STORE, sheet, archive)
            files.add_keys(archive, path.stem, folder)
            _refuse_in_the_way(path, folder)
            yield folder, sheet
    except OSError as error:
        raise fault(error, _WHAT, backups) from error


def _refuse_in_the_way(path: Path, folder: Path) -> None:
    wrong = db_swap.in_the_way(path, folder)
    if wrong is not None:
        message = f"数据文件夹里的 {wrong.name} 换不下来：它是文件夹、链接，或者不能写。现在的数据没有改动。"
        raise BoardError(_WHAT, message, f"请把 {wrong.name} 移到别处，或放开写的权限，再恢复。")


def _put_in_place(path: Path, folder: Path, carried: Mapping[str, Any], deed: Deed) -> None:
    _make_ready(folder / STORE, carried, later_entries(path, folder / STORE), deed)
    for each in folder.rglob("*"):
        flush(each)
    try:
        db_swap.swap(path, folder)
    finally:
        folder.mkdir(exist_ok=True)  # so that its creator can delete it


def _make_ready(path: Path, carried: Mapping[str, Any], later: Later, deed: Deed) -> None:
    """Migrate the copy, carry over the sessions, drafts and trail, and raise its versions above any that was seen."""

    def work(transaction: Transaction) -> None:
        transaction.run("backup/delete_sessions")
        carry_on(store, transaction, later)
        if not carried:
            return
        transaction.run("backup/delete_drafts")
        for name in ("sessions", "drafts"):
            transaction.insert(f"backup/insert_{name}", carried[name])
        transaction.run("backup/go_on_from", **{each: carried[each] for each in ("data_version", "access_version")})

    store = open_store(path)
    try:
        store.write(work, deed)
    finally:
        store.close()
    if db_log.log_of(path).exists():
        raise StoreUnusable(_WHAT, "备份里的数据文件打不开。现在的数据没有改动。", "请换一份备份。")
