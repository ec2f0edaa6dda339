"""数据导入: ballots that a file and an earlier import hold in the same order, as hardly ever comes by chance.

Two exports of one survey may overlap in part, neither within the other. Sets of answers then hardly differ from those
of other people who answer alike; but rows of one survey come in the same order, but for a few that were corrected. How
seldom chance does that is reckoned by how often the answers of each row occur: independent files, whether sorted, by
group or in any order, were never asked about in 3,600 simulated pairs (tests/imports/test_imports_overlaps.py). Where
both files have texts and none in common, the same ballots are less likely by as much as it is seldom that none of a
run's has one.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import special

# A ballot: its group, its way and its answers.
Placed = tuple[str, str, int]
# Longer files have so many ballots that their sets alone show it (and `imports/patterns` gives no order).
MOST_ORDERED = 2000
# Asked about if chance makes such a run in fewer than one of so many files.
_SELDOM = math.log(1000)
# So many rows of a run, or one of so many, may have been corrected.
_CORRECTED, _ONE_OF = 2, 5
_LEAST = 3
# The code of no ballot.
_NOBODY = -1
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


def run_of(came: Sequence[Placed], held: Sequence[Placed], unshared: int = 0) -> Run | None:
    """The longest unlikely run of a file's ballots, in their order, that an import holds too; None if chance may make
    it.

    unshared: texts of the smaller of both of which the other has none.
    """
    if not (_LEAST <= len(came) <= MOST_ORDERED and _LEAST <= len(held) <= MOST_ORDERED):
        return None
    both = [*came, *held]
    code, way = _codes(both), _codes([place[:2] for place in both])
    share = ((np.bincount(code)[code] - 2).clip(min=0) + _UNSEEN) / np.bincount(way)[way]
    size = min(len(came), len(held))
    runs, tried = list[tuple[float, Run]](), 0
    for label in ("", *sorted({place[0] for place in came} & {place[0] for place in held})):
        mine = np.flatnonzero([not label or group == label for group, *_ in both])
        first, second = mine[mine < len(came)], mine[mine >= len(came)]
        silent = partial(_log_silent, size, unshared)
        runs += _longest(label, code[first], code[second], _rarity(code[mine], share[mine]), silent)
        tried += len(mine)
    seldom, run = max(runs, key=lambda each: each[0], default=(0.0, None))
    return run if seldom - math.log(tried) > _SELDOM else None


def _log_silent(size: int, texts: int, counts: Array) -> Array:
    """How seldom so many of a file's ballots have none of its texts, as a logarithm. size: of the smaller file."""
    silent: Array = texts * np.log1p(-np.minimum(counts / size, _NEARLY_ALL))
    return silent


def _rarity(code: Array, share: Array) -> Array:
    """How seldom each ballot comes next, as a logarithm: by the share of its answers, or of ballots that repeat the one
    before them, as in a sorted file."""
    is_same = np.concatenate([[False], code[1:] == code[:-1]])
    repeated = (is_same.sum() + 1) / (len(code) + 1)
    rarity: Array = -np.log(np.minimum(np.where(is_same, np.maximum(share, repeated), share), 1))
    return rarity


def _longest(
    label: str, came: Array, held: Array, rarity: Array, silent: Callable[[Array], Array]
) -> Iterator[tuple[float, Run]]:
    """The two laid beside each other in all ways: yields how seldom chance makes the least likely run, as a logarithm,
    and which; nothing where there is no run."""
    before = len(came) - 1
    apart = np.full(before, _NOBODY)
    is_same = sliding_window_view(np.concatenate([apart, held, apart]), len(came)) == came
    shifts = np.arange(len(is_same)) - before
    sizes, counts = np.minimum(len(came), len(held) - shifts) - np.maximum(0, -shifts), is_same.sum(axis=1)
    is_run = (counts >= _LEAST) & (sizes - counts <= np.maximum(_CORRECTED, sizes // _ONE_OF))
    if not is_run.any():
        return
    shifts, sizes, counts = shifts[is_run], sizes[is_run], counts[is_run]
    seldom = is_same[is_run] @ rarity[: len(came)] - _log_ways(sizes, counts) + silent(counts)
    at = int(np.argmax(seldom))
    shift, size = int(shifts[at]), int(sizes[at])
    start = max(0, -shift)
    places = (start + 1, start + size), (start + shift + 1, start + shift + size)
    yield float(seldom[at]), Run(label, int(counts[at]), *places)


def _log_ways(count: Array, chosen: Array) -> Array:
    ways: Array = special.gammaln(count + 1) - special.gammaln(chosen + 1) - special.gammaln(count - chosen + 1)
    return ways


def _codes(values: Iterable[tuple[object, ...]]) -> Array:
    """A number for each value, the same for equal ones."""
    numbers: dict[tuple[object, ...], int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values])
