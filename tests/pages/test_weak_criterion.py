"""The weakest criterion: from it to what answers it, in one click; or to making an item for it."""

import pytest

from board.access import Actor, Role
from board.evaluation.weakest import weakest
from board.rectification import actions as rectification
from board.report import reading as report
from tests.example_school import Example
from tests.pages.visitor import buttons, ids, opened, sentences_on, sheet, typed


def weakest_id(school: Example, round_id: str) -> str:
    found = weakest(school.store, school.activity_id, round_id, school.today)
    assert found is not None
    return found.criterion_id


@pytest.fixture
def weak(school: Example, clerk: Actor) -> tuple[str, str]:
    """The example's weakest criterion and an item that mends it."""
    criterion_id = weakest_id(school, "E2")
    held = rectification.items(school.store, school.activity_id, school.today)
    item = held[(held["report_section"].fillna("") != "") & (held["status"] == "in_progress")].iloc[0]
    ids = (school.store, clerk, school.activity_id, item["item_id"])
    rectification.act(*ids, "edit", {"criterion_id": criterion_id})
    return criterion_id, str(item["item_id"])


def test_one_click_leads_to_the_items_that_mend_it(school: Example, weak: tuple[str, str]) -> None:
    at = opened("evaluation", Role.LEADER)
    assert "最弱的" in sentences_on(at)
    at.button(key="evaluation_items").click().run()
    assert not at.exception
    assert weak[1] in ids(at, "rectification_table")


@pytest.mark.walk
def test_one_click_leads_to_the_part_of_the_report_and_to_the_thread(school: Example, weak: tuple[str, str]) -> None:
    at = opened("evaluation", Role.LEADER)
    assert at.button(key="evaluation_section").label.startswith("报告的“")
    assert "分析检查报告" in "".join(at.button(key="evaluation_section").click().run().html.values)
    at = opened("evaluation", Role.LEADER).button(key="evaluation_thread").click().run()
    assert sheet(at) == "来龙去脉"


def test_the_clerk_begins_an_item_for_it(school: Example) -> None:
    at = opened("evaluation", Role.CLERK).button(key="evaluation_begin_item").click().run()
    assert not at.exception
    assert sheet(at) == "登记整改事项"
    assert typed(at, "rectification_new", "criterion_id") == [weakest_id(school, "E2")]


def test_an_item_begun_by_itself_is_for_no_criterion(school: Example) -> None:
    at = opened("rectification", Role.CLERK).button(key="rectification_add").click().run()
    assert typed(at, "rectification_new", "criterion_id") == [None]


@pytest.mark.parametrize("role", [Role.LEADER, Role.OWNER, Role.ADMIN])
def test_nobody_else_is_offered_to_register_one(read_school: Example, role: Role) -> None:
    assert "为这一项登记整改事项" not in buttons(opened("evaluation", role))


def test_the_clerk_says_where_the_report_was_changed_for_it(school: Example, clerk: Actor) -> None:
    criterion_id = weakest_id(school, "E2")
    at = opened("evaluation", Role.CLERK).button(key="evaluation_begin_change").click().run()
    assert sheet(at) == "报告为评议项目改在哪里"
    choice = next(each for each in at.multiselect if each.key == f"criterion_changes.{criterion_id}")
    assert [each for each in choice.options if "重点任务" in each] == ["重点任务（B2 征求意见稿）"]
    choice.set_value([("B2", "重点任务")])
    at.button(key="criterion_changes.button").click().run()
    assert not at.exception
    changes = report.criterion_changes(school.store, school.activity_id, school.today)
    assert changes[["criterion_id", "version_id", "section"]].to_numpy().tolist() == [[criterion_id, "B2", "重点任务"]]


def test_one_click_leads_to_the_change_of_the_report_that_answers_it(read_school: Example) -> None:
    at = opened("evaluation", Role.LEADER).button(key="evaluation_change_B2_原因分析").click().run()
    assert not at.exception
    assert "部分改过" in sentences_on(at)


@pytest.mark.parametrize("role", [Role.LEADER, Role.OWNER, Role.ADMIN])
def test_nobody_else_is_offered_to_say_so(read_school: Example, role: Role) -> None:
    assert "记下报告为它改在哪里" not in buttons(opened("evaluation", role))
