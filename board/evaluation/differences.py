"""Whether the answers of two rounds, groups or ways differ by more than chance.

Tested on the ranks (Mann and Whitney's test, two-sided, ties by midranks), as answers are an order and not amounts. All
tests of one table are corrected together (Holm). The interval of a difference of 优良率 is Newcombe's, for that
difference alone. Between rounds it is unknown who answered both and how few were not asked: treating the rounds as
independent samples of a large population errs on the side of chance.

Everything is based on what `evaluation.disclosure` lets through; what is withheld gets no verdict.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from board.evaluation import results
from board.evaluation.statistics import ALPHA, difference_interval
from board.numbers import NOTHING, difference_text, rate_text
from board.store.frames import kept
from board.store.store import Store
from board.words import WAY

WITHIN_CHANCE = "差异在抽样误差之内"
NOT_CHANCE = "差异不是偶然的"
NOT_COMPARABLE = "没有单列，不能比较"
_CRITERION = ["criterion_id", "criterion_label", "position", "is_overall"]


@dataclass(frozen=True)
class _Side:
    """Valid answers to a criterion by rank, best first, and the number of good ones."""

    counts: tuple[int, ...]
    good_count: int

    @property
    def base(self) -> int:
        return sum(self.counts)


@kept
def rounds_tested(
    store: Store, activity_id: str, round_id: str, earlier_round_id: str, as_of: date | None = None
) -> pd.DataFrame:
    """One row per criterion, in the form's order: the earlier round (one) against the later (other).

    Columns: criterion_id, criterion_label, position, is_overall, one_name, other_name (of the rounds), one_rate,
    other_rate (优良率, 0 to 1), one_base, other_base, difference (other minus one), difference_low, difference_high,
    p_value, p_corrected (NaN where withheld), verdict (WITHIN_CHANCE, NOT_CHANCE, NOT_COMPARABLE), base_text,
    difference_text, pair (the names of both sides).
    """
    ids = {"one": earlier_round_id, "other": round_id}
    names = {side: results.round_row(store, activity_id, id_)["name"] for side, id_ in ids.items()}
    answers = {side: results.answers(store, activity_id, id_, as_of) for side, id_ in ids.items()}
    asked = answers["other"][_CRITERION].drop_duplicates()
    sides = {side: _sides(given) for side, given in answers.items()}
    pairs = [
        {**row, **{f"{side}_name": name for side, name in names.items()}, **_both(sides, row["criterion_id"])}
        for row in asked.to_dict("records")
    ]
    return tested(pairs)


@kept
def groups_tested(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per pair of groups and criterion: the bigger group (one) against the smaller (other).

    Withheld groups are left out. Columns as in `rounds_tested`, with the names of the groups.
    """
    return _parts_tested(results.part_answers(store, activity_id, round_id, "group_label", as_of), "group_label")


@kept
def ways_tested(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per criterion: paper against online, the more used way (one) against the other, if ways are shown.

    Columns as in `rounds_tested`, with the names 纸质 and 网上.
    """
    answers = results.part_answers(store, activity_id, round_id, "way", as_of)
    return _parts_tested(answers.assign(way=answers["way"].map(WAY)), "way")


def _parts_tested(answers: pd.DataFrame, by: str) -> pd.DataFrame:
    shown = answers[~answers["is_withheld"].astype(bool)]
    sides = {str(label): _sides(rows) for label, rows in shown.groupby(by, sort=False)}
    asked = answers[_CRITERION].drop_duplicates().to_dict("records")
    pairs = [
        {
            **row,
            "one_name": one,
            "other_name": other,
            **_both({"one": sides[one], "other": sides[other]}, row["criterion_id"]),
        }
        for one, other in itertools.combinations(sides, 2)
        for row in asked
    ]
    return tested(pairs)


def _sides(answers: pd.DataFrame) -> dict[str, _Side]:
    """The sides by criterion, without criteria that are withheld or have no valid answer."""
    scored = answers[answers["points"].notna() & answers["answer_count"].notna()].sort_values("rank")
    sides = {}
    for criterion_id, rows in scored.groupby("criterion_id"):
        good = rows.loc[rows["is_good"], "answer_count"].sum()
        sides[str(criterion_id)] = _Side(tuple(int(count) for count in rows["answer_count"]), int(good))
    return {criterion_id: side for criterion_id, side in sides.items() if side.base}


def _both(sides: Mapping[str, Mapping[str, _Side]], criterion_id: str) -> dict[str, Any]:
    return {side: found.get(criterion_id) for side, found in sides.items()}


def tested(pairs: list[dict[str, Any]]) -> pd.DataFrame:
    """Pairs of sides (`one`, `other`; None: withheld) with the tests of their difference, corrected together."""
    found = pd.DataFrame([_compared(pair) for pair in pairs], columns=_COLUMNS)
    p_corrected = corrected(found["p_value"])
    verdict = np.select([p_corrected.isna(), p_corrected < ALPHA], [NOT_COMPARABLE, NOT_CHANCE], WITHIN_CHANCE)
    return found.assign(p_corrected=p_corrected, verdict=verdict)


_COLUMNS = [
    *_CRITERION,
    *("one_name", "other_name", "one_rate", "other_rate", "one_base", "other_base"),
    *("difference", "difference_low", "difference_high", "p_value", "base_text"),
    *("difference_text", "pair"),
]


def _compared(pair: Mapping[str, Any]) -> dict[str, Any]:
    one, other = pair["one"], pair["other"]
    named = {name: value for name, value in pair.items() if name not in {"one", "other"}}
    named["pair"] = f"{pair['one_name']} → {pair['other_name']}"
    if one is None or other is None:
        return {**named, "p_value": float("nan"), "base_text": NOT_COMPARABLE, "difference_text": NOTHING}
    rates = [side.good_count / side.base for side in (one, other)]
    low, high = difference_interval(one, other)
    return {
        **named,
        "one_rate": rates[0],
        "other_rate": rates[1],
        "one_base": one.base,
        "other_base": other.base,
        "difference": rates[1] - rates[0],
        "difference_low": low,
        "difference_high": high,
        "p_value": p_value(one.counts, other.counts),
        "difference_text": difference_text(rates[1], rates[0]),
        "base_text": " → ".join(rate_text(side.good_count, side.base) for side in (one, other)),
    }


def p_value(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The p-value of Mann and Whitney's test of two counts of answers by rank; 1 if all answered alike.

    Computed from counts, so a million ballots cost what ten do: with midranks as scores the association of two rows is
    that test, without continuity correction.
    """
    from statsmodels.stats.contingency_tables import Table  # noqa: PLC0415 - slow to load

    table = np.array([one, other], dtype=float)
    each = table.sum(axis=0)
    if np.count_nonzero(each) == 1:
        return 1.0
    midranks = each.cumsum() - (each - 1) / 2
    return float(Table(table, shift_zeros=False).test_ordinal_association(np.array([0, 1]), midranks).pvalue)


def corrected(p_values: "pd.Series[float]") -> "pd.Series[float]":
    """P-values corrected together by Holm's method; NaN stays and isn't counted.

    The smallest is multiplied by their number, the next by one less, and so on, never falling. Written here in three
    lines because statsmodels' own function collects the garbage of the whole process each time, and everybody waits.
    """
    ordered = p_values.dropna().sort_values()
    raised = (ordered * np.arange(len(ordered), 0, -1)).cummax().clip(upper=1)
    return raised.reindex(p_values.index)
