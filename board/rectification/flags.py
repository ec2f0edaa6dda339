"""Values computed from rectification items, never typed: late, due soon, stale, behind, and their days."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from board import words

Days = NDArray[Any]
DUE_SOON_DAYS = 7
STALE_DAYS = 14
_DAYS = ("due_on", "first_due_on", "found_on", "start_on", "submitted_on", "closed_on", "progressed_on", "review_on")
_COUNTED = {
    "deferred_count": "is_deferred",
    "done_count": "is_done",
    "closed_count": "is_closed",
    "late_count": "is_late",
    "due_soon_count": "is_due_soon",
    "stale_count": "is_stale",
    "behind_count": "is_behind",
    "submitted_late_count": "submitted_late",
    "accepted_late_count": "accepted_late",
    "review_due_count": "review_is_due",
}
# The flags that are counted.
FLAGS = tuple(_COUNTED.values())


def with_flags(items: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The items with their flags on a day, as new columns.

    Takes one row per item as it was on `as_of`: kind, status, percent, found_on, start_on, due_on, first_due_on,
    submitted_on, closed_on, progressed_on, review_on, was_late, was_accepted_late. From domain.md, 整改事项.
    Adds, as bool:
    is_closed; is_done (整改完成: 待验收 or later); is_deferred (创造条件整改, counted neither late nor solved);
    is_late (past due, not closed); is_due_soon (due in 0..7 days); is_stale (nothing moved for 14 days since it should
    have begun); is_behind (less done than time gone); submitted_late (逾期提交: ever passed a due date without being
    handed in, which is its owner's); accepted_late (逾期验收: ever handed in in time, and not accepted by its due date,
    which is not); review_is_due.
    In days, NaN where not defined: days_left (below 0 when late); days_late (0 when in time); age_days (from found to
    closed or `as_of`); days_to_close (closed items only).
    """
    # On arrays: a pandas operation costs as much on thirty items as on ten thousand.
    day = np.datetime64(as_of)
    status = items["status"].to_numpy()
    due_on, first_due_on, found_on, start_on, submitted_on, closed_on, progressed_on, review_on = (
        items[name].to_numpy() for name in _DAYS
    )
    is_closed, is_deferred = status == "closed", items["kind"].to_numpy() == "deferred"
    runs = ~is_closed & ~is_deferred
    days_left = np.where(runs, _days(due_on - day), np.nan)
    is_late = days_left < 0
    is_in_time = submitted_on <= due_on
    # Until the two marks were kept apart, one stood for both. What was handed in by a date that never moved was not
    # late before that.
    was_late = items["was_late"].to_numpy(dtype=bool)
    only_accepted_late = was_late & is_in_time & (first_due_on == due_on)
    was_accepted_late = items["was_accepted_late"].to_numpy(dtype=bool)
    ended_on = np.where(is_closed, closed_on, day)
    age_days = _days(ended_on - found_on)
    overrun = np.where(is_deferred, np.nan, _days(ended_on - due_on))
    return items.assign(
        is_closed=is_closed,
        is_done=is_closed | (status == "submitted"),
        is_deferred=is_deferred,
        is_late=is_late,
        is_due_soon=(days_left >= 0) & (days_left <= DUE_SOON_DAYS),
        is_stale=runs & (_days(day - np.fmax(progressed_on, start_on)) >= STALE_DAYS),
        is_behind=runs & _is_behind(items["percent"].to_numpy(), start_on, due_on, day),
        submitted_late=(was_late & ~only_accepted_late) | (is_late & (status != "submitted")),
        accepted_late=was_accepted_late | only_accepted_late | (is_late & is_in_time),
        review_is_due=is_deferred & ~is_closed & (review_on <= day),
        days_left=days_left,
        days_late=np.maximum(overrun, 0),
        age_days=age_days,
        days_to_close=np.where(is_closed, age_days, np.nan),
    )


def _is_behind(percent: Days, start_on: Days, due_on: Days, day: np.datetime64) -> Days:
    """Whether a smaller share is done than time has gone from start to due; if both are one day, once it is over.

    In whole numbers: 55 of 100 is not less than 11 of 20 days.
    """
    planned, gone = _days(due_on - start_on), np.maximum(_days(day - start_on), 0)
    has_time = planned > 0
    share, whole = np.where(has_time, np.minimum(gone, planned), gone > 0), np.where(has_time, planned, 1)
    behind: Days = percent * whole < 100 * share
    return behind


def tally(items: pd.DataFrame) -> dict[str, int]:
    """Counts of items with flags, defined once for all pages and documents.

    item_count; one `<status>_count` per status; deferred_count (the lane that is neither late nor solved) and due_count
    (the rest, the base of every rate); done_count (整改完成), closed_count (销号), late_count, due_soon_count,
    stale_count, behind_count, submitted_late_count, accepted_late_count, review_due_count.
    """
    by_status = {f"{code}_count": int((items["status"] == code).sum()) for code in words.ITEM_STATUS}
    flagged = {name: int(items[column].sum()) for name, column in _COUNTED.items()}
    return {
        "item_count": len(items),
        "due_count": len(items) - flagged["deferred_count"],
        **by_status,
        **flagged,
    }


def _days(span: Days) -> Days:
    """Whole days as numbers, NaN where the span is missing."""
    days: Days = span / np.timedelta64(1, "D")
    return days
