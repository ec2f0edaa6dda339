"""Follows what other collectors take, second by second, where submissions are shared through a lake (`--lake`)."""

import logging
import sys
import threading
from dataclasses import dataclass

from board import clock
from board.errors import BoardError
from board.lake.lake import Lake
from board.lake.place import load
from board.operating.settings import Settings
from board.store.store import Store
from board.submissions.following import catch_up, lake_of, share

_LOG = logging.getLogger(__name__)
_EVERY, _AFTER_TROUBLE = 1.0, 5.0  # seconds


@dataclass
class _Standing:
    """Why the lake can't be followed and since when, in words; '' if it can."""

    trouble: str = ""


_NOW = _Standing()


def trouble() -> str:
    """Why the lake can't be followed and since when, in words; '' if it can, or there is none."""
    return _NOW.trouble


def introduce(store: Store, chosen: Settings) -> None:
    """Have a collector share what it takes, where that is set. Raises BoardError where it isn't set up for it."""
    if chosen.lake:
        share(store, Lake(load(chosen.data)))


def begin(store: Store, ended: threading.Event) -> None:
    """Follow the lake, if there is one, until `ended` is set."""
    lake = lake_of(store)
    if lake:
        threading.Thread(target=_keep_on, args=(store, lake, ended), daemon=True, name="following").start()


def _keep_on(store: Store, lake: Lake, ended: threading.Event) -> None:
    while not ended.wait(_AFTER_TROUBLE if _NOW.trouble else _EVERY):
        try:
            catch_up(store, lake)
            _NOW.trouble = ""
        except BoardError as error:
            _note(error.in_full, str(error))
        except Exception:  # noqa: BLE001 - the next try may succeed
            _LOG.exception("the lake can't be followed")
            _note("收件库跟不上：程序出错，见它的日志。", "收件库跟不上：程序出错，请管理员看日志。")


def _note(in_full: str, shown: str) -> None:
    """Note what is in the way; the first time also for whoever keeps the server."""
    if not _NOW.trouble:
        _LOG.log(logging.WARNING, "the lake can't be followed")
        print(in_full, file=sys.stderr, flush=True)
        _NOW.trouble = f"{clock.now():%m-%d %H:%M} 起，{shown}"
