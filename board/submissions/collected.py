"""The submissions that a collector has: who handed up what for which day, as frames."""

from datetime import date

import pandas as pd

from board.store.store import Store


def standing(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per unit that submitted: its submission in force on a day, the last frozen and received by its end.

    All columns of `submissions`; `submission_no` joins the tables of what was submitted.
    """
    return store.read("submissions/standing", activity_id=activity_id, as_of=as_of)


def listed(store: Store, activity_id: str, after_no: int = 0) -> pd.DataFrame:
    """One row per submission taken of an activity after a number of arrival, the newest first: submission_no, unit_id,
    number, as_of, received_at, way, corrects, reason, sha256."""
    return store.frame("submissions/listed", activity_id=activity_id, after_no=after_no)
