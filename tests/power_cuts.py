"""The power fails while the board is written to, many times: `python -m tests.power_cuts 200`; the gate has a few.

The writing process is halted in the middle of whatever it does, its files are copied, and it goes on: the copy is what
stood on the disk. What it wrote to its log since a halt shortly before may not have got there whole, so in every other
copy that end is cut off, zeroed or garbled from some place on. Each copy is opened as after the power is back.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from board.store.log import log_of
from board.store.store import open_store
from tests.falling_writes import Ack, acknowledged, prepare, write_on, wrong
from tests.falls import wait_for_more
from tests.ready_processes import begun

_CHANCE = random.Random()  # noqa: S311 - when the power fails
_PATIENCE, _HEADERS = 60.0, 3 * 4096
# Cuts of one store: after each, all that was ever acknowledged is looked for, and it is written to meanwhile.
_STORE_LASTS = 10


def series(cuts: int, folder: Path, noted: Path) -> tuple[int, list[str]]:
    """Cut the power so often; how many acknowledged writes were looked for, and what was wrong."""
    path, looked_for, faults = folder / "live" / "board.duckdb", 0, list[str]()
    prepare(path)
    child = begun(write_on, path, noted, None)
    assert child.pid
    try:
        for cut in range(cuts):
            wait_for_more(child, noted)
            copy, acks = _cut_off(child.pid, path, noted, folder / f"cut {cut}", is_torn=bool(cut % 2))
            looked_for += len(acks)
            faults += [f"cut {cut}: {each}" for each in _looked_at(copy, acks, is_torn=bool(cut % 2))]
            shutil.rmtree(copy.parent)
    finally:
        child.kill()
        child.join(_PATIENCE)
    return looked_for, faults


def _cut_off(pid: int, path: Path, noted: Path, to: Path, *, is_torn: bool) -> tuple[Path, list[Ack]]:
    """A copy of the files as they are in one moment, and what was acknowledged before."""
    size, header, acks = 0, b"", list[Ack]()
    if is_torn:
        _halt(pid)
        size, header, acks = _size(path), _header(path), acknowledged(noted)
        os.kill(pid, signal.SIGCONT)
    time.sleep(_CHANCE.uniform(0, 0.1))
    _halt(pid)
    to.mkdir()
    for each in path.parent.glob("board.*"):
        if each.is_file():
            shutil.copy(each, to / each.name)
    acks = acks if is_torn else acknowledged(noted)
    os.kill(pid, signal.SIGCONT)
    if is_torn and _header(to / path.name) == header and size:
        _tear(log_of(to / path.name), size)
    return to / path.name, acks


def _halt(pid: int) -> None:
    """Halt a process, and wait until each of its threads stands still."""
    os.kill(pid, signal.SIGSTOP)
    until = time.monotonic() + _PATIENCE
    while any(_state(each) not in "Tt" for each in Path(f"/proc/{pid}/task").iterdir()):
        assert time.monotonic() < until, "the writing process never stood still"


def _state(task: Path) -> str:
    if not task.exists():
        return "T"  # it has ended
    return (task / "stat").read_text().rpartition(")")[2].split()[0]


def _size(path: Path) -> int:
    return log_of(path).stat().st_size if log_of(path).exists() else 0


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEADERS)


def _tear(log: Path, whole: int) -> None:
    """What came after `whole` bytes didn't all reach the disk."""
    held = log.read_bytes()
    if len(held) <= whole:
        return
    place = _CHANCE.randrange(whole, len(held))
    rest = {"cut": b"", "zeros": bytes(len(held) - place), "garbage": os.urandom(len(held) - place)}
    log.write_bytes(held[:place] + _CHANCE.choice(list(rest.values())))


def _looked_at(path: Path, acks: list[Ack], *, is_torn: bool) -> list[str]:
    store: Any = open_store(path)
    try:
        loss = [] if is_torn or not store.standing.loss else [f"said to be lost: {store.standing.loss.count}"]
        return loss + wrong(store, acks)
    finally:
        store.close()


def main(arguments: list[str]) -> int:
    """Make a series and say what came of it; 1 where anything was wrong."""
    cuts, looked_for, faults = int(arguments[0]) if arguments else 200, 0, list[str]()
    for begun_at in range(0, cuts, _STORE_LASTS):
        with tempfile.TemporaryDirectory() as place:
            count, wrong_ones = series(min(_STORE_LASTS, cuts - begun_at), Path(place), Path(place) / "noted")
        looked_for, faults = looked_for + count, [*faults, *wrong_ones]
    print(f"{cuts} cuts, {looked_for} acknowledged writes looked for, {len(faults)} wrong", *faults[:20], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
