"""Exports of the bureau's pages: Excel and CSV of what stands on the page, as filtered, and nothing that runs."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from board import clock
from board.access import Role
from board.comparison import figures
from board.comparison.figures import EVERY_UNIT
from board.example.district import load_district
from board.operating.settings import Settings
from board.units import actions as units
from board.web import serving
from tests.comparison.conftest import District
from tests.comparison.made_district import EVERYONE, SMALL, unit_id
from tests.depth import walked
from tests.pages.hands import taken
from tests.pages.visitor import opened, table
from tests.stores import blank_store

PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "submitted": ("submitted_export", {"submitted_above": "示例1镇"}),
    "units": ("units_export", {}),
    "widespread": ("widespread_export", {"widespread_text": "食堂"}),
    "unit_tree": ("unit_tree_export", {"unit_tree_text": "示例第1"}),
    "submissions": ("submissions_export", {"submissions_text": "示例第2小学"}),
}
NAMED = {"widespread": ("label", "什么问题"), "unit_tree": ("path", "名称"), "submissions": ("unit_name", "单位")}


def sheet_of(at: AppTest, key: str) -> list[list[str]]:
    book = CalamineWorkbook.from_object(io.BytesIO(taken(at, key).data))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def csv_of(at: AppTest, key: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(taken(at, f"{key}_csv").data.decode("utf-8-sig"))))


def column_of(rows: list[list[str]], label: str) -> list[str]:
    head = next(row for row in rows if label in row)
    return [row[head.index(label)] for row in rows[rows.index(head) + 1 :]]


@pytest.mark.parametrize("subject", ["submitted", *walked(*(each for each in PAGES if each != "submitted"))])
def test_a_page_hands_out_its_filtered_rows_as_excel_and_as_csv(district: District, subject: str) -> None:
    key, query = PAGES[subject]
    at = opened(subject, Role.CLERK, **query)
    name, label = NAMED.get(subject, ("name", "单位"))
    shown = [str(cell).split(" / ")[-1] for cell in table(at, f"{subject}_table").value[name]]
    of_excel, of_csv = sheet_of(at, key), csv_of(at, key)
    assert column_of(of_csv, label)[: len(shown)] == shown
    assert column_of(of_excel, label) == column_of(of_csv, label)
    assert any(row[0].startswith("筛选：") and all(str(word) in row[0] for word in query.values()) for row in of_csv)


@pytest.mark.walk
def test_a_small_base_is_withheld_in_the_files_as_on_the_page(district: District) -> None:
    rows = csv_of(opened("units", Role.LEADER), "units_export")
    small = next(row for row in rows if row[0] == f"示例第{SMALL + 1}小学")
    found = figures.comparison(
        district.store, district.activity_id, clock.today(), "answers_good", EVERY_UNIT
    ).rows.set_index("unit_id")
    assert found["rate"].isna()[unit_id(SMALL)]
    assert not any("%" in cell for cell in small)


@pytest.mark.walk
def test_a_unit_s_sheet_hands_out_all_it_submitted_and_a_problem_s_all_that_have_it(district: District) -> None:
    history = csv_of(opened("units", Role.LEADER, units_open=unit_id(1)), "units_history_export")
    assert [row[0] for row in history if row[0].isdigit()] == ["3", "2", "1"]
    rows = table(opened("widespread", Role.LEADER), "widespread_table").value
    case = f"意见主题:{rows['label'].iloc[0]}"
    listed = csv_of(opened("widespread", Role.LEADER, widespread_case=case), "widespread_units_export")
    count = int(rows["share_text"].iloc[0].split(" / ")[0])
    assert len(column_of(listed, "多少")) == count


def test_a_name_that_begins_like_a_formula_runs_in_neither_file(district: District) -> None:
    units.change(district.store, EVERYONE, unit_id(1), "rename", {"name": "=1+1"}, date(2026, 1, 2))
    at = opened("submitted", Role.CLERK, submitted_text="=1+1")
    assert column_of(csv_of(at, "submitted_export"), "单位") == ["'=1+1"]
    assert column_of(sheet_of(at, "submitted_export"), "单位") == ["=1+1"]


@pytest.mark.walk
def test_the_time_of_arrival_is_in_the_files_as_on_the_page(district: District) -> None:
    at = opened("submitted", Role.CLERK, submitted_text="示例第1小学")
    assert column_of(csv_of(at, "submitted_export"), "收到")[0].endswith(" 18:00")


@pytest.mark.walk
def test_files_of_the_example_say_so(tmp_path: Any) -> None:
    store = blank_store()
    load_district(store, clock.today())
    serving.serve(store, Settings(tmp_path, demo=True, collects=True))
    at = opened("submitted", Role.CLERK)
    assert "示例数据" in csv_of(at, "submitted_export")[1][0]
    assert "示例数据" in sheet_of(at, "submitted_export")[1][0]
    store.close()
