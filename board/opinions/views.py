"""The opinions as shown: their views and the words a reader sees."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from board.activity import activities
from board.opinions import actions as opinions
from board.opinions.disclosure import SMALL, disclosed, ranged, released
from board.opinions.figures import coverage
from board.store.frames import kept
from board.store.store import Store
from board.words import ABOUT, OPINION_STATUS, RESPONSE

SEARCHED = ("opinion_id", "content", "theme", "answer")
IN_LOTS = (
    f"新登记的意见满 {SMALL} 条才一起列出、计数，最迟到下一个星期一；日期从那天算起，看不出哪一条是哪天来的。"
    "还没有梳理的，梳理以后显示内容。"
)

# How far opinions are, then what may hold at any point: style.css draws six in a row.
_VIEWS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "全部": lambda opinions: pd.Series(True, index=opinions.index),
    "待梳理": lambda opinions: ~opinions["is_sorted"],
    "已梳理": lambda opinions: opinions["is_sorted"],
    "等反馈": lambda opinions: opinions["is_sorted"] & ~opinions["is_fed_back"],
    "已反馈": lambda opinions: opinions["is_fed_back"],
    "已合并": lambda opinions: opinions["is_merged"],
    "等久了": lambda opinions: opinions["is_overdue"],
    "已答复": lambda opinions: opinions["is_replied"],
    "已转整改": lambda opinions: opinions["item_ids"] != "",
    "已答复或转整改": lambda opinions: opinions["is_answered"],
    "没有下文": lambda opinions: opinions["is_nowhere"],
}


def view_counts(opinions: pd.DataFrame) -> dict[str, int]:
    """How many opinions each view holds, in the order of the tabs. Takes opinions with flags."""
    return {name: int(holds(opinions).sum()) for name, holds in _VIEWS.items()}


def in_view(opinions: pd.DataFrame, view: str) -> pd.DataFrame:
    """The opinions of a view."""
    return opinions[_VIEWS[view](opinions)]


def with_words(opinions: pd.DataFrame) -> pd.DataFrame:
    """The opinions with the words a reader sees: tags (list: the status), status_word, about_word (group or member),
    response_word."""
    status = opinions["main_status"].map(OPINION_STATUS)
    return opinions.assign(
        tags=pd.Series([[word] for word in status], index=status.index, dtype=object),
        status_word=status,
        response_word=opinions["response"].map(RESPONSE).fillna(""),
        aspect=opinions["aspect"].fillna(""),
        about_word=opinions["member_name"].where(opinions["about"] == "member", ABOUT["group"]),
    )


@kept
def shown(store: Store, activity_id: str, as_of: date, with_givers: bool) -> pd.DataFrame:
    """The opinions of a day with flags and words, newest first; without givers, limited as in `opinions.disclosure`."""
    found = opinions.opinions(store, activity_id, as_of)
    if not with_givers:
        return with_words(disclosed(found))
    return with_words(found).sort_values(["received_on", "registered_at", "opinion_id"], ascending=False)


@kept
def channels_and_givers(
    store: Store, activity_id: str, as_of: date, compare_on: date | None, with_givers: bool
) -> pd.DataFrame:
    """One row per channel and giver (see `opinions.figures.coverage`) with text: the count as it may be shown.

    Empty where there are too few opinions to show. before: the count of the compared day, where it may be shown.
    """
    terms = activities.terms(store, activity_id)
    found = opinions.opinions(store, activity_id, as_of)
    counted = found if with_givers else released(found)
    cells = coverage(counted, terms)
    if not with_givers:
        text = cells["opinion_count"].map(ranged)
        few = cells["opinion_count"].between(1, SMALL - 1)
        hidden = cells.assign(text=text, opinion_count=cells["opinion_count"].mask(few, SMALL - 1))
        return hidden if len(counted) else hidden[:0]
    text = cells["opinion_count"].astype(str)
    if compare_on is not None:
        then = coverage(opinions.opinions(store, activity_id, compare_on), terms)["opinion_count"]
        text += (cells["opinion_count"] - then).map(change_mark)
    return cells.assign(text=text)


def change_mark(change: int) -> str:
    """The change of a count, as shown beside it."""
    return "" if change == 0 else f" ↑{change}" if change > 0 else f" ↓{-change}"
