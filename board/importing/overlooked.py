"""Columns that nothing is taken from although they hold something that ballots have: looked at, never passed over."""

import re
from collections.abc import Callable, Iterator

import numpy as np

from board.importing.answers import general_word
from board.importing.cells import Told, unread_cells
from board.importing.choices import Choices
from board.importing.facts import read_valid, read_void
from board.importing.form import BallotForm
from board.importing.layout import chosen_role
from board.importing.problems import Problem, Severity, column_name
from board.importing.roles import BALLOT, identifying, is_called
from board.importing.table import Table, distinct
from board.importing.text import clean, shortened

_VOID_MARK = re.compile("作废|废票|无效")
_ABOUT_VOID = re.compile("废|有效|效票")
_WRITTEN = re.compile("[\u4e00-\u9fff].*[\u4e00-\u9fff]")
_LEAST_WRITTEN = 6
_HALF = 0.5
_ELSE_UNUSED = "不是的，在“每一列用作什么”里把这一列选为“不用”"


def overlooked(table: Table, ignored: tuple[int, ...], form: BallotForm, choices: Choices) -> list[Told]:
    """What is to be asked about columns that nothing is taken from, but for those that the clerk or a name explains."""
    found = []
    for index in ignored:
        name = table.header[index]
        is_explained = identifying(name) or is_called(name, BALLOT)
        if chosen_role(index, name, choices.columns) is None and not is_explained:
            found += list(_of_column(table, index, form, choices))
    return found


def _of_column(table: Table, index: int, form: BallotForm, choices: Choices) -> Iterator[Told]:
    texts = [clean(value) for value in table.columns[index].dictionary.to_pylist()]
    if any(map(_VOID_MARK.search, texts)):
        yield _unread_marks(table, index, texts, choices)
        return
    values = [text for text in (distinct(table.columns[index]) or ()) if clean(text)]
    if values and all(_is_mark(value) for value in values):
        yield _asked(table, index, values, *_about_marks(table.header[index]))
    elif values and sum(general_word(value, form) is not None for value in values) >= _HALF * len(values):
        what = "这一列填的像是评议词，没有用"
        yield _asked(table, index, values, what, "是评议项目的，在“每一列用作什么”里选定", "warning")
    elif any(len(text) >= _LEAST_WRITTEN and _WRITTEN.search(text) for text in texts):
        written = [text for text in texts if len(text) >= _LEAST_WRITTEN]
        what = "这一列写着文字，没有用，也不保存"
        yield _asked(table, index, written, what, "是意见和建议的，在“每一列用作什么”里选定", "warning")


def _unread_marks(table: Table, index: int, texts: list[str], choices: Choices) -> Told:
    """作废 in a column that nothing is taken from (备注): a void ballot must not count because of a header."""
    values = np.array([_VOID_MARK.search(text) is not None for text in texts])
    marked = values[table.columns[index].indices.to_numpy()]
    marked &= ~np.isin(table.row_numbers, sorted(choices.voided_rows))
    what: Callable[[str], str] = "写着“{}”，没有当作废票，请核对".format
    return unread_cells(table, index, marked, what, f"是废票的，选“作为废票”；{_ELSE_UNUSED}")


def _is_mark(value: str) -> bool:
    return read_void(value) is not None or read_valid(value) is not None


def _about_marks(name: str) -> tuple[str, str, Severity]:
    """Yes and no under a name that says nothing of ballots may be any question; under one that does it must be read."""
    what = "这一列填的是“是”“否”一类的记号，没有用：说不清标的是不是废票"
    remedy = f"标的是废票的，在“每一列用作什么”里选定；{_ELSE_UNUSED}"
    return what, remedy, "error" if _ABOUT_VOID.search(name) or not name else "warning"


def _asked(table: Table, index: int, values: list[str], what: str, remedy: str, severity: Severity) -> Told:
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
    return Told((problem,), 1)
