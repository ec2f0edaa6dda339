"""The ledger as it is looked at: its views, its filters, its orders, and the lane an item is counted in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from board import rectification
from board.db import Store
from board.frames import kept
from board.rectification_comparison import compared, removed
from board.words import ITEM_FLAG, ITEM_KIND, ITEM_STATUS

# Each lane is a view of the same name too, so that a chart's bar leads to just the items it counts.
LANES = ("逾期", "未到期", "创造条件", "已销号")
# How long an item has been in the ledger, in days: the words of a band → its first day.
AGES = {"0–7 天": 0, "8–14 天": 8, "15–30 天": 15, "31–60 天": 31, "60 天以上": 61}
# Every text of an item that a reader may look for.
_SEARCHED = (
    *("item_id", "problem", "measure", "target", "progress", "owner_name", "leader_name", "verifier_name"),
    *("department", "helpers", "source", "aspect", "subjective_cause", "objective_cause", "proof", "explanation"),
    *("conditions", "remark"),
)

_VIEWS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "全部": lambda items: pd.Series(True, index=items.index),
    "未销号": lambda items: ~items["is_closed"],
    "逾期": lambda items: items["is_late"],
    "临期": lambda items: items["is_due_soon"],
    "未到期": lambda items: ~items["is_closed"] & ~items["is_deferred"] & ~items["is_late"],
    "停滞": lambda items: items["is_stale"],
    "进度滞后": lambda items: items["is_behind"],
    "未启动": lambda items: items["status"] == "not_started",
    "整改中": lambda items: items["status"] == "in_progress",
    "待验收": lambda items: items["status"] == "submitted",
    "已销号": lambda items: items["is_closed"],
    "创造条件": lambda items: items["is_deferred"] & ~items["is_closed"],
}
# The words to sort by → the columns, each with whether it rises.
ORDERS: dict[str, tuple[tuple[str, bool], ...]] = {
    "最急的在前": (("is_closed", True), ("is_deferred", True), ("days_left", True)),
    "编号": (("number", True),),
    "整改时限早的在前": (("due_on", True),),
    "逾期久的在前": (("days_late", False),),
    "进度低的在前": (("percent", True),),
    "最近变动的在前": (("happened_at", False),),
    "查出早的在前": (("found_on", True),),
    "状态": (("status_place", True),),
    "牵头领导": (("leader_name", True),),
    "责任人": (("owner_name", True),),
    "责任部门": (("department", True),),
    "方面": (("aspect", True),),
    "类别": (("kind_word", True),),
}
URGENT = next(iter(ORDERS))
GROUPS: dict[str, str] = {
    "不分组": "",
    "按牵头领导": "leader_name",
    "按责任人": "owner_name",
    "按责任部门": "department",
    "按方面": "aspect",
    "按问题来源": "source",
    "按类别": "kind_word",
    "按状态": "status_word",
}


@dataclass(frozen=True)
class Asked:
    """What a reader asked to see of the ledger. Nothing asked of something: any of it will do.

    `words`: columns with the values wanted. `lateness`: flags (`words.ITEM_FLAG`) of which one must hold. `ages`: bands
    of AGES. `marks`: of the comparison. `orders`: words of ORDERS, the first weighing most. `group`: a column or "".
    """

    view: str = "全部"
    text: str = ""
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    lateness: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    orders: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Ledger:
    """Whose ledger and when: `owner_id` of one owner only, None all; `compare_on` None: nothing is compared."""

    activity_id: str
    as_of: date
    compare_on: date | None = None
    owner_id: str | None = None


def view_counts(items: pd.DataFrame) -> dict[str, int]:
    """How many items each view holds, in the order the tabs stand. Takes items with flags."""
    return {name: int(holds(items).sum()) for name, holds in _VIEWS.items()}


def in_view(items: pd.DataFrame, view: str) -> pd.DataFrame:
    """The items of a view."""
    return items[_VIEWS[view](items)]


def with_words(items: pd.DataFrame) -> pd.DataFrame:
    """The items with what a reader sees: lane, kind_word, status_word, deadline; and what they are found and sorted by.

    Those are searched (all texts in one), number (of the id), status_place (of the status in its life).
    """
    places = {code: place for place, code in enumerate(ITEM_STATUS)}
    return items.assign(
        lane=lane(items),
        kind_word=items["kind"].map(ITEM_KIND),
        status_word=items["status"].map(ITEM_STATUS),
        deadline=_deadline(items),
        searched=_searched(items),
        number=pd.to_numeric(items["item_id"].str.slice(2), errors="coerce"),
        status_place=items["status"].map(places),
    )


def _searched(items: pd.DataFrame) -> pd.Series:
    """All texts of an item, one after the other, in lower case."""
    texts = [items[column].fillna("").astype("str") for column in _SEARCHED]
    joined = texts[0].str.cat(pd.concat(texts[1:], axis=1), sep="\n")
    return joined.str.lower()


def lane(items: pd.DataFrame) -> pd.Series:
    """Where an item is counted, once: 已销号, else 创造条件, else 逾期, else 未到期."""
    lanes = pd.Series("未到期", index=items.index, dtype="str")
    lanes = lanes.mask(items["is_late"], "逾期").mask(items["is_deferred"], "创造条件")
    return lanes.mask(items["is_closed"], "已销号")


def tags(items: pd.DataFrame) -> pd.Series:
    """What stands in the status column of each item, as a list of words: lateness, then the status."""
    marks = zip(items["is_late"], items["is_due_soon"], items["status_word"], strict=True)
    words = [(["逾期"] if late else ["临期"] if soon else []) + [status] for late, soon, status in marks]
    return pd.Series(words, index=items.index, dtype=object)


def _deadline(items: pd.DataFrame) -> pd.Series:
    """How an item stands to its due date, in words."""
    left, late = (items[name].fillna(0).astype(int).astype("str") for name in ("days_left", "days_late"))
    words = "还剩 " + left + " 天"
    words = words.mask(items["days_left"] == 0, "今天到期").mask(items["is_late"], "逾期 " + late + " 天")
    words = words.mask(items["is_deferred"], "待条件").mask(items["review_is_due"], "到复查日")
    return words.mask(items["is_closed"], "按期完成").mask(items["closed_late"], "超期完成")


@kept
def chosen(store: Store, ledger: Ledger, asked: Asked) -> pd.DataFrame:
    """The items of a day that are left by what was asked, in the order asked for; with the comparison's columns."""
    return _in_order(_left(marked(store, ledger), asked), asked)


@kept
def gone(store: Store, ledger: Ledger, asked: Asked) -> pd.DataFrame:
    """What the reader would have seen on the compared day, or for a while since then, and does not see now.

    One row per item, as it stood then or when it was taken out: with words, marks and why (what became of it). Empty
    where nothing is compared.
    """
    if ledger.compare_on is None:
        return pd.DataFrame({"item_id": []})
    asked = replace(asked, marks=())
    was = _left(marked(store, replace(ledger, as_of=ledger.compare_on, compare_on=None)), asked)
    now = _left(marked(store, ledger), asked)
    days = (ledger.activity_id, ledger.as_of, ledger.compare_on)
    out = of_owner(with_words(removed(store, *days).drop(columns="reason")), ledger.owner_id)
    fleeting = _left(out[~out["item_id"].isin(was["item_id"])], asked)
    left = pd.concat([was[~was["item_id"].isin(now["item_id"])], fleeting])
    found = compared(store, *days)[["item_id", "marks", "changes_text", "stands", "reason"]]
    told = left.merge(found, on="item_id", how="left")
    why = told["changes_text"].where(told["stands"], "移出台账：" + told["reason"])
    return told.assign(why=why).sort_values("number")


@kept
def marked(store: Store, ledger: Ledger) -> pd.DataFrame:
    """The items of a ledger with words; with marks, changes and changes_text where they are compared with a day."""
    items = of_owner(shown(store, ledger.activity_id, ledger.as_of), ledger.owner_id)
    if ledger.compare_on is None:
        return items
    found = compared(store, ledger.activity_id, ledger.as_of, ledger.compare_on)
    return items.merge(found[["item_id", "marks", "changes", "changes_text"]], on="item_id", how="left")


def of_owner(items: pd.DataFrame, owner_id: str | None) -> pd.DataFrame:
    """The items of one owner; all of them for None."""
    return items if owner_id is None else items[items["owner_id"] == owner_id]


@kept
def shown(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The items of a day with flags and words."""
    return with_words(rectification.items(store, activity_id, as_of))


def ages(items: pd.DataFrame) -> pd.Series:
    """The band of AGES that each item's age in days falls into."""
    edges = [*AGES.values(), float("inf")]
    return pd.cut(items["age_days"], edges, right=False, labels=list(AGES)).astype("str")


def _left(items: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    left = in_view(items, asked.view)
    for column, values in asked.words:
        if values:
            left = left[left[column].isin(values)]
    if asked.lateness:
        flags = [code for code, word in ITEM_FLAG.items() if word in asked.lateness]
        left = left[left[flags].any(axis=1)]
    if asked.ages:
        left = left[ages(left).isin(asked.ages)]
    if asked.marks and "marks" in left:
        wanted = set(asked.marks)
        left = left[[not wanted.isdisjoint(marks) for marks in left["marks"]]]
    return _having_text(_due_between(left, asked), asked.text)


def _due_between(items: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    if asked.due_from is not None:
        items = items[items["due_on"] >= pd.Timestamp(asked.due_from)]
    if asked.due_to is not None:
        items = items[items["due_on"] <= pd.Timestamp(asked.due_to)]
    return items


def _having_text(items: pd.DataFrame, text: str) -> pd.DataFrame:
    """The items in which every word of the text is found somewhere, by any part, whatever its case."""
    for word in text.lower().split():
        items = items[items["searched"].str.contains(word, regex=False)]
    return items


def _in_order(items: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    steps = [(asked.group, True)] if asked.group else []
    steps += [step for word in (*asked.orders, URGENT, "编号") for step in ORDERS[word]]
    columns = dict(reversed(steps))  # of a column asked for twice the first counts
    names = list(dict.fromkeys(name for name, _ in steps))
    return items.sort_values(names, ascending=[columns[name] for name in names], kind="stable", na_position="last")


def by_group(items: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row per value of a column, in the column's order: label, item_count, late_count, due_soon_count, done_count,
    closed_count, percent (mean of those that run and are closed)."""
    labelled = items.assign(label=items[column].fillna("").replace("", "（空）"))
    counted = labelled.groupby("label", as_index=False).agg(
        item_count=("item_id", "size"),
        late_count=("is_late", "sum"),
        due_soon_count=("is_due_soon", "sum"),
        done_count=("is_done", "sum"),
        closed_count=("is_closed", "sum"),
        percent=("percent", "mean"),
    )
    return counted.sort_values(["item_count", "label"], ascending=[False, True], ignore_index=True)
