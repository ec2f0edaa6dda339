"""数据导入: ballots that a file and an earlier import hold in the same order, as hardly ever comes by chance.

Two exports of one survey may overlap in part, neither within the other. Sets of answers then hardly differ from those
of other people who answer alike; but rows of one survey come in the same order, but for a few that were corrected. How
seldom chance does that is reckoned by how often the answers of each row occur: independent files, whether sorted, by
group or in any order, were never asked about in 3,600 simulated pairs (tests/imports/test_imports_overlaps.py). Where
both files have texts and none in common, the same ballots are less likely by as much as it is seldom that none of a
run's has one.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

# Columns of ballots in the order of their file.
ORDERED = ["group_label", "way", "answers"]
# Longer files have so many ballots that their sets alone show it (and `imports/patterns` gives no order).
MOST_ORDERED = 2000
# Asked about if chance makes such a run in fewer than one of so many files.
_SELDOM = math.log(1000)
# So many rows of a run, or one of so many, may have been corrected.
_CORRECTED, _ONE_OF = 2, 5
_LEAST = 3
# As often as that come answers that nobody else gave; no run is so large a share of a file that texts alone decide.
_UNSEEN, _NEARLY_ALL = 0.5, 0.99
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Run:
    """Ballots in the same order, of a group alone ("": of all): how many, and the places of the first and the last,
    from 1, among the valid ones of the file and of the import."""

    group: str
    count: int
    came: tuple[int, int]
    held: tuple[int, int]


def run_of(came: pd.DataFrame, held: pd.DataFrame, unshared: int = 0) -> Run | None:
    """The longest unlikely run of a file's ballots (ORDERED) that an import holds too; None if chance may make it.

    unshared: texts of the smaller of both of which the other has none.
    """
    if not (_LEAST <= len(came) <= MOST_ORDERED and _LEAST <= len(held) <= MOST_ORDERED):
        return None
    both = pd.concat([came[ORDERED], held[ORDERED]], ignore_index=True)
    code, group = both.groupby(ORDERED).ngroup().to_numpy(), both["group_label"].to_numpy()
    others = (both.groupby(ORDERED)["way"].transform("size") - 2).clip(lower=0) + _UNSEEN
    share = (others / both.groupby(["group_label", "way"])["way"].transform("size")).to_numpy()
    runs, tried = list[tuple[float, Run]](), 0
    for label in ("", *sorted(set(came["group_label"]) & set(held["group_label"]))):
        mine = np.flatnonzero((group == label) | (label == ""))
        first, second = mine[mine < len(came)], mine[mine >= len(came)]
        runs += _runs(label, code[first], code[second], _rarity(code[mine], share[mine]))
        tried += len(mine)
    size = min(len(came), len(held))
    weighed = ((seldom + _log_silent(run.count / size, unshared), run) for seldom, run in runs)
    seldom, run = max(weighed, key=lambda each: each[0], default=(0.0, None))
    return run if seldom - math.log(tried) > _SELDOM else None


def _log_silent(share: float, texts: int) -> float:
    """How seldom a share of a file's ballots has none of its texts, as a logarithm."""
    return texts * math.log1p(-min(share, _NEARLY_ALL))


def _rarity(code: Array, share: Array) -> Array:
    """How seldom each ballot comes next, as a logarithm: by the share of its answers, or of ballots that repeat the one
    before them, as in a sorted file."""
    is_same = np.concatenate([[False], code[1:] == code[:-1]])
    repeated = (is_same.sum() + 1) / (len(code) + 1)
    rarity: Array = -np.log(np.minimum(np.where(is_same, np.maximum(share, repeated), share), 1))
    return rarity


def _runs(label: str, came: Array, held: Array, rarity: Array) -> list[tuple[float, Run]]:
    """The two laid beside each other in all ways: how seldom chance makes as many alike, as a logarithm, and which."""
    runs = []
    for shift in range(_LEAST - len(came), len(held) - _LEAST + 1):
        start, end = max(0, -shift), min(len(came), len(held) - shift)
        is_same = came[start:end] == held[start + shift : end + shift]
        count, size = int(is_same.sum()), end - start
        if count >= _LEAST and size - count <= max(_CORRECTED, size // _ONE_OF):
            seldom = float(rarity[start:end][is_same].sum()) - _log_ways(size, count)
            runs.append((seldom, Run(label, count, (start + 1, end), (start + shift + 1, end + shift))))
    return runs


def _log_ways(count: int, chosen: int) -> float:
    return math.lgamma(count + 1) - math.lgamma(chosen + 1) - math.lgamma(count - chosen + 1)
