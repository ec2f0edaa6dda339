"""The data folder is for the account alone that runs the product: folders 0700, files 0600, whatever its umask.

On Windows folders take their rights from the one above, and nothing is done.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

_FOLDER, _FILE, _OTHERS = 0o700, 0o600, 0o077
# What the product makes in the folder; whatever else lies there is the unit's own business.
_OURS = ("board.*", "demo.*", "backups", "logs", "plans", "oidc.toml", "unlock")


def shut(folder: Path) -> int:
    """Write nothing from now on that another account of the computer can read, DuckDB's own files among it, and shut
    what lies in the folder; returns how many files and folders stay open to others, which stops nothing.
    """
    if os.name == "nt":
        return 0
    os.umask(_OTHERS)
    return sum(not _is_shut(each) for each in _ours(folder))


def _ours(folder: Path) -> Iterator[Path]:
    if folder.is_dir() and not _is_of_all(folder):
        yield folder
    for pattern in _OURS:
        for each in folder.glob(pattern):
            yield each
            if not each.is_symlink():
                yield from each.rglob("*")


def _is_of_all(folder: Path) -> bool:
    """Whether a folder is the whole disk's, everybody's as /tmp is, or all that a person has."""
    return folder in {Path(folder.anchor), Path.home()} or bool(folder.stat().st_mode & stat.S_ISVTX)


def _is_shut(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISLNK(mode) and mode & _OTHERS:
            path.chmod(_FOLDER if stat.S_ISDIR(mode) else _FILE)
    except FileNotFoundError:
        return True  # gone meanwhile
    except OSError:
        return False
    return True
