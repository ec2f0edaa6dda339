"""民主生活会 as people use it: readiness and its links, papers, the record, problems and the items they become."""

from copy import deepcopy
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from board.access import Actor, Role
from board.meeting import actions as meeting
from board.meeting import calendar, outlines
from board.problems import actions as problems
from board.rectification import actions as rectification
from board.store import records
from tests.example_school import Example
from tests.pages.hands import action_chosen, row_clicked, taken
from tests.pages.visitor import (
    answer,
    buttons,
    faults,
    filled,
    ids,
    notices,
    once_button,
    opened,
    saved,
    sent,
    sentences_on,
    sheet,
    table,
    tables,
    title,
    typed,
)

pytestmark = pytest.mark.walk

CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))

PAPERS, RECORD, PROBLEMS = "发言提纲", "会议记录", "问题清单"


def html(at: Any) -> str:
    return " ".join(at.html.values)


def part(name: str, role: Role = Role.CLERK, **query: str) -> Any:
    return opened("meeting", role, meeting_part=name, **query)


def listed(school: Example) -> dict[str, dict[str, Any]]:
    rows: list[dict[Any, Any]] = problems.problems(school.store, school.activity_id, school.today).to_dict("records")
    return {row["problem_id"]: row for row in rows}


def test_the_answer_says_that_it_was_held_and_what_was_missing(read_school: Example) -> None:
    text = answer(opened("meeting", Role.LEADER))
    assert "开过；会前有 4 项没有办妥" in text
    assert "查出问题 9 个" in text
    assert "1 个还没有转整改" in text


def test_a_requirement_leads_to_the_page_that_mends_it(read_school: Example) -> None:
    at = row_clicked(opened("meeting", Role.CLERK), "meeting_readiness", 3)
    assert title(at) == "谈心谈话"
    at = row_clicked(opened("meeting", Role.CLERK), "meeting_readiness", 4)
    assert at.segmented_control(key="meeting_part").value == PAPERS


def test_an_empty_cell_of_a_paper_is_filled_from_its_button(school: Example) -> None:
    at = part(PAPERS)
    assert html(at).count('class="missing">空') == 1
    at.button(key="meeting_empty_M05_先进学校的经验").click().run()
    form = "meeting_finding_new_M05_先进学校的经验"
    assert typed(at, form, "member_id", "mirror") == ["M05", "先进学校的经验"]
    at = saved(filled(at, form, aspect="方法举措", content="没有学别校的报修登记"), form)
    assert not faults(at)
    assert html(at).count('class="missing">空') == 0
    assert len(outlines.outlines(school.store, school.activity_id, school.today)) == 23


def test_the_papers_say_what_is_looked_for_and_which_duties_nobody_looked_at(school: Example) -> None:
    text = html(part(PAPERS))
    assert "哪些没有及时解决</small>" in text
    assert "没有查找" not in text
    records.act(school.store, CLERK, outlines.OUTLINE, school.activity_id, "G-019", "edit", {"duty": ""})
    assert text.count("没有查找") < html(part(PAPERS)).count("没有查找")


def test_papers_come_in_word_filled_and_blank(read_school: Example) -> None:
    at = part(PAPERS, Role.LEADER)
    assert "登记查找到的问题" not in buttons(at)
    for key in ("meeting_word_导出提纲", "meeting_word_空白提纲"):
        file = taken(at, key)
        assert file.name.endswith(".docx")
        assert file.data[:2] == b"PK"


def test_a_filled_paper_is_looked_at_asked_about_and_brought_in_with_a_receipt(school: Example) -> None:
    at = part(PAPERS)
    letter = Document(BytesIO(taken(at, "meeting_word_导出提纲").data))
    rows = letter.tables[0].rows
    rows[1].cells[2].text = f"{rows[1].cells[2].text}，改了"
    last = letter.tables[0]._tbl.tr_lst[-1]
    last.addnext(deepcopy(last))
    for cell, text in zip(letter.tables[0].rows[-1].cells, ("教师的期待", "", "没有到年级组去", ""), strict=True):
        cell.text = text
    stream = BytesIO()
    letter.save(stream)
    at.button(key="meeting_outlines_import").click().run()
    assert sheet(at) == "导入提纲 Word"
    at.file_uploader(key="meeting_outlines_file").upload("提纲.docx", stream.getvalue()).run()
    (asked,) = (each for each in at.selectbox if str(each.key).startswith("meeting_outlines_aspect_"))
    assert "没有到年级组去" in asked.label
    assert once_button(at, "meeting_outlines_confirm").label == "确认导入 1 条"
    asked.set_value("工作作风").run()
    assert once_button(at, "meeting_outlines_confirm").label == "确认导入 2 条"
    before = len(outlines.outlines(school.store, school.activity_id, school.today))
    once_button(at, "meeting_outlines_confirm").click().run()
    assert notices(at) == [f"已导入提纲：新增 1 条，修改 1 条，相同 {before - 1} 条"]
    assert "回执：" in at.success[0].value
    assert "文件指纹" in at.success[0].value
    assert len(outlines.outlines(school.store, school.activity_id, school.today)) == before + 1


def test_a_file_that_is_no_paper_is_refused_where_it_was_given(school: Example) -> None:
    at = part(PAPERS)
    at.button(key="meeting_outlines_import").click().run()
    at.file_uploader(key="meeting_outlines_file").upload("提纲.docx", b"PK broken").run()
    assert "这不是 Word 文件" in at.error[0].value
    assert not [label for label in buttons(at) if label.startswith("确认导入")]
    assert "导入提纲 Word" not in buttons(part(PAPERS, Role.LEADER))


def test_a_finding_is_mended_from_its_sheet(school: Example) -> None:
    at = part(PAPERS, meeting_finding="G-001")
    assert sheet(at) == "查找到的问题"
    at.segmented_control(key="meeting_finding_G-001").set_value("edit").run()
    form = "meeting_finding_G-001.edit"
    saved(filled(at, form, aspect="工作作风"), form)
    found = outlines.outlines(school.store, school.activity_id, school.today).set_index("outline_id")
    assert found.loc["G-001", "aspect"] == "工作作风"


def test_criticisms_are_typed_one_after_the_other_with_the_speaker_kept(school: Example) -> None:
    at = part(RECORD)
    assert "还没有批评别人" in html(at)
    form = "meeting_criticism_new"
    at = saved(
        filled(
            at,
            form,
            critic_id="M05",
            target_id="M01",
            aspect="工作作风",
            content="下后勤一线少",
            cause="会多",
            suggestion="每周去一次",
            concern="和谐稳定",
        ),
        form,
    )
    assert not faults(at)
    assert typed(at, form, "critic_id", "target_id") == ["M05", None]
    assert "还没有批评别人" not in html(at)
    made = meeting.criticisms(school.store, school.activity_id, school.today).iloc[-1]
    assert made[["concern", "cause", "suggestion"]].tolist() == ["和谐稳定", "会多", "每周去一次"]
    assert "每周去一次" in html(part(RECORD, meeting_criticism=made["criticism_id"]))
    at = saved(at, form)
    assert len(faults(at)) == 3
    assert len(meeting.criticisms(school.store, school.activity_id, school.today)) == 27


def test_who_did_not_speak_of_which_aspect_is_shown(read_school: Example) -> None:
    assert html(part(RECORD, Role.LEADER)).count('<td class="missing">没有</td>') == 1  # one took theirs back


def test_attendance_and_minutes_are_kept(school: Example) -> None:
    at = part(RECORD)
    form = "meeting_attendance_Y4"
    assert typed(at, form, "M01", "others") == ["present", ["P04", "P07"]]
    at = saved(filled(at, form, M02="excused", others=["P04"]), form)
    came = meeting.attendance(school.store, school.activity_id, school.today)
    came = came[came["meeting_id"] == "Y4"]
    noted = dict(zip(came["person_id"], came["presence"], strict=True))
    assert (noted["M02"], noted.get("P07"), noted["P06"]) == ("excused", None, "excused")
    form = "meeting_minutes_Y4"
    at = saved(filled(at, form, minutes="重写的记录"), form)
    assert "重写的记录" in html(at)
    assert taken(at, "meeting_record_word").data[:2] == b"PK"


def test_a_forums_minutes_and_who_came_are_kept_from_its_sheet(school: Example) -> None:
    meetings = {"kind": "座谈会", "topic": "听听门卫和食堂的", "held_on": school.today}
    meeting_id = calendar.add(school.store, CLERK, school.activity_id, meetings)
    at = part("其他会议")
    assert ids(at, "meeting_others")[:1] == [meeting_id]
    at = part("其他会议", meeting_other=meeting_id)
    assert sheet(at) == "会议"
    action_chosen(at, f"meeting_other_{meeting_id}", "write")
    form = f"meeting_other_{meeting_id}.write"
    at = saved(filled(at, form, came_count=9, came_from=["教职工"], minutes="说了三件事"), form)
    assert "9 人（教职工）" in html(at)
    action_chosen(at, f"meeting_other_{meeting_id}", "note")
    at = saved(filled(at, f"meeting_other_{meeting_id}.note", M01="present"), f"meeting_other_{meeting_id}.note")
    assert "说了三件事" in html(at)
    assert "校长" in html(at)
    assert taken(at, f"meeting_other_word_{meeting_id}").data[:2] == b"PK"
    assert "登记出席" not in sentences_on(part("其他会议", Role.LEADER, meeting_other=meeting_id))


def test_what_the_first_stage_found_is_registered_and_a_problem_drawn_from_it(school: Example) -> None:
    at = part("学习调研成果")
    assert ids(at, "meeting_studies") == ["C-001", "C-002", "C-003", "C-004"]
    at.button(key="meeting_study_add").click().run()
    form = "meeting_study_new_form"
    at = saved(filled(at, form, topic="食堂走访", content="最后几个班打饭时菜凉了", report_section="原因分析"), form)
    assert not faults(at)
    at = part(PROBLEMS, meeting_problem="W-008")
    at.segmented_control(key="meeting_problem_W-008").set_value("source").run()
    saved(filled(at, "meeting_problem_W-008.source", source_id="C-005"), "meeting_problem_W-008.source")
    text = html(part("学习调研成果", Role.LEADER, meeting_study="C-005"))
    assert "W-008" in text
    assert "最后几个班打饭时菜凉了" in text
    quoted = table(opened("report", Role.LEADER, report_part="问题"), "report_studies_table").value
    assert quoted.set_index("study_id")["sections"]["C-005"].split("、")[0] == "原因分析"


def test_a_problem_becomes_an_item_with_its_words_filled_in(school: Example) -> None:
    at = part(PROBLEMS, meeting_problem="W-009")
    assert sheet(at) == "问题"
    assert "还没有转成整改事项" in sentences_on(at)
    at.segmented_control(key="meeting_problem_W-009").set_value("item").run()
    form = "meeting_problem_W-009.item"
    problem = listed(school)["W-009"]
    assert typed(at, form, "problem", "subjective_cause", "kind") == [
        problem["content"],
        problem["subjective_cause"],
        "dated",
    ]
    due = school.today + timedelta(days=20)
    given = {"measure": "列入校务会议题逐件研究", "leader_id": "M01", "owner_id": "P02", "due_on": due}
    at = saved(filled(at, form, **given), form)
    assert not faults(at)
    (item_id,) = listed(school)["W-009"]["item_ids"].split("、")
    items = rectification.items(school.store, school.activity_id, school.today).set_index("item_id")
    assert items.loc[item_id, "problem"] == problem["content"]
    assert "都已转整改" in answer(at)


def test_a_problem_without_its_subjective_cause_is_not_registered(school: Example) -> None:
    at = part(PROBLEMS)
    at.button(key="meeting_problem_add").click().run()
    form = "meeting_problem_new_form"
    at = saved(filled(at, form, content="新问题", aspect="工作作风", objective_cause="上面没有给钱"), form)
    assert any("不能只写客观原因" in each for each in faults(at))
    at = saved(filled(at, form, subjective_cause="没有争取"), form)
    assert any("W\\-010" in each or "W-010" in each for each in notices(at))
    assert len(listed(school)) == 10


def test_sources_are_joined_and_parted_from_the_sheet(school: Example) -> None:
    at = part(PROBLEMS, meeting_problem="W-008")
    assert "还没有连上来源" in sentences_on(at)
    at.segmented_control(key="meeting_problem_W-008").set_value("source").run()
    at = saved(filled(at, "meeting_problem_W-008.source", source_id="O-011"), "meeting_problem_W-008.source")
    assert listed(school)["W-008"]["opinion_ids"] == "O-011"
    action_chosen(at, "meeting_problem_W-008", "part")
    saved(filled(at, "meeting_problem_W-008.part", linked_id="O-011"), "meeting_problem_W-008.part")
    assert listed(school)["W-008"]["opinion_ids"] == ""


def test_problems_are_filtered_by_the_url_and_exported(read_school: Example) -> None:
    at = part(PROBLEMS, Role.LEADER, meeting_item="还没有转整改")
    assert ids(at, "meeting_problems") == ["W-009"]
    assert taken(at, "meeting_problems_export").name.startswith("问题清单")
    assert "登记问题" not in buttons(at)


def test_before_the_meeting_nothing_was_recorded_and_the_day_is_still_to_come(read_school: Example) -> None:
    day = (read_school.today - timedelta(days=10)).isoformat()
    at = part(RECORD, as_of=day)
    assert "会还没有开" in sentences_on(at)
    assert "还有 2 天" in answer(at)
    assert "W-001" not in sent(part(PROBLEMS, as_of=day))


def test_a_meetings_day_is_set_where_none_is(planned: Example) -> None:
    at = opened("meeting", Role.CLERK)
    at.button(key="meeting_set").click().run()
    at = saved(filled(at, "meeting_new", held_on=planned.today + timedelta(days=9)), "meeting_new")
    assert "还有 9 天" in answer(at)
    (row,) = meeting.life_meetings(planned.store, planned.activity_id, planned.today).to_dict("records")
    assert row["topic"] == "优化管理上水平，建设和谐新嘉小"


@pytest.mark.parametrize("name", [PAPERS, RECORD, PROBLEMS, "其他会议", "学习调研成果"])
def test_every_part_of_an_empty_activity_says_what_will_stand_there(read_plan: Example, name: str) -> None:
    at = part(name)
    assert not at.exception
    assert len(at.info) >= 2


def test_an_items_sheet_names_its_problem_for_those_who_see_problems(read_school: Example) -> None:
    clerk = opened("rectification", Role.CLERK, rectification_item="R-005")
    assert any("W\\-001" in label for label in buttons(clerk))
    at = clerk.button(key="thread_W-001").click().run()
    assert (title(at), sheet(at)) == ("民主生活会", "问题")
    owner = opened("rectification", Role.OWNER)
    assert "W-001" not in sent(owner).replace("\\", "")


def test_whoever_leads_is_not_told_which_talk_a_problem_came_of(school: Example, clerk: Actor) -> None:
    problems.link_source(school.store, clerk, school.activity_id, "W-002", "talk", "K-013")
    told = {role: sent(part(PROBLEMS, role, meeting_problem="W-002")) for role in (Role.CLERK, Role.LEADER)}
    assert "K-013" in told[Role.CLERK].replace("\\", "")
    assert "K-013" not in told[Role.LEADER].replace("\\", "")
    assert "O-040" in told[Role.LEADER].replace("\\", "")


def test_readiness_says_what_is_more_than_on_the_compared_day(read_school: Example) -> None:
    day = (read_school.today - timedelta(days=16)).isoformat()
    at = opened("meeting", Role.LEADER, compare="指定日期", compare_on=day)
    (table,) = (each.value for each in tables(at) if each.key == "meeting_readiness")
    assert table["news_word"].str.startswith("多").sum() >= 4
