"""How certain the figures of a round are, and which criterion is weakest.

The population is everybody a form was given to; those who answered are treated as a random sample of it. So an interval
narrows as more forms come back, and is a point when all have. If the number given out is unknown, or more came back, it
is as wide as for a very large population.

- 优良率: Wilson's interval, the base enlarged by the finite population correction: base × (given out − 1) ÷ (given out
  − base). 平均分: Student's interval, times √(1 − base ÷ given out).

Whether differences between rounds, groups and ways are more than chance is tested in `evaluation.differences`.

Everything is based on what `evaluation.disclosure` lets through; what is withheld has no interval and no verdict.
The libraries are loaded on first use: they take two seconds.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from board.evaluation import results
from board.numbers import NOTHING, is_missing, rate_text, share_text
from board.store.frames import each_row, kept
from board.store.store import Store

ALPHA = 0.05
# Explanations of each figure, for readers.
FORMULAS = {
    "good_rate": "优良率 = 答前两档的 ÷ 有效回答；弃权和“不了解”不算有效回答",
    "mean_points": "平均分 = 有效回答的分值之和 ÷ 有效回答数；平均分不是满意率",
    "blank_count": "弃权 = 有效票里没有答这一项的张数",
    "unknown_count": "不了解 = 有效票里这一项答“不了解”的张数",
    "interval": "95% 区间：假如每一个领到表的人都答了，结果多半落在这里；收回得越全，区间越窄",
    "verdict": "按答案的好坏次序检验（曼—惠特尼），一起比较的各项已作霍尔姆校正，显著性水平 5%",
}


def warm() -> None:
    """Loads the libraries before anybody needs them."""
    from statsmodels.stats import contingency_tables, proportion, weightstats  # noqa: F401, PLC0415 - slow


@kept
def criteria_intervals(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per criterion, the columns of `evaluation.criteria_figures` and those of `with_intervals`."""
    figures = results.criteria_figures(store, activity_id, round_id, as_of)
    answers = results.answers(store, activity_id, round_id, as_of)
    forms = results.forms(store, activity_id, round_id, as_of)
    return with_intervals(figures.assign(population=population(forms)), answers, ["criterion_id"])


@kept
def group_intervals(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per group and criterion, the columns of `evaluation.group_figures` and those of `with_intervals`."""
    figures = results.group_figures(store, activity_id, round_id, as_of)
    answers = results.part_answers(store, activity_id, round_id, "group_label", as_of)
    forms = results.forms(store, activity_id, round_id, as_of)
    given_out = {str(label): population(rows) for label, rows in forms.groupby("group_label")}
    figures["population"] = figures["group_label"].map(given_out).astype("float64")
    return with_intervals(figures, answers, ["group_label", "criterion_id"])


def population(forms: pd.DataFrame) -> float:
    """The number of forms given out, from rows of `evaluation.forms`; NaN if it isn't known or more came back."""
    used = forms[(forms["returned_count"] > 0) | forms["given_out"].notna()]
    is_unknown = used["given_out"].isna().any() or used["is_over"].any() or used.empty
    return float("nan") if is_unknown else float(used["given_out"].sum())


def with_intervals(figures: pd.DataFrame, answers: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Figures with their 95% intervals: good_low, good_high (0 to 1), mean_low, mean_high (points); NaN where withheld.

    figures: `keys`, base, good_count, population (NaN: not known), one row a key. answers: `keys`, points and
    answer_count.
    """
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415 - slow to load

    base = figures["base"].astype("float64").to_numpy()
    base = np.where(base > 0, base, np.nan)
    forms = figures["population"].to_numpy(dtype=float)
    left = np.where(np.isnan(forms), 1.0, np.clip((forms - base) / np.maximum(forms - 1, 1), 0, 1))
    weight = base / np.where(left > 0, left, np.nan)
    rate = figures["good_count"].astype("float64").to_numpy() / base
    low, high = proportion_confint(rate * weight, weight, alpha=ALPHA, method="wilson")
    is_all = left == 0
    mean = _mean_intervals(figures, answers, keys)
    return figures.assign(
        good_low=np.where(is_all, rate, low),
        good_high=np.where(is_all, rate, high),
        mean_low=mean[0],
        mean_high=mean[1],
    )


def _mean_intervals(figures: pd.DataFrame, answers: pd.DataFrame, keys: list[str]) -> tuple[Any, Any]:
    from statsmodels.stats.weightstats import DescrStatsW  # noqa: PLC0415 - slow to load

    scored = answers[answers["points"].notna() & answers["answer_count"].notna()]
    by_key = {key if isinstance(key, tuple) else (key,): rows for key, rows in scored.groupby(keys)}
    found = []
    for key, forms in zip(figures[keys].itertuples(index=False, name=None), figures["population"], strict=True):
        rows = by_key.get(key)
        count = 0 if rows is None else int(rows["answer_count"].sum())
        if rows is None or count < 2:  # noqa: PLR2004 - nothing varies in one
            found.append((np.nan, np.nan))
            continue
        described = DescrStatsW(rows["points"], weights=rows["answer_count"].astype("int64"))
        _, high = described.tconfint_mean(ALPHA)
        half = (high - described.mean) * (1.0 if np.isnan(forms) else np.sqrt(max(0.0, 1 - count / forms)))
        points = rows["points"]
        found.append((max(described.mean - half, points.min()), min(described.mean + half, points.max())))
    low, high = np.array(found).reshape(-1, 2).T
    return low, high


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
    return f"优良率最低的是“{found.criterion_label}”：{rate}；与{rest}的差异在抽样误差之内"


def interval_text(low: float, high: float) -> str:
    """An interval of a share: 88.1%～95.4%."""
    return NOTHING if is_missing(low) else f"{share_text(low)}～{share_text(high)}"


def weakest(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> Weakest | None:
    """The plan's weakest criterion, or None if nothing is shown or all are alike within chance.

    A criterion differs from the weakest if the interval of the difference of their 优良率 excludes 0. Both were
    answered by the same people, who tend to answer alike, so treating them as independent errs on the side of chance.
    """
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
    rivals = tuple(str(row.criterion_label) for row in others if difference_interval(last, row)[0] <= 0)
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


def difference_interval(one: Any, other: Any) -> tuple[float, float]:
    """The 95% interval (Newcombe) of 优良率 in `other` minus that in `one`, each with good_count and base."""
    from statsmodels.stats.proportion import confint_proportions_2indep  # noqa: PLC0415 - slow to load

    low, high = confint_proportions_2indep(
        int(other.good_count), int(other.base), int(one.good_count), int(one.base), method="newcomb", alpha=ALPHA
    )
    return float(low), float(high)
