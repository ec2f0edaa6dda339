"""Files that show a task's output: kept like those of items (`rectification.proofs`), in the task's own history."""

from datetime import date

import pandas as pd

from board.errors import Invalid
from board.rectification.proofs import Holder, Put
from board.store.history import Event, record, wrong_moment
from board.store.store import Store, Transaction
from board.tasks import actions
from board.typed import plain


def _record_file(transaction: Transaction, put: Put) -> None:
    """Record a file's arrival or withdrawal in a task's history. Raises BoardError, Conflict and Invalid by field."""
    current = actions.current(transaction, put.activity_id, put.record_id, put.seen_seq)
    key = {"activity_id": put.activity_id, "task_id": put.record_id}
    wrong = wrong_moment(put.at, transaction.rows("tasks/last_event_at", **key))
    if put.action == "withdraw" and plain(put.reason) is None:
        wrong["reason"] = "请写明撤下的原因"
    if wrong:
        raise Invalid(wrong)
    reason = f"{put.file_name}：{put.reason}" if put.action == "withdraw" else put.reason
    record(
        transaction,
        "tasks",
        "task_id",
        {**current, "seq": current["seq"] + 1},
        Event(put.action, put.actor, put.at, reason),
    )


TASKS = Holder("tasks", "tasks.report", _record_file)


def with_files(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The tasks of a day with file_count: how many files each had at the end of it."""
    frame = actions.tasks(store, activity_id, as_of)
    counts = store.read("proofs/standing", activity_id=activity_id, subject=TASKS.subject, as_of=as_of)
    held = counts.set_index("record_id")["file_count"]
    return frame.assign(file_count=frame["task_id"].map(held).fillna(0).astype("int64"))
