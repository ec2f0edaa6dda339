"""整改台账 as a file: a workbook that a clerk prints, edits and hands back, and the same rows as CSV."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

from board.documents.table import looks_of, new_book, write_cell, write_heading
from board.importing.files.writing import csv_bytes
from board.importing.ledgers.columns import (
    BASE_SHEET,
    CODES,
    COLUMNS,
    DAYS,
    PERCENT,
    Cell,
    LedgerBase,
    as_text,
    cells,
    names_in,
)

_A3 = 8
_MARGIN_INCHES = 0.4
# In Excel's width units, of which a Chinese character takes two.
_WIDTHS = {
    **dict.fromkeys(("problem", "measure", "progress"), 36),
    **dict.fromkeys(("subjective_cause", "objective_cause", "proof", "explanation"), 26),
    **dict.fromkeys(("helpers", "remark"), 16),
}
_WIDTH, _NARROW = 12, 9
_NARROW_COLUMNS = frozenset({"item_id", PERCENT})
# Empty rows below the last item, for new ones.
_FREE_ROWS = 200


def ledger_workbook(items: pd.DataFrame, title: str, notes: Sequence[str], base: LedgerBase) -> bytes:
    """The ledger with the usual 栏目: title, one line per note, header, one row per item, ready to print.

    Takes items as returned by `rectification.items` or `rectification.views.shown`, in output order. Texts are written
    as text, days as dates. A hidden sheet keeps `base`, so that an import of the edited file knows what the editor
    started from.
    """
    stream = BytesIO()
    book = new_book(stream)
    sheet = book.add_worksheet(title[:31])
    looks = looks_of(book)
    top = write_heading(sheet, title, notes, looks)
    for place, (column, label) in enumerate(COLUMNS.items()):
        sheet.write_string(top, place, label, looks["header"])
        sheet.set_column(place, place, _width(column))
        _offer_words(sheet, column, place, top + 1, top + len(items) + _FREE_ROWS)
    for row, item in enumerate(_rows(items), start=top + 1):
        for place, (column, cell) in enumerate(item.items()):
            _write(sheet, row, place, column, cell, looks)
    sheet.freeze_panes(top + 1, 1)
    if len(items):
        sheet.autofilter(top, 0, top + len(items), len(COLUMNS) - 1)
    _for_paper(sheet, top)
    _keep_base(book, base)
    book.close()
    return stream.getvalue()


def ledger_csv(items: pd.DataFrame) -> bytes:
    """The same columns and rows as CSV, UTF-8 with a byte order mark. A cell that begins like a formula can't run, and
    is unchanged after a re-import."""
    rows = ([as_text(column, cell) for column, cell in item.items()] for item in _rows(items))
    return csv_bytes(list(COLUMNS.values()), rows)


def _rows(items: pd.DataFrame) -> list[dict[str, Cell]]:
    names = names_in(items)
    states: list[dict[Any, Any]] = items[list(COLUMNS)].to_dict("records")
    return [cells(state, names) for state in states]


def _write(sheet: Any, row: int, place: int, column: str, cell: Cell, looks: Mapping[str, Any]) -> None:
    if column == PERCENT and isinstance(cell, int):
        sheet.write_number(row, place, cell / 100, looks["percent"])
    elif cell is None or cell == "":
        sheet.write_blank(row, place, None, looks["day" if column in DAYS else "text"])
    else:
        write_cell(sheet, row, place, cell, looks)


def _width(column: str) -> int:
    return _NARROW if column in _NARROW_COLUMNS else _WIDTHS.get(column, _WIDTH)


def _offer_words(sheet: Any, column: str, place: int, first_row: int, last_row: int) -> None:
    """Let the editor of the file pick from a column's words."""
    if column in CODES:
        words = list(CODES[column].values())
        sheet.data_validation(
            first_row, place, last_row, place, {"validate": "list", "source": words, "error_type": "warning"}
        )


def _for_paper(sheet: Any, header_row: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.set_margins(_MARGIN_INCHES, _MARGIN_INCHES, _MARGIN_INCHES, 2 * _MARGIN_INCHES)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _keep_base(book: xlsxwriter.Workbook, base: LedgerBase) -> None:
    sheet = book.add_worksheet(BASE_SHEET)
    sheet.very_hidden()
    sheet.write_string(0, 0, base.activity_id)
    sheet.write_string(1, 0, base.exported_at.isoformat())
    for row, (item_id, seq) in enumerate(base.seqs.items(), start=2):
        sheet.write_string(row, 0, item_id)
        sheet.write_number(row, 1, seq)
