"""Tables: fifty rows at a time, a row opens its record, the whole goes to Excel with the filters printed on it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from board.charts.template import STATE_COLORS
from board.documents.table import workbook
from board.ui.downloads import download
from board.ui.visit import Visit

ROWS_A_PAGE = 50
_ID_WIDTH = 80  # pixels
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def tags(label: str, words: Sequence[str], width: int) -> Any:
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
    dressed: Callable[[pd.DataFrame], pd.DataFrame] = lambda shown: shown,
    rows_a_page: int = ROWS_A_PAGE,
    id_width: int = _ID_WIDTH,
) -> None:
    """A frame a page at a time, in its order. A click on a row puts its id into session state's `open_key`.

    `columns` maps a column to its Streamlit configuration; `name` is what a screen reader calls the table; `dressed`
    adds what only the rows on the screen need; `id_width`, in pixels, is what an id takes.
    """
    pages = max(1, -(-len(frame) // rows_a_page))
    page = min(int(st.session_state.get(f"{key}_page") or 1), pages)
    shown = frame.iloc[(page - 1) * rows_a_page : page * rows_a_page]
    ids = shown[id_column].tolist()

    def act(at: int) -> None:
        st.session_state[open_key] = ids[at]

    show_rows(dressed(shown), columns, key=key, button=id_column, name=name, act=act, width=id_width)
    if pages > 1:
        st.pagination(pages, key=f"{key}_page")


def show_rows(
    frame: pd.DataFrame,
    columns: Mapping[str, Any],
    *,
    key: str,
    button: str,
    name: str,
    act: Callable[[int], None],
    width: int = _ID_WIDTH,
) -> None:
    """All rows of a frame. A click, on the button column, `width` pixels wide, or anywhere in a row, calls `act` with
    the row's position.
    """
    button_key = f"{key}_button"

    def clicked() -> None:
        act(st.session_state[button_key]["row"])

    def selected() -> None:
        cells = st.session_state[key].selection.cells
        if cells:
            act(cells[0][0])

    config = {
        **columns,
        button: st.column_config.ButtonColumn(
            str(columns[button]), width=width, type="tertiary", pinned=True, key=button_key, on_click=clicked
        ),
    }
    st.dataframe(
        frame[list(columns)],
        key=key,
        column_config=config,
        hide_index=True,
        placeholder="",
        height="content",
        alt=name,
        on_select=selected,
        selection_mode="single-cell",
    )


def export_button(
    visit: Visit, frame: pd.DataFrame, labels: Mapping[str, str], title: str, filters: Mapping[str, Any], key: str
) -> None:
    """A button that hands over the whole frame, not only the page shown, as Excel."""
    notes = export_notes(visit, len(frame), filters)
    make: Callable[[], bytes] = lambda: workbook(frame, labels, title, notes)  # noqa: E731
    download(
        "导出 Excel",
        make=make,
        file_name=f"{title}-{visit.as_of:%Y%m%d}.xlsx",
        mime=XLSX,
        key=key,
        icon=":material/download:",
        disabled=frame.empty,
    )


def export_notes(visit: Visit, row_count: int, filters: Mapping[str, Any]) -> list[str]:
    """What stands above the rows of every export: whose, as of when, how many, and the filters in use."""
    used = [f"{word}：{_said(value)}" for word, value in filters.items() if value]
    return [
        f"{visit.activity.unit_name}　{visit.activity.name}　{visit.activity.stage}"
        + ("　示例数据" if visit.activity.is_example else ""),
        f"截至 {visit.as_of:%Y-%m-%d}　共 {row_count} 行",
        "筛选：" + ("；".join(used) if used else "无"),
    ]


def _said(value: Any) -> str:
    return "、".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)
