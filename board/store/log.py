"""Damaged logs of changes beside a store (`.wal`), which DuckDB can't read: laid aside, and read as far as they are
whole.
"""

import re
import shutil
from pathlib import Path

from board import clock
from board.store.disk import flush

_PLACE = re.compile(r"entry at byte position (\d+)")


def log_of(path: Path) -> Path:
    """The log of a store's file."""
    return path.with_name(path.name + ".wal")


def logs_of(path: Path) -> list[Path]:
    """The log of a store's file, and the files that DuckDB writes beside it while it checkpoints or recovers."""
    return [log_of(path).with_name(log_of(path).name + end) for end in ("", ".checkpoint", ".recovery")]


def lay_aside(path: Path) -> Path | None:
    """Copy a store's file, its log and what belongs to it into a new folder; returns it, None where there is no file.

    Raises OSError.
    """
    if not path.exists():
        return None
    stem, number = f"{path.stem}-{clock.now():%Y%m%d-%H%M%S}", 1
    folder = path.parent / "backups" / f"{stem}-aside"
    while folder.exists():
        number += 1
        folder = folder.with_name(f"{stem}-{number}-aside")
    folder.mkdir(0o700, parents=True)
    for each in path.parent.glob(f"{path.stem}.*"):
        if each.is_file():
            shutil.copy2(each, folder / each.name)
    return folder


def is_logs_fault(error: Exception) -> bool:
    """Whether a file can't be opened because of its log."""
    return "WAL file" in str(error)


def cut(path: Path, error: Exception) -> None:
    """Cut a damaged log at the place that the error names; delete it where the error names none. Raises OSError.

    Before that place are whole writes; DuckDB keeps all of the last one or nothing.
    """
    log, found = log_of(path), _PLACE.search(str(error))
    place = int(found[1]) if found else 0
    if 0 < place < log.stat().st_size:
        with log.open("r+b") as file:
            file.truncate(place)
        flush(log)
    else:
        log.unlink()
