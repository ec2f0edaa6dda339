"""整改台账 as Excel and CSV: what stands in the files a clerk is handed."""

import csv
import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from board.access import Actor
from board.documents.ledger import ledger_csv, ledger_workbook
from board.importing.files.writing import neutral, original
from board.importing.ledgers.columns import BASE_SHEET, COLUMNS, CUT_MARK, LONGEST_CELL, cells, ledger_base, names_in
from board.rectification import actions as rectification
from board.store.store import Store
from board.typed import printable
from tests.example_school import Example
from tests.ledger_rows import NINE, START_ON, add_activity, item_fields

MOMENT = datetime.combine(date(2026, 12, 14), time(15, 30))
NOTES = ["嘉泽中心小学　示例数据", "截至 2026-12-14", "筛选：无"]
ISSUE = (
    "编号、问题来源、方面、具体问题、主观原因、客观原因、整改措施、类别、牵头领导、责任部门、责任人、配合部门、整改时限、原时限、"
    "进展情况、进度、佐证材料、完成日期、验收人、群众评价、销号日期、解释说明、备注"
)
RUNS = ("=1+1", "+86 10", "-3 天", "@SUM(A1)", "＝1+1", "=cmd|'/c calc'!A1", '=HYPERLINK("http://x")')


def example_items(example: Example) -> pd.DataFrame:
    return rectification.items(example.store, example.activity_id, example.today)


def opened(data: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def workbook_of(items: pd.DataFrame, activity_id: str) -> bytes:
    return ledger_workbook(items, "整改台账", NOTES, ledger_base(items, activity_id, MOMENT))


def sheet_rows(data: bytes) -> list[list[Any]]:
    return opened(data).get_sheet_by_index(0).to_python(skip_empty_area=False)


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.fixture
def items(store: Store, clerk: Actor) -> pd.DataFrame:
    """A ledger of items whose problems are what somebody hopes Excel will run."""
    activity_id = add_activity(store)
    for text in RUNS:
        rectification.add(store, clerk, activity_id, item_fields(problem=text), at=NINE)
    return rectification.items(store, activity_id, START_ON)


def test_the_columns_are_those_of_such_ledgers_in_their_order() -> None:
    assert "、".join(COLUMNS.values()) == ISSUE


def test_the_workbook_says_what_it_is_then_lists_every_item(example: Example) -> None:
    found = example_items(example)
    rows = sheet_rows(workbook_of(found, example.activity_id))
    assert [row[0] for row in rows[:4]] == ["整改台账", *NOTES]
    assert rows[4] == list(COLUMNS.values())
    assert [row[0] for row in rows[5:]] == found["item_id"].tolist()


def test_days_are_days_and_progress_is_a_percentage(example: Example) -> None:
    found = example_items(example)
    rows = sheet_rows(workbook_of(found, example.activity_id))[5:]
    due, percent = list(COLUMNS).index("due_on"), list(COLUMNS).index("percent")
    expected = [day.date() if not pd.isna(day) else "" for day in found["due_on"]]
    assert [row[due] for row in rows] == expected
    assert [round(100 * row[percent]) for row in rows] == found["percent"].tolist()


def test_people_kinds_and_views_stand_in_words(example: Example) -> None:
    rows = sheet_rows(workbook_of(example_items(example), example.activity_id))
    written = {cell for row in rows[5:] for cell in row}
    assert {"立行立改", "限期整改", "创造条件整改", "满意", "基本满意"} <= written
    people = example.store.rows("activities/people", activity_id=example.activity_id)
    assert written.isdisjoint({person["person_id"] for person in people})


def test_a_hidden_sheet_keeps_what_the_reader_started_from(example: Example) -> None:
    found = example_items(example)
    book = opened(workbook_of(found, example.activity_id))
    assert [sheet.visible for sheet in book.sheets_metadata] == [SheetVisibleEnum.Visible, SheetVisibleEnum.VeryHidden]
    kept = book.get_sheet_by_name(BASE_SHEET).to_python(skip_empty_area=False)
    assert [kept[0][0], kept[1][0]] == [example.activity_id, MOMENT.isoformat()]
    assert [(row[0], row[1]) for row in kept[2:]] == list(zip(found["item_id"], found["seq"], strict=True))


def test_nothing_in_the_workbook_is_a_formula_or_a_link(items: pd.DataFrame) -> None:
    data = workbook_of(items, "test-school")
    assert [row[3] for row in sheet_rows(data)[5:]] == list(RUNS)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert b"hyperlink" not in parts.read("xl/worksheets/sheet1.xml")
        # What keeps the text a text when somebody opens the cell and leaves it again.
        assert b"quotePrefix" in parts.read("xl/styles.xml")


def test_the_workbook_is_set_up_for_paper(example: Example) -> None:
    data = workbook_of(example_items(example), example.activity_id)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        names = parts.read("xl/workbook.xml").decode()
    assert 'orientation="landscape"' in sheet
    assert "第 &amp;P 页" in sheet
    assert "$5:$5</definedName>" in names


def test_an_empty_ledger_is_a_workbook_with_its_header(store: Store) -> None:
    none = rectification.items(store, add_activity(store), START_ON)
    assert sheet_rows(workbook_of(none, "test-school"))[4:] == [list(COLUMNS.values())]
    assert csv_rows(ledger_csv(none)) == [list(COLUMNS.values())]


def test_the_csv_opens_in_excel_as_chinese_and_runs_nothing(items: pd.DataFrame) -> None:
    data = ledger_csv(items)
    assert data.startswith(b"\xef\xbb\xbf")
    assert [row[3] for row in csv_rows(data)[1:]] == [f"'{text}" for text in RUNS]


def test_the_csv_holds_what_the_workbook_holds(example: Example) -> None:
    found = example_items(example)
    rows = csv_rows(ledger_csv(found))
    assert rows[0] == list(COLUMNS.values())
    first = dict(zip(rows[0], rows[1], strict=True))
    assert first["编号"] == "R-001"
    assert first["整改时限"] == found["due_on"].iloc[0].date().isoformat()
    assert first["进度"] == "100%"


@pytest.mark.parametrize("text", ["=1", "'=1", "''+1", "'abc", "", "-", "a=1", "'", "＠x", "\t1"])
def test_the_guard_of_a_csv_cell_comes_off_again(text: str) -> None:
    assert original(neutral(text)) == text
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def test_a_text_too_long_for_excel_is_cut_where_it_is_seen(store: Store, clerk: Actor) -> None:
    activity_id = add_activity(store)
    rectification.add(store, clerk, activity_id, item_fields(measure="😀" * 20_000), at=NINE)
    found = rectification.items(store, activity_id, START_ON)
    cell = sheet_rows(workbook_of(found, activity_id))[5][6]
    assert cell.endswith(CUT_MARK)
    assert len(cell.encode("utf-16-le")) <= 2 * LONGEST_CELL


def test_what_nobody_can_see_is_left_out_of_a_cell() -> None:
    assert printable(" 一\x07行\r\n二行\r三\ufffe ") == "一行\n二行\n三"


def test_cells_of_a_state_from_the_store_and_from_a_frame_are_the_same(example: Example) -> None:
    found = example_items(example)
    given = {"activity_id": example.activity_id, "item_ids": found["item_id"].tolist()}
    states = {state["item_id"]: state for state in example.store.rows("rectification/present", **given)}
    rows: list[dict[Any, Any]] = found.to_dict("records")
    names = names_in(found)
    assert [cells(row, names) for row in rows] == [cells(states[row["item_id"]], names) for row in rows]


def test_a_person_nobody_named_is_blank(store: Store, clerk: Actor) -> None:
    activity_id = add_activity(store)
    rectification.add(store, clerk, activity_id, item_fields(), at=NINE)
    found = rectification.items(store, activity_id, date(2025, 11, 21))
    row = dict(zip(COLUMNS.values(), sheet_rows(workbook_of(found, activity_id))[5], strict=True))
    assert [row["验收人"], row["责任人"], row["牵头领导"]] == ["", "教导主任", "校长"]
