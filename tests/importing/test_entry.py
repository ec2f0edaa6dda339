"""Paper ballots typed in by hand are taken like a file's: whole, checked, and twice where that is asked."""

from datetime import date
from typing import Any

import pytest

from board.access import Actor
from board.errors import BoardError, Invalid
from board.evaluation import results as evaluation
from board.importing.form import BallotForm, FormAnswer, FormCriterion, place_words
from board.importing.paper.entry import Pile, count_differences, share_problems, typed_ballots, typed_counts
from board.importing.totals import count_answers
from board.imports import commit as imports
from board.store.store import Store
from tests.example_school import Example

SCALE = tuple(
    FormAnswer(rank, label, points) for rank, label, points in ((1, "深", 100), (2, "较深", 80), (3, "不深", 0))
)
FORM = BallotForm(
    (FormCriterion("C1", "认识深不深", False, SCALE), FormCriterion("C0", "总体评价", True, SCALE)), ("教职工", "家长")
)
PILE = Pile("家长", "paper", date(2026, 11, 20))


def typed(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    """The grid as the page hands it over: rows with nothing in them among the others."""
    blank = {"C1": None, "C0": None, "void": False}
    return [blank, *({**blank, **row} for row in rows), blank]


def test_each_row_is_a_ballot_and_rows_with_nothing_in_them_are_none() -> None:
    checked = typed_ballots(FORM, PILE, typed({"C1": 1, "C0": 2}, {"C1": 3}))
    assert checked.ballots.num_rows == checked.row_count == 2
    assert checked.ballots["C1"].to_pylist() == [1, 3]
    assert checked.ballots["C0"].to_pylist() == [2, 0]
    assert set(checked.ballots["group_label"].to_pylist()) == {"家长"}
    assert set(checked.ballots["way"].to_pylist()) == {"paper"}
    assert checked.error_count == 0


def test_a_void_ballot_is_kept_and_answers_nothing() -> None:
    checked = typed_ballots(FORM, PILE, typed({"C1": 1}, {"void": True, "C1": 2}))
    assert checked.ballots["is_void"].to_pylist() == [False, True]
    assert checked.ballots["C1"].to_pylist() == [1, None]
    assert count_answers(checked.ballots)["answer_count"].sum() == 2


def test_what_was_suggested_is_kept_in_no_order_of_the_ballots() -> None:
    checked = typed_ballots(FORM, PILE, typed({"C1": 1}, {"C1": 2}), ["饮水机常修", " 多开门 ", " "])
    assert checked.suggestions["content"].to_pylist() == sorted(["饮水机常修", "多开门"])


def test_a_number_that_is_no_answer_is_named_with_its_row() -> None:
    with pytest.raises(BoardError, match="第 3 行“认识深不深”填的是 4"):
        typed_ballots(FORM, PILE, typed({"C1": 1}, {"C1": 4}))


def test_nothing_typed_is_said_to_be_nothing() -> None:
    with pytest.raises(BoardError, match="一张评议表也没有"):
        typed_ballots(FORM, PILE, typed())


def test_a_pile_must_be_somebodys() -> None:
    with pytest.raises(Invalid) as refusal:
        typed_ballots(FORM, Pile("路人", "mail", PILE.cast_on), typed({"C1": 1}))
    assert set(refusal.value.fields) == {"group", "way"}


def test_two_piles_with_the_same_answers_are_two_files() -> None:
    once, again = (typed_ballots(FORM, PILE, typed({"C1": 1})) for _ in range(2))
    assert once.sha256 != again.sha256


def test_counts_add_up_to_the_ballots_behind_them() -> None:
    checked = typed_counts(FORM, PILE, {"C1": {1: 5, 3: 2}, "C0": {2: 6, 0: 1}}, 1)
    assert checked.layout == "tally"
    assert checked.row_count == 8
    assert {(row["is_void"], row["ballot_count"]) for row in checked.tally_ballots.to_pylist()} == {
        (False, 7),
        (True, 1),
    }
    assert {(row["criterion_id"], row["rank"], row["answer_count"]) for row in checked.tally.to_pylist()} == {
        ("C1", 1, 5),
        ("C1", 3, 2),
        ("C0", 2, 6),
        ("C0", 0, 1),
    }


def test_counts_that_do_not_agree_are_refused_with_what_each_adds_up_to() -> None:
    with pytest.raises(BoardError, match="认识深不深 7 张；总体评价 6 张"):
        typed_counts(FORM, PILE, {"C1": {1: 7}, "C0": {1: 6}}, 0)


def test_an_overall_grade_that_nobody_counted_may_be_missing_a_criterion_may_not() -> None:
    assert typed_counts(FORM, PILE, {"C1": {1: 7}}, 0).row_count == 7
    with pytest.raises(BoardError, match="认识深不深 0 张；总体评价 7 张"):
        typed_counts(FORM, PILE, {"C0": {1: 7}}, 0)


def test_no_counts_are_said_to_be_none() -> None:
    with pytest.raises(BoardError, match="一个数也没有填"):
        typed_counts(FORM, PILE, {}, 0)


def test_counts_typed_twice_say_where_they_differ() -> None:
    first = {"C1": {1: 12, 3: 2}, "C0": {1: 14}}
    assert count_differences(FORM, first, {"C1": {1: 12, 3: 2}, "C0": {1: 14}}) == []
    assert count_differences(FORM, first, {"C1": {1: 13, 3: 1}, "C0": {1: 13, 0: 1}}) == [
        "“认识深不深”深：第一遍 12，第二遍 13",
        "“认识深不深”不深：第一遍 2，第二遍 1",
        "“总体评价”深：第一遍 14，第二遍 13",
        "“总体评价”弃权：第一遍 0，第二遍 1",
    ]


def test_a_written_share_is_held_against_the_counts() -> None:
    counts = {"C1": {1: 20, 2: 6, 3: 6}, "C0": {1: 20, 2: 7, 3: 5, 0: 3}}
    assert share_problems(FORM, counts, {"C1": "81.3%", "C0": "84.4"}) == []
    assert share_problems(FORM, counts, {"C1": "81.5%", "C0": ""}) == [
        "“认识深不深”：32 张里没有哪个整数能得出 81.5%：26 张是 81.3%，27 张是 84.4%"
    ]
    assert share_problems(FORM, counts, {"C0": "81.3%"}) == [
        "“总体评价”：写的 81.3% 是 32 张里的 26 张，各档加起来是 27 张（84.4%）"
    ]


def test_what_was_typed_counts_like_a_file_and_can_be_taken_back(example: Example, clerk: Actor) -> None:
    store: Store = example.store
    form = imports.form(store, example.activity_id)
    round_id = evaluation.rounds(store, example.activity_id)["round_id"].iloc[-1]
    before = evaluation.forms(store, example.activity_id, round_id)["returned_count"].sum()
    rows = [{each.criterion_id: 1 for each in form.criteria}] * 6
    pile = Pile(form.groups[0], "paper", example.today)
    receipt = imports.commit(store, clerk, example.activity_id, round_id, typed_ballots(form, pile, rows))
    counts = {each.criterion_id: {1: 7} for each in form.criteria}
    other = typed_counts(form, pile, counts, 0)
    imports.commit(store, clerk, example.activity_id, round_id, other, is_other=True)
    assert receipt.ballot_count == 6
    assert evaluation.forms(store, example.activity_id, round_id)["returned_count"].sum() == before + 13


def test_the_places_of_all_scales_have_one_set_of_words() -> None:
    apart = (*SCALE, FormAnswer(4, "不了解", None))
    form = BallotForm(
        (FormCriterion("C1", "认识深不深", False, apart), FormCriterion("C0", "总体评价", True, SCALE)), ()
    )
    assert place_words(form) == {1: "第 1 档（最好）", 2: "第 2 档", 3: "第 3 档", 4: "不了解"}
