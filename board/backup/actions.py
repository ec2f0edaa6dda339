"""What the administrator does with copies on the screen; whoever holds one holds all that is in the store."""

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
    """The copies at hand, the newest first. Raises Refused."""
    access.require(actor, PERMISSION)
    return copies.copies(store.path) if store.path else []


def make(store: Store, actor: Actor) -> Copy:
    """Make a copy now. Raises Refused, and BoardError where the disk won't."""
    access.require(actor, PERMISSION)
    copy = copies.make(store, Reason.HAND)
    store.note(Deed("store.copy", actor, copy.path.name))
    return copy


def content(store: Store, actor: Actor, name: str) -> bytes:
    """The bytes of a copy, to be taken away. Raises Refused, BoardError where it is gone."""
    access.require(actor, PERMISSION)
    held = _found(store, name).read_bytes()
    store.note(Deed("store.take_copy", actor, name))
    return held


def open_content(store: Store, actor: Actor, name: str) -> bytes:
    """The bytes of a copy in open formats, to be taken away. Raises Refused, BoardError where it is gone or damaged."""
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
    """What putting a copy back would do; the copy is read from end to end. Raises Refused, BoardError."""
    access.require(actor, PERMISSION)
    path = _found(store, name)
    seen: Preview = store.cached(("backup.preview", name), lambda: backup_restore.preview(store, path, _own(store)))
    return seen


def restore(store: Store, actor: Actor, name: str, typed: str) -> Copy:
    """Put a copy in the store's place for everybody; returns the copy made of what stood there.

    Raises Refused, Invalid (typed) unless the word was typed that stands for being sure, and BoardError; nothing has
    changed then.
    """
    access.require(actor, PERMISSION)
    if typed.strip() != CONFIRMED:
        raise Invalid({"typed": f"请输入“{CONFIRMED}”两个字"}, "还没有恢复")
    before = backup_restore.restore(store, _found(store, name), actor)
    _forget(store, name)
    return before


def receive(store: Store, actor: Actor, file: BinaryIO, size: int) -> str:
    """Take in an uploaded copy, or an export in open formats, and look at it as at any copy; the name it has here.

    Raises Refused, and BoardError where it is no copy of ours, not whole, of a newer product, too large or more than
    the disk will have; nothing of it is left then.
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
    """The name and the size of the uploaded copy that is at hand, if one is. Raises Refused."""
    access.require(actor, PERMISSION)
    path = backup_upload.received(store.path) if store.path else None
    return (path.name, path.stat().st_size) if path else None


def give_up(store: Store, actor: Actor, name: str) -> None:
    """Take an uploaded copy away again. Raises Refused."""
    access.require(actor, PERMISSION)
    if _forget(store, name):
        store.note(Deed("store.drop_upload", actor, name))


def trust_clock(store: Store, actor: Actor) -> None:
    """Say that the clock is right now, though data was saved at a time that is yet to come. Raises Refused."""
    access.require(actor, PERMISSION)
    store.trust_clock(Deed("store.trust_clock", actor))


def forget_loss(store: Store, actor: Actor) -> None:
    """Say that what the start lost was seen; what was laid aside stays. Raises Refused."""
    access.require(actor, PERMISSION)
    store.standing.loss = None


def _forget(store: Store, name: str) -> bool:
    """An upload is of no more use; a copy of the product's own stays. Whether it was one, and is gone."""
    path = backup_upload.received(_own(store))
    if path and path.name == name:
        with suppress(OSError):  # a day later it is taken away again
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
