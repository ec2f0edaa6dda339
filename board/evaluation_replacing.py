"""群众评议: a file that comes after others of the round were replaced or taken back, held against what these showed.

Often it is the same file with a few ballots more, exported anew. Parted afresh, its figures would differ from those
noted before by just these few. So where all that was once shown of a group is there again, its lumps stay, and the rest
is parted like any file: a few of them wait.

A few answers put right, or ballots left out, can't wait so. Until enough others came the figures would be known to be
wrong, when the round ends they would have to be wrong or tell after all, and whenever they are let go, an answer that
was there and isn't any more tells of itself, whatever comes with it. So they are shown right at once, and whoever
brings the file is told before what that tells (`is_slight`).
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

SMALLEST_GROUP = 5
CELL = ["import_id", "group_label", "way", "cast_on", "criterion_id", "rank"]
_PLACE = CELL[1:]
Counts = dict[tuple[Any, ...], int]


def kept_lumps(came: pd.DataFrame, before: pd.DataFrame, last_no: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of what a file brings: what makes up lumps that were shown before, with lump_no (after last_no) and counted_on;
    and the rest, like came.

    came: CELL and answer_count, of one import. before: the lumps shown that count no more, CELL, lump_no, counted_on
    and answer_count.
    """
    import_id, left = came["import_id"].iloc[0], _counts(came)
    again = [part for part, is_there in _parts_there(before, left) if is_there]
    if not again:
        return came.iloc[:0].assign(lump_no=0, counted_on=None), came
    kept = pd.concat(again)
    gone = _counts(kept)
    rest = [(import_id, *place, count - gone.get(place, 0)) for place, count in left.items()]
    days = {name: kept[name].dt.date for name in ("cast_on", "counted_on")}
    numbers = pd.factorize(kept["lump_no"])[0] + last_no + 1
    cells = pd.DataFrame([row for row in rest if row[-1]], columns=[*CELL, "answer_count"])
    return kept.assign(import_id=import_id, lump_no=numbers, **days), cells


def is_slight(came: pd.DataFrame, before: pd.DataFrame) -> bool:
    """Whether a file puts right or leaves out only a few answers of a lump, so that who remembers the figures can tell
    which. came: answers, CELL but import_id and answer_count. before: as of `kept_lumps`, lumps of answers."""
    counts = _counts(came)
    return any(
        0 < gone < SMALLEST_GROUP
        for part, is_there in _parts_there(before, counts)
        if not is_there
        for gone in _gone(part, counts)
    )


def holds_again(came: pd.DataFrame, held: pd.DataFrame) -> bool:
    """Whether a file holds all the answers of an import that counts. Both: CELL but import_id, and answer_count."""
    counts, wanted = _counts(came), _counts(held)
    return bool(wanted) and all(counts.get(place, 0) >= count for place, count in wanted.items())


def _gone(part: pd.DataFrame, counts: Counts) -> Iterator[int]:
    """How many answers of each lump of a part are not in a file."""
    left = dict(counts)
    for _, cells in part.groupby("lump_no"):
        wanted = _counts(cells)
        found = {place: min(count, left.get(place, 0)) for place, count in wanted.items()}
        left |= {place: left.get(place, 0) - count for place, count in found.items()}
        yield sum(wanted.values()) - sum(found.values())


def _parts_there(before: pd.DataFrame, counts: Counts) -> Iterator[tuple[pd.DataFrame, bool]]:
    """Each part of what was shown, and whether a file holds all of it, beside the parts already found there: the
    biggest first, as what was shown last holds what was shown before it."""
    left = dict(counts)
    parts = [part for _, part in before.groupby(_together(before))] if len(before) else []
    for part in sorted(parts, key=lambda part: -int(part["answer_count"].sum())):
        wanted = _counts(part)
        is_there = all(left.get(place, 0) >= count for place, count in wanted.items())
        left |= {place: left[place] - count for place, count in wanted.items()} if is_there else {}
        yield part, is_there


def _together(before: pd.DataFrame) -> "pd.Series[int]":
    """The part that each cell belongs to: what an import brought of a group, with all that shares a lump with it."""
    part = pd.Series(pd.factorize(before["lump_no"])[0], index=before.index)
    while True:
        spread = part.groupby([before["import_id"], before["group_label"]]).transform("min")
        spread = spread.groupby(before["lump_no"]).transform("min")
        if spread.equals(part):
            return part
        part = spread


def _counts(cells: pd.DataFrame) -> Counts:
    """By group, way, day, criterion and rank how many answers."""
    days = pd.to_datetime(cells["cast_on"]).dt.date
    sums = cells.assign(cast_on=days).groupby(_PLACE, observed=True)["answer_count"].sum()
    return {tuple(place): int(count) for place, count in zip(sums.index, sums, strict=True)}
