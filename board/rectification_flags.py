"""What is computed of rectification items and never typed: late, due soon, stale, behind, and their days."""

from datetime import date

import pandas as pd

from board import words

DUE_SOON_DAYS = 7
STALE_DAYS = 14
_COUNTED = {
    "deferred_count": "is_deferred",
    "done_count": "is_done",
    "closed_count": "is_closed",
    "late_count": "is_late",
    "due_soon_count": "is_due_soon",
    "stale_count": "is_stale",
    "behind_count": "is_behind",
    "ever_late_count": "was_ever_late",
    "closed_late_count": "closed_late",
    "review_due_count": "review_is_due",
}


def with_flags(items: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The items with what follows from their state on a day, as new columns.

    Takes one row an item as it stood on `as_of`: kind, status, percent, found_on, start_on, due_on, closed_on,
    progressed_on, review_on, was_late. From domain.md, 整改事项. Adds, as bool:
    is_closed; is_done (整改完成: 待验收 or later); is_deferred (创造条件整改, counted neither late nor solved);
    is_late (past due, not closed); is_due_soon (due in 0..7 days); is_stale (nothing moved for 14 days since it should
    have begun); is_behind (less done than time gone); was_ever_late; closed_late; review_is_due.
    As days, NaN where there is none to tell: days_left (below 0 when late); days_late (0 when in time); age_days (since
    found, up to its closing); days_to_close (closed items only).
    """
    day = pd.Timestamp(as_of)
    is_closed, is_deferred = items["status"] == "closed", items["kind"] == "deferred"
    runs = ~is_closed & ~is_deferred
    days_left = _days(items["due_on"] - day).where(runs)
    is_late = days_left < 0
    was_ever_late = items["was_late"].astype(bool) | is_late
    moved_on = items[["progressed_on", "start_on"]].max(axis=1)
    ended_on = items["closed_on"].where(is_closed, day)
    age_days = _days(ended_on - items["found_on"])
    overrun = _days(ended_on - items["due_on"]).where(~is_deferred)
    return items.assign(
        is_closed=is_closed,
        is_done=is_closed | (items["status"] == "submitted"),
        is_deferred=is_deferred,
        is_late=is_late,
        is_due_soon=days_left.between(0, DUE_SOON_DAYS),
        is_stale=runs & (_days(day - moved_on) >= STALE_DAYS),
        is_behind=runs & _is_behind(items, day),
        was_ever_late=was_ever_late,
        closed_late=is_closed & was_ever_late,
        review_is_due=is_deferred & ~is_closed & (items["review_on"] <= day),
        days_left=days_left,
        days_late=overrun.clip(lower=0),
        age_days=age_days,
        days_to_close=age_days.where(is_closed),
    )


def _is_behind(items: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Whether the percent is below the share of the time from start to due that is gone."""
    planned = _days(items["due_on"] - items["start_on"])
    gone = _days(day - items["start_on"]).clip(lower=0)
    share = (gone / planned.where(planned > 0)).fillna((gone > 0).astype(float)).clip(upper=1)
    return items["percent"] < share * 100


def tally(items: pd.DataFrame) -> dict[str, int]:
    """The counts that pages and documents show of items with flags, one definition for all of them.

    item_count; one `<status>_count` a status; deferred_count (the lane that is neither late nor solved) and due_count
    (the rest, the base of every rate); done_count (整改完成), closed_count (销号), late_count, due_soon_count,
    stale_count, behind_count, ever_late_count, closed_late_count, review_due_count.
    """
    by_status = {f"{code}_count": int((items["status"] == code).sum()) for code in words.ITEM_STATUS}
    flagged = {name: int(items[column].sum()) for name, column in _COUNTED.items()}
    return {
        "item_count": len(items),
        "due_count": len(items) - flagged["deferred_count"],
        **by_status,
        **flagged,
    }


def _days(span: pd.Series) -> pd.Series:
    days: pd.Series = span.dt.days.astype("float64")
    return days
