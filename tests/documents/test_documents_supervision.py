"""督办单: what the person in charge reads on it, and that Word and WPS open it as it is meant."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pandas as pd
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from board.access import Actor
from board.activity.activities import Activity, activity
from board.documents.supervision import late_items_of, supervision_order
from board.errors import BoardError
from board.rectification import actions as rectification
from board.store.store import Store
from tests.example_school import Example
from tests.ledger_rows import NINE, add_activity, item_fields

AS_OF = date(2025, 12, 24)
SCHOOL = Activity("test-school", "中心小学", "学习实践活动", "分析检查阶段", "优化管理", AS_OF, AS_OF, False)


@pytest.fixture
def late(store: Store, clerk: Actor) -> pd.DataFrame:
    """Two items of P01, four and fourteen days late, and one that is in time."""
    activity_id = add_activity(store)
    in_time, latest = {"due_on": date(2025, 12, 31)}, {"due_on": date(2025, 12, 10), "problem": "课间操\n站位不齐"}
    for changed in ({}, latest, in_time, {"owner_id": "P02"}):
        rectification.add(store, clerk, activity_id, item_fields(**changed), at=NINE)
    return late_items_of(rectification.items(store, activity_id, AS_OF), "P01")


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def texts(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in opened(data).paragraphs)


def test_only_the_late_items_of_the_person_are_named_the_latest_first(late: pd.DataFrame) -> None:
    assert late["item_id"].tolist() == ["R-002", "R-001"]


def test_it_says_who_how_many_and_by_when(late: pd.DataFrame) -> None:
    said = texts(supervision_order(SCHOOL, "教导主任", late, AS_OF))
    assert "教导处　教导主任：" in said
    assert "截至2025年12月24日，由您负责的整改事项中，有 2 项过了整改时限还没有销号，最久的已逾期 14 天" in said
    assert "请在2025年12月27日前" in said
    assert "有 1 项过了整改时限还没有销号，已逾期 14 天" in texts(
        supervision_order(SCHOOL, "主任", late.head(1), AS_OF)
    )


def test_each_item_stands_with_its_day_and_how_late_it_is(late: pd.DataFrame) -> None:
    items = opened(supervision_order(SCHOOL, "教导主任", late, AS_OF)).tables[0]
    rows = [[cell.text for cell in row.cells] for row in items.rows]
    assert rows[0] == ["编号", "具体问题", "整改措施", "整改时限", "进度和进展", "牵头领导"]
    assert rows[1][:2] == ["R-002", "课间操\n站位不齐"]
    assert rows[1][3:] == ["2025-12-10\n逾期 14 天", "0%\n还没有报过进展", "校长"]
    assert [row[0] for row in rows[1:]] == ["R-002", "R-001"]


def test_there_is_room_to_answer_for_each_item_and_to_sign(late: pd.DataFrame) -> None:
    data = supervision_order(SCHOOL, "教导主任", late, AS_OF)
    answers = [row.cells[0].text for row in opened(data).tables[1].rows]
    assert answers == ["编号", "R-002", "R-001"]
    for who in ("签发人", "责任人签收", "责任人反馈", "核实人"):
        assert f"{who}（签字）" in texts(data)


def test_the_day_to_answer_the_number_and_what_else_is_asked_can_be_given(late: pd.DataFrame) -> None:
    given = {"number": "督〔2025〕3 号", "asked": "请于周五例会上当面说明。"}
    said = texts(supervision_order(SCHOOL, "教导主任", late, AS_OF, date(2026, 1, 4), **given))
    assert "请在2026年1月4日前" in said
    assert "督办编号：督〔2025〕3 号" in said
    assert "三、请于周五例会上当面说明。" in said


def test_an_order_of_the_example_says_that_it_is_one(example: Example, late: pd.DataFrame) -> None:
    about = activity(example.store, example.activity_id)
    items = rectification.items(example.store, example.activity_id, example.today)
    owner_id = items[items["is_late"]]["owner_id"].iloc[0]
    said = texts(supervision_order(about, "总务主任", late_items_of(items, owner_id), example.today))
    assert "示例数据" in said
    assert "示例" not in texts(supervision_order(SCHOOL, "教导主任", late, AS_OF))


def test_items_of_several_departments_are_not_sent_to_one_of_them(late: pd.DataFrame) -> None:
    mixed = late.assign(department=["教导处", "总务处"])
    said = texts(supervision_order(SCHOOL, "教导主任", mixed, AS_OF)).splitlines()
    assert "教导主任：" in said


def test_nobody_is_sent_an_order_about_nothing(late: pd.DataFrame) -> None:
    with pytest.raises(BoardError, match="没有逾期的事项"):
        supervision_order(SCHOOL, "教导主任", late.head(0), AS_OF)


def test_what_was_typed_can_not_break_the_document(late: pd.DataFrame) -> None:
    typed = late.assign(problem="<w:p/> & \x07\x0b“引号” 😀", progress="=1+1")
    data = supervision_order(replace(SCHOOL, name="</w:t>&"), "张\x00三", typed, AS_OF, number="\x1f1")
    rows = opened(data).tables[0].rows
    assert rows[1].cells[1].text == "<w:p/> & “引号” 😀"
    assert "张三：" in texts(data)


def test_it_is_an_a4_page_in_the_faces_of_official_letters(late: pd.DataFrame) -> None:
    data = supervision_order(SCHOOL, "教导主任", late, AS_OF)
    letter = opened(data)
    section = letter.sections[0]
    # Word keeps lengths in twentieths of a point.
    assert [round(length.cm, 1) for length in (section.page_width, section.page_height) if length] == [21, 29.7]
    faces = [letter.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in ("公文标题", "公文正文")]
    assert faces == ["方正小标宋简体", "仿宋"]


def test_a_machine_without_those_faces_takes_the_ones_it_has(late: pd.DataFrame) -> None:
    with zipfile.ZipFile(io.BytesIO(supervision_order(SCHOOL, "教导主任", late, AS_OF))) as parts:
        assert parts.testzip() is None
        fonts = parts.read("word/fontTable.xml").decode()
    assert '<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/>' in fonts


def test_its_properties_name_the_school_and_nobody_else(late: pd.DataFrame) -> None:
    properties = opened(supervision_order(SCHOOL, "教导主任", late, AS_OF)).core_properties
    assert (properties.author, properties.comments) == ("中心小学", "")
    assert properties.title == "整改事项督办单（教导主任）"
