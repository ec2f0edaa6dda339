"""交办 on the bureau's side, in words: how far each unit is with an item."""

from datetime import date
from typing import Any

import pandas as pd

from board.store.frames import each_row
from board.store.store import Store
from board.units.tree import seen, units_on

NOT_RECEIVED, RECEIVED, TAKEN_ON, IN_PROGRESS = "还没收到", "已收到", "已接收", "整改中"
DONE, CLOSED, RETURNED, WITHDRAWN, ACCEPTED = "单位整改完成", "单位已销号", "已退回", "已撤回", "已销号"
STATES = (RETURNED, NOT_RECEIVED, RECEIVED, TAKEN_ON, IN_PROGRESS, DONE, CLOSED, ACCEPTED, WITHDRAWN)
_BY_STATUS = {"not_started": TAKEN_ON, "in_progress": IN_PROGRESS, "submitted": DONE, "closed": CLOSED}


def standing(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per assignment at the end of a day: the columns of `assignment_steps` as its last step has them;
    assigned_at; received_seq (NaN: the unit has none of it); of the unit's own item, as last handed up, unit_item_id,
    status, percent, is_late, reported_at (None, NaN: nothing yet); is_returned (and nothing was handed up since)."""
    return seen(store, store.read("assignments/standing", activity_id=activity_id, as_of=as_of, after_no=0), as_of)


def of_item(store: Store, activity_id: str, item_id: str, as_of: date, *, is_closed: bool) -> pd.DataFrame:
    """One row per unit that an item is assigned to, those to look at first: the columns of `standing`; name,
    state (STATES), tags. is_closed: the bureau struck its own item off."""
    rows = standing(store, activity_id, as_of)
    rows = rows[rows["item_id"] == item_id]
    units = units_on(store, as_of)
    names = dict(zip(units["unit_id"], units["name"], strict=True))
    states = [_state(row, is_closed) for row in each_row(rows)]
    shown = rows.assign(name=[names.get(each, each) for each in rows["unit_id"]], state=states)
    shown = shown.assign(
        tags=pd.Series([[each] for each in states], shown.index, dtype=object),
        percent=shown["percent"].astype("Float64").fillna(0).where(shown["state"] != RETURNED, 0).astype(int),
        place=shown["state"].map(STATES.index).astype(int),
    )
    return shown.sort_values(["place", "unit_id"]).reset_index(drop=True)


def _state(row: Any, is_closed: bool) -> str:
    action, status = row.action, row.status
    if action == "withdraw":
        return WITHDRAWN
    if is_closed:
        return ACCEPTED
    if row.is_returned:
        return RETURNED
    if isinstance(status, str):
        return _BY_STATUS[status]
    return NOT_RECEIVED if pd.isna(row.received_seq) else RECEIVED


def counted(rows: pd.DataFrame) -> str:
    """How many units are in each state, in words. rows: of `of_item`."""
    found = rows["state"].value_counts()
    return "，".join(f"{state} {found[state]} 个" for state in STATES if state in found)
