"""What 整改台账 is made of: its rows as a table or a board, its groups, and what has left it since the compared day."""

from typing import Any

import pandas as pd
import streamlit as st

from board import rectification_views
from board.rectification_comparison import MARKS
from board.rectification_filters import Asked, Ledger, gone
from board.rectification_views import by_group, group_changes
from board.ui.kanban import MARK_COLORS, show_board
from board.ui.tables import show_rows, show_table, tags
from board.ui.visit import Visit
from board.words import ITEM_STATUS

_DAY = "YYYY-MM-DD"
_COLUMNS: dict[str, Any] = {
    "item_id": "编号",
    "tags": tags("状态", ["逾期", "临期", *ITEM_STATUS.values()], 145),
    "problem": st.column_config.TextColumn("具体问题", width=310),
    "owner_name": st.column_config.TextColumn("责任人", width=110),
    "due_on": st.column_config.DateColumn("整改时限", format=_DAY, width=102),
    "deadline": st.column_config.TextColumn("距时限", width=92),
    "percent": st.column_config.ProgressColumn(
        "进度", min_value=0, max_value=100, format="%d%%", width=115, color="gray"
    ),
    "leader_name": st.column_config.TextColumn("牵头领导", width=105),
    "kind_word": st.column_config.TextColumn("类别", width=105),
}
# Room for so many marks, each as wide as two characters and its rim.
_MARK_WIDTH, _FEWEST_MARKS = 49, 2
_GROUP_COLUMNS: dict[str, Any] = {
    "label": "分组",
    "item_count": st.column_config.NumberColumn("事项", width=70),
    "late_count": st.column_config.NumberColumn("逾期", width=70),
    "due_soon_count": st.column_config.NumberColumn("临期", width=70),
    "done_count": st.column_config.NumberColumn("整改完成", width=85),
    "closed_count": st.column_config.NumberColumn("已销号", width=75),
    "percent": st.column_config.ProgressColumn(
        "平均进度", min_value=0, max_value=100, format="%d%%", width=140, color="gray"
    ),
}
# Below the rows themselves: enough to see what they are.
_GONE_A_PAGE = 10
_GROUP_KEYS = {
    "leader_name": "leader",
    "owner_name": "owner",
    "department": "department",
    "aspect": "aspect",
    "source": "source",
    "kind_word": "kind",
    "status_word": "status",
}


def show_rows_as(visit: Visit, rows: pd.DataFrame, then: pd.DataFrame | None, look: str) -> None:
    """The rows as 表格 or as 看板; a click on one opens its sheet. `then`: what stood here on the compared day."""
    if look == "看板":
        clicked = show_board(rows, then, "rectification_board")
        if clicked:
            st.session_state["rectification_item"] = clicked
        return
    show_table(
        rows,
        _columns(visit, rows),
        key="rectification_table",
        id_column="item_id",
        open_key="rectification_item",
        name="整改事项",
        dressed=_dressed,
    )


def _columns(visit: Visit, rows: pd.DataFrame) -> dict[str, Any]:
    """The table's columns; with a day to compare with, what changed stands beside what is."""
    if visit.compare_on is None:
        return _COLUMNS
    # What is late, whose it is and why comes first; a projector shows about eleven hundred pixels of it.
    return {
        "item_id": _COLUMNS["item_id"],
        "tags": _COLUMNS["tags"],
        "marks": _marks_column(rows),
        "problem": st.column_config.TextColumn("具体问题", width=155),
        "changes_text": st.column_config.TextColumn(f"变了什么（与 {visit.compare_on:%m-%d} 相比）", width=195),
        "owner_name": st.column_config.TextColumn("责任人", width=90),
        "leader_name": st.column_config.TextColumn("牵头领导", width=98),
        "deadline": st.column_config.TextColumn("距时限", width=80),
        "due_on": _COLUMNS["due_on"],
        "kind_word": st.column_config.TextColumn("类别", width=80),
        "percent": _COLUMNS["percent"],
    }


def _marks_column(rows: pd.DataFrame) -> Any:
    most = max(map(len, rows["marks"]), default=0)
    colors = [MARK_COLORS[mark] for mark in MARKS]
    width = 8 + _MARK_WIDTH * max(most, _FEWEST_MARKS)
    return st.column_config.MultiselectColumn("变化", options=list(MARKS), color=colors, width=width)


def _dressed(shown: pd.DataFrame) -> pd.DataFrame:
    return shown.assign(tags=rectification_views.tags(shown))


def show_groups(visit: Visit, rows: pd.DataFrame, then: pd.DataFrame | None, asked: Asked) -> None:
    """How each group of the rows stands, and what changed since the compared day; a click leaves only that group."""
    groups, columns = by_group(rows, asked.group), _GROUP_COLUMNS
    if then is not None:
        groups = groups.assign(changed=group_changes(groups, by_group(then, asked.group)))
        columns = {**columns, "changed": st.column_config.TextColumn(f"与 {visit.compare_on:%m-%d} 相比", width=260)}

    def leave_only(at: int) -> None:
        st.session_state[f"rectification_{_GROUP_KEYS[asked.group]}"] = [groups["label"].iloc[at]]

    show_rows(groups, columns, key="rectification_groups", button="label", name="各组的事项", act=leave_only)


def show_gone(visit: Visit, ledger: Ledger, asked: Asked) -> None:
    """What stood in this view on the compared day, or came and went since, and stands in it no more."""
    if visit.compare_on is None:
        return
    left = gone(visit.store, ledger, asked)
    if left.empty:
        return
    st.header(f"{visit.compare_on:%m-%d} 在这里、现在不在的　{len(left)} 项")
    columns = {
        "item_id": "编号",
        "marks": _marks_column(left),
        "problem": st.column_config.TextColumn("具体问题", width=330),
        "owner_name": st.column_config.TextColumn("责任人", width=110),
        "why": st.column_config.TextColumn("去了哪里", width=470),
    }
    show_table(
        left,
        columns,
        key="rectification_gone",
        id_column="item_id",
        open_key="rectification_item",
        name="不在这里了的事项",
        rows_a_page=_GONE_A_PAGE,
    )
