"""Paper ballots typed in on the page: kept as they are typed, typed twice, and saved once."""

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.evaluation import results as evaluation
from board.imports import commit as imports
from board.imports import history as imports_history
from tests.example_school import Example
from tests.pages.visitor import once_button, opened, sentences_on

pytestmark = pytest.mark.walk

CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))


def entering(way: str = "逐张录入") -> AppTest:
    return opened("imports", Role.CLERK, imports_by=way)


def key_in(at: AppTest, *lines: str, says: str = "") -> AppTest:
    for line in lines:
        at.text_input(key="entry_line").set_value(line)
        at.text_input(key="entry_says").set_value(says)
        once_button(at, "entry_take").click().run()
    return at


def returned(school: Example) -> int:
    rounds = evaluation.rounds(school.store, school.activity_id)
    return int(rounds["returned_count"].sum())


def size(school: Example) -> int:
    return len(imports.form(school.store, school.activity_id).criteria)


def test_ballots_go_in_line_by_line_and_are_saved(school: Example) -> None:
    before, count = returned(school), size(school)
    at = key_in(entering(), "1" * count, "2" * count, "x", says="多听课")
    assert not at.exception
    assert "已录 **3** 张，有效 2 张，废票 1 张" in sentences_on(at)
    once_button(at, "entry_save").click().run()
    assert not at.exception
    assert returned(school) == before + 3
    assert "已录 **0** 张" in sentences_on(at)
    assert "第 3 张" not in sentences_on(at)
    assert "3 张评议表（废票 1 张），意见和建议 3 条" in sentences_on(at)


def sent_twice(at: AppTest, button: str) -> AppTest:
    """Press a button, and send the same press again, as a browser does that never heard of the answer."""
    once_button(at, button).click()
    sent = at._tree.get_widget_states()
    at._run(sent)
    return at._run(sent)


def line_set(at: AppTest, line: str) -> AppTest:
    at.text_input(key="entry_line").set_value(line)
    return at


def test_a_line_sent_twice_is_one_ballot_and_another_like_it_is_one_more(school: Example) -> None:
    line = "1" * size(school)
    at = sent_twice(line_set(entering(), line), "entry_take")
    assert "已录 **1** 张" in sentences_on(at)
    assert "没有再记一次" in sentences_on(at)
    assert at.text_input(key="entry_line").value == ""
    assert "已录 **2** 张" in sentences_on(key_in(at, line))


def test_the_next_line_counts_though_the_screen_has_not_followed(school: Example) -> None:
    at = line_set(entering(), "1" * size(school))
    once_button(at, "entry_take").click()
    sent = at._tree.get_widget_states()
    at._run(sent)
    next(each for each in sent.widgets if each.string_value == "1" * size(school)).string_value = "2" * size(school)
    assert "已录 **2** 张" in sentences_on(at._run(sent))


def test_a_line_whose_answer_was_lost_is_gone_from_the_field(school: Example) -> None:
    line = "1" * size(school)
    at = line_set(entering(), line)
    once_button(at, "entry_take").click()
    held = at._tree.get_widget_states()
    at._run(held)
    for each in held.widgets:
        if each.trigger_value:
            each.trigger_value = False
    at._run(held)
    assert at.text_input(key="entry_line").value == ""
    assert "已录 **1** 张" in sentences_on(at)


@pytest.mark.parametrize("button", ["entry_again", "entry_drop"])
def test_a_pile_is_begun_again_or_dropped_once(school: Example, button: str) -> None:
    at = entering()
    at.checkbox(key="entry_twice").check().run()
    sent_twice(key_in(at, "1" * size(school)), button)
    assert not at.exception
    assert "已录 **0** 张" in sentences_on(at)


def test_a_wrong_line_stays_to_be_mended(school: Example) -> None:
    at = key_in(entering(), "1")
    assert any("少了" in each.value for each in at.error)
    assert at.text_input(key="entry_line").value == "1"
    assert once_button(at, "entry_save").disabled


def test_what_was_typed_is_there_again_after_a_dropped_line(school: Example) -> None:
    key_in(entering(), "1" * size(school), "x")
    again = entering()
    assert "上次没有保存的 2 张还在" in sentences_on(again)
    once_button(again, "entry_drop").click().run()
    assert "已录 **0** 张" in sentences_on(again)
    assert "还在" not in sentences_on(entering())


def test_typed_twice_a_difference_is_shown_at_once_and_settled_by_the_third(school: Example) -> None:
    before, count = returned(school), size(school)
    at = entering()
    at.checkbox(key="entry_twice").check().run()
    once_button(key_in(at, "1" * count, "2" * count), "entry_again").click().run()
    key_in(at, "1" * count, "2" * (count - 1) + "3")
    assert any("第一遍 2，这一遍 3" in each.value for each in at.warning)
    assert once_button(at, "entry_save").disabled
    key_in(at, "2" * (count - 1) + "3")
    assert "两遍不一样、已核对的 1 张" in sentences_on(at)
    once_button(at, "entry_save").click().run()
    assert returned(school) == before + 2


def test_the_same_pile_typed_by_two_people_is_noticed(school: Example) -> None:
    lines = ["1" * size(school), "2" * size(school)]
    before = returned(school)
    at = once_button(key_in(entering(), *lines), "entry_save").click().run()
    once_button(key_in(at, *lines[::-1]), "entry_save").click().run()
    assert any("完全一样" in each.value for each in at.error)
    assert returned(school) == before + 2
    once_button(at.checkbox(key="entry_is_other").check().run(), "entry_save").click().run()
    assert returned(school) == before + 4


def test_nothing_typed_is_not_saved(read_school: Example) -> None:
    assert once_button(entering(), "entry_save").disabled


def test_a_first_pass_without_a_count_is_none(read_school: Example) -> None:
    at = entering("按票数录入")
    at.checkbox(key="entry_tally_twice").check().run()
    assert at.button(key="entry_again").disabled


def test_counts_typed_twice_are_compared(school: Example) -> None:
    at = entering("按票数录入")
    at.checkbox(key="entry_tally_twice").check().run()
    at.number_input(key="entry_void_0").set_value(2).run()
    at.button(key="entry_again").click().run()
    assert not at.exception
    assert "第二遍" in sentences_on(at)
    assert "两遍一样" not in sentences_on(at)
    at.number_input(key="entry_void_1").set_value(2).run()
    assert "两遍一样" in sentences_on(at)


def test_a_pile_typed_anew_with_one_answer_put_right_leaves_the_figures_as_they_were(school: Example) -> None:
    count = size(school)
    once_button(key_in(entering(), *["1" * count] * 6), "entry_save").click().run()
    last = imports.history(school.store, school.activity_id)["import_id"].iloc[0]
    ids = (school.store, school.activity_id, evaluation.rounds(school.store, school.activity_id)["round_id"].iloc[0])
    before = evaluation.criteria_figures(*ids)
    imports_history.undo(school.store, CLERK, school.activity_id, last)
    at = key_in(entering(), *["1" * count] * 5, "2" + "1" * (count - 1))
    once_button(at, "entry_save").click().run()
    assert not at.exception
    assert before.equals(evaluation.criteria_figures(*ids))
    assert "仍按原来的算" in sentences_on(opened("evaluation", Role.CLERK))
