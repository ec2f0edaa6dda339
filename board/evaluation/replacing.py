"""群众评议: compares a file with what was shown of earlier files of the round that were replaced or undone.

Often it is the same file with a few more ballots, or with a few corrected answers. Divided afresh, its figures would
differ from those noted before by just these few. So what was once shown stays as it was shown:

- If all that was once shown of a group is there again, its lumps stay, and the rest is divided like any file: a few
  ballots of it wait.
- If most of it is there, lumps that lack only a few answers stay too, with those answers. The file's differences,
  answers that are new and answers that are gone (counted below 0), wait until others come among which they don't show
  (`evaluation.lumps`). Until then the page says that a few corrections aren't counted yet.
- Of a lump that lacks more answers, those that are there stay, so that a few new ones don't show beside them.

Two files may hold nearly the same answers by chance. Whoever imports one can say that its ballots are none of those;
then nothing of it is compared with earlier files. That they aren't those of a file that counts says nothing of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from board.evaluation.smallest import SMALLEST_GROUP

CELL = ["import_id", "group_label", "way", "cast_on", "criterion_id", "rank"]
_PLACE = CELL[1:]
Counts = dict[tuple[Any, ...], int]
# Pairs of imports that counted at the same time.
Together = set[frozenset[str]]
# In place of an import id: ballots cast one by one online.
ONLINE = ""
# Criteria and ranks that count in a figure's base.
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
    """Divides a file into the lumps shown before that stay, and the rest.

    The lumps have lump_no (after last_no) and counted_on; the rest is like came, below 0 where the file lacks answers
    of them. came: CELL and answer_count, of one import. before: the lumps shown that no longer count, CELL, lump_no,
    counted_on and answer_count. in_part: whether the existing answers of an incomplete lump stay.
    """
    import_id, counts = came["import_id"].iloc[0], _counts(dated(came))
    held = _on_day_of(came, before).assign(shown_on=before["cast_on"])
    again = list(_found_again(dated(held), counts, together, scored if in_part else None))
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
    """Whether a file holds nearly all that a counted import brought, of every group and criterion.

    Both: CELL without import_id, and answer_count.
    """
    counts, held = _counts(dated(came)), _on_day_of(came, held)
    parts = [_counts(part) for _, part in dated(held).groupby(["criterion_id", "group_label"])]
    return bool(parts) and all(_is_near(part, counts) and _is_most(part, counts) for part in parts)


def counted_together(states: Iterable[pd.DataFrame]) -> Together:
    """The pairs of imports that are in one state, from lumps with import_id; ONLINE for none."""
    sources = (sorted(set(state["import_id"].fillna(ONLINE))) for state in states)
    return {frozenset(pair) for each in sources for pair in combinations(each, 2)}


def dated(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells with cast_on as dates, however they were read."""
    return cells.assign(cast_on=pd.to_datetime(cells["cast_on"]).dt.date)


def _on_day_of(came: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Gives `before` the file's day if it has only one.

    Such a file may hold no days of its own, or only that of its import.
    """
    days = came["cast_on"].unique()
    return before.assign(cast_on=days[0]) if len(days) == 1 else before


@dataclass(frozen=True)
class _Part:
    """Cells of lumps, dated, and their numbers of answers by place."""

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
    """The parts of what was shown that a file holds again, each beside those found before it.

    The biggest come first, as what was shown last includes what was shown before it. First parts that are complete;
    then, of those that fit, the lumps that are nearly complete; then (if `scored` is given) the existing answers of the
    others.
    """
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
    """The existing answers of a lump, if they are enough for a lump."""
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
    """Whether a part was shown beside those found that share its groups and criteria.

    Otherwise it is the same as one of them at another time.
    """
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
    """Whether only a few are missing."""
    return sum(wanted.values()) - sum(_there(wanted, counts)) < SMALLEST_GROUP


def _take(left: Counts, part: _Part) -> _Part:
    """Takes a part's answers out of `left` and returns the part."""
    for place, count in part.counts.items():
        left[place] = max(0, left.get(place, 0) - count)
    return part


def _parted(before: pd.DataFrame) -> "pd.Series[int]":
    """The number of each cell's part: all an import brought of a group, with everything sharing a lump with it."""
    part = pd.Series(pd.factorize(before["lump_no"])[0], index=before.index)
    while True:
        spread = part.groupby([before["import_id"], before["group_label"]]).transform("min")
        spread = spread.groupby(before["lump_no"]).transform("min")
        if spread.equals(part):
            return part
        part = spread


def _counts(cells: pd.DataFrame) -> Counts:
    """The number of answers by group, way, day, criterion and rank, from dated cells."""
    counts: Counts = {}
    for place, count in _cells(cells):
        counts[place] = counts.get(place, 0) + count
    return counts


def _cells(cells: pd.DataFrame) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Each cell's place and number of answers."""
    places = zip(*(cells[name].tolist() for name in _PLACE), strict=True)
    return zip(places, cells["answer_count"].tolist(), strict=True)
