"""会议: what a meeting decided waits for whoever may carry it out, and its minutes are drafted at its end."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from board import clock
from board.access import Actor, Role
from board.deck.slide import Slide
from board.meeting import calendar
from board.rectification.views import shown as items_shown
from board.sittings import actions, decisions, views
from board.sittings.actions import Setting
from board.web.deck.sittings import shown
from tests.example_school import Example
from tests.pages.visitor import filled, notices, opened, saved, sent

LATER = clock.today() + timedelta(days=20)
CLERK = Actor("demo-clerk", "示例工作人员", frozenset({Role.CLERK}))
LEADER = Actor("demo-leader", "示例领导", frozenset({Role.LEADER}), "M01")


@pytest.fixture
def sitting(school: Example) -> str:
    new = {"kind": "领导小组会议", "topic": "研究逾期事项"}
    slides = shown((Slide("总体进展", "30 项整改"),), clock.now())
    return actions.start(school.store, LEADER, school.activity_id, Setting(new, "leaders"), slides)


def waiting(school: Example, sitting: str) -> str:
    """A decision of a leader that waits for the clerk."""
    given = {"item_id": "R-006", "content": "配件要从外地调", "due_on": LATER}
    return decisions.decide(school.store, LEADER, school.activity_id, sitting, "postpone", given)


def due_on(school: Example) -> object:
    rows = items_shown(school.store, school.activity_id, clock.today())
    return rows[rows["item_id"] == "R-006"].iloc[0]["due_on"].date()


def test_the_clerk_confirms_what_waits_and_a_leader_who_may_not_is_not_asked(school: Example, sitting: str) -> None:
    decision_id = waiting(school, sitting)
    assert "待我确认" not in sent(opened("sittings", Role.LEADER))
    at = opened("sittings", Role.CLERK)
    assert "待我确认　1 件" in sent(at)
    at.button(key=f"sittings_confirm_{decision_id}").click().run()
    assert notices(at) == [f"{decision_id} 已照办"]
    assert due_on(school) == LATER
    assert "待我确认" not in sent(at)


def test_the_overview_says_that_something_waits(school: Example, sitting: str) -> None:
    waiting(school, sitting)
    labels = [each.label for each in opened("overview", Role.CLERK).button]
    assert "待我确认 1 件" in labels
    assert "待我确认 1 件" not in [each.label for each in opened("overview", Role.LEADER).button]


def test_what_is_not_agreed_to_needs_a_reason(school: Example, sitting: str) -> None:
    decision_id = waiting(school, sitting)
    form = f"sittings_decline_{decision_id}"
    at = saved(opened("sittings", Role.CLERK), form)
    assert "请写明为什么不同意" in sent(at)
    at = saved(filled(at, form, reason="配件已经到了"), form)
    rows = views.decisions(school.store, school.activity_id, clock.today()).set_index("decision_id")
    assert rows.loc[decision_id, "state"] == "declined"


def sheet(role: Role, sitting: str) -> AppTest:
    return opened("sittings", role, sittings_open=sitting)


def test_a_meeting_ends_with_minutes_that_can_be_changed(school: Example, sitting: str) -> None:
    decisions.decide(school.store, LEADER, school.activity_id, sitting, "note", {"content": "下次看微机室"})
    form = f"sittings_close_{sitting}"
    saved(filled(sheet(Role.LEADER, sitting), form, present=["M01", "M02"]), form)
    at = sheet(Role.LEADER, sitting)
    (area,) = [each for each in at.text_area if each.label == "会议纪要"]
    draft = str(area.value)
    assert "出席：" in draft
    assert "1. 记一句：下次看微机室。" in draft
    saved(filled(at, f"sittings_minutes_{sitting}", minutes="改过的纪要"), f"sittings_minutes_{sitting}")
    assert views.shown(school.store, school.activity_id, clock.today()).iloc[0]["minutes"] == "改过的纪要"


def test_a_decision_is_taken_back_on_the_sheet(school: Example, sitting: str) -> None:
    decision_id = waiting(school, sitting)
    at = sheet(Role.LEADER, sitting)
    at.button(key=f"sittings_undo_{decision_id}").click().run()
    assert notices(at) == [f"{decision_id} 已撤回"]
    assert "待我确认" not in sent(opened("sittings", Role.CLERK))


def test_a_meeting_is_begun_with_its_agenda_and_a_slide_of_ones_own(school: Example) -> None:
    at = opened("sittings", Role.LEADER)
    at.button(key="sittings_prepare").click().run()
    form = "sittings_start_leaders"
    at = saved(filled(at, form, topic="研究整改", title="学习文件", lines="第一点\n第二点"), form)
    assert not at.exception
    row = views.shown(school.store, school.activity_id, clock.today()).iloc[0]
    assert (row["topic"], row["state"]) == ("研究整改", "open")
    kept = views.slides(school.store, school.activity_id, row["sitting_id"])
    assert [each["name"] for each in kept][:2] == ["上次议定", "总体进展"]
    assert (kept[-1]["title"], kept[-1]["facts"]) == ("学习文件", [["1", "第一点"], ["2", "第二点"]])


def test_the_slides_are_of_the_moment_in_which_they_were_looked_at(school: Example) -> None:
    at = opened("sittings", Role.LEADER)
    at.button(key="sittings_prepare").click().run()
    before = clock.now()
    calendar.add(school.store, CLERK, school.activity_id, {"kind": "座谈会", "topic": "别的", "held_on": clock.today()})
    form = "sittings_start_leaders"
    saved(filled(at, form, topic="研究整改"), form)
    row = views.shown(school.store, school.activity_id, clock.today()).iloc[0]
    assert row["frozen_at"] < before
    assert views.is_outdated(school.store, school.activity_id, row["frozen_at"])
