"""会议模式 of a bureau: its slides say what its pages say, to each presenter of their own units alone."""

import re
from datetime import timedelta
from typing import Any

import pytest

from board import clock
from board.access import Actor, Role
from board.comparison import deadlines
from board.comparison.reported import counts, reported
from board.comparison.widespread import widespread
from board.deck.deck import Deck
from board.deck.units_deck import make_units
from board.errors import BoardError
from board.store.store import Store
from board.web import audience
from tests.comparison.conftest import District
from tests.comparison.made_district import EVERYONE, LOW, SILENT
from tests.pages.visitor import opened, sent

TODAY = clock.today()


@pytest.fixture
def due(district: District) -> District:
    given: dict[str, Any] = {"name": "第一次上报", "for_on": TODAY - timedelta(days=3)}
    given["due_on"] = TODAY - timedelta(days=1)
    deadlines.set_deadline(district.store, EVERYONE, district.activity_id, "", given)
    return district


def texts(deck: Deck, name: str) -> str:
    found = [slide for slide in deck.slides if slide.name.startswith(name)]
    cells = [cell for slide in found for line in slide.lines for cell in line.cells]
    figures = [f"{each.label} {each.value}" for slide in found for each in slide.figures]
    return "\n".join([*(slide.title for slide in found), *figures, *cells])


def test_the_slides_say_what_the_pages_say(due: District) -> None:
    deck = make_units(due.store, due.activity_id)
    rows = reported(due.store, due.activity_id, TODAY, ("D001", TODAY - timedelta(days=3), TODAY - timedelta(days=1)))
    for state, number in counts(rows).items():
        assert f"{state if state != '全部' else '应报'} {number}" in texts(deck, "上报情况")
    assert f"示例第{SILENT + 1}小学" in texts(deck, "没报和晚报的")
    assert f"示例第{LOW + 1}小学" in texts(deck, "对比　优良率")
    assert "不是偶然的" in texts(deck, "对比　优良率")
    common = widespread(due.store, due.activity_id, TODAY).iloc[0]
    assert f"{common['label']}\n{common['kind']}\n{common['share_text']} 个" in texts(deck, "共性问题")
    assert f"新逾期未报\n示例第{SILENT + 1}小学" in texts(deck, "有什么变化")


@pytest.mark.walk
def test_intervals_are_drawn_within_the_slide_and_the_rest_as_one(due: District) -> None:
    deck = make_units(due.store, due.activity_id)
    drawn = [slide for slide in deck.slides if slide.name.startswith("对比")]
    assert drawn
    for slide in drawn:
        assert len(slide.lines) <= 7
        assert 0 <= slide.mark <= 1
        assert all(0 <= low <= middle <= high <= 1 for low, middle, high in (line.span for line in slide.lines))
        assert any(line.cells[0].startswith("其余") for line in slide.lines)


def test_a_bound_presenter_has_slides_of_their_own_units_alone(due: District) -> None:
    town = Actor("A-9", "镇里的", frozenset({Role.LEADER}), None, "T0001")
    with audience.making_for(town):
        deck = make_units(due.store, due.activity_id)
    names = {name for slide in deck.slides for name in re.findall(r"示例第(\d+)小学", texts(deck, slide.name))}
    assert {(int(name) - 1) % 3 for name in names} <= {1}
    assert "应报 8" in texts(deck, "上报情况")
    assert f"示例第{SILENT + 1}小学" not in texts(deck, "没报和晚报的")


def test_where_there_are_no_units_there_are_no_slides(store: Store) -> None:
    with pytest.raises(BoardError, match="没有登记要上报的单位"):
        make_units(store, "A-000")


@pytest.mark.walk
def test_the_page_leads_to_the_slides_of_its_own_deadline_for_leaders_and_clerks(due: District) -> None:
    where = re.compile(rf"/deck/{due.activity_id}\?about=units[^\"]*deadline=D001")
    assert where.search(sent(opened("submitted", Role.CLERK)))
    assert not where.search(sent(opened("submitted", Role.OWNER)))
