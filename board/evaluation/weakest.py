"""Which criterion a round judges worst, as far as it can be distinguished from the others."""

import itertools
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from board.evaluation.differences import WITHIN_CHANCE, counts_of, tested
from board.evaluation.statistics import criteria_intervals, interval_text
from board.numbers import rate_text
from board.store.frames import each_row
from board.store.store import Store


@dataclass(frozen=True)
class Weakest:
    """The criterion with the lowest 优良率.

    low, high: its 95% interval. rivals: the criteria that don't differ from it beyond chance, the lowest first.
    """

    criterion_id: str
    criterion_label: str
    good_count: int
    base: int
    good_rate: float
    low: float
    high: float
    rivals: tuple[str, ...]


def weakest_text(found: Weakest) -> str:
    """The weakest criterion in words, with its base and its interval."""
    rate = f"{rate_text(found.good_count, found.base)}，95% 区间 {interval_text(found.low, found.high)}"
    if not found.rivals:
        return f"最弱的是“{found.criterion_label}”：优良率 {rate}"
    rest = "、".join(f"“{label}”" for label in found.rivals)
    return f"最弱的几项：“{found.criterion_label}”优良率 {rate}；{rest}与它的差异在抽样误差之内"


def weakest(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> Weakest | None:
    """The plan's weakest criterion, or None if nothing is shown or all are alike within chance."""
    key = ("evaluation.weakest", activity_id, round_id, as_of)
    found: Weakest | None = store.cached(
        key, lambda: weakest_of(criteria_intervals(store, activity_id, round_id, as_of))
    )
    return found


def weakest_of(figures: pd.DataFrame) -> Weakest | None:
    """Like `weakest`, from the rows of `criteria_intervals`."""
    shown = figures[~figures["is_overall"] & figures["good_rate"].notna()].sort_values("good_rate", kind="stable")
    if len(shown) < 2:  # noqa: PLR2004 - one alone is no weakest
        return None
    last, *others = each_row(shown)
    counts = counts_of(shown, float(last.population))
    # Every pair is tested, not only those with the last: it was picked because it came out last.
    pairs = [
        {
            "criterion_id": one.criterion_id,
            "criterion_label": other.criterion_label,
            "one_name": one.criterion_label,
            "other_name": other.criterion_label,
            "sides": tuple(counts[str(row.criterion_id)][np.newaxis] for row in (one, other)),
        }
        for one, other in itertools.combinations(each_row(shown), 2)
    ]
    tests = tested(pairs)
    with_last = tests[tests["criterion_id"] == last.criterion_id]
    rivals = tuple(str(label) for label in with_last[with_last["verdict"] == WITHIN_CHANCE]["criterion_label"])
    if len(rivals) == len(others):
        return None
    return Weakest(
        str(last.criterion_id),
        str(last.criterion_label),
        int(last.good_count),
        int(last.base),
        float(last.good_rate),
        float(last.good_low),
        float(last.good_high),
        rivals,
    )
