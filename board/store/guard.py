"""Whether the file that is open is still the one that stands there: somebody may put another in its place meanwhile.

Windows doesn't let them. Elsewhere what is saved would go to a file that no longer has a name, or over parts of the new
one. The file is held open beside DuckDB: to let go of it earlier would let go of DuckDB's lock too.
"""

import os
from pathlib import Path

_HEADERS = 3 * 4096  # DuckDB's own, and the two that say in turn which state of the file is the newest


class Guard:
    """Watches one open file. Between two writes of ours nothing in its headers changes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = -1 if os.name == "nt" else os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._seen = b""
        self.look()

    def look(self) -> None:
        """Take the file as it is now for ours: after a write, or whatever else we do to it."""
        if self._place >= 0:
            self._seen = os.pread(self._place, _HEADERS, 0)

    def is_ours(self) -> bool:
        """Whether the file with this name is the one that is open, as we left it."""
        if self._place < 0:
            return True
        try:
            return os.path.samestat(self._path.stat(), os.fstat(self._place)) and self._is_as_left()
        except OSError:
            return False

    def _is_as_left(self) -> bool:
        return os.pread(self._place, _HEADERS, 0) == self._seen

    def close(self) -> None:
        """Let go of the file; only once DuckDB has."""
        if self._place >= 0:
            os.close(self._place)
            self._place = -1
