"""What the clerk says of rows that don't fit, and of how groups and ways in are written."""

import pytest

from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from tests.ballot_files import DAY, HEADER, ballot, file_of, small_form
from tests.importing.test_nasty_files import ballots_of
from tests.nasty_files import Ballot

SHORT = "家长,纸质,2025-12-10,,深\r\n".encode()
LONG = "家长,纸质,2025-12-10,,深,清,好,建议,多\r\n".encode()
WHOLE: Ballot = ("家长", "paper", DAY, False, 1, 1, 1)
_TALLIED = ["评议项目", "好", "较好", "弃权"]
FILE = file_of([ballot("深", "清", "好")])


@pytest.mark.parametrize(("row", "read"), [(SHORT, (*WHOLE[:4], 1, 0, 0)), (LONG, WHOLE)])
def test_a_row_of_another_width_is_made_to_fit_where_the_clerk_says_so(row: bytes, read: Ballot) -> None:
    given = check_ballots("a.csv", FILE + row, small_form(), Choices(fitted_rows=frozenset({3})))
    assert given.problems == ()
    assert ballots_of(given) == [WHOLE, read]
    assert any("缺的当空白" in said for said in given.assumptions)


def test_until_then_it_stands_among_the_rows_that_could_be_made_to_fit() -> None:
    given = check_ballots("a.csv", FILE + SHORT, small_form())
    assert given.ragged_rows == {3}
    assert given.error_count == 1


def test_a_row_that_fits_is_left_alone_by_that() -> None:
    given = check_ballots("a.csv", FILE, small_form(), Choices(fitted_rows=frozenset({2, 9})))
    assert ballots_of(given) == [WHOLE]
    assert not any("缺的当空白" in said for said in given.assumptions)


def test_a_short_row_comes_in_with_the_cell_that_is_written_there() -> None:
    given = check_ballots("a.csv", FILE + SHORT, small_form(), Choices(cells={(None, 3, 4): "较深"}))
    assert ballots_of(given)[1] == (*WHOLE[:4], 2, 0, 0)


def test_a_short_row_can_be_a_void_ballot_or_be_left_out() -> None:
    void = check_ballots("a.csv", FILE + SHORT, small_form(), Choices(voided_rows=frozenset({3})))
    assert ballots_of(void)[1] == (*WHOLE[:3], True, None, None, None)
    skipped = check_ballots("a.csv", FILE + SHORT, small_form(), Choices(skipped_rows=frozenset({3})))
    assert ballots_of(skipped) == [WHOLE]


def test_a_word_for_a_group_or_a_way_is_listed_once_and_told_once() -> None:
    data = file_of([ballot("深", "清", "好", group="学生家长", way="校门口发的")] * 3)
    asked = check_ballots("a.csv", data, small_form())
    assert asked.error_count == 6
    assert asked.fact_words.to_dict("records") == [
        {"role": "group", "word": "学生家长", "row_count": 3, "value": ""},
        {"role": "way", "word": "校门口发的", "row_count": 3, "value": ""},
    ]
    told = Choices(groups={"学生家长": "家长"}, ways={"校门口发的": "paper"})
    given = check_ballots("a.csv", data, small_form(), told)
    assert given.fact_words["value"].tolist() == ["家长", "paper"]
    assert ballots_of(given) == [WHOLE] * 3


def test_a_tally_s_bad_counts_are_named_before_it_is_said_whose_they_are() -> None:
    rows = [["正正", "3", "0"], ["5", "若干", "0"], ["5", "3", "0"]]
    data = file_of([[label, *row] for label, row in zip(HEADER[4:7], rows, strict=True)], header=_TALLIED)
    given = check_ballots("a.csv", data, small_form())
    assert [(each.row, each.value) for each in given.problems if "不是票数" in each.what] == [(2, "正正"), (3, "若干")]
    assert any("没有写参评人员" in each.what for each in given.problems)


def test_a_tally_s_groups_are_told_the_same_way() -> None:
    rows = [["学生家长", label, "2", "1", "0"] for label in HEADER[4:7]]
    data = file_of(rows, header=["群体", "评议项目", "好", "较好", "弃权"])
    asked = check_ballots("a.csv", data, small_form(), Choices(way="paper", cast_on=DAY))
    assert asked.fact_words[["word", "value"]].to_numpy().tolist() == [["学生家长", ""]]
    given = check_ballots("a.csv", data, small_form(), Choices(way="paper", cast_on=DAY, groups={"学生家长": "家长"}))
    assert {row["group_label"] for row in given.tally.to_pylist()} == {"家长"}
