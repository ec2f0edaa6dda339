"""来龙去脉 on the sheet: who may is led from the item to what was heard; an owner learns only how much that was."""

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.activity import activities
from board.opinions import actions as opinions
from board.problems.item_opinions import item_opinions
from board.rectification import actions as rectification
from tests.example_school import Example
from tests.pages.visitor import opened, sent, sheet, title


def item_sheet(role: Role, item_id: str = "R-006", **query: Any) -> AppTest:
    return opened("rectification", role, rectification_item=item_id, **query)


def thread(at: AppTest) -> dict[str, str]:
    """The steps of the thread: word → what stands there."""
    found = next(text for text in at.html.values if 'class="thread"' in text)
    steps = re.findall(r"<li class=\"[^\"]*\"><span>(.*?)</span>(.*?)</li>", found)
    return {word: re.sub(r"<.*?>", "", said) for word, said in steps}


def loose(at: AppTest) -> list[str]:
    found = next(text for text in at.html.values if 'class="thread"' in text)
    return re.findall(r"<li class=\"loose\"><span>(.*?)</span>", found)


def led_to(at: AppTest) -> list[str]:
    return [str(each.key).removeprefix("thread_") for each in at.button if str(each.key).startswith("thread_")]


def heard(school: Example, item_id: str) -> list[str]:
    linked = item_opinions(school.store, school.activity_id, school.today)
    return sorted(linked[linked["item_id"] == item_id]["opinion_id"])


def test_the_steps_stand_in_the_order_of_the_campaign(read_school: Example) -> None:
    at = item_sheet(Role.LEADER)
    assert list(thread(at)) == ["意见", "问题", "报告章节", "整改事项", "评议项目"]
    assert thread(at)["整改事项"] == "R-006 整改中"
    assert thread(at)["意见"] == f"{len(heard(read_school, 'R-006'))} 条"


@pytest.mark.parametrize("role", [Role.LEADER, Role.CLERK])
def test_who_sees_opinions_is_led_to_each(read_school: Example, role: Role) -> None:
    at = item_sheet(role)
    assert led_to(at) == ["W-004", *heard(read_school, "R-006")] == ["W-004", "O-020", "O-021"]


def test_a_click_leads_to_the_opinion_itself(read_school: Example) -> None:
    at = item_sheet(Role.LEADER)
    at.button(key="thread_O-021").click().run()
    assert not at.exception
    assert title(at) == "征求意见"
    assert at.query_params["opinions_opinion"] == "O-021"
    assert sheet(at)
    assert "双杠和爬杆的螺丝松了" in "".join(at.html.values)


def test_an_owner_sees_only_how_many_there_were(read_school: Example) -> None:
    at = item_sheet(Role.OWNER)
    assert thread(at)["意见"] == "2 条"
    assert led_to(at) == []
    everything = sent(at)
    assert re.findall(r"O-\d{3}", everything.replace("\\", "")) == []
    said = opinions.opinions(read_school.store, read_school.activity_id, read_school.today)
    assert [words for words in said["content"] if words in everything] == []


def test_who_keeps_the_machine_is_not_told_what_was_said_either(read_school: Example) -> None:
    at = item_sheet(Role.ADMIN)
    assert led_to(at) == []
    assert "双杠和爬杆的螺丝松了" not in sent(at)


def test_what_hangs_loose_is_said_to(school: Example, clerk: Actor) -> None:
    fields = {"report_section": None, "criterion_id": None}
    rectification.act(school.store, clerk, school.activity_id, "R-026", "edit", fields)
    at = item_sheet(Role.LEADER, "R-026")
    assert loose(at) == [word for word, said in thread(at).items() if said == "没有连上"]
    assert {"报告章节", "评议项目"} <= set(loose(at))


def test_a_section_and_a_criterion_complete_the_thread(school: Example, clerk: Actor) -> None:
    words = activities.terms(school.store, school.activity_id)
    section = words[words["kind"] == "section"]["label"].iloc[0]
    criterion = activities.criteria(school.store, school.activity_id).iloc[0]
    fields = {"report_section": section, "criterion_id": criterion["criterion_id"]}
    rectification.act(school.store, clerk, school.activity_id, "R-006", "edit", fields)
    at = item_sheet(Role.LEADER)
    assert (thread(at)["报告章节"], thread(at)["评议项目"]) == (section, criterion["label"])
    assert loose(at) == []


def test_the_clerk_ties_an_item_to_the_report_on_its_sheet(school: Example) -> None:
    at = item_sheet(Role.CLERK)
    key = "rectification_action_R-006"
    at.button(key=f"{key}/edit").click().run()
    sections = at.selectbox(key=f"{key}.edit.report_section")
    other = next(each for each in sections.options if each != sections.value)
    sections.select(other)
    at.button(key=f"{key}.edit.button").click().run()
    assert not at.exception
    assert thread(at)["报告章节"] == other


def test_what_people_wrote_is_shown_as_written(school: Example, clerk: Actor) -> None:
    rectification.act(
        school.store, clerk, school.activity_id, "R-006", "edit", {"problem": "<img src=x onerror=hit()> 跑道"}
    )
    at = item_sheet(Role.LEADER)
    assert "<img" not in "".join(at.html.values).replace("<img class", "")
    assert "&lt;img src=x" in next(text for text in at.html.values if 'class="thread"' in text)
