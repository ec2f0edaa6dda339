"""History as events: every change of a record is kept beside the state it led to, in one transaction.

`<subject>_events` holds one row an event with the record's whole state after it; `<subject>` holds the present. The
state on any day is the last event up to that day, so nothing is overwritten and nothing has to be replayed to be read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from board import clock
from board.access import Actor
from board.errors import BoardError, Conflict
from board.store.store import Row, Transaction
from board.typed import printable

# The columns of an event itself, beside the state after it.
OF_AN_EVENT = frozenset({"event_id", "happened_at", "actor_id", "actor_name", "action", "reason", "batch_id"})
# Where 122,880 rows or more with a key are deleted and inserted again in one write, a crash makes DuckDB 1.5 lose the
# key.
MOST_AT_ONCE = 100_000


@dataclass(frozen=True)
class Event:
    """One event: the action, who did it, when (Beijing time), the reason given, and the batch it belongs to."""

    action: str
    actor: Actor
    happened_at: datetime
    reason: str = ""
    batch_id: str | None = None


def stamped(state: Mapping[str, Any], event: Event) -> Row:
    """Returns an event's row: the state after it, and the event."""
    happened = {
        "event_id": uuid4().hex,
        "happened_at": event.happened_at,
        "actor_id": event.actor.account_id,
        "actor_name": event.actor.name,
        "action": event.action,
        "reason": printable(event.reason),
    }
    # Only the histories of subjects that know batches have a column for them.
    return {**state, **happened, **({"batch_id": event.batch_id} if event.batch_id else {})}


def record(transaction: Transaction, subject: str, key: str, state: Mapping[str, Any], event: Event) -> None:
    """Write an event and the present state it leads to.

    Takes the subject (`tasks`, `opinions`, `rectification`), the name of its id column and the whole state after the
    event, with its new `seq`. Uses `<subject>/insert_events`, `<subject>/delete` and `<subject>/insert`.
    """
    transaction.insert(f"{subject}/insert_events", [stamped(state, event)])
    transaction.run(f"{subject}/delete", activity_id=state["activity_id"], **{key: state[key]})
    transaction.insert(f"{subject}/insert", [state])


def record_all(transaction: Transaction, subject: str, histories: Iterable[list[Row]]) -> None:
    """Write whole histories of new records at once: each a list of event rows (see `stamped`), oldest first."""
    written = [rows for rows in histories if rows]
    latest = [{name: value for name, value in rows[-1].items() if name not in OF_AN_EVENT} for rows in written]
    transaction.insert(f"{subject}/insert_events", [row for rows in written for row in rows])
    transaction.insert(f"{subject}/insert", latest)


def record_more(
    transaction: Transaction, subject: str, activity_id: str, key: str, histories: Iterable[list[Row]]
) -> None:
    """Write what happened to many records of an activity at once: for each its event rows, oldest first.

    Takes new records too. `key`: the name of the id column. Uses `<subject>/delete_many` besides those of `record_all`.
    Raises BoardError for more than `MOST_AT_ONCE` records.
    """
    written = [rows for rows in histories if rows]
    if len(written) > MOST_AT_ONCE:
        message = f"一共 {len(written)} 条，一次最多 {MOST_AT_ONCE} 条。数据没有改动。"
        raise BoardError("一次太多，没有保存", message, "请分成几次办理；导入的文件，请拆成几份。")
    ids = [rows[-1][key] for rows in written]
    transaction.run(f"{subject}/delete_many", activity_id=activity_id, ids=ids)
    record_all(transaction, subject, written)


def refuse_stale(current: Mapping[str, Any], seen_seq: int | None, news: str = "") -> None:
    """Raise Conflict if the record changed after `seen_seq`, the state the person was looking at (None: don't check).

    `news`: whole sentences on what happened since, where the subject knows.
    """
    if seen_seq is not None and current["seq"] != seen_seq:
        happened = news or "别人保存过新的内容，已在页面上显示。"
        raise Conflict(
            "这条记录刚刚被别人改过",
            f"您打开之后，{happened}您填的内容都还在。",
            "请对照最新内容核对后，再按一次保存。",
        )


def wrong_moment(happened_at: datetime, last: list[Row]) -> dict[str, str]:
    """Returns, by field, what is wrong with the time of a record's next event: it may be neither in the future nor
    before the last event, else the state on a day in between would change afterwards.

    `last`: the result of `<subject>/last_event_at`: one row, happened_at (None: no event yet).
    """
    last_at = last[0]["happened_at"]
    if happened_at > clock.now():
        return {"on": "办理时间不能晚于现在"}
    if last_at is not None and happened_at < last_at:
        return {"on": f"办理时间不能早于上一次变动（{last_at:%Y-%m-%d %H:%M}）"}
    return {}
