"""The copies that the product makes by itself while it serves: one a day, if there is something new."""

import logging
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from board import clock
from board.backup import asking
from board.backup import copies as backup
from board.backup import upload as backup_upload
from board.backup.second import lay_second
from board.errors import BoardError
from board.store.store import Store

_LOG = logging.getLogger(__name__)
# Soon, for computers that are on for only an hour; but not during the busy start.
_FIRST_SECONDS, _THEN_SECONDS = 60.0, 600.0
_LOOK_SECONDS = 1.0


@dataclass
class _Standing:
    """The errors of the last copy, and of the last copy laid in the second folder; None if there was none."""

    copy: BoardError | None = None
    second: BoardError | None = None


_NOW = _Standing()


def problems() -> list[BoardError]:
    """The problems with copies that an administrator has to know; empty if all is well."""
    return [each for each in (_NOW.copy, _NOW.second) if each]


def keep(store: Store, second: Path | None, ended: threading.Event) -> None:
    """Makes the copies that are due until `ended` is set, in a thread of its own."""
    threading.Thread(target=_keep, args=(store, second, ended), daemon=True, name="backup").start()


def make_if_due(store: Store) -> None:
    """Makes today's copy if it isn't made yet."""
    try:
        if backup.is_due(store):
            backup.make_current(store)
        _NOW.copy = None
    except BoardError as error:
        _NOW.copy = _reported(error, _NOW.copy)


def make_if_asked(store: Store) -> None:
    """Makes a copy of what is there now, if somebody asked for one from outside (`backup.asking`)."""
    if store.path is None or not asking.is_asked(store.path.parent):
        return
    fault = "程序出错，见它的日志。"
    try:
        backup.make_current(store)
        fault = ""
    except BoardError as error:
        fault = error.in_full
    finally:
        asking.answer(store.path.parent, fault)


def lay_in(store: Store, second: Path | None) -> None:
    """Brings the second folder, if there is one, up to date with the copies."""
    try:
        if second and store.path:
            lay_second(store.path, second)
        _NOW.second = None
    except BoardError as error:
        _NOW.second = _reported(error, _NOW.second)


def _reported(error: BoardError, before: BoardError | None) -> BoardError:
    """Returns the error, and prints it in the terminal once."""
    if str(error) != str(before or ""):
        print(error.in_full, file=sys.stderr, flush=True)
    return error


def _keep(store: Store, second: Path | None, ended: threading.Event) -> None:
    due_at = time.monotonic() + _FIRST_SECONDS
    while not ended.wait(_LOOK_SECONDS):
        try:
            make_if_asked(store)
            if time.monotonic() < due_at:
                continue
            due_at = time.monotonic() + _THEN_SECONDS
            make_if_due(store)
            lay_in(store, second)
            if store.path:
                backup_upload.clear(store.path, clock.now() - backup_upload.KEPT_FOR)
        except Exception:  # noqa: BLE001 - the next one may succeed
            _LOG.exception("today's copy can't be made")
