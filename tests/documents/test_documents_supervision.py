"""督办单: what the person in charge reads on it, and that Word and WPS open it as it is meant."""

import io
from datetime import date
from typing import Any

import docx
import pytest
from docx.document import Document

from board.access import Actor
from board.activity.activities import Activity
from board.documents.paper_word import paper_word
from board.errors import BoardError
from board.papers import supervised
from board.papers.asked import Asked
from board.papers.blocks import Letterhead
from board.papers.kinds import make
from board.papers.supervised import late_items_of
from board.rectification import actions as rectification
from board.store.store import Store
from tests.example_school import Example
from tests.ledger_rows import NINE, add_activity, item_fields

AS_OF = date(2025, 12, 24)
LATEST = {"due_on": date(2025, 12, 10), "problem": "课间操\n站位不齐"}


def order(store: Store, activity_id: str, owner: str = "P01", number: str = "", asked: str = "", by: str = "") -> bytes:
    head = Letterhead("中心小学", number, dated=AS_OF)
    options = {"owner": owner, "answer_by": by}
    about = Activity(activity_id, "中心小学", "学习实践活动", "分析检查阶段", "优化管理", AS_OF, AS_OF, False)
    return paper_word(supervised.order(Asked(store, about, AS_OF, head, {"asked": asked}, options)))


@pytest.fixture
def late(store: Store, clerk: Actor) -> str:
    """An activity with two items of P01, four and fourteen days late, one that is in time, and one of P02."""
    activity_id = add_activity(store)
    changes: list[dict[str, Any]] = [{}, LATEST, {"due_on": date(2025, 12, 31)}, {"owner_id": "P02"}]
    for changed in changes:
        rectification.add(store, clerk, activity_id, item_fields(**changed), at=NINE)
    return activity_id


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def texts(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in opened(data).paragraphs)


def test_only_the_late_items_of_the_person_are_named_the_latest_first(store: Store, late: str) -> None:
    mine = late_items_of(rectification.items(store, late, AS_OF), "P01")
    assert mine["item_id"].tolist() == ["R-002", "R-001"]


def test_it_says_who_how_many_and_by_when(store: Store, late: str) -> None:
    shown = texts(order(store, late))
    assert "教导处　教导主任：" in shown
    assert "截至2025年12月24日，由您负责的整改事项中，有2项过了整改时限还没有销号，最久的已逾期14天" in shown
    assert "请在2025年12月27日前" in shown
    assert "有1项过了整改时限还没有销号，已逾期4天" in texts(order(store, late, "P02"))


def test_each_item_is_listed_with_its_day_and_how_late_it_is(store: Store, late: str) -> None:
    rows = [[cell.text for cell in row.cells] for row in opened(order(store, late)).tables[0].rows]
    assert rows[0] == ["编号", "具体问题", "整改措施", "整改时限", "进度和进展", "牵头领导"]
    assert rows[1][:2] == ["R-002", "课间操\n站位不齐"]
    assert rows[1][3:] == ["2025-12-10\n逾期14天", "0%\n还没有报过进展", "校长"]
    assert [row[0] for row in rows[1:]] == ["R-002", "R-001"]


def test_there_is_room_to_answer_for_each_item_and_to_sign(store: Store, late: str) -> None:
    data = order(store, late)
    answers = [row.cells[0].text for row in opened(data).tables[1].rows]
    assert answers == ["编号", "R-002", "R-001"]
    for who in ("签发人", "责任人签收", "责任人反馈", "核实人"):
        assert f"{who}（签字）" in texts(data)


def test_the_day_to_answer_the_number_and_what_else_is_asked_can_be_chosen(store: Store, late: str) -> None:
    shown = texts(order(store, late, number="督〔2025〕3 号", asked="请于周五例会上当面说明。", by="2026-01-04"))
    assert "请在2026年1月4日前" in shown
    assert "督办编号：督〔2025〕3 号" in shown
    assert "3．请于周五例会上当面说明。" in shown


def test_an_order_of_the_example_says_that_it_is_one(example: Example, store: Store, late: str) -> None:
    items = rectification.items(example.store, example.activity_id, example.today)
    owner = items[items["is_late"]]["owner_id"].iloc[0]
    head = Letterhead("中心小学")
    paper = make(example.store, example.activity_id, example.today, "supervision", head, {}, {"owner": owner})
    assert "示例数据" in texts(paper_word(paper))
    assert "示例" not in texts(order(store, late))


def test_items_of_several_departments_are_not_sent_to_one_of_them(store: Store, clerk: Actor, late: str) -> None:
    rectification.add(store, clerk, late, item_fields(department="总务处", problem="灯不亮"), at=NINE)
    assert "教导主任：" in texts(order(store, late)).splitlines()


def test_nobody_is_sent_an_order_about_nothing(store: Store, late: str) -> None:
    with pytest.raises(BoardError, match="没有逾期的事项"):
        order(store, late, "P03")


def test_what_was_typed_can_not_break_the_document(store: Store, clerk: Actor, late: str) -> None:
    typed = {"problem": "<w:p/> & \x07\x0b“引号” 😀", "due_on": date(2025, 12, 5)}
    rectification.add(store, clerk, late, item_fields(**typed), at=NINE)
    rows = opened(order(store, late, number="\x1f1", asked="</w:t>&")).tables[0].rows
    assert rows[1].cells[1].text == "<w:p/> & “引号” 😀"


def test_its_properties_name_the_school_and_nobody_else(store: Store, late: str) -> None:
    properties = opened(order(store, late)).core_properties
    assert (properties.author, properties.comments) == ("中心小学", "")
    assert properties.title == "整改事项督办单"
