"""The opinions as they are looked at: their views and the words a reader sees."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from board import opinions
from board.db import Store
from board.frames import kept
from board.words import ABOUT, OPINION_STATUS

SEARCHED = ("opinion_id", "content", "theme", "answer")

_VIEWS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "全部": lambda opinions: pd.Series(True, index=opinions.index),
    "待梳理": lambda opinions: ~opinions["is_sorted"],
    "已梳理": lambda opinions: opinions["is_sorted"] & ~opinions["is_fed_back"],
    "已反馈": lambda opinions: opinions["is_fed_back"],
    "没有答复": lambda opinions: ~opinions["is_answered"],
    "已转整改": lambda opinions: opinions["item_ids"] != "",
    "已合并": lambda opinions: opinions["is_merged"],
}


def view_counts(opinions: pd.DataFrame) -> dict[str, int]:
    """How many opinions each view holds, in the order the tabs stand. Takes opinions with flags."""
    return {name: int(holds(opinions).sum()) for name, holds in _VIEWS.items()}


def in_view(opinions: pd.DataFrame, view: str) -> pd.DataFrame:
    """The opinions of a view."""
    return opinions[_VIEWS[view](opinions)]


def with_words(opinions: pd.DataFrame) -> pd.DataFrame:
    """The opinions with what a reader sees: tags (list: the status), status_word, about_word (group or member)."""
    status = opinions["main_status"].map(OPINION_STATUS)
    return opinions.assign(
        tags=pd.Series([[word] for word in status], index=status.index, dtype=object),
        status_word=status,
        aspect=opinions["aspect"].fillna(""),
        about_word=opinions["member_name"].where(opinions["about"] == "member", ABOUT["group"]),
    )


@kept
def shown(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The opinions of a day with flags and words."""
    return with_words(opinions.opinions(store, activity_id, as_of))
