"""Figures are written one way everywhere."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.numbers import change_text, count_text, difference_text, mean_text, percent_text, rate_text, share_text


@pytest.mark.parametrize(
    ("numerator", "base", "text"),
    [
        (169, 183, "92.3%(169/183)"),
        (0, 7, "0.0%(0/7)"),
        (7, 7, "100.0%(7/7)"),
        (1, 800, "0.1%(1/800)"),
        (1, 1600, "0.1%(1/1,600)"),
        (3, 2000, "0.2%(3/2,000)"),
        (0, 0, "—"),
        (pd.NA, 5, "—"),
        (3, None, "—"),
    ],
)
def test_a_rate_has_one_decimal_and_its_base(numerator: int, base: int, text: str) -> None:
    assert rate_text(numerator, base) == text


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_half_is_rounded_up(numerator: int, base: int) -> None:
    tenths = int(Fraction(numerator * 1000, base) + Fraction(1, 2))
    assert percent_text(numerator, base) == f"{tenths // 10}.{tenths % 10}%"


def test_the_other_figures() -> None:
    assert share_text(0.9235) == "92.4%"
    assert share_text(None) == share_text(float("nan")) == "—"
    assert mean_text(15_500, 183) == "84.7"
    assert mean_text(0, 0) == "—"
    assert difference_text(0.8, 0.769) == "+3.1 个百分点"
    assert difference_text(0.769, 0.8) == "-3.1 个百分点"
    assert difference_text(0.5, 0.5) == "+0.0 个百分点"
    assert difference_text(None, 0.5) == "—"
    assert count_text(12_345) == "12,345"


def test_a_count_says_by_how_much_it_changed() -> None:
    assert (change_text(5, 2), change_text(2, 5)) == ("↑3", "↓3")
    assert (change_text(2, 2), change_text(2, None), change_text(2, 0)) == ("", "", "↑2")
