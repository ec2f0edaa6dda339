"""Meetings on the time line: marked, mended and deleted by the clerk, and what the ledger is compared with."""

from datetime import date, timedelta

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.activity import activities
from board.rectification.comparison import compared
from tests.example_school import Example
from tests.pages.hands import point_clicked, points_of
from tests.pages.visitor import buttons, faults, filled, ids, notices, opened, saved, sent, sheet, tables, typed

NEW = "meetings_new"
TOPIC = "研究整改进度"


def dialog(role: Role = Role.CLERK) -> AppTest:
    return opened("rectification", role).menu_button(key="rectification_work").click("会议").run()


def held(school: Example) -> pd.DataFrame:
    return activities.meetings(school.store, school.activity_id)


def days(school: Example) -> list[date]:
    return sorted(day.date() for day in held(school)["held_on"])


def marked(day: date, topic: str = TOPIC) -> AppTest:
    """The dialog after a meeting was marked in it."""
    return saved(filled(dialog(), NEW, kind="领导小组会议", held_on=day, topic=topic), NEW)


def chosen(at: AppTest, meeting_id: str) -> AppTest:
    return at.selectbox(key="meetings_chosen").select(meeting_id).run()


def test_the_dialog_lists_the_meetings_newest_first(read_school: Example) -> None:
    at = dialog()
    assert sheet(at) == "会议"
    told = [option.split("　")[0].replace("\\", "") for option in at.selectbox(key="meetings_chosen").options[1:]]
    assert told == [str(day) for day in reversed(days(read_school))]


def test_a_marked_meeting_is_the_day_to_compare_with(school: Example) -> None:
    day = school.today - timedelta(days=2)
    at = marked(day)
    assert not at.exception
    assert notices(at) == ["已标记会议"]
    assert day in days(school)
    fresh = opened("rectification", Role.LEADER)
    assert fresh.selectbox(key="compare").value == "上次会议"
    assert f"与 {day:%m-%d} 相比" in sent(fresh)
    table = next(each.value for each in tables(fresh) if each.key == "rectification_table")
    wanted = compared(school.store, school.activity_id, school.today, day).set_index("item_id")["marks"]
    assert {item: list(marks) for item, marks in zip(table["item_id"], table["marks"], strict=True)} == {
        item_id: wanted[item_id] for item_id in table["item_id"]
    }


def test_the_form_is_ready_for_the_next_meeting(school: Example) -> None:
    at = marked(school.today - timedelta(days=2))
    assert sheet(at) == "会议"
    assert typed(at, NEW, "topic", "held_on") == ["", school.today]


def test_a_meeting_to_come_is_no_day_to_compare_with(school: Example) -> None:
    before = activities.last_meeting_on(school.store, school.activity_id, school.today)
    day = school.today + timedelta(days=5)
    marked(day)
    assert day in days(school)
    assert before is not None
    assert f"与 {before:%m-%d} 相比" in sent(opened("rectification", Role.LEADER))


def test_a_meeting_is_moved_and_the_comparison_with_it(school: Example) -> None:
    day = school.today - timedelta(days=3)
    at = chosen(dialog(), "Y5")
    form = "meetings_Y5"
    assert typed(at, form, "topic") == ["听取整改进度，研究逾期事项"]
    saved(filled(at, form, held_on=day, topic="听取进度"), form)
    assert notices(at) == ["会议已修改"]
    assert day in days(school)
    assert len(held(school)) == 5
    assert f"与 {day:%m-%d} 相比" in sent(opened("rectification", Role.LEADER))


def test_mending_one_thing_of_a_meeting_keeps_the_rest(school: Example) -> None:
    before = held(school).set_index("meeting_id").loc["Y5"]
    form = "meetings_Y5"
    saved(filled(chosen(dialog(), "Y5"), form, topic="只改议题"), form)
    after = held(school).set_index("meeting_id").loc["Y5"]
    assert (after["kind"], after["held_on"], after["topic"]) == (before["kind"], before["held_on"], "只改议题")


def test_a_deleted_meeting_leaves_the_one_before_to_compare_with(school: Example) -> None:
    marked(school.today - timedelta(days=2))
    at = chosen(dialog(), "Y6")
    assert "删去这次会议" in buttons(at)
    saved(at, "meetings_Y6_remove")
    assert not at.exception
    assert notices(at) == ["已删去这次会议"]
    assert len(held(school)) == 5
    assert at.selectbox(key="meetings_chosen").value == "new"
    last = days(school)[-1]
    assert f"与 {last:%m-%d} 相比" in sent(opened("rectification", Role.LEADER))


def test_a_new_meeting_cannot_be_deleted_before_it_is_marked(read_school: Example) -> None:
    assert "删去这次会议" not in buttons(dialog())


def test_a_meeting_left_empty_is_refused_under_its_fields(read_school: Example) -> None:
    at = saved(filled(dialog(), NEW, kind=None, held_on=None, topic=" "), NEW)
    assert faults(at) == ["会议类型：请填写会议类型", "开会日期：请填写开会日期", "议题：请填写会议议题"]
    assert len(held(read_school)) == 5


def test_the_same_meeting_is_not_marked_twice(school: Example) -> None:
    marked(school.today)
    at = marked(school.today)
    assert faults(at) == ["开会日期：这一天的这个会议已经登记过了"]
    assert typed(at, NEW, "topic") == [TOPIC]
    assert len(held(school)) == 6


def test_a_meeting_deleted_by_somebody_else_is_told_in_words(school: Example) -> None:
    at, other = chosen(dialog(), "Y3"), chosen(dialog(), "Y3")
    saved(other, "meetings_Y3_remove")
    saved(filled(at, "meetings_Y3", topic="改一改"), "meetings_Y3")
    assert not at.exception
    assert len(held(school)) == 4


def test_meetings_stand_on_the_curve_and_lead_to_what_changed_since(school: Example) -> None:
    day = school.today - timedelta(days=2)
    marked(day, "讨论 <b>进度</b>")
    at = opened("rectification", Role.LEADER, rectification_chart="查出与销号", rectification_owner="总务主任")
    points = points_of(at, "rectification_curve")
    point_clicked(
        at,
        "rectification_curve",
        next(each for each in points if f'"compare_on": "{day}"' in each["customdata"][0]),
    )
    assert not at.exception
    assert f"与 {day:%m-%d} 相比" in sent(at)
    assert "rectification_owner" not in at.query_params
    assert len(ids(at, "rectification_table")) == 30


@pytest.mark.parametrize("role", [Role.LEADER, Role.OWNER])
def test_only_the_clerk_marks_meetings(read_school: Example, role: Role) -> None:
    options = opened("rectification", role).menu_button(key="rectification_work").options
    assert [option for option in options if "会议" in option] == []
