"""One column per group, or per way (党员｜教职工｜家长, 纸质｜网上), ticked → one column that says it in words."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from board.importing.choices import Choices
from board.importing.facts import NO, YES, read_group, read_way
from board.importing.form import BallotForm
from board.importing.roles import GROUP, WAY, fact_label, found_role
from board.importing.table import Table, distinct
from board.importing.text import clean

_A_FEW = 2
_SEVERAL = "、"


def joined_facts(table: Table, form: BallotForm, choices: Choices) -> tuple[Table, dict[int, str], list[str]]:
    """The table with a column appended for group and way where their names are columns of ticks; these columns → role;
    and notes."""
    readers: Mapping[str, Callable[[str], str | None]] = {
        GROUP: lambda name: read_group(name, form, choices.groups),
        WAY: lambda name: read_way(name, choices.ways),
    }
    ticked: dict[int, str] = {}
    notes = []
    for role, read in readers.items():
        named = {
            index: value
            for index, name in enumerate(table.header)
            if name and (value := read(name.rpartition("：")[2])) and not _is_chosen(name, choices)
        }
        is_named = any(name and (found := found_role(name, form)) and found.role == role and found.is_exact
                      for index, name in enumerate(table.header) if index not in named)  # fmt: skip
        values = [*named.values()]
        if is_named or len(values) < _A_FEW or len({*values}) < len(values) or not _are_ticks(table, [*named]):
            continue
        ticked |= dict.fromkeys(named, role)
        table = _with_column(table, named, fact_label(role))
        notes.append(f"{_SEVERAL.join(table.header[index] for index in named)}各占一列，打了勾的算{fact_label(role)}")
    return table, ticked, notes


def _is_chosen(name: str, choices: Choices) -> bool:
    return any(name in chosen for chosen in choices.columns)


def _are_ticks(table: Table, columns: list[int]) -> bool:
    """Whether all cells are ticks or none, and no row has two."""
    values = {clean(value).casefold() for index in columns for value in distinct(table.columns[index]) or ("?",)}
    if not values & YES or not values <= YES | NO | {""}:
        return False
    return bool((np.sum([_ticks(table, index) for index in columns], axis=0) <= 1).all())


def _ticks(table: Table, index: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    column = table.columns[index]
    is_tick = np.array([int(clean(value).casefold() in YES) for value in column.dictionary.to_pylist()], np.int64)
    return is_tick[column.indices.to_numpy()] if len(column) else np.zeros(0, np.int64)


def _with_column(table: Table, named: Mapping[int, str], label: str) -> Table:
    cells = np.full(len(table.row_numbers), "", object)
    for index in named:
        cells[_ticks(table, index) == 1] = table.header[index].rpartition("：")[2]
    column = pa.array(cells.tolist(), pa.string()).dictionary_encode()
    origins = {**table.origins, len(table.header): (table.row_numbers, label)}
    return replace(table, header=(*table.header, label), columns=(*table.columns, column), origins=origins)
