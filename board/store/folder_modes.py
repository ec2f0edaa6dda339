"""The data folder is for the account alone that runs the product: folders 0700, files 0600, whatever its umask.

On Windows folders take their rights from the one above, and nothing is done.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

_FOLDER, _FILE, _OTHERS = 0o700, 0o600, 0o077
# Names that the product makes in the folder; other files there are the unit's own business.
_OURS = ("board.*", "demo.*", "backups", "logs", "plans", "oidc.toml", "lake.toml", "unlock")


def shut(folder: Path) -> int:
    """Make everything written from now on, DuckDB's own files included, unreadable to other accounts of the computer,
    and shut the product's files in the folder. Returns how many files and folders stay open to others, which is no
    error.
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
    """Whether a folder is a disk's root, shared by everybody as /tmp is, or a person's home."""
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
