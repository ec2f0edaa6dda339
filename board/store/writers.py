"""Who writes to the store just now, and who comes next: in the order in which they came, so that nobody is passed by.

A lock of Python's own goes to whoever happens to wake first, which under many writers leaves some waiting for seconds
while others are served again and again.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_GIVEN_WAY = 2.0  # seconds at most that a redraw waits for those who write


class Writers:
    """A door for one writer at a time, in the order of their coming; whoever is inside may come in once more."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[tuple[int, threading.Event]] = deque()
        self._inside: int | None = None
        self._depth = 0
        self._nobody = threading.Event()
        self._nobody.set()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only one who writes, once all who came before are through."""
        self._come_in()
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self._go_out()

    def courtesy(self) -> Callable[[], None]:
        """What waits until nobody writes or wants to, each time it is called and for `_GIVEN_WAY` in all: under writers
        without end, readers come to an end too. Whoever writes doesn't wait for itself.
        """
        left = _GIVEN_WAY

        def give_way() -> None:
            nonlocal left
            if left > 0 and not self._nobody.is_set() and self._inside != threading.get_ident():
                began = time.monotonic()
                self._nobody.wait(left)
                left -= time.monotonic() - began

        return give_way

    def _come_in(self) -> None:
        me = threading.get_ident()
        if self._inside == me:
            self._depth += 1
            return
        mine = (me, threading.Event())
        with self._guard:
            self._nobody.clear()
            if self._inside is None:
                self._inside, self._depth = me, 1
                return
            self._waiting.append(mine)
        try:
            mine[1].wait()
        except BaseException:  # Ctrl-C: what nobody waits for any more must be handed to nobody
            self._turn_back(mine)
            raise

    def _turn_back(self, mine: tuple[int, threading.Event]) -> None:
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return
        self._go_out()

    def _go_out(self) -> None:
        """Hand over to whoever came next: between two nobody else slips in."""
        with self._guard:
            if self._waiting:
                self._inside, called = self._waiting.popleft()
                self._depth = 1
                called.set()
            else:
                self._inside, self._depth = None, 0
                self._nobody.set()
