"""The example's figures are those that pandas and scipy make straight from its files, to the last digit."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from board.evaluation import differences as evaluation_differences
from board.evaluation import results as evaluation
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


def test_the_test_between_rounds_is_had_by_hand_from_the_files(example: Example) -> None:
    tests = evaluation_differences.rounds_tested(example.store, example.activity_id, "E2", "E1")
    forms = pd.read_csv(SAMPLES / "forms.csv").groupby(["round_id", "group_label"])["given_out"].sum()
    given_out: dict[Any, int] = forms.to_dict()
    for row in tests.to_dict("records"):
        goods = {round_id: good_by_group(example, round_id, row["criterion_label"]) for round_id in ROUNDS}
        size = goods["E2"].map(len)
        one, other = (goods[round_id].map(np.mean) for round_id in ROUNDS)
        assert row["one_rate"] == pytest.approx((one * size).sum() / size.sum())
        assert row["difference"] == pytest.approx(((other - one) * size).sum() / size.sum())
        # What chance could make of it, group by group, of those who were given a form and didn't answer.
        both = goods["E1"] + goods["E2"]
        error = 0.0
        for group, answers in both.items():
            people = [sum(given_out[round_id, name] for name in KIN[str(group)]) for round_id in ROUNDS]
            bases = [len(goods[round_id][str(group)]) for round_id in ROUNDS]
            left = [(all_ - base) / (all_ - 1) / base for all_, base in zip(people, bases, strict=True)]
            whole = np.concatenate([np.ravel(each) for each in both])
            rate = (sum(answers) + whole.mean()) / (len(answers) + 1)
            error += (size[str(group)] / size.sum()) ** 2 * rate * (1 - rate) * sum(left)
        gap = abs(row["difference"]) - sum(1 / goods[round_id].map(len).sum() for round_id in ROUNDS) / 2
        assert row["p_value"] == pytest.approx(2 * stats.norm.sf(gap / error**0.5), rel=1e-9)


# Groups that both rounds show, and those shown only within the whole.
KIN = {"家长": ["家长"], "教职工": ["教职工"], "其余": ["党员", "普通群众"]}


def good_by_group(example: Example, round_id: str, label: str) -> "pd.Series[Any]":
    """The list of answers, whether good, by group, those not shown alone together."""
    ballots = answered(round_id)
    rest = ~ballots["参评人员类别"].isin(list(KIN))
    kin = ballots["参评人员类别"].mask(rest, "其余")
    points = points_of(ballots, words_of(example, label), label)
    return (points >= 80).groupby(kin).agg(list)
