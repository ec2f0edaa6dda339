"""Units compared in one figure: who differs from the others by more than chance, and who can't be told apart.

- The share of the others is that of all who don't differ, taken together: one unit far out of the way would else make
  all others look different. Those whose base is too small are nowhere counted, so that nothing can be had by
  subtraction.
- Whether a unit differs: its interval at 1 - 5%/(number of units) doesn't hold the share of the others (Bonferroni), so
  that of twenty pages on which all are alike at most one says of anybody that it isn't.
- Alike are units in which people answer by the same chances. So the base of this interval is those who answered, even
  if nobody else was asked: with the finite population correction a unit of which all have answered would differ for
  certain from any other. A unit's own 95% interval has the correction, as on its own page; it is the narrower of both,
  and never holds the share of the others where the unit is said to differ.
- Units may differ among one another by more than chance without any of them being out of the way (overdispersion:
  other work, other people). If so (`spread`), the limits are widened by the variance between units: additive random
  effects, from z-scores winsorised at a tenth to either side, so that those out of the way don't hide themselves
  (Spiegelhalter 2005, section 3.2). What winsorising takes from the scores of units that are alike is put back.
- Units of one group can't be told apart: their intervals at that confidence, not widened, have a share in common.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from board.comparison.limits import holds, interval, limits, remembered
from board.evaluation.smallest import SMALLEST_GROUP
from board.evaluation.statistics import ALPHA, with_intervals

HIGHER, LOWER, ALIKE, WITHHELD = "高于其余", "低于其余", "与其余分不出", "底数太小"
FUNNEL = (0.05, 0.002)  # the limits that a funnel shows: 95% and 99.8%
_WINSORISED = 0.1
# Of normal scores winsorised there: the mean of their squares; the variance of such a mean, times their number, in
# units of it (simulated: the ends are estimated, too).
_MEAN_SQUARE, _VARIANCE = 0.67865, 2.85
_NUMBERS = ("sure_low", "sure_high", "first_group", "last_group")
_FEWEST = 5  # of fewer units nobody can say how much units differ anyway
_SIDES = 2
_NOTICEABLE = 1.2  # of very many units less is found, too, and means nothing
_ROUNDS = 3  # of leaving out those that differ, from all together on


@dataclass(frozen=True)
class Comparison:
    """The units compared in one figure, as `compared` made it.

    rows: one per unit, the lowest rate first, those withheld last; columns of the units given and low, high (its own
    95% interval), verdict (HIGHER, LOWER, ALIKE, WITHHELD), sure_low, sure_high (as `widest`, not widened),
    first_group, last_group (numbers from 1, the lowest first; units that share none differ from each other).
    whole: the rate of all shown (0 to 1), NaN if none is. target: of those that don't differ. shown: how many units.
    spread: by how many times units differ more than by chance (1: not at all). between: the standard deviation between
    units, 0 if not.
    """

    rows: pd.DataFrame
    whole: float
    target: float
    shown: int
    spread: float
    between: float

    @property
    def alpha(self) -> float:
        """The error that decides about one unit."""
        return ALPHA / max(self.shown, 1)

    def widest(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Some of the rows with what decides about them: widest_low, widest_high."""
        weights = _effective(rows["weight"].to_numpy(dtype=float), self.target, self.between)
        low, high = interval(rows["rate"], weights, self.alpha)
        return rows.assign(widest_low=low, widest_high=high)

    def funnel(self, weights: Any, alpha: float) -> tuple[Any, Any]:
        """The limits for units of these weights: low, high."""
        return limits(self.target, _effective(np.asarray(weights, dtype=float), self.target, self.between), alpha)


def of_shares(units: pd.DataFrame) -> pd.DataFrame:
    """Units with what `compared` asks for: rate, base (none if it is too small), weight, the own 95% interval.

    units: unit_id, numerator, base, population (forms given out; NaN: not known, or no form).
    """
    numerator, base = (units[name].astype("float64") for name in ("numerator", "base"))
    base = base.where((base >= SMALLEST_GROUP) & numerator.notna())
    return _with_own(units.assign(base=base, rate=numerator / base, weight=base), 1.0)


def of_means(units: pd.DataFrame, lowest: float, highest: float) -> pd.DataFrame:
    """The same of means: each is taken for a share of the way from the lowest to the highest value.

    units: unit_id, mean, deviation (standard, within the unit), base (values), population. All are weighed by the
    deviation of all, as a unit's own may be none by chance: by how much less or more a value says than a yes or no.
    """
    base = units["base"].astype("float64").where((units["base"] >= SMALLEST_GROUP) & units["mean"].notna())
    rate = ((units["mean"] - lowest) / (highest - lowest)).where(base.notna())
    within = ((units["deviation"] / (highest - lowest)) ** 2 * base).sum() / base.sum()
    target = (rate * base).sum() / base.sum()
    folded = target * (1 - target) / within if within > 0 else 1.0
    return _with_own(units.assign(base=base, rate=rate, weight=base * folded), folded)


def _with_own(units: pd.DataFrame, folded: float) -> pd.DataFrame:
    weighed = {"base": units["weight"], "good_count": units["rate"] * units["weight"]}
    found = with_intervals(units.assign(**weighed, population=units["population"] * folded))
    return units.assign(low=found["good_low"], high=found["good_high"])


def compared(units: pd.DataFrame) -> Comparison:
    """Compares units in one figure. units: as `of_shares` or `of_means` returns them; columns that it has stay."""
    is_shown, every_rate = units["rate"].notna().to_numpy(), units["rate"].to_numpy(dtype=float)
    by_id = np.argsort(np.array(units["unit_id"].tolist(), dtype=str), kind="stable")
    order = by_id[np.argsort(every_rate[by_id], kind="stable")]
    order = order[is_shown[order]]
    every = units.take(np.concatenate([order, np.flatnonzero(~is_shown)])).reset_index(drop=True)
    if not (count := len(order)):
        return Comparison(every.assign(verdict=WITHHELD, **_columns(len(every), {})), np.nan, np.nan, 0, 1.0, 0.0)
    rates, weights, bases = (every[name].to_numpy(dtype=float)[:count] for name in ("rate", "weight", "base"))
    alpha = ALPHA / count
    target = whole = _pooled(rates, bases, float("nan"))
    for _ in range(_ROUNDS):
        _, between = dispersion(rates, weights, target)
        is_alike = holds(target, rates, _effective(weights, target, between), alpha)
        target = _pooled(rates[is_alike], bases[is_alike], target)
    spread, between = dispersion(rates, weights, target)
    is_alike = holds(target, rates, _effective(weights, target, between), alpha)
    verdict = np.full(len(every), WITHHELD, dtype=object)
    verdict[:count] = np.select([is_alike, rates > target], [ALIKE, HIGHER], default=LOWER)
    sure = remembered(rates, weights, alpha)
    shown = dict(zip(_NUMBERS, (*sure, *groups(*sure)), strict=True))
    rows = every.assign(verdict=pd.Series(verdict, dtype="str"), **_columns(len(every), shown))
    return Comparison(rows, whole, target, count, spread, between)


def _pooled(rates: Any, bases: Any, otherwise: float) -> float:
    return float((rates * bases).sum() / bases.sum()) if len(rates) else otherwise


def _columns(length: int, shown: dict[str, Any]) -> dict[str, Any]:
    """Numbers of those shown, with none for those withheld after them."""
    missing = np.full(length, np.nan)
    return {name: np.append(shown.get(name, ()), missing)[:length] for name in _NUMBERS}


def _effective(weights: Any, target: float, between: float) -> Any:
    """Weights when units differ anyway: each is worth as many as give the variance of both together."""
    variance = target * (1 - target)
    return weights if not between or not variance else 1 / (1 / weights + between**2 / variance)


def dispersion(rates: Any, weights: Any, target: float) -> tuple[float, float]:
    """By how many times units differ more than by chance, and the standard deviation between them; 1, 0 if not."""
    variance, count = target * (1 - target), len(rates)
    if count < _FEWEST or not variance:
        return 1.0, 0.0
    scores = (rates - target) / np.sqrt(variance / weights)
    ends = np.quantile(scores, [_WINSORISED, 1 - _WINSORISED])
    ratio = float(np.mean(np.clip(scores, *ends) ** 2) / _MEAN_SQUARE)
    # Few of a kind in each unit: a count's square varies more than that of a normal score, by its kurtosis.
    tailed = 1 + max(float(np.mean((1 - 6 * variance) / (weights * variance))), 0) / 2
    if ratio <= max(1 + _SIDES * np.sqrt(_VARIANCE * tailed / count), _NOTICEABLE):
        return 1.0, 0.0
    precision = weights / variance
    room = precision.sum() - (precision**2).sum() / precision.sum()
    between = max(count * ratio - (count - 1), 0) / room
    return float(np.sqrt(ratio)), float(np.sqrt(between))


def groups(low: Any, high: Any) -> tuple[Any, Any]:
    """The first and the last group of each interval: as many groups as are needed so that two share one exactly if
    their intervals meet. Numbered from 1, the lowest first.

    Each group is a point of the line at which intervals begin before any ends: they all hold it.
    """
    starts, ends = np.sort(np.asarray(low)), np.sort(np.asarray(high))
    begun = np.searchsorted(starts, ends, side="right")  # how many have begun when each ends
    points = ends[np.concatenate([[True], begun[1:] > begun[:-1]])]
    first = np.searchsorted(points, low, side="left") + 1
    return first, np.searchsorted(points, high, side="right")
