"""Keeps count of who is reading the store: its file is exchanged only while nobody is."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from board.errors import StoreUnusable

_LONGEST_WAIT = 60.0  # seconds
_FOR_ANYBODY: ContextVar[bool] = ContextVar("_FOR_ANYBODY", default=False)


@contextmanager
def for_anybody() -> Iterator[None]:
    """Within the block, read as somebody who may not see everything, whoever asks: for what others will read."""
    token = _FOR_ANYBODY.set(True)
    try:
        yield
    finally:
        _FOR_ANYBODY.reset(token)


def is_for_anybody() -> bool:
    """Whether what is read now will be read by anybody."""
    return _FOR_ANYBODY.get()


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
