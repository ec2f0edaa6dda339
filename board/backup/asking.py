"""Asking a server for a copy while it serves: whoever may write into its data folder puts a file there, as for
`accounts.unlocking`; the server makes the copy and puts down what came of it.
"""

import os
import time
from contextlib import suppress
from pathlib import Path

from board.errors import BoardError

_ASKED, _ANSWER = "copy-wanted", "copy-answer"
_EVERY = 0.2
# The asking account may be the administrator's, and the folder another's.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def ask(folder: Path, patience: float) -> None:
    """Let the server whose data is in the folder make a copy of what is there now, and wait for it.

    Raises BoardError with why there is none, also where no answer came within `patience` seconds.
    """
    (folder / _ANSWER).unlink(missing_ok=True)
    os.close(os.open(folder / _ASKED, os.O_CREAT | os.O_WRONLY | _NO_LINK, 0o600))
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        if (folder / _ANSWER).exists() and not (folder / _ASKED).exists():
            with os.fdopen(os.open(folder / _ANSWER, os.O_RDONLY | _NO_LINK), encoding="utf-8") as file:
                fault = file.read()
            (folder / _ANSWER).unlink(missing_ok=True)
            if fault:
                raise BoardError("备份没有做成", fault, "")
            return
        time.sleep(_EVERY)
    (folder / _ASKED).unlink(missing_ok=True)
    raise BoardError("备份没有做成", f"{patience:.0f} 秒内没有回应。", "请看它的日志。")


def is_asked(folder: Path) -> bool:
    """Whether a copy was asked for that has no answer yet."""
    return (folder / _ASKED).exists()


def answer(folder: Path, fault: str) -> None:
    """Say what came of it: why there is no copy, or '' where there is one."""
    with suppress(OSError):  # on a full disk an answer of nothing can be written still, and one of many words not
        (folder / _ANSWER).write_text(fault, "utf-8")
    with suppress(OSError):
        (folder / _ASKED).unlink(missing_ok=True)
