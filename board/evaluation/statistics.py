"""How certain the figures of a round are: their 95% intervals, on the assumption of `evaluation.sampling`.

Wilson's interval of the 优良率, the base enlarged by the finite population correction. Whether differences are more
than chance is tested in `evaluation.differences`. Everything is based on what `evaluation.disclosure` lets through;
what is withheld has no interval.

Of scipy only `special` is used: its `stats`, and statsmodels and scikit-learn, which load that too, would hold 60 MB of
every process for formulas of a few lines. The tests hold these to them.
"""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from board.evaluation import results
from board.evaluation.sampling import left_share, population
from board.numbers import NOTHING, is_missing, share_text
from board.store.frames import kept
from board.store.store import Store

ALPHA = 0.05
# Explanations of each figure, for readers.
FORMULAS = {
    "good_rate": "优良率 = 答前两档的 ÷ 有效回答；弃权和“不了解”不算有效回答",
    "mean_points": "平均分 = 有效回答的分值之和 ÷ 有效回答数；平均分不是满意率",
    "blank_count": "弃权 = 有效票里没有答这一项的张数",
    "unknown_count": "不了解 = 有效票里这一项答“不了解”的张数",
    "interval": "95% 区间：假如每一个领到表的人都答了，优良率多半落在这里；收回得越全，区间越窄",
    "bounds": "假如没有有效回答的都答最差一档、都答最好一档，优良率从多少到多少",
    "verdict": "比的是优良率，和区间用同一个假定；答得少的用费舍尔精确检验。"
    "一起比较的各项已作霍尔姆校正，全页合起来显著性水平 5%",
    "changed": "从相比的那天到今天多计入了回答，不是同一些人改了看法，没有检验",
    "pooled": "各项目合在一起算，数的是回答，不是人",
}


@kept
def criteria_intervals(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per criterion: the columns of `evaluation.criteria_figures`, population and those of `with_intervals`."""
    figures = results.criteria_figures(store, activity_id, round_id, as_of)
    given_out = population(results.forms(store, activity_id, round_id, as_of))
    return with_intervals(figures.assign(population=given_out))


def with_intervals(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures with the 95% intervals of their 优良率: good_low, good_high (0 to 1); NaN where withheld.

    figures: base, good_count, population (forms given out; NaN: not known).
    """
    base = figures["base"].astype("float64").to_numpy()
    base = np.where(base > 0, base, np.nan)
    left = left_share(base, figures["population"])
    weight = base / np.where(left > 0, left, np.nan)
    rate = figures["good_count"].astype("float64").to_numpy() / base
    low, high = score_interval(rate, weight, ALPHA)
    is_all = left == 0
    return figures.assign(good_low=np.where(is_all, rate, low), good_high=np.where(is_all, rate, high))


def score_interval(rate: Any, base: Any, alpha: float) -> tuple[Any, Any]:
    """Wilson's interval of shares (0 to 1) of a base: low, high, at the confidence 1 - alpha."""
    z = special.ndtri(1 - alpha / 2)
    middle, spread = rate + z**2 / base / 2, z * np.sqrt(rate * (1 - rate) / base + (z / base / 2) ** 2)
    low, high = ((middle + way * spread) / (1 + z**2 / base) for way in (-1, 1))
    return np.maximum(np.minimum(low, rate), 0), np.minimum(np.maximum(high, rate), 1)  # whatever the last digit is


def interval_text(low: float, high: float) -> str:
    """An interval of a share: 88.1%～95.4%."""
    return NOTHING if is_missing(low) else f"{share_text(low)}～{share_text(high)}"
