"""Members' papers filled in in Word and brought back: read by mirror and aspect, held against what is there, kept."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from docx import Document
from docx.document import Document as Letter
from docx.oxml import OxmlElement

from board.access import Actor
from board.errors import BoardError, Conflict, Invalid, Refused
from board.meeting import outlines
from board.meeting.outlines_import import Effect, effects
from board.meeting.outlines_reading import Line, read_outlines
from board.papers.outlined import pages
from board.store import records
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, by_id, finding_fields
from tests.papers.papers import word_of

AS_OF = date(2025, 12, 1)
UNIT, MEMBERS = "嘉泽中心小学", {"M01": "校长", "M02": "教学副校长"}
MIRRORS, ASPECTS = ["上级的部署", "教师的期待"], ["工作作风", "制度机制"]
DUTIES, QUESTIONS = {"校长": "全面工作", "教学副校长": "教学、教研"}, {"上级的部署": "", "教师的期待": "哪些没有解决"}
HEAD = f"{UNIT}　学习实践活动　分析检查阶段"
BLANK = pd.DataFrame(columns=["member_name", "mirror", "aspect", "duty", "content"])
FOUND = pd.DataFrame(
    [
        ("校长", "教师的期待", "工作作风", "全面工作", "到年级组听意见少\n听了也不答复"),
        ("教学副校长", "上级的部署", "制度机制", "", "传达不及时"),
    ],
    columns=BLANK.columns,
)


def paper(change: Callable[[Letter], object] = lambda _: None, findings: pd.DataFrame = FOUND) -> bytes:
    """A paper as we hand it out, changed as somebody does in Word."""
    letter = Document(BytesIO(word_of(UNIT, "校长发言提纲", pages(HEAD, DUTIES, QUESTIONS, findings))))
    change(letter)
    stream = BytesIO()
    letter.save(stream)
    return stream.getvalue()


def read(data: bytes, unit: str = UNIT) -> list[Line]:
    return read_outlines("提纲.docx", data, unit, MEMBERS, MIRRORS, ASPECTS)


def told(data: bytes) -> list[tuple[str | None, str | None, str | None, str]]:
    return [(line.member_id, line.mirror, line.aspect, line.content) for line in read(data)]


def written(row: int, column: int, text: str, table: int = 0) -> Callable[[Letter], object]:
    return lambda letter: setattr(letter.tables[table].rows[row].cells[column], "text", text)


TOLD = [
    ("M01", "教师的期待", "工作作风", "到年级组听意见少\n听了也不答复"),
    ("M02", "上级的部署", "制度机制", "传达不及时"),
]


def test_what_goes_out_comes_in_again_unasked() -> None:
    assert told(paper()) == TOLD


def test_each_paper_says_the_duties_and_what_is_looked_for_and_brings_back_which_duty_it_is() -> None:
    letter = Document(BytesIO(paper()))
    assert [each.text for each in letter.paragraphs if each.text.startswith("分工：")] == [
        "分工：全面工作",
        "分工：教学、教研",
    ]
    assert letter.tables[0].rows[2].cells[0].text == "教师的期待\n哪些没有解决"
    assert [line.duty_text for line in read(paper())] == ["全面工作", ""]
    assert [line.duty_text for line in read(paper(written(0, 3, "备注")))] == ["", ""]


def test_a_line_added_under_a_mirror_belongs_to_it() -> None:
    def add(letter: Letter) -> None:
        last = letter.tables[0]._tbl.tr_lst[-1]
        last.addnext(deepcopy(last))
        for cell, text in zip(letter.tables[0].rows[-1].cells, ("", "制度机制", "通知发得急", ""), strict=True):
            cell.text = text

    assert told(paper(add))[1] == ("M01", "教师的期待", "制度机制", "通知发得急")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            written(2, 0, "群众的期待"),
            Line("校长", "M01", "群众的期待", None, "工作作风", "工作作风", TOLD[0][3], "全面工作"),
        ),
        (written(2, 1, "作风"), Line("校长", "M01", "教师的期待", "教师的期待", "作风", None, TOLD[0][3], "全面工作")),
        (
            lambda letter: setattr(letter.paragraphs[0], "text", "书记发言提纲"),
            Line("书记", None, "教师的期待", "教师的期待", "工作作风", "工作作风", TOLD[0][3], "全面工作"),
        ),
    ],
    ids=["another mirror", "another aspect", "somebody who is no member"],
)
def test_what_is_not_written_beyond_doubt_is_left_to_be_asked(change: Callable[[Letter], object], line: Line) -> None:
    assert read(paper(change))[0] == line


def without_table(letter: Letter) -> None:
    letter.tables[1]._tbl.getparent().remove(letter.tables[1]._tbl)


def untitled(letter: Letter) -> None:
    for each in letter.paragraphs:
        each.text = each.text.replace("发言提纲", "汇报")


def revised(letter: Letter) -> None:
    letter.paragraphs[0]._p.append(OxmlElement("w:ins"))


def long_table(letter: Letter) -> None:
    row = letter.tables[0]._tbl.tr_lst[-1]
    for _ in range(510):
        row.addnext(OxmlElement("w:tr"))


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"", "这不是 Word 文件"),
        (b"PK\x03\x04 broken", "这不是 Word 文件"),
        (b"0" * (20 * 1024 * 1024 + 1), "文件太大"),
        (paper(untitled), "这不是发言提纲"),
        (paper(without_table), "提纲里没有表格"),
        (paper(written(0, 2, "存在问题")), "表头改过"),
        (paper(revised), "有没定下来的修订"),
        (paper(long_table), "表格太大"),
        (paper(written(1, 2, "长" * 4_001)), "一格太长"),
        (paper(findings=BLANK), "提纲是空的"),
    ],
)
def test_what_is_no_such_paper_is_refused_with_what_to_do(data: bytes, title: str) -> None:
    with pytest.raises(BoardError) as caught:
        read(data)
    assert (caught.value.title, bool(caught.value.remedy)) == (title, True)


def test_another_units_paper_is_refused_by_name() -> None:
    with pytest.raises(BoardError, match="城关小学") as caught:
        read(paper(), "城关小学")
    assert caught.value.title == "这是别的单位的提纲"


def line(**changed: Any) -> dict[str, Any]:
    given = {**finding_fields(), **changed}
    return {name: given[name] for name in ("member_id", "mirror", "aspect", "content")}


def there(outline_id: str, **changed: Any) -> Mapping[str, Any]:
    return {"outline_id": outline_id, "seq": 3, **finding_fields(**changed)}


def test_lines_are_new_changed_or_the_same() -> None:
    findings = [there("G-001"), there("G-002", content="通知发得急，没有留出准备时间")]
    lines = [
        line(content="通知发得太急，没有留出准备的时间"),
        line(),
        line(content="年底材料集中"),
        line(member_id="M02"),
        line(),
    ]
    assert [(each.what, each.outline_id) for each in effects(lines, findings)] == [
        ("修改", "G-002"),
        ("相同", "G-001"),
        ("新增", ""),
        ("新增", ""),
    ]


def test_a_line_that_names_another_duty_changes_the_finding_and_one_that_names_none_leaves_it() -> None:
    findings = [there("G-001", duty="德育")]
    named = [effects([{**line(), **duty}], findings)[0].what for duty in ({"duty": "安全"}, {"duty": "德育"}, {})]
    assert named == ["修改", "相同", "相同"]


@pytest.fixture
def school(store: Store, clerk: Actor) -> Store:
    add_activity(store)
    records.add(store, clerk, outlines.OUTLINE, ACTIVITY, finding_fields(), at=NINE)
    return store


CHANGES = [
    Effect("修改", line(content="到年级组听意见太少"), "G-001", 1),
    Effect("新增", line(content="通知发得急")),
    Effect("相同", line(content="不看"), "G-404", 1),
]


def held(store: Store) -> dict[str, str]:
    return {key: row["content"] for key, row in by_id(outlines.outlines(store, ACTIVITY, AS_OF), "outline_id").items()}


def test_what_was_looked_at_is_kept_in_one_go(school: Store, clerk: Actor) -> None:
    later = NINE + timedelta(days=1)
    version = school.version("data")
    assert outlines.take_over(school, clerk, ACTIVITY, CHANGES, START_ON, at=later) == ["G-002"]
    assert held(school) == {"G-001": "到年级组听意见太少", "G-002": "通知发得急"}
    assert school.version("data") == version + 1
    assert outlines.events(school, ACTIVITY, "G-001")["action"].tolist() == ["add", "edit"]


def test_all_of_it_or_nothing_comes_in(school: Store, clerk: Actor) -> None:
    later = NINE + timedelta(days=1)
    with pytest.raises(Invalid, match="已经登记过"):
        outlines.take_over(school, clerk, ACTIVITY, [CHANGES[1], Effect("新增", line())], START_ON, at=later)
    records.act(school, clerk, outlines.OUTLINE, ACTIVITY, "G-001", "edit", {"content": "别人刚改的"}, at=later)
    with pytest.raises(Conflict):
        outlines.take_over(school, clerk, ACTIVITY, [CHANGES[1], CHANGES[0]], START_ON, at=later)
    assert held(school) == {"G-001": "别人刚改的"}


def test_only_the_clerk_brings_papers_in(school: Store, leader: Actor, owner: Actor) -> None:
    for actor in (leader, owner):
        with pytest.raises(Refused):
            outlines.take_over(school, actor, ACTIVITY, CHANGES, START_ON)
