"""Quotes that are none to a reader of CSV: single ones, double ones after a space, and those of ="001"."""

import re
from dataclasses import replace

import pyarrow as pa

from board.importing.table import Table
from board.importing.text import BLANKS

# As platforms keep Excel from reading a number or a day.
_AS_TEXT = re.compile('="[^"]*"')


def without_quotes(table: Table) -> tuple[Table, list[str]]:
    """The table without such quotes in columns whose header and cells, or ="…" cells, are all in them; and a note.

    Not if a row is wider or narrower than the header: there a separator may be meant as text.
    """
    if table.problems:
        return table, []
    header, columns = list(table.header), list(table.columns)
    for index, (name, column) in enumerate(zip(table.header, table.columns, strict=True)):
        cells = [name, *column.dictionary.to_pylist()]
        if any(map(_AS_TEXT.fullmatch, cells[1:])) and all(_AS_TEXT.fullmatch(cell) or not cell for cell in cells[1:]):
            columns[index] = _with(column, [cell[2:-1] for cell in cells[1:]])
            continue
        if name and all(map(_is_quoted, cells)):
            header[index] = _unquoted(name)
            columns[index] = _with(column, [_unquoted(cell) for cell in cells[1:]])
    if all(new is old for new, old in zip(columns, table.columns, strict=True)):
        return table, []
    return replace(table, header=tuple(header), columns=tuple(columns)), ["格子外面多余的引号没有读进去"]


def _with(column: pa.DictionaryArray, cells: list[str]) -> pa.DictionaryArray:
    """The column with other texts in place of its own."""
    return pa.DictionaryArray.from_arrays(column.indices, pa.array(cells, pa.string()))


def _is_quoted(cell: str) -> bool:
    """Whether a cell is in quotes of one kind, or blank."""
    text = cell.strip(BLANKS)
    return not text or (len(text) > 1 and text[0] in "'\"" and text[0] == text[-1])


def _unquoted(cell: str) -> str:
    text = cell.strip(BLANKS)
    return text[1:-1].strip(BLANKS)
