"""Ledgers exported, edited as in Excel, and handed back."""

import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter

from board import clock
from board.documents.ledger import ledger_csv, ledger_workbook
from board.importing.files.workbook import read_workbook
from board.importing.ledgers.columns import COLUMNS, LABELS, ledger_base
from board.rectification import actions as rectification
from board.store.store import Store
from tests.ledger_rows import ACTIVITY

Edits = Mapping[str, Mapping[str, Any]]


def exported(store: Store, activity_id: str = ACTIVITY, as_of: date | None = None, item_id: str = "") -> bytes:
    """The ledger as a workbook, as it stood on a day; only one item of it, if that is named."""
    items = _items(store, activity_id, as_of, item_id)
    base = ledger_base(items, activity_id, clock.now())
    return ledger_workbook(items, "整改台账", ["中心小学", "筛选：无"], base)


def exported_csv(store: Store, activity_id: str = ACTIVITY, as_of: date | None = None, item_id: str = "") -> bytes:
    """The same as CSV."""
    return ledger_csv(_items(store, activity_id, as_of, item_id))


def _items(store: Store, activity_id: str, as_of: date | None, item_id: str) -> pd.DataFrame:
    items = rectification.items(store, activity_id, as_of or clock.today())
    return items[items["item_id"] == item_id] if item_id else items


def edited(
    data: bytes, edits: Edits, *, added: Iterable[Mapping[str, Any]] = (), left_out: Iterable[str] = ()
) -> bytes:
    """A workbook with cells changed (item id → column → cell), rows added (column → cell) and items left out."""
    first, *hidden = read_workbook(data)
    columns = list(COLUMNS)
    rows = [row for row in first.rows if row[0] not in set(left_out)]
    for row in rows:
        for column, cell in edits.get(row[0], {}).items():
            row[columns.index(column)] = cell
    extra = [column for row in added for column in row if column not in columns]
    rows[3] = [*rows[3], *(LABELS[column] for column in extra)]
    rows += [[row.get(column, "") for column in (*columns, *extra)] for row in added]
    return written({first.name: rows, **{sheet.name: sheet.rows for sheet in hidden}})


def written(sheets: Mapping[str, list[list[Any]]]) -> bytes:
    """A workbook of these sheets, all but the first hidden."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
    )
    for place, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                write = sheet.write_datetime if isinstance(cell, date | datetime) else sheet.write
                write(row, column, cell)
        if place:
            sheet.hide()
    book.close()
    return stream.getvalue()
