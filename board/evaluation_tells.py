"""群众评议: whether what would be shown of a round tells of one to four answers, held against what was shown before.

As long as ballots only come, figures move by whole lumps (`evaluation_lumps`) and tell nothing. Where an import stops
counting, and another with nearly the same answers comes, they may. So what was shown until then is remembered, as a
state, and what would be shown is held against every state, as of every day: of each part that a reader sees (the whole,
a group, what is of no group by itself, a way) the answers that are more, and those that are fewer, must be none or
enough, and of the valid ones as well. Of one state, two days differ by whole lumps.

Two files of which one came after the other was gone may hold the same ballots: only the difference between them counts.
Those that counted at the same time are of different people, as is one of which somebody said so, and all that was cast
one by one online: each changes by itself. What came of one group, by one way and on one day may be the same; so may
what a file brings that says no days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from board.evaluation_replacing import ONLINE, SMALLEST_GROUP, Scored, Together, counted_together

# Columns of a state. import_id: None for ballots cast one by one online.
STATE = ["lump_no", "counted_on", "import_id", "group_label", "way", "cast_on", "criterion_id", "rank", "answer_count"]
_PLACE = ["group_label", "way", "cast_on"]
_REST = ""


@dataclass(frozen=True)
class Shown:
    """What was shown of a round before: states (STATE); others, imports that somebody said hold other ballots; undated,
    those all of one day, which may be the day they were brought; scored, what counts in a figure's base."""

    states: tuple[pd.DataFrame, ...]
    others: frozenset[str]
    undated: frozenset[str]
    scored: Scored

    def told_by(self, now: pd.DataFrame, since: date | None = None) -> set[str]:
        """The criteria of which `now` (STATE) tells, as it would be shown as of any day from `since` (None: of all)."""
        if not self.states or now.empty:
            return set()
        together = counted_together([*self.states, now])
        mine = _by_criterion(now)
        found = set[str]()
        for state in self.states:
            for name, then in _by_criterion(state).items():
                if name in mine and name not in found and self._tells(mine[name], then, together, since):
                    found.add(name)
        return found

    def _tells(self, now: pd.DataFrame, then: pd.DataFrame, together: Together, since: date | None) -> bool:
        lots = _lots(sorted({*now["import_id"], *then["import_id"]}), together, self.others)
        both = pd.concat([now, then.assign(answer_count=-then["answer_count"])], ignore_index=True)
        both = both.assign(lot=both["import_id"].map(lots), valid_count=_valid(both, self.scored))
        is_undated = both["lot"].isin({lots[name] for name in self.undated & {*now["import_id"]}})
        both["cast_on"] = both["cast_on"].where(~is_undated, date.min)
        mine, theirs = _parts(now), _parts(then)
        for part in mine.keys() & theirs.keys():
            is_mine = np.concatenate([mine[part], theirs[part]])
            if _is_telling(both[is_mine], since):
                return True
        return False


def is_sound(counts: Any) -> bool:
    """None or enough, everywhere."""
    return not bool(_is_few(np.asarray(counts)).any())


def _is_few(counts: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    return (counts > 0) & (counts < SMALLEST_GROUP)


def _is_telling(more: pd.DataFrame, since: date | None) -> bool:
    """Whether differences, answer_count and valid_count by lot, place and rank, are few as of any day from `since`."""
    days = sorted(day for day in set(more["counted_on"]) if since is None or day >= since)
    first = np.searchsorted(np.array(days, dtype="datetime64[D]"), more["counted_on"].to_numpy("datetime64[D]"))
    is_early = first < len(days)
    looks, by_lot, apart = (
        _by_day(more[is_early], first[is_early], len(days), keys)
        for keys in (["rank"], ["lot", "rank"], [*_PLACE, "lot", "rank"])
    )
    is_apart = ~_few_more_or_fewer(apart) & ~_is_few(np.abs(by_lot).sum(axis=1)).any(axis=0)
    return not bool((is_apart | ~_few_more_or_fewer(looks)).all())


def _by_day(
    more: pd.DataFrame, first: "np.ndarray[Any, Any]", day_count: int, keys: list[str]
) -> "np.ndarray[Any, Any]":
    """Answers and valid ones (first dimension) by what `keys` tell apart, as of each day."""
    cell = more.groupby(keys).ngroup().to_numpy()
    sums = np.zeros((2, max(cell, default=-1) + 1, day_count), dtype=np.int64)
    for place, name in enumerate(("answer_count", "valid_count")):
        np.add.at(sums[place], (cell, first), more[name].to_numpy())
    return sums.cumsum(axis=2)


def _few_more_or_fewer(more: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """By day, whether those that are more, or those that are fewer, are few."""
    found = np.zeros(more.shape[-1], dtype=bool)
    for each in (more.clip(min=0), (-more).clip(min=0)):
        found |= _is_few(each.sum(axis=1)).any(axis=0)
    return found


def _valid(cells: pd.DataFrame, scored: Scored) -> "pd.Series[int]":
    pairs = zip(cells["criterion_id"], cells["rank"], strict=True)
    is_valid = np.array([(name, int(rank)) in scored for name, rank in pairs], dtype=bool)
    return cells["answer_count"].where(is_valid, 0)


def _lots(sources: list[str], together: Together, others: frozenset[str]) -> Mapping[str, int]:
    """By import (online: one of its own) the number of its lot: with all that may hold the same ballots."""
    lots = {source: place for place, source in enumerate(sources)}
    for one, other in combinations(sources, 2):
        is_apart = ONLINE in (one, other) or frozenset((one, other)) in together or {one, other} & others
        if not is_apart:
            lots = {source: lots[one] if lot == lots[other] else lot for source, lot in lots.items()}
    return lots


def _by_criterion(state: pd.DataFrame) -> dict[str, pd.DataFrame]:
    days = {name: pd.to_datetime(state[name]).dt.date for name in ("counted_on", "cast_on")}
    cells = state.assign(import_id=state["import_id"].fillna(ONLINE), **days)
    return {str(name): part.reset_index(drop=True) for name, part in cells.groupby("criterion_id")}


def _parts(cells: pd.DataFrame) -> dict[tuple[str, str], "np.ndarray[Any, Any]"]:
    """Which cells make what a reader sees of a criterion, or can have by subtracting: the whole, each group's own
    lumps, those of no group, and each way's, where no lump holds two."""
    lumps = cells.groupby("lump_no")
    label = cells["group_label"].where(lumps["group_label"].transform("nunique") == 1, _REST)
    found = {("group", str(name)): (label == name).to_numpy() for name in sorted(set(label))}
    if bool((lumps["way"].transform("nunique") == 1).all()):
        found |= {("way", str(name)): (cells["way"] == name).to_numpy() for name in sorted(set(cells["way"]))}
    return found | {("whole", ""): np.ones(len(cells), dtype=bool)}
