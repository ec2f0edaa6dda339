"""补录: what was entered after a day though it is dated earlier, as the choice of a past day says it (the guide)."""

from datetime import date

from tests.recount import evaluation
from tests.recount.counts import Counts
from tests.recount.export import Export

# Each ledger → the day that its records are dated.
DATED = {
    "opinions": ("意见", "received_on"),
    "talks": ("谈心", "held_on"),
    "studies": ("调研成果", "found_on"),
    "outlines": ("提纲", "written_on"),
    "problems": ("问题", "found_on"),
    "hearings": ("听取", "held_on"),
    "publications": ("公开", "published_on"),
}


def count(export: Export, day: date) -> Counts:
    """How many records of each kind there are by now that are dated up to a day and weren't known at its end."""
    counts = Counts()
    for ledger, (word, dated) in DATED.items():
        first, last = export.first_and_last(ledger)
        rows = last[last[dated].map(lambda on: on is not None and on <= day).astype(bool)]
        late = [record for record in rows.index if first[record].date() > day]
        counts.add({f"补录_{word}": len(late)})
    meetings = export.table("meetings")
    entered = meetings["entered_on"].map(lambda on: on is not None and on > day).astype(bool)
    counts.add({"补录_会议": int((entered & meetings["held_on"].map(lambda on: on <= day)).sum())})
    counts.add({"补录_评议表": evaluation.late_ballots(export, day)})
    return counts
