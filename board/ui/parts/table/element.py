"""The table element in the browser, drawn from cells that are already formatted."""

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd

from board.store.frames import fingerprint
from board.ui.parts import printing
from board.ui.parts.table.column import Column, cells
from board.ui.parts.table.printed import show_printed
from board.web import serving
from board.web.browser.modules import Element, module, written

_HERE = Path(__file__)
_TABLE = Element(
    "board_table",
    html='<div class="box"></div>',
    js=module("table", map(_HERE.with_name, ("table_cells.js", "table.js")), _HERE.with_name("table.css")),
)
_WORDS = {
    "all": "全选",
    "tick": "选中",
    "sorted": "按这一列排序",
    "empty": "没有内容",
    "changed": "变了什么",
}


@dataclass(frozen=True)
class Sorting:
    """The column the rows are ordered by, and whether the order is ascending."""

    column: str
    rises: bool = True

    def pressed(self, column: str) -> "Sorting | None":
        """Returns the order after a press on a column's head: ascending, descending, None (the page's own order)."""
        if column != self.column:
            return Sorting(column)
        return Sorting(column, rises=False) if self.rises else None


@dataclass(frozen=True)
class Look:
    """The look and behaviour of a table.

    ids: the rows' ids. button: the column whose cells are buttons, "" for none. whole_row: a click anywhere in a row
    presses its button. still: ids of rows that open nothing. ticked: ids ticked at first, None if rows can't be ticked.
    marked: ids that light up. tall: pixels before the table scrolls, 0 for no limit. nothing: text of an empty cell.
    """

    name: str
    ids: Sequence[str]
    button: str = ""
    whole_row: bool = True
    still: Collection[str] = ()
    sorting: Sorting | None = None
    can_sort: bool = False
    ticked: Collection[str] | None = None
    marked: Collection[str] = ()
    tall: int = 0
    nothing: str = ""


def draw(key: str | None, rows: pd.DataFrame, columns: Mapping[str, Column], look: Look, **on: Any) -> Any:
    """Draws a table. `on`: the callbacks on_opened_change, on_sorted_change, on_ticked_change.

    Returns the element's result: opened (an id), sorted (a column), ticked (ids).
    """
    if printing.is_printing():
        show_printed(payload(rows, columns, look))
        return SimpleNamespace(opened=None, sorted=None, ticked=None)
    made_of = ("table", *drawn_from(rows, columns, look))
    data = serving.store().made_of(made_of, lambda: written([payload(rows, columns, look)]))
    return _TABLE(data, key=key, **on)


def drawn_from(rows: pd.DataFrame, columns: Mapping[str, Column], look: Look) -> Iterator[Hashable]:
    """Yields everything a table shows, the cells in short."""
    yield from columns.items()
    yield from _plain(look)
    others = {each for column in columns.values() for each in (column.red, column.detail) if each}
    yield fingerprint(rows, only=columns.keys() | others)


def _plain(look: Look) -> Iterator[Hashable]:
    """Yields a look as values that can be compared fast."""
    yield from (look.name, tuple(look.ids), look.button, look.whole_row, frozenset(look.still), look.sorting)
    yield from (look.can_sort, None if look.ticked is None else tuple(look.ticked), frozenset(look.marked))
    yield from (look.tall, look.nothing)


def payload(rows: pd.DataFrame, columns: Mapping[str, Column], look: Look) -> dict[str, Any]:
    """Returns a table as the browser takes it: the columns, and each row's id and cells, in order."""
    written = [cells(_listed(rows[key]), column, look.nothing) for key, column in columns.items()]
    details = [cells(_listed(rows[each.detail]), _DETAIL, "") for each in columns.values() if each.detail]
    red = {key: rows[column.red].tolist() for key, column in columns.items() if column.red}
    marked = frozenset(look.marked)
    return {
        "name": look.name,
        "columns": [_column(key, column, look) for key, column in columns.items()],
        "rows": [
            {
                "id": row_id,
                "cells": [column[at] for column in written],
                "detail": "；".join(detail[at] for detail in details if detail[at]),
                "red": [key for key, are in red.items() if are[at]],
                "marked": row_id in marked,
                "opens": bool(look.button) and row_id not in look.still,
            }
            for at, row_id in enumerate(look.ids)
        ],
        "button": look.button,
        "wholeRow": look.whole_row,
        "ticked": None if look.ticked is None else list(look.ticked),
        "tall": look.tall,
        "words": _WORDS,
    }


def _listed(values: pd.Series) -> Iterable[Any]:
    """Returns a column's values one by one: of texts as a list, as a column of them is ten times as slow."""
    return values.to_numpy().tolist() if values.dtype.kind == "O" else values


_DETAIL = Column("", "text")


def _column(key: str, column: Column, look: Look) -> dict[str, Any]:
    order = ""
    if look.can_sort and column.sort is not None:
        order = "none"
        if look.sorting is not None and look.sorting.column == key:
            order = "ascending" if look.sorting.rises else "descending"
    return {
        "key": key,
        "label": column.label,
        "kind": "id" if key == look.button else column.kind,
        "width": 0 if key == look.button else column.width,
        "grows": column.grows,
        "help": column.help,
        "order": order,
        "stays": column.stays or key == look.button,
        "colors": dict(column.colors),
    }


def ordered(frame: pd.DataFrame, columns: Mapping[str, Column], sorting: Sorting | None) -> pd.DataFrame:
    """Returns all rows in order: figures by size, days by date, words by sound, ids by number; missing values last."""
    if sorting is None or sorting.column not in columns:
        return frame
    by = columns[sorting.column].sort or sorting.column
    if by not in frame:
        return frame
    return frame.sort_values(by, ascending=sorting.rises, kind="stable", na_position="last", key=_key)


def _key(values: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
        return values
    return values.map(_place, na_action="ignore").where(values != "")


def _place(value: Any) -> Any:
    """Returns a value's sort key. GB 18030 has the common characters in the order of their sound."""
    if not isinstance(value, str):
        return value
    parts = re.split(r"(\d+)", value)
    written = [part.zfill(20) if part.isdecimal() else part for part in parts]
    return "".join(written).encode("gb18030", "replace")
