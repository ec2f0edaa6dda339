"""A row that stands for several ballots alike (份数: 3张) → as many rows."""

import re
from dataclasses import replace

import numpy as np
import pyarrow as pa

from board.importing.cells import NO_PROBLEMS, UNREAD, Codes, Problems, coded, unread_cells
from board.importing.choices import Choices
from board.importing.layouts.layout import Layout, chosen_role
from board.importing.problems import letter
from board.importing.roles import COPIES, counts_copies
from board.importing.table import Table, is_blank
from board.importing.text import clean

_COPIES = re.compile(r"(?:共|计|各|相同的?|同样的?)?\s*(\d{1,4})(?:\.0)?\s*([张份票]?)")

_MOST = 2_000_000


def multiplied(table: Table, layout: Layout, choices: Choices) -> tuple[Table, Layout, list[str], Problems]:
    """The table with each row as often as its copies say, the layout without that column, notes and problems.

    A column counts copies if the clerk says so, or if it is called so and each of its cells has its unit (3张): bare
    numbers may number the rows. What is written on a ballot isn't repeated.
    """
    index = layout.roles.get(COPIES)
    if index is None:
        index = next((i for i in layout.ignored if _says_so(table, i, choices)), None)
    if index is None or not len(table.row_numbers):
        return table, layout, [], NO_PROBLEMS
    counts = np.where(is_blank(table.columns[index]), 1, coded(table.columns[index], _count))
    ignored = tuple(each for each in layout.ignored if each != index)
    layout = replace(layout, roles={**layout.roles, COPIES: index}, ignored=ignored)
    name = table.header[index]
    bad = (counts < 1) | (counts.sum() > _MOST)
    if bad.any():
        remedy = "请写 1、2、3 这样的张数"
        return table, layout, [], unread_cells(table, index, bad, "“{}”不是一行能算的张数".format, remedy)
    note = f"{letter(index)} 列“{name}”是一行算几张：{len(counts)} 行按 {int(counts.sum())} 张评议表计"
    return _repeated(table, counts, layout.suggestions), layout, [note], NO_PROBLEMS


def _says_so(table: Table, index: int, choices: Choices) -> bool:
    name = table.header[index]
    if chosen_role(index, name, choices.columns) is not None or not counts_copies(name):
        return False
    cells = [found for text in table.columns[index].to_pylist() if (found := _COPIES.fullmatch(clean(text)))]
    return len(cells) == len(table.row_numbers) and all(found[2] and int(found[1]) for found in cells)


def _count(text: str) -> int:
    found = _COPIES.fullmatch(clean(text))
    return int(found[1]) if found else UNREAD


def _repeated(table: Table, counts: Codes, says: tuple[int, ...]) -> Table:
    places = np.repeat(np.arange(len(counts)), counts)
    again = np.concatenate([[False], places[1:] == places[:-1]])
    columns = [_once(column.take(pa.array(places)), again if i in says else None)
               for i, column in enumerate(table.columns)]  # fmt: skip
    origins = {index: (rows[places], name) for index, (rows, name) in table.origins.items()}
    return replace(table, columns=tuple(columns), row_numbers=table.row_numbers[places], origins=origins)


def _once(column: pa.DictionaryArray, again: np.ndarray | None) -> pa.DictionaryArray:
    if again is None:
        return column
    texts = ["" if is_again else text for text, is_again in zip(column.to_pylist(), again, strict=True)]
    return pa.array(texts, pa.string()).dictionary_encode()
