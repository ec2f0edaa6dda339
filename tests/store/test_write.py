"""One write: whole or not at all, in turn, counted once, and told to whoever watches."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from board.errors import BoardError
from board.store.store import Store, Topic, Transaction, open_store
from tests.ledger_rows import ACTIVITY
from tests.store.task_states import add_task, highest, task_state


class Stopped(BaseException):
    """What Ctrl-C raises is no Exception either."""


@pytest.mark.parametrize("raised", [BoardError("不行"), ValueError("x"), Stopped()])
def test_work_that_raises_in_the_middle_leaves_nothing(store: Store, raised: BaseException) -> None:
    def work(transaction: Transaction) -> None:
        add_task(transaction)
        raise raised

    with pytest.raises(type(raised)) as caught:
        store.write(work)
    assert caught.value is raised
    assert (highest(store), store.version()) == (0, 0)
    assert store.write(add_task) == "T01"


def test_a_failed_statement_cannot_be_passed_over(store: Store) -> None:
    """DuckDB would answer the commit with success and keep nothing: the person would believe it saved."""

    def work(transaction: Transaction) -> None:
        add_task(transaction)
        with pytest.raises(duckdb.ConstraintException):
            transaction.insert("tasks/insert", [task_state("T01")])

    with pytest.raises(duckdb.TransactionException):
        store.write(work)
    assert (highest(store), store.version()) == (0, 0)


def test_a_write_returns_what_its_work_returns_and_sees_its_own_rows(store: Store) -> None:
    assert store.write(lambda tx: [add_task(tx), add_task(tx)]) == ["T01", "T02"]


def test_no_rows_to_insert_is_no_fault(store: Store) -> None:
    store.write(lambda tx: tx.insert("tasks/insert", []))
    assert (highest(store), store.version()) == (0, 1)


def test_the_version_rises_by_one_a_write_and_survives_reopening(tmp_path: Path) -> None:
    store = open_store(tmp_path / "board.duckdb")
    seen = []
    for _ in range(3):
        store.write(add_task)
        seen.append(store.version())
    changed_at = store.data_changed_at
    store.close()
    again = open_store(tmp_path / "board.duckdb")
    assert seen == [1, 2, 3]
    assert (again.version(), again.data_changed_at, highest(again)) == (3, changed_at, 3)
    again.close()


def test_accounts_are_counted_apart_from_data(store: Store) -> None:
    changed_at = store.data_changed_at
    store.write(lambda _tx: None, topic="access")
    assert (store.version("data"), store.version("access")) == (0, 1)
    assert store.data_changed_at == changed_at
    store.write(add_task)
    assert (store.version("data"), store.version("access")) == (1, 1)
    assert store.data_changed_at > changed_at


def test_watchers_are_told_once_when_it_is_there_to_be_read(store: Store) -> None:
    told: list[tuple[Topic, int, int]] = []
    store.watch(lambda topic, version: told.append((topic, version, highest(store))))
    store.write(lambda tx: [add_task(tx), add_task(tx)])
    store.write(lambda _tx: None, topic="access")
    assert told == [("data", 1, 2), ("access", 1, 2)]


def test_watchers_hear_nothing_of_a_write_that_failed(store: Store) -> None:
    told: list[int] = []
    store.watch(lambda _topic, version: told.append(version))

    def work(transaction: Transaction) -> None:
        add_task(transaction)
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        store.write(work)
    assert told == []


def test_who_stops_watching_is_told_no_more(store: Store) -> None:
    told: list[str] = []
    store.watch(lambda *_: told.append("stays"))
    end = store.watch(lambda *_: told.append("goes"))
    store.write(add_task)
    end()
    store.write(add_task)
    assert told == ["stays", "goes", "stays"]


@pytest.mark.walk
def test_two_who_write_at_once_lose_nothing(store: Store) -> None:
    """Each takes the next number: were they not in turn, two would take the same."""
    together = threading.Barrier(2)

    def fifty(_who: int) -> list[str]:
        together.wait()
        return [store.write(add_task) for _ in range(50)]

    with ThreadPoolExecutor(2) as pool:
        made = [task_id for ids in pool.map(fifty, range(2)) for task_id in ids]
    assert len(set(made)) == 100
    assert (highest(store), store.version()) == (100, 100)


def test_whoever_reads_during_a_write_sees_what_was_before_it(store: Store) -> None:
    store.write(add_task)
    half_way, go_on = threading.Event(), threading.Event()

    def work(transaction: Transaction) -> None:
        add_task(transaction)
        half_way.set()
        assert go_on.wait(20)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(store.write, work)
        assert half_way.wait(20)
        assert (highest(store), store.version()) == (1, 1)
        assert store.read("tasks/last_number", activity_id=ACTIVITY).loc[0, "number"] == 1
        go_on.set()
        writing.result(20)
    assert (highest(store), store.version()) == (2, 2)
    assert store.read("tasks/last_number", activity_id=ACTIVITY).loc[0, "number"] == 2
