"""Workbooks of Excel 97 to 2003: what nobody sees is said, and an error is no blank answer."""

import pytest

from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.importing.files.workbook import read_workbook
from board.importing.text import UNCALCULATED
from tests.ballot_files import HEADER, ballot, small_form
from tests.nasty_workbooks import xls

COUNTS = (2, 300)


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("error", ["=#N/A", "#N/A"])
def test_a_formula_with_an_error_is_asked_about(error: str, count: int) -> None:
    rows = [HEADER, *[ballot("深", "清", "好")] * count, ballot("深", error, "好")]
    given = check_ballots("评议.xls", xls("表", rows), small_form(), Choices())
    assert [(p.row, p.column) for p in given.problems] == [(count + 2, "F 发展思路清不清")]
    assert read_workbook(xls("表", rows))[0].rows[count + 1][5] == UNCALCULATED


def test_hidden_rows_and_columns_are_known() -> None:
    rows = [HEADER, ballot("深", "清", "好"), ballot("较深", "清", "好")]
    sheet = read_workbook(xls("表", rows, hidden_rows=[3], hidden_columns=[2]))[0]
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({3}), frozenset({2}))
    given = check_ballots("评议.xls", xls("表", rows, hidden_rows=[3]), small_form(), Choices(hidden="skip"))
    assert given.ballots.num_rows == 1


def test_a_workbook_without_any_is_as_before() -> None:
    sheet = read_workbook(xls("表", [HEADER, ballot("深", "清", "好")]))[0]
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset(), frozenset())
