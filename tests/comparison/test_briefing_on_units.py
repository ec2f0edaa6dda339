"""所属单位情况通报: it says what the bureau's pages say, names nobody by chance, and of a part only that."""

import re
from datetime import timedelta
from typing import Any

import pytest

from board import clock
from board.access import Actor, Role
from board.comparison import deadlines, figures
from board.comparison.answer import units_answer
from board.comparison.figures import EVERY_UNIT, FIGURES
from board.comparison.widespread import widespread
from board.errors import Refused
from board.example.district import load_district
from board.papers import of_units
from board.papers.blocks import Letterhead, Paper, Paragraph, Table, every_part, text_of
from board.papers.blocks import figures as figures_of
from board.papers.kinds import make
from board.web import audience
from tests.comparison.conftest import District
from tests.comparison.made_district import EVERYONE, LOW, SILENT, SMALL
from tests.pages.visitor import opened, sentences_on
from tests.stores import blank_store

TODAY = clock.today()


@pytest.fixture
def due(district: District) -> District:
    given: dict[str, Any] = {
        "name": "第一次上报",
        "for_on": TODAY - timedelta(days=3),
        "due_on": TODAY - timedelta(days=1),
    }
    deadlines.set_deadline(district.store, EVERYONE, district.activity_id, "", given)
    return district


def briefing(due: District, **options: str) -> Paper:
    head = Letterhead("示例区教育局", dated=TODAY)
    return make(due.store, due.activity_id, TODAY, of_units.KIND, head, {}, {"deadline": "D001"} | options)


def text(paper: Paper) -> str:
    return "".join(text_of(block.parts) for block in paper.blocks if isinstance(block, Paragraph))


def table(paper: Paper, head: str) -> list[list[str]]:
    found = next(each for each in paper.blocks if isinstance(each, Table) and each.columns[0].header == head)
    return [[text_of(cell) for cell in row] for row in found.rows]


def test_its_figures_are_those_of_the_pages(due: District) -> None:
    paper, store = briefing(due), due.store
    page = sentences_on(opened("submitted", Role.LEADER))
    for number, state in re.findall(r"(\d+) 个(按时|逾期未报|晚报)", page):
        assert f"{state}{number}个" in text(paper)
    assert {row[0] for row in table(paper, "比什么")} <= {each.label for each in FIGURES.values()}
    for code, figure in FIGURES.items():
        found = figures.comparison(store, due.activity_id, TODAY, code, EVERY_UNIT)
        rows = [row for row in table(paper, "比什么") if row[0] == figure.label]
        assert bool(rows) is bool(found.shown)
        if rows:
            sentence = "".join(str(getattr(each, "text", each)) for each in units_answer(code, figure, found).words)
            assert rows[0][1].replace("（", "(").replace("）", ")") in sentence
            for name in rows[0][2].split("、"):
                assert name == "没有" or f"{name}低于其余的" in sentence or "等" in name or "、" in rows[0][2]
    common = widespread(store, due.activity_id, TODAY).iloc[0]
    assert f"{common['kind']}“{common['label']}”，{common['share_text'].replace(' ', '')}个单位有" in text(paper)
    assert [row[:3] for row in table(paper, "单位")] == [[f"示例第{SILENT + 1}小学", "示例3镇", "1天"]]


@pytest.mark.walk
def test_it_names_the_school_that_is_really_lower_and_withholds_the_small_one(due: District) -> None:
    rows = {row[0]: row for row in table(briefing(due), "比什么")}
    assert rows["优良率"][2] == f"示例第{LOW + 1}小学"
    assert "没有上报2个" in rows["优良率"][4]
    assert not any(f"示例第{SMALL + 1}小学" in cell for cell in rows["优良率"])
    assert "名次" not in "".join(rows["优良率"])


@pytest.mark.walk
def test_every_number_in_it_can_be_looked_up(due: District) -> None:
    paper = briefing(due)
    assert [part for part in every_part(paper) if isinstance(part, str) and re.search(r"\d", part)] == []
    assert [each for each in figures_of(paper) if not each.ref or not each.name] == []


@pytest.mark.walk
def test_it_says_how_far_the_units_are_with_what_they_were_assigned() -> None:
    store = blank_store()
    made = District(store, load_district(store, TODAY))
    paper = briefing(made, deadline="D002")
    assert "R-001" in text(paper)
    assert re.search(r"交办给\d+个单位：.*已销号\d+个", text(paper))
    assert table(paper, "工作")
    store.close()


def test_a_part_of_the_tree_reads_the_same_for_all_and_a_bound_account_gets_its_own_alone(due: District) -> None:
    town = Actor("A-9", "镇里的", frozenset({Role.LEADER}), None, "T0002")
    whole = briefing(due, top="T0002")
    with audience.making_for(town):
        assert briefing(due, top="T0002") == whole
        for top in ("", "T0001"):
            with pytest.raises(Refused):
                briefing(due, top=top)
    names = set(re.findall(r"示例第(\d+)小学", text(whole) + str(table(whole, "比什么")) + str(table(whole, "单位"))))
    assert {(int(name) - 1) % 3 for name in names} == {2}
    assert "示例3镇和下面应上报的单位8个" in text(whole)
