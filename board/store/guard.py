"""Checks that the open file is still the one with its name: it may be replaced by another while it is open.

Windows doesn't allow that. Elsewhere a save would go to a file that no longer has a name, or over parts of the new one.
The file is held open beside DuckDB: closing it earlier would release DuckDB's lock too.
"""

import os
from pathlib import Path

_HEADERS = 3 * 4096  # DuckDB's main header, and the two that name, alternately, the newest state of the file


class Guard:
    """Watches one open file. Its headers don't change between two writes of ours."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = -1 if os.name == "nt" else os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._seen = b""
        self.look()

    def look(self) -> None:
        """Remember the file as it is now, after a write or any other change of our own."""
        if self._place >= 0:
            self._seen = os.pread(self._place, _HEADERS, 0)

    def is_ours(self) -> bool:
        """Whether the file with this name is the open one, unchanged since `look`."""
        if self._place < 0:
            return True
        try:
            return os.path.samestat(self._path.stat(), os.fstat(self._place)) and self._is_as_left()
        except OSError:
            return False

    def _is_as_left(self) -> bool:
        return os.pread(self._place, _HEADERS, 0) == self._seen

    def close(self) -> None:
        """Close the file; only after DuckDB has."""
        if self._place >= 0:
            os.close(self._place)
            self._place = -1
