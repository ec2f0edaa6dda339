"""Each of the kept files is read right, asked about by row and column, or refused in words. None is read wrong."""

import pytest

from board.errors import BoardError
from board.importing.ballots import check_ballots
from board.importing.checked import Checked
from tests.ballot_files import small_form
from tests.nasty_files import Ballot, Nasty, nasty_files

FILES = nasty_files()
CRITERIA = ("C1", "C2", "C0")


def _named(cases: list[Nasty]) -> list[object]:
    return [pytest.param(each, id=each.name) for each in cases]


def _check(nasty: Nasty) -> Checked:
    return check_ballots(nasty.name, nasty.data, small_form(), nasty.choices)


def ballots_of(checked: Checked) -> list[Ballot]:
    facts = ("group_label", "way", "cast_on", "is_void")
    return [tuple(row.get(name) for name in (*facts, *CRITERIA)) for row in checked.ballots.to_pylist()]


def counts_of(checked: Checked) -> dict[str, dict[str, list[int]]]:
    found: dict[str, dict[str, list[int]]] = {}
    for row in checked.tally.to_pylist():
        by_criterion = found.setdefault(row["group_label"], {})
        by_criterion.setdefault(row["criterion_id"], [0] * 5)[row["rank"]] = row["answer_count"]
    return found


def test_there_are_at_least_sixty() -> None:
    assert len(FILES) >= 60
    assert len({each.name for each in FILES}) == len(FILES)


@pytest.mark.parametrize("nasty", _named([each for each in FILES if each.ballots is not None]))
def test_a_file_is_read_as_what_it_says(nasty: Nasty) -> None:
    checked = _check(nasty)
    assert [problem for problem in checked.problems if problem.severity == "error"] == []
    assert ballots_of(checked) == list(nasty.ballots or ())


@pytest.mark.parametrize("nasty", _named([each for each in FILES if each.counts is not None]))
def test_a_tally_is_read_as_what_it_says(nasty: Nasty) -> None:
    checked = _check(nasty)
    assert checked.problems == ()
    assert checked.layout == "tally"
    expected = {g: {c: list(n) for c, n in counts.items()} for g, counts in (nasty.counts or {}).items()}
    assert counts_of(checked) == expected
    assert {row["ballot_count"] for row in checked.tally_ballots.to_pylist()} == {20}


@pytest.mark.parametrize("nasty", _named([each for each in FILES if each.asked]))
def test_what_is_unclear_is_asked_about_where_it_stands(nasty: Nasty) -> None:
    checked = _check(nasty)
    told = [(problem.row, problem.column) for problem in checked.problems if problem.severity == "error"]
    assert sorted(row for row, _ in told) == sorted(row for row, _ in nasty.asked)
    for row, letters in nasty.asked:
        assert any(row == at and (not letters or column.split(" ")[0] == letters) for at, column in told)
    assert checked.ballots.num_rows == 0
    assert checked.tally.num_rows == 0


@pytest.mark.parametrize("nasty", _named([each for each in FILES if each.refused]))
def test_what_can_not_be_read_is_refused_in_words(nasty: Nasty) -> None:
    with pytest.raises(BoardError) as refusal:
        _check(nasty)
    assert nasty.refused in refusal.value.title + refusal.value.message
    assert refusal.value.remedy


@pytest.mark.parametrize("nasty", _named([each for each in FILES if each.ballots is not None]))
def test_nothing_that_tells_who_somebody_is_goes_in(nasty: Nasty) -> None:
    checked = _check(nasty)
    kept = str(checked.ballots.to_pylist()) + str(checked.suggestions.to_pylist()) + str(checked.keys)
    assert not any(word in kept for word in ("张三", "138", "1.2.3.4", "虎", "20:01", "21:34", "u1"))
