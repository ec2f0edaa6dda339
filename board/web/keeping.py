"""The copies that the product makes by itself while it serves: one a day, once there is something new."""

import logging
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from board import clock
from board.backup import copies as backup
from board.backup import upload as backup_upload
from board.backup.rules import Reason
from board.backup.second import lay_second
from board.errors import BoardError
from board.store.store import Store
from board.store.trail.chain import Deed

_LOG = logging.getLogger(__name__)
# Soon, for computers that are switched on for an hour; but not in the rush of the start.
_FIRST_SECONDS, _THEN_SECONDS = 60.0, 600.0


@dataclass
class _Standing:
    """What stood in the way of the last copy, and of the last that was to be laid in the second folder."""

    copy: BoardError | None = None
    second: BoardError | None = None


_NOW = _Standing()


def problems() -> list[BoardError]:
    """What an administrator has to know of the copies; nothing while all is well."""
    return [each for each in (_NOW.copy, _NOW.second) if each]


def keep(store: Store, second: Path | None, ended: threading.Event) -> None:
    """Make the copies that are due until `ended` is set, in a thread of their own."""
    threading.Thread(target=_keep, args=(store, second, ended), daemon=True, name="backup").start()


def make_if_due(store: Store) -> None:
    """Make today's copy where it is still to be made."""
    try:
        if backup.is_due(store):
            copy = backup.make(store, Reason.DAILY)
            store.note(Deed("store.copy", record=copy.path.name))
            store.flush()  # a log that is damaged later costs no more than going back to this copy
        _NOW.copy = None
    except BoardError as error:
        _NOW.copy = _said(error, _NOW.copy)


def lay_in(store: Store, second: Path | None) -> None:
    """Bring the second folder, where there is to be one, to what is kept."""
    try:
        if second and store.path:
            lay_second(store.path, second)
        _NOW.second = None
    except BoardError as error:
        _NOW.second = _said(error, _NOW.second)


def _said(error: BoardError, before: BoardError | None) -> BoardError:
    """The error, said in the terminal once."""
    if str(error) != str(before or ""):
        print(error.in_full, file=sys.stderr, flush=True)
    return error


def _keep(store: Store, second: Path | None, ended: threading.Event) -> None:
    wait = _FIRST_SECONDS
    while not ended.wait(wait):
        try:
            make_if_due(store)
            lay_in(store, second)
            if store.path:
                backup_upload.clear(store.path, clock.now() - backup_upload.KEPT_FOR)
        except Exception:  # noqa: BLE001 - the next one may be made
            _LOG.exception("today's copy can't be made")
        wait = _THEN_SECONDS
