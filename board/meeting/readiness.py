"""Whether the democratic life meeting is or was ready: the plan's requirements, judged by records. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from board.opinions.figures import heard
from board.store.frames import each_row
from board.words import READINESS

# The papers for the meeting are due this long ahead of it (方案).
DAYS_AHEAD = 7
# The page on which each requirement is met.
SUBJECT = {
    **dict.fromkeys(("heard", "opinions_sorted", "opinions_fed_back"), "opinions"),
    "talks_held": "talks",
    **dict.fromkeys(("outlines_in", "written_ahead"), "meeting"),
}
_COUNTED = ("required_count", "done_count", "later_count", "missing", "late", "done_on")
# Something required: its name, and since when it is there (NaT: it isn't).
Part = tuple[str, pd.Timestamp]


def requirements(
    opinions: pd.DataFrame,
    terms: pd.DataFrame,
    pairs: pd.DataFrame,
    cells: pd.DataFrame,
    held_on: date | None,
    as_of: date,
) -> pd.DataFrame:
    """One row per requirement (words.READINESS), in order.

    requirement, label, subject (the page where it is met), due_on (NaT: no meeting is set), required_count, done_count
    (in time), later_count (done, but too late), missing (names of those not done at all, joined by 、), late (names of
    those done too late, likewise), done_on (the day of the last done in time, NaT: none), is_done (all in time),
    is_overdue (not done, and the day has passed).

    Takes opinions with flags, the activity's terms, `talks.matrix`, `outlines.coverage`, the day of the meeting.
    """
    until = pd.Timestamp(held_on or as_of)
    mains = opinions[~opinions["is_merged"] & (opinions["received_on"] <= until)]
    written = [(f"{cell.member_name}·{cell.mirror}", cell.first_on) for cell in each_row(cells)]
    parts: dict[str, list[Part]] = {
        "heard": _sides(opinions, terms),
        "opinions_sorted": list(zip(mains["opinion_id"], mains["sorted_on"], strict=True)),
        "opinions_fed_back": list(zip(mains["opinion_id"], mains["fed_back_on"], strict=True)),
        "talks_held": [(f"{pair.member_name}—{pair.with_name}", pair.first_on) for pair in each_row(pairs)],
        "outlines_in": written,
        "written_ahead": written,
    }
    rows = []
    for requirement, label in READINESS.items():
        due = until - timedelta(days=DAYS_AHEAD if requirement == "written_ahead" and held_on else 0)
        about = (requirement, label, SUBJECT[requirement], due if held_on else pd.NaT)
        rows.append((*about, *_counts(parts[requirement], due), bool(held_on) and due < pd.Timestamp(as_of)))
    frame = pd.DataFrame(rows, columns=["requirement", "label", "subject", "due_on", *_COUNTED, "is_over"])
    # Without opinions nothing counts as sorted; a requirement with nothing required is done.
    is_done = (frame["done_count"] == frame["required_count"]) & (
        (frame["required_count"] > 0) | (frame["subject"] != "opinions")
    )
    return frame.assign(is_done=is_done, is_overdue=~is_done & frame["is_over"]).drop(columns="is_over")


def _sides(opinions: pd.DataFrame, terms: pd.DataFrame) -> list[Part]:
    """The channels and groups that the plan requires, each with the day it was first heard."""
    wanted = heard(opinions, terms)
    return [
        (side.label, opinions[opinions[side.kind] == side.label]["received_on"].min())
        for side in each_row(wanted[wanted["is_required"]])
    ]


def _counts(parts: Iterable[Part], due: pd.Timestamp) -> tuple[Any, ...]:
    """The columns named in `_COUNTED`."""
    known = list(parts)
    in_time = [since for _, since in known if since <= due]
    late = [name for name, since in known if since > due]
    missing = [name for name, since in known if pd.isna(since)]
    return len(known), len(in_time), len(late), "、".join(missing), "、".join(late), max(in_time, default=pd.NaT)
