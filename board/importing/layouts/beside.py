"""Two halves of a table side by side, as a printed page holds them → one below the other."""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from board.importing.form import BallotForm
from board.importing.roles import found_role
from board.importing.table import Table, is_blank, kept
from board.importing.text import clean

_A_FEW = 2


def stacked(table: Table, form: BallotForm) -> tuple[Table, list[str]]:
    """The table with all its halves one below the other where the header says the same several times; and a note.

    Their columns can't be named by one letter any more. Not if a row is of another width than the header.
    """
    parts = _parts([clean(name) for name in table.header], form)
    if len(parts) < _A_FEW or table.problems or table.origins:
        return table, []
    halves = []
    for part in parts:
        half = replace(table, header=table.header[part], columns=table.columns[part])
        blank = np.logical_and.reduce([is_blank(column) for column in half.columns])
        halves.append(kept(half, ~blank))
    rows = np.concatenate([half.row_numbers for half in halves])
    columns = tuple(
        pa.chunked_array([pa.array(half.columns[at].to_pylist(), pa.string()) for half in halves])
        .combine_chunks()
        .dictionary_encode()
        for at in range(len(halves[0].header))
    )
    header = halves[0].header
    origins = {at: (rows, name) for at, name in enumerate(header)}
    note = f"表分成左右 {len(parts)} 栏，各栏接起来读"
    return replace(table, header=header, columns=columns, row_numbers=rows, origins=origins), [note]


def _parts(header: list[str], form: BallotForm) -> list[slice]:
    """The columns of each half, if all have the same names, several criteria among them."""
    while header and not header[-1]:
        header = header[:-1]
    first = next((name for name in header if name), "")
    starts = [at for at, name in enumerate(header) if name == first]
    ends = [*starts[1:], len(header)]
    parts = [_trimmed(header, start, end) for start, end in zip(starts, ends, strict=True)]
    criteria = {criterion.criterion_id for criterion in form.criteria}
    asked = {found.role for name in header if name and (found := found_role(name, form))} & criteria
    same = len({tuple(header[part]) for part in parts}) == 1 and starts[:1] == [0]
    return parts if same and len(asked) >= min(_A_FEW, len(criteria)) else []


def _trimmed(header: list[str], start: int, end: int) -> slice:
    while not header[end - 1]:
        end -= 1
    return slice(start, end)
