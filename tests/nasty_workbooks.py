"""Workbooks as offices save them, made here: xlsx with merged cells, xls of 2003, ods; for tests."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

Rows = Sequence[Sequence[Any]]
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xlsx(
    sheets: Mapping[str, Rows],
    merged: Mapping[str, Sequence[str]] | None = None,
    hidden: str = "",
    hidden_rows: Sequence[int] = (),
    hidden_columns: str = "",
) -> bytes:
    """Sheets of cells; `merged`: sheet → ranges ("A1:C1"); `hidden`: a sheet; of all sheets, rows as Excel numbers them
    and a range of columns ("B:B") that nobody sees."""
    held = BytesIO()
    with xlsxwriter.Workbook(held) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            _write(sheet, rows, day)
            for area in (merged or {}).get(name, ()):
                first = area.split(":")[0]
                row, column = xlsxwriter.utility.xl_cell_to_rowcol(first)
                sheet.merge_range(area, rows[row][column])
            for row in hidden_rows:
                sheet.set_row(row - 1, None, None, {"hidden": True})
            if hidden_columns:
                sheet.set_column(hidden_columns, None, None, {"hidden": True})
            if name == hidden:
                sheet.hide()
            else:
                sheet.activate()
    return held.getvalue()


def _write(sheet: Any, rows: Rows, day: Any) -> None:
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                whole = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
                sheet.write_datetime(at, place, whole, day)
            elif cell != "":
                sheet.write(at, place, cell)


def ods(sheets: Mapping[str, Rows], hidden_rows: Sequence[int] = ()) -> bytes:
    """Sheets of texts and numbers as LibreOffice saves them, as far as a reader needs it; `hidden_rows` of all."""
    tables = "".join(
        f'<table:table table:name="{escape(n)}">{_ods_rows(rows, hidden_rows)}</table:table>'
        for n, rows in sheets.items()
    )
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces}>{body}</office:document-content>'
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
        parts.writestr("content.xml", content)
    return held.getvalue()


def _ods_rows(rows: Rows, hidden: Sequence[int]) -> str:
    unseen = dict.fromkeys(hidden, ' table:visibility="filter"')
    return "".join(
        f"<table:table-row{unseen.get(number, '')}>{''.join(map(_ods_cell, row))}</table:table-row>"
        for number, row in enumerate(rows, start=1)
    )


def _ods_cell(cell: Any) -> str:
    if isinstance(cell, int | float):
        typed, value = "float", f' office:value="{cell}"'
    else:
        typed, value = "string", ""
    text = f"<text:p>{escape(str(cell))}</text:p>"
    return f'<table:table-cell office:value-type="{typed}"{value}>{text}</table:table-cell>'


def xls(name: str, rows: Rows, hidden_rows: Sequence[int] = (), hidden_columns: Sequence[int] = ()) -> bytes:
    """One sheet in the format of Excel 97 to 2003; `=#N/A` is a formula with that error, `#N/A` the error alone.

    hidden_rows: as Excel numbers them; hidden_columns: from 0."""
    labelled = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    cells = b"".join(_xls_cell(at, place, cell) for at, row in enumerate(rows) for place, cell in enumerate(row))
    unseen = b"".join(_record(0x7D, struct.pack("<HHHHHH", at, at, 2340, 0, 1, 0)) for at in hidden_columns)
    unseen += b"".join(_record(0x208, struct.pack("<HHHHHHHH", at - 1, 0, 9, 0, 0, 0, 0x20, 0)) for at in hidden_rows)
    sheet = _begin(0x10) + unseen + cells + _record(0x0A, b"")
    length = len(_begin(5)) + len(_record(0x85, b"\0" * 6 + labelled)) + len(_record(0x0A, b""))
    bound = _record(0x85, struct.pack("<IBB", length, 0, 0) + labelled)
    return _compound(_begin(5) + bound + _record(0x0A, b"") + sheet)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _xls_cell(row: int, column: int, cell: Any) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, int | float):
        return _record(0x203, place + struct.pack("<d", cell))
    text = str(cell)
    if text == "=#N/A":
        error = struct.pack("<BBBBBBH", 2, 0, 0x2A, 0, 0, 0, 0xFFFF)
        return _record(0x06, place + error + struct.pack("<HIH", 0, 0, 0))
    if text == "#N/A":
        return _record(0x205, place + struct.pack("<BB", 0x2A, 1))
    return _record(0x204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")) if text else b""


def _compound(stream: bytes) -> bytes:
    """A compound file that holds one stream, Workbook."""
    sectors = max(-(-len(stream) // _SECTOR), 8)
    chain = [_FAT, _END, *range(3, 2 + sectors), _END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    folder = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, sectors * _SECTOR)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0)
    return head.ljust(_SECTOR, b"\xff") + table + folder.ljust(_SECTOR, b"\0") + stream.ljust(sectors * _SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, _FREE, _FREE, child)
    return head + b"\0" * 36 + struct.pack("<IQ", start, size)
