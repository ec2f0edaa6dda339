"""群众评议: whether what would be shown of a round reveals one to four answers, compared with what was shown before.

As long as ballots only come, figures change by whole lumps (`evaluation.lumps`) and reveal nothing. If an import stops
counting, and another with nearly the same answers comes, they may. So what was shown until then is saved as a state,
and what would be shown is compared with every state, as of every day: for each part that a reader sees (the whole, a
group, the lumps of no single group, a way) the additional answers, and the missing ones, must be none or enough, and
likewise the valid ones. Within one state, two days differ by whole lumps.

A file that came after another was gone may hold the same ballots: then only the difference between them counts.
Files that counted at the same time hold different people's ballots, as do a file that somebody declared to be another
and those gone before it, and everything cast one by one online: each changes by itself. Ballots of one group, way and
day may be the same ones; so may those of a file without days.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from board.evaluation.replacing import ONLINE, Scored, Together, counted_together
from board.evaluation.smallest import is_few

# Columns of a state. import_id: None for ballots cast one by one online.
STATE = ["lump_no", "counted_on", "import_id", "group_label", "way", "cast_on", "criterion_id", "rank", "answer_count"]
_TEXTS, _DAYS = ("import_id", "group_label", "way", "criterion_id"), ("counted_on", "cast_on")
_REST = -1
# Before all days.
_NO_DAY = -1_000_000
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Shown:
    """Earlier states of a round, as they were shown.

    states: STATE each. others: imports declared to hold other ballots than those gone before them. undated: imports all
    of one day, which may be the day of the import. scored: what counts in a figure's base.
    """

    states: tuple[pd.DataFrame, ...]
    others: frozenset[str]
    undated: frozenset[str]
    scored: Scored

    def together(self, *now: pd.DataFrame) -> Together:
        """The pairs of imports that were shown together, or are `now`."""
        return counted_together([*self.states, *now])

    def revealed_by(self, now: pd.DataFrame, since: date | None = None) -> set[str]:
        """The criteria in which `now` (STATE) reveals answers, as shown as of any day from `since` (None: of all)."""
        if not self.states or now.empty:
            return set()
        cells, names = _numbered([*self.states, now], self.scored)
        lots = self._lots_among(names["import_id"], self.together(now))
        undated = np.flatnonzero(np.isin(names["import_id"], list(self.undated)))
        first_day = _NO_DAY if since is None else np.datetime64(since, "D").astype(int)
        found = set[str]()
        for criterion, mine, before in _by_criterion(cells):
            parts = _parts(mine)
            for then in before:
                lot = lots(frozenset(mine["import_id"]) | frozenset(then["import_id"]))
                if _reveals(mine, parts, then, lot, lot[np.intersect1d(undated, mine["import_id"])], first_day):
                    found.add(str(names["criterion_id"][criterion]))
                    break
        return found

    def _lots_among(self, names: Array, together: Together) -> Callable[[frozenset[int]], Array]:
        """Returns a function from import numbers to an array of their lots, indexed by import number."""

        @cache
        def lots(sources: frozenset[int]) -> Array:
            mine = _lots(sorted(names[list(sources)], key=_age), together, self.others)
            return np.array([mine.get(name, _REST) for name in names])

        return lots


def _numbered(states: list[pd.DataFrame], scored: Scored) -> tuple[Array, dict[str, Array]]:
    """All cells of states in one array, and the texts behind its numbers.

    state by its place, days as days since 1970, texts by number, with the number of valid answers (valid_count). As
    numbers, since hundreds of parts are compared.
    """
    cells = pd.concat(states, keys=range(len(states)), names=["state"]).reset_index("state")
    pairs = zip(cells["criterion_id"], cells["rank"], strict=True)
    is_valid = np.array([(name, int(rank)) in scored for name, rank in pairs], dtype=bool)
    numbers, names = dict[str, Any](), dict[str, Array]()
    for name in _TEXTS:
        numbers[name], texts = pd.factorize(cells[name].fillna(ONLINE), sort=True)
        names[name] = np.asarray(texts, dtype=object)
    for name in _DAYS:
        numbers[name] = cells[name].to_numpy("datetime64[D]").astype("int64")
    rows = cells.assign(**numbers, valid_count=np.where(is_valid, cells["answer_count"], 0))
    return np.asarray(rows.to_records(index=False)), names


def _by_criterion(cells: Array) -> Iterator[tuple[int, Array, list[Array]]]:
    """Each criterion of the last state, its cells, and those of each earlier state that has it."""
    last = cells["state"].max()
    for criterion in np.unique(cells["criterion_id"][cells["state"] == last]):
        mine = cells[cells["criterion_id"] == criterion]
        before = (mine[mine["state"] == state] for state in range(last))
        yield int(criterion), mine[mine["state"] == last], [then for then in before if len(then)]


def _reveals(now: Array, parts: dict[Any, Array], then: Array, lot: Array, undated: Array, since: int) -> bool:
    """Whether any part of two states of a criterion reveals answers.

    parts: of now. lot: by import. undated: lots without days.
    """
    more = np.concatenate([now, then])
    for name in ("answer_count", "valid_count"):
        more[name][len(now) :] *= -1
    lots = lot[more["import_id"]]
    more["cast_on"][np.isin(lots, undated)] = _NO_DAY
    theirs = _parts(then)
    masks = (np.concatenate([parts[part], theirs[part]]) for part in parts.keys() & theirs.keys())
    return any(_is_revealing(more[is_mine], lots[is_mine], since) for is_mine in masks)


def _is_revealing(more: Array, lots: Array, since: int) -> bool:
    """Whether differences, answer_count and valid_count by lot, place and rank, are few as of any day from `since`."""
    days = np.unique(more["counted_on"][more["counted_on"] >= since])
    if not len(days):
        return False
    first = np.searchsorted(days, more["counted_on"])
    is_early = first < len(days)
    more, first, lots = more[is_early], first[is_early], lots[is_early]
    rank, place = more["rank"], (more["group_label"], more["way"], more["cast_on"])
    looks, by_lot, apart = (
        _by_day(more, first, len(days), keys) for keys in ((rank,), (lots, rank), (*place, lots, rank))
    )
    is_apart = ~_few_more_or_fewer(apart) & ~is_few(np.abs(by_lot).sum(axis=1)).any(axis=0)
    return not bool((is_apart | ~_few_more_or_fewer(looks)).all())


def _by_day(more: Array, first: Array, day_count: int, keys: tuple[Array, ...]) -> Array:
    """Answers and valid ones (first dimension) by the values of `keys`, as of each day."""
    cells, cell = np.unique(np.stack(keys, axis=1), axis=0, return_inverse=True)
    sums = np.zeros((2, len(cells), day_count), dtype=np.int64)
    for place, name in enumerate(("answer_count", "valid_count")):
        np.add.at(sums[place], (cell, first), more[name])
    return sums.cumsum(axis=2)


def _few_more_or_fewer(more: Array) -> Array:
    """By day, whether the additional answers, or the missing ones, are few."""
    found = np.zeros(more.shape[-1], dtype=bool)
    for each in (more.clip(min=0), (-more).clip(min=0)):
        found |= is_few(each.sum(axis=1)).any(axis=0)
    return found


def _age(import_id: str) -> tuple[int, str]:
    """Sorts imports by their numbers: I-1000 comes after I-999."""
    return len(import_id), import_id


def _lots(sources: list[str], together: Together, others: frozenset[str]) -> Mapping[str, int]:
    """The number of each import's lot: imports that may hold the same ballots share one (online has its own).

    sources: the oldest first.
    """
    lots = {source: place for place, source in enumerate(sources)}
    for one, other in combinations(sources, 2):
        is_apart = ONLINE in (one, other) or frozenset((one, other)) in together or other in others
        if not is_apart:
            lots = {source: lots[one] if lot == lots[other] else lot for source, lot in lots.items()}
    return lots


def _parts(cells: Array) -> dict[tuple[str, int], Array]:
    """Masks of the cells behind each figure of a criterion that a reader sees or can compute by subtraction.

    These are the whole, each group's own lumps, those of no single group, and each way's, if no lump holds two ways.
    """
    label, way = _of_the_lump(cells, "group_label"), _of_the_lump(cells, "way")
    found = {("group", int(number)): label == number for number in np.unique(label)}
    if (way != _REST).all():
        found |= {("way", int(number)): way == number for number in np.unique(way)}
    return found | {("whole", 0): np.ones(len(cells), dtype=bool)}


def _of_the_lump(cells: Array, column: str) -> Array:
    """The value that all cells of a cell's lump share; _REST if they differ."""
    _, lump = np.unique(cells["lump_no"], return_inverse=True)
    order = np.lexsort((cells[column], lump))
    _, starts = np.unique(lump[order], return_index=True)
    sorted_ = cells[column][order]
    low, high = sorted_[starts], sorted_[np.append(starts[1:], len(order)) - 1]
    return np.where(low == high, low, _REST)[lump]
