"""A process that puts files in a store's place, or starts, and is killed at one of its moves."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from board.store import swap as db_swap

_MOVES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}


def swap(path: Path, folder: Path, move: int) -> None:
    """Put what a folder holds in a store's place; killed before the so-manieth time that anything is moved."""
    _fall_at(move)
    db_swap.swap(path, folder)


def start(path: Path, move: int) -> None:
    """End what was begun, as whatever opens the store does; killed in the same way."""
    _fall_at(move)
    db_swap.finish(path)


def _fall_at(move: int) -> None:
    left = move

    def see(event: str, _given: tuple[Any, ...]) -> None:
        nonlocal left
        if event in _MOVES:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(see)
