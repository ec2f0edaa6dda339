"""群众评议: ballots and answers divided into lumps, once and for good, so that figures change by whole lumps only.

A lump holds at least SMALLEST_GROUP valid ballots or answers to a criterion; of the answers none are valid, or at least
as many. Whatever is shown at any time is a sum of whole lumps (`evaluation.disclosure`): no two figures, whenever they
were noted, differ by one to four ballots. What an import brings is divided by itself, so that it can be undone whole:

- A group with enough ballots is one lump or several: by day if each step of days holds enough, by way if each does.
- Groups with too few wait for more of their own. If they came in one file with others they are pooled, if need be with
  the smallest group that no lump shows yet, and count only within the whole. So does what waits when a round closes.
- If part of a lump is undone, the rest is held back: shown without that part, it would reveal what is gone.
- If a file replaces another, or comes after another was undone, the answers in both stay in the same lumps
  (`evaluation.replacing`). Its corrections of these, answers counted above and below 0, wait until they join a lump
  with others in which no answer is below 0.

Ballots, and each criterion's answers, are divided separately.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from board.evaluation.replacing import CELL, Scored
from board.evaluation.smallest import is_sound

# The criterion_id of the ballots themselves, beside each criterion's answers.
BALLOTS = ""
# Instead of a lump's number, of cells that are in none. WAITING: until more come. MENDED: waits too, with corrections
# that can only be counted among others. HELD_BACK: the rest of a broken lump, which would reveal what is gone. A lump
# that can't be shown for now, as somebody would be revealed, is asleep: its number is below MENDED (`asleep`).
WAITING, HELD_BACK, MENDED = 0, -1, -2
_POOLED, _LEFT = "", None
Sums = Mapping[tuple[str, str], "np.ndarray[Any, Any]"]


def cells_of(ballots: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Valid ballots and their answers as they are divided: CELL without import_id, and answer_count."""
    valid = ballots[~ballots["is_void"].astype(bool)].assign(criterion_id=BALLOTS, rank=0)
    valid = valid.rename(columns={"ballot_count": "answer_count"})
    both = [part[[*CELL[1:], "answer_count"]] for part in (valid, answers) if len(part)]
    return pd.concat(both, ignore_index=True) if both else pd.DataFrame(columns=[*CELL[1:], "answer_count"])


def scored_of(scale: pd.DataFrame) -> Scored:
    """The criteria and ranks that count in a figure's base: valid ballots, and answers with points.

    scale: criterion_id, rank, points.
    """
    valid = scale[scale["points"].notna()]
    return {
        (BALLOTS, 0),
        *((str(name), int(rank)) for name, rank in zip(valid["criterion_id"], valid["rank"], strict=True)),
    }


def asleep(numbers: "pd.Series[int]") -> "pd.Series[int]":
    """The numbers of lumps as they are while asleep; of such numbers, those of the lumps."""
    return MENDED - numbers


def lump_of(numbers: "pd.Series[int]") -> "pd.Series[int]":
    """The numbers of the cells' lumps, also of those asleep; WAITING for cells in none."""
    return numbers.mask(numbers < MENDED, asleep(numbers)).clip(lower=WAITING)


@dataclass
class _Numbers:
    """Numbers for new lumps; for online ballots alone, one number per group, criterion and last day."""

    last: int
    online: dict[tuple[str, str, Any], int] = field(default_factory=dict)

    def new(self) -> int:
        self.last += 1
        return self.last

    def of(self, cells: pd.DataFrame) -> int:
        if cells["import_id"].notna().any():
            return self.new()
        first = cells.iloc[0]
        key = (first["criterion_id"], first["group_label"], max(cells["cast_on"]))
        if key not in self.online:
            self.online[key] = self.new()
        return self.online[key]


def parted_cells(
    came: pd.DataFrame,
    waiting: pd.DataFrame,
    held: pd.DataFrame,
    last_no: int = 0,
    *,
    is_file: bool = True,
    is_last: bool = False,
) -> pd.DataFrame:
    """Cells with the number of their lump (lump_no; WAITING or MENDED for none yet) and the day it counts from.

    Columns added: lump_no, counted_on. came, waiting: import_id, group_label, way, cast_on, criterion_id, rank,
    answer_count, valid_count. came: what is new, below 0 for answers that are gone; waiting: what came before and waits
    (lump_no too). held: the round's lumps, lump_no, criterion_id, group_label, counted_on, is_online (nothing in it
    from a file). last_no: the last number that a lump ever had. is_file: whether what came is a file, which brings no
    more. is_last: whether nothing more comes.
    """
    numbers = _Numbers(max([last_no, *held["lump_no"]]))
    online = held[held["is_online"].astype(bool) & ~held["lump_no"].duplicated(keep=False)]
    days = pd.to_datetime(online["counted_on"]).dt.date
    numbers.online |= dict(
        zip(zip(online["criterion_id"], online["group_label"], days, strict=True), online["lump_no"], strict=True)
    )
    shown = set(held[["criterion_id", "group_label"]].itertuples(index=False, name=None))
    waiting = waiting.assign(counted_on=None)
    lacking = came["answer_count"].lt(0).groupby([came["criterion_id"], came["group_label"]]).transform("any")
    came = came.assign(lump_no=np.where(lacking, MENDED, WAITING), counted_on=None)
    mended, came = came[lacking], came[~lacking]
    left, whole = came, came.iloc[:0]
    if is_file:
        parts = _parts(_sums(came), _sums(waiting), shown)
        place = pd.Series(zip(came["criterion_id"], came["group_label"], strict=True), index=came.index).map(parts)
        is_left = place.isna()
        left = came[is_left]
        whole = _in_steps(came.assign(part=place)[~is_left], numbers).drop(columns="part")
    rest = pd.concat([part for part in (waiting, left, mended) if len(part)] or [left], ignore_index=True)
    rest = _lumped(rest, ["criterion_id", "group_label"], numbers)
    if is_last:
        rest = _lumped(rest, ["criterion_id"], numbers)
    return pd.concat([part for part in (whole, rest) if len(part)] or [rest], ignore_index=True)


def _sums(cells: pd.DataFrame) -> Sums:
    """Answers and valid ones by criterion and group."""
    sums = cells.groupby(["criterion_id", "group_label"])[["answer_count", "valid_count"]].sum()
    return dict(zip(sums.index, sums.to_numpy(dtype=np.int64), strict=True))


def _parts(came: Sums, waiting: Sums, shown: set[tuple[str, str]]) -> dict[tuple[str, str], str | None]:
    """The part that each criterion's answers of a group go to: the group's own, _POOLED, or _LEFT to wait."""
    parts: dict[tuple[str, str], str | None] = {key: key[1] if is_sound(n) else _LEFT for key, n in came.items()}
    for criterion_id in {name for name, _ in came}:
        mine = {key: counts for key, counts in came.items() if key[0] == criterion_id}
        none = np.zeros(2, dtype=np.int64)
        if not any(parts[key] for key in mine) and any(name == criterion_id for name, _ in shown):
            continue
        pool = [key for key in mine if parts[key] is _LEFT and not is_sound(mine[key] + waiting.get(key, none))]
        fresh = sorted((key for key in mine if parts[key] and key not in shown), key=lambda key: (mine[key][0], key))
        together = sum((mine[key] for key in pool), start=none)
        while pool and fresh and not is_sound(together):
            pool.append(fresh.pop(0))
            together = together + mine[pool[-1]]
        if is_sound(together):
            parts |= dict.fromkeys(pool, _POOLED)
    return parts


def _in_steps(cells: pd.DataFrame, numbers: _Numbers) -> pd.DataFrame:
    """A lump for each part, step of days and way; ways stay together if one would hold too few."""
    if cells.empty:
        return cells
    keys = ["criterion_id", "part"]
    days = sorted(set(cells["cast_on"]))
    by_day = cells.groupby([*keys, "cast_on"])[["answer_count", "valid_count"]].sum().unstack("cast_on", fill_value=0)
    sizes = by_day.to_numpy(dtype=np.int64).reshape(len(by_day) * 2, len(days))
    ends = np.array(step_ends(sizes))
    step = pd.Series(np.searchsorted(ends, pd.Index(days).get_indexer(cells["cast_on"])), index=cells.index)
    by_way = cells.assign(step=step).groupby([*keys, "step", "way"])[["answer_count", "valid_count"]].sum()
    way = cells["way"] if is_sound(by_way) else ""
    lump = cells.assign(step=step, shown_way=way).groupby([*keys, "step", "shown_way"]).ngroup()
    first = numbers.last + 1
    numbers.last = first + int(lump.max())
    counted_on = pd.Series(np.array(days, dtype=object)[ends][step], index=cells.index)
    return cells.assign(lump_no=lump + first, counted_on=counted_on)


def step_ends(sizes: "np.ndarray[Any, Any]") -> list[int]:
    """The places of the days on which steps end, given sizes by day: each step, and the rest, holds none or enough."""
    come, counted, ends = sizes.cumsum(axis=1).T, np.zeros(len(sizes), dtype=np.int64), list[int]()
    for place, so_far in enumerate(come):
        if is_sound(so_far - counted) and is_sound(come[-1] - so_far):
            counted = so_far
            ends.append(place)
    return ends


def _lumped(cells: pd.DataFrame, keys: list[str], numbers: _Numbers) -> pd.DataFrame:
    """The cells with a new lump for each of `keys` that has enough among what waits.

    It includes corrections if they don't show in it; else it is made without them.
    """
    for part in _groups(cells[cells["lump_no"].isin([WAITING, MENDED])], keys):
        for tried in (part, part[part["lump_no"] == WAITING]):
            if len(tried) and _hides_each(tried):
                cells.loc[tried.index, "lump_no"] = numbers.of(tried) if len(keys) > 1 else numbers.new()
                cells.loc[tried.index, "counted_on"] = max(tried["cast_on"])
                break
    return cells


def _hides_each(cells: pd.DataFrame) -> bool:
    """Whether a lump of these cells holds none or enough, and of no answer more are gone than come."""
    is_enough = is_sound(cells[["answer_count", "valid_count"]].sum())
    return is_enough and bool((cells.groupby("rank")["answer_count"].sum() >= 0).all())


def _groups(cells: pd.DataFrame, keys: list[str]) -> Iterator[pd.DataFrame]:
    return (part for _, part in cells.groupby(keys))
