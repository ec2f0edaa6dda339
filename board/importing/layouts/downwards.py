"""Cells that are meant for the rows below them too: 〃 and 同上, and a group or day written once a block."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from board.importing.cells import Mask
from board.importing.layouts.layout import Layout
from board.importing.problems import letter
from board.importing.roles import DAY, GROUP, WAY
from board.importing.table import Table, is_blank
from board.importing.text import BLANKS, key

_DITTO = ("〃", "″", '"', "“", "”", "''", "同上", "同前")
# A block needs rows enough that a cell left out by mistake doesn't look like one.
_LEAST_ROWS = 6
_LEAST = {GROUP: 2, WAY: 2, DAY: 1}


def continued(table: Table, layout: Layout) -> tuple[Table, list[str]]:
    """The table with the group, way and day of each row in the row itself, and notes.

    Blank cells go on only where each word is written once, the first at the top, and most cells are blank.
    """
    columns, notes = list(table.columns), []
    for role, least in _LEAST.items():
        index = layout.roles.get(role)
        if index is None:
            continue
        ditto = _says_ditto(table.columns[index])
        blank = is_blank(table.columns[index])
        if ditto.any() and not ditto[0]:
            notes.append(f"“{table.header[index]}”写着“同上”一类的，照上一行读")
        elif _is_written_once(table.columns[index], blank, least):
            ditto = blank
            notes.append(f"{letter(index)} 列“{table.header[index]}”每段只写了一次，下面空着的都照它读")
        else:
            continue
        columns[index] = _filled(columns[index], ditto)
    return (replace(table, columns=tuple(columns)), notes) if notes else (table, [])


def _says_ditto(column: pa.DictionaryArray) -> Mask:
    texts = pc.utf8_trim(column.dictionary, BLANKS)
    known = pc.is_in(texts, value_set=pa.array(_DITTO, pa.string())).to_numpy(zero_copy_only=False)
    return known[column.indices.to_numpy()] if known.any() else np.zeros(len(column), bool)


def _is_written_once(column: pa.DictionaryArray, blank: Mask, least: int) -> bool:
    if len(blank) < _LEAST_ROWS or blank[0] or 2 * int(blank.sum()) < len(blank):
        return False
    written = [key(text) for text in column.filter(pa.array(~blank)).to_pylist()]
    return len(written) >= least and len({*written}) == len(written)


def _filled(column: pa.DictionaryArray, open_: Mask) -> pa.DictionaryArray:
    """The column with the marked cells as the last one above that isn't."""
    places = np.where(open_, 0, np.arange(len(open_)))
    indices = column.indices.to_numpy()[np.maximum.accumulate(places)]
    return pa.DictionaryArray.from_arrays(pa.array(indices, column.indices.type), column.dictionary)
