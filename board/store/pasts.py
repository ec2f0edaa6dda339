"""Days that are over, of tables that keep no events: what stood when they ended is copied before it changes.

A subject's tables are copied as a whole before the first write to them on a day. Queries take, for a day, the oldest
copy that was made after it, or the tables themselves if there is none.
"""

from datetime import date, timedelta

from board import clock
from board.store.store import Store, Transaction

# Each subject → its tables.
TABLES: dict[str, tuple[str, ...]] = {
    "meetings": ("meetings",),
    "orders": ("task_dependencies",),
    "rounds": ("rounds", "round_forms", "ballot_totals", "answer_lumps", "suggestions"),
}


def keep_past(transaction: Transaction, activity_id: str, subject: str, today: date | None = None) -> None:
    """Copies a subject's tables as they stood yesterday, before they are written to.

    today: the day of the writing, if it isn't the clock's.
    """
    last_on = (today or clock.today()) - timedelta(days=1)
    key = {"activity_id": activity_id, "subject": subject}
    kept_on = transaction.rows("pasts/last", **key)[0]["last_on"]
    if kept_on is not None and kept_on >= last_on:
        return
    for table in TABLES[subject]:
        transaction.run(f"pasts/keep_{table}", activity_id=activity_id, last_on=last_on)
    transaction.insert("pasts/insert", [{**key, "last_on": last_on}])


def last_on(store: Store, activity_id: str, subject: str, as_of: date | None) -> date | None:
    """Returns the last day of the copy that shows what stood at the end of a day; None: the tables themselves do."""
    if as_of is None:
        return None
    copied: date | None = store.rows("pasts/of_day", activity_id=activity_id, subject=subject, as_of=as_of)[0][
        "last_on"
    ]
    return copied
