"""The results of a tally: counts of answers and of ballots at a place (group, way and day), as rows of `Checked`."""

from collections.abc import Iterable, Mapping
from datetime import date

import pyarrow as pa

from board.importing.checked import NO_ROWS

Place = tuple[str, str, date]


def answer_rows(place: Place, counts: Mapping[str, Mapping[int, int]]) -> Iterable[dict[str, object]]:
    """One row per criterion and rank with any answers. counts: criterion → rank → answers."""
    group, way, day = place
    for criterion_id, answers in counts.items():
        for rank, number in sorted(answers.items()):
            if number:
                keys = {"group_label": group, "way": way, "cast_on": day, "criterion_id": criterion_id}
                yield {**keys, "rank": rank, "answer_count": number}


def ballot_rows_of(place: Place, valid: int, void: int) -> Iterable[dict[str, object]]:
    """One row for valid ballots and one for void ones, if there are any."""
    group, way, day = place
    keys = {"group_label": group, "way": way, "cast_on": day}
    counted = ((False, valid), (True, void))
    return [{**keys, "is_void": is_void, "ballot_count": number} for is_void, number in counted if number]


def as_table(rows: list[dict[str, object]]) -> pa.Table:
    """Rows as a table; a table without columns if there are none."""
    return pa.Table.from_pylist(rows) if rows else NO_ROWS
