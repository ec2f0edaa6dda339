"""群众评议: a file that comes after others of the round were replaced or taken back, held against what these showed.

Often it is the same file with a few ballots more, or with a few answers put right. Parted afresh, its figures would
differ from those noted before by just these few. So what was once shown stays as it was shown:

- Where all that was once shown of a group is there again, its lumps stay, and the rest is parted like any file: a few
  of them wait.
- Where most of it is there, lumps that lack only a few answers stay too, those answers with them. What the file says
  otherwise, answers that are new and answers that are gone (counted below 0), waits until others come among which it
  doesn't show (`evaluation.lumps`). Until then the page says that a few corrections aren't counted yet.
- Of a lump that lacks enough of them, what is there stays, so that a few that are new don't show beside it.

Two files may hold nearly the same by chance: who brings one can say that it is another, and then nothing of it is held
against what was there before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

SMALLEST_GROUP = 5
CELL = ["import_id", "group_label", "way", "cast_on", "criterion_id", "rank"]
_PLACE = CELL[1:]
Counts = dict[tuple[Any, ...], int]
# Pairs of imports that counted at the same time.
Together = set[frozenset[str]]
# Stands for an import where ballots were cast one by one online.
ONLINE = ""
# Criterion and rank of what counts in a figure's base.
Scored = set[tuple[str, int]]


def kept_lumps(
    came: pd.DataFrame,
    before: pd.DataFrame,
    last_no: int,
    together: Together,
    scored: Scored,
    *,
    in_part: bool = True,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of what a file brings: the lumps shown before that stay, with lump_no (after last_no) and counted_on; and the
    rest, like came, below 0 where the file lacks what stays.

    came: CELL and answer_count, of one import. before: the lumps shown that count no more, CELL, lump_no, counted_on
    and answer_count. in_part: whether of a lump that lacks enough what is there stays.
    """
    import_id, counts = came["import_id"].iloc[0], _counts(_dated(came))
    held = _on_day_of(came, before).assign(shown_on=before["cast_on"])
    again = list(_found_again(_dated(held), counts, together, scored if in_part else None))
    if not again:
        return came.iloc[:0].assign(lump_no=0, counted_on=None), came
    kept = pd.concat(again)
    stays = _counts(kept)
    left = [(import_id, *place, counts.get(place, 0) - stays.get(place, 0)) for place in {**counts, **stays}]
    kept = kept.assign(cast_on=kept["shown_on"]).drop(columns="shown_on")
    days = {name: pd.to_datetime(kept[name]).dt.date for name in ("cast_on", "counted_on")}
    numbers = pd.factorize(kept["lump_no"])[0] + last_no + 1
    rest = pd.DataFrame([row for row in left if row[-1]], columns=[*CELL, "answer_count"])
    return kept.assign(import_id=import_id, lump_no=numbers, **days), rest


def holds_again(came: pd.DataFrame, held: pd.DataFrame) -> bool:
    """Whether a file holds nearly all that an import brought that counts, of every group and criterion. Both: CELL but
    import_id, and answer_count."""
    counts, held = _counts(_dated(came)), _on_day_of(came, held)
    parts = [_counts(part) for _, part in _dated(held).groupby(["criterion_id", "group_label"])]
    return bool(parts) and all(_is_near(part, counts) and _is_most(part, counts) for part in parts)


def counted_together(states: Iterable[pd.DataFrame]) -> Together:
    """The pairs of imports that are in one state, of lumps with import_id; ONLINE where that is none."""
    sources = (sorted(set(state["import_id"].fillna(ONLINE))) for state in states)
    return {frozenset(pair) for each in sources for pair in combinations(each, 2)}


def _on_day_of(came: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """A file all of one day says no days, or only when it was brought: what was there before is held to that day."""
    days = came["cast_on"].unique()
    return before.assign(cast_on=days[0]) if len(days) == 1 else before


@dataclass(frozen=True)
class _Part:
    """Cells of lumps, dated, and how many answers they hold by place."""

    cells: pd.DataFrame
    counts: Counts
    imports: frozenset[str]
    asked: frozenset[tuple[str, str]]

    @property
    def answer_count(self) -> int:
        return sum(self.counts.values())


def _part_of(cells: pd.DataFrame) -> _Part:
    asked = frozenset(zip(cells["criterion_id"], cells["group_label"], strict=True))
    return _Part(cells, _counts(cells), frozenset(cells["import_id"]), asked)


def _found_again(
    before: pd.DataFrame, counts: Counts, together: Together, scored: Scored | None
) -> Iterator[pd.DataFrame]:
    """The parts of what was shown that a file holds beside those found before, the biggest first, as what was shown
    last holds what was shown before it: first those that are all there, then of those that may be too the lumps that
    nearly are, then (given what is scored) what is there of any."""
    left, found, others = dict(counts), list[_Part](), list[_Part]()
    parts = [_part_of(cells) for _, cells in before.groupby(_parted(before))] if len(before) else []
    for part in sorted(parts, key=lambda part: -part.answer_count):
        is_there = all(left.get(place, 0) >= count for place, count in part.counts.items())
        (found if is_there else others).append(part)
        if is_there:
            _take(left, part)
    lumps = [_part_of(cells) for part in others for _, cells in part.cells.groupby("lump_no")]
    most = {no for part in others if _is_most(part.counts, left) for no in part.cells["lump_no"]}
    for lump in sorted(lumps, key=lambda lump: lump.answer_count - sum(_there(lump.counts, counts))):
        if _fits(lump, found, together):
            is_kept = lump.cells["lump_no"].iloc[0] in most and _is_near(lump.counts, left)
            if is_kept:
                found.append(_take(left, lump))
            elif scored is not None:
                found.append(_take(left, _part_of(_rest_of(lump, left, scored))))
    yield from (part.cells for part in found if len(part.cells))


def _rest_of(lump: _Part, left: Counts, scored: Scored) -> pd.DataFrame:
    """What is there of a lump, where that makes a lump."""
    spare, there = dict(left), list[int]()
    for place, count in _cells(lump.cells):
        there.append(min(count, max(0, spare.get(place, 0))))
        spare[place] = spare.get(place, 0) - there[-1]
    rest = lump.cells.assign(answer_count=there)
    kinds = zip(rest["criterion_id"], rest["rank"], there, strict=True)
    whole, valid = sum(there), sum(count for name, rank, count in kinds if (name, int(rank)) in scored)
    is_lump = whole >= SMALLEST_GROUP and (valid == 0 or valid >= SMALLEST_GROUP)
    return rest[rest["answer_count"] > 0] if is_lump else rest.iloc[:0]


def _fits(part: _Part, found: list[_Part], together: Together) -> bool:
    """Whether a part was shown beside those found of its groups and criteria, and isn't the same at another time."""
    return all(
        one == other or frozenset((one, other)) in together
        for each in found
        if part.asked & each.asked
        for one in part.imports
        for other in each.imports
    )


def _there(wanted: Counts, counts: Counts) -> Iterator[int]:
    return (min(count, max(0, counts.get(place, 0))) for place, count in wanted.items())


def _is_most(wanted: Counts, counts: Counts) -> bool:
    return sum(_there(wanted, counts)) * 2 > sum(wanted.values())


def _is_near(wanted: Counts, counts: Counts) -> bool:
    """Whether only a few are not there."""
    return sum(wanted.values()) - sum(_there(wanted, counts)) < SMALLEST_GROUP


def _take(left: Counts, part: _Part) -> _Part:
    """This part, gone from what is left."""
    for place, count in part.counts.items():
        left[place] = max(0, left.get(place, 0) - count)
    return part


def _parted(before: pd.DataFrame) -> "pd.Series[int]":
    """The part that each cell belongs to: what an import brought of a group, with all that shares a lump with it."""
    part = pd.Series(pd.factorize(before["lump_no"])[0], index=before.index)
    while True:
        spread = part.groupby([before["import_id"], before["group_label"]]).transform("min")
        spread = spread.groupby(before["lump_no"]).transform("min")
        if spread.equals(part):
            return part
        part = spread


def _dated(cells: pd.DataFrame) -> pd.DataFrame:
    """With cast_on as dates, however they were read."""
    return cells.assign(cast_on=pd.to_datetime(cells["cast_on"]).dt.date)


def _counts(cells: pd.DataFrame) -> Counts:
    """By group, way, day, criterion and rank how many answers; of dated cells."""
    counts: Counts = {}
    for place, count in _cells(cells):
        counts[place] = counts.get(place, 0) + count
    return counts


def _cells(cells: pd.DataFrame) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Each cell's place and how many answers it holds."""
    places = zip(*(cells[name].tolist() for name in _PLACE), strict=True)
    return zip(places, cells["answer_count"].tolist(), strict=True)
