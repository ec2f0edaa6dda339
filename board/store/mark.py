"""How many writes a store has acknowledged, in a small file beside it: its own file can't tell when it lost some.

DuckDB passes over a log whose beginning is damaged, or that was cut off, without a word. Here it shows: the store then
holds fewer writes than were acknowledged. Written in turn to one of two places, each with a hash, so that a power cut
leaves the other; and only once a write stands, so that it never counts one that doesn't.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

_SLOT, _PARTS = 64, 2


def mark_of(path: Path) -> Path:
    """Where the count of a store stands."""
    return path.with_suffix(".commits")


def acknowledged(path: Path) -> int:
    """How many writes of a store were acknowledged; 0 where that isn't known."""
    try:
        held = mark_of(path).read_bytes()
    except OSError:
        return 0
    return max(_read(held[:_SLOT]), _read(held[_SLOT : 2 * _SLOT]))


def acknowledge(path: Path, count: int) -> None:
    """Note how many writes stand. Where the disk won't take it, less is known, and nothing is refused."""
    with suppress(OSError):
        place = os.open(mark_of(path), os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(place, "wb") as file:
            file.seek(_SLOT * (count % 2))
            file.write(f"{count} {_hash(str(count))}".encode().ljust(_SLOT - 1) + b"\n")
            file.flush()
            os.fsync(file.fileno())


def begin_anew(path: Path, count: int) -> None:
    """Forget what was acknowledged before: another file stands there now, or what is lost has been said."""
    mark_of(path).unlink(missing_ok=True)
    acknowledge(path, count)


def _read(slot: bytes) -> int:
    parts = slot.decode("ascii", "replace").split()
    return int(parts[0]) if len(parts) == _PARTS and parts[0].isdigit() and _hash(parts[0]) == parts[1] else 0


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
