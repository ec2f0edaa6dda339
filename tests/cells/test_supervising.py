"""The supervisor of a host without systemd: what one school does to itself, no other feels."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

import manage
from board.cells.cell import Cell, Place, prepare
from board.cells.processes import asking, hold, memory_of, release, server_of

pytestmark = [pytest.mark.walk, pytest.mark.skipif(sys.platform != "linux", reason="cells are for Linux")]


@dataclass(frozen=True)
class Supervised:
    """A running supervisor, and what it printed."""

    place: Place
    log: Path

    def ask(self, cell: Cell, timeout: float = 120) -> int:
        with asking(self.place.socket_of(cell), timeout) as client:
            return client.get("/healthz").status_code

    def prints(self, words: str) -> None:
        ends = time.monotonic() + 60
        while words not in self.log.read_text("utf-8"):
            assert time.monotonic() < ends, self.log.read_text("utf-8")
            time.sleep(0.2)


@pytest.fixture
def supervised(place: Place, tmp_path: Path) -> Iterator[Supervised]:
    line = [sys.executable, manage.__file__, "cells", "serve", "--in", str(place.folder)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(line, stdout=log, stderr=log)
    made = Supervised(place, tmp_path / "log")
    try:
        made.prints("已就绪")
        yield made
    finally:
        process.terminate()
        assert process.wait(90) == 0


def opened(supervised: Supervised, cell: Cell) -> None:
    ends = time.monotonic() + 30
    while not supervised.place.socket_of(cell).exists():
        assert time.monotonic() < ends
        time.sleep(0.1)


def test_a_school_whose_data_is_damaged_is_tried_later_and_later_and_the_other_works(
    supervised: Supervised, cell_with: Callable[[str], Cell]
) -> None:
    bad, good = cell_with("bad"), cell_with("good")
    bad.store.write_bytes(b"damaged")
    for cell in (bad, good):
        opened(supervised, cell)
    with pytest.raises(httpx.HTTPError):
        supervised.ask(bad, 0.5)
    assert supervised.ask(good) == 200
    supervised.prints("bad 意外停下（代码 1），4 秒后有人打开就再启动")
    again = subprocess.run(
        [sys.executable, manage.__file__, "cells", "serve", "--in", str(supervised.place.folder)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (again.returncode, again.stderr.partition("：")[0]) == (1, "已经有一个在运行")


def test_a_school_that_takes_too_much_memory_is_ended_and_starts_anew(
    supervised: Supervised, cell_with: Callable[[str], Cell]
) -> None:
    large = cell_with("large")
    opened(supervised, large)
    assert supervised.ask(large) == 200
    process = server_of(large.store)
    size = memory_of(process)
    assert size > 100 * 1024**2
    prepare(supervised.place, {"memory": f"{size // 1024**2 // 2}M"})
    supervised.prints("large 用的内存超过")
    prepare(supervised.place, {"memory": "2G"})
    assert supervised.ask(large) == 200
    assert server_of(large.store) != process


def test_a_school_is_stopped_for_an_upgrade_and_starts_again_afterwards(
    supervised: Supervised, cell_with: Callable[[str], Cell]
) -> None:
    cell = cell_with("no1")
    opened(supervised, cell)
    assert supervised.ask(cell) == 200
    hold(cell)
    assert server_of(cell.store) == 0
    with pytest.raises(httpx.HTTPError):
        supervised.ask(cell, 2)
    assert server_of(cell.store) == 0
    release(cell)
    opened(supervised, cell)
    assert supervised.ask(cell) == 200
