"""What is said of many timings: the middle, the spread around it, the slow end, and how one compares with another."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

_ENOUGH_FOR_QUARTILES = 4


@dataclass(frozen=True)
class Spread:
    """The middle of some values and what lies around it: the quartiles, or the extremes of fewer than four."""

    middle: float
    low: float
    high: float
    count: int


def spread(values: Sequence[float]) -> Spread:
    """The spread of some values. Raises ValueError where there are none."""
    if not values:
        raise ValueError("nothing was measured")
    if len(values) < _ENOUGH_FOR_QUARTILES:
        return Spread(median(values), min(values), max(values), len(values))
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return Spread(middle, low, high, len(values))


def percentile(values: Sequence[float], share: float) -> float:
    """The least value not below a share (above 0, up to 1) of all. Raises ValueError where there are none."""
    if not values:
        raise ValueError("nothing was measured")
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]


def ratio(ours: Sequence[float], other: Sequence[float]) -> Spread:
    """How many times the other our value is, pair by pair: the middle of these ratios and their spread.

    Pairs were measured one right after the other, so that a machine that grew busier slows both.
    """
    return spread([one / another for one, another in zip(ours, other, strict=False)])
