"""The administrator's actions on copies, as on the screen; whoever has a copy has everything in the store."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from board import access
from board.access import Actor
from board.backup import copies, formats
from board.backup import restore as backup_restore
from board.backup import upload as backup_upload
from board.backup.archive import CopyDamaged
from board.backup.copies import Copy
from board.backup.restore import Preview
from board.backup.rules import Reason
from board.errors import BoardError, Invalid
from board.store.disk import fault
from board.store.store import Store
from board.store.trail.chain import Deed

PERMISSION = "backup.keep"
CONFIRMED = "恢复"


def listed(store: Store, actor: Actor) -> list[Copy]:
    """The copies of the store, the newest first. Raises Refused."""
    access.require(actor, PERMISSION)
    return copies.copies(store.path) if store.path else []


def make(store: Store, actor: Actor) -> Copy:
    """Make a copy now. Raises Refused, and BoardError where the disk refuses."""
    access.require(actor, PERMISSION)
    copy = copies.make(store, Reason.HAND)
    store.note(Deed("store.copy", actor, copy.path.name))
    return copy


def content(store: Store, actor: Actor, name: str) -> bytes:
    """The bytes of a copy, for download. Raises Refused, BoardError where it is gone."""
    access.require(actor, PERMISSION)
    held = _found(store, name).read_bytes()
    store.note(Deed("store.take_copy", actor, name))
    return held


def open_content(store: Store, actor: Actor, name: str) -> bytes:
    """The bytes of a copy in open formats, for download. Raises Refused, BoardError where it is gone or damaged."""
    access.require(actor, PERMISSION)
    copy = _found(store, name)
    with TemporaryDirectory(dir=copy.parent) as place:
        target = Path(place) / name
        try:
            formats.to_open(copy, target)
        except OSError as error:
            raise fault(error, "没有导出", copy.parent) from error
        held = target.read_bytes()
    store.note(Deed("store.take_open", actor, name))
    return held


def preview(store: Store, actor: Actor, name: str) -> Preview:
    """Previews the restoring of a copy, which is read from end to end. Raises Refused, BoardError."""
    access.require(actor, PERMISSION)
    path = _found(store, name)
    seen: Preview = store.cached(("backup.preview", name), lambda: backup_restore.preview(store, path, _own(store)))
    return seen


def restore(store: Store, actor: Actor, name: str, typed: str) -> Copy:
    """Replace the store with a copy, for everybody; returns the copy made of the present store.

    Raises Refused, Invalid (typed) unless the word of confirmation was typed, and BoardError; nothing has changed then.
    """
    access.require(actor, PERMISSION)
    if typed.strip() != CONFIRMED:
        raise Invalid({"typed": f"请输入“{CONFIRMED}”两个字"}, "还没有恢复")
    before = backup_restore.restore(store, _found(store, name), actor)
    _forget(store, name)
    return before


def receive(store: Store, actor: Actor, file: BinaryIO, size: int) -> str:
    """Take in an uploaded copy, or an export in open formats, and preview it like any copy; returns its name here.

    Raises Refused, and BoardError where it is no copy of ours, not whole, of a newer product, or too large for us or
    for the disk; nothing of it is left then.
    """
    access.require(actor, PERMISSION)
    path, digest = backup_upload.take_in(_own(store), file, size)
    try:
        seen = preview(store, actor, path.name)
    except CopyDamaged as error:
        path.unlink(missing_ok=True)
        raise backup_upload.about_upload(error, path) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    made = f"{seen.sheet.made_at:%Y-%m-%d %H:%M} 做成，指纹 {digest[:16]}"
    store.note(Deed("store.upload", actor, f"{path.name}（{made}）"))
    return path.name


def received(store: Store, actor: Actor) -> tuple[str, int] | None:
    """The name and the size of the uploaded copy, if there is one. Raises Refused."""
    access.require(actor, PERMISSION)
    path = backup_upload.received(store.path) if store.path else None
    return (path.name, path.stat().st_size) if path else None


def give_up(store: Store, actor: Actor, name: str) -> None:
    """Delete an uploaded copy. Raises Refused."""
    access.require(actor, PERMISSION)
    if _forget(store, name):
        store.note(Deed("store.drop_upload", actor, name))


def trust_clock(store: Store, actor: Actor) -> None:
    """Confirm that the clock is right now, although the last save has a time in the future. Raises Refused."""
    access.require(actor, PERMISSION)
    store.trust_clock(Deed("store.trust_clock", actor))


def forget_loss(store: Store, actor: Actor) -> None:
    """Confirm that the loss at the start was seen; the files laid aside stay. Raises Refused."""
    access.require(actor, PERMISSION)
    store.standing.loss = None


def _forget(store: Store, name: str) -> bool:
    """Delete a copy if it is the upload; the product's own copies stay. Returns whether it was deleted."""
    path = backup_upload.received(_own(store))
    if path and path.name == name:
        with suppress(OSError):  # it is deleted a day later anyway
            path.unlink()
            return True
    return False


def _found(store: Store, name: str) -> Path:
    upload = backup_upload.received(_own(store))
    at_hand = [each.path for each in copies.copies(_own(store))] + ([upload] if upload else [])
    found = [path for path in at_hand if path.name == name]
    if not found:
        raise BoardError("没有这份备份", "它可能刚刚按规则清理掉了。", "请刷新页面，另选一份。")
    return found[0]


def _own(store: Store) -> Path:
    if store.path is None:
        raise BoardError("没有数据文件", "数据只在内存里，没有备份。", "请用数据文件启动。")
    return store.path
