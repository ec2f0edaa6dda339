"""What a round's answers tell of everybody who was given a form: one assumption, for intervals and tests alike.

Those who gave a valid answer are treated as a random sample, without replacement, of those a form was given to. Of the
others, who didn't return it, abstained or said 不了解, or whose ballot is void or not counted yet, nothing is known. So
errors shrink as more answers come (finite population correction), and are none when all have answered. If the number
given out is unknown, or more came back, they are as wide as for a very large population.

If those others think otherwise, only `bounds` hold.
"""

from typing import Any

import numpy as np
import pandas as pd

from board.numbers import count_text, rate_text

ASSUMED = (
    "区间和比较用同一个假定：答了的是领到表的人里随机的一部分，误差只来自没答的（有限总体校正）；"
    "本来没有差异，整页里却有一处说成有的机会，不超过 5%。"
)


def population(forms: pd.DataFrame) -> float:
    """The number of forms given out, from rows of `evaluation.forms`; NaN if it isn't known or more came back."""
    used = forms[(forms["returned_count"] > 0) | forms["given_out"].notna()]
    is_unknown = used["given_out"].isna().any() or used["is_over"].any() or used.empty
    return float("nan") if is_unknown else float(used["given_out"].sum())


def left_share(base: Any, population: Any) -> Any:
    """The finite population correction of a variance, 0 (all answered) to 1, for arrays of numbers.

    base: valid answers. population: forms given out, NaN if not known.
    """
    base, population = np.asarray(base, dtype=float), np.asarray(population, dtype=float)
    left = np.clip((population - base) / np.maximum(population - 1, 1), 0, 1)
    return np.where(population >= base, left, 1.0)


def bounds(good_count: float, base: float, population: float) -> tuple[int, int] | None:
    """The good answers there would be if all who gave no valid answer had given the worst, and the best.

    None if the number asked isn't known. Made of figures that are shown, so it discloses nothing.
    """
    if np.isnan(population) or pd.isna(good_count) or pd.isna(base) or base > population:
        return None
    return int(good_count), int(good_count + population - base)


def bounds_text(label: str, good_count: float, base: float, population: float) -> str:
    """The bounds of a criterion's 优良率 in words, or that nobody knows how many were asked; "" if nothing is shown."""
    if pd.isna(base) or not base:
        return ""
    found = bounds(good_count, base, population)
    if found is None:
        return "发出多少张没有登记全，或者与收回的对不上：区间和比较当作从很多人里收来的一部分算，偏宽。"
    missing = population - base
    if not missing:
        return f"发出的 {count_text(population)} 张，“{label}”都有有效回答。"
    worst, best = (rate_text(count, population) for count in found)
    return (
        f"发出 {count_text(population)} 张，“{label}”没有有效回答的 {count_text(missing)} 张："
        f"假如都答最差一档，优良率是 {worst}；都答最好一档，是 {best}。"
    )
