"""Tasks as the store keeps them, for tests of the store that need something to write."""

from datetime import timedelta
from typing import Any

from board import clock
from board.access import Actor, Role
from board.store.history import Event, record
from board.store.store import Row, Store, Transaction
from tests.ledger_rows import ACTIVITY, START_ON

_CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))


def task_state(task_id: str = "T01", **changed: Any) -> Row:
    """A task's whole state."""
    given = {
        "activity_id": ACTIVITY,
        "task_id": task_id,
        "seq": 1,
        "phase_id": "H1",
        "name": "征求意见",
        "output": "意见汇总表",
        "output_ready": False,
        "leader_id": "M02",
        "start_on": START_ON,
        "due_on": START_ON + timedelta(days=10),
        "done_on": None,
        "status": "not_started",
        "note": "",
        "position": 1,
        "records": "",
        "is_removed": False,
    }
    return {**given, **changed}


def add_task(transaction: Transaction) -> str:
    """Write the next task, numbered by those that are there, and return its id."""
    number = transaction.rows("tasks/last_number", activity_id=ACTIVITY)[0]["number"] + 1
    record(transaction, "tasks", "task_id", task_state(f"T{number:02d}"), Event("add", _CLERK, clock.now()))
    return f"T{number:02d}"


def highest(store: Store) -> int:
    """The number of the last task, read now; 0 without any."""
    return int(store.rows("tasks/last_number", activity_id=ACTIVITY)[0]["number"])
