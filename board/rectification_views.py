"""The ledger as it is looked at: its views, its filters, and the lane an item is counted in."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from board import rectification
from board.db import Store
from board.frames import having, kept
from board.words import ITEM_KIND, ITEM_STATUS

Asked = tuple[tuple[str, tuple[str, ...]], ...]
Order = tuple[tuple[str, ...], bool]
LANES = ("逾期", "未销号", "创造条件", "已销号")
SEARCHED = ("item_id", "problem", "measure", "progress", "owner_name", "leader_name", "department", "remark")

_VIEWS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "全部": lambda items: pd.Series(True, index=items.index),
    "逾期": lambda items: items["is_late"],
    "临期": lambda items: items["is_due_soon"],
    "停滞": lambda items: items["is_stale"],
    "进度滞后": lambda items: items["is_behind"],
    "未启动": lambda items: items["status"] == "not_started",
    "整改中": lambda items: items["status"] == "in_progress",
    "待验收": lambda items: items["status"] == "submitted",
    "已销号": lambda items: items["is_closed"],
    "创造条件": lambda items: items["is_deferred"] & ~items["is_closed"],
}


def view_counts(items: pd.DataFrame) -> dict[str, int]:
    """How many items each view holds, in the order the tabs stand. Takes items with flags."""
    return {name: int(holds(items).sum()) for name, holds in _VIEWS.items()}


def in_view(items: pd.DataFrame, view: str) -> pd.DataFrame:
    """The items of a view."""
    return items[_VIEWS[view](items)]


def with_words(items: pd.DataFrame) -> pd.DataFrame:
    """The items with what a reader sees: lane, kind_word, status_word, tags (list: lateness, then status), deadline."""
    return items.assign(
        lane=lane(items),
        kind_word=items["kind"].map(ITEM_KIND),
        status_word=items["status"].map(ITEM_STATUS),
        tags=_tags(items),
        deadline=_deadline(items),
    )


def lane(items: pd.DataFrame) -> pd.Series:
    """Where an item is counted, once: 已销号, else 创造条件, else 逾期, else 未销号."""
    lanes = pd.Series("未销号", index=items.index, dtype="str")
    lanes = lanes.mask(items["is_late"], "逾期").mask(items["is_deferred"], "创造条件")
    return lanes.mask(items["is_closed"], "已销号")


def _tags(items: pd.DataFrame) -> pd.Series:
    marks = zip(items["is_late"], items["is_due_soon"], items["status"].map(ITEM_STATUS), strict=True)
    words = [(["逾期"] if late else ["临期"] if soon else []) + [status] for late, soon, status in marks]
    return pd.Series(words, index=items.index, dtype=object)


def _deadline(items: pd.DataFrame) -> list[str]:
    columns = ["is_closed", "is_deferred", "is_late", "days_left", "days_late", "closed_late", "review_is_due"]
    return [_deadline_words(*row) for row in items[columns].itertuples(index=False)]


def _deadline_words(
    is_closed: bool,
    is_deferred: bool,
    is_late: bool,
    days_left: float,
    days_late: float,
    closed_late: bool,
    review_is_due: bool,
) -> str:
    if is_closed:
        return "超期完成" if closed_late else "按期完成"
    if is_deferred:
        return "到复查日" if review_is_due else "待条件"
    if is_late:
        return f"逾期 {days_late:.0f} 天"
    return "今天到期" if days_left == 0 else f"还剩 {days_left:.0f} 天"


@kept
def chosen(
    store: Store, activity_id: str, as_of: date, owner_id: str | None, view: str, asked: Asked, text: str, order: Order
) -> pd.DataFrame:
    """The items of a day that are left by a view, the filters and a text, in an order.

    `owner_id`: of one owner only. `asked`: columns with the values wanted. `order`: columns and whether ascending.
    """
    items = of_owner(shown(store, activity_id, as_of), owner_id)
    left = having(in_view(items, view), dict(asked), text, SEARCHED)
    return left.sort_values(list(order[0]), ascending=order[1], kind="stable", na_position="last")


def of_owner(items: pd.DataFrame, owner_id: str | None) -> pd.DataFrame:
    """The items of one owner; all of them for None."""
    return items if owner_id is None else items[items["owner_id"] == owner_id]


@kept
def shown(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The items of a day with flags and words."""
    return with_words(rectification.items(store, activity_id, as_of))
