"""The example's figures are those that pandas and scipy make straight from its files, to the last digit."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from board.evaluation import differences as evaluation_differences
from board.evaluation import results as evaluation
from board.evaluation import statistics as evaluation_statistics
from board.evaluation.views import criteria_shown, groups_shown, ways_shown
from board.numbers import mean_text, rate_text
from tests.example_school import Example

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
POINTS = (100, 80, 60, 0)
ROUNDS = ("E1", "E2")


def answered(round_id: str) -> pd.DataFrame:
    """One row per valid ballot, as the files have it, the cells blank where nothing was answered."""
    listed = pd.read_csv(SAMPLES / "ballot_files.csv")
    files = [pd.read_csv(SAMPLES / name, dtype=str) for name in listed[listed["round_id"] == round_id]["file"]]
    ballots = pd.concat(files, ignore_index=True).fillna("")
    return ballots[ballots["是否废票"] == ""]


def words_of(example: Example, criterion_label: str) -> list[str]:
    """The answers to a criterion, best first, from the plan."""
    scale = evaluation.answers(example.store, example.activity_id, "E1")
    mine = scale[(scale["criterion_label"] == criterion_label) & scale["points"].notna()]
    return [str(word) for word in mine.sort_values("rank")["answer_label"]]


def points_of(ballots: pd.DataFrame, words: list[str], criterion_label: str) -> "pd.Series[int]":
    return ballots[criterion_label].map(dict(zip(words, POINTS, strict=True))).dropna()


def half_up(value: Fraction) -> str:
    tenths = int(value * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


@pytest.mark.parametrize("round_id", ROUNDS)
def test_every_criterion_agrees(example: Example, round_id: str) -> None:
    ballots = answered(round_id)
    figures = criteria_shown(example.store, example.activity_id, round_id, example.today)
    assert len(figures) == 9
    for row in figures.to_dict("records"):
        label = row["criterion_label"]
        words, given = words_of(example, label), ballots[label]
        points = points_of(ballots, words, label)
        good = int(given.isin(words[:2]).sum())
        assert (row["base"], row["good_count"]) == (len(points), good)
        assert row["good_rate"] == good / len(points)
        assert row["mean_points"] == points.mean()
        assert row["blank_count"] == (given == "").sum()
        assert row["unknown_count"] == (given == "不了解").sum()
        assert row["good_text"] == f"{half_up(Fraction(100 * good, len(points)))}%({good}/{len(points)})"
        assert row["mean_text"] == half_up(Fraction(int(points.sum()), len(points)))


@pytest.mark.parametrize("round_id", ROUNDS)
@pytest.mark.parametrize(
    ("read", "column", "source"),
    [
        (evaluation.group_figures, "group_label", "参评人员类别"),
        (evaluation.way_figures, "way", "参评方式"),
    ],
)
def test_every_part_that_is_shown_agrees(
    example: Example, round_id: str, read: Callable[..., pd.DataFrame], column: str, source: str
) -> None:
    ballots = answered(round_id)
    figures = read(example.store, example.activity_id, round_id)
    shown = figures[~figures["is_withheld"]].replace({"way": {"paper": "纸质", "online": "网上"}})
    assert not shown.empty
    for row in shown.to_dict("records"):
        mine = ballots[ballots[source] == row[column]]
        words = words_of(example, row["criterion_label"])
        points = points_of(mine, words, row["criterion_label"])
        assert row["valid_count"] == len(mine)
        assert row["base"] == len(points)
        assert row["good_count"] == mine[row["criterion_label"]].isin(words[:2]).sum()
        assert row["mean_points"] == points.mean()


def test_the_figures_of_all_criteria_together_agree(example: Example) -> None:
    for round_id in ROUNDS:
        ballots = answered(round_id)
        figures = evaluation.criteria_figures(example.store, example.activity_id, round_id)
        asked = figures[~figures["is_overall"]]
        each = [points_of(ballots, words_of(example, label), label) for label in asked["criterion_label"]]
        points = pd.concat(each)
        sums = asked[["base", "good_count", "points_total"]].sum()
        assert rate_text(sums["good_count"], sums["base"]) == rate_text((points >= 80).sum(), len(points))
        assert mean_text(sums["points_total"], sums["base"]) == half_up(Fraction(int(points.sum()), len(points)))


def test_every_file_of_ballots_in_the_example_is_among_those_compared() -> None:
    listed = pd.read_csv(SAMPLES / "ballot_files.csv")
    # One more lies there to be brought in by hand, with faults in it.
    assert set(listed["file"]) == {path.name for path in SAMPLES.glob("ballots-*")} - {"ballots-E2-late.csv"}
    assert set(listed["round_id"]) == set(ROUNDS)


@pytest.mark.parametrize("round_id", ROUNDS)
def test_what_is_said_of_each_part_over_all_criteria_agrees(example: Example, round_id: str) -> None:
    ballots = answered(round_id)
    asked = evaluation.criteria_figures(example.store, example.activity_id, round_id)
    labels = asked[~asked["is_overall"]]["criterion_label"]
    ids = (example.store, example.activity_id, round_id, example.today)
    for shown, column, source in (
        (groups_shown(*ids), "group_label", "参评人员类别"),
        (ways_shown(*ids), "way", "参评方式"),
    ):
        told = shown[~shown["is_withheld"]]
        assert len(told) >= 2
        for row in told.to_dict("records"):
            mine = ballots[ballots[source] == row[column]]
            points = pd.concat([points_of(mine, words_of(example, label), label) for label in labels])
            assert row["good_text"] == rate_text((points >= 80).sum(), len(points))
            assert row["mean_text"] == half_up(Fraction(int(points.sum()), len(points)))


def test_the_test_between_rounds_is_scipys(example: Example) -> None:
    tests = evaluation_differences.rounds_tested(example.store, example.activity_id, "E2", "E1")
    wanted = []
    for label in tests["criterion_label"]:
        words = words_of(example, label)
        one, other = (points_of(answered(round_id), words, label) for round_id in ROUNDS)
        wanted.append(stats.mannwhitneyu(one, other, use_continuity=False, method="asymptotic").pvalue)
    assert tests["p_value"].tolist() == pytest.approx(wanted, rel=1e-12)
    # Holm: the smallest times how many there are, the next times one less, never falling.
    order = np.argsort(wanted)
    corrected = np.maximum.accumulate([wanted[place] * (9 - rank) for rank, place in enumerate(order)]).clip(max=1)
    assert tests["p_corrected"].to_numpy()[order].tolist() == pytest.approx(corrected.tolist(), rel=1e-12)
    is_sure = tests["p_corrected"] < 0.05
    assert tests["verdict"].tolist() == ["差异不是偶然的" if sure else "差异在抽样误差之内" for sure in is_sure]


def test_the_interval_of_the_mean_is_scipys_made_narrower_by_what_came_back(example: Example) -> None:
    figures = evaluation_statistics.criteria_intervals(example.store, example.activity_id, "E2")
    ballots = answered("E2")
    for row in figures.to_dict("records"):
        assert row["population"] == 228
        points = points_of(ballots, words_of(example, row["criterion_label"]), row["criterion_label"])
        low, high = stats.t.interval(0.95, len(points) - 1, points.mean(), stats.sem(points))
        narrower = (1 - len(points) / 228) ** 0.5
        assert row["mean_high"] - row["mean_low"] == pytest.approx((high - low) * narrower)
        assert (row["mean_high"] + row["mean_low"]) / 2 == pytest.approx(points.mean())
