"""上报督办单: what a late unit reads on its page, who gets one, and that a bound account makes it of its own units."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import docx
import pytest

from board import clock
from board.access import Actor, Role
from board.comparison import deadlines
from board.documents.paper_pdf import paper_pages, paper_pdf
from board.documents.paper_word import paper_word
from board.errors import BoardError, Refused
from board.papers import owed
from board.papers.blocks import Letterhead, NewPage, Paper, Paragraph, Table, every_part, figures, text_of
from board.papers.issuing import actions, files, making
from board.papers.issuing.actions import Seen, Writers
from board.papers.issuing.tree import digest
from board.papers.kinds import make
from board.papers.views import shown
from board.store.store import Transaction
from board.web import audience
from tests.comparison.conftest import District
from tests.comparison.made_district import EVERYONE, SILENT, unit_id
from tests.pages.hands import taken
from tests.pages.visitor import opened, opened_with, table

TODAY = clock.today()
DUE = TODAY - timedelta(days=2)
SIGNER = Actor("A-2", "领导", frozenset({Role.LEADER}))
LATE = 4  # a school that handed up after the day


@pytest.fixture
def due(district: District) -> District:
    """A deadline two days ago that SILENT missed and LATE kept a day too late; SILENT was reminded twice."""
    given: dict[str, Any] = {
        "name": "第一次上报",
        "for_on": TODAY - timedelta(days=3),
        "due_on": DUE,
        "is_locked": False,
    }
    deadlines.set_deadline(district.store, EVERYONE, district.activity_id, "", given)
    for _ in range(2):
        deadlines.remind(district.store, EVERYONE, district.activity_id, "D001", [unit_id(SILENT)])
    at = datetime.combine(DUE, time(9))

    def work(transaction: Transaction) -> None:
        rows = transaction.rows("submissions/all", activity_id=district.activity_id)
        number = len(rows)
        for row in [each for each in rows if each["number"] == 3 and each["unit_id"] != unit_id(LATE)]:
            number += 1
            new = {"submission_no": number, "number": 4, "received_at": at, "made_at": at, "as_of": DUE}
            transaction.insert("submissions/insert", [{**row, **new, "sha256": f"{number:064x}"}])

    district.store.write(work)
    return district


def order(due: District, number: str = "", /, **options: str) -> Paper:
    head = Letterhead("示例区教育局", number, dated=TODAY)
    asked = {"deadline": "D001", **options}
    return make(due.store, due.activity_id, TODAY, owed.KIND, head, {}, asked)


def words_of(paper: Paper) -> list[str]:
    """The text of each page."""
    found = [""]
    for block in paper.blocks:
        if isinstance(block, NewPage):
            found.append("")
        elif isinstance(block, Paragraph):
            found[-1] += f"{text_of(block.parts)}\n"
        elif isinstance(block, Table):
            found[-1] += "\n".join(" ".join(text_of(cell) for cell in row) for row in block.rows) + "\n"
    return found


def test_a_page_says_what_was_due_by_when_how_late_and_how_often_it_was_reminded(due: District) -> None:
    missing, late = words_of(order(due, "示教督〔2026〕3号"))
    assert "督办编号：示教督〔2026〕3号（1）" in missing
    assert "示例第12小学：" in missing
    assert "还没有收到你单位的，已经晚了2天" in missing
    assert f"催报 2次，最近一次是{TODAY.year}年{TODAY.month}月{TODAY.day}日" in missing
    assert "单位负责人签收（签字）" in missing
    answer = TODAY + timedelta(days=3)
    assert f"请在{answer.year}年{answer.month}月{answer.day}日前报上来" in missing
    assert "示例第5小学：" in late
    assert "才报到，晚了1天" in late
    assert "催报 没有催过" in late


def test_nobody_gets_one_who_is_excused_in_time_or_not_due_yet(due: District) -> None:
    deadlines.excuse(due.store, EVERYONE, due.activity_id, "D001", unit_id(SILENT), "停办")
    assert len(words_of(order(due))) == 1
    deadlines.excuse(due.store, EVERYONE, due.activity_id, "D001", unit_id(LATE), "停电")
    with pytest.raises(BoardError, match="没有逾期未报或者晚报的单位"):
        order(due)
    with pytest.raises(BoardError, match="没有选是哪一次上报"):
        order(due, deadline="D009")


@pytest.mark.walk
def test_every_number_of_an_order_can_be_looked_up(due: District) -> None:
    paper = order(due)
    assert [part for part in every_part(paper) if isinstance(part, str) and any(map(str.isdigit, part))] == []
    assert [each for each in figures(paper) if not each.ref or not each.name] == []


@pytest.mark.walk
def test_each_unit_has_one_page_in_print_and_word_opens_it(due: District) -> None:
    paper = replace(order(due, "示教督〔2026〕3号"), is_example=True)
    assert len(paper_pages(paper)) == 2
    assert paper_pdf(paper).startswith(b"%PDF")
    assert len(docx.Document(io.BytesIO(paper_word(paper))).tables) == 4


@pytest.mark.walk
def test_the_page_hands_out_a_file_a_unit_and_one_of_all_of_what_is_filtered(due: District) -> None:
    at = opened_with({"submitted_orders": True}, "submitted", Role.CLERK)
    with zipfile.ZipFile(io.BytesIO(taken(at, "submitted_orders_zip").data)) as packed:
        assert sorted(packed.namelist()) == ["S00004-示例第5小学.docx", "S00011-示例第12小学.docx"]
        one, other = (docx.Document(io.BytesIO(packed.read(name))) for name in packed.namelist())
    assert "示例第12小学：" in [each.text for each in one.paragraphs]
    assert "示例第5小学：" in [each.text for each in other.paragraphs]
    assert one.sections[0].page_width == other.sections[0].page_width
    whole = docx.Document(io.BytesIO(taken(at, "submitted_orders_docx").data))
    assert [each.text for each in whole.paragraphs if each.text.endswith("小学：")] == [
        "示例第12小学：",
        "示例第5小学：",
    ]
    found = opened_with({"submitted_orders": True}, "submitted", Role.CLERK, submitted_view="晚报")
    with zipfile.ZipFile(io.BytesIO(taken(found, "submitted_orders_zip").data)) as packed:
        assert packed.namelist() == ["S00004-示例第5小学.docx"]
    nobody = opened_with({"submitted_orders": True}, "submitted", Role.CLERK, submitted_view="按时")
    assert not [each for each in nobody.download_button if each.key == "submitted_orders_zip"]


@pytest.mark.walk
def test_an_issued_order_has_a_number_and_its_original_is_kept(due: District) -> None:
    at = opened_with({"submitted_orders": True}, "submitted", Role.CLERK)
    next(each for each in at.button if each.label == "起草成公文，编号签发").click().run()
    to, day = (due.store, due.activity_id), TODAY
    (paper_id,) = shown(*to, day)["paper_id"]
    number = {"number_word": "示教督", "number_year": day.year, "number_no": 3}
    actions.edit(due.store, EVERYONE, due.activity_id, paper_id, number, {})
    actions.act(due.store, EVERYONE, due.activity_id, paper_id, "check")
    row = actions.present(due.store, due.activity_id, paper_id)
    seen = Seen(row["seq"], digest(making.made(due.store, row, day)))
    actions.sign(due.store, SIGNER, due.activity_id, paper_id, seen, Writers(paper_word, paper_pdf))
    kept = docx.Document(io.BytesIO(files.content(due.store, SIGNER, due.activity_id, paper_id, "word")))
    assert f"督办编号：示教督〔{day.year}〕3号（1）" in [each.text for each in kept.paragraphs]
    assert table(opened("papers", Role.LEADER), "papers_table").value["kind_word"].tolist() == ["上报督办单"]


def test_a_bound_account_makes_reads_and_signs_orders_of_its_own_units_alone(due: District) -> None:
    town = Actor("A-9", "镇里的", frozenset({Role.CLERK, Role.LEADER}), None, "T0002")  # of SILENT, not of LATE
    every = {"deadline": "D001", "top": ""}
    for options in (every, every | {"top": "T0001"}, every | {"top": unit_id(LATE)}):
        with pytest.raises(Refused):
            actions.draft(due.store, town, due.activity_id, owed.KIND, options)
        with audience.making_for(town), pytest.raises(Refused):
            order(due, **options)
    with audience.making_for(town):
        assert list(owed.tops_of(due.store, due.activity_id, TODAY)) == ["T0002"]
        assert len(words_of(order(due, top="T0002"))) == 1
    ids = [
        actions.draft(due.store, actor, due.activity_id, owed.KIND, every | {"top": top})
        for actor, top in ((EVERYONE, ""), (town, "T0002"), (EVERYONE, "T0001"))
    ]
    with audience.making_for(town):
        assert shown(due.store, due.activity_id, TODAY)["paper_id"].tolist() == [ids[1]]
    assert len(shown(due.store, due.activity_id, TODAY)) == 3
    for paper_id in (ids[0], ids[2]):
        with pytest.raises(Refused):
            files.content(due.store, town, due.activity_id, paper_id, "word")
        with pytest.raises(Refused):
            actions.edit(due.store, town, due.activity_id, paper_id, {"number_no": 1}, {})
    assert words_of(order(due, top="T0002")) == [words_of(order(due))[0].replace("（1）", "")]


@pytest.mark.walk
def test_a_day_is_read_as_it_was(due: District) -> None:
    with pytest.raises(BoardError):
        make(due.store, due.activity_id, date(2026, 1, 2), owed.KIND, Letterhead("区"), {}, {"deadline": "D001"})
