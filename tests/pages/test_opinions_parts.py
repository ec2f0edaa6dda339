"""征求意见 in its parts: a list registered, a pile sorted, rewordings merged, sheets handed over, charts that lead."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.opinions import actions as opinions
from board.opinions import feedback
from board.opinions import merging as opinions_merging
from board.problems import actions as problems
from tests.example_school import Example
from tests.ledger_rows import by_id
from tests.pages.hands import action_chosen, point_clicked, points_of, rows_typed, taken
from tests.pages.visitor import (
    buttons,
    faults,
    filled,
    ids,
    notices,
    once_button,
    opened,
    saved,
    sentences_on,
    sheet,
)

pytestmark = pytest.mark.walk

LINES = "opinions_lines"
CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
SOURCE: dict[str, Any] = {"channel": "座谈会", "giver": "家长"}


def held(school: Example) -> dict[str, dict[str, Any]]:
    return by_id(opinions.opinions(school.store, school.activity_id, school.today), "opinion_id")


def listing() -> AppTest:
    at = opened("opinions", Role.CLERK)
    return at.button(key="opinions_list").click().run()


def test_a_pasted_list_is_looked_at_and_registered(school: Example) -> None:
    at = saved(filled(listing(), LINES, **SOURCE, contents="1. 楼梯灯不亮\n2、厕所没有纸\n\n"), LINES)
    assert "登记以后会有　2 条" in " ".join(at.html.values)
    assert len(held(school)) == 62
    once_button(at, "opinions_list_confirm").click().run()
    assert not at.exception
    (made,) = re.findall(r"^已登记 2 条：(O-\d{4})、(O-\d{4})$", notices(at)[0])
    assert [held(school)[name]["content"] for name in made] == ["楼梯灯不亮", "厕所没有纸"]
    assert sheet(at) is None


def test_a_list_without_lines_or_source_says_what_is_missing(read_school: Example) -> None:
    at = saved(filled(listing(), LINES, contents=" \n"), LINES)
    assert [fault.split("：")[0] for fault in faults(at)] == ["渠道", "来自", "意见，一行一条"]
    assert len(held(read_school)) == 62


def test_what_is_there_already_is_pointed_out(read_school: Example) -> None:
    known = held(read_school)["O-010"]["content"]
    at = saved(filled(listing(), LINES, **SOURCE, contents=f"{known}\n跑道有坑"), LINES)
    assert any("有 1 行要看一下" in each.value for each in at.warning)


def test_a_pile_is_sorted_in_the_table(school: Example) -> None:
    at = opened("opinions", Role.CLERK, opinions_part="梳理")
    assert "等着梳理　3 条" in sentences_on(at)
    rows_typed(at, "opinions_sorting_0", {0: {"aspect": "工作作风", "theme": "作业", "wording": "作业发得晚"}})
    once_button(at, "opinions_sorting_save").click().run()
    assert not at.exception
    assert notices(at) == ["已梳理 1 条"]
    first = held(school)["O-057"]
    assert (first["status"], first["theme"], first["wording"]) == ("sorted", "作业", "作业发得晚")
    assert "等着梳理　2 条" in sentences_on(at)


def test_nothing_is_saved_before_an_aspect_is_chosen(read_school: Example) -> None:
    at = opened("opinions", Role.CLERK, opinions_part="梳理")
    assert once_button(at, "opinions_sorting_save").disabled


def pairs_shown(at: AppTest, what: str) -> list[str]:
    return [str(each.key) for each in at.button if str(each.key).startswith(f"opinions_{what}_O")]


def test_two_wordings_are_merged_and_parted_with_one_click(school: Example) -> None:
    at = opened("opinions", Role.CLERK, opinions_part="相近的意见")
    (first,) = pairs_shown(at, "merge")
    assert first == "opinions_merge_O-059_O-058"
    assert held(school)["O-058"]["content"] in " ".join(at.html.values)
    once_button(at, first).click().run()
    assert held(school)["O-059"]["merged_into"] == "O-058"
    once_button(at, "opinions_undo").click().run()
    assert not held(school)["O-059"]["is_merged"]
    once_button(at, first).click().run()
    once_button(at, "opinions_unmerge_O-059_O-058").click().run()
    assert not held(school)["O-059"]["is_merged"]


def test_what_is_not_the_same_stays_away(school: Example) -> None:
    at = opened("opinions", Role.CLERK, opinions_part="相近的意见")
    once_button(at, "opinions_apart_O-059_O-058").click().run()
    assert pairs_shown(at, "merge") == []
    assert pairs_shown(opened("opinions", Role.CLERK, opinions_part="相近的意见"), "merge") == []
    once_button(at, "opinions_undo").click().run()
    assert len(pairs_shown(at, "merge")) == 1


def test_what_was_said_not_to_be_the_same_is_listed_and_offered_again_any_day(school: Example) -> None:
    once_button(opened("opinions", Role.CLERK, opinions_part="相近的意见"), "opinions_apart_O-059_O-058").click().run()
    at = opened("opinions", Role.CLERK, opinions_part="相近的意见")
    (again,) = pairs_shown(at, "again")
    once_button(at, again).click().run()
    assert pairs_shown(at, "again") == []
    assert pairs_shown(at, "merge") == ["opinions_merge_O-059_O-058"]


def test_what_was_said_not_to_be_the_same_is_not_listed_once_merged_nor_before_it_was_said(school: Example) -> None:
    key = (school.store, school.activity_id)
    opinions_merging.keep_apart(school.store, CLERK, school.activity_id, "O-058", "O-059")
    assert len(opinions_merging.kept_apart(*key, school.today)) == 1
    assert opinions_merging.kept_apart(*key, school.today - timedelta(days=1)).empty
    opinions.act(school.store, CLERK, school.activity_id, "O-059", "merge", {"merged_into": "O-058"})
    assert opinions_merging.kept_apart(*key, school.today).empty


def test_a_leader_takes_nothing_back(school: Example) -> None:
    opinions_merging.keep_apart(school.store, CLERK, school.activity_id, "O-058", "O-059")
    assert pairs_shown(opened("opinions", Role.LEADER, opinions_part="相近的意见"), "again") == []


def test_a_sheet_is_made_handed_over_and_printed(school: Example) -> None:
    at = opened("opinions", Role.CLERK, opinions_part="反馈单")
    waiting = ids(at, "opinions_waiting")
    assert waiting
    once_button(at, "opinions_sheet_make").click().run()
    assert not at.exception
    assert ids(at, "opinions_waiting") == []
    form = "opinions_sheet_F-011.hand_over"
    saved(filled(at, form, receipt=""), form)
    assert faults(at) == ["由谁签收：请写明由谁签收"]
    saved(filled(at, form, receipt="校长"), form)
    assert notices(at) == [f"F-011 已交付，{len(waiting)} 条意见已反馈"]
    assert {held(school)[name]["status"] for name in waiting} == {"fed_back"}
    file = taken(at, "opinions_sheet_word")
    with zipfile.ZipFile(io.BytesIO(file.data)) as parts:
        text = parts.read("word/document.xml").decode("utf-8")
    rows = feedback.sheet_opinions(school.store, school.activity_id, school.today)
    mine = rows[rows["sheet_id"] == "F-011"]
    assert all(wording in text for wording in mine["wording"])
    assert not any(name in text for name in waiting)


def test_a_sheet_that_was_not_handed_over_is_made_void(school: Example) -> None:
    at = opened("opinions", Role.CLERK, opinions_part="反馈单", opinions_sheet="F-010")
    saved(at, "opinions_sheet_F-010.remove")
    assert notices(at) == ["F-010 已作废"]
    assert "F-010" not in ids(at, "opinions_sheets")


def test_a_leader_reads_sheets_and_makes_none(read_school: Example) -> None:
    at = opened("opinions", Role.LEADER, opinions_part="反馈单", opinions_sheet="F-001")
    assert "F-001" in ids(at, "opinions_sheets")
    assert not at.form
    assert "反馈单 Word" in buttons(at)
    assert not any("出反馈单" in label for label in buttons(at))
    for part in ("梳理", "相近的意见"):
        assert ids(opened("opinions", Role.LEADER, opinions_part=part), "opinions_table")


def test_an_opinion_becomes_a_problem_or_joins_an_item(school: Example) -> None:
    at = opened("opinions", Role.CLERK, opinions_opinion="O-048")
    key = "opinions_leads_O-048"
    at.segmented_control(key=key).select("new").run()
    saved(at, f"{key}.new")
    assert [fault.split("：")[0] for fault in faults(at)] == ["主观原因"]
    saved(filled(at, f"{key}.new", subjective_cause="抓学习重形式"), f"{key}.new")
    assert "O-048 已登记为问题" in notices(at)[0]
    led_to = problems.problems(school.store, school.activity_id, school.today)
    assert "O-048" in set(led_to["opinion_ids"])
    action_chosen(at, key, "item")
    saved(at, f"{key}.item")
    assert [fault.split("：")[0] for fault in faults(at)] == ["哪个整改事项"]
    saved(filled(at, f"{key}.item", item_id="R-006"), f"{key}.item")
    assert held(school)["O-048"]["item_ids"] == "R-006"


def test_a_known_problem_is_joined_once(school: Example) -> None:
    name = problems.problems(school.store, school.activity_id, school.today).iloc[0]["problem_id"]
    for _ in range(2):
        at = opened("opinions", Role.CLERK, opinions_opinion="O-048")
        at.segmented_control(key="opinions_leads_O-048").select("problem").run()
        form = "opinions_leads_O-048.problem"
        saved(filled(at, form, problem_id=name), form)
        assert notices(at) == [f"O-048 已引到 {name}"]
    row = problems.problems(school.store, school.activity_id, school.today).iloc[0]
    assert row["opinion_ids"].split("、").count("O-048") == 1


def counted(found: pd.DataFrame, chart: str, cell: list[str]) -> int:
    """How many opinions a part of a chart counts."""
    if chart == "opinions_coverage":
        return int(((found["channel"] == cell[0]) & (found["giver"] == cell[1])).sum())
    if chart == "opinions_aspects":
        return int((found["aspect"].fillna("") == cell[0]).sum())
    flag = {"已梳理": "is_sorted", "已反馈": "is_fed_back", "已答复或转整改": "is_answered"}.get(cell[0])
    return int(found[flag].sum()) if flag else len(found)


@pytest.mark.parametrize("chart", ["opinions_coverage", "opinions_funnel", "opinions_aspects"])
def test_each_part_of_a_chart_leads_to_as_many_rows_as_it_counts(read_school: Example, chart: str) -> None:
    at = opened("opinions", Role.CLERK, compare="不比较")
    found = opinions.opinions(read_school.store, read_school.activity_id, read_school.today)
    for point in points_of(at, chart)[:6]:
        fresh = opened("opinions", Role.CLERK, compare="不比较")
        point_clicked(fresh, chart, point)
        assert not fresh.exception
        assert f"**{counted(found, chart, point['customdata'])}** / 62 条" in sentences_on(fresh)


def test_every_stage_stands_with_its_change(read_school: Example) -> None:
    at = opened("opinions", Role.CLERK, compare="一周前")
    tabs = at.segmented_control(key="opinions_view").options
    assert any("↑" in text for text in tabs)
