"""Quotes that are none to a reader of CSV: single ones, and double ones after a space."""

from dataclasses import replace

import pyarrow as pa

from board.importing.table import Table
from board.importing.text import BLANKS


def without_quotes(table: Table) -> tuple[Table, list[str]]:
    """The table without such quotes in columns whose header and cells are all in them; and a note.

    Not if a row is wider or narrower than the header: there a separator may be meant as text.
    """
    if table.problems:
        return table, []
    header, columns = list(table.header), list(table.columns)
    for index, (name, column) in enumerate(zip(table.header, table.columns, strict=True)):
        cells = [name, *column.dictionary.to_pylist()]
        if name and all(map(_is_quoted, cells)):
            bare = pa.array([_unquoted(cell) for cell in cells[1:]], pa.string())
            header[index] = _unquoted(name)
            columns[index] = pa.DictionaryArray.from_arrays(column.indices, bare)
    if header == list(table.header):
        return table, []
    return replace(table, header=tuple(header), columns=tuple(columns)), ["格子外面多余的引号没有读进去"]


def _is_quoted(cell: str) -> bool:
    """Whether a cell is in quotes of one kind, or blank."""
    text = cell.strip(BLANKS)
    return not text or (len(text) > 1 and text[0] in "'\"" and text[0] == text[-1])


def _unquoted(cell: str) -> str:
    text = cell.strip(BLANKS)
    return text[1:-1].strip(BLANKS)
