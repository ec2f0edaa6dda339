"""What happens to computers in offices: the log damaged, the disk full, the file replaced, the clock set back."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from board import clock
from board.backup import copies as backup
from board.backup.commands import make
from board.backup.rules import Reason
from board.errors import BoardError, ServersFault
from board.operating.settings import ROOT
from board.store.disk import RESERVE, DiskFull
from board.store.faults import Replaced
from board.store.log import log_of
from board.store.state import clock_is_wrong
from board.store.store import Store, open_store
from board.store.trail.chain import Deed
from tests import falls
from tests.ledger_rows import add_activity
from tests.store.task_states import add_task, highest

WRITES = 40
ENDED = """
import os, sys
from pathlib import Path
from board.store.store import open_store
from tests.store.task_states import add_task
store = open_store(Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    store.write(add_task)
print(store.version(), flush=True)
os._exit(9)
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data" / "board.duckdb"


@pytest.fixture(scope="module")
def left_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a process ended at once, with everything but the activity in its store's log; to be copied."""
    path = tmp_path_factory.mktemp("left") / "board.duckdb"
    store = open_store(path)
    add_activity(store)
    store.close()
    command = [sys.executable, "-X", "utf8", "-c", ENDED, str(path), str(WRITES)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert ended.stdout.split() == [str(WRITES + 1)], ended.stderr
    assert log_of(path).stat().st_size > 10_000
    return path.parent


@pytest.fixture
def left(left_folder: Path, place: Path) -> Path:
    shutil.copytree(left_folder, place.parent)
    return place


def damage(log: Path, how: str) -> None:
    whole = log.read_bytes()
    middle = len(whole) // 2
    log.write_bytes(
        {
            "garbage": os.urandom(len(whole)),
            "zeros": bytes(len(whole)),
            "no beginning": os.urandom(100) + whole[100:],
            "cut": whole[:middle],
            "gone": b"",
            "one byte": whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :],
            "garbage inside": whole[:middle] + os.urandom(2000) + whole[middle + 2000 :],
            "garbage at the end": whole[:-50] + os.urandom(50),
        }[how]
    )


def test_after_a_process_ended_at_once_everything_is_there(left: Path) -> None:
    store = open_store(left)
    assert store.standing.loss is None
    assert highest(store) == WRITES
    store.close()
    assert list((left.parent / "backups").glob("*-aside")) == []


@pytest.mark.parametrize(
    ("how", "at_least"),
    [
        ("garbage", 0),
        ("zeros", 0),
        ("no beginning", 0),
        ("gone", 0),
        ("cut", WRITES // 3),
        ("one byte", WRITES // 3),
        ("garbage inside", WRITES // 3),
        ("garbage at the end", WRITES - 2),
    ],
)
def test_a_damaged_log_is_said_kept_and_read_as_far_as_it_is_whole(left: Path, how: str, at_least: int) -> None:
    damage(log_of(left), how)
    bad = log_of(left).read_bytes()
    store = open_store(left)
    there = highest(store)
    assert store.standing.loss is not None
    assert at_least <= there < WRITES
    assert store.standing.loss.count == WRITES - there
    assert store.standing.loss.aside is not None
    if bad:
        assert log_of(store.standing.loss.aside / left.name).read_bytes() == bad
    store.write(add_task)
    store.close()
    again = open_store(left)
    assert again.standing.loss is None  # said once, and served since
    assert highest(again) == there + 1
    again.close()


def test_an_older_file_put_in_its_place_is_noticed(left: Path) -> None:
    make(left, left.with_name("by-hand.zip"))
    old = left.read_bytes()
    store = open_store(left)
    store.write(add_task)
    store.close()
    left.write_bytes(old)
    store = open_store(left)
    assert store.standing.loss is not None
    assert store.standing.loss.count == 1
    store.close()


@pytest.fixture
def open_one(place: Path) -> Store:
    store = open_store(place)
    add_activity(store)
    store.write(add_task)
    return store


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody replace a file that is open")
@pytest.mark.parametrize("how", ["another in its place", "written over", "taken away"])
def test_a_file_replaced_under_the_server_stops_every_write_and_stays_as_it_is(
    open_one: Store, place: Path, tmp_path: Path, how: str
) -> None:
    other = tmp_path / "other.duckdb"
    new = open_store(other)
    add_activity(new)
    for _ in range(3):
        new.write(add_task)
    new.close()
    wanted = other.read_bytes()
    if how == "another in its place":
        other.replace(place)
    elif how == "written over":
        shutil.copyfile(other, place)
    else:
        place.unlink()
    for _ in range(2):
        with pytest.raises(Replaced, match="换掉"):
            open_one.write(add_task)
    open_one.close()
    if how == "taken away":
        assert not place.exists()
        return
    assert place.read_bytes() == wanted
    store = open_store(place)
    assert highest(store) == 3
    store.close()


def test_a_clock_set_back_stops_what_would_be_dated_before_what_was_saved(
    open_one: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = clock.now()
    monkeypatch.setattr(clock, "now", lambda: before - timedelta(minutes=5))
    open_one.write(add_task)
    monkeypatch.setattr(clock, "now", lambda: before - timedelta(days=4000))
    with pytest.raises(BoardError, match="电脑的时间不对"):
        open_one.write(add_task)
    open_one.write(lambda _: None, topic="access")  # whoever is to put it right can still come in
    monkeypatch.setattr(clock, "now", lambda: before + timedelta(minutes=1))
    open_one.write(add_task)
    assert highest(open_one) == 3
    open_one.close()


def test_a_clock_that_had_been_ahead_is_trusted_once_somebody_says_so(
    open_one: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = clock.now()
    monkeypatch.setattr(clock, "now", lambda: right + timedelta(days=4000))
    open_one.write(add_task)
    monkeypatch.setattr(clock, "now", lambda: right)
    assert clock_is_wrong(open_one.data_changed_at)
    open_one.trust_clock(Deed("store.trust_clock"))
    assert not clock_is_wrong(open_one.data_changed_at)
    open_one.write(add_task)
    assert highest(open_one) == 3
    open_one.close()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing can be made in a folder, or taken away, while what is open stays open: as where a disk goes bad, or
    somebody takes the rights away. Whoever may write everywhere puts a read-only view of the folder on top of it."""
    if os.geteuid():
        folder.chmod(0o500)
        yield
        folder.chmod(0o700)
        return
    mounted = subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("nothing may be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.walk
@pytest.mark.skipif(os.name == "nt", reason="how a folder is made read-only here")
@pytest.mark.parametrize("is_flushed", [False, True])
def test_a_folder_that_can_be_written_no_more_is_said_and_saving_goes_on_once_it_can(
    open_one: Store, place: Path, is_flushed: bool
) -> None:
    if is_flushed:  # then the next write begins a log of its own
        open_one.flush()
    with read_only(place.parent):
        for _ in range(2):
            with pytest.raises(ServersFault, match="不能写入，没有保存"):
                open_one.write(add_task)
        with pytest.raises(ServersFault, match="不能写入，备份没有做成"):
            backup.make(open_one, Reason.DAILY)
        open_one.flush()
        assert highest(open_one) == 1
    open_one.write(add_task)
    assert backup.make(open_one, Reason.DAILY).size
    open_one.close()
    store = open_store(place)
    assert (highest(store), store.standing.loss) == (2, None)
    store.close()


FULL = """
import resource, signal, sys
from pathlib import Path
from board.store.store import open_store
from board.store.disk import RESERVE, DiskFull
from tests.store.task_states import highest, task_state
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = open_store(Path(sys.argv[1]))
largest = max(each.stat().st_size for each in Path(sys.argv[1]).parent.iterdir()) + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
note, number = "长" * 4000, highest(store)
while True:
    number += 1
    try:
        state = task_state(f"T{number:02d}", note=note + str(number) * 3000)
        store.write(lambda tx: tx.insert("tasks/insert", [state]))
    except DiskFull:
        break
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(number - 1, highest(store))
store.write(lambda tx: tx.insert("tasks/insert", [task_state(f"T{number:02d}")]))
store.close()
"""


@pytest.mark.walk
@pytest.mark.skipif(os.name == "nt", reason="a limit for files is how a full disk is made here")
def test_a_full_disk_is_said_keeps_what_was_saved_and_goes_on_when_there_is_room(place: Path) -> None:
    store = open_store(place)
    add_activity(store)
    store.close()
    command = [sys.executable, "-X", "utf8", "-c", FULL, str(place), "300000"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    acknowledged, there = map(int, ended.stdout.split())
    assert acknowledged == there > 0
    store = open_store(place)
    assert store.standing.loss is None
    assert highest(store) == there + 1
    store.close()


def test_a_disk_that_is_nearly_full_takes_no_more_until_there_is_room(
    open_one: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of a commit DuckDB may end the process where there is no room: it must not come to that."""
    usage = shutil.disk_usage(ROOT)
    with monkeypatch.context() as nearly_full:
        nearly_full.setattr(shutil, "disk_usage", lambda _: usage._replace(free=RESERVE - 1))
        with pytest.raises(DiskFull, match="磁盘快满了，没有保存"):
            open_one.write(add_task)
    open_one.write(add_task)
    assert highest(open_one) == 2
    open_one.close()


def test_a_full_disk_has_its_own_refusal(open_one: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_transaction: object) -> None:
        raise duckdb.IOException("IO Error: Could not write file: No space left on device")

    with pytest.raises(DiskFull, match="磁盘满了，没有保存"):
        open_one.write(full)
    open_one.write(add_task)
    open_one.close()


@pytest.mark.walk
@pytest.mark.skipif(os.name == "nt", reason="kill -9 and limits for files are how this is made")
@pytest.mark.parametrize(("kind", "count"), [("kills", 5), ("full", 2), ("damaged", 2)])
def test_after_some_falls_nothing_acknowledged_is_gone_and_all_figures_add_up(
    tmp_path: Path, kind: str, count: int
) -> None:
    """Many more of them: `python -m tests.falls kills 200`."""
    outside = tmp_path / "outside"
    outside.mkdir()
    seen = falls.series(kind, count, tmp_path / "store", outside)
    assert seen.wrong == []
    assert seen.acknowledged > 0
    assert sum(seen.starts.values()) == count
