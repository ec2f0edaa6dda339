"""The opinions that led to rectification items, as far as the current reader may see them."""

from datetime import date

import pandas as pd

from board.opinions import actions as opinions
from board.store.store import Store


def item_opinions(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per opinion that had led to an item by the end of a day: item_id, opinion_id, aspect, status, wording.

    Never who gave it. wording: the text handed on.
    """
    rows = store.read("rectification/opinions", activity_id=activity_id, as_of=as_of)
    return opinions.of_lots(store, activity_id, as_of, rows)
