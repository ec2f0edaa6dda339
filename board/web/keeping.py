"""The copies that the product makes by itself while it serves: one a day, once there is something new."""

import logging
import sys
import threading

from board import backup
from board.backup_rules import Reason
from board.db import Store
from board.errors import BoardError

_LOG = logging.getLogger(__name__)
# Soon, for computers that are switched on for an hour; but not in the rush of the start.
_FIRST_SECONDS, _THEN_SECONDS = 60.0, 600.0


def keep(store: Store, ended: threading.Event) -> None:
    """Make the copies that are due until `ended` is set, in a thread of their own."""
    threading.Thread(target=_keep, args=(store, ended), daemon=True, name="backup").start()


def make_if_due(store: Store) -> None:
    """Make today's copy where it is still to be made. What stands in its way is said in the terminal."""
    try:
        if backup.is_due(store):
            backup.make(store, Reason.DAILY)
    except BoardError as error:
        print(error, file=sys.stderr, flush=True)
    except Exception:  # noqa: BLE001 - the next one may be made
        _LOG.exception("today's copy can't be made")


def _keep(store: Store, ended: threading.Event) -> None:
    wait = _FIRST_SECONDS
    while not ended.wait(wait):
        make_if_due(store)
        wait = _THEN_SECONDS
