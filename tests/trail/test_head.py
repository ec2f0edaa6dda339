"""The head beside the store: read back whole, whatever a power cut leaves of the file."""

import threading
import time
from pathlib import Path

import pytest

from board.store.trail import head as audit_head
from board.store.trail.chain import Head
from board.store.trail.head import HeadKeeper, read_head, write_head

ONE, TWO, THREE = (Head(number, f"{number}" * 64) for number in (1, 2, 3))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "board.audit.head"


def test_what_was_written_last_is_read(path: Path) -> None:
    for head in (ONE, TWO, THREE):
        write_head(path, head)
    assert read_head(path) == THREE


def test_no_file_is_no_head(path: Path) -> None:
    assert read_head(path) is None


@pytest.mark.parametrize("kept", range(0, 128, 9))
def test_a_write_torn_anywhere_leaves_the_head_before(path: Path, kept: int) -> None:
    write_head(path, ONE)
    write_head(path, TWO)
    before = path.read_bytes()
    write_head(path, THREE)
    after = path.read_bytes()
    path.write_bytes(before[:128][: 128 - kept] and after[:kept] + before[kept:])
    assert read_head(path) in ({TWO} if kept < 100 else {TWO, THREE})


@pytest.mark.parametrize("rubbish", [b"", b"\x00" * 256, b"1 2 3", "乱码".encode() * 60, b"\xff" * 999])
def test_rubbish_is_no_head(path: Path, rubbish: bytes) -> None:
    path.write_bytes(rubbish)
    assert read_head(path) is None


def test_a_folder_that_takes_no_file_stops_nobody(tmp_path: Path) -> None:
    write_head(tmp_path / "gone" / "board.audit.head", ONE)
    assert read_head(tmp_path / "gone" / "board.audit.head") is None


def test_of_many_in_a_row_the_newest_is_on_the_disk_once_it_settles(path: Path) -> None:
    keeper = HeadKeeper(path)
    for number in range(1, 200):
        keeper.keep(Head(number, f"{number:064d}"))
    keeper.settle()
    assert read_head(path) == Head(199, f"{199:064d}")


def test_one_thread_writes_for_all_who_save_in_a_row_and_ends_when_nobody_does(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_head, "_AT_HAND", 0.2)
    keeper, before = HeadKeeper(path), set(threading.enumerate())
    keeper.keep(ONE)
    (writing,) = set(threading.enumerate()) - before
    time.sleep(0.05)
    keeper.keep(Head(2, "2" * 64))
    assert set(threading.enumerate()) - before == {writing}
    writing.join(2)
    assert not writing.is_alive()
    keeper.keep(Head(3, "3" * 64))
    keeper.settle()
    assert read_head(path) == Head(3, "3" * 64)
    assert set(threading.enumerate()) <= before


def test_settling_waits_for_nothing_where_nothing_is_to_be_written(path: Path) -> None:
    keeper = HeadKeeper(path)
    keeper.settle()
    keeper.keep(ONE)
    began = time.monotonic()
    keeper.settle()
    keeper.settle()
    assert time.monotonic() - began < 0.5
    assert read_head(path) == ONE
