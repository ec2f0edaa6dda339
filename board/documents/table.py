"""Any table of a page as an Excel workbook that opens without warnings in WPS and Excel."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

_WIDEST = 48
_TITLE_ROWS = 1
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Chinese characters and full-width signs come after this code point.
_LAST_NARROW = 0x2E7F


def workbook(frame: pd.DataFrame, labels: Mapping[str, str], title: str, notes: Sequence[str]) -> bytes:
    """One sheet: the title, one line per note (unit, day, active filters), then the header and the rows.

    Writes the columns named in `labels`, in that order, under their Chinese labels. Text is always written as text, so
    that a cell that begins with = + - @ can't run.
    """
    stream = BytesIO()
    book = new_book(stream)
    sheet = book.add_worksheet(title[:31])
    looks = looks_of(book)
    top = write_heading(sheet, title, notes, looks)
    for column, (name, label) in enumerate(labels.items()):
        values = frame[name].tolist()
        sheet.write_string(top, column, label, looks["header"])
        sheet.set_column(column, column, _width(label, values))
        for row, value in enumerate(values, start=top + 1):
            write_cell(sheet, row, column, value, looks)
    sheet.freeze_panes(top + 1, 1)
    if len(frame):
        sheet.autofilter(top, 0, top + len(frame), len(labels) - 1)
    _for_paper(sheet, top)
    book.close()
    return stream.getvalue()


def is_moment(value: date) -> bool:
    """Whether a day has a time of day, which is shown then."""
    return isinstance(value, datetime) and value.time() != time()


def new_book(stream: BytesIO) -> xlsxwriter.Workbook:
    """A workbook that never turns text into formulas, links or numbers."""
    return xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})


def write_heading(sheet: Any, title: str, notes: Sequence[str], looks: Mapping[str, Any]) -> int:
    """Write the title and one line per note; returns the next free row."""
    sheet.write_string(0, 0, title, looks["title"])
    for row, note in enumerate(notes, start=_TITLE_ROWS):
        sheet.write_string(row, 0, note, looks["note"])
    return _TITLE_ROWS + len(notes)


def looks_of(book: xlsxwriter.Workbook) -> dict[str, Any]:
    """The cell formats of every workbook: title, note, header, text, formula (text that looks like one), day, moment,
    number, percent."""
    base = {"font_name": "宋体", "font_size": 11, "valign": "top"}
    cell = {**base, "border": 1, "border_color": "#B0B0B0"}
    return {
        "title": book.add_format({**base, "bold": True, "font_size": 16}),
        "note": book.add_format({**base, "font_color": "#595959"}),
        "header": book.add_format(
            {**cell, "bold": True, "bg_color": "#F0ECE8", "text_wrap": True, "valign": "vcenter"}
        ),
        "text": book.add_format({**cell, "text_wrap": True}),
        # Plain text; the quote prefix keeps it text when somebody edits the cell.
        "formula": book.add_format({**cell, "text_wrap": True, "quote_prefix": True}),
        "day": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"}),
        "moment": book.add_format({**cell, "num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
        "number": book.add_format(cell),
        "percent": book.add_format({**cell, "num_format": "0%", "align": "left"}),
    }


def write_cell(sheet: Any, row: int, column: int, value: Any, looks: Mapping[str, Any]) -> None:
    """Write a value by its type: text, day, number, nothing. A list is written as its words."""
    if isinstance(value, list):
        value = "、".join(value)
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        sheet.write_blank(row, column, None, looks["text"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, looks["moment" if is_moment(value) else "day"])
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, looks["number"])
    else:
        text = str(value)
        sheet.write_string(row, column, text, looks["formula" if text.startswith(_FORMULA_STARTS) else "text"])


def _width(label: str, values: Sequence[Any]) -> float:
    """A column's width in Excel's units, of which a Chinese character takes two."""
    longest = max((_cells(str(value)) for value in values if value is not None), default=0)
    return min(max(longest, _cells(label)) + 2, _WIDEST)


def _cells(text: str) -> int:
    return sum(2 if ord(character) > _LAST_NARROW else 1 for character in text)


def _for_paper(sheet: Any, header_row: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
