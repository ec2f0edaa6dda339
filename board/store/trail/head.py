"""The head of the audit trail: the newest entry's number and hash, in a small file beside the store.

A chain from which the last rows were cut off is still whole in itself, so only a record outside it can show that. The
file has two places, written alternately and each with a hash of its own, so that a power cut in the middle of one
leaves the other whole. It is written after a commit, so after a kill it may lag behind the chain, but never lead it.
Saving doesn't wait for it: a second sync of the disk would double the cost of a write.
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
_AT_HAND = 1.0  # how long the thread waits for another head, in seconds


def head_path(store: Path) -> Path:
    """The path of a store's head."""
    return store.with_suffix(SUFFIX)


def read_head(path: Path) -> Head | None:
    """Returns the newest whole head in the file; None where there is no file, or no whole head in it."""
    try:
        held = path.read_bytes()
    except OSError:
        return None
    found = [head for place in (0, _SLOT) if (head := _read(held[place : place + _SLOT]))]
    return max(found, key=lambda head: head.number, default=None)


def write_head(path: Path, head: Head) -> None:
    """Write a head over the older of the two. Where the disk refuses it, the head lags behind the chain."""
    with suppress(OSError):
        place = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(place, "wb") as file:
            file.seek(_SLOT * (head.number % 2))
            file.write(_written(head))
            file.flush()
            os.fsync(file.fileno())


class HeadKeeper:
    """Writes the head of one store beside it, always the newest one as soon as the disk is free.

    Under many saves one thread is kept running for it: starting a thread each time would hold up everybody who waits to
    save.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._wanted: Head | None = None
        self._writing: threading.Thread | None = None
        self._is_settling = False
        self._changed = threading.Condition()

    def keep(self, head: Head) -> None:
        """Have a head written, instead of one that is still waiting for the disk."""
        with self._changed:
            self._wanted = head
            if self._writing is None:
                self._writing = threading.Thread(target=self._write)
                self._writing.start()
            self._changed.notify_all()

    def forget(self) -> None:
        """Delete the file: its number is ahead of any head to come."""
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
        """Waits briefly for a head to write and returns it; None: there is none, and the thread ends."""
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
