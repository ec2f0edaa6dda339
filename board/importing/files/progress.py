"""How far the reading of a big file is, for whoever watches it, who may also end it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from board.errors import BoardError

T = TypeVar("T")
_STEP = 5_000


class Ended(BoardError):
    """The reading was ended by whoever watches it."""


@dataclass
class Progress:
    """The step of a reading, in words, and how many of how many rows it has read (0: not known).

    is_ended: the reading is to end. opened: workbooks that were opened meanwhile, by their bytes: to open a big one
    takes longest.
    """

    step: str = "打开文件"
    done: int = 0
    total: int = 0
    is_ended: bool = False
    opened: dict[bytes, Any] = field(default_factory=dict, repr=False)


_WATCHED: ContextVar[Progress | None] = ContextVar("_WATCHED", default=None)


@contextmanager
def watching(progress: Progress) -> Iterator[None]:
    """Follows in `progress` what is read within the block."""
    token = _WATCHED.set(progress)
    try:
        yield
    finally:
        _WATCHED.reset(token)


def watched() -> Progress | None:
    """The progress of the reading that is going on; None if nobody watches."""
    return _WATCHED.get()


def at(step: str, done: int = 0, total: int = 0) -> None:
    """Tells what is being done. Raises Ended if whoever watches has ended it."""
    progress = _WATCHED.get()
    if progress is None:
        return
    if progress.is_ended:
        raise Ended("已取消", "这份文件没有读完，什么也没有导入。", "要导入，请再选一次。")
    progress.step, progress.done, progress.total = step, done, total


def counted(step: str, rows: Iterable[T], total: int) -> Iterator[T]:
    """The rows, counted as they are read. Raises as `at`."""
    for done, row in enumerate(rows):
        if done % _STEP == 0:
            at(step, done, total)
        yield row
