"""Writing records of the report: the record exists and isn't stale, times are in order, each write has its event.

`KEYS`: the subjects whose records have a history, each with its id column.
"""

from collections.abc import Callable

from board.access import require
from board.errors import BoardError, Invalid
from board.report.rules import WHOLE, frozen_because, number_of
from board.store.history import Event, record, refuse_stale, wrong_moment
from board.store.sql import HISTORIES
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed

Change = Callable[[Transaction, Row], Row]

_PREFIX = {"report_versions": "B", "report_hearings": "H-", "report_points": "D-"}
_NAMES = {
    "report_versions": "这一版报告",
    "report_sections": "报告的这一部分",
    "report_hearings": "这次听取意见",
    "report_points": "这条意见",
}
KEYS = {subject: HISTORIES[subject][2] for subject in _NAMES}


def present(transaction: Transaction, subject: str, activity_id: str) -> list[Row]:
    """The present states of all records of a subject, removed ones included."""
    return transaction.rows(f"{subject}/present", activity_id=activity_id)


def standing(transaction: Transaction, subject: str, activity_id: str) -> list[Row]:
    """Like `present`, without removed records."""
    return [row for row in present(transaction, subject, activity_id) if not row["is_removed"]]


def found(rows: list[Row], subject: str, record_id: str, seen_seq: int | None = None) -> Row:
    """Returns the record with an id. Raises BoardError if there is none, Conflict if it has changed since
    `seen_seq`."""
    for row in rows:
        if row[KEYS[subject]] == record_id:
            refuse_stale(row, seen_seq)
            return row
    raise BoardError(f"没有{_NAMES[subject]}", f"{record_id} 可能刚刚被别人删去了。", "请刷新页面后再看。")


def next_key(rows: list[Row], subject: str, activity_id: str) -> Row:
    """The key of the next record: activity_id and a new id. `rows`: all records ever, removed ones included."""
    key, prefix = KEYS[subject], _PREFIX[subject]
    number = max((number_of(row[key]) for row in rows), default=0) + 1
    return {"activity_id": activity_id, key: f"{prefix}{number:03d}" if prefix.endswith("-") else f"{prefix}{number}"}


def save(transaction: Transaction, subject: str, after: Row, event: Event, current: Row | None = None) -> None:
    """Write a record's new state and its event; nothing if nothing differs. Raises Invalid for a wrong time."""
    key = {name: after[name] for name in ("activity_id", KEYS[subject])}
    wrong = wrong_moment(event.happened_at, transaction.rows(f"{subject}/last_event_at", **key))
    if wrong:
        raise Invalid(wrong)
    if current is None or after != current:
        seq = 1 if current is None else current["seq"] + 1
        record(transaction, subject, KEYS[subject], {**after, "seq": seq}, event)


def add(store: Store, event: Event, subject: str, activity_id: str, made: Change) -> str:
    """Write a new record and return its id. `made`: returns the record from its key."""
    require(event.actor, "report.edit")

    def work(transaction: Transaction) -> str:
        key = next_key(present(transaction, subject, activity_id), subject, activity_id)
        save(transaction, subject, made(transaction, key), event)
        return str(key[KEYS[subject]])

    return store.write(work, Deed(f"{subject}.add", event.actor))


def change(
    store: Store,
    event: Event,
    subject: str,
    activity_id: str,
    record_id: str,
    changed: Change,
    seen_seq: int | None,
    permission: str = "report.edit",
) -> None:
    """Write what an action makes of a record. `changed`: returns its state after the action from its present one."""
    require(event.actor, permission)

    def work(transaction: Transaction) -> None:
        current = found(standing(transaction, subject, activity_id), subject, record_id, seen_seq)
        save(transaction, subject, changed(transaction, current), event, current)

    store.write(work, Deed(f"{subject}.{event.action}", event.actor))


def words_of(transaction: Transaction, activity_id: str, kind: str, *, required: bool = False) -> list[str]:
    """The activity's words of a kind, in order; `required`: only those the plan requires. A report has at least one
    section."""
    rows = transaction.rows("activities/terms", activity_id=activity_id)
    named = [row["label"] for row in rows if row["kind"] == kind and (row["required"] or not required)]
    return named or ([WHOLE] if kind == "section" and not required else [])


def frozen(transaction: Transaction, activity_id: str, version: Row) -> str:
    """Why a version can't be changed any more (`report.rules.frozen_because`)."""
    versions = present(transaction, "report_versions", activity_id)
    return frozen_because(version, versions, present(transaction, "report_hearings", activity_id))


def contents(transaction: Transaction, activity_id: str, version_id: str | None) -> dict[str, str]:
    """The present contents of a version: section → content, in order."""
    rows = [row for row in present(transaction, "report_sections", activity_id) if row["version_id"] == version_id]
    return {row["section"]: row["content"] for row in sorted(rows, key=lambda row: int(row["position"]))}
