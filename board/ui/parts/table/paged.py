"""Tables: fifty rows a page, a row opens its record, Excel gets the whole table with the filters above it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from board.documents.table import workbook
from board.numbers import NOTHING
from board.store.frames import Taken
from board.ui.parts import printing
from board.ui.parts.downloads import download
from board.ui.parts.forms.once import key_of, press_row
from board.ui.parts.news import just_saved
from board.ui.parts.table.column import Column, columns_of
from board.ui.parts.table.element import Look, Sorting, draw, ordered
from board.ui.parts.visit import Visit
from board.web.browser.modules import happened

ROWS_A_PAGE = 50
Columns = Mapping[str, Column | str]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_table(
    frame: pd.DataFrame | Taken,
    columns: Columns,
    *,
    key: str,
    id_column: str,
    open_key: str,
    name: str,
    dressed: Callable[[pd.DataFrame], pd.DataFrame] = lambda shown: shown,
    rows_a_page: int = ROWS_A_PAGE,
) -> None:
    """Draws a frame page by page. A click on a row puts its id into session state's `open_key`.

    The rows are in the frame's order until a column's head is pressed, which orders all of them, not only those shown.
    name: for screen readers. dressed: adds columns that only the rows on the screen need. Rows that others have just
    saved light up for some seconds.
    """
    made, sorting = columns_of(frame.frame if isinstance(frame, Taken) else frame, columns), _sorting(key)
    every = frame.whole() if isinstance(frame, Taken) and sorting else frame
    rows = every if isinstance(every, Taken) else ordered(every, made, sorting)
    if printing.is_printing():
        rows_a_page = max(1, len(rows))
    pages = max(1, -(-len(rows) // rows_a_page))
    page = min(int(st.session_state.get(f"{key}_page") or 1), pages)
    begin, end = (page - 1) * rows_a_page, page * rows_a_page
    shown = rows.part(begin, end) if isinstance(rows, Taken) else rows.iloc[begin:end]
    look = Look(
        name,
        shown[id_column].astype(str).tolist(),
        id_column,
        sorting=sorting,
        can_sort=True,
        marked=just_saved(),
    )

    def opened() -> None:
        chosen = happened(key).get("opened")
        if chosen is not None:
            st.session_state[open_key] = chosen

    draw(key, dressed(shown), made, look, on_opened_change=opened, on_sorted_change=lambda: _sort(key))
    if pages > 1:
        st.pagination(pages, key=f"{key}_page")
        printing.say_part(page, pages, len(frame))


def show_rows(
    frame: pd.DataFrame,
    columns: Columns,
    *,
    key: str,
    button: str,
    name: str,
    act: Callable[[int], None],
    ids: Sequence[str] | None = None,
    still: Collection[str] = (),
    is_part: bool = False,
) -> None:
    """Draws all rows of a frame. The button column, or a click anywhere in a row, calls `act` with the row's position.

    ids: the rows' ids; by default their positions. still: ids of rows that open nothing. is_part: the frame is part of
    a longer list, so ordering it would mislead.
    """
    known = [str(at) for at in range(len(frame))] if ids is None else list(ids)
    made, sorting = columns_of(frame, columns), None if is_part else _sorting(key)
    rows = ordered(frame.set_axis(known), made, sorting)
    look = Look(name, rows.index.tolist(), button, still=still, sorting=sorting, can_sort=not is_part)

    def opened() -> None:
        chosen = happened(key).get("opened")
        if chosen in known:
            act(known.index(chosen))

    draw(key, rows, made, look, on_opened_change=opened, on_sorted_change=lambda: _sort(key))


def tick_rows(
    frame: pd.DataFrame,
    columns: Columns,
    *,
    key: str,
    name: str,
    ids: Sequence[str],
    tall: int = 0,
    at_first: Sequence[str] = (),
    button: str = "",
    act: Callable[[str], None] | None = None,
) -> list[str]:
    """Draws all rows of a frame, each with a box to tick. Returns the ids of the ticked ones, in the frame's order.

    A press of the `button` column calls `act` with the row's id, once for each drawn table (`once_button`).
    """
    ticked = st.session_state[key]["ticked"] if key in st.session_state else list(at_first)
    look = Look(name, list(ids), button, whole_row=False, ticked=ticked, tall=tall)
    pressed = key_of(key)

    def opened() -> None:
        chosen = happened(key).get("opened", "")
        if act is not None and chosen in ids:
            press_row(f"{key}/{chosen}", f"{pressed}/{chosen}", act, chosen)

    on = {"on_ticked_change": lambda: None, "on_opened_change": opened}
    found = draw(key, frame, columns_of(frame, columns), look, default={"ticked": ticked}, **on).ticked or []
    return [each for each in ids if each in found]


def quiet_table(
    frame: pd.DataFrame, columns: Columns, name: str, *, key: str | None = None, tall: int = 0, nothing: str = NOTHING
) -> None:
    """Draws a table to read only: the columns named in `columns`, all rows, `tall` pixels high where that is set."""
    look = Look(name, [str(at) for at in range(len(frame))], tall=tall, nothing=nothing)
    draw(key, frame, columns_of(frame, columns), look)


def _sorting(key: str) -> Sorting | None:
    sorting: Sorting | None = st.session_state.get(f"{key}_sorting")
    return sorting


def _sort(key: str) -> None:
    """Orders the rows by the pressed head and returns to the first page. For callbacks."""
    column, sorting = happened(key).get("sorted"), _sorting(key)
    if column is None:
        return
    st.session_state[f"{key}_sorting"] = Sorting(column) if sorting is None else sorting.pressed(column)
    st.session_state[f"{key}_page"] = 1


def export_button(
    visit: Visit,
    frame: pd.DataFrame,
    labels: Mapping[str, str],
    title: str,
    filters: Mapping[str, Any],
    key: str,
    dressed: Callable[[pd.DataFrame], pd.DataFrame] = lambda shown: shown,
) -> None:
    """Draws a button that exports the whole frame, not only the page shown, as Excel. dressed: as in `show_table`."""
    notes = export_notes(visit, len(frame), filters)
    make: Callable[[], bytes] = lambda: workbook(dressed(frame), labels, title, notes)  # noqa: E731
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
    """Returns the lines above the rows of every export: unit and activity, day and row count, filters in use."""
    used = [f"{word}：{_text(value)}" for word, value in filters.items() if value]
    return [
        f"{visit.activity.unit_name}　{visit.activity.name}　{visit.activity.stage}"
        + ("　示例数据" if visit.activity.is_example else ""),
        f"截至 {visit.as_of:%Y-%m-%d}{'（按现在所知）' if visit.is_known_now else ''}　共 {row_count} 行",
        "筛选：" + ("；".join(used) if used else "无"),
    ]


def _text(value: Any) -> str:
    return "、".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)
