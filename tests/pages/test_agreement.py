"""One thing, one number: what two pages say of the same thing is the same."""

import re

from board.access import Role
from tests.example_school import Example
from tests.pages.hands import figure_followed
from tests.pages.visitor import figure, ids, opened, sentences_on, tables


def counted(option_texts: list[str]) -> dict[str, int]:
    """The tabs' words → their counts."""
    return {name: int(count) for name, count in (text.split(" ")[:2] for text in option_texts)}


def test_late_items_are_as_many_on_the_overview_as_in_the_ledger(read_school: Example) -> None:
    late = int(figure(opened("overview", Role.LEADER), "整改逾期"))
    at = opened("rectification", Role.LEADER, rectification_view="逾期")
    assert late > 0
    assert counted(at.segmented_control(key="rectification_view").options)["逾期"] == late
    assert len(ids(at, "rectification_table")) == late
    assert re.search(rf"\*\*{late}\*\*[ ↑↓\d]* / ", sentences_on(at))


def test_the_card_of_late_items_leads_to_just_them(read_school: Example) -> None:
    at = opened("overview", Role.LEADER)
    late = int(figure(at, "整改逾期"))
    figure_followed(at, "整改逾期")
    assert len(ids(at, "rectification_table")) == late


def test_items_struck_off_and_found_are_as_many_on_both_pages(read_school: Example) -> None:
    closed, whole = map(int, figure(opened("overview", Role.LEADER), "整改销号").split(" / "))
    tabs = counted(opened("rectification", Role.LEADER).segmented_control(key="rectification_view").options)
    assert (tabs["已销号"], tabs["全部"]) == (closed, whole)


def test_tasks_done_and_late_are_as_many_on_both_pages(read_school: Example) -> None:
    at = opened("overview", Role.LEADER)
    done, whole = map(int, figure(at, "工作任务").split(" / "))
    late = int(re.findall(r"\d+", figure(at, "工作任务", "note"))[0])
    tasks = opened("tasks", Role.LEADER)
    tabs = counted(tasks.segmented_control(key="tasks_view").options)
    assert (tabs["已完成"], tabs["全部"], tabs["逾期"]) == (done, whole, late)
    by_phase = [re.findall(r"(\d+) / (\d+) 项完成", each.text)[0] for each in tasks.progress]
    assert [sum(int(part[place]) for part in by_phase) for place in (0, 1)] == [done, whole]


def test_opinions_answered_and_waiting_are_as_many_on_both_pages(read_school: Example) -> None:
    at = opened("overview", Role.LEADER)
    fed_back, whole = map(int, figure(at, "征求意见").split(" / "))
    waiting = int(re.findall(r"\d+", figure(at, "征求意见", "note"))[0])
    tabs = counted(opened("opinions", Role.LEADER).segmented_control(key="opinions_view").options)
    assert (tabs["已反馈"], tabs["全部"], tabs["待梳理"]) == (fed_back, whole, waiting)


def test_the_rate_of_good_answers_is_one_rate(read_school: Example) -> None:
    at = opened("overview", Role.LEADER)
    rate, named = figure(at, "群众评议优良率"), figure(at, "群众评议优良率", "note")
    evaluation = opened("evaluation", Role.LEADER)
    assert named == f"{evaluation.segmented_control(key='evaluation_round').value}：总体评价"
    assert figure(evaluation, "总体评价优良率") == rate


def test_what_needs_somebody_is_counted_as_it_is_listed(read_school: Example) -> None:
    at = opened("overview", Role.LEADER)
    attention_count = int(re.findall(r"需要过问　(\d+) 件", sentences_on(at))[0])
    listed = len(ids(at, "attention"))
    rest = [int(re.findall(r"\d+", each.label)[0]) for each in at.button if each.key == "attention_more"]
    assert listed + sum(rest) == attention_count


def test_for_an_owner_it_is_counted_as_it_is_listed_too(read_school: Example) -> None:
    at = opened("overview", Role.OWNER)
    attention_count = int(re.findall(r"需要过问　(\d+) 件", sentences_on(at))[0])
    rest = [int(re.findall(r"\d+", each.label)[0]) for each in at.button if each.key == "attention_more"]
    assert len(ids(at, "attention")) + sum(rest) == attention_count


def test_ballots_returned_are_as_many_in_the_round_as_by_group(read_school: Example) -> None:
    at = opened("evaluation", Role.LEADER)
    forms = next(each.value for each in tables(at) if "given_out" in each.value)
    assert figure(at, "收回") == f"{forms['returned_count'].sum():,}"
    assert figure(at, "有效") == f"{forms['valid_count'].sum():,}"
    assert figure(at, "发出") == f"{forms['given_out'].sum():,.0f}"
