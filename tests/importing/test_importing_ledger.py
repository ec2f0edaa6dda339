"""Ledgers as they come back: from us, from WPS, from another office's Excel."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from board.errors import BoardError
from board.importing.choices import Choices
from board.importing.files.writing import csv_bytes
from board.importing.ledgers.columns import BASE_SHEET
from board.importing.ledgers.file import LedgerFile
from board.importing.ledgers.kinds import OPINIONS
from board.importing.ledgers.reading import MOST_BYTES, read_ledger
from tests.nasty_workbooks import xlsx

HEADER = ["编号", "具体问题", "牵头领导", "整改时限", "进度"]


def workbook(rows: Any, merged: Sequence[tuple[int, int, int]] = (), base: Any = None) -> bytes:
    """A workbook of these rows; merged: (first row, last row, column); base: the rows of the hidden sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name, cells in {"台账": rows, **({BASE_SHEET: base} if base else {})}.items():
        sheet = book.add_worksheet(name)
        for row, values in enumerate(cells):
            sheet.write_row(row, 0, values)
        if name == "台账":
            for first, last, column in merged:
                sheet.merge_range(first, column, last, column, cells[first][column])
        else:
            sheet.very_hidden()
    book.close()
    return stream.getvalue()


def told(file: LedgerFile) -> list[tuple[int, list[str]]]:
    return [(row.number, list(row.texts.values())) for row in file.rows]


ROW = ["R-001", "开会多", "校长", date(2026, 12, 1), 0.4]
READ = ["R-001", "开会多", "校长", "2026-12-01", "40%"]


def test_a_workbook_is_read_row_by_row_with_its_numbers() -> None:
    file = read_ledger(workbook([HEADER, ROW]))
    assert told(file) == [(2, READ)]
    assert file.columns["percent"] == "E 进度"
    assert file.sheet == "台账"


def test_the_header_is_found_under_titles_and_rows_are_numbered_as_excel_does() -> None:
    file = read_ledger(workbook([["整改台账"], [], ["截至 2026-12-14"], HEADER, ROW, [], ROW]))
    assert [row.number for row in file.rows] == [5, 7]


def test_the_header_of_a_csv_is_found_under_titles_too() -> None:
    file = read_ledger("整改台账\r\n\r\n编号,具体问题,进度\r\nR-001,开会多,40\r\n".encode("gb18030"))
    assert told(file) == [(4, ["R-001", "开会多", "40%"])]
    assert file.is_narrow


def test_columns_are_known_by_their_words_in_any_order_and_others_are_named() -> None:
    rows = [["序号", "完成时限", "存在问题", "责任领导", "经费"], [1, "2026年12月1日", "开会多", "校长", 300]]
    file = read_ledger(workbook(rows))
    assert file.rows[0].texts == {"due_on": "2026-12-01", "problem": "开会多", "leader_id": "校长"}
    assert file.ignored == ("序号", "经费")


def test_merged_cells_hold_in_every_row_they_cover() -> None:
    rows = [HEADER, ROW, ["R-002", "", "", "", 0.2], ["R-003", "少听课", "", "", ""]]
    file = read_ledger(workbook(rows, merged=[(1, 3, 2), (1, 2, 1)]))
    assert [row.texts["leader_id"] for row in file.rows] == ["校长"] * 3
    assert [row.texts["problem"] for row in file.rows] == ["开会多", "开会多", "少听课"]


def test_a_row_that_only_a_merged_cell_reaches_is_no_row() -> None:
    file = read_ledger(workbook([HEADER, ROW, [""] * 5], merged=[(1, 2, 2)]))
    assert [row.number for row in file.rows] == [2]


@pytest.mark.parametrize(
    ("cell", "text"),
    [(0.29, "29%"), (1, "100%"), (0, "0%"), (60, "60%"), ("60%", "60%"), ("６０％", "60%"), ("0.6", "0.6"), ("", "")],
)
def test_progress_is_read_as_excel_and_people_write_it(cell: Any, text: str) -> None:
    file = read_ledger(workbook([HEADER, [*ROW[:4], cell]]))
    assert file.rows[0].texts["percent"] == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (datetime.fromisoformat("2026-12-01T08:30:00"), "2026-12-01"),
        ("2026/12/1", "2026-12-01"),
        ("20261201", "2026-12-01"),
        ("月底", "月底"),
        (46357, "46357"),
    ],
)
def test_a_day_is_read_or_left_as_it_stands(cell: Any, text: str) -> None:
    assert read_ledger(workbook([HEADER, [*ROW[:3], cell, 0.4]])).rows[0].texts["due_on"] == text


def test_the_hidden_sheet_says_what_the_reader_started_from() -> None:
    kept = [["school"], ["2026-12-14T15:30:00"], ["R-001", 4]]
    base = read_ledger(workbook([HEADER, ROW], base=kept)).base
    assert base is not None
    assert (base.activity_id, base.exported_at.hour, dict(base.seqs)) == ("school", 15, {"R-001": 4})


def test_a_hidden_sheet_that_somebody_changed_says_nothing() -> None:
    for kept in ([["school"]], [["school"], ["昨天"]], [["school"], ["2026-12-14T15:30:00"], ["R-001", "四"]]):
        assert read_ledger(workbook([HEADER, ROW], base=kept)).base is None


def test_a_column_that_stands_twice_is_told() -> None:
    file = read_ledger(workbook([[*HEADER, "问题"], [*ROW, "听课少"]]))
    assert [(problem.row, problem.column) for problem in file.problems] == [(1, "F 问题")]
    assert file.rows[0].texts["problem"] == "开会多"


def test_the_guard_comes_off_in_a_csv_and_is_no_guard_in_a_workbook() -> None:
    rows = [["R-001", "'=1+1", "校长", "2026-12-01", "40%"]]
    guarded = csv_bytes(HEADER, [["R-001", "=1+1", "校长", "2026-12-01", "40%"]])
    assert read_ledger(guarded).rows[0].texts["problem"] == "=1+1"
    assert read_ledger(workbook([HEADER, *rows])).rows[0].texts["problem"] == "'=1+1"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04 no workbook", "文件打不开"),
        (b"\xd0\xcf\x11\xe0 no workbook", "文件打不开"),
        ("姓名,分数\n张三,90\n".encode(), "没有找到台账的表头"),
        (workbook([[]]), "没有找到台账的表头"),
        (b"x" * (MOST_BYTES + 1), "文件太大"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(BoardError) as refusal:
        read_ledger(data)
    assert refusal.value.title == said


def test_a_header_without_rows_is_an_empty_ledger() -> None:
    assert read_ledger(workbook([HEADER])).rows == ()


def test_a_workbook_of_excel_2003_is_read_as_well() -> None:
    file = read_ledger((Path(__file__).parent / "ledger_2003.xls").read_bytes())
    assert told(file) == [(3, READ), (4, ["R-002", "听课少", "校长", "2026-12-09", "20%"])]


def test_a_ledger_parted_by_wide_commas_is_read_and_it_is_said() -> None:
    file = read_ledger("编号，具体问题，进度\r\nR-001，开会多，40\r\n".encode())
    assert told(file) == [(2, ["R-001", "开会多", "40%"])]
    assert "全角逗号" in file.assumed[0]


def test_hidden_rows_of_a_ledger_are_read_or_left_out_as_somebody_says() -> None:
    data = xlsx({"台账": [HEADER, READ, ["R-002", *READ[1:]]]}, hidden_rows=[3], hidden_columns="C:C")
    file = read_ledger(data)
    assert [row.number for row in file.rows] == [2, 3]
    assert file.assumed == ("第 3 行、C 列是隐藏的，也读了",)
    file = read_ledger(data, choices=Choices(hidden="skip"))
    assert [row.number for row in file.rows] == [2]
    assert "leader_id" not in file.columns


def test_opinions_of_an_online_form_are_read_without_who_sent_them() -> None:
    header = ["序号", "提交人", "提交时间", "答题时长", "*1. 您的身份（单选题）", "*2. 您的意见和建议", "渠道"]
    row = [1, "张三", "2026-12-01 21:34:05", "58秒", "家长", "早操太早", "网络"]
    file = read_ledger(xlsx({"表单数据": [header, row]}), OPINIONS)
    wanted = {"received_on": "2026-12-01", "giver": "家长", "content": "早操太早", "channel": "网络"}
    assert file.rows[0].texts == wanted
    assert "提交人" in file.dropped
