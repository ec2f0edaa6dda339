"""Columns that nothing is taken from, though they hold something a ballot has."""

import pytest

from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from tests.ballot_files import DAY, HEADER, ballot, checked, file_of, small_form

ROWS = [ballot("深", "清", "好", void="是"), ballot("较深", "清", "好")]


def _renamed(void: str = "是否废票", says: str = "意见和建议") -> list[str]:
    return [*HEADER[:3], void, *HEADER[4:7], says]


@pytest.mark.parametrize("name", ["是否废芺", "有效的票", ""])
def test_marks_that_may_mean_void_are_asked_about(name: str) -> None:
    given = checked(ROWS, header=_renamed(void=name))
    assert [(p.row, p.column, p.severity) for p in given.problems] == [(1, f"D {name}".strip(), "error")]
    assert given.ballots.num_rows == 0


def test_marks_under_another_question_are_to_be_looked_at() -> None:
    given = checked(ROWS, header=_renamed(void="是否住校"))
    assert [(p.column, p.severity) for p in given.problems] == [("D 是否住校", "warning")]
    assert given.ballots["is_void"].to_pylist() == [False, False]


@pytest.mark.parametrize(("used_as", "voids"), [("void", [True, False]), ("", [False, False])])
def test_what_the_clerk_says_of_such_a_column_is_done(used_as: str, voids: list[bool]) -> None:
    data = file_of(ROWS, header=_renamed(void="是否废芺"))
    given = check_ballots("a.csv", data, small_form(), Choices(columns={"D 是否废芺": used_as}))
    assert given.problems == ()
    assert given.ballots["is_void"].to_pylist() == voids


def test_written_text_is_not_left_out_unsaid() -> None:
    given = checked([ballot("深", "清", "好", says="希望多听家长意见")], header=_renamed(says="您还想说"))
    assert [(p.column, p.value, p.severity) for p in given.problems] == [("H 您还想说", "希望多听家长意见", "warning")]


def test_answers_to_what_the_activity_does_not_ask_are_to_be_looked_at() -> None:
    given = checked([[*ballot("深", "清", "好"), "较好"]], header=[*HEADER, "食堂"])
    assert [(p.column, p.severity) for p in given.problems] == [("I 食堂", "warning")]


@pytest.mark.parametrize("name", ["姓名", "序号", "来自IP"])
def test_a_column_whose_name_explains_it_is_not_asked_about(name: str) -> None:
    assert checked([[*ballot("深", "清", "好"), "是"]], header=[*HEADER, name]).problems == ()


def test_one_answer_a_row_is_looked_at_too() -> None:
    header = ["票号", "参评人员类别", "评议项目", "评价", "备注"]
    rows = [
        ["1", "家长", label, word, "作废" if label == "总体评价" else ""]
        for label, word in zip(HEADER[4:7], "深清好", strict=True)
    ]
    given = check_ballots("a.csv", file_of(rows, header=header), small_form(), Choices(way="paper", cast_on=DAY))
    assert [(p.row, p.column) for p in given.problems] == [(4, "E 备注")]


def test_one_answer_a_row_may_be_all_blank() -> None:
    rows = [["1", "家长", label, ""] for label in HEADER[4:7]]
    data = file_of(rows, header=["票号", "参评人员类别", "评议项目", "评价"])
    given = check_ballots("a.csv", data, small_form(), Choices(way="paper", cast_on=DAY))
    assert given.problems == ()
    assert given.layout == "answers"
    assert given.ballots.select(["C1", "C2", "C0"]).to_pylist() == [{"C1": 0, "C2": 0, "C0": 0}]


@pytest.mark.parametrize(
    ("above", "missing"),
    [
        ("评议对象：家长委员会    评议对象：家长", "参评人员类别"),
        ("参评人员：家长", ""),
        ("家长、党员评议情况", "参评人员类别"),
    ],
)
def test_only_the_voters_named_above_a_header_are_taken(above: str, missing: str) -> None:
    data = file_of([["深", "清", "好"]], header=HEADER[4:7])
    lines = f"{above}\r\n".encode() + data
    given = check_ballots("a.csv", lines, small_form(), Choices(way="paper", cast_on=DAY))
    assert [p.column for p in given.problems] == ([missing] if missing else [])


@pytest.mark.parametrize("above", ["制表日期：2025年12月20日", "打印时间：2025-12-20 8:00", "统计日期：2025-12-20"])
def test_the_day_of_a_table_is_not_that_of_its_ballots(above: str) -> None:
    data = f"{above}\r\n".encode() + file_of([["家长", "深", "清", "好"]], header=[HEADER[0], *HEADER[4:7]])
    given = check_ballots("a.csv", data, small_form(), Choices(way="paper", cast_on=DAY))
    assert given.ballots["cast_on"].to_pylist() == [DAY]
