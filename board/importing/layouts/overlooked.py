"""Unused columns that hold something ballots have: reported, never silently passed over."""

import re
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from board.importing.answers import general_word
from board.importing.cells import Problems, unread_cells
from board.importing.choices import Choices
from board.importing.facts import read_valid, read_void
from board.importing.form import BallotForm
from board.importing.layouts.layout import chosen_role
from board.importing.problems import Problem, Severity, column_name
from board.importing.roles import BALLOT, COPIES, COUNT, counts_copies, fact_label, identifying, is_called
from board.importing.table import Table
from board.importing.text import MERGED, clean, is_whole, shortened

_VOID_MARK = "作废|废票|无效"
_ABOUT_VOID = re.compile("废|有效|效票")
_WRITTEN = re.compile("[\u4e00-\u9fff].*[\u4e00-\u9fff]")
_LEAST_WRITTEN = 6
_HALF = 0.5
_LOOKED_AT = 1_000
_ELSE_UNUSED = "不是的，在“每一列用作什么”里把这一列选为“不用”"


def overlooked(
    table: Table, ignored: tuple[int, ...], form: BallotForm, choices: Choices, *, has_overall: bool = True
) -> list[Problems]:
    """Problems of unused columns, except those that the clerk or their name explains.

    has_overall: the overall grade has its column; otherwise one of these may be it.
    """
    found = []
    for index in ignored:
        name = table.header[index]
        is_explained = identifying(name) or is_called(name, BALLOT)
        if chosen_role(index, name, choices.columns) is None and not is_explained:
            found += list(_of_column(table, index, form, choices, has_overall))
    return found


def _of_column(table: Table, index: int, form: BallotForm, choices: Choices, has_overall: bool) -> Iterator[Problems]:
    column = table.columns[index]
    marks = pc.match_substring_regex(column.dictionary, _VOID_MARK).to_numpy(zero_copy_only=False)
    texts = (clean(value) for value in column.dictionary[:_LOOKED_AT].to_pylist())
    values = [text for text in texts if text not in ("", MERGED)]
    if marks.any():
        yield _unread_marks(table, index, marks, choices)
    elif _counts_for_several(table.header[index], values):
        what = "这一列写着份数，说不清是不是一行代表好几张评议表"
        remedy = f"是的，在“每一列用作什么”里选“{fact_label(COPIES)}”；{_ELSE_UNUSED}"
        yield _asked(table, index, values, what, remedy, "error")
    elif values and all(_is_mark(value) for value in values):
        yield _asked(table, index, values, *_about_marks(table.header[index]))
    elif values and sum(general_word(value, form) is not None for value in values) >= _HALF * len(values):
        what = "这一列填的像是评议词，没有用"
        remedy = f"是评议项目的，在“每一列用作什么”里选定；{_ELSE_UNUSED}"
        yield _asked(table, index, values, what, remedy, "warning" if has_overall else "error")
    elif written := [value for value in values if len(value) >= _LEAST_WRITTEN and _WRITTEN.search(value)]:
        what = "这一列写着文字，没有用，也不保存"
        yield _asked(table, index, written, what, "是意见和建议的，在“每一列用作什么”里选定", "warning")


def _unread_marks(table: Table, index: int, marks: npt.NDArray[np.bool_], choices: Choices) -> Problems:
    """Reports 作废 in an unused column (备注): a void ballot must not count because of a header."""
    marked = marks[table.columns[index].indices.to_numpy()]
    marked &= ~np.isin(table.row_numbers, sorted(choices.voided_rows))
    what: Callable[[str], str] = "写着“{}”，没有当作废票，请核对".format
    return unread_cells(table, index, marked, what, f"是废票的，选“作为废票”；{_ELSE_UNUSED}")


def _counts_for_several(name: str, values: list[str]) -> bool:
    """Whether a column may say how many ballots a row stands for: by its name, or whole numbers without one."""
    if is_called(name, COUNT):
        return any(value.removesuffix(".0") != "1" for value in values)
    is_likely = counts_copies(name) if clean(name) else not _are_numbered(values)
    return is_likely and _are_counts(values)


def _are_numbered(values: list[str]) -> bool:
    return [*map(int, filter(is_whole, values))] == [*range(1, len(values) + 1)]


def _are_counts(texts: list[str]) -> bool:
    return bool(texts) and all(map(is_whole, texts)) and any(int(text) > 1 for text in texts)


def _is_mark(value: str) -> bool:
    return read_void(value) is not None or read_valid(value) is not None


def _about_marks(name: str) -> tuple[str, str, Severity]:
    """The question about a yes-or-no column: an error if its name is about void ballots or empty, else a warning."""
    what = "这一列填的是“是”“否”一类的记号，没有用：说不清标的是不是废票"
    remedy = f"标的是废票的，在“每一列用作什么”里选定；{_ELSE_UNUSED}"
    return what, remedy, "error" if _ABOUT_VOID.search(name) or not name else "warning"


def _asked(table: Table, index: int, values: list[str], what: str, remedy: str, severity: Severity) -> Problems:
    name = table.header[index]
    problem = Problem(
        sheet=table.sheet,
        row=table.header_row,
        column=column_name(index, name),
        value=shortened("、".join(values[:3])),
        what=what,
        remedy=remedy,
        severity=severity,
    )
    return Problems((problem,), 1)
