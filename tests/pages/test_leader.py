"""What leaders may do: look at everything, judge what was done, and change nothing in the books themselves."""

import pytest

from board.access import Role
from board.rectification import actions as rectification
from tests.example_school import Example
from tests.pages.hands import actions_offered, figure_followed
from tests.pages.visitor import SUBJECTS, buttons, notices, opened, sheet, turned_to

WRITES = {"添加任务", "登记意见", "登记事项", "开一轮评议", "登记发放", "修改本轮", "确认导入", "新建账号"}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_page_offers_a_leader_to_write_in_the_books(read_school: Example, subject: str) -> None:
    assert WRITES.isdisjoint(buttons(opened(subject, Role.LEADER)))


@pytest.mark.parametrize(
    ("subject", "record", "control"),
    [("tasks", "tasks_task", "T08"), ("opinions", "opinions_opinion", "O-001")],
)
def test_the_sheet_of_a_record_is_for_a_leader_to_read(
    read_school: Example, subject: str, record: str, control: str
) -> None:
    at = opened(subject, Role.LEADER, **{record: control})
    assert sheet(at)
    assert not at.form
    assert "可以办理" not in [each.label for each in at.segmented_control]


def test_a_leader_may_judge_what_was_handed_in_and_nothing_else(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER, rectification_item="R-008")
    assert actions_offered(at, "rectification_action_R-008") == ["销号", "退回"]
    at = opened("rectification", Role.LEADER, rectification_item="R-006")
    assert "可以办理" not in [each.label for each in at.segmented_control]


def test_a_leader_sends_an_item_back_with_a_reason(school: Example) -> None:
    at = opened("rectification", Role.LEADER, rectification_item="R-008")
    at.button(key="rectification_action_R-008/send_back").click().run()
    at.text_area(key="rectification_action_R-008.send_back.reason").set_value("三楼下午又没有热水了")
    at.button(key="rectification_action_R-008.send_back.button").click().run()
    assert not at.exception
    assert notices(at) == ["R-008 已退回"]
    items = rectification.items(school.store, school.activity_id, school.today)
    assert items.set_index("item_id").loc["R-008", "status"] == "in_progress"


def test_a_leader_is_asked_for_the_reason(school: Example) -> None:
    at = opened("rectification", Role.LEADER, rectification_item="R-008")
    at.button(key="rectification_action_R-008/send_back").click().run()
    at.button(key="rectification_action_R-008.send_back.button").click().run()
    assert notices(at) == []
    assert any("原因" in each.value for each in at.markdown if each.value.startswith(":red["))


@pytest.mark.walk
def test_the_late_items_are_one_click_from_the_overview(read_school: Example) -> None:
    at = opened("overview", Role.LEADER)
    figure_followed(at, "整改逾期")
    assert at.query_params["rectification_view"] == "逾期"
    turned_to(at, "overview")
    assert not at.exception
