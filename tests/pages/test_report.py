"""分析检查报告: it says whether it holds up, shows what doesn't at its sentence, and freezes what people have read."""

from io import BytesIO

import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.report import reading as report
from board.report import versions as report_versions
from board.truth import versions as truth
from tests.example_school import Example
from tests.pages.visitor import (
    answer,
    faults,
    figure,
    filled,
    notices,
    once_button,
    opened,
    saved,
    sent,
    sentences_on,
    sheet,
)

pytestmark = pytest.mark.walk


def part(name: str, role: Role = Role.CLERK, /, **query: str) -> AppTest:
    return opened("report", role, report_part=name, **query)


def keys(at: AppTest) -> set[str]:
    return {each.key for each in at.button if each.key}


def next_version(at: AppTest) -> AppTest:
    return saved(at.button(key="report_add").click().run(), "report_new")


def test_it_says_that_it_does_not_hold_up_and_why(read_school: Example) -> None:
    at = part("正文", Role.LEADER)
    found = truth.open_findings(read_school.store, read_school.activity_id, read_school.today)
    points = report.points(read_school.store, read_school.activity_id, read_school.today)
    assert "还站不住" in answer(at)
    assert figure(at, "要核对的") == str((~found["is_answered"]).sum())
    assert figure(at, "未答复的意见") == str((points["handling"] == "open").sum())


def test_what_does_not_hold_is_marked_at_its_sentence(read_school: Example) -> None:
    html = "".join(part("正文", Role.LEADER).html.values)
    assert "<b>城关小学</b>领导班子要带头听推门课" in html
    assert "<mark title=" in html
    assert "没有一个整数能得出 81.5%" in html


def test_a_finding_is_answered_with_a_reason_and_stands_open_again(school: Example) -> None:
    at = part("核对")
    before = int(figure(at, "要核对的"))
    key = next(key for key in sorted(keys(at)) if key.startswith("report_answer_"))
    at.button(key=key).click().run()
    form = key.replace("report_answer_", "report_reason_")
    assert {fault.split("：")[0] for fault in faults(saved(at, form))} == {"为什么不适用"}
    saved(filled(at, form, reason="登记时并在一起"), form)
    assert notices(at) == ["理由已记下"]
    assert int(figure(at, "要核对的")) == before - 1
    assert "理由：登记时并在一起" in "".join(at.html.values)
    at.button(key=key.replace("report_answer_", "report_withdraw_")).click().run()
    assert int(figure(at, "要核对的")) == before


def test_from_a_finding_one_gets_to_the_records(read_school: Example) -> None:
    at = part("核对", Role.LEADER)
    key = next(key for key in sorted(keys(at)) if key.startswith("report_record_"))
    at.button(key=key).click().run()
    assert not at.exception


def test_what_people_have_read_is_changed_in_the_next_version(school: Example) -> None:
    at = part("正文")
    assert not [key for key in keys(at) if key.startswith("report_write_")]
    next_version(at)
    assert notices(at) == ["已起草 B3"]
    at.button(key="report_write_B3-7").click().run()
    assert sheet(at) == "写报告"
    saved(
        filled(at, "report_write_form_B3-7", content="班子成员每周听两节课。", note="名字写错了"),
        "report_write_form_B3-7",
    )
    assert notices(at) == ["B3 的“自身建设措施”已保存"]
    assert "城关小学" not in "".join(at.html.values)
    compared = "".join(part("两版对照").html.values)
    assert "<del>" in compared
    assert "名字写错了" in compared


def test_two_versions_stand_side_by_side_with_why(read_school: Example) -> None:
    html = "".join(part("两版对照", Role.LEADER).html.values)
    assert "<ins>按年级组轮流" in html
    assert "D-002" in html
    assert "没有写为什么改" in html


def test_a_point_is_noted_and_answered(school: Example) -> None:
    at = part("听取意见")
    at.button(key="report_point_add").click().run()
    assert {fault.split("：")[0] for fault in faults(saved(at, "report_point_new"))} == {"意见"}
    saved(filled(at, "report_point_new", content="写上谁负责"), "report_point_new")
    assert notices(at) == ["已登记 D-009"]
    at = part("听取意见", report_point="D-009")
    assert sheet(at) == "就报告提的意见"
    at.segmented_control(key="report_point_action_D-009").set_value("answer").run()
    form = "report_point_action_D-009.answer"
    saved(filled(at, form, handling="declined", reason="责任人写在整改台账里"), form)
    assert notices(at) == ["D-009 已答复"]


def test_a_hearing_is_noted_by_group_and_number(school: Example) -> None:
    at = part("听取意见")
    at.button(key="report_hearing_add").click().run()
    saved(filled(at, "report_hearing_new", group_label="普通群众", way="座谈会", heard_count=6), "report_hearing_new")
    assert notices(at) == ["已登记 H-004"]


def test_only_the_leader_approves_and_open_points_need_a_reason(school: Example) -> None:
    at = next_version(part("正文"))
    assert "report_approve" not in keys(at)
    at = part("正文", Role.LEADER)
    assert "report_add" not in keys(at)
    at.button(key="report_approve").click().run()
    wrong = {fault.split("：")[0] for fault in faults(saved(at, "report_approve_B3"))}
    assert wrong == {"未答复的意见为什么先放着"}
    saved(filled(at, "report_approve_B3", reason="下周集中答复"), "report_approve_B3")
    assert notices(at) == ["B3 已定稿"]
    assert "report_approve" not in keys(at)
    assert "下周集中答复" in sentences_on(at)


def test_problems_are_linked_to_sections(school: Example) -> None:
    at = part("问题")
    assert any("W-009" in each.value for each in at.warning)
    at.button(key="report_link").click().run()
    saved(filled(at, "report_links_B2", 原因分析=["W-002", "W-009"]), "report_links_B2")
    assert notices(at) == ["已连好"]
    assert not any("W-009" in each.value for each in at.warning)


def test_a_word_file_is_taken_over_where_its_headings_are_clear_and_asked_where_not(school: Example) -> None:
    at = next_version(part("正文"))
    letter = Document()
    for text in ("一、突出问题", "会议多。", "二、今后的思路", "还时间。"):
        letter.add_paragraph(text)
    stream = BytesIO()
    letter.save(stream)
    at.button(key="report_import").click().run()
    at.file_uploader(key="report_file").upload("报告.docx", stream.getvalue()).run()
    at.selectbox(key="report_part_1").set_value("目标原则").run()
    once_button(at, "report_import_confirm").click().run()
    assert notices(at) == ["已从文件写进 B3 的 2 部分"]
    sections = report.sections(school.store, school.activity_id, school.today)
    mine = sections[sections["version_id"] == "B3"].set_index("section")["content"]
    assert (mine["突出问题"], mine["目标原则"]) == ("会议多。", "还时间。")


def test_a_school_without_a_report_starts_one(planned: Example) -> None:
    at = opened("report", Role.CLERK)
    at.button(key="report_add").click().run()
    saved(at, "report_new")
    assert notices(at) == ["已起草 B1"]
    assert figure(at, "没写的部分") == "7"


def test_the_past_shows_what_stood_there_and_nothing_to_press(read_school: Example) -> None:
    day = report.versions(read_school.store, read_school.activity_id, read_school.today).iloc[0]["made_on"]
    at = part("正文", as_of=f"{day:%Y-%m-%d}")
    assert "B2" not in sentences_on(at)
    assert not [key for key in keys(at) if key.startswith(("report_add", "report_write_", "report_edit"))]


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
def test_who_has_no_business_here_sees_nothing_of_it(read_school: Example, role: Role) -> None:
    assert "城关小学" not in sent(opened("report", role))


def test_two_who_write_the_same_section_lose_nothing(school: Example) -> None:
    first = next_version(part("正文"))
    other = part("正文")
    form = "report_write_form_B3-3"
    for at, text in ((first, "先保存的。"), (other, "后保存的。")):
        at.button(key="report_write_B3-3").click().run()
        filled(at, form, content=text)
    saved(first, form)
    saved(other, form)
    assert any("刚刚被别人改过" in each.value for each in other.error)
    assert other.text_area(key=f"{form}.content").value == "后保存的。"
    saved(other, form)
    assert notices(other) == ["B3 的“主要思路”已保存"]


def begun_by_another(school: Example, clerk: Actor) -> None:
    report_versions.add_version(
        school.store, clerk, school.activity_id, {"stage": "consulted", "made_on": school.today}
    )


def test_a_version_that_comes_while_the_page_is_open_is_offered_and_opens_with_one_press(
    school: Example, clerk: Actor
) -> None:
    at = part("正文", Role.LEADER)
    assert "report_newer" not in keys(at)
    begun_by_another(school, clerk)
    at = at.run()
    assert "有新的一版：**B3 征求意见稿**" in sentences_on(at)
    assert at.session_state["report_version"] == "B2 征求意见稿"
    at.button(key="report_newer").click().run()
    assert at.session_state["report_version"] == "B3 征求意见稿"
    assert "report_newer" not in keys(at)


def test_who_chose_an_older_version_is_left_with_it(school: Example, clerk: Actor) -> None:
    at = part("正文", Role.LEADER, report_version="B1 初稿")
    begun_by_another(school, clerk)
    at = at.run()
    assert "report_newer" not in keys(at)
    assert at.session_state["report_version"] == "B1 初稿"
