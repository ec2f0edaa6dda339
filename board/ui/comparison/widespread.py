"""The parts of 共性问题: the table, and the sheet that says which units have one."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.assignments import assigning
from board.comparison.widespread import ASPECT, CRITERION, KINDS, THEME, amounts, cases, widespread
from board.store.frames import having
from board.ui.parts import filters
from board.ui.parts.forms.form import show_form
from board.ui.parts.records import SHEET_WIDTH, facts, heading
from board.ui.parts.sheets import closing, opened_row
from board.ui.parts.table import column
from board.ui.parts.table.exported import export_buttons, labels_of
from board.ui.parts.table.paged import quiet_table, show_table
from board.ui.parts.visit import Visit, words_of
from board.ui.rectification.assigning import asking_fields
from board.ui.rectification.forms import action_fields

_OPEN = "widespread_case"
_LISTED = 50
_OF_ITEM = ("problem", "source", "aspect", "subjective_cause", "measure", "leader_id", "owner_id")
_COLUMNS: dict[str, column.Column | str] = {
    "label": column.main("什么问题", 220),
    "kind": column.name("哪一类"),
    "share_text": column.name("几个单位有", sort="unit_count", help_text="有它的单位 ÷ 报了的单位"),
    "share": column.percent("占"),
    "other_words": column.text("相近的说法", 180, is_rare=True),
}


def show_widespread(visit: Visit, rows: pd.DataFrame) -> None:
    """Draws what many units have, by kind and search; a row opens the list of units."""
    counts = {"全部": len(rows), **{kind: int((rows["kind"] == kind).sum()) for kind in KINDS}}
    view = filters.tabs("按类看", "widespread_view", {name: count for name, count in counts.items() if count})
    with filters.bar("widespread", ("widespread_text",)):
        text = filters.find("查找", "widespread_text", "问题")
    seen = having(rows if view == "全部" else rows[rows["kind"] == view], {}, text, ("label", "other_words"))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        filters.counted(len(seen), len(rows), "个", {"查找": "widespread_text"})
        labels = labels_of(_COLUMNS)
        used = {"哪一类": view, "查找": text}
        export_buttons(visit, seen, labels, "共性问题", used, "widespread_export", _dressed)
    if seen.empty:
        st.info("没有符合这些条件的问题。可以清除筛选。", icon=":material/filter_alt:")
        return
    show_table(seen, _COLUMNS, key="widespread_table", id_column="key", open_key=_OPEN, name="共性问题")


def _dressed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(share=[f"{share:.0f}%" for share in rows["share"]])


def show_case(visit: Visit) -> None:
    """Draws the sheet of the open problem, if there is one."""
    of = (visit.store, visit.activity.activity_id, visit.as_of)
    row = opened_row(_OPEN, partial(widespread, *of), "key", "问题")
    if row is not None:
        _sheet(visit, row)


@st.dialog("共性问题", width=SHEET_WIDTH, position="right", on_dismiss=closing(_OPEN))
def _sheet(visit: Visit, row: pd.Series) -> None:
    st.html(heading(row["kind"], row["label"]))
    st.html(facts({"几个单位有": row["share_text"], "相近的说法": row["other_words"]}))
    rows = cases(visit.store, visit.activity.activity_id, visit.as_of)
    mine = rows[(rows["kind"] == row["kind"]) & (rows["label"] == row["label"])]
    listed = mine.head(_LISTED)
    columns: dict[str, column.Column | str] = {
        "name": column.main("单位", 160),
        "amount": column.name("多少"),
        "other_words": column.text("原来的说法", 160, is_rare=True),
    }
    quiet_table(_with_amounts(listed), columns, "有这个问题的单位", key="widespread_units", nothing="")
    if len(mine) > _LISTED:
        st.caption(f"这里列出前 {_LISTED} 个，共 {len(mine)} 个。")
    labels = labels_of(columns)
    used, key = {"哪一类": row["kind"], "问题": row["label"]}, "widespread_units_export"
    export_buttons(visit, mine, labels, "共性问题的单位", used, key, _with_amounts)
    if visit.may(assigning.PERMISSION):
        with st.expander("列入本级整改，交办给单位", icon=":material/call_split:"):
            _show_assigning(visit, row, [str(each) for each in mine["unit_id"]])


def _with_amounts(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(amount=amounts(rows))


def _show_assigning(visit: Visit, row: pd.Series, unit_ids: list[str]) -> None:
    fields = {field.name: field for field in action_fields(visit, "add")}
    asked = [fields[name] for name in _OF_ITEM] + asking_fields(visit)
    source = {THEME: "征求意见", CRITERION: "群众评议"}.get(row["kind"])
    begins: dict[str, Any] = {"problem": f"{row['label']}（{row['share_text']} 个单位有）", "unit_ids": unit_ids}
    begins |= {"source": source if source in words_of(visit, "source") else None}
    begins |= {"aspect": row["label"] if row["kind"] == ASPECT else None}
    to = (visit.store, visit.actor, visit.activity.activity_id)

    def save(given: dict[str, Any]) -> str:
        item = {"kind": "dated", "found_on": visit.as_of, **given}
        item_id = assigning.assign_new(*to, item, given["unit_ids"], given)
        return f"已列入本级整改台账 {item_id}，交办给 {len(given['unit_ids'])} 个单位"

    show_form(f"widespread_assign_{row['key']}", asked, begins, save, "列入整改并交办")
