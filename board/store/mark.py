"""Counts the acknowledged writes of a store in a small file beside it: the store's own file can't show lost writes.

DuckDB silently ignores a log that was cut off or is damaged at its beginning. The count reveals it: the store then
holds fewer writes than were acknowledged. It is written alternately to two places, each with a hash, so that a power
cut leaves one of them whole; and only after a commit, so that it never counts a write that was lost.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

_SLOT, _PARTS = 64, 2


def mark_of(path: Path) -> Path:
    """The path of a store's count."""
    return path.with_suffix(".commits")


def acknowledged(path: Path) -> int:
    """How many writes of a store were acknowledged; 0 where that isn't known."""
    try:
        held = mark_of(path).read_bytes()
    except OSError:
        return 0
    return max(_read(held[:_SLOT]), _read(held[_SLOT : 2 * _SLOT]))


def acknowledge(path: Path, count: int) -> None:
    """Record how many writes were committed. A disk that refuses this is no error: a loss just won't show."""
    with suppress(OSError):
        place = os.open(mark_of(path), os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(place, "wb") as file:
            file.seek(_SLOT * (count % 2))
            file.write(f"{count} {_hash(str(count))}".encode().ljust(_SLOT - 1) + b"\n")
            file.flush()
            os.fsync(file.fileno())


def begin_anew(path: Path, count: int) -> None:
    """Forget the earlier count: the file was replaced, or the loss was reported."""
    mark_of(path).unlink(missing_ok=True)
    acknowledge(path, count)


def _read(slot: bytes) -> int:
    parts = slot.decode("ascii", "replace").split()
    return int(parts[0]) if len(parts) == _PARTS and parts[0].isdigit() and _hash(parts[0]) == parts[1] else 0


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
