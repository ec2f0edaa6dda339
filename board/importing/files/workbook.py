"""Workbook bytes (xlsx, xls, ods, or a page or XML called one) → sheets of cells as they are.

A merged cell's value is in every row it covered.
"""

import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from board.errors import BoardError
from board.importing.files import progress
from board.importing.files.decode import text_of
from board.importing.files.hidden import hidden_parts
from board.importing.files.hidden_cells import Hidden
from board.importing.files.markup import Grid, grids_of, is_markup, kind_of_markup
from board.importing.files.workbook_size import refuse_oversize
from board.importing.text import UNCALCULATED

_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# The errors of a damaged workbook: of its list of parts, packing, lock (RuntimeError) or encoding.
_DAMAGED = (CalamineError, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, UnicodeDecodeError)
# A ledger of ten thousand items unpacks to about 30 MB.
_MOST_UNPACKED = 300 * 2**20
_BEYOND = 50
_SAVE_ANEW = "请用 WPS 或 Excel 打开，去掉密码，另存为 xlsx 再导入。"


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows from the first one on, each a list of cells (text, number, date, truth; "" for none).

    filled: for each row, whether it held anything before merged cells were filled. hidden_rows (as Excel numbers them),
    hidden_columns (from 0): those that hold something and that a reader does not see. across: cells merged over several
    columns, as row (as Excel numbers it), first and last column (from 0).
    """

    name: str
    is_hidden: bool
    rows: list[list[Any]]
    filled: list[bool]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    across: tuple[tuple[int, int, int], ...] = ()

    def seen(self) -> "Sheet":
        """The sheet as its reader sees it: hidden cells are empty."""
        rows = [["" if place in self.hidden_columns else cell for place, cell in enumerate(row)] for row in self.rows]
        filled = [
            number not in self.hidden_rows and any(cell != "" for cell in row)
            for number, row in enumerate(rows, start=1)
        ]
        return replace(
            self, rows=rows, filled=[is_new and was for is_new, was in zip(filled, self.filled, strict=True)]
        )


def is_workbook(data: bytes) -> bool:
    """Whether bytes begin as Excel's files do, or as a page that is opened as one."""
    return data.startswith(_MARKS) or is_markup(data)


def kind_of(data: bytes) -> str:
    """`xlsx`, `xls`, `ods`, `html` or `xml`."""
    if is_markup(data):
        return kind_of_markup(data)
    if data.startswith(_MARKS[1]):
        return "xls"
    return "ods" if b"opendocument.spreadsheet" in data[:200] else "xlsx"


def read_workbook(data: bytes) -> list[Sheet]:
    """All sheets of a workbook, hidden ones too; while somebody watches, opened once.

    Raises BoardError if it is damaged, locked or far too big, and Ended.
    """
    watching = progress.watched()
    if watching is None:
        return _opened(data)
    if data not in watching.opened:
        watching.opened[data] = _opened(data)
    sheets: list[Sheet] = watching.opened[data]
    return sheets


def _opened(data: bytes) -> list[Sheet]:
    if is_markup(data):
        return [_of_grid(grid) for grid in grids_of(data, text_of(data))]
    try:
        progress.at("看文件有多大")
        _refuse_bomb(data)
        refuse_oversize(data)
        progress.at("打开工作簿")
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        hidden = hidden_parts(data, kind_of(data))
        return [
            _hiding(
                _sheet(book.get_sheet_by_name(about.name), about.visible != SheetVisibleEnum.Visible),
                hidden.get(about.name, Hidden()),
            )
            for about in book.sheets_metadata
        ]
    except PasswordError as error:
        raise BoardError("文件有密码", "这个工作簿加了密码，读不出来。", _SAVE_ANEW) from error
    except _DAMAGED as error:
        raise BoardError("文件打不开", "这个工作簿已损坏，或不是 Excel 文件。", _SAVE_ANEW) from error


def _of_grid(grid: Grid) -> Sheet:
    rows = grid.rows()
    sheet = Sheet(grid.name, grid.is_hidden, rows, [any(cell != "" for cell in row) for row in rows])
    hidden = Hidden({row + 1 for row in grid.hidden_rows}, grid.hidden_columns)
    return _hiding(_merged(sheet, grid.merged), hidden)


def _refuse_bomb(data: bytes) -> None:
    if not data.startswith(_MARKS[0]):
        return
    with zipfile.ZipFile(BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > _MOST_UNPACKED:
            raise BoardError("文件太大", "这个工作簿展开以后超过 300 MB。", "请只留下要导入的这一张表，另存后再导入。")


def _hiding(sheet: Sheet, hidden: Hidden) -> Sheet:
    rows = {number for number in hidden.rows if number <= len(sheet.filled) and sheet.filled[number - 1]}
    columns = {place for place in hidden.columns if any(place < len(row) and row[place] != "" for row in sheet.rows)}
    for number, place in sorted(hidden.unread):
        _write(sheet, number - 1, place, UNCALCULATED)
    return replace(sheet, hidden_rows=frozenset(rows), hidden_columns=frozenset(columns))


def _write(sheet: Sheet, row: int, place: int, text: str) -> None:
    """Writes a cell that the library left out; one far beyond the others isn't part of the table."""
    width = max(map(len, sheet.rows), default=0)
    if row > len(sheet.rows) + _BEYOND or place > width + _BEYOND:
        return
    while len(sheet.rows) <= row:
        sheet.rows.append([""] * width)
        sheet.filled.append(False)
    if place >= width:
        for cells in sheet.rows:
            cells.extend([""] * (place + 1 - len(cells)))
    sheet.rows[row][place] = text
    sheet.filled[row] = True


def _sheet(sheet: CalamineSheet, is_hidden: bool) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False)
    found = Sheet(sheet.name, is_hidden, rows, [any(cell != "" for cell in row) for row in rows])
    return _merged(found, [(*first, *last) for first, last in sheet.merged_cell_ranges or ()])


def _merged(sheet: Sheet, merged: Iterable[tuple[int, int, int, int]]) -> Sheet:
    """The sheet with each merged cell's value in all rows that it covers."""
    rows, across = sheet.rows, list[tuple[int, int, int]]()
    for top, left, bottom, right in merged:
        # What is merged beside or below the data holds nothing.
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top + 1 : bottom + 1]:
            row[left] = rows[top][left]
        if right > left and rows[top][left] != "":
            across += [(at + 1, left, right) for at in range(top, min(bottom + 1, len(rows)))]
    return replace(sheet, across=tuple(across))
