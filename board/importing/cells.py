"""A column's few distinct values, each read once, and the cells that could not be read."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from board.importing.problems import MOST_PROBLEMS, Problem, column_name
from board.importing.table import Table
from board.importing.text import shortened

UNREAD = -1
Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Problems:
    """Problems of a column or a table. first: the first MOST_PROBLEMS of them. count: how many there are in all."""

    first: tuple[Problem, ...]
    count: int


def coded(column: pa.DictionaryArray, read: Callable[[str], int]) -> Codes:
    """A number per row: the result of `read` for the row's value (UNREAD if it can't be read)."""
    by_value = np.fromiter((read(value) for value in column.dictionary.to_pylist()), np.int64)
    return by_value[column.indices.to_numpy()] if len(column) else np.zeros(0, np.int64)


def value_in(column: pa.DictionaryArray, row: int) -> str:
    """The cell of a row, counted from 0."""
    return str(column[row].as_py())


def unread_cells(table: Table, index: int, bad: Mask, what: Callable[[str], str], remedy: str) -> Problems:
    """A problem for each marked row of a column; `what` makes its text from the cell's value."""
    rows = np.flatnonzero(bad)
    found = [_cell_problem(table, index, int(row), what, remedy) for row in rows[:MOST_PROBLEMS]]
    return Problems(tuple(found), len(rows))


def _cell_problem(table: Table, index: int, row: int, what: Callable[[str], str], remedy: str) -> Problem:
    value = value_in(table.columns[index], row)
    rows, name = table.origins.get(index) or (table.row_numbers, column_name(index, table.header[index]))
    return Problem(table.sheet, int(rows[row]), name, shortened(value), what(shortened(value)), remedy)


def missing_column(table: Table, name: str, what: str, remedy: str) -> Problems:
    """One problem for a column that the file doesn't have."""
    return Problems((Problem(table.sheet, table.header_row, name, "", what, remedy),), 1)


NO_PROBLEMS = Problems((), 0)
