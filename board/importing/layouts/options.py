"""One column per option (21.题干:选项, 题干-选项, 题干（选项）) → one per criterion, with the option that is ticked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pyarrow as pa

from board.importing.answers import general_word, read_heading, readings
from board.importing.cells import UNREAD, coded
from board.importing.choices import Choices
from board.importing.facts import NO, YES
from board.importing.form import BallotForm
from board.importing.problems import column_name
from board.importing.roles import found_role
from board.importing.table import Table, distinct
from board.importing.text import clean, is_whole, word

_TICKED = YES | {"选中", "已选"}
_NOT_TICKED = NO | {"", "未选", "未选中", "(空)"}
_SEVERAL = "┋"
_NAMED = re.compile(
    r"(.+?)\s*(?:[:_|/]|[-—–]{1,2}|[(\[【](?=[^()\[\]【】]+[)\]】]$))\s*([^:_|/()\[\]【】—–-]+)[)\]】]?"
)
# Alone in the columns of options, they tick all the same.
_HOLLOW = {"○", "□"}


@dataclass(frozen=True)
class Option:
    """A column for one answer to one criterion. `rank` 0: blank."""

    index: int
    criterion_id: str
    label: str
    rank: int


def find_options(table: Table, form: BallotForm) -> list[Option]:
    """The columns of criteria that have a column for each of at least two answers."""
    found = [option for index, name in enumerate(table.header) if (option := _option(index, name, form))]
    ranks: dict[str, set[int]] = {}
    for option in found:
        ranks.setdefault(option.criterion_id, set()).add(option.rank)
    return [option for option in found if len(ranks[option.criterion_id]) > 1]


def _option(index: int, name: str, form: BallotForm) -> Option | None:
    head, label = _parts(name)
    if not head or general_word(label, form) is None:
        return None
    found = found_role(head, form)
    criterion = next((c for c in form.criteria if found and c.criterion_id == found.role), None)
    reading = read_heading(label, readings(criterion, Choices())) if criterion else None
    return Option(index, criterion.criterion_id, label, reading.rank) if criterion and reading else None


def _parts(name: str) -> tuple[str, str]:
    """A header's question and option; ("", "") if it has none."""
    found = _NAMED.fullmatch(clean(name))
    return (found[1], found[2]) if found else ("", "")


def are_counts(table: Table, options: Sequence[Option]) -> bool | None:
    """Whether the columns hold counts (True), ticks (False), or could be either (None)."""
    values = {clean(value) for option in options for value in distinct(table.columns[option.index], 10_000) or ()}
    if any(is_whole(value) and int(value) > 1 for value in values):
        return True
    if values - _NOT_TICKED - {"1"}:
        return False
    few = 8
    return None if len(table.row_numbers) <= few else False


def joined_options(table: Table, options: Sequence[Option]) -> tuple[Table, dict[int, str]]:
    """The table with a column per criterion appended, and column → role: the new ones, "" for each option.

    If several options are ticked, or a mark is unknown, the cell holds them all and is later reported as unreadable.
    """
    roles = dict.fromkeys((option.index for option in options), "")
    only = _only_mark(table, options)
    for criterion_id in dict.fromkeys(option.criterion_id for option in options):
        own = [option for option in options if option.criterion_id == criterion_id]
        roles[len(table.header)] = criterion_id
        table = _with_column(table, own, only)
    return table, roles


def _only_mark(table: Table, options: Sequence[Option]) -> str:
    """The one mark in all these columns, if there is no other and it says neither yes nor no; or ""."""
    marks = {clean(value) for each in options for value in distinct(table.columns[each.index]) or ("?", "!")} - {""}
    mark = marks.pop() if len(marks) == 1 else ""
    is_mark = len(mark) == 1 and not mark.isalnum() and (mark in _HOLLOW or mark.casefold() not in YES | NO)
    return mark if is_mark else ""


def _with_column(table: Table, options: Sequence[Option], only: str) -> Table:
    head = _parts(table.header[options[0].index])[0]
    values = np.full(len(table.row_numbers), "", object)
    marks = [coded(table.columns[each.index], partial(_tick, label=each.label, only=only)) for each in options]
    for option, codes in zip(options, marks, strict=True):
        values[codes == 1] = [f"{v}{_SEVERAL}{option.label}" if v else option.label for v in values[codes == 1]]
    for option, codes in zip(options, marks, strict=True):
        for row in np.flatnonzero(codes == UNREAD):
            values[row] = str(table.columns[option.index][int(row)].as_py())
    column = pa.array(values.tolist(), pa.string()).dictionary_encode()
    first = options[0].index
    origin = (table.row_numbers, column_name(first, table.header[first]))
    return replace(
        table,
        header=(*table.header, head),
        columns=(*table.columns, column),
        origins={**table.origins, len(table.header): origin},
    )


def _tick(value: str, label: str, only: str) -> int:
    plain = clean(value).casefold()
    if (only and clean(value) == only) or plain in _TICKED or word(value) == word(label):
        return 1
    return 0 if plain in _NOT_TICKED else UNREAD
