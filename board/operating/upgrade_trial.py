"""Tests whether this version starts and opens a copy of the data.

Run as `-m board.operating.upgrade_trial [COPY sound|unsound]`.
"""

import importlib
import pkgutil
import sys
from pathlib import Path

import board
from board.errors import BoardError
from board.store.store import open_store
from board.store.trail import check as audit_log


def fault_of(copy: Path, *, was_sound: bool) -> str:
    """Returns what is wrong with a copy of a store after this version has opened and migrated it; empty: nothing."""
    try:
        store = open_store(copy)
    except BoardError as error:
        return str(error)
    try:
        checked = audit_log.check(store)
    finally:
        store.close()
    return "操作记录对不上" if was_sound and not checked.is_sound else ""


def main(arguments: list[str]) -> int:
    """Import all of the product, and try the copy where one is named; returns 1 where anything fails."""
    for module in pkgutil.walk_packages(board.__path__, "board."):
        if module.name != "board.shell":  # a script, which draws a page
            importlib.import_module(module.name)
    fault = fault_of(Path(arguments[0]), was_sound=arguments[1] == "sound") if arguments else ""
    print(fault, flush=True)
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
