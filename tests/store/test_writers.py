"""Who saves waits for those who came before and for nobody else."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from board.store import writers as db_writers
from board.store.store import Store
from board.store.writers import Writers
from tests.store.task_states import add_task, highest

MANY = 8


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that another thread is about to do."""
    last = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < last
        time.sleep(0.001)


def queued(writers: Writers, pool: ThreadPoolExecutor, told: list[int], count: int) -> None:
    """Let so many writers come, one after the other; each says its number when it is in."""

    def write(number: int) -> None:
        with writers.writing():
            told.append(number)

    for number in range(count):
        pool.submit(write, number)
        until(lambda: len(writers._waiting) > number)  # noqa: B023 - asked before the next round


def test_they_come_in_in_the_order_in_which_they_came() -> None:
    writers, told = Writers(), list[int]()
    with ThreadPoolExecutor(MANY) as pool, writers.writing():
        queued(writers, pool, told, MANY)
        assert told == []
    assert told == list(range(MANY))


def test_whoever_saves_again_and_again_lets_those_in_who_came_meanwhile() -> None:
    writers, told = Writers(), list[int]()
    with ThreadPoolExecutor(1) as pool:
        with writers.writing():
            queued(writers, pool, told, 1)
        with writers.writing():
            assert told == [0]


def test_a_save_within_a_save_waits_for_nobody() -> None:
    writers, told = Writers(), list[int]()
    with ThreadPoolExecutor(1) as pool, writers.writing():
        queued(writers, pool, told, 1)
        with writers.writing():
            pass
        assert told == []  # the outer one goes on
    assert told == [0]


def test_what_fails_lets_the_next_one_in() -> None:
    writers = Writers()
    for _ in range(2):
        with pytest.raises(ValueError, match="no"), writers.writing():
            raise ValueError("no")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """An interrupt raises, though a shell that begins the tests in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="Windows has no such signal")
@pytest.mark.usefixtures("interruptible")
def test_whoever_gives_up_waiting_holds_nobody_up() -> None:
    writers, told, leave = Writers(), list[int](), threading.Event()

    def hold() -> None:
        with writers.writing():
            until(lambda: len(writers._waiting) == 1)
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            leave.wait(5)

    with ThreadPoolExecutor(2) as pool:
        held = pool.submit(hold)
        until(lambda: not writers._nobody.is_set())
        with pytest.raises(KeyboardInterrupt), writers.writing():
            pass
        leave.set()
        held.result()
        with writers.writing():
            told.append(1)
    assert told == [1]


def test_who_only_reads_gives_way_but_not_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db_writers, "_GIVEN_WAY", 0.3)
    writers = Writers()
    give_way = writers.courtesy()

    def gone_by(wait: Callable[[], None]) -> float:
        began = time.monotonic()
        wait()
        return time.monotonic() - began

    assert gone_by(give_way) < 0.1
    with ThreadPoolExecutor(1) as pool:
        with writers.writing():
            assert gone_by(give_way) < 0.1  # for itself
            assert pool.submit(gone_by, give_way).result() >= 0.3
            assert pool.submit(gone_by, give_way).result() < 0.1  # it has waited long enough
            waiting = pool.submit(gone_by, writers.courtesy())
            time.sleep(0.1)
        assert waiting.result() < 0.25


def test_many_who_save_at_once_lose_nothing(store: Store) -> None:
    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(lambda _: store.write(add_task), range(MANY * 5)))
    assert (highest(store), store.version()) == (MANY * 5, MANY * 5)
