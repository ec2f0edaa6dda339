"""The bench's arithmetic: what it says of timings is what they were."""

import pytest

from tests.bench.figures import Spread, percentile, ratio, spread
from tests.bench.report import Line, Report, as_markdown, verdict


def test_the_middle_of_an_even_number_lies_between_the_two_in_the_middle() -> None:
    assert spread([4.0, 1.0, 3.0, 2.0]).middle == 2.5


def test_the_spread_is_the_quartiles_so_that_one_slow_run_does_not_stretch_it() -> None:
    assert spread([1.0, 2.0, 3.0, 4.0, 500.0]) == Spread(3.0, 2.0, 4.0, 5)


def test_the_spread_of_a_few_is_from_the_least_to_the_most() -> None:
    assert spread([3.0, 1.0, 2.0]) == Spread(2.0, 1.0, 3.0, 3)
    assert spread([7.0]) == Spread(7.0, 7.0, 7.0, 1)


def test_nothing_measured_is_said_and_not_taken_for_zero() -> None:
    for ask in (lambda: spread([]), lambda: percentile([], 0.95), lambda: ratio([], [])):
        with pytest.raises(ValueError, match="nothing was measured"):
            ask()


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        (list(range(1, 101)), 0.95, 95),
        (list(range(1, 101)), 0.5, 50),
        (list(range(1, 21)), 0.95, 19),
        ([3, 1, 2], 0.95, 3),
        ([3, 1, 2], 1.0, 3),
        ([5], 0.5, 5),
    ],
)
def test_a_percentile_is_a_value_that_was_measured(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected


def test_a_ratio_is_taken_pair_by_pair() -> None:
    assert ratio([2.0, 4.0, 6.0], [1.0, 2.0, 4.0]) == Spread(2.0, 1.5, 2.0, 3)


def test_a_machine_that_slows_both_alike_leaves_the_ratio() -> None:
    assert ratio([2.0, 20.0, 200.0, 2000.0], [1.0, 10.0, 100.0, 1000.0]) == Spread(2.0, 2.0, 2.0, 4)


def test_a_line_is_held_to_its_bar_by_the_figure_it_shows() -> None:
    slow = Line("慢", "毫秒", ours=(30.0, 32.0, 34.0), other=(10.0, 16.0, 17.0), bar=1.6)
    assert verdict(slow) == "未达标"
    assert verdict(Line("快", "毫秒", ours=(16.0,), other=(10.0,), bar=1.6)) == "达标"
    assert verdict(Line("不比", "毫秒", ours=(16.0,), bar=15.0)) == "未达标"
    assert verdict(Line("只看", "毫秒", ours=(16.0,))) == ""


def test_the_table_has_a_row_a_line_with_middles_spreads_and_the_ratio() -> None:
    line = Line("首页", "毫秒", ours=(100.0, 120.0, 140.0), other=(100.0, 100.0, 100.0), bar=1.6)
    written = as_markdown(Report("快速", (line,), ("负载 1.0",)))
    assert "| 首页 | 120（100–140）毫秒 | 100（100–100）毫秒 | 1.20（1.00–1.40） | ≤ 1.6 | 达标 | 3 |" in written
    assert "负载 1.0" in written
