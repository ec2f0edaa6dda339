"""Ballots typed on the keyboard: a line a ballot, put right on the spot, and typed twice against each other."""

import json

import pytest

from board.errors import BoardError
from board.importing.paper.entry import Pile, typed_ballots
from board.importing.paper.keying import Keyed, from_mapping, rows_of, second_pass, typed_line, unfinished, words_of
from tests.ballot_files import DAY, small_form

FORM = small_form()
PILE = Pile("家长", "paper", DAY)


def typed(*lines: str, into: Keyed | None = None) -> Keyed:
    keyed = into or Keyed()
    for line in lines:
        keyed, _ = typed_line(keyed, FORM, line)
    return keyed


def told(keyed: Keyed, line: str) -> str:
    return typed_line(keyed, FORM, line)[1]


def test_a_line_of_digits_is_a_ballot_whatever_stands_between_them() -> None:
    assert typed("124", "１２４", " 1 2,4 ", "0 0 0", "x", "废票").ballots == ("124", "124", "124", "000", "x", "x")
    assert told(Keyed(), "120") == "第 1 张：深　较清　弃权"
    assert words_of(FORM, "x") == "废票"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "这一行是空的"),
        ("12", "少了 1 项：从“总体评价”起没有录"),
        ("1241", "多了 1 项"),
        ("162", "“发展思路清不清”录的是 6，只有 1 到 5 档"),
        ("1b4", "不全是数字"),
        ("-", "没有可退的"),
        ("1=124", "没有第 1 张"),
    ],
)
def test_what_is_no_ballot_is_told_and_nothing_is_taken(line: str, said: str) -> None:
    with pytest.raises(BoardError, match=said):
        typed(line)


def test_the_last_is_taken_back_and_any_is_put_right_or_out() -> None:
    keyed = typed("111", "222", "333")
    assert typed("-", into=keyed).ballots == ("111", "222")
    assert typed("2=124", into=keyed).ballots == ("111", "124", "333")
    assert typed("1=", into=keyed).ballots == ("222", "333")
    assert told(keyed, "3=x") == "第 3 张改为：废票"
    for line in ("4=111", "0=111", "2=11"):
        with pytest.raises(BoardError):
            typed(line, into=keyed)


def test_a_second_pass_that_agrees_is_finished_when_it_is_as_long() -> None:
    again = second_pass(typed("111", "x"))
    assert unfinished(again) == "还没有录入评议表。"
    again = typed("111", into=again)
    assert unfinished(again) == "第一遍 2 张，第二遍只录了 1 张。"
    again = typed("x", into=again)
    assert (unfinished(again), again.settled) == ("", 0)


def test_a_ballot_typed_otherwise_waits_for_a_look_at_the_paper() -> None:
    again = second_pass(typed("111", "222"))
    keyed, said = typed_line(again, FORM, "121")
    assert said.startswith("第 1 张“发展思路清不清”第一遍 1，这一遍 2。请看原表")
    assert (keyed.ballots, keyed.disputed) == ((), 0)
    assert "两遍不一样" in unfinished(keyed)
    for final in ("121", "111", "311"):
        settled = typed(final, into=keyed)
        assert (settled.ballots, settled.disputed) == ((final,), None)
        assert settled.settled == (0 if final == "111" else 1)


def test_void_against_valid_and_one_too_many_are_told() -> None:
    again = second_pass(typed("111"))
    assert "第一遍是有效的（111），这一遍是废票" in told(again, "x")
    assert "第一遍没有" in told(typed("111", into=again), "222")
    assert typed("222", "222", into=typed("111", into=again)).ballots == ("111", "222")


def test_in_a_second_pass_nothing_is_pulled_out_from_between() -> None:
    again = typed("111", "222", into=second_pass(typed("111", "222")))
    with pytest.raises(BoardError, match="第二遍不能抽掉一张"):
        typed("1=", into=again)
    waiting = typed("121", into=second_pass(typed("111")))
    assert typed("-", into=waiting) == second_pass(typed("111"))


def test_there_is_no_second_pass_of_nothing() -> None:
    with pytest.raises(BoardError, match="第一遍还没有录"):
        second_pass(Keyed())


def test_what_was_typed_is_what_is_taken() -> None:
    checked = typed_ballots(FORM, PILE, rows_of(typed("124", "x", "000"), FORM), ["多听课"])
    assert checked.ballots["C1"].to_pylist() == [1, None, 0]
    assert checked.ballots["is_void"].to_pylist() == [False, True, False]
    assert checked.suggestions["content"].to_pylist() == ["多听课"]


def test_a_pile_put_away_comes_back_as_it_was() -> None:
    waiting = typed("121", into=second_pass(typed("111", "x")))
    assert from_mapping(json.loads(json.dumps(vars(waiting)))) == waiting
    assert from_mapping({}) == Keyed()
