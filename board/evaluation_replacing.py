"""群众评议: a file that takes another's place, held against it.

Often it is the same file with a few ballots more, exported anew. Parted afresh, its figures would differ from those
noted before by just these few. So where all that a file brought of a group is there again, its lumps stay, and the rest
is parted like any file: a few of them wait. Answers that were put right are told by the difference, as no figure can be
right before and after without it; whoever imports is told so (`is_slight`).
"""

from typing import Any

import pandas as pd

SMALLEST_GROUP = 5
CELL = ["import_id", "group_label", "way", "cast_on", "criterion_id", "rank"]
_PLACE = CELL[1:]


def kept_lumps(came: pd.DataFrame, before: pd.DataFrame, last_no: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of what a file brings: what makes up lumps that it takes the place of, with lump_no (after last_no) and
    counted_on; and the rest, like came.

    came: CELL and answer_count, of one import. before: the lumps replaced, CELL, lump_no, counted_on and answer_count.
    """
    import_id, left = came["import_id"].iloc[0], _counts(came)
    kept = before[~before["lump_no"].isin(_changed_lumps(before, left))]
    if kept.empty:
        return came.iloc[:0].assign(lump_no=0, counted_on=None), came
    again = _counts(kept)
    rest = [(import_id, *place, count - again.get(place, 0)) for place, count in left.items()]
    days = {name: kept[name].dt.date for name in ("cast_on", "counted_on")}
    numbers = pd.factorize(kept["lump_no"])[0] + last_no + 1
    cells = pd.DataFrame([row for row in rest if row[-1]], columns=[*CELL, "answer_count"])
    return kept.assign(import_id=import_id, lump_no=numbers, **days), cells


def _changed_lumps(before: pd.DataFrame, after: dict[tuple[Any, ...], int]) -> set[int]:
    """The lumps that hold anything of a group of which a file brought something that is gone, and of those that are in
    lumps with it."""
    whose = ["import_id", "group_label"]
    left, gone = dict(after), set[Any]()
    for key, cells in before.groupby(whose):
        counts = _counts(cells)
        if any(left.get(place, 0) < count for place, count in counts.items()):
            gone.add(key)
        else:
            left |= {place: left[place] - count for place, count in counts.items()}
    keys = pd.Series(list(zip(*(before[name] for name in whose), strict=True)), index=before.index, dtype=object)
    lumps: set[int] = set()
    while True:
        found = set(before["lump_no"][keys.isin(gone)])
        if found == lumps:
            return lumps
        lumps, gone = found, set(keys[before["lump_no"].isin(found)])


def is_slight(before: pd.DataFrame, after: pd.DataFrame) -> bool:
    """Whether a file puts right only a few answers of what it takes the place of, so that who remembers the figures can
    tell what. Both: CELL but import_id, and answer_count."""
    old, new = _counts(before), _counts(after)
    gone: dict[tuple[Any, Any], int] = {}
    for place, count in old.items():
        group, _way, _day, criterion, _rank = place
        gone[group, criterion] = gone.get((group, criterion), 0) + max(0, count - new.get(place, 0))
    return any(0 < count < SMALLEST_GROUP for count in gone.values())


def _counts(cells: pd.DataFrame) -> dict[tuple[Any, ...], int]:
    """By group, way, day, criterion and rank how many answers."""
    days = pd.to_datetime(cells["cast_on"]).dt.date
    sums = cells.assign(cast_on=days).groupby(_PLACE, observed=True)["answer_count"].sum()
    return {tuple(place): int(count) for place, count in zip(sums.index, sums, strict=True)}
