"""A workbook with a sheet for each group is one file; where a sheet may hold some of its ballots again, it is asked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from board.errors import BoardError
from board.importing.ballots import check_ballots
from board.importing.checked import Checked
from board.importing.choices import Choices
from tests.ballot_files import HEADER, small_form
from tests.nasty_workbooks import xlsx
from tests.polluted_files import TODAY, base, read_of, text_of

_ROWS, _TRUTH = base()
_CHOICES = Choices(cast_on=TODAY)
_PARTS = {group: [HEADER, *(row for row in _ROWS if row[0] == group)] for group in ("家长", "党员", "教职工")}
_REST = [HEADER, *(row for row in _ROWS if row[0] == "普通群众")]
_LABELS = ["认识深不深", "发展思路清不清", "总体评价"]


def read(sheets: Mapping[str, Sequence[Sequence[Any]]], choices: Choices = _CHOICES) -> Checked:
    return check_ballots(
        "评议.xlsx", xlsx({name: [list(row) for row in rows] for name, rows in sheets.items()}), small_form(), choices
    )


def questions(checked: Checked) -> list[str]:
    return [problem.what for problem in checked.problems if problem.severity == "error"]


_TABS = (
    ("家长", "党员", "教职工", "普通群众"),
    ("家长（1）", "2.党员", "教职工评议表", "普通群众"),
    ("一（1）班", "一（2）班", "二（1）班", "三班"),
    ("12月8日", "12月9日", "12月10日", "12月11日"),
)


@pytest.mark.parametrize("names", _TABS)
def test_sheets_of_groups_classes_and_days_are_read_together(names: tuple[str, ...]) -> None:
    checked = read(dict(zip(names, [*_PARTS.values(), _REST], strict=True)))
    assert read_of(checked) == _TRUTH
    assert not questions(checked)
    assert checked.row_count == len(_ROWS)
    assert checked.content_sha256 == read({"全部": [HEADER, *_ROWS]}).content_sha256


def test_a_sheet_of_all_beside_those_of_its_groups_is_left_out() -> None:
    sheets = {**_PARTS, "普通群众": _REST}
    assert read_of(read({**sheets, "汇总": [HEADER, *_ROWS]})) == _TRUTH
    assert questions(read({**sheets, "汇总": [HEADER, *_ROWS[1:]]}))
    assert read_of(read({**_PARTS, "汇总": [HEADER, *_ROWS]})) == _TRUTH


def test_a_tally_of_all_beside_those_of_its_groups_is_left_out() -> None:
    head = ["评议项目", "好", "较好", "一般", "差", "弃权"]
    parts = {"家长": [3, 2, 1, 0, 1], "党员": [1, 2, 0, 3, 1]}
    sheets: dict[str, list[list[Any]]] = {
        name: [["纸质票"], head, *([label, *counts] for label in _LABELS)] for name, counts in parts.items()
    }
    sums: list[list[Any]] = [[label, 4, 4, 1, 3, 2] for label in _LABELS]
    checked = read({**sheets, "合计": [["纸质票"], head, *sums]})
    assert not questions(checked)
    assert sum(row["ballot_count"] for row in checked.tally_ballots.to_pylist()) == 14
    wrong: list[list[Any]] = [[label, 5, 4, 1, 3, 2] for label in _LABELS]
    assert questions(read({**sheets, "合计": [["纸质票"], head, *wrong]}))


@pytest.mark.parametrize("names", [("家长", "家长（副本）"), ("家长", "Sheet1"), ("一班", "一班（2）")])
def test_a_sheet_that_may_be_a_copy_is_asked_about(names: tuple[str, str]) -> None:
    rows = [HEADER, *_ROWS[:4]], [HEADER, *_ROWS[4:]]
    assert questions(read(dict(zip(names, rows, strict=True))))


def test_the_same_ballots_under_two_tabs_are_not_counted_twice() -> None:
    assert read_of(read({"一班": [HEADER, *_ROWS], "二班": [HEADER, *_ROWS]})) == _TRUTH
    three = {"一班": [HEADER, *_ROWS], "二班": [HEADER, *_ROWS[::-1]], "三班": [HEADER, *_ROWS[:2], _ROWS[2], _ROWS[2]]}
    assert questions(read(three))


def test_a_sheet_of_another_group_than_its_tab_is_asked_about() -> None:
    assert questions(read({"家长": _PARTS["党员"], "党员": _PARTS["家长"]}))


def test_a_chosen_sheet_is_read_alone() -> None:
    checked = read(_PARTS, Choices(sheet="党员", cast_on=TODAY))
    assert read_of(checked) == {key: count for key, count in _TRUTH.items() if key[0] == "党员"}


def test_rows_that_may_be_blank_ballots_are_looked_at_sheet_by_sheet() -> None:
    bare = [["序号", *_LABELS], ["1", "深", "清", "好"], ["2", "", "", ""]]
    other = [["序号", *_LABELS], ["1", "深", "不清", "好"]]
    assert questions(read({"家长": bare, "党员": other}, Choices(way="paper", cast_on=TODAY)))


@pytest.mark.parametrize(
    ("counts", "number"),
    [(["2张", "1张", "3张", "1张", "1张", "1张", "1张", "1张"], 11), ([f"{n}份" for n in range(1, 9)], 36)],
)
def test_a_row_of_several_copies_is_as_many_ballots_and_one_suggestion(counts: list[str], number: int) -> None:
    rows = [[*row, count] for row, count in zip(_ROWS, counts, strict=True)]
    checked = check_ballots("评议.csv", text_of([[*HEADER, "份数"], *rows]).encode(), small_form(), _CHOICES)
    assert not questions(checked)
    assert checked.ballots.num_rows == number
    assert checked.suggestions.num_rows == 3


def test_bare_numbers_are_copies_once_the_clerk_says_so() -> None:
    rows = [[*row, str(1 + at % 3)] for at, row in enumerate(_ROWS)]
    data = text_of([[*HEADER, "份数"], *rows]).encode()
    assert len(questions(check_ballots("评议.csv", data, small_form(), _CHOICES))) == 1
    checked = check_ballots("评议.csv", data, small_form(), Choices(cast_on=TODAY, columns={"份数": "copies"}))
    assert checked.ballots.num_rows == sum(1 + at % 3 for at in range(len(rows)))
    wrong = text_of([[*HEADER, "份数"], *rows[:-1], [*_ROWS[-1], "0"]]).encode()
    assert questions(check_ballots("评议.csv", wrong, small_form(), Choices(cast_on=TODAY, columns={"份数": "copies"})))


def page(rows: list[list[str]], form: str = "<table>{}</table>") -> bytes:
    lines = ("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body>{form.format(''.join(lines))}</body></html>".encode()


def test_a_page_called_a_workbook_is_read_with_what_stands_above_it() -> None:
    bare = [HEADER[:1] + HEADER[3:], *([row[0], *row[3:]] for row in _ROWS)]
    data = page(bare, "<p>纸质评议表</p><p>填表日期：2025-12-10</p><table>{}</table>")
    found = read_of(check_ballots("评议.xls", data, small_form(), _CHOICES))
    assert {ballot[1:3] for ballot in found} == {("paper", date(2025, 12, 10))}
    assert sum(found.values()) == len(_ROWS)


_BROKEN = (
    "<table>{}",
    "<table>{}<tr><td",
    "<table>{}<!-- ",
    "<table><tr><td><table>{}</table></table>",
    "<table><tr><td style='display:none'>1</td></tr>{}</table>",
    "<p>没有表格</p>",
    "<table>{}<tr><td colspan=99999>1</td></tr></table>",
)


@pytest.mark.parametrize("form", _BROKEN)
def test_a_page_that_is_cut_off_or_laid_out_otherwise_is_refused(form: str) -> None:
    with pytest.raises(BoardError):
        check_ballots("评议.xls", page([HEADER, *_ROWS], form), small_form(), _CHOICES)


def test_cells_merged_in_a_page_are_in_every_row_they_cover() -> None:
    first, *others = _ROWS
    head = "<tr>" + "".join(f"<th>{name}</th>" for name in HEADER) + "</tr>"
    lines = f"<tr><td rowspan={len(_ROWS)}>家长</td>" + "".join(f"<td>{cell}</td>" for cell in first[1:]) + "</tr>"
    lines += "".join("<tr>" + "".join(f"<td>{cell}<br></td>" for cell in row[1:]) + "</tr>" for row in others)
    data = f"<table>{head}{lines}</table>".encode("gb18030")
    found = read_of(check_ballots("评议.xls", data, small_form(), _CHOICES))
    assert {ballot[0] for ballot in found} == {"家长"}
    assert sum(found.values()) == len(_ROWS)


def forms(*groups: str, end: str = "") -> bytes:
    rows: list[Sequence[str]] = [["纸质评议表"], ["日期：2025-12-10"]]
    for at, group in enumerate(groups, 1):
        rows += [
            [f"第{at}张", f"参评人员：{group}"],
            ["评议项目", "评价"],
            *zip(_LABELS, ("深", "清", "好"), strict=True),
        ]
        rows += [["意见和建议", "多开会"]] if at == 2 else []
    return text_of([*rows, *([[end]] if end else [])]).encode()


def test_forms_one_below_the_other_are_a_ballot_each() -> None:
    checked = check_ballots("评议.csv", forms("家长", "党员", "家长", end="合计3张"), small_form(), _CHOICES)
    assert not questions(checked)
    assert sorted(checked.ballots["group_label"].to_pylist()) == ["党员", "家长", "家长"]
    assert checked.suggestions["content"].to_pylist() == ["多开会"]


def test_a_form_that_lacks_its_group_or_has_a_line_nobody_knows_is_not_put_together() -> None:
    broken = (
        forms("家长", "党员", "家长").decode().replace("参评人员：党员", "记得补"),
        forms("家长", "党员").decode() + "清,好\r\n",
    )
    for text in broken:
        with pytest.raises(BoardError):
            check_ballots("评议.csv", text.encode(), small_form(), _CHOICES)
