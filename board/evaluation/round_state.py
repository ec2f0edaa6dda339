"""群众评议: what a round holds in lumps and has shown before, and what is left of it when imports stop counting.

It is read when something comes in or stops counting (`evaluation.arriving`), and to say beforehand what a file would do
(`imports.small_overlaps`).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from board.evaluation.lumps import BALLOTS, HELD_BACK, WAITING, asleep, lump_of, scored_of
from board.evaluation.replacing import CELL
from board.evaluation.small_changes import STATE, Shown
from board.store.store import Row, Store, Transaction


@dataclass(frozen=True)
class RoundState:
    """The state of a round.

    lumps: its cells, STATE, those of imports that don't count too. past: cells of lumps that were shown and are gone,
    STATE with past_no instead of lump_no. statuses: by import; all but active ones don't count. shown: what was shown
    before.
    """

    lumps: pd.DataFrame
    past: pd.DataFrame
    statuses: dict[str, str]
    shown: Shown

    @cached_property
    def is_counted(self) -> "pd.Series[bool]":
        """Which cells are of an import that counts, or were cast one by one online."""
        uncounted = [import_id for import_id, status in self.statuses.items() if status != "active"]
        return ~self.lumps["import_id"].isin(uncounted)

    @cached_property
    def is_waiting(self) -> "pd.Series[bool]":
        """Which cells count as soon as they come to a lump, or as their lump wakes."""
        return self.is_counted & (self.lumps["lump_no"] <= WAITING) & (self.lumps["lump_no"] != HELD_BACK)

    @cached_property
    def is_shown(self) -> "pd.Series[bool]":
        """Which cells are in a lump that counts."""
        return self.is_counted & (self.lumps["lump_no"] > WAITING)

    @cached_property
    def waiting(self) -> pd.DataFrame:
        """The cells that wait for a lump: CELL, lump_no, answer_count."""
        return self.lumps[self.is_waiting & (self.lump == WAITING)][["lump_no", *CELL, "answer_count"]]

    @cached_property
    def sleeping(self) -> pd.DataFrame:
        """The lumps that are asleep and would count (STATE), with the numbers that they wake with."""
        return self.lumps.assign(lump_no=self.lump)[self.is_waiting & (self.lump > WAITING)][STATE]

    @cached_property
    def lump(self) -> "pd.Series[int]":
        """The number of each cell's lump, also of one that is asleep; WAITING if it is in none."""
        return lump_of(self.lumps["lump_no"])

    @cached_property
    def counting(self) -> pd.DataFrame:
        """The lumps of answers that count (STATE); the number of ballots is not an answer."""
        return self.lumps[self.is_shown & (self.lumps["criterion_id"] != BALLOTS)][STATE]

    @cached_property
    def last_no(self) -> int:
        """The last number that a lump has or had when it was shown: a new one under the number of a broken one would
        seem to be it."""
        numbers = (self.lump, *(state["lump_no"] for state in self.shown.states))
        return max((int(each.max()) for each in numbers if len(each)), default=0)

    @cached_property
    def held(self) -> pd.DataFrame:
        """All lumps, as in `evaluation.lumps.parted_cells`; none that is asleep takes further online ballots."""
        is_online = self.lumps["import_id"].isna() & (self.lumps["lump_no"] > WAITING)
        lumps = self.lumps.assign(lump_no=self.lump, is_online=is_online)[self.lump > WAITING]
        by_lump = lumps.groupby(["lump_no", "criterion_id", "group_label"])
        return by_lump.agg(counted_on=("counted_on", "max"), is_online=("is_online", "all")).reset_index()

    @cached_property
    def gone(self) -> pd.DataFrame:
        """The lumps that were shown and don't count any more (STATE); those of `past` are numbered below 0."""
        is_gone = (self.lump > WAITING) & ~self.lump.isin(self.lump[self.is_counted])
        of_uncounted = self.lumps.assign(lump_no=self.lump)[is_gone]
        gone = joined(of_uncounted, self.past.assign(lump_no=-self.past["past_no"]))
        return gone[STATE].sort_values(["lump_no", *CELL], ignore_index=True)

    def replacing(self, import_ids: Collection[str]) -> "RoundState":
        """The state after a file took the place of these imports, before anything of the file is arranged."""
        states = (*self.shown.states, self.counting)
        statuses = {**self.statuses, **dict.fromkeys(import_ids, "replaced")}
        return replace(self, statuses=statuses, shown=replace(self.shown, states=states)).left()

    def left(self) -> "RoundState":
        """The state without what undone imports brought, and with what replaced ones brought apart from all else.

        Lumps that lose a part of what was shown are broken and kept in `past`. If what is left would reveal somebody
        beside what was shown before, all lumps of that criterion are put to sleep.
        """
        state = self
        for import_id in sorted(set(self.lumps[~self.is_counted]["import_id"])):
            state = state._without(import_id)
        is_revealing = state.is_shown & state.lumps["criterion_id"].isin(state.shown.revealed_by(state.counting))
        number = state.lumps["lump_no"]
        return replace(state, lumps=state.lumps.assign(lump_no=number.mask(is_revealing, asleep(number))))

    def _without(self, import_id: str) -> "RoundState":
        """The state without an import that doesn't count.

        Where its lumps hold something else too (if it is replaced: that counts), its own part waits in case it comes
        back, and the rest is held back. What ballots cast one by one online are in isn't kept: no file brings these
        again.
        """
        lumps, lump, is_undone = self.lumps, self.lump, self.statuses[import_id] == "undone"
        is_own = lumps["import_id"] == import_id
        with_own = lump.isin(lump[is_own & (lump > WAITING)])
        with_others = lump.isin(lump[with_own & ~is_own & (self.is_counted | is_undone)])
        with_online = lump.isin(lump[lumps["import_id"].isna()])
        kept = (with_own if is_undone else with_others) & ~with_online
        past = lumps.assign(past_no=lump + max(self.past["past_no"], default=0))[kept]
        number = lumps["lump_no"].mask(with_others, np.where(is_own, WAITING, HELD_BACK))
        left = lumps.assign(lump_no=number)[~(is_own & is_undone)]
        return replace(self, lumps=left, past=joined(self.past, past[self.past.columns]))


def round_state(source: Store | Transaction, keys: Row) -> RoundState:
    """The state of a round. keys: activity_id and round_id."""
    imports, states = source.rows("lumps/imports", **keys), source.read("lumps/shown_states", **keys)
    return RoundState(
        lumps=source.read("lumps/all_lumps", **keys)[STATE],
        past=source.read("lumps/past_lumps", **keys),
        statuses={row["import_id"]: row["status"] for row in imports},
        shown=Shown(
            states=tuple(state[STATE] for _, state in states.groupby("state_no")),
            others=frozenset(row["import_id"] for row in imports if row["is_fresh"]),
            undated=frozenset(row["import_id"] for row in imports if row["is_one_day"]),
            scored=scored_of(source.read("evaluation/scale", activity_id=keys["activity_id"])),
        ),
    )


def joined(*parts: pd.DataFrame) -> pd.DataFrame:
    """The parts one after another; pandas would let the types of empty ones count."""
    return pd.concat([part for part in parts if len(part)] or list(parts[-1:]), ignore_index=True)
