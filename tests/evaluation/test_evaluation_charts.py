"""The chart of answers: the good to the right, the middling astride the line, what is no valid answer apart."""

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from board.charts.evaluation import answers_by_criterion, rounds_compared
from board.evaluation import results as evaluation
from tests.contrast import contrast
from tests.example_school import Example


def bars_of(answers: pd.DataFrame, axis: str | None = None) -> dict[str, dict[str, tuple[float, float]]]:
    """By criterion, each bar's name → where it begins and ends."""
    drawn: dict[str, dict[str, tuple[float, float]]] = {}
    for trace in answers_by_criterion(answers, dark=False).data:
        if trace.type != "bar" or trace.xaxis != axis:
            continue
        bases: Any = trace.base if hasattr(trace.base, "__len__") else [trace.base] * len(trace.y)
        for criterion, start, width in zip(trace.y, bases, trace.x, strict=True):
            drawn.setdefault(criterion, {})[trace.name] = (start, start + width)
    return drawn


@pytest.fixture
def answers(example: Example) -> pd.DataFrame:
    return evaluation.answers(example.store, example.activity_id, "E2")


def test_the_middling_answer_stands_astride_the_line(answers: pd.DataFrame) -> None:
    for bars in bars_of(answers).values():
        start, end = bars["一般"]
        assert start + end == pytest.approx(0)


def test_bars_join_from_the_worst_to_the_best_and_make_the_whole(answers: pd.DataFrame) -> None:
    for bars in bars_of(answers).values():
        in_order = [bars[name] for name in ("最差一档", "一般", "较好一档", "最好一档")]
        for (_, end), (start, _) in pairwise(in_order):
            assert end == pytest.approx(start)
        assert in_order[-1][1] - in_order[0][0] == pytest.approx(1)


def test_with_three_answers_none_is_middling(answers: pd.DataFrame) -> None:
    three = answers[answers["rank"].isin([1, 2, 4])]
    for bars in bars_of(three).values():
        assert bars["较好一档"][0] == pytest.approx(0)
        assert bars["最差一档"][1] == pytest.approx(0)


def test_blanks_and_not_knowing_are_apart(answers: pd.DataFrame) -> None:
    apart, valid = bars_of(answers, "x2"), bars_of(answers)
    assert apart.keys() == valid.keys()
    for criterion, bars in apart.items():
        assert set(bars) == {"不了解", "弃权"}
        assert bars["弃权"][0] == pytest.approx(bars["不了解"][1])
        assert "弃权" not in valid[criterion]


def test_without_them_the_chart_is_of_valid_answers_alone(answers: pd.DataFrame) -> None:
    assert bars_of(answers[answers["points"].notna()], "x2") == {}


def test_the_rate_stands_under_the_criterion(answers: pd.DataFrame) -> None:
    axis = answers_by_criterion(answers, dark=True).layout.yaxis
    said = dict(zip(axis.tickvals, axis.ticktext, strict=True))
    assert said["认识深不深"] == "认识深不深<br><b>优良 91.3%</b>"  # 146 of 160, half up as everywhere
    assert list(said) == list(axis.categoryarray)


@pytest.mark.parametrize(("dark", "ground"), [(False, "#ffffff"), (True, "#15181c")])
def test_the_points_of_both_rounds_stand_out_from_the_page(dark: bool, ground: str) -> None:
    row = {"criterion_label": "认识深不深", "position": 1, "one_rate": 0.7, "other_rate": 0.9}
    rates = pd.DataFrame([{**row, "one_name": "第一轮", "other_name": "第二轮"}])
    _, earlier, later = rounds_compared(rates, dark).data
    assert contrast(later.marker.color, ground) >= 3
    assert later.marker.color != earlier.marker.color
