"""Whether a task's output is there: shown by records, by files, or only reported by somebody."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from board.activity import activities
from board.activity.task_records import records_of
from board.evaluation import of_phase
from board.meeting import actions as meeting
from board.meeting import outlines, talks
from board.opinions import actions as opinions
from board.problems import actions as problems
from board.publication import actions as publication
from board.publication.views import not_published
from board.rectification import actions as rectification
from board.report import reading as report
from board.store.frames import kept
from board.store.store import Store
from board.tasks.files import with_files
from board.words import BRIEFING_MEETING, TASK_RECORD

# How it is known that an output is there, the surest first.
BY_RECORDS, BY_FILE, BY_WORD, MISSING = "有记录", "有文件", "只有勾选", "还没有"
# Records of a task that nobody reported as begun.
UNREPORTED = "有记录，未报进展"
Found = Callable[[Store, str, date], bool]


def _heard(store: Store, activity_id: str, as_of: date) -> bool:
    return _ready(store, activity_id, as_of, "heard")


def _sorted(store: Store, activity_id: str, as_of: date) -> bool:
    frame = opinions.opinions(store, activity_id, as_of)
    return bool(len(frame) and frame["is_sorted"].all())


def _fed_back(store: Store, activity_id: str, as_of: date) -> bool:
    frame = opinions.opinions(store, activity_id, as_of)
    mains = frame[~frame["is_merged"]]
    return bool(len(mains) and mains["is_fed_back"].all())


def _talked(store: Store, activity_id: str, as_of: date) -> bool:
    pairs = talks.matrix(store, activity_id, as_of)
    return bool(len(pairs) and pairs["is_done"].all())


def _outlined(store: Store, activity_id: str, as_of: date) -> bool:
    cells = outlines.coverage(store, activity_id, as_of)
    return bool(len(cells) and (cells["finding_count"] > 0).all())


def _minuted(store: Store, activity_id: str, as_of: date) -> bool:
    held = meeting.life_meetings(store, activity_id, as_of)
    return bool((held["is_held"] & (held["minutes"] != "")).any())


def _ready(store: Store, activity_id: str, as_of: date, requirement: str) -> bool:
    frame = meeting.readiness(store, activity_id, as_of)
    one = frame[frame["requirement"] == requirement].iloc[0]
    # The meeting checks whether it was in time; here it only has to be there.
    return bool(one["required_count"] and one["done_count"] + one["later_count"] == one["required_count"])


def _drafted(store: Store, activity_id: str, as_of: date) -> bool:
    frame = report.versions(store, activity_id, as_of)
    return bool((frame["section_count"] > frame["empty_count"]).any())


def _final(store: Store, activity_id: str, as_of: date) -> bool:
    frame = report.versions(store, activity_id, as_of)
    return bool(((frame["stage"] == "final") & frame["approved_on"].notna()).any())


def _answered(store: Store, activity_id: str, as_of: date) -> bool:
    points = report.points(store, activity_id, as_of)
    return bool(len(points) and (points["handling"] != "open").all())


def _round(column: str) -> Found:
    def found(store: Store, activity_id: str, as_of: date) -> bool:
        frame = of_phase.counting(of_phase.rounds(store, activity_id, as_of))
        return bool((frame[column].fillna(0) > 0).any())

    return found


def _closed(store: Store, activity_id: str, as_of: date) -> bool:
    mine = of_phase.counting(of_phase.rounds(store, activity_id, as_of))
    return any(day and day <= as_of for day in mine["closed_on"])


def _briefed(store: Store, activity_id: str, as_of: date) -> bool:
    held = activities.meetings(store, activity_id, as_of)
    return bool(((held["kind"] == BRIEFING_MEETING) & (held["held_on"] <= pd.Timestamp(as_of))).any())


def _published(what: str) -> Found:
    def found(store: Store, activity_id: str, as_of: date) -> bool:
        frame = publication.publications(store, activity_id, as_of)
        return what not in not_published(frame, of_phase.result_since(store, activity_id, as_of))

    return found


def _has_items(store: Store, activity_id: str, as_of: date) -> bool:
    return not rectification.some_of_items(store, activity_id, as_of, ("is_closed",)).empty


def _items_closed(store: Store, activity_id: str, as_of: date) -> bool:
    items = rectification.some_of_items(store, activity_id, as_of, ("is_closed",))
    return bool(len(items) and items["is_closed"].all())


_FOUND: dict[str, Found] = {
    "opinions": _heard,
    "sorted": _sorted,
    "sheets": _fed_back,
    "talks": _talked,
    "outlines": _outlined,
    "items": _has_items,
    "life_meeting": _minuted,
    "problems": lambda store, activity_id, as_of: len(problems.problems(store, activity_id, as_of)) > 0,
    "draft": _drafted,
    "hearings": lambda store, activity_id, as_of: len(report.hearings(store, activity_id, as_of)) > 0,
    "points": _answered,
    "final": _final,
    "forms": _round("given_out"),
    "ballots": _round("returned_count"),
    "round_closed": _closed,
    "briefing": _briefed,
    "published_report": _published("report"),
    "published_result": _published("result"),
    "items_closed": _items_closed,
}


def there(store: Store, activity_id: str, as_of: date) -> dict[str, bool]:
    """Record (of `words.TASK_RECORD`) → whether it was there at the end of a day."""

    def make() -> dict[str, bool]:
        return {code: _FOUND[code](store, activity_id, as_of) for code in TASK_RECORD}

    known: dict[str, bool] = store.cached(("task_outputs.there", activity_id, as_of), make)
    return known


@kept
def with_outputs(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The tasks of a day (`tasks.files.with_files`) with how it is known that their output is there.

    output_word: 有记录 (有记录，未报进展 of a task not begun), 有文件, 只有勾选, 还没有, or "" if there is no output;
    missing_records: the records that would show it but aren't there, in words, joined by 、; is_proven: by records or
    by a file.
    """
    frame, known = with_files(store, activity_id, as_of), there(store, activity_id, as_of)
    lacking = [[code for code in records_of(held) if not known[code]] for held in frame["records"]]
    asked = frame["records"] != ""
    by_records = asked & pd.Series([not codes for codes in lacking], frame.index, dtype=bool)
    word = pd.Series(MISSING, frame.index, dtype="str")
    word = word.mask(frame["output_ready"].astype(bool), BY_WORD).mask(frame["file_count"] > 0, BY_FILE)
    word = word.mask(by_records, BY_RECORDS).mask(by_records & (frame["status"] == "not_started"), UNREPORTED)
    word = word.mask((frame["output"] == "") & ~asked, "")
    missing = ["、".join(TASK_RECORD[code] for code in codes) for codes in lacking]
    return frame.assign(
        output_word=word,
        missing_records=pd.Series(missing, frame.index, dtype="str"),
        is_proven=word.isin([BY_RECORDS, UNREPORTED, BY_FILE]),
    )
