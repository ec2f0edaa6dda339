"""Falls on purpose, many of them: `python -m tests.falls kills 200`, `full 20`, `damaged 20`; the gate makes a few.

kills: the process is killed at a random moment. full: no file may grow beyond some kilobytes (RLIMIT_FSIZE), or, on a
small disk given by `--folder`, the disk runs full; then the process ends at once. damaged: a stretch of the file or of
its log is overwritten or cut off. After each, the store is opened as the server does; the newest copy takes the place
of one that can't be.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from board.backup import copies as backup
from board.backup import restore as backup_restore
from board.backup.rules import Reason
from board.errors import BoardError, StoreUnusable
from board.store.disk import RESERVE
from board.store.log import log_of
from board.store.store import open_store
from tests.falling_writes import acknowledged, prepare, write_on, wrong
from tests.ready_processes import begun

_PATIENCE = 120.0
_SMALL = 300_000_000  # bytes
_CHANCE = random.Random()  # noqa: S311 - when somebody trips over the cable
KINDS = ("kills", "full", "damaged")
_OPENED, _SAID = "opened", "opened, and the loss said"
_RESTORED, _FOUND_LATER = "a copy put in its place", "opened, found damaged by the next copy, a copy put in its place"


@dataclass
class Seen:
    """What came of a series: how many writes were acknowledged, what was wrong, and how each start went."""

    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)
    starts: Counter[str] = field(default_factory=Counter)


def series(kind: str, falls: int, folder: Path, noted_in: Path) -> Seen:
    """Let one store fall so often and look after each. `noted_in`: a folder on a disk that doesn't fall."""
    path, noted, seen = folder / "board.duckdb", noted_in / "noted", Seen()
    prepare(path)
    for fall in range(falls):
        _live(path, noted, room=_room(kind, folder))
        held, how = None, "as it was left"
        if kind == "damaged":
            held = len(acknowledged(noted))
            _copied(path)
            _live(path, noted, room=None)
            how = _damage(path)
        start, faults = _looked_at(path, acknowledged(noted), held)
        seen.starts[f"{how}: {start}"] += 1
        seen.wrong += [f"fall {fall}, {how}, {start}: {fault}" for fault in faults]
        seen.wrong += [f"fall {fall}: {start}"] if kind != "damaged" and start != _OPENED else []
        seen.acknowledged += len(acknowledged(noted))
        noted.write_text("")  # what was lost and said so is not to be found missing again
    return seen


def _room(kind: str, folder: Path) -> int | None:
    """How far a file may grow. A small disk is filled instead, but for the reserve and a little."""
    if kind != "full":
        return None
    usage = shutil.disk_usage(folder)
    if usage.total > _SMALL:
        return _CHANCE.randrange(30_000, 600_000)
    filler = folder / "filler"
    filler.unlink(missing_ok=True)
    left = RESERVE + _CHANCE.randrange(1_000_000)
    filler.write_bytes(bytes(max(0, shutil.disk_usage(folder).free - left)))
    return usage.total


def _live(path: Path, noted: Path, room: int | None) -> None:
    """One life of a writing process, to its end."""
    child = begun(write_on, path, noted, room)
    if room is None:
        wait_for_more(child, noted)
        time.sleep(_CHANCE.uniform(0, 0.2))
        child.kill()
    child.join(_PATIENCE)
    # Where there is no room in the middle of a commit, DuckDB may end the process itself (6): that is a fall too.
    assert child.exitcode in {-9, 3, -6}, f"the writing process ended by itself: {child.exitcode}"


def wait_for_more(child: Any, noted: Path) -> None:
    """Wait until some more writes were acknowledged, none or a dozen."""
    enough, until = len(acknowledged(noted)) + _CHANCE.randrange(12), time.monotonic() + _PATIENCE
    while child.is_alive() and len(acknowledged(noted)) < enough:
        assert time.monotonic() < until, "the writing process never got there"
        time.sleep(0.002)


def _copied(path: Path) -> None:
    store = open_store(path)
    backup.make(store, Reason.DAILY)
    store.flush()
    store.close()


def _damage(path: Path) -> str:
    """Overwrite or cut off a stretch of the file or of its log, at random; what was done."""
    log = log_of(path)
    target = _CHANCE.choice([each for each in (path, log) if each.exists() and each.stat().st_size])
    held = bytearray(target.read_bytes())
    begin = _CHANCE.choice([0, _CHANCE.randrange(len(held))])
    how = _CHANCE.choice(["garbage", "zeros", "cut"])
    end = min(len(held), begin + _CHANCE.choice([1, 512, 65_536, len(held)]))
    if how == "cut":
        del held[begin:]
    else:
        held[begin:end] = bytes(end - begin) if how == "zeros" else os.urandom(end - begin)
    target.write_bytes(held)
    return f"{how} in the {'file' if target == path else 'log'}"


def _looked_at(path: Path, acks: list[Any], held: int | None) -> tuple[str, list[str]]:
    """How the server would start, and what is then wrong. Where the file was damaged, `held` is how many a copy holds:
    of those after them some may be lost, where that is said.
    """
    try:
        store = open_store(path)
    except StoreUnusable:
        return _RESTORED, _restored(path, acks[:held])
    try:
        if held is not None:
            backup.make(store, Reason.HAND)  # reads every row, as each day's copy does
        faults = wrong(store, acks[:held] if store.standing.loss else acks)
        return _SAID if store.standing.loss else _OPENED, faults
    except (BoardError, OSError):
        store.close()
        return _FOUND_LATER, _restored(path, acks[:held])
    finally:
        store.close()


def _restored(path: Path, acks: list[Any]) -> list[str]:
    backup_restore.restore_file(backup.copies(path)[0].path, path)
    store = open_store(path)
    faults = wrong(store, acks)
    store.close()
    return faults


def main(arguments: list[str]) -> int:
    """Make a series and say what came of it; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.falls")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("falls", type=int)
    parser.add_argument("--folder", type=Path, help="where the store is; by default a folder that is taken away again")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as outside:
        folder = options.folder or Path(outside) / "store"
        seen = series(options.kind, options.falls, folder, Path(outside))
    print(f"{options.kind}: {options.falls} falls, {seen.acknowledged} writes acknowledged, {len(seen.wrong)} wrong")
    print(*(f"  {count} x {start}" for start, count in sorted(seen.starts.items())), *seen.wrong[:20], sep="\n")
    return 1 if seen.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
