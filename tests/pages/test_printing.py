"""The printed view of a page: whole tables, what was asked for at its foot, and nothing lying over it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.opinions import actions as opinions
from board.opinions import batch as opinions_batch
from board.rectification import actions as rectification
from tests.example_school import Example
from tests.ledger_rows import opinion_fields
from tests.pages.visitor import opened


def paper(at: AppTest) -> str:
    assert not at.exception
    return "\n".join(at.html.values)


def source(**changed: Any) -> dict[str, Any]:
    return {name: value for name, value in opinion_fields(**changed).items() if name != "content"}


def rows(at: AppTest) -> list[str]:
    """The first cell of each printed row."""
    return re.findall(r"<tr><td[^>]*>(.*?)</td>", paper(at))


@pytest.mark.walk
def test_a_table_of_more_than_fifty_rows_is_printed_whole(school: Example, clerk: Actor) -> None:
    fields = source(received_on=school.today)
    contents = [f"第 {number} 条意见" for number in range(200)]
    opinions_batch.add_many(school.store, clerk, school.activity_id, contents, fields)
    held = opinions.opinions(school.store, school.activity_id, school.today)
    printed = rows(opened("opinions", Role.CLERK, print="1"))
    assert len(printed) > 250
    assert set(printed) >= set(held["opinion_id"])


def test_the_foot_says_the_day_what_it_is_compared_with_and_the_filters(read_school: Example) -> None:
    day = read_school.today - timedelta(days=2)
    asked = {"rectification_leader": ["校长"], "rectification_view": "逾期", "as_of": f"{day}"}
    at = opened("rectification", Role.CLERK, print="1", compare="一周前", **asked)
    items = rectification.items(read_school.store, read_school.activity_id, read_school.today)
    assert 0 < len(rows(at)) < len(items)
    foot = re.findall(r'<div class="print-foot"[^>]*>(.*?)</div>', paper(at))
    assert len(foot) == 1
    assert f"截至 {day}　与 {day - timedelta(days=7)} 相比" in foot[0]
    assert "按状态看：逾期" in foot[0]
    assert "牵头领导：校长" in foot[0]
    assert "打印于 20" in foot[0]
    assert "示例数据" in foot[0]


def test_a_page_is_printed_without_the_record_that_was_open(read_school: Example) -> None:
    at = opened("rectification", Role.CLERK, print="1", rectification_item="R-009")
    assert "R-009" in rows(at)
    assert len(at.get("dialog")) == 0


def test_what_somebody_typed_is_printed_as_it_was_typed(school: Example, clerk: Actor) -> None:
    fields = source(received_on=school.today)
    opinions_batch.add_many(school.store, clerk, school.activity_id, ["<b>粗</b> & *星*"], fields)
    assert "&lt;b&gt;粗&lt;/b&gt; &amp; *星*" in paper(opened("opinions", Role.CLERK, print="1"))


def test_on_the_screen_a_table_says_on_paper_which_part_it_is(read_school: Example) -> None:
    at = opened("opinions", Role.CLERK)
    assert "这里只印出了第 1 页，共 2 页" in paper(at)
    assert rows(at) == []
