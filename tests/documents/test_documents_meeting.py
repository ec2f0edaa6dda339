"""The papers of the democratic life meeting in Word, read back."""

from io import BytesIO

from docx import Document

from board.documents.paper_word import paper_word
from board.meeting import outlines
from board.papers.kinds import make
from board.papers.outlined import pages
from tests.example_school import Example
from tests.papers.papers import PLAIN, word_of

MIRRORS = ["科学发展观的要求", "先进学校的经验", "上级的部署", "教师的期待"]
QUESTIONS = {mirror: f"{mirror}里有哪些没有做到" for mirror in MIRRORS}


def rows(data: bytes, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(BytesIO(data)).tables[table].rows]


def made(example: Example, code: str, **options: str) -> bytes:
    return paper_word(make(example.store, example.activity_id, example.today, code, PLAIN, options=options))


def paragraphs(data: bytes) -> str:
    return "\n".join(each.text for each in Document(BytesIO(data)).paragraphs)


def test_every_member_has_a_paper_with_all_mirrors_the_empty_one_left_to_write_in(example: Example) -> None:
    findings = outlines.outlines(example.store, example.activity_id, example.today)
    members = dict.fromkeys(findings["member_name"], "分管的工作")
    data = word_of("中心小学", "校长发言提纲", pages("", members, QUESTIONS, findings))
    assert len(Document(BytesIO(data)).tables) == 5
    last = rows(data, 4)
    assert last[0] == ["对照", "方面", "查找到的问题", "分工"]
    assert list(dict.fromkeys(row[0].split("\n")[0] for row in last[1:])) == MIRRORS
    assert last[1][0] == "科学发展观的要求\n科学发展观的要求里有哪些没有做到"
    assert {row[3] for row in last[1:]} == {"食堂", "财务", "校舍", "总务", ""}
    assert [row[2].strip() for row in last[1:] if row[0].startswith("先进学校的经验")] == [""]


def test_the_papers_of_an_example_say_that_they_are_one(example: Example) -> None:
    assert "示例数据" in paragraphs(made(example, "outline", member="all"))


def test_a_blank_paper_has_the_mirrors_and_nothing_else(example: Example) -> None:
    empty = outlines.outlines(example.store, example.activity_id, example.today).head(0)
    data = word_of("中心小学", "校长发言提纲", pages("", {"校长": ""}, dict.fromkeys(MIRRORS, ""), empty))
    assert [(row[0], row[1], row[2].strip()) for row in rows(data, 0)[1:]] == [(mirror, "", "") for mirror in MIRRORS]


def test_the_record_has_who_came_what_was_said_and_the_problems(example: Example) -> None:
    data = made(example, "meeting_record", meeting="Y4")
    text = paragraphs(data)
    assert "到会：校长、党支部副书记" in text
    assert "请假：少先队大队辅导员" in text
    assert "会议由校长主持" in text
    assert rows(data, 0)[0] == ["提出的人", "对谁", "方面", "批评内容", "原因", "建议"]
    first = rows(data, 0)[1]
    assert (first[:2], first[5]) == (["校长", "本人"], "每周两个下午不开会，自己到年级组去讲")
    assert [row[0] for row in rows(data, 1)[1:]] == [f"W-00{number}" for number in (1, 2, 3, 4, 5, 6, 7, 9)]


def test_the_record_of_a_forum_has_how_many_came_who_of_the_group_and_what_was_said(example: Example) -> None:
    data = made(example, "other_record", meeting="Y2")
    text = paragraphs(data)
    assert text.startswith("座谈会记录\n（示例数据")
    assert "到会人数：27 人（家长、普通群众）" in text
    assert "到会：德育副校长、后勤副校长、德育主任\n请假：校长" in text
    assert "居民希望周末开放操场" in text
