"""Limits on showing opinions: only those who handle them may know who gave one (`see.givers`).

The store reads for such a reader where `board.web.audience` says so; a page also asks `visit.may("see.givers")`.

Other readers, among them the members whom opinions are about, could piece together who gave one. Therefore:

- An opinion becomes visible to them, in every list, count and verdict, once its lot is complete: five opinions since
  the last lot, or whatever came in by the next Monday. Its days are counted from then, so nothing shows on which day
  it came in.
- Its text is shown only once it is sorted: before that nobody has checked whether the wording reveals who said it.
- It is shown as it may be handed on (反馈用语, else its text), without giver, channel, day, talk and import, and in an
  order independent of them. None of these can be used to filter, sort, search or export.
- Of its history only the handling is shown, not when it was registered or corrected.
- Who was heard, and how, is counted over all opinions, in steps of at least ten more, of which no channel and kind of
  giver makes up more than half, so that comparing the figures of two days doesn't show where one came from. Cells
  under five are shown as a range.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

import pandas as pd

from board.store.frames import each_row

SMALL = 5
STEP = 10
UNSORTED = "（还没有梳理，梳理以后显示）"
# All that is shown of an opinion. A column that isn't here, a new one too, is for those who handle opinions.
_SHOWN = (
    *("activity_id", "opinion_id", "about", "member_id", "member_name", "aspect", "theme", "content", "wording"),
    *("status", "sorted_on", "fed_back_on", "fed_back_to", "has_receipt", "sheet_id", "answer", "response"),
    *("merged_into", "main_id", "main_status", "item_ids"),
    *("is_removed", "is_sorted", "is_fed_back", "is_replied", "is_answered", "is_nowhere", "is_merged", "is_overdue"),
)
_HANDLING = frozenset({"sort", "feed_back", "answer"})


def shown_since(registered: pd.DataFrame) -> dict[str, datetime]:
    """Opinion id → since when it is visible to readers who may not know who gave it.

    registered: opinion_id, registered_at, removed_at (NaT: never), of all opinions there ever were. Later opinions
    don't change lots that are complete.
    """
    since: dict[str, datetime] = {}
    waiting: list[Any] = []
    in_turn = each_row(registered.sort_values("registered_at", kind="stable"))
    for at, came in groupby(in_turn, key=attrgetter("registered_at")):
        if waiting and _next_monday(waiting[0].registered_at) <= at:
            since |= dict.fromkeys((each.opinion_id for each in waiting), _next_monday(waiting[0].registered_at))
            waiting = []
        waiting += came
        there = [each for each in waiting if pd.isna(each.removed_at) or each.removed_at > at]
        if len(there) >= SMALL:
            since |= dict.fromkeys((each.opinion_id for each in waiting), at)
            waiting = []
    return since | {each.opinion_id: _next_monday(waiting[0].registered_at) for each in waiting}


def _next_monday(at: datetime) -> datetime:
    return pd.Timestamp(at).normalize() + pd.Timedelta(days=7 - at.weekday())


def in_lots(opinions: pd.DataFrame, since: Mapping[str, datetime], as_of: date) -> pd.DataFrame:
    """The opinions visible on a day to readers who may not know who gave them, with the days of their lots."""
    at = since_of(opinions, since)
    day = at.dt.normalize()
    days = {name: opinions[name].mask(opinions[name] < day, day) for name in ("sorted_on", "fed_back_on")}
    rows = opinions.assign(received_on=day, registered_at=at, **days)[at < _end_of(as_of)]
    is_alone = ~rows["merged_into"].isin(rows["opinion_id"])
    return rows.assign(
        merged_into=rows["merged_into"].mask(is_alone), main_id=rows["main_id"].mask(is_alone, rows["opinion_id"])
    )


def since_of(rows: pd.DataFrame, since: Mapping[str, datetime]) -> "pd.Series[Any]":
    """Since when the opinion of each row (opinion_id) is visible to readers who may not know who gave it."""
    return pd.to_datetime(rows["opinion_id"].map(since))


def in_whole_lots(rows: pd.DataFrame, since: Mapping[str, datetime], as_of: date) -> pd.DataFrame:
    """The rows (opinion_id) whose opinions were visible on a day to readers who may not know who gave them."""
    return rows[since_of(rows, since) < _end_of(as_of)]


def _end_of(day: date) -> pd.Timestamp:
    return pd.Timestamp(day) + pd.Timedelta(days=1)


def disclosed(opinions: pd.DataFrame) -> pd.DataFrame:
    """Opinions (with flags) as shown to readers who may not know who gave them: fewer columns, no texts of unsorted
    ones."""
    words = opinions["wording"].where(opinions["wording"] != "", opinions["content"])
    is_unsorted = opinions["status"] == "received"
    shown = opinions[list(_SHOWN)].assign(
        content=words.mask(is_unsorted, UNSORTED),
        wording=opinions["wording"].mask(is_unsorted, ""),
        aspect=opinions["aspect"].fillna(""),
    )
    return shown.sort_values(["aspect", "theme", "content"], kind="stable", ignore_index=True)


def disclosed_events(events: pd.DataFrame, since: Mapping[str, datetime]) -> pd.DataFrame:
    """The handling events of opinions, without their registration and corrections.

    Events from before an opinion became visible to readers who may not know who gave it are dated to that moment.
    """
    handling = events[events["action"].isin(_HANDLING)]
    at = since_of(handling, since)
    return handling.assign(happened_at=handling["happened_at"].mask(handling["happened_at"] < at, at))


def released(opinions: pd.DataFrame) -> pd.DataFrame:
    """The opinions counted by channel and giver for readers who may not know who gave one.

    Takes opinions with registered_at (when each first appeared).
    """
    cells = list(zip(opinions["channel"], opinions["giver"], strict=True))
    done: list[int] = []
    waiting: list[int] = []
    for _, places in sorted(opinions.groupby(opinions["registered_at"].dt.date).indices.items()):
        waiting += [int(place) for place in places]
        most = Counter(cells[place] for place in waiting).most_common(1)[0][1]
        if len(waiting) >= STEP and most * 2 <= len(waiting):
            done, waiting = done + waiting, []
    return opinions.iloc[sorted(done)]


def ranged(count: int) -> str:
    """A count as shown where a small one could identify somebody."""
    return f"1–{SMALL - 1}" if 0 < count < SMALL else str(count)
