"""A percentage that no whole number of ballots gives is found; one that some number gives is let be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.importing.shares import Share, share_bounds, turned, wrong_share


@pytest.mark.parametrize(
    ("text", "base"), [("81.3%", 32), ("81.25%", 32), ("100%", 7), ("0", 7), ("９２％", 50), ("66.7", 3), ("67%", 3)]
)
def test_what_some_number_of_ballots_gives_is_let_be(text: str, base: int) -> None:
    assert wrong_share(text, base) == ""


def test_what_no_number_gives_is_told_with_its_neighbours() -> None:
    assert wrong_share("81.5%", 32) == "32 张里没有哪个整数能得出 81.5%：26 张是 81.3%，27 张是 84.4%"
    assert wrong_share("50%", 3) == "3 张里没有哪个整数能得出 50%：1 张是 33.3%，2 张是 66.7%"


def test_what_is_no_percentage_is_said_to_be_none() -> None:
    for text in ("很高", "101%", "-3%", "1/2"):
        assert "不是百分比" in wrong_share(text, 32)


def test_nothing_written_or_nothing_counted_is_nothing_wrong() -> None:
    assert wrong_share(" ", 32) == wrong_share("81.5%", 0) == ""


def test_a_share_of_another_number_than_counted_says_both() -> None:
    assert wrong_share("81.3%", 32, 27) == "写的 81.3% 是 32 张里的 26 张，各档加起来是 27 张（84.4%）"
    assert wrong_share("81%", 1000, 500).startswith("写的 81% 是 1000 张里的 805 到 815 张")


@given(st.integers(1, 100_000), st.data(), st.integers(0, 3))
def test_whatever_is_worked_out_from_ballots_is_let_be(base: int, data: st.DataObject, places: int) -> None:
    count = data.draw(st.integers(0, base))
    assert wrong_share(f"{100 * count / base:.{places}f}%", base, count) == ""


@given(st.integers(1, 400).flatmap(lambda total: st.tuples(st.just(total), st.integers(0, total))), st.integers(1, 4))
def test_a_percentage_is_turned_into_the_count_it_was_made_of_or_said_to_be_unclear(
    pair: tuple[int, int], places: int
) -> None:
    total, count = pair
    shares = {"C1": {1: Share(f"{100 * count / total:.{places}f}%", 2, 1)}}
    shares["C1"] |= {2: Share(f"{100 * (total - count) / total:.{places}f}%", 2, 2)}
    counts: dict[str, dict[int, int]] = {"C1": {}}
    unclear = list(turned(counts, shares, {"C1": 2}, total))
    assert unclear or counts == {"C1": {1: count, 2: total - count}}
    assert not unclear or total >= 10**places


def test_what_is_a_percentage_is_told_from_what_is_a_count() -> None:
    shares = ("50%", "33.33 %", "0.125", ".5", "100%", "０％")
    assert [text for text in (*shares, "50", "5 票", "101%", "1.5", "", "正正") if share_bounds(text)] == list(shares)
