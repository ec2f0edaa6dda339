"""Void ballots: as columns mark them (是否废票, 是否有效), as suggestions say it, and as the clerk chose."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pyarrow.compute as pc

from board.importing.cells import NO_PROBLEMS, UNREAD, Codes, Mask, Problems, coded, unread_cells, value_in
from board.importing.choices import Choices
from board.importing.facts import CALLED_VOID, read_valid, read_void
from board.importing.layouts.layout import Layout
from board.importing.problems import Problem, column_name
from board.importing.read import Reading
from board.importing.roles import TICKED, UNTICKED, VALID, VOID
from board.importing.table import Table, is_blank
from board.importing.text import clean, shortened

_NO_COLUMN = -2
# A ballot that is called void where suggestions are written; not one that speaks of rules that are void.
_CALLED_VOID = re.compile(
    "(?:此|本|该|这|整)(?:张|份)?(?:选|评议)?(?:票|表|卷).{0,4}(?:作废|无效|废|不算|不计)"
    "|^[（(]?(?:已)?(?:作废|废票|废表|废卷|无效|无效票|空白废票|涂改作废|作废票)[）)]?(?:$|[，,。；;！! ])"
)
_ABOUT_VOID = "废|无效|不算|不计"
_LONGEST = 30
_IN_COLUMNS = "在“每一列用作什么”里选定"


def read_void_column(table: Table, layout: Layout, choices: Choices) -> Reading:
    """1 for each void ballot: what the file (是否废票, 是否有效, a suggestion) or the clerk says so.

    A blank among ticks under 有效, and columns that contradict each other, are one question each.
    """
    void = _read_mark(table, layout.roles.get(VOID), read_void, "“{}”说不清是不是废票", "废票写“是”，其余留空")
    role = next((role for role in (VALID, TICKED, UNTICKED) if role in layout.roles), VALID)
    index = layout.roles.get(role)
    valid = _read_mark(table, index, _valid_or_blank, "“{}”说不清是不是有效", "有效写“是”，废票写“否”")
    blank = is_blank(table.columns[index]) if index is not None else np.zeros(len(table.row_numbers), bool)
    is_valid, is_invalid = (valid.codes == 1) & ~blank, valid.codes == 0
    chosen = np.isin(table.row_numbers, sorted(choices.voided_rows))
    is_void = (void.codes == 1) | is_invalid | chosen | (blank & (role == TICKED))
    problems = [void.problems, valid.problems]
    if index is not None and role == VALID:
        problems.append(_half_ticked(table, index, is_valid, blank))
    if index is not None and VOID in layout.roles:
        at = layout.roles[VOID]
        unmarked = (void.codes == 0) & ~is_blank(table.columns[at])
        problems.append(_contradiction(table, (at, index), ((void.codes == 1) & is_valid) | (unmarked & is_invalid)))
    problems += [_in_words(table, at, ~is_void) for at in layout.suggestions]
    notes = (f"有 {int(chosen.sum())} 张按您的意思算废票",) if chosen.any() else ()
    return Reading(is_void.astype(np.int64), _all(problems), notes)


def with_void_answers(table: Table, asked: Iterable[int], void: Reading) -> Reading:
    """Beside the void ballots those with 废票 in place of their answers, and no answer."""
    called, empty = np.zeros(len(void.codes), bool), np.ones(len(void.codes), bool)
    for index in asked:
        says = coded(table.columns[index], lambda value: int(clean(value) in CALLED_VOID)) == 1
        called |= says
        empty &= says | is_blank(table.columns[index])
    count = int((called & empty & (void.codes != 1)).sum())
    notes = (f"有 {count} 张在评价一栏写着废票，按废票计",) if count else ()
    return replace(void, codes=np.where(called & empty, 1, void.codes), notes=(*void.notes, *notes))


def _all(problems: Iterable[Problems]) -> Problems:
    each = list(problems)
    return Problems(tuple(problem for part in each for problem in part.first), sum(part.count for part in each))


def _valid_or_blank(value: str) -> bool | None:
    return read_valid(value) if clean(value) else True


def _read_mark(table: Table, index: int | None, read: Callable[[str], bool | None], what: str, remedy: str) -> Reading:
    """1 or 0 per row; _NO_COLUMN for all if there is none."""
    if index is None:
        return Reading(np.full(len(table.row_numbers), _NO_COLUMN, np.int64))
    codes = coded(table.columns[index], lambda value: UNREAD if (found := read(value)) is None else int(found))
    return Reading(codes, unread_cells(table, index, codes == UNREAD, what.format, remedy))


def _half_ticked(table: Table, index: int, is_valid: Mask, blank: Mask) -> Problems:
    if not (is_valid.any() and blank.any()):
        return NO_PROBLEMS
    what = f"这一列有 {int(is_valid.sum())} 格写着有效，{int(blank.sum())} 格空着，说不清空着的是不是废票"
    remedy = f"请{_IN_COLUMNS}：“有效，空着是废票”或“有效，空着也有效”"
    return _one(table, index, blank, what, remedy)


def _contradiction(table: Table, columns: tuple[int, int], rows: Mask) -> Problems:
    if not rows.any():
        return NO_PROBLEMS
    names = "”和“".join(table.header[index] for index in columns)
    what = f"“{names}”有 {int(rows.sum())} 行说得相反，说不清是不是废票"
    return _one(table, columns[1], rows, what, f"请核对这几格；或{_IN_COLUMNS}其中一列，另一列选“不用”")


def _one(table: Table, index: int, rows: Mask, what: str, remedy: str) -> Problems:
    """One question for a column, at the first of its rows."""
    first = int(np.argmax(rows))
    value = shortened(value_in(table.columns[index], first))
    name = column_name(index, table.header[index])
    return Problems((Problem(table.sheet, int(table.row_numbers[first]), name, value, what, remedy),), 1)


def _in_words(table: Table, index: int, counted: Mask) -> Problems:
    """Ballots that would count although a suggestion calls them void."""
    # Hardly one in a million does, so all are looked through at once.
    if not pc.any(pc.match_substring_regex(table.columns[index].dictionary, _ABOUT_VOID)).as_py():
        return NO_PROBLEMS
    says: Codes = coded(table.columns[index], _calls_void)
    rows = (says == 1) & counted
    what = "意见里写着“{}”，没有当作废票，请核对".format
    return unread_cells(table, index, rows, what, "是废票的，选“作为废票”；不是的，把这一格改成别的话")


def _calls_void(value: str) -> int:
    plain = clean(value)
    return int(len(plain) <= _LONGEST and _CALLED_VOID.search(plain) is not None)
