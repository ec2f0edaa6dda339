"""交办 where it begins: how far each unit is with an item, assigning it to more, correcting, returning, withdrawing."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.assignments import assigning, handing_down
from board.comparison.assigned import STATES, counted, of_item
from board.comparison.figures import reporting
from board.store.frames import as_options
from board.submissions.document import ENDING
from board.ui.parts.downloads import download
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.sheets import show_action
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit
from board.units.tree import directly_below
from board.web import serving
from board.words import ASSIGNMENT_ACTION

_WANTED = Field("wanted", "要各单位做什么", "area", wide=True, at_most=1000, must=True)
_DUE = Field("due_on", "最迟哪天办完", "day", must=True)
_REASON = Field("reason", "原因，单位看得到", "area", wide=True, at_most=200, must=True)
_LISTED = 50
_COLUMNS: dict[str, Any] = {
    "name": column.main("单位", 160),
    "tags": column.tags("办到哪一步", STATES),
    "percent": column.percent("进度"),
    "due_on": column.day("最迟"),
    "unit_item_id": column.name("单位的编号"),
    "reported_at": column.moment("最近报来", pattern="%m-%d %H:%M"),
}


def asking_fields(visit: Visit) -> list[Field]:
    """Returns the fields of what is asked: unit_ids, wanted, due_on."""
    units = as_options(reporting(visit.store, visit.as_of), "unit_id", "name")
    return [Field("unit_ids", "交办给哪些单位", "choices", units, wide=True, must=True), _WANTED, _DUE]


def show_assignments(visit: Visit, item: "pd.Series[Any]") -> None:
    """Draws on a bureau's item how far each unit is, and what can be done about it."""
    if not serving.settings().collects:
        return
    activity_id, item_id = visit.activity.activity_id, str(item["item_id"])
    rows = of_item(visit.store, activity_id, item_id, visit.as_of, is_closed=item["status"] == "closed")
    may = visit.may(assigning.PERMISSION) and not item["is_removed"] and item["status"] != "closed"
    if rows.empty and not may:
        return
    st.html('<h3 class="section">交办给单位</h3>')
    if len(rows):
        more = f"；这里列出前 {_LISTED} 个" if len(rows) > _LISTED else ""
        st.caption(f"{counted(rows)}{more}")
        quiet_table(rows.head(_LISTED), _COLUMNS, "交办给单位", key="rectification_assignments")
        if may:
            _show_one(visit, rows)
    if may:
        with st.expander("交办给更多单位" if len(rows) else "交办给单位", icon=":material/call_split:"):
            begins = {"due_on": initial_day(item), "wanted": rows["wanted"].iloc[0] if len(rows) else None}
            to = (visit.store, visit.actor, activity_id, item_id)

            def save(given: dict[str, Any]) -> str:
                return f"{item_id} 已交办给 {assigning.assign(*to, given['unit_ids'], given)} 个单位"

            show_form(f"rectification_assign_{item_id}", asking_fields(visit), begins, save, "交办")


def initial_day(item: "pd.Series[Any]") -> Any:
    """The day that units are first offered: the item's own."""
    return None if pd.isna(item["due_on"]) else item["due_on"].date()


def _show_one(visit: Visit, rows: pd.DataFrame) -> None:
    names = dict(zip(rows["assignment_id"], rows["name"], strict=True))
    chosen = st.selectbox(
        "哪个单位",
        list(names),
        None,
        format_func=names.__getitem__,
        key="rectification_assignment",
        placeholder="选一个单位，更正、退回、撤回，或者下载给它的文件",
    )
    if chosen is None:
        return
    row = rows[rows["assignment_id"] == chosen].iloc[0]
    key, to = f"rectification_assignment_{chosen}", (visit.store, visit.actor, visit.activity.activity_id)
    actions = [name for name in ASSIGNMENT_ACTION if name != "assign" and assigning.is_possible(row, name)]

    def form(action: str) -> tuple[list[Field], dict[str, Any]]:
        asked = [_WANTED, _DUE, _REASON] if action == "correct" else [_REASON]
        return asked, {"seq": int(row["seq"]), "wanted": row["wanted"], "due_on": initial_day(row)}

    def save(action: str, given: dict[str, Any]) -> str:
        assigning.change(*to, chosen, action, given, seen_seq=given["seen_seq"])
        return f"{row['name']}：已{ASSIGNMENT_ACTION[action]}"

    if actions:
        show_action(key, actions, ASSIGNMENT_ACTION, form, save, changing=())
    make = partial(handing_down.file_for, *to, str(row["unit_id"]))
    name = f"交办-{directly_below(row['unit_id'])}{ENDING}"
    by = "，给它的上级" if directly_below(row["unit_id"]) != row["unit_id"] else ""
    label = f"给它的交办文件（网络不通的单位用{by}）"
    download(label, make, name, "application/octet-stream", key=f"{key}_file")
