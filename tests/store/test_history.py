"""History as events: the present is the last of them, any day can be asked for, and none is lost or overwritten."""

from datetime import date, datetime, timedelta
from itertools import repeat

import pytest

from board import clock
from board.access import Actor
from board.errors import BoardError, Conflict
from board.store.history import (
    MOST_AT_ONCE,
    Event,
    record,
    record_all,
    record_more,
    refuse_stale,
    stamped,
    wrong_moment,
)
from board.store.store import Row, Store, Transaction
from board.tasks import actions as tasks
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, by_id
from tests.store.task_states import task_state


@pytest.fixture
def ledger(store: Store) -> Store:
    add_activity(store)
    return store


def day(number: int) -> datetime:
    return NINE + timedelta(days=number)


def write(store: Store, actor: Actor, state: Row, action: str, at: datetime) -> None:
    store.write(lambda tx: record(tx, "tasks", "task_id", state, Event(action, actor, at, "原因")))


def as_of(store: Store, on: date) -> dict[str, str]:
    return {key: row["status"] for key, row in by_id(tasks.tasks(store, ACTIVITY, on), "task_id").items()}


def present(store: Store) -> list[Row]:
    return store.rows("tasks/current", activity_id=ACTIVITY, task_id="T01")


def test_an_event_carries_the_whole_state_and_who_did_it_when_and_why(clerk: Actor) -> None:
    row = stamped(task_state(), Event("add", clerk, NINE, "按方案"))
    assert row.items() >= task_state().items()
    who_and_why = (row["action"], row["actor_id"], row["actor_name"], row["happened_at"], row["reason"])
    assert who_and_why == ("add", "A-clerk", "工作人员", NINE, "按方案")
    assert row["event_id"] != stamped(task_state(), Event("add", clerk, NINE))["event_id"]


def test_an_event_and_the_present_are_written_together(ledger: Store, clerk: Actor) -> None:
    write(ledger, clerk, task_state(), "add", NINE)
    write(ledger, clerk, task_state(seq=2, status="in_progress"), "report", day(1))
    assert present(ledger) == [task_state(seq=2, status="in_progress")]
    events = tasks.events(ledger, ACTIVITY, "T01")
    assert events["action"].tolist() == ["add", "report"]
    assert events["status"].tolist() == ["not_started", "in_progress"]


def test_neither_is_written_where_the_work_fails_after_it(ledger: Store, clerk: Actor) -> None:
    write(ledger, clerk, task_state(), "add", NINE)

    def work(transaction: Transaction) -> None:
        record(transaction, "tasks", "task_id", task_state(seq=2, status="done"), Event("report", clerk, day(1)))
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        ledger.write(work)
    assert present(ledger) == [task_state()]
    assert len(tasks.events(ledger, ACTIVITY, "T01")) == 1


def test_other_records_stay_as_they_are(ledger: Store, clerk: Actor) -> None:
    for state in (task_state(), task_state("T02"), task_state(seq=2, status="done")):
        write(ledger, clerk, state, "edit", NINE)
    assert as_of(ledger, START_ON) == {"T01": "done", "T02": "not_started"}


def test_any_day_shows_what_stood_at_its_end(ledger: Store, clerk: Actor) -> None:
    write(ledger, clerk, task_state(), "add", NINE)
    write(ledger, clerk, task_state(seq=2, status="in_progress"), "report", day(2))
    write(ledger, clerk, task_state(seq=3, status="done"), "report", day(5).replace(hour=23, minute=59, second=59))
    seen = [as_of(ledger, START_ON + timedelta(days=number)).get("T01") for number in (-1, 0, 1, 2, 4, 5, 30)]
    started = "in_progress"
    assert seen == [None, "not_started", "not_started", started, started, "done", "done"]


def test_of_two_events_on_one_day_or_at_one_moment_the_later_counts(ledger: Store, clerk: Actor) -> None:
    write(ledger, clerk, task_state(), "add", NINE)
    write(ledger, clerk, task_state(seq=2, status="done"), "report", NINE)
    assert as_of(ledger, START_ON) == {"T01": "done"}


def test_whole_histories_leave_their_last_state_as_the_present(ledger: Store, clerk: Actor) -> None:
    first = [
        stamped(task_state(), Event("add", clerk, NINE)),
        stamped(task_state(seq=2, status="done"), Event("report", clerk, day(3))),
    ]
    second = [stamped(task_state("T02"), Event("add", clerk, day(1)))]
    ledger.write(lambda tx: record_all(tx, "tasks", [first, [], second]))
    assert present(ledger) == [task_state(seq=2, status="done")]
    assert as_of(ledger, START_ON) == {"T01": "not_started"}
    assert as_of(ledger, START_ON + timedelta(days=3)) == {"T01": "done", "T02": "not_started"}


def test_no_histories_write_nothing(ledger: Store) -> None:
    ledger.write(lambda tx: record_all(tx, "tasks", []))
    assert tasks.tasks(ledger, ACTIVITY, START_ON).empty


def test_more_records_at_once_than_a_fall_leaves_whole_are_refused(ledger: Store, clerk: Actor) -> None:
    """`test_a_step_that_lays_a_large_table_anew_stands_a_kill_with_its_keys` tells what a fall would do to them."""
    row = stamped(task_state("T01"), Event("edit", clerk, clock.now()))
    many = repeat([row], MOST_AT_ONCE + 1)
    with pytest.raises(BoardError, match="一次最多 100000 条"):
        ledger.write(lambda tx: record_more(tx, "tasks", ACTIVITY, "task_id", many))


def test_whoever_looked_at_the_newest_state_may_save() -> None:
    refuse_stale({"seq": 3}, 3)
    refuse_stale({"seq": 3}, None)


@pytest.mark.parametrize("seen", [2, 4, 0])
def test_whoever_looked_at_another_state_is_asked_to_look_again(seen: int) -> None:
    with pytest.raises(Conflict) as caught:
        refuse_stale({"seq": 3}, seen)
    assert caught.value.title == "这条记录刚刚被别人改过"
    assert "都还在" in caught.value.message


def test_events_come_in_order_and_not_from_the_future() -> None:
    assert wrong_moment(day(1), [{"happened_at": NINE}]) == {}
    assert wrong_moment(NINE, [{"happened_at": NINE}]) == {}
    assert wrong_moment(NINE, [{"happened_at": None}]) == {}
    assert wrong_moment(NINE, [{"happened_at": day(1)}]) == {"on": "办理时间不能早于上一次变动（2025-11-21 09:00）"}
    assert set(wrong_moment(clock.now() + timedelta(minutes=1), [{"happened_at": NINE}])) == {"on"}
