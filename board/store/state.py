"""The state of an open store's file: whether it is still ours, what it lost, whether the disk has room."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from board import clock
from board.store.disk import fault, is_full, is_locked, refuse_nearly_full, refuse_read_only
from board.store.faults import Replaced, clock_is_behind, replaced
from board.store.guard import Guard
from board.store.mark import acknowledge
from board.store.opening import Loss

# A clock may be set back by this much without anything being wrong.
_SET_BACK = timedelta(minutes=10)


def clock_is_wrong(changed_at: datetime) -> bool:
    """Whether the last save has a time in the future, so that a save now would be dated before it."""
    return clock.now() < changed_at - _SET_BACK


class Standing:
    """The state of one file from opening to closing; a store in memory is never refused anything."""

    def __init__(self, path: Path | None, loss: Loss | None) -> None:
        self._path = path
        self._guard = Guard(path) if path else None
        # The writes lost at the start, until an administrator has seen it; and the refusal once the file was replaced.
        self.loss = loss
        self.replaced: Replaced | None = None

    def refuse_what_would_be_lost(self) -> None:
        """Raise Replaced where the open file was replaced by another, DiskFull where the disk is nearly full,
        ServersFault where nothing may be written beside the file.
        """
        if self._guard and not self.replaced and not self._guard.is_ours():
            self.replaced = replaced(self._path)
        if self.replaced:
            raise self.replaced
        if self._path:
            refuse_read_only("没有保存", self._path.parent)
            refuse_nearly_full("没有保存", self._path.parent)

    def refuse_wrong_time(self, changed_at: datetime) -> None:
        """Raise BoardError where the clock was set back to before the last change."""
        if clock_is_wrong(changed_at):
            raise clock_is_behind(changed_at)

    def refuse_for_the_disk(self, error: BaseException) -> None:
        """Raise BoardError where an error says that the disk is full or can't be written."""
        if self._path and isinstance(error, duckdb.Error) and (is_full(error) or is_locked(error)):
            raise fault(error, "没有保存", self._path.parent) from error

    def note_commit(self, writes: int | None) -> None:
        """Note that a write was committed. writes: number of writes so far; None: this one isn't counted."""
        if self._path and self._guard:
            if writes is not None:
                acknowledge(self._path, writes)
            self._guard.look()

    def flush(self, bring: Callable[[], object]) -> None:
        """Call `bring`, which brings the log into the file, if the file is ours and its folder can be written."""
        if self._path and self._guard and self._guard.is_ours() and os.access(self._path.parent, os.W_OK):
            try:
                bring()
            finally:
                self._guard.look()

    def let_go(self) -> None:
        """Stop watching the file, after it was closed."""
        if self._guard:
            self._guard.close()
