"""The rows of 整改台账 as a table or a board, its groups, and the items that left it since the compared day."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from board.answer import Answer
from board.rectification import views as rectification_views
from board.rectification.answer import OF_ANSWER, ledger_answer
from board.rectification.filters import Asked, Ledger, gone, some_of_marked
from board.rectification.views import by_group, group_changes
from board.store.frames import Taken
from board.ui.parts.answer import show_answer
from board.ui.parts.printing import is_printing
from board.ui.parts.table import column
from board.ui.parts.table.paged import show_rows, show_table
from board.ui.parts.visit import Visit
from board.ui.rectification.kanban import MARK_COLORS, show_board
from board.words import ITEM_STATUS

# The text comes second; lateness, owner and progress stay in view however narrow the page.
_COLUMNS: dict[str, Any] = {
    "item_id": "编号",
    "problem": column.main("具体问题"),
    "tags": column.tags("状态", ["群众不满意", "逾期", "临期", *ITEM_STATUS.values()], sort="status_place"),
    "owner_name": column.name("责任人", stays=True),
    "due_on": column.day("整改时限", stays=True),
    "deadline": column.name("距时限", red="is_late", sort="days_left", stays=True),
    "percent": column.percent("进度", stays=True),
    "leader_name": column.name("牵头领导"),
    "kind_word": column.name("类别"),
}
_GROUP_COLUMNS: dict[str, Any] = {
    "label": "分组",
    "item_count": column.number("事项"),
    "late_count": column.number("逾期"),
    "due_soon_count": column.number("临期"),
    "done_count": column.number("整改完成"),
    "closed_count": column.number("已销号"),
    "percent": column.percent("平均进度", 100),
}
# Fewer rows a page, as this table is below the rows themselves.
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


def show_ledger_answer(visit: Visit, ledger: Ledger) -> None:
    """Draws the answer of the page."""

    def answer() -> Answer:
        then = None
        if ledger.compare_on:
            then = some_of_marked(visit.store, replace(ledger, as_of=ledger.compare_on, compare_on=None), OF_ANSWER)
        is_own = ledger.owner_id is not None
        items = some_of_marked(visit.store, ledger, OF_ANSWER)
        return ledger_answer(items, then, ledger.compare_on, is_own=is_own)

    show_answer(visit, "rectification", visit.kept("rectification.answer", answer, ledger.owner_id))


def show_rows_as(visit: Visit, rows: Taken, then: pd.DataFrame | None, look: str) -> None:
    """Draws the rows as 表格 or 看板; a click opens an item's sheet. `then`: the view's items on the compared day."""
    if look == "看板" and not is_printing():
        clicked = show_board(rows.whole(), then, "rectification_board")
        if clicked:
            st.session_state["rectification_item"] = clicked
        return
    show_table(
        rows,
        _columns(visit),
        key="rectification_table",
        id_column="item_id",
        open_key="rectification_item",
        name="整改事项",
        dressed=_dressed,
    )


def _columns(visit: Visit) -> dict[str, Any]:
    """Returns the table's columns; if a day is compared, marks of changes are beside the text."""
    if visit.compare_on is None:
        return _COLUMNS
    marks = column.marks(f"与 {visit.compare_on:%m-%d} 相比", MARK_COLORS, "changes_text")
    begin = {"item_id": _COLUMNS["item_id"], "problem": _COLUMNS["problem"], "marks": marks}
    return begin | _COLUMNS


def _dressed(shown: pd.DataFrame) -> pd.DataFrame:
    return shown.assign(tags=rectification_views.tags(shown))


def show_groups(visit: Visit, rows: pd.DataFrame, then: pd.DataFrame | None, asked: Asked) -> None:
    """Draws the state of each group of rows and its changes since the compared day; a click filters by the group."""
    groups, columns = by_group(rows, asked.group), _GROUP_COLUMNS
    if then is not None:
        groups = groups.assign(changed=group_changes(groups, by_group(then, asked.group)))
        columns = {**columns, "changed": column.text(f"与 {visit.compare_on:%m-%d} 相比", 150)}

    def leave_only(at: int) -> None:
        st.session_state[f"rectification_{_GROUP_KEYS[asked.group]}"] = [groups["label"].iloc[at]]

    show_rows(groups, columns, key="rectification_groups", button="label", name="各组的事项", act=leave_only)


def show_gone(visit: Visit, ledger: Ledger, asked: Asked) -> None:
    """Draws the items that were in this view on the compared day, or came since, and have left it."""
    if visit.compare_on is None:
        return
    left = gone(visit.store, ledger, asked)
    if left.empty:
        return
    st.header(f"{visit.compare_on:%m-%d} 以来在这里、现在不在的　{len(left)} 项")
    columns: dict[str, Any] = {
        "item_id": "编号",
        "marks": column.marks("变化", MARK_COLORS, "changes_text"),
        "problem": column.main("具体问题"),
        "owner_name": column.name("责任人"),
        "why": column.main("去了哪里"),
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
