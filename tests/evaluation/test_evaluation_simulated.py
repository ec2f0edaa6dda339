"""Rounds made up by chance, of which all is known: intervals hold the truth as often as they say, and a page on which
nothing differs calls a difference more than chance at most once in twenty times.

Of everybody who was given a form, those who answer are drawn at random, which is what the page says it assumes.
"""

import itertools
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from board.evaluation import differences
from board.evaluation.differences import NOT_CHANCE, alike, p_value
from board.evaluation.statistics import with_intervals
from board.evaluation.weakest import weakest_of
from tests.depth import walked

CRITERIA = 9
Cells = np.ndarray[Any, np.dtype[np.float64]]


def answered(rng: np.random.Generator, sizes: list[int], rates: list[float], returned: int) -> Cells:
    """What comes back, by part and criterion: good answers, valid ones, forms given out.

    sizes: people by part. rates: the good ones among them; times the size a whole number.
    """
    came = rng.multivariate_hypergeometric(sizes, returned)
    cells = np.zeros((len(sizes), CRITERIA, 3))
    for place, (size, rate) in enumerate(zip(sizes, rates, strict=True)):
        good = round(size * rate)
        cells[place, :, 0] = rng.hypergeometric(good, size - good, came[place], CRITERIA) if came[place] else 0
        cells[place, :, 1:] = came[place], size
    return cells


def pairs_of(one: Cells, other: Cells, parts: bool) -> list[dict[str, Any]]:
    """The pairs of two sides, by part if wanted, for each criterion."""
    made = []
    for criterion in range(CRITERIA):
        sides = [{str(place): row for place, row in enumerate(side[:, criterion]) if row[1]} for side in (one, other)]
        wholes = [side[:, criterion].sum(axis=0) for side in (one, other)]
        divided = alike(*wholes, *(sides if parts else ({}, {})))
        made.append({"criterion_label": criterion, "one_name": "", "other_name": "", "sides": divided})
    return made


def criteria_of(cells: Cells) -> pd.DataFrame:
    whole = cells.sum(axis=0)
    figures = pd.DataFrame(
        {"criterion_id": [f"C{place}" for place in range(CRITERIA)], "good_count": whole[:, 0], "base": whole[:, 1]}
    )
    return figures.assign(
        criterion_label=figures["criterion_id"],
        is_overall=False,
        good_rate=whole[:, 0] / whole[:, 1],
        population=whole[:, 2],
    )


def calls_something(pairs: list[dict[str, Any]]) -> bool:
    return bool((differences.tested(pairs)["verdict"] == NOT_CHANCE).any())


def page_calls_something(rng: np.random.Generator, sizes: list[int], rate: float, share: float) -> bool:
    """Whether a page on which all groups, ways, rounds and criteria are alike says that something isn't chance.

    sizes: people by group, half of them on paper.
    """
    halves = [size // 2 for size in sizes for _ in range(2)]
    earlier, later = (answered(rng, halves, [rate] * len(halves), round(sum(halves) * share)) for _ in range(2))
    groups = [later[place : place + 2] for place in range(0, len(halves), 2)]
    before, now = (np.array([cells.sum(axis=0) for cells in np.split(side, len(sizes))]) for side in (earlier, later))
    families = [
        pairs_of(before, now, parts=True),
        [pair for one, other in itertools.combinations(groups, 2) for pair in pairs_of(one, other, parts=False)],
        pairs_of(later[0::2], later[1::2], parts=False),
    ]
    return any(map(calls_something, families)) or weakest_of(with_intervals(criteria_of(later))) is not None


@pytest.mark.parametrize(
    ("sizes", "rate", "share", "pages"),
    [
        ([20, 40, 160, 20], 0.8, 0.8, 20),
        *walked(
            ([20, 40, 160, 20], 0.8, 0.8, 300),
            ([20, 40, 160, 20], 0.9, 0.6, 300),
            ([40, 80, 80, 40], 0.5, 0.95, 300),
            ([40, 400, 400, 40], 0.7, 0.3, 300),
        ),
    ],
)
def test_a_page_on_which_all_is_alike_hardly_ever_says_it_is_not(
    sizes: list[int], rate: float, share: float, pages: int
) -> None:
    rng = np.random.default_rng(18)
    assert sum(page_calls_something(rng, sizes, rate, share) for _ in range(pages)) / pages <= 0.05


def test_another_make_up_of_those_asked_is_no_change() -> None:
    rng, rates = np.random.default_rng(18), [0.95, 0.9, 0.6]
    earlier_sizes, later_sizes = [100, 100, 100], [40, 40, 300]
    called = {True: 0, False: 0}
    for _ in range(30):
        sides = (answered(rng, earlier_sizes, rates, 240), answered(rng, later_sizes, rates, 300))
        for by_group in called:
            called[by_group] += calls_something(pairs_of(*sides, parts=by_group))
    assert called[False] == 30  # as it was: every time what isn't so
    assert called[True] <= 1


def test_of_two_alike_at_the_end_neither_is_called_the_weakest() -> None:
    rng, named = np.random.default_rng(18), 0
    for _ in range(40):
        found = weakest_of(with_intervals(criteria_of(with_two_weak(rng))))
        assert found is not None
        named += not found.rivals
    assert named <= 2


def with_two_weak(rng: np.random.Generator) -> Cells:
    weak, strong = (answered(rng, [200], [rate], 160) for rate in (0.6, 0.9))
    strong[:, :2] = weak[:, :2]
    return strong


@pytest.mark.parametrize(
    ("people", "returned"), [(20, 12), (60, 25), (60, 58), (228, 160), (228, 220), (1000, 150), *walked((5000, 4000))]
)
def test_the_interval_holds_the_whole_of_those_asked_as_often_as_it_says(people: int, returned: int) -> None:
    counts = np.arange(returned + 1)
    figures = pd.DataFrame({"good_count": counts, "base": returned, "population": float(people)})
    bounds = with_intervals(figures)[["good_low", "good_high"]].to_numpy() * people
    held = []
    for good in range(math.ceil(people * 0.05), math.floor(people * 0.95) + 1, max(1, people // 200)):
        is_in = (bounds[:, 0] <= good + 1e-6) & (good - 1e-6 <= bounds[:, 1])
        held.append(stats.hypergeom(people, good, returned).pmf(counts) @ is_in)
    assert 0.93 <= np.mean(held) <= 0.97
    assert min(held) > 0.82  # of single truths less can be asked: whole people leave few intervals to choose from


@pytest.mark.parametrize(
    ("people", "returned"), [((60, 60), (50, 50)), ((40, 40), (20, 35)), *walked(((200, 200), (160, 160)))]
)
def test_one_difference_is_called_more_than_chance_at_most_as_often_as_said(
    people: tuple[int, int], returned: tuple[int, int]
) -> None:
    counts = [np.arange(base + 1) for base in returned]

    def side(place: int, good: Any) -> Cells:
        return np.array([[good, returned[place], people[place]]], dtype=float)

    is_called = np.array([[p_value(side(0, one), side(1, other)) < 0.05 for other in counts[1]] for one in counts[0]])
    for share in (0.1, 0.5, 0.8, 0.95):
        goods = [round(size * share) for size in people]
        chances = [
            stats.hypergeom(*given).pmf(count) for *given, count in zip(people, goods, returned, counts, strict=True)
        ]
        assert (np.outer(*chances) * is_called).sum() <= 0.05
