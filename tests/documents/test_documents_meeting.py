"""The papers of the democratic life meeting in Word, read back."""

from io import BytesIO

from docx import Document

from board.activity import activities
from board.documents.meeting import meeting_record, other_record, outline_papers
from board.meeting import actions as meeting
from board.meeting import outlines
from board.meeting.views import other_meetings
from board.problems import actions as problems
from tests.example_school import Example

MIRRORS = ["科学发展观的要求", "先进学校的经验", "上级的部署", "教师的期待"]
QUESTIONS = {mirror: f"{mirror}里有哪些没有做到" for mirror in MIRRORS}


def rows(data: bytes, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(BytesIO(data)).tables[table].rows]


def paragraphs(data: bytes) -> str:
    return "\n".join(each.text for each in Document(BytesIO(data)).paragraphs)


def test_every_member_has_a_paper_with_all_mirrors_the_empty_one_left_to_write_in(example: Example) -> None:
    activity = activities.activity(example.store, example.activity_id)
    findings = outlines.outlines(example.store, example.activity_id, example.today)
    members = dict.fromkeys(findings["member_name"], "分管的工作")
    data = outline_papers(activity, members, QUESTIONS, findings)
    assert len(Document(BytesIO(data)).tables) == 5
    last = rows(data, 4)
    assert last[0] == ["对照", "方面", "查找到的问题", "分工"]
    assert list(dict.fromkeys(row[0].split("\n")[0] for row in last[1:])) == MIRRORS
    assert last[1][0] == "科学发展观的要求\n科学发展观的要求里有哪些没有做到"
    assert {row[3] for row in last[1:]} == {"食堂", "财务", "校舍", "总务", ""}
    assert [row[2].strip() for row in last[1:] if row[0].startswith("先进学校的经验")] == [""]
    assert "示例数据" in paragraphs(data)


def test_a_blank_paper_has_the_mirrors_and_nothing_else(example: Example) -> None:
    activity = activities.activity(example.store, example.activity_id)
    empty = outlines.outlines(example.store, example.activity_id, example.today).head(0)
    data = outline_papers(activity, {"校长": ""}, dict.fromkeys(MIRRORS, ""), empty)
    assert [(row[0], row[1], row[2].strip()) for row in rows(data, 0)[1:]] == [(mirror, "", "") for mirror in MIRRORS]


def test_the_record_has_who_came_what_was_said_and_the_problems(example: Example) -> None:
    of = (example.store, example.activity_id, example.today)
    (held,) = meeting.life_meetings(*of).to_dict("records")
    found, came = problems.problems(*of), meeting.attendance(*of)
    data = meeting_record(
        activities.activity(example.store, example.activity_id),
        {str(name): value for name, value in held.items()},
        came[came["meeting_id"] == "Y4"],
        meeting.criticisms(*of),
        found[found["meeting_id"] == "Y4"],
    )
    text = paragraphs(data)
    assert "到会：校长、党支部副书记" in text
    assert "请假：少先队大队辅导员" in text
    assert "会议由校长主持" in text
    assert rows(data, 0)[0] == ["提出的人", "对谁", "方面", "批评内容", "原因", "建议"]
    first = rows(data, 0)[1]
    assert (first[:2], first[5]) == (["校长", "本人"], "每周两个下午不开会，自己到年级组去讲")
    assert [row[0] for row in rows(data, 1)[1:]] == [f"W-00{number}" for number in (1, 2, 3, 4, 5, 6, 7, 9)]


def test_the_record_of_a_forum_has_how_many_came_who_of_the_group_and_what_was_said(example: Example) -> None:
    of = (example.store, example.activity_id, example.today)
    rows_by_id = other_meetings(*of).set_index("meeting_id")
    came = meeting.attendance(*of)
    held = {str(name): value for name, value in rows_by_id.loc["Y2"].items()}
    data = other_record(activities.activity(*of[:2]), held, came[came["meeting_id"] == "Y2"])
    text = paragraphs(data)
    assert text.startswith("座谈会记录\n（示例数据")
    assert "到会人数：27 人（家长、普通群众）" in text
    assert "到会：德育副校长、后勤副校长、德育主任\n请假：校长" in text
    assert "居民希望周末开放操场" in text
