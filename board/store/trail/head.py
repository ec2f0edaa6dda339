"""The head of the audit trail: the newest entry's number and hash, in a small file beside the store.

Rows cut off at the end of the chain leave a chain that is whole in itself: only what stands outside can tell. The file
has two places, written in turn and each with a hash of its own, so that a power cut in the middle of one leaves the
other. It is written once a transaction stands, so after a kill it may lag behind the chain, and never lead it. Nobody
who saves waits for it: a second sync of the disk would double what a write costs.
"""

import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path

from board.store.trail.chain import Head

SUFFIX = ".audit.head"
_WIDTH = 20
_SLOT = 128
_AT_HAND = 1.0  # seconds that the thread waits for another head


def head_path(store: Path) -> Path:
    """Where the head of a store stands."""
    return store.with_suffix(SUFFIX)


def read_head(path: Path) -> Head | None:
    """The newest head that the file holds whole; None where there is no file, or nothing whole in it."""
    try:
        held = path.read_bytes()
    except OSError:
        return None
    found = [head for place in (0, _SLOT) if (head := _read(held[place : place + _SLOT]))]
    return max(found, key=lambda head: head.number, default=None)


def write_head(path: Path, head: Head) -> None:
    """Put a head in the place of the older of the two. A disk that won't take it leaves the head behind the chain."""
    with suppress(OSError):
        place = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(place, "wb") as file:
            file.seek(_SLOT * (head.number % 2))
            file.write(_written(head))
            file.flush()
            os.fsync(file.fileno())


class HeadKeeper:
    """Writes the head of one store beside it, the newest one as soon as the disk is free.

    Who saves has a thread at hand for it while others save too: to begin one takes a turn of the processor, for which
    everybody who waits to save would wait.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._wanted: Head | None = None
        self._writing: threading.Thread | None = None
        self._is_settling = False
        self._changed = threading.Condition()

    def keep(self, head: Head) -> None:
        """Have a head written; one that is still waiting for the disk need not be any more."""
        with self._changed:
            self._wanted = head
            if self._writing is None:
                self._writing = threading.Thread(target=self._write)
                self._writing.start()
            self._changed.notify_all()

    def forget(self) -> None:
        """Take the file away: what it knows is ahead of any head to come."""
        with suppress(OSError):
            self.path.unlink()

    def settle(self) -> None:
        """Wait until the newest head is on the disk."""
        with self._changed:
            writing, self._is_settling = self._writing, self._writing is not None
            self._changed.notify_all()
        if writing:
            writing.join()

    def _write(self) -> None:
        while head := self._next():
            write_head(self.path, head)

    def _next(self) -> Head | None:
        """The head that is to be written, waited for a moment; None: there is none, and the thread ends."""
        with self._changed:
            self._changed.wait_for(lambda: self._wanted or self._is_settling, _AT_HAND)
            head, self._wanted = self._wanted, None
            if head is None:
                self._writing, self._is_settling = None, False
            return head


def _written(head: Head) -> bytes:
    text = f"{head.number:0{_WIDTH}d} {head.hash}"
    return f"{text} {_seal(text)}".encode().ljust(_SLOT - 1) + b"\n"


def _read(slot: bytes) -> Head | None:
    parts = slot.decode("ascii", "replace").split()
    if len(parts) != 3 or _seal(f"{parts[0]} {parts[1]}") != parts[2] or not parts[0].isdigit():  # noqa: PLR2004
        return None
    return Head(int(parts[0]), parts[1])


def _seal(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
