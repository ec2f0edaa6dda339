"""Keeps count of who is reading the store: its file is exchanged only while nobody is."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from board.errors import StoreUnusable

_LONGEST_WAIT = 60.0  # seconds
_FOR_READERS: ContextVar[bool | None] = ContextVar("_FOR_READERS", default=None)
_WITHIN: ContextVar[str] = ContextVar("_WITHIN", default="")


@contextmanager
def read_for_readers(for_readers: bool) -> Iterator[None]:
    """Within the block, read for somebody who may not see everything, or for one who may, whoever asks."""
    token = _FOR_READERS.set(for_readers)
    try:
        yield
    finally:
        _FOR_READERS.reset(token)


def is_read_for_readers(otherwise: bool = False) -> bool:
    """Whether reads are for somebody who may not see everything; `otherwise` outside of `read_for_readers`."""
    asked = _FOR_READERS.get()
    return otherwise if asked is None else asked


@contextmanager
def read_within(unit_id: str) -> Iterator[None]:
    """Within the block, read a unit of a bureau's tree and those below it alone, whoever asks; '': as who asks may."""
    token = _WITHIN.set(unit_id)
    try:
        yield
    finally:
        _WITHIN.reset(token)


def within(otherwise: str = "") -> str:
    """The unit that `read_within` names; `otherwise` outside of it."""
    return _WITHIN.get() or otherwise


class Readers:
    """A lock that many readers share, and that one caller can hold alone."""

    def __init__(self) -> None:
        self._count = 0
        self._is_shut = False
        self._changed = threading.Condition()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the lock as a reader, after waiting while one holds it alone. Raises StoreUnusable after a minute."""
        with self._changed:
            self._wait(lambda: not self._is_shut)
            self._count += 1
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock alone. Raises StoreUnusable where others go on reading for a minute."""
        with self._changed:
            self._is_shut = True
            try:
                self._wait(lambda: not self._count)
            except StoreUnusable:
                self._open()
                raise
        try:
            yield
        finally:
            with self._changed:
                self._open()

    def _open(self) -> None:
        self._is_shut = False
        self._changed.notify_all()

    def _wait(self, until: Callable[[], bool]) -> None:
        if not self._changed.wait_for(until, _LONGEST_WAIT):
            raise StoreUnusable("数据正忙", "等了一分钟，还有别的操作没有完成。没有改动。", "请稍后再试。")
