"""Whether the 优良率 of two rounds, groups, ways or criteria differs by more than chance.

Tested on the assumption of the intervals (`evaluation.sampling`), so that the two agree: a score test with the finite
population correction, half a person to either side (continuity correction); where good or bad answers are rare,
Fisher's exact test of the answers that came. Where all have answered, nothing is left to chance.

- Rounds are asked of different people: the earlier one is standardised to the make-up of the later, group by group
  (direct standardisation); groups not shown in both are taken together. Who answered both is unknown, so they are
  treated as independent, as are criteria, which the same people answered and tend to answer alike.
- A page shows FAMILIES tables of tests. Each is corrected together (Holm) and has its part of 5%, so that at most one
  page in 20 calls something more than chance that isn't.

Everything is based on what `evaluation.disclosure` lets through; what is withheld gets no verdict.
"""

import itertools
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from board.evaluation import results
from board.evaluation.sampling import left_share, population
from board.evaluation.statistics import ALPHA
from board.numbers import NOTHING, difference_text, rate_text
from board.store.frames import each_row, kept
from board.store.store import Store
from board.words import WAY

WITHIN_CHANCE = "差异在抽样误差之内"
NOT_CHANCE = "差异不是偶然的"
NO_CHANCE = "都收回了，没有抽样误差"
NOT_COMPARABLE = "没有单列，不能比较"
# Rounds, groups, ways, and the weakest criterion.
FAMILIES = 4
_RARE = 5
_ROUNDING = 1e-9  # below this two logarithms of chances are the same
_CRITERION = ["criterion_id", "criterion_label", "position", "is_overall"]
# Of some people: good answers to a criterion, valid ones, forms given out (NaN: unknown).
Counts = np.ndarray[Any, np.dtype[np.float64]]
_GOOD, _BASE, _POPULATION = range(3)


@kept
def rounds_tested(
    store: Store, activity_id: str, round_id: str, earlier_round_id: str, as_of: date | None = None
) -> pd.DataFrame:
    """One row per criterion, in the form's order: the earlier round (one) against the later (other).

    Columns: criterion_id, criterion_label, position, is_overall, one_name, other_name (of the rounds), one_rate,
    other_rate (优良率, 0 to 1; of rounds, the earlier standardised), difference (other minus one), p_value, p_corrected
    (NaN where withheld), verdict (WITHIN_CHANCE, NOT_CHANCE, NO_CHANCE, NOT_COMPARABLE), base_text, difference_text,
    pair (the names of both sides), part_count (groups held apart).
    """
    ids = (earlier_round_id, round_id)
    one_name, other_name = (results.round_name(store, activity_id, id_, as_of) for id_ in ids)
    named = {"one_name": one_name, "other_name": other_name}
    wholes = [_wholes(store, activity_id, id_, as_of) for id_ in ids]
    parts = [_parts(store, activity_id, id_, "group_label", as_of) for id_ in ids]
    asked = _asked(store, activity_id, round_id, as_of)
    pairs = []
    for row in asked:
        id_ = row["criterion_id"]
        mine = [{label: given[id_] for label, given in found.items() if id_ in given} for found in parts]
        pairs.append({**row, **named, "sides": alike(wholes[0].get(id_), wholes[1].get(id_), *mine)})
    return tested(pairs)


@kept
def groups_tested(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per pair of groups and criterion: the bigger group (one) against the smaller (other).

    Withheld groups are left out. Columns as in `rounds_tested`, with the names of the groups.
    """
    return _parts_tested(store, activity_id, round_id, "group_label", as_of)


@kept
def ways_tested(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per pair of ways and criterion: the more used way (one) against the other, if ways are shown.

    Columns as in `rounds_tested`, with the ways' names (words.WAY).
    """
    return _parts_tested(store, activity_id, round_id, "way", as_of)


def _parts_tested(store: Store, activity_id: str, round_id: str, by: str, as_of: date | None) -> pd.DataFrame:
    parts = _parts(store, activity_id, round_id, by, as_of)
    asked = _asked(store, activity_id, round_id, as_of)
    pairs = []
    for one, other in itertools.combinations(parts, 2):
        named = {"one_name": WAY.get(one, one), "other_name": WAY.get(other, other)}
        for row in asked:
            id_ = row["criterion_id"]
            pairs.append({**row, **named, "sides": alike(parts[one].get(id_), parts[other].get(id_), {}, {})})
    return tested(pairs)


def _asked(store: Store, activity_id: str, round_id: str, as_of: date | None) -> list[dict[str, Any]]:
    rows = results.criteria_figures(store, activity_id, round_id, as_of)[_CRITERION].to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def counts_of(figures: pd.DataFrame, population: float) -> dict[str, Counts]:
    """The counts by criterion, from rows of `evaluation.criteria_figures`; none of what is withheld or unanswered."""
    return {
        str(row.criterion_id): np.array([row.good_count, row.base, population], dtype=float)
        for row in each_row(figures)
        if not pd.isna(row.base) and row.base > 0
    }


def _wholes(store: Store, activity_id: str, round_id: str, as_of: date | None) -> dict[str, Counts]:
    figures = results.criteria_figures(store, activity_id, round_id, as_of)
    return counts_of(figures, population(results.forms(store, activity_id, round_id, as_of)))


def _parts(store: Store, activity_id: str, round_id: str, by: str, as_of: date | None) -> dict[str, dict[str, Counts]]:
    """The counts of parts that are shown, by part and criterion, the biggest part first."""
    made = results.group_figures if by == "group_label" else results.way_figures
    figures = made(store, activity_id, round_id, as_of)
    forms = results.forms(store, activity_id, round_id, as_of)
    shown = figures[~figures["is_withheld"].astype(bool)]
    return {
        str(label): counts_of(rows, population(forms[forms[by] == label]))
        for label, rows in shown.groupby(by, sort=False)
    }


def alike(
    one: Counts | None, other: Counts | None, one_parts: Mapping[str, Counts], other_parts: Mapping[str, Counts]
) -> tuple[Counts, Counts] | None:
    """Two sides divided alike: a row per part shown in both, and one for the rest; None if a side is withheld.

    A rest that only one side has is left out: nobody is there to compare it with.
    """
    if one is None or other is None:
        return None
    shared = [label for label in one_parts if label in other_parts]
    rows = [[parts[label] for label in shared] for parts in (one_parts, other_parts)]
    rests = [whole - np.sum([np.zeros(3), *mine], axis=0) for whole, mine in zip((one, other), rows, strict=True)]
    if all(rest[_BASE] > 0 for rest in rests):
        rows = [[*mine, rest] for mine, rest in zip(rows, rests, strict=True)]
    return np.array(rows[0]), np.array(rows[1])


def tested(pairs: list[dict[str, Any]]) -> pd.DataFrame:
    """Pairs with the tests of their difference, corrected together. sides: as `alike` returns them."""
    found = pd.DataFrame([_compared(pair) for pair in pairs], columns=_COLUMNS)
    p_corrected = corrected(found["p_value"])
    is_real = (found["difference"].abs() > 0) & found["is_whole"].astype("boolean").fillna(False)
    verdict = np.select(
        [found["p_value"].isna(), is_real, p_corrected < ALPHA],
        [NOT_COMPARABLE, NO_CHANCE, NOT_CHANCE],
        default=WITHIN_CHANCE,
    )
    return found.drop(columns="is_whole").assign(p_corrected=p_corrected, verdict=verdict)


_COLUMNS = [
    *_CRITERION,
    *("one_name", "other_name", "one_rate", "other_rate", "difference", "p_value", "is_whole", "part_count"),
    *("base_text", "difference_text", "pair"),
]


def _compared(pair: Mapping[str, Any]) -> dict[str, Any]:
    named = {name: value for name, value in pair.items() if name != "sides"}
    named["pair"] = f"{pair['one_name']} → {pair['other_name']}"
    if pair["sides"] is None:
        return {**named, "p_value": float("nan"), "base_text": NOT_COMPARABLE, "difference_text": NOTHING}
    one, other = pair["sides"]
    rates = standardised(one, other)
    return {
        **named,
        "one_rate": rates[0],
        "other_rate": rates[1],
        "difference": rates[1] - rates[0],
        "p_value": p_value(one, other),
        "is_whole": not _left(one).any() and not _left(other).any(),
        "part_count": len(one),
        "difference_text": difference_text(rates[1], rates[0]),
        "base_text": " → ".join(rate_text(side[:, _GOOD].sum(), side[:, _BASE].sum()) for side in (one, other)),
    }


def standardised(one: Counts, other: Counts) -> tuple[float, float]:
    """The 优良率 of both sides, the first as if its parts were as big as the second's."""
    weights = other[:, _BASE] / other[:, _BASE].sum()
    rate = float((weights * one[:, _GOOD] / one[:, _BASE]).sum())
    return rate, float(other[:, _GOOD].sum() / other[:, _BASE].sum())


def _left(side: Counts) -> Any:
    return left_share(side[:, _BASE], side[:, _POPULATION])


def p_value(one: Counts, other: Counts) -> float:
    """The two-sided p-value of the difference of the 优良率 of two sides; Fisher's where an answer is rare.

    Of several parts a rare answer must pass both tests, as the exact one knows no parts.
    """
    goods, bases = (np.array([side[:, column].sum() for side in (one, other)]) for column in (_GOOD, _BASE))
    pooled = goods.sum() / bases.sum()
    is_rare = min(pooled, 1 - pooled) * bases.min() < _RARE
    exact = _exact(int(goods[0]), int(bases[0]), int(bases[1]), int(goods.sum())) if is_rare else 0.0
    if is_rare and len(one) == 1:
        return exact
    weights = other[:, _BASE] / bases[1]
    # In a part that nearly all judge alike the variance would be none; the whole counts there as one more person.
    rate = (one[:, _GOOD] + other[:, _GOOD] + pooled) / (one[:, _BASE] + other[:, _BASE] + 1)
    spread = rate * (1 - rate) * (_left(one) / one[:, _BASE] + _left(other) / other[:, _BASE])
    before, after = standardised(one, other)
    gap = max(abs(after - before) - (1 / bases).sum() / 2, 0)
    error = float(np.sqrt((weights**2 * spread).sum()))
    score = 2 * special.ndtr(-gap / error) if error else float(gap == 0)
    return float(max(score, exact))


def _exact(good: int, base: int, other_base: int, all_good: int) -> float:
    """Fisher's two-sided p-value: the chance of all divisions of the good answers that are no likelier than this one.

    good: of `base` answers; all_good: of both bases.
    """
    fewest = max(0, all_good - other_base)
    divided = np.arange(fewest, min(all_good, base) + 1)
    ways = _ways(base, divided) + _ways(other_base, all_good - divided) - _ways(base + other_base, all_good)
    is_counted = ways <= ways[good - fewest] + _ROUNDING
    return float(min(np.exp(ways[is_counted]).sum(), 1))


def _ways(of: Any, chosen: Any) -> Any:
    """The logarithm of the number of ways to choose some of a number."""
    return special.gammaln(of + 1) - special.gammaln(chosen + 1) - special.gammaln(of - chosen + 1)


def corrected(p_values: "pd.Series[float]") -> "pd.Series[float]":
    """P-values of a table corrected together by Holm's method, and for the FAMILIES of a page; NaN isn't counted.

    The smallest is multiplied by their number, the next by one less, and so on, never falling.
    """
    ordered = p_values.dropna().sort_values()
    raised = (ordered * np.arange(len(ordered), 0, -1) * FAMILIES).cummax().clip(upper=1)
    return raised.reindex(p_values.index)
