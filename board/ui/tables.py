"""Tables: fifty rows at a time, a row opens its record, the whole goes to Excel with the filters printed on it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from board.charts.template import STATE_COLORS
from board.documents.table import workbook
from board.ui.visit import Visit

ROWS_A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def tags(label: str, words: Sequence[str], width: str = "small") -> Any:
    """A column of words, each in its state's colour. The column's values are lists of words."""
    colors = [STATE_COLORS.get(word, "#667085") for word in words]
    return st.column_config.MultiselectColumn(label, options=list(words), color=colors, width=width)


def show_table(
    frame: pd.DataFrame,
    columns: Mapping[str, Any],
    *,
    key: str,
    id_column: str,
    open_key: str,
    name: str,
) -> None:
    """One page of a frame, in its order. A click on a row puts its id into session state's `open_key`.

    `columns` maps a column's name to its Streamlit column configuration; `name` is what a screen reader calls the table.
    """
    pages = max(1, -(-len(frame) // ROWS_A_PAGE))
    page = min(int(st.session_state.get(f"{key}_page") or 1), pages)
    shown = frame.iloc[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE][list(columns)]
    ids = shown[id_column].tolist()
    config = dict(columns)
    config[id_column] = st.column_config.ButtonColumn(
        str(columns[id_column]),
        width=86,
        type="tertiary",
        pinned=True,
        key=f"{key}_button",
        on_click=_open_clicked,
        args=(f"{key}_button", open_key, ids),
    )
    st.dataframe(
        shown,
        key=key,
        column_config=config,
        hide_index=True,
        placeholder="",
        height="content",
        alt=name,
        on_select=lambda: _open_selected(key, open_key, ids),
        selection_mode="single-cell",
    )
    if pages > 1:
        st.pagination(pages, key=f"{key}_page")


def _open_clicked(button_key: str, open_key: str, ids: Sequence[str]) -> None:
    st.session_state[open_key] = ids[st.session_state[button_key]["row"]]


def _open_selected(key: str, open_key: str, ids: Sequence[str]) -> None:
    cells = st.session_state[key].selection.cells
    if cells:
        st.session_state[open_key] = ids[cells[0][0]]


def sort_by(
    label: str, key: str, orders: Mapping[str, tuple[Sequence[str], bool]], frame: pd.DataFrame
) -> pd.DataFrame:
    """The frame in the order the reader chooses (word → columns, ascending), the first being the default."""
    chosen = st.selectbox(label, list(orders), key=key, bind="query-params")
    columns, ascending = orders[chosen]
    return frame.sort_values(list(columns), ascending=ascending, kind="stable", na_position="last")


def export_button(
    visit: Visit, frame: pd.DataFrame, labels: Mapping[str, str], title: str, filters: Mapping[str, Any], key: str
) -> None:
    """A button that hands over the whole frame, not only the page shown, as Excel."""
    used = [f"{word}：{_said(value)}" for word, value in filters.items() if value]
    notes = [
        f"{visit.activity.unit_name}　{visit.activity.name}　{visit.activity.stage}"
        + ("　示例数据" if visit.activity.is_example else ""),
        f"截至 {visit.as_of:%Y-%m-%d}　共 {len(frame)} 行",
        "筛选：" + ("；".join(used) if used else "无"),
    ]
    make: Callable[[], bytes] = lambda: workbook(frame, labels, title, notes)  # noqa: E731
    st.download_button(
        "导出 Excel",
        data=make,
        file_name=f"{title}-{visit.as_of:%Y%m%d}.xlsx",
        mime=XLSX,
        key=key,
        icon=":material/download:",
        on_click="ignore",
        disabled=frame.empty,
    )


def _said(value: Any) -> str:
    return "、".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)
