"""`manage.py unlock`: whoever sits at the server's own computer ends all waits after wrong passwords, while it serves.

A file beside the data requests it; the next sign-in attempt finds it there. Whoever may write it may write the data,
too.
"""

import time
from contextlib import suppress
from pathlib import Path

_NAME, _SECONDS = "unlock", 900.0
COMMAND = "python3 manage.py unlock"


def ask(folder: Path) -> str:
    """Requests unlocking from the server whose data is in the folder; returns a message. Raises OSError."""
    (folder / _NAME).touch(0o600)
    return "已解除：输错密码要等的，现在就可以再登录。"


def was_asked(folder: Path) -> bool:
    """Whether unlocking was requested within a quarter of an hour; True only once."""
    with suppress(OSError):
        asked_at = (folder / _NAME).stat().st_mtime
        (folder / _NAME).unlink()
        return time.time() - asked_at < _SECONDS
    return False
