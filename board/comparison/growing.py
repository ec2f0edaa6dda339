"""Rows of the submissions in force on a day, kept by their units: once some came in, only what came is read.

A submission that was taken never changes, and one that follows takes the place of the one before of its unit: so rows
kept as of an earlier number of arrival are right for all units but those of which something arrived since.
"""

from collections.abc import Callable, Collection
from datetime import date
from functools import wraps

import numpy as np
import pandas as pd

from board import clock
from board.store.store import Store

_LAST = "last_no"
_TEXT = pd.Series(dtype="str").dtype
Make = Callable[..., pd.DataFrame]


def kept_by_unit(make: Make) -> Make:
    """Decorates a function that reads rows of submissions in force, in the order of their units: `make(store,
    activity_id, as_of, *more, after_no=…)`, where after_no says after which number of arrival (0: all)."""

    @wraps(make)
    def read(store: Store, activity_id: str, as_of: date, *more: object) -> pd.DataFrame:
        key = (make.__module__, make.__qualname__, activity_id, as_of, more)

        def mended(given: Store) -> pd.DataFrame:
            if as_of < clock.today():  # kept until something comes in for it
                return make(given, activity_id, as_of, *more, after_no=0)
            newest = given.read("submissions/last")["submission_no"]
            before, _ = given.former(key)
            after_no = 0 if before is None else before.attrs.get(_LAST, 0)
            rows = make(given, activity_id, as_of, *more, after_no=after_no)
            if after_no:
                rows = with_units(before, rows, arrived(given, activity_id, as_of, after_no)["unit_id"].tolist())
            rows.attrs = {_LAST: int(newest.iloc[0]) if len(newest) else 0}
            return rows

        frame: pd.DataFrame = store.cached(key, mended, is_part=True)
        return frame.copy(deep=False)

    return read


@kept_by_unit
def standing(store: Store, activity_id: str, as_of: date, *, after_no: int) -> pd.DataFrame:
    """One row per unit with a submission in force on a day: unit_id, submission_no."""
    return arrived(store, activity_id, as_of, after_no)


def arrived(store: Store, activity_id: str, as_of: date, after_no: int) -> pd.DataFrame:
    """One row per unit with a submission in force on a day of those that arrived after a number: unit_id,
    submission_no."""
    return store.read("comparison/in_force", activity_id=activity_id, as_of=as_of, after_no=after_no)


def with_units(before: pd.DataFrame, rows: pd.DataFrame, unit_ids: Collection[str]) -> pd.DataFrame:
    """A frame in the order of its units with other rows for some of them: those in `rows`, also in that order."""
    if before.empty:
        return rows
    new = rows["unit_id"].tolist()
    left = np.flatnonzero(~before["unit_id"].isin({*unit_ids, *new}).to_numpy())
    if not new:
        return before.take(left).reset_index(drop=True)
    empty = {name: _TEXT for name in rows if before[name].dtype == _TEXT and rows[name].isna().all()}
    places = np.searchsorted(before["unit_id"].to_numpy(dtype=object)[left], np.array(new, dtype=object))
    order = np.insert(left, places, np.arange(len(before), len(before) + len(new)))
    both = pd.concat([before, rows.astype(empty) if empty else rows], ignore_index=True)
    return both.take(order).reset_index(drop=True)
