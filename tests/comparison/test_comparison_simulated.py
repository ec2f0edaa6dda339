"""Units made up by chance, of which all is known: a page on which all are alike calls one different at most once in
twenty times, limits and intervals say the same, and what they withhold is nowhere in the figure of all.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from board.comparison.compared import ALIKE, HIGHER, LOWER, WITHHELD, Comparison, compared, of_means, of_shares
from tests.depth import walked

Numbers = np.ndarray[Any, np.dtype[Any]]
POINTS = np.array([100.0, 80.0, 60.0, 0.0])


def units(good: Numbers, base: Numbers, people: Numbers | float = np.nan) -> pd.DataFrame:
    names = [f"U{place:05}" for place in range(len(base))]
    return pd.DataFrame({"unit_id": names, "numerator": good, "base": base, "population": people})


def sized(rng: np.random.Generator, count: int, least: int, most: int) -> Numbers:
    return rng.integers(least, most + 1, count)


def alike(rng: np.random.Generator, people: Numbers, rate: float, returned: float) -> pd.DataFrame:
    """Units whose people answer by the same chances; of each, so many came back."""
    good, base = rng.binomial(people, rate), np.rint(people * returned).astype(int)
    return units(rng.hypergeometric(good, people - good, base), base, people.astype(float))


def most_named(pages: int) -> int:
    """How many of some pages name somebody, if one in twenty does: more only once in forty times."""
    return int(stats.binom(pages, 0.05).ppf(0.975))


def names_somebody(comparison: Comparison) -> bool:
    return bool(comparison.rows["verdict"].isin([HIGHER, LOWER]).any())


@pytest.mark.parametrize(
    ("count", "rate", "least", "most", "returned", "pages"),
    [
        (24, 0.9, 12, 400, 0.9, 60),
        (24, 0.02, 8, 30, 1.0, 60),
        *walked(
            *((count, rate, *size, share, 200)
              for count in (2, 5, 24, 300)
              for rate in (0.03, 0.5, 0.8, 0.97)
              for size in ((6, 40), (12, 400), (120, 120))
              for share in (0.6, 0.95, 1.0))
        ),
    ],
)  # fmt: skip
def test_of_units_that_are_alike_a_page_hardly_ever_names_one(
    count: int, rate: float, least: int, most: int, returned: float, pages: int
) -> None:
    rng = np.random.default_rng(22)
    named = unlike = covered = 0
    for _ in range(pages):
        people = sized(rng, count, least, most)
        found = compared(of_shares(alike(rng, people, rate, returned)))
        named += names_somebody(found)
        unlike += found.spread > 1
        shown = found.widest(found.rows[found.rows["verdict"] != WITHHELD])
        covered += int(((shown["widest_low"] <= rate) & (rate <= shown["widest_high"])).all())
    assert named <= most_named(pages)
    assert unlike / pages <= 0.1
    assert covered / pages >= 0.92


@pytest.mark.parametrize(("rate", "least", "most"), [(0.85, 20, 300), *walked((0.5, 12, 60), (0.9, 60, 400))])
def test_the_interval_of_a_unit_holds_what_all_its_people_think_as_often_as_it_says(
    rate: float, least: int, most: int
) -> None:
    rng = np.random.default_rng(22)
    people = sized(rng, 20000, least, most)
    good, base = rng.binomial(people, rate), np.rint(people * rng.uniform(0.3, 0.9, people.size)).astype(int)
    rows = of_shares(units(rng.hypergeometric(good, people - good, base), base, people.astype(float)))
    truth = good / people
    assert 0.93 <= ((rows["low"] <= truth + 1e-9) & (truth - 1e-9 <= rows["high"])).mean() <= 0.97


@pytest.mark.parametrize(("count", "least", "most"), [(24, 12, 200), *walked((24, 5, 30), (300, 12, 200))])
def test_means_that_are_alike_are_hardly_ever_called_different(count: int, least: int, most: int) -> None:
    rng, named = np.random.default_rng(22), 0
    for _ in range(40):
        base = sized(rng, count, least, most)
        answers = np.array([rng.multinomial(each, [0.6, 0.3, 0.06, 0.04]) for each in base])
        mean = answers @ POINTS / base
        deviation = np.sqrt(answers @ POINTS**2 / base - mean**2)
        frame = units(base, base).assign(mean=mean, deviation=deviation)
        named += names_somebody(compared(of_means(frame, 0, 100)))
    assert named <= most_named(40)


@pytest.mark.parametrize("spread", [0.0, 0.06])
def test_limits_intervals_and_verdicts_never_contradict_each_other(spread: float) -> None:
    rng = np.random.default_rng(22)
    for _ in range(20):
        people = sized(rng, 30, 6, 300)
        rates = np.clip(rng.normal(rng.uniform(0.1, 0.95), spread + 0.02, people.size), 0.02, 0.98)
        base = np.maximum(np.rint(people * rng.uniform(0.4, 1, people.size)).astype(int), 5)
        good = rng.binomial(people, rates)
        frame = units(rng.hypergeometric(good, people - good, base), base, people.astype(float))
        found = compared(of_shares(frame))
        rows, target = found.widest(found.rows), found.target
        is_named = rows["verdict"] != ALIKE
        assert is_named.equals((rows["widest_low"] > target) | (rows["widest_high"] < target))
        for alpha, sure in ((found.alpha, is_named), (0.05, None), (0.002, None)):
            low, high = found.funnel(rows["weight"], alpha)
            is_out = (rows["rate"] < low - 1e-7) | (rows["rate"] > high + 1e-7)
            assert sure is None or is_out.equals(sure)
            # Who is beyond a limit has an interval of their own that doesn't reach the rate of all.
            assert not (is_out & (rows["low"] <= target) & (target <= rows["high"])).any()


def test_the_limits_of_units_alike_are_those_of_the_exact_distribution_where_few_are_asked() -> None:
    for base, target in ((12, 0.9), (40, 0.05), (200, 0.97)):
        found = Comparison(pd.DataFrame(), target, target, 24, 1.0, 0.0)
        low, high = (bound[0] for bound in found.funnel([base], 0.002))
        counts = np.arange(base + 1)
        is_out = (counts / base < low - 1e-7) | (counts / base > high + 1e-7)
        chances = stats.binom(base, target)
        assert chances.pmf(counts) @ is_out <= 0.002
        rare = (chances.cdf(counts) < 0.001) | (chances.sf(counts - 1) < 0.001)
        assert (is_out <= rare).all()


def test_one_unit_that_is_really_different_is_named_and_nobody_else() -> None:
    rng = np.random.default_rng(22)
    base = np.full(24, 150)
    rates = np.where(np.arange(24) == 7, 0.7, 0.9)
    hits = [compared(of_shares(units(rng.binomial(base, rates), base))).rows for _ in range(20)]
    for rows in hits:
        assert rows.loc[rows["verdict"] == LOWER, "unit_id"].tolist() == ["U00007"]


def test_one_unit_far_out_of_the_way_makes_nobody_else_look_different() -> None:
    rng = np.random.default_rng(22)
    base = np.full(24, 250)
    rates = np.where(np.arange(24) == 7, 0.0, 0.9)
    found = compared(of_shares(units(rng.binomial(base, rates), base)))
    assert found.rows.loc[found.rows["verdict"] != ALIKE, "unit_id"].tolist() == ["U00007"]
    assert found.spread == 1


def test_units_that_differ_anyway_widen_the_limits_and_only_those_out_of_the_way_are_named() -> None:
    rng = np.random.default_rng(22)
    named, between = 0, []
    for _ in range(40):
        base = sized(rng, 60, 60, 400)
        rates = np.clip(rng.normal(0.8, 0.06, base.size), 0, 1)
        found = compared(of_shares(units(rng.binomial(base, rates), base)))
        assert found.spread > 1.5
        between.append(found.between)
        named += int((found.rows["verdict"] != ALIKE).sum())
        rates[3] = 0.35
        worst = compared(of_shares(units(rng.binomial(base, rates), base))).rows
        assert "U00003" in worst.loc[worst["verdict"] == LOWER, "unit_id"].tolist()
    assert 0.05 < np.mean(between) < 0.07
    assert named <= 6  # of 2,400


def test_units_share_a_group_exactly_if_their_intervals_meet() -> None:
    rng = np.random.default_rng(22)
    base = sized(rng, 40, 10, 300)
    rows = compared(of_shares(units(rng.binomial(base, rng.choice([0.95, 0.95, 0.6, 0.8], 40)), base))).rows
    low, high, first, last = (rows[name].to_numpy() for name in ("sure_low", "sure_high", "first_group", "last_group"))
    meet = (low[:, None] <= high[None]) & (low[None] <= high[:, None])
    share = (first[:, None] <= last[None]) & (first[None] <= last[:, None])
    assert np.array_equal(meet, share)
    assert first.min() == 1
    assert not share.all()


def test_a_small_base_is_withheld_and_not_in_the_figure_of_all_either() -> None:
    good, base = np.array([90, 80, 1, 3]), np.array([100, 100, 4, 4])
    found = compared(of_shares(units(good, base)))
    small = found.widest(found.rows)[(found.rows["verdict"] == WITHHELD).to_numpy()]
    assert small["unit_id"].tolist() == ["U00002", "U00003"]
    assert small[["rate", "low", "high", "widest_low"]].isna().all(axis=None)
    assert found.whole == 0.85
    assert found.shown == 2


def test_nothing_to_compare_names_nobody() -> None:
    none = compared(of_shares(units(np.array([]), np.array([]))))
    assert none.rows.empty
    assert none.shown == 0
    whole = compared(of_shares(units(np.full(8, 30), np.full(8, 30))))
    assert not names_somebody(whole)
    assert whole.target == 1
