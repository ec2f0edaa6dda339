"""The ledger as shown: its views, the words a reader sees, and the lane an item is counted in."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from board.activity import activities
from board.numbers import change_text
from board.rectification import actions
from board.rectification.changes import BLANK
from board.store.frames import kept, kept_by_record, of_ids
from board.store.store import Store
from board.words import ITEM_KIND, ITEM_STATUS

_TEXT = pa.large_string()
# Each lane is also a view of the same name, so that a chart's bar opens exactly the items it counts.
LANES = ("逾期", "未到期", "创造条件", "已销号")
# Days that an item has been in the ledger: the words of a band → its first day.
AGES = {"0–7 天": 0, "8–14 天": 8, "15–30 天": 15, "31–60 天": 31, "60 天以上": 61}
# The columns that order items by urgency, the most urgent first.
URGENCY = ("is_closed", "is_deferred", "days_left", "number")
# The texts of an item that are searched.
_SEARCHED = (
    *("item_id", "problem", "measure", "target", "progress", "owner_name", "leader_name", "verifier_name"),
    *("department", "helpers", "source", "aspect", "subjective_cause", "objective_cause", "proof", "explanation"),
    *("conditions", "remark"),
)

_OF_A_DEADLINE = ("submitted_late", "accepted_late", "is_closed", "review_is_due", "is_deferred")

# The counts of a group whose changes are shown.
_GROUP_COUNTS = {
    "item_count": "事项",
    "late_count": "逾期",
    "due_soon_count": "临期",
    "done_count": "整改完成",
    "closed_count": "已销号",
    "percent": "平均进度",
}

# By progress: each item is in exactly one of the last four, and together they are 全部.
_STATES: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "全部": lambda items: pd.Series(True, index=items.index),
    "未销号": lambda items: ~items["is_closed"],
    "未启动": lambda items: items["status"] == "not_started",
    "整改中": lambda items: items["status"] == "in_progress",
    "待验收": lambda items: items["status"] == "submitted",
    "已销号": lambda items: items["is_closed"],
}
# By flag, whatever the status; an item may be in several.
_FLAGS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "逾期": lambda items: items["is_late"],
    "临期": lambda items: items["is_due_soon"],
    "未到期": lambda items: ~items["is_closed"] & ~items["is_deferred"] & ~items["is_late"],
    "停滞": lambda items: items["is_stale"],
    "进度滞后": lambda items: items["is_behind"],
    "创造条件": lambda items: items["is_deferred"] & ~items["is_closed"],
    "待重启": lambda items: items["is_rejected"] & items["is_closed"],
}
_VIEWS = _STATES | _FLAGS
# The columns by which views are told apart.
OF_VIEWS = ("status", "is_closed", "is_deferred", "is_late", "is_due_soon", "is_stale", "is_behind", "is_rejected")


def view_counts(items: pd.DataFrame) -> dict[str, int]:
    """How many items each view holds, in the order of the tabs. Takes items with flags."""
    return {name: int(np.count_nonzero(holds(items, name).to_numpy())) for name in _VIEWS}


def holds(items: pd.DataFrame, view: str) -> pd.Series:
    """Which of the items a view holds."""
    return _VIEWS[view](items)


def with_words(items: pd.DataFrame) -> pd.DataFrame:
    """The items with the words a reader sees (lane, kind_word, status_word, deadline), and columns to search and sort
    by: searched (all texts in one), number (of the id), status_place (of the status in its life cycle).
    """
    places = {code: place for place, code in enumerate(ITEM_STATUS)}
    status, number = items["status"], pd.to_numeric(items["item_id"].str.slice(2), errors="coerce").to_numpy()
    return items.assign(
        lane=lane(items),
        kind_word=items["kind"].map(ITEM_KIND),
        status_word=status.map(ITEM_STATUS),
        deadline=_deadline(items),
        searched=_searched(items),
        number=number,
        status_place=status.map(places),
    )


def _searched(items: pd.DataFrame) -> pd.Series:
    """All texts of an item, one after the other, in lower case."""
    texts = [pa.array(items[column].to_numpy(), _TEXT, from_pandas=True) for column in _SEARCHED]
    joined = pc.binary_join_element_wise(*texts, pa.scalar("\n", _TEXT), null_handling="replace", null_replacement="")
    return pd.Series(pc.utf8_lower(joined).to_pandas().array, index=items.index, dtype="str")


def lane(items: pd.DataFrame) -> pd.Series:
    """The one lane in which each item is counted: 已销号, else 创造条件, else 逾期, else 未到期."""
    are = [items[flag].to_numpy() for flag in ("is_closed", "is_deferred", "is_late")]
    words = np.select(are, ["已销号", "创造条件", "逾期"], "未到期")
    return pd.Series(words, index=items.index, dtype="str")


def tags(items: pd.DataFrame) -> pd.Series:
    """The words in the status column of each item, as a list: what the public says, lateness, then the status."""
    marks = zip(items["is_rejected"], items["is_late"], items["is_due_soon"], items["status_word"], strict=True)
    words = [
        (["群众不满意"] if rejected else []) + (["逾期"] if late else ["临期"] if soon else []) + [status]
        for rejected, late, soon, status in marks
    ]
    return pd.Series(words, index=items.index, dtype=object)


def _deadline(items: pd.DataFrame) -> pd.Series:
    """Each item's due date relative to the day, in words."""
    left, days_late = (items[name].to_numpy() for name in ("days_left", "days_late"))
    late, accepted_late, is_closed, is_due, is_deferred = (items[flag].to_numpy() for flag in _OF_A_DEADLINE)
    are = [is_closed & late, is_closed & accepted_late, is_closed, is_due, is_deferred]
    words = np.select(are, ["超期完成", "逾期验收", "按期完成", "到复查日", "待条件"], "").astype(object)
    for place in np.flatnonzero(words == ""):
        words[place] = _days_left(left[place], days_late[place])
    return pd.Series(words, index=items.index, dtype="str")


def _days_left(left: float, late: float) -> str:
    if left == 0:
        return "今天到期"
    return f"还剩 {left:.0f} 天" if left > 0 else f"逾期 {late:.0f} 天"


def of_owner(items: pd.DataFrame, owner_id: str | None) -> pd.DataFrame:
    """The items of one owner; all of them for None."""
    return items if owner_id is None else items[items["owner_id"] == owner_id]


@kept_by_record("rectification")
def shown(store: Store, activity_id: str, as_of: date, *, ids: list[str] | None = None) -> pd.DataFrame:
    """The items of a day with flags and words, and criterion_label ("" for an item without a criterion)."""
    items = with_words(of_ids(actions.items(store, activity_id, as_of), "item_id", ids))
    return items.assign(criterion_label=items["criterion_id"].map(activities.called(store, activity_id)).fillna(""))


@kept
def by_lane(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per item of a day: leader_name, lane, days_to_close."""
    used = ("leader_name", "days_to_close", "is_closed", "is_deferred", "is_late")
    items = actions.some_of_items(store, activity_id, as_of, used)
    return items.assign(lane=lane(items))[["leader_name", "lane", "days_to_close"]]


def ages(items: pd.DataFrame) -> pd.Series:
    """The band of AGES that each item's age in days falls into."""
    edges = [*AGES.values(), float("inf")]
    return pd.cut(items["age_days"], edges, right=False, labels=list(AGES)).astype("str")


def by_group(items: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row per value of a column, in the column's order: label, item_count, late_count, due_soon_count, done_count,
    closed_count, percent (mean over running and closed items)."""
    labelled = items.assign(label=items[column].fillna("").replace("", BLANK))
    counted = labelled.groupby("label", as_index=False).agg(
        item_count=("item_id", "size"),
        late_count=("is_late", "sum"),
        due_soon_count=("is_due_soon", "sum"),
        done_count=("is_done", "sum"),
        closed_count=("is_closed", "sum"),
        percent=("percent", "mean"),
    )
    return counted.sort_values(["item_count", "label"], ascending=[False, True], ignore_index=True)


def group_changes(groups: pd.DataFrame, then: pd.DataFrame) -> pd.Series:
    """The changes in each group of `by_group` since another day, in words: `事项 ↑1　逾期 ↑2　平均进度 ↓5`.

    For a new group no change of progress is shown.
    """
    groups = groups.assign(percent=groups["percent"].round().astype("int64"))
    was = then.assign(percent=then["percent"].round()).set_index("label").reindex(groups["label"])
    was["percent"] = was["percent"].fillna(groups.set_index("label")["percent"])
    was = was.fillna(0).astype("int64")
    by_word = {word: zip(groups[column], was[column], strict=True) for column, word in _GROUP_COUNTS.items()}
    changes = (
        [f"{word} {change_text(*pair)}" if change_text(*pair) else "" for pair in pairs]
        for word, pairs in by_word.items()
    )
    return pd.Series(
        ["　".join(filter(None, each)) for each in zip(*changes, strict=True)], index=groups.index, dtype="str"
    )
