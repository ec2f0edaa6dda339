"""A table is the same however its file was written, and a row's number is the one Excel shows."""

import pytest

from board.errors import BoardError
from board.importing.ballots import check_ballots
from board.importing.table import Table, read_table
from tests.ballot_files import HEADER, file_of, small_form
from tests.nasty_files import ROWS


def rows_of(table: Table) -> list[tuple[str, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    text = "\n".join(separator.join(row) for row in [("群体", "认识"), ("家长", "深"), ("党员", "较深")])
    table = read_table(text.encode())
    assert table.separator == separator
    assert rows_of(table) == [("家长", "深"), ("党员", "较深")]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_will_do(ending: str) -> None:
    table = read_table(ending.join(["群体,认识", "家长,深", "党员,"]).encode())
    assert rows_of(table) == [("家长", "深"), ("党员", "")]


def test_quotes_line_breaks_and_separators_inside_a_cell_are_kept() -> None:
    table = read_table('群体,意见\n家长,"多听,多看\n说了""算""数"\n党员,无\n'.encode())
    assert rows_of(table) == [("家长", '多听,多看\n说了"算"数'), ("党员", "无")]
    assert table.row_numbers.tolist() == [2, 3]


def test_blank_rows_are_skipped_and_counted() -> None:
    table = read_table("群体,认识\n\n家长,深\n,\n　, \n党员,深\n\n".encode())
    assert rows_of(table) == [("家长", "深"), ("党员", "深")]
    assert table.row_numbers.tolist() == [3, 6]


def test_rows_of_bare_separators_are_skipped_the_fast_way_too() -> None:
    table = read_table("群体,认识\n,\n家长,深\n".encode())
    assert table.row_numbers.tolist() == [3]


def test_a_row_that_is_too_wide_or_too_narrow_is_a_problem_of_that_row() -> None:
    table = read_table("群体,认识,思路\n家长,深,清\n党员,深\n家长,深,清,多\n教职工,深,清,\n".encode())
    assert rows_of(table) == [("家长", "深", "清")]
    assert [(problem.row, problem.what) for problem in table.problems] == [
        (3, "这一行有 2 格，表头有 3 格，对不上"),
        (4, "这一行有 4 格，表头有 3 格，对不上"),
        (5, "这一行有 4 格，表头有 3 格，对不上"),
    ]


def test_a_comma_at_the_end_of_every_line_makes_no_column() -> None:
    assert read_table("群体,认识,\n家长,深,\n党员,深,\n".encode()).header == ("群体", "认识")


def test_an_unclosed_quote_is_refused_with_its_row() -> None:
    with pytest.raises(BoardError, match="从第 3 行起"):
        read_table('群体,意见\n家长,好\n家长,"没有写完\n党员,好\n'.encode())


def test_a_quote_in_the_middle_of_a_cell_is_a_character() -> None:
    assert rows_of(read_table('群体,意见\n家长,屏幕12"太小\n'.encode())) == [("家长", '屏幕12"太小')]


def test_only_a_header_is_refused() -> None:
    with pytest.raises(BoardError, match="只有表头"):
        read_table("群体,认识\n".encode())


def test_a_file_of_one_column_is_read() -> None:
    assert rows_of(read_table("认识深不深\n深\n\n较深\n".encode())) == [("深",), ("较深",)]


def test_the_fast_and_the_patient_way_agree() -> None:
    regular = "群体,意见\n" + "".join(f'家长,"第{number}条\n换行"\n' for number in range(2_000))
    patient = regular + '党员,屏幕12"太小\n'
    fast, slow = read_table(regular.encode()), read_table(patient.encode())
    assert rows_of(fast) == rows_of(slow)[:-1]
    assert fast.row_numbers.tolist() == slow.row_numbers.tolist()[:-1]


@pytest.mark.parametrize("written", ["'{}'", ' "{}"'])
def test_quotes_around_every_cell_are_no_part_of_it(written: str) -> None:
    lines = [HEADER, *(row for row in ROWS)]
    text = "\r\n".join(",".join(written.format(cell) if cell else "" for cell in line) for line in lines)
    checked = check_ballots("a", text.encode(), small_form())
    assert checked.error_count == 0
    assert checked.ballots.to_pylist() == check_ballots("a", file_of(ROWS), small_form()).ballots.to_pylist()


def test_a_quote_in_one_cell_alone_stays() -> None:
    read = check_ballots("a", file_of([*ROWS[1:], [*ROWS[0][:7], "'多听'"]]), small_form())
    assert "'多听'" in [row["content"] for row in read.suggestions.to_pylist()]


def test_an_end_as_old_programs_write_it_is_no_row() -> None:
    assert check_ballots("a", file_of(ROWS) + b"\x1a", small_form()).row_count == len(ROWS)
