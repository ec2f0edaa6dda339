"""The same ballots are known again however their file was saved; other ballots are other ones."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from board.importing.ballots import check_ballots
from board.importing.checked import NO_ROWS, Checked
from board.importing.choices import Choices
from tests.ballot_files import DAY, HEADER, ballot, checked, file_of, small_form
from tests.import_traces import tallied

ROWS = [ballot("深", "清", "好", says="多听课"), ballot("较深", "", "差"), ballot("", "", "", void="是")]


def read(data: bytes, day: date = DAY) -> Checked:
    return check_ballots("另存.csv", data, small_form(), Choices(cast_on=day))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_another_encoding_says_the_same(encoding: str) -> None:
    again = checked(ROWS, encoding=encoding)
    assert again.sha256 != checked(ROWS).sha256
    assert again.content_sha256 == checked(ROWS).content_sha256


def test_another_order_of_rows_and_another_separator_say_the_same() -> None:
    assert checked(ROWS[::-1]).content_sha256 == checked(ROWS).content_sha256
    assert checked(ROWS, separator="\t").content_sha256 == checked(ROWS).content_sha256


def test_the_day_of_a_file_that_tells_none_changes_nothing() -> None:
    at = HEADER.index("填表日期")
    rows = [[*row[:at], *row[at + 1 :]] for row in ROWS]
    data = file_of(rows, [*HEADER[:at], *HEADER[at + 1 :]])
    assert read(data).content_sha256 == read(data, day=date(2025, 12, 11)).content_sha256 != ""


OTHERS: dict[str, Callable[[Checked], Checked]] = {
    "one ballot more": lambda _: checked([*ROWS, ROWS[0]]),
    "one ballot less": lambda _: checked(ROWS[:-1]),
    "one answer different": lambda _: checked([ballot("深", "较清", "好", says="多听课"), *ROWS[1:]]),
    "another group": lambda _: checked([ballot("深", "清", "好", says="多听课", group="党员"), *ROWS[1:]]),
    "void instead of valid": lambda _: checked([*ROWS[:1], ballot("较深", "", "差", void="是"), ROWS[2]]),
    "answers to other criteria": lambda _: checked([ballot("清", "深", "好", says="多听课"), *ROWS[1:]]),
    "another suggestion": lambda it: replace(it, suggestions=it.suggestions.slice(0, 0)),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_other_ballots_are_told_apart(other: Callable[[Checked], Checked]) -> None:
    assert other(checked(ROWS)).content_sha256 != checked(ROWS).content_sha256


def test_tallies_are_known_by_their_counts() -> None:
    mine = tallied([1, 9, 8])
    assert tallied([1, 9, 8], name="另存.csv").content_sha256 == mine.content_sha256
    assert tallied([1, 8, 9]).content_sha256 != mine.content_sha256
    assert tallied([1, 9, 8], void=1).content_sha256 != mine.content_sha256


def test_a_file_without_a_ballot_is_like_no_other() -> None:
    assert replace(checked(ROWS), ballots=NO_ROWS).content_sha256 == ""
