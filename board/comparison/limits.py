"""How far a unit's share may lie from that of all by chance: limits of a funnel, intervals of a caterpillar.

One test behind both, so that they can't contradict each other. A unit lies beyond the limits exactly where its interval
doesn't hold the share of all; at a higher confidence, limits and intervals only get wider. The test is the score test
of the intervals in `evaluation.statistics` (Wilson's); where few are asked its tails are too thin, so that the exact
binomial one must agree. That one is drawn out between whole numbers by the beta distribution, where Spiegelhalter
(Statistics in Medicine 24, 2005) draws straight lines, and so knows bases that aren't whole: one made smaller by what
units differ in anyway (`board.comparison.compared`).
"""

from typing import Any

import numpy as np
from scipy import special

from board.evaluation.statistics import score_interval

_HALVINGS = 27  # of an interval from 0 to 1: finer than any figure
# Of each confidence, what `remembered` was asked last: units (rate and base as one number), low, high.
_LAST: dict[float, tuple[Any, Any, Any]] = {}
_MOST_LAST = 32


def holds(target: float, rate: Any, base: Any, alpha: float) -> Any:
    """Whether the interval of each unit holds the target; the slower test is asked only where the other says no."""
    low, high = score_interval(rate, base, alpha)
    is_in = (low <= target) & (target <= high)
    low, high = interval(rate[~is_in], base[~is_in], alpha)
    is_in[~is_in] = (low <= target) & (target <= high)
    return is_in


def interval(rate: Any, base: Any, alpha: float) -> tuple[Any, Any]:
    """The shares (0 to 1) that units of `rate` and `base` may have: low, high, at the confidence 1 - alpha."""
    rate, base = np.asarray(rate, dtype=float), np.asarray(base, dtype=float)
    low, high = score_interval(rate, base, alpha)
    good, bad = rate * base, (1 - rate) * base
    is_none, is_every = good <= 0, bad <= 0
    exact_low = special.betaincinv(np.where(is_none, 1, good), bad + 1, alpha / 2)
    exact_high = special.betaincinv(good + 1, np.where(is_every, 1, bad), 1 - alpha / 2)
    low = np.where(is_none, 0, np.minimum(low, exact_low))
    return low, np.where(is_every, 1, np.maximum(high, exact_high))


def remembered(rate: Any, base: Any, alpha: float) -> tuple[Any, Any]:
    """The same, worked out only for units that weren't asked for last time at this confidence: a page of ten thousand
    is drawn again after each that came in."""
    units, places = np.unique(rate + 1j * base, return_inverse=True)
    known, low, high = _LAST.get(alpha, (units[:0], units[:0].real, units[:0].real))
    at = np.searchsorted(known, units)
    is_known = at < len(known)
    is_known[is_known] = known[at[is_known]] == units[is_known]
    lows, highs = np.empty(len(units)), np.empty(len(units))
    lows[is_known], highs[is_known] = low[at[is_known]], high[at[is_known]]
    new = units[~is_known]
    lows[~is_known], highs[~is_known] = interval(new.real, new.imag, alpha)
    if len(_LAST) > _MOST_LAST:
        _LAST.clear()
    _LAST[alpha] = (units, lows, highs)
    return lows[places], highs[places]


def limits(target: float, base: Any, alpha: float) -> tuple[Any, Any]:
    """The lowest and the highest share that units of `base` may have by chance if `target` is that of all.

    0 or 1 where no share is too low or too high.
    """
    base = np.asarray(base, dtype=float)
    high = 1 - _lowest(1 - target, base, alpha)
    return _lowest(target, base, alpha), high


def _lowest(target: float, base: Any, alpha: float) -> Any:
    """The share from which on the interval holds the target: `interval`'s high rises with the share."""
    below, above = np.zeros_like(base), np.full_like(base, target)
    for _ in range(_HALVINGS):
        middle = (below + above) / 2
        is_held = interval(middle, base, alpha)[1] >= target
        below, above = np.where(is_held, below, middle), np.where(is_held, middle, above)
    return np.where(interval(np.zeros_like(base), base, alpha)[1] >= target, 0, above)
