"""Files without a header: read where their rows tell what the columns are, refused or asked about where they don't."""

import pytest

from board.errors import BoardError
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from tests.ballot_files import ballot, ranks, small_form
from tests.polluted_files import text_of

ROWS = [
    ballot("深", "清", "好"),
    ballot("较深", "不清", "差", group="党员"),
    ballot("不深", "较清", "较好", way="网上"),
]
BARE = [[*row[:3], *row[4:7]] for row in ROWS]


def test_each_criterions_own_words_tell_its_column() -> None:
    given = check_ballots("a.csv", text_of(BARE).encode(), small_form(), Choices())
    assert given.problems == ()
    assert (ranks(given, "C1"), ranks(given, "C2"), ranks(given, "C0")) == ([1, 2, 4], [1, 4, 2], [1, 4, 2])
    assert given.assumptions[0].startswith("没有表头，按内容认出各列：")


def test_the_clerk_may_say_otherwise_of_a_column() -> None:
    given = check_ballots(
        "a.csv", text_of(BARE).encode(), small_form(), Choices(columns={"C 填表日期": ""}, cast_on=None)
    )
    assert [problem.column for problem in given.problems if problem.severity == "error"] == ["填表日期"]


def test_words_that_answer_every_criterion_tell_none() -> None:
    alike = [[*row[:3], "好", "较好", "一般"] for row in BARE]
    assert not _is_read(alike)


@pytest.mark.parametrize("at", range(6))
def test_a_column_that_tells_nothing_is_not_taken(at: int) -> None:
    odd = [[*row[:at], "？", *row[at + 1 :]] for row in BARE]
    assert not _is_read(odd)


def _is_read(rows: list[list[str]]) -> bool:
    try:
        return not check_ballots("a.csv", text_of(rows).encode(), small_form(), Choices()).error_count
    except BoardError:
        return False
