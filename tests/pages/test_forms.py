"""The clerk's forms: what is refused keeps what was typed and says why under the field; what is saved says so."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.opinions import actions as opinions
from board.rectification import actions as rectification
from board.tasks import actions as tasks
from tests.example_school import Example
from tests.ledger_rows import by_id
from tests.pages.hands import action_chosen
from tests.pages.visitor import faults, filled, ids, notices, opened, saved, sentences_on, sheet, typed

pytestmark = pytest.mark.walk

OPINION = {"content": "操场单杠松了，望早修", "channel": "座谈会", "giver": "家长"}
TASK = {"name": "公示整改结果", "phase_id": "H3", "leader_id": "M02", "output": "公示栏照片"}
ITEM = {
    "problem": "听课少，评课不及时",
    "source": "征求意见",
    "aspect": "工作作风",
    "subjective_cause": "深入课堂的意识不强",
    "measure": "每周听课两节，当天评课",
    "leader_id": "M02",
    "owner_id": "P01",
    "department": "教导处",
}


def adding(subject: str, role: Role = Role.CLERK) -> AppTest:
    """The subject's page with the form for a new record open."""
    return opened(subject, role).button(key=f"{subject}_add").click().run()


def acting(subject: str, record: Mapping[str, str], action: str, role: Role = Role.CLERK) -> tuple[AppTest, str]:
    """A record's sheet with the form of an action open, and the form's name."""
    at = opened(subject, role, **record)
    key = f"{subject}_action_{next(iter(record.values()))}"
    return action_chosen(at, key, action), f"{key}.{action}"


def opinions_of(school: Example) -> dict[str, dict[str, Any]]:
    return by_id(opinions.opinions(school.store, school.activity_id, school.today), "opinion_id")


def items_of(school: Example) -> dict[str, dict[str, Any]]:
    return by_id(rectification.items(school.store, school.activity_id, school.today), "item_id")


def tasks_of(school: Example) -> dict[str, dict[str, Any]]:
    return by_id(tasks.tasks(school.store, school.activity_id, school.today), "task_id")


def test_an_opinion_is_registered_and_the_form_is_ready_for_the_next(school: Example) -> None:
    at = saved(filled(adding("opinions"), "opinions_new", **OPINION), "opinions_new")
    assert not at.exception
    (opinion_id,) = re.findall(r"^已登记意见 (O-\d{4})$", notices(at)[0])
    assert opinions_of(school)[opinion_id]["content"] == OPINION["content"]
    assert sheet(at) == "登记意见"
    assert typed(at, "opinions_new", "content", "channel") == ["", None]
    assert "/ 63 条" in sentences_on(at)


def test_an_opinion_refused_stays_typed_with_the_reasons_under_its_fields(read_school: Example) -> None:
    tomorrow = read_school.today + timedelta(days=1)
    at = filled(
        adding("opinions"), "opinions_new", **{**OPINION, "channel": None}, about="member", received_on=tomorrow
    )
    saved(at, "opinions_new")
    assert sheet(at) == "登记意见"
    assert faults(at) == [
        "收到日期：收到日期不能晚于今天",
        "渠道：请选择征求渠道",
        "哪位领导：对领导个人的意见，请选择是哪一位",
    ]
    assert typed(at, "opinions_new", "content", "giver", "received_on") == [OPINION["content"], "家长", tomorrow]
    assert notices(at) == []
    assert len(opinions_of(read_school)) == 62


def test_a_form_mended_after_a_refusal_is_saved_once(school: Example) -> None:
    at = saved(filled(adding("opinions"), "opinions_new", **{**OPINION, "giver": None}), "opinions_new")
    assert faults(at) == ["来自：请选择意见来自哪一类人"]
    saved(filled(at, "opinions_new", giver="家长"), "opinions_new")
    assert [notice[:7] for notice in notices(at)] == ["已登记意见 O"]
    assert faults(at) == []
    assert len(opinions_of(school)) == 63


def test_an_item_is_registered_and_its_form_closes(school: Example) -> None:
    at = filled(adding("rectification"), "rectification_new", **ITEM, due_on=school.today + timedelta(days=20))
    saved(at, "rectification_new")
    assert not at.exception
    assert notices(at) == ["已登记整改事项 R-032"]
    assert sheet(at) is None
    assert "R-032" in ids(at, "rectification_table")
    assert items_of(school)["R-032"]["problem"] == ITEM["problem"]


def test_an_item_refused_says_why_under_each_field(read_school: Example) -> None:
    at = filled(adding("rectification"), "rectification_new", **{**ITEM, "subjective_cause": " ", "owner_id": None})
    saved(filled(at, "rectification_new", due_on=read_school.today - timedelta(days=3)), "rectification_new")
    assert faults(at) == [
        "主观原因：请写明主观原因，不能只写客观原因",
        "责任人：请选择责任人",
        "整改时限：整改时限不能早于开始日期",
    ]
    assert typed(at, "rectification_new", "problem", "measure") == [ITEM["problem"], ITEM["measure"]]
    assert len(items_of(read_school)) == 30


def test_an_item_that_must_wait_asks_for_its_explanation(read_school: Example) -> None:
    at = saved(filled(adding("rectification"), "rectification_new", **ITEM, kind="deferred"), "rectification_new")
    assert "解释说明：创造条件整改的事项，请写明解释说明" in faults(at)
    assert "复查日期：请填写下次复查的日期" in faults(at)


def test_a_task_is_added_and_its_form_closes(school: Example) -> None:
    at = filled(adding("tasks"), "tasks_new", **TASK, due_on=school.today + timedelta(days=9), after=["T16"])
    saved(at, "tasks_new")
    assert not at.exception
    assert notices(at) == ["已添加任务 T19"]
    assert sheet(at) is None
    assert tasks_of(school)["T19"]["after"] == "T16"


def test_a_task_refused_stays_typed(read_school: Example) -> None:
    at = saved(filled(adding("tasks"), "tasks_new", **{**TASK, "name": ""}), "tasks_new")
    assert faults(at) == ["工作任务：请写明工作任务", "完成期限：请填写完成期限"]
    assert typed(at, "tasks_new", "output", "leader_id") == [TASK["output"], "M02"]
    assert len(tasks_of(read_school)) == 18


def test_tasks_that_would_wait_for_each_other_are_refused_under_the_field(read_school: Example) -> None:
    at, form = acting("tasks", {"tasks_task": "T01"}, "edit")
    saved(filled(at, form, after=["T03"]), form)
    assert len(faults(at)) == 1
    assert faults(at)[0].startswith("排在哪些任务之后：")
    assert tasks_of(read_school)["T01"]["after"] == ""


def test_a_task_is_reported_done(school: Example) -> None:
    at, form = acting("tasks", {"tasks_task": "T08"}, "report")
    saved(filled(at, form, status="done", output_ready=True, note="问题清单已核对"), form)
    assert notices(at) == ["T08 已报进展：已完成"]
    assert tasks_of(school)["T08"]["done_on"].date() == school.today


def test_an_owner_reports_progress_on_their_item(school: Example) -> None:
    at, form = acting("rectification", {"rectification_item": "R-006"}, "report", Role.OWNER)
    saved(filled(at, form, progress="跑道填补完三处", percent=75), form)
    assert notices(at) == ["R-006 已报进展"]
    assert sheet(at) == "整改事项"
    assert not at.form
    item = items_of(school)["R-006"]
    assert (item["percent"], item["progress"]) == (75, "跑道填补完三处")


def test_going_back_without_a_word_is_refused_and_the_percent_stays(read_school: Example) -> None:
    at, form = acting("rectification", {"rectification_item": "R-006"}, "report", Role.OWNER)
    saved(filled(at, form, percent=40), form)
    assert faults(at) == ["进展情况：进度比上次低，请写明原因"]
    assert typed(at, form, "percent") == [40]
    assert items_of(read_school)["R-006"]["percent"] == 60


def test_work_is_not_all_done_before_it_is_handed_in(read_school: Example) -> None:
    at, form = acting("rectification", {"rectification_item": "R-006"}, "report", Role.OWNER)
    assert at.slider(key=f"{form}.percent").max == 95


def test_an_item_people_reject_is_not_struck_off(school: Example) -> None:
    at, form = acting("rectification", {"rectification_item": "R-008"}, "close")
    saved(filled(at, form, people_view="dissatisfied", verifier_id="P02"), form)
    assert [fault.split("：")[0] for fault in faults(at)] == ["群众评价"]
    assert items_of(school)["R-008"]["status"] == "submitted"
    saved(filled(at, form, people_view="satisfied"), form)
    assert notices(at) == ["R-008 已销号"]
    assert items_of(school)["R-008"]["status"] == "closed"


def test_the_kind_of_an_item_changes_with_a_reason(school: Example) -> None:
    at, form = acting("rectification", {"rectification_item": "R-024"}, "edit")
    saved(filled(at, form, kind="immediate"), form)
    assert [fault.split("：")[1] for fault in faults(at)] == ["请写明改变类别的原因"]
    saved(filled(at, form, reason="条件已经具备，可以马上办"), form)
    assert notices(at) == ["R-024 已修改"]
    assert items_of(school)["R-024"]["kind"] == "immediate"


@pytest.mark.parametrize(
    ("action", "values", "column", "after"),
    [
        ("sort", {"aspect": "工作作风", "theme": "食堂"}, "theme", "食堂"),
        ("merge", {"merged_into": "O-004"}, "merged_into", "O-004"),
        ("edit", {"content": "原话是这样说的"}, "content", "原话是这样说的"),
    ],
)
def test_an_opinion_is_handled_on_its_sheet(
    school: Example, action: str, values: dict[str, Any], column: str, after: str
) -> None:
    at, form = acting("opinions", {"opinions_opinion": "O-057"}, action)
    saved(filled(at, form, **values), form)
    assert not at.exception
    assert notices(at)[0].startswith("O-057 已")
    assert opinions_of(school)["O-057"][column] == after


@pytest.mark.parametrize(
    ("opinion_id", "action", "values", "label"),
    [
        ("O-048", "answer", {"response": "declined", "answer": ""}, "答复内容"),
        ("O-048", "answer", {"response": None, "answer": "好"}, "怎样答复"),
        ("O-048", "feed_back", {"fed_back_on": "tomorrow", "fed_back_to": "领导班子"}, "反馈日期"),
        ("O-057", "merge", {"merged_into": None}, "并入哪一条"),
        ("O-057", "sort", {"aspect": None}, "方面"),
    ],
)
def test_handling_refused_says_why_under_the_field(
    read_school: Example, opinion_id: str, action: str, values: dict[str, Any], label: str
) -> None:
    given = {
        name: read_school.today + timedelta(days=1) if each == "tomorrow" else each for name, each in values.items()
    }
    at, form = acting("opinions", {"opinions_opinion": opinion_id}, action)
    saved(filled(at, form, **given), form)
    assert [fault.split("：")[0] for fault in faults(at)] == [label]
    assert opinions_of(read_school)[opinion_id]["seq"] == 2 if opinion_id == "O-048" else 1


def test_a_form_left_and_opened_again_goes_on_with_what_was_typed_until_it_is_given_up(read_school: Example) -> None:
    at = saved(filled(adding("opinions"), "opinions_new", content="写了一半"), "opinions_new")
    assert faults(at)
    at.session_state["opinions_adding"] = False
    at.run()
    assert sheet(at) is None
    at.button(key="opinions_add").click().run()
    assert typed(at, "opinions_new", "content") == ["写了一半"]
    assert "没有保存的内容" in sentences_on(at)
    assert faults(at) == []
    assert not at.error
    at.button(key="opinions_new/give_up").click().run()
    assert typed(at, "opinions_new", "content") == [""]


RECORD = {"rectification": "rectification_item", "opinions": "opinions_opinion", "tasks": "tasks_task"}
ACTIONS = {
    "rectification": [
        ("R-010", "start"),
        ("R-006", "report"),
        ("R-006", "submit"),
        ("R-006", "postpone"),
        ("R-006", "edit"),
        ("R-006", "remove"),
        ("R-008", "send_back"),
        ("R-008", "close"),
        ("R-001", "reopen"),
    ],
    "opinions": [("O-057", "sort"), ("O-057", "merge"), ("O-057", "edit"), ("O-048", "feed_back"), ("O-048", "answer")],
    "tasks": [("T08", "report"), ("T08", "edit")],
}


def emptied(at: AppTest, form: str) -> AppTest:
    """Every field of a form made as empty as it can be."""
    fields: list[tuple[Any, Any]] = [(each, "") for each in (*at.text_input, *at.text_area)]
    fields += [*((each, None) for each in at.date_input), *((each, []) for each in at.multiselect)]
    for field, nothing in fields:
        if str(field.key).startswith(f"{form}."):
            field.set_value(nothing)
    return at


@pytest.mark.parametrize("subject", list(ACTIONS))
def test_a_form_sent_empty_breaks_nothing(school: Example, subject: str) -> None:
    for record_id, action in ACTIONS[subject]:
        at, form = acting(subject, {RECORD[subject]: record_id}, action)
        saved(emptied(at, form), form)
        assert not at.exception, action
        assert faults(at) or at.error or notices(at), action


@pytest.mark.parametrize("subject", ["opinions", "rectification", "tasks"])
def test_a_form_for_a_new_record_sent_empty_is_refused(read_school: Example, subject: str) -> None:
    form = f"{subject}_new"
    at = saved(emptied(adding(subject), form), form)
    assert not at.exception
    assert len(faults(at)) >= 2
    assert notices(at) == []


def test_a_form_tells_the_browser_what_it_begins_with_at_every_drawing(school: Example) -> None:
    """Else a browser that missed the first drawing, because somebody saved just then, would show the form blank.

    Days are the exception: the browser offers to clear only one that it was given none for (`test_days`).
    """
    kind = adding("rectification").run().get_by_key("rectification_new.kind").proto
    assert kind.options[kind.default] == "限期整改"
