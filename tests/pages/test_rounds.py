"""群众评议: rounds are opened, forms are given out, small groups are withheld."""

from datetime import timedelta

import pytest

from board import clock
from board.access import Role
from board.evaluation import results as evaluation
from tests.example_school import Example
from tests.pages.visitor import faults, figure, filled, notices, opened, saved, sentences_on, sheet, tables


def test_a_round_is_opened(planned: Example) -> None:
    at = opened("evaluation", Role.CLERK).button(key="evaluation_new").click().run()
    saved(filled(at, "round_new", name="第一轮评议", evaluated="分析检查报告"), "round_new")
    assert not at.exception
    assert notices(at) == ["已开始“第一轮评议”"]
    assert sheet(at) is None
    assert "还没有收回的评议表" in sentences_on(at)


def test_a_round_to_come_is_told_of_and_can_be_brought_forward(planned: Example) -> None:
    at = opened("evaluation", Role.CLERK).button(key="evaluation_new").click().run()
    later = clock.today() + timedelta(days=9)
    saved(filled(at, "round_new", name="第一轮评议", evaluated="分析检查报告", opened_on=later), "round_new")
    assert notices(at) == [f"已登记“第一轮评议”，{later} 开始，到那天起显示"]
    assert f"“第一轮评议” {later} 开始" in {each.label for each in opened("evaluation", Role.CLERK).button}
    assert not any("第一轮评议" in each.label for each in opened("evaluation", Role.LEADER).button)
    at = opened("evaluation", Role.CLERK).button(key="evaluation_coming_E1").click().run()
    saved(filled(at, "round_edit_E1", opened_on=planned.today), "round_edit_E1")
    assert notices(at) == ["“第一轮评议”已修改"]
    assert "还没有收回的评议表" in sentences_on(at)


def test_a_round_without_a_name_is_refused(planned: Example) -> None:
    at = saved(opened("evaluation", Role.CLERK).button(key="evaluation_new").click().run(), "round_new")
    assert {fault.split("：")[0] for fault in faults(at)} >= {"轮次名称"}
    assert evaluation.rounds(planned.store, planned.activity_id).empty


def test_forms_given_out_change_the_rate_of_return(school: Example) -> None:
    at = opened("evaluation", Role.CLERK)
    before = figure(at, "发出")
    at.button(key="evaluation_forms").click().run()
    saved(filled(at, "round_forms_E2", **{"家长/paper": 500}), "round_forms_E2")
    assert notices(at) == ["发放数已登记"]
    assert figure(at, "发出") != before


def test_a_round_that_got_back_more_than_it_gave_out_says_so(school: Example) -> None:
    at = opened("evaluation", Role.CLERK).button(key="evaluation_forms").click().run()
    names = [each.key.removeprefix("round_forms_E2.") for each in at.number_input if each.key]
    saved(filled(at, "round_forms_E2", **dict.fromkeys(names, 1)), "round_forms_E2")
    assert any("收回的比发出的多" in each.value for each in opened("evaluation", Role.LEADER).error)


def test_the_round_in_the_url_is_the_one_shown(read_school: Example) -> None:
    rounds = evaluation.rounds(read_school.store, read_school.activity_id)
    for row in rounds.to_dict("records"):
        at = opened("evaluation", Role.LEADER, evaluation_round=row["name"])
        assert figure(at, "收回") == str(row["returned_count"])


def test_a_round_that_does_not_exist_is_the_newest(read_school: Example) -> None:
    at = opened("evaluation", Role.LEADER, evaluation_round="第九轮")
    assert not at.exception
    assert figure(at, "收回") == "180"


def test_rates_say_their_base_and_the_mean_is_no_satisfaction(read_school: Example) -> None:
    at = opened("evaluation", Role.LEADER)
    rates = next(each.value for each in tables(at) if "criterion_label" in each.value)
    assert rates["good_text"].str.fullmatch(r"\d+\.\d%\([\d,]+/[\d,]+\)").all()
    assert "满意率" not in sentences_on(at)
    assert figure(at, "总体评价平均分", "meaning").endswith("平均分不是满意率")


def test_a_group_too_small_to_be_shown_is_withheld_with_what_would_give_it_away(school: Example) -> None:
    groups = evaluation.group_figures(school.store, school.activity_id, "E2", school.today)
    at = opened("evaluation", Role.LEADER)
    shown = next(each.value for each in tables(at) if "group_label" in each.value and "good_text" in each.value)
    withheld = set(groups[groups["is_withheld"]]["group_label"])
    for row in shown.to_dict("records"):
        assert ("%" not in row["good_text"]) is (row["group_label"] in withheld)


@pytest.mark.walk
def test_a_round_is_ended_on_the_page_and_says_by_whom(school: Example) -> None:
    at = opened("evaluation", Role.CLERK).button(key="evaluation_close").click().run()
    assert sheet(at) == "结束评议"
    assert "收回 = 有效 + 废票" in sentences_on(at)
    saved(at, "round_close_E2")
    assert not at.exception
    assert notices(at) == ["“第二轮征评：报告初稿”已结束"]
    again = opened("evaluation", Role.CLERK)
    assert "由示例工作人员于" in sentences_on(again)
    again.button(key="evaluation_reopen").click().run()
    assert {fault.split("：")[0] for fault in faults(saved(again, "round_reopen_E2"))} == {"为什么重新开放"}
    saved(filled(again, "round_reopen_E2", reason="补收三张"), "round_reopen_E2")
    assert evaluation.round_row(school.store, school.activity_id, "E2")["closed_on"] is None


def test_a_round_that_does_not_add_up_has_no_button_to_end_it(school: Example) -> None:
    at = opened("evaluation", Role.CLERK).button(key="evaluation_forms").click().run()
    names = [each.key.removeprefix("round_forms_E2.") for each in at.number_input if each.key]
    saved(filled(at, "round_forms_E2", **dict.fromkeys(names, 1)), "round_forms_E2")
    at.button(key="evaluation_close").click().run()
    assert any("请到“登记发放”核对发出数" in each.value for each in at.error)
    assert not [each for each in at.button if each.key == "round_close_E2.button"]


def test_nobody_but_the_clerk_ends_a_round(read_school: Example) -> None:
    at = opened("evaluation", Role.LEADER)
    assert not [each for each in at.button if each.key in {"evaluation_close", "evaluation_reopen"}]


def test_every_comparison_is_shown_when_it_is_asked_for(read_school: Example) -> None:
    at = opened("evaluation", Role.LEADER)
    assert not [each for each in tables(at) if "verdict" in each.value]
    for key in ("evaluation_rounds_tested", "evaluation_groups_tested", "evaluation_ways_tested"):
        at.session_state[key] = True
    at.run()
    assert not at.exception
    shown = [each.value for each in tables(at) if "verdict" in each.value]
    assert len(shown) == 3
    assert all(len(each) >= 9 for each in shown)
