"""A reader's filters on the ledger and the items they leave, in order, compared with another day."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from board.rectification.changes import BLANK
from board.rectification.comparison import compared, removed
from board.rectification.views import OF_VIEWS, URGENCY, ages, holds, of_owner, shown, view_counts, with_words
from board.store.frames import Taken, kept, kept_by_record, of_ids
from board.store.store import Store
from board.words import ITEM_FLAG

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]
# The words to sort by → the columns, each with whether it ascends.
ORDERS: dict[str, tuple[tuple[str, bool], ...]] = {
    "最急的在前": tuple((name, True) for name in URGENCY),
    "编号": (("number", True),),
    "编号大的在前": (("number", False),),
    "整改时限早的在前": (("due_on", True),),
    "整改时限晚的在前": (("due_on", False),),
    "逾期久的在前": (("days_late", False),),
    "进度低的在前": (("percent", True),),
    "进度高的在前": (("percent", False),),
    "最近变动的在前": (("happened_at", False),),
    "很久没动的在前": (("happened_at", True),),
    "查出早的在前": (("found_on", True),),
    "查出晚的在前": (("found_on", False),),
    "状态": (("status_place", True),),
    "牵头领导": (("leader_name", True),),
    "责任人": (("owner_name", True),),
    "责任部门": (("department", True),),
    "方面": (("aspect", True),),
    "类别": (("kind_word", True),),
}
URGENT = next(iter(ORDERS))
# The columns whose words the filter bar offers.
CHOICES = (
    *("leader_name", "owner_name", "aspect", "kind_word", "status_word", "department", "source", "lane"),
    "criterion_label",
)
_OF_GONE = ["item_id", "number", "problem", "owner_name"]
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
    """A reader's filters on the ledger; an empty one doesn't filter.

    `words`: columns with the values wanted. `lateness`: flags (`words.ITEM_FLAG`), any of which must hold. `ages`:
    bands of AGES. `marks`: of the comparison. `orders`: words of ORDERS, the first weighing most. `group`: a column or
    "".
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
    """Whose ledger and when. `owner_id`: of one owner only, None: all; `compare_on` None: no comparison."""

    activity_id: str
    as_of: date
    compare_on: date | None = None
    owner_id: str | None = None


def counts(store: Store, ledger: Ledger) -> dict[str, int]:
    """How many items of a ledger each view holds, in the order of the tabs."""
    counted: dict[str, int] = store.cached(
        ("rectification_filters.counts", ledger), lambda: view_counts(some_of_marked(store, ledger, OF_VIEWS))
    )
    return counted


def choices(store: Store, ledger: Ledger) -> dict[str, list[str]]:
    """The words in each column of CHOICES, sorted; BLANK for empty cells."""

    def gather() -> dict[str, list[str]]:
        items = some_of_marked(store, ledger, CHOICES)
        return {column: sorted(_words(items[column])) for column in CHOICES}

    words: dict[str, list[str]] = store.cached(("rectification_filters.choices", ledger), gather)
    return words


def _words(cells: pd.Series) -> set[str]:
    return {word if isinstance(word, str) and word else BLANK for word in set(cells.to_numpy().tolist())}


def chosen(store: Store, ledger: Ledger, asked: Asked) -> Taken:
    """The items of a day that pass the filters, in the order asked for, with the comparison's columns."""

    def take() -> Taken:
        return Taken(marked(store, ledger), _places(store, ledger, asked)["place"].to_numpy())

    taken: Taken = store.cached(("rectification_filters.chosen", ledger, asked), take)
    return taken


@kept
def _places(store: Store, ledger: Ledger, asked: Asked) -> pd.DataFrame:
    """Where the items of `chosen` are in the ledger, in their order: place."""
    items = marked(store, ledger)
    places = np.flatnonzero(_are_left(items, asked))
    return pd.DataFrame({"place": places[_order(items, places, asked)]})


@kept
def some_of_chosen(store: Store, ledger: Ledger, asked: Asked, columns: tuple[str, ...]) -> pd.DataFrame:
    """These columns of `chosen`. What is made of them alone stays after a write that changed others."""
    places = _places(store, ledger, asked)["place"].to_numpy()
    return some_of_marked(store, ledger, columns).take(places)


@kept
def before(store: Store, ledger: Ledger, asked: Asked) -> pd.DataFrame:
    """The items that passed the filters (except marks) on the compared day, as they were then, by number."""
    was = marked(store, replace(ledger, as_of=ledger.compare_on or ledger.as_of, compare_on=None))
    return was[_are_left(was, _settled(asked))]


def _settled(asked: Asked) -> Asked:
    """The filters without marks, order and grouping, which apply to the current day only."""
    return replace(asked, marks=(), orders=(), group="")


@kept
def gone(store: Store, ledger: Ledger, asked: Asked) -> pd.DataFrame:
    """The items that the reader would have seen on the compared day, or at some time since, and doesn't see now.

    One row per item: item_id, number, problem and owner_name, as it was then or when it was removed; marks,
    changes_text, is_present and reason of the comparison, and why (what became of it). Empty where nothing is compared.
    """
    if ledger.compare_on is None:
        return pd.DataFrame({"item_id": []})
    asked = _settled(asked)
    that_day = replace(ledger, as_of=ledger.compare_on, compare_on=None)
    was, now = (some_of_marked(store, each, ("number",))["number"] for each in (that_day, ledger))
    out = _taken_out(store, ledger)
    is_fleeting = ~np.isin(out["number"], was) & _are_left(out, asked)
    then = before(store, ledger, asked)
    is_seen = np.isin(then["number"], _seen(store, ledger, asked)["number"])
    left = pd.concat([then.loc[~is_seen, _OF_GONE], out.loc[is_fleeting, _OF_GONE]])
    if ledger.owner_id is not None:
        # What became of an item that was given to somebody else is not shown to its former owner.
        left = left[np.isin(left["number"], now) | np.isin(left["number"], out["number"])]
    rows = left.sort_values("number", ignore_index=True)
    return _with_fate(rows, _fates(store, ledger, tuple(rows["item_id"])))


@kept
def _seen(store: Store, ledger: Ledger, asked: Asked) -> pd.DataFrame:
    """The items that pass the filters now: number."""
    items = marked(store, ledger)
    return items.loc[_are_left(items, asked), ["number"]]


@kept
def _fates(store: Store, ledger: Ledger, ids: tuple[str, ...]) -> pd.DataFrame:
    """The rows of the comparison for some items, in their order."""
    found = compared(store, ledger.activity_id, ledger.as_of, ledger.compare_on or ledger.as_of)
    return found.take(pd.Index(found["item_id"]).get_indexer(list(ids)))


@kept
def _taken_out(store: Store, ledger: Ledger) -> pd.DataFrame:
    """The items removed since the compared day, as they were when removed, with words."""
    if ledger.compare_on is None:
        return pd.DataFrame({"item_id": []})
    out = removed(store, ledger.activity_id, ledger.as_of, ledger.compare_on).drop(columns="reason")
    return of_owner(with_words(out).assign(criterion_label=""), ledger.owner_id)


def _with_fate(rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The items with their rows of the comparison, and why they are no longer listed."""
    fate = found.set_axis(rows.index)
    why = fate["changes_text"].where(fate["is_present"], "移出台账：" + fate["reason"])
    return rows.assign(**{name: fate[name] for name in ("marks", "changes_text", "is_present", "reason")}, why=why)


@kept_by_record("rectification")
def marked(store: Store, ledger: Ledger, *, ids: list[str] | None = None) -> pd.DataFrame:
    """The items of a ledger with words, and with marks, changes and changes_text if compared with a day."""
    every = shown(store, ledger.activity_id, ledger.as_of)
    items = of_owner(of_ids(every, "item_id", ids), ledger.owner_id)
    if ledger.compare_on is None:
        return items
    found = of_ids(compared(store, ledger.activity_id, ledger.as_of, ledger.compare_on), "item_id", ids)
    places = pd.Index(found["item_id"]).get_indexer(items["item_id"])
    return items.assign(**{name: found[name].array.take(places) for name in ("marks", "changes", "changes_text")})


@kept
def some_of_marked(store: Store, ledger: Ledger, columns: tuple[str, ...]) -> pd.DataFrame:
    """These columns of `marked`."""
    return marked(store, ledger)[list(columns)]


def _are_left(items: pd.DataFrame, asked: Asked) -> Mask:
    """Which of the items pass the filters."""
    left: Mask = holds(items, asked.view).to_numpy()
    for column, values in asked.words:
        if values:
            left = left & _hold(items[column], values)
    if asked.lateness:
        flags = [code for code, word in ITEM_FLAG.items() if word in asked.lateness]
        left = left & items[flags].any(axis=1).to_numpy()
    if asked.ages:
        left = left & ages(items).isin(asked.ages).to_numpy()
    if asked.marks and "marks" in items:
        wanted = set(asked.marks)
        left = left & np.array([not wanted.isdisjoint(marks) for marks in items["marks"]], dtype=bool)
    return left & _are_due_between(items, asked) & _have_text(items, asked.text)


def _hold(cells: pd.Series, words: tuple[str, ...]) -> Mask:
    """Which cells hold one of the words; BLANK matches empty cells."""
    held: Mask = cells.isin(words).to_numpy()
    return held | cells.fillna("").eq("").to_numpy() if BLANK in words else held


def _are_due_between(items: pd.DataFrame, asked: Asked) -> Mask:
    is_due = np.ones(len(items), dtype=bool)
    if asked.due_from is not None:
        is_due &= (items["due_on"] >= pd.Timestamp(asked.due_from)).to_numpy()
    if asked.due_to is not None:
        is_due &= (items["due_on"] <= pd.Timestamp(asked.due_to)).to_numpy()
    return is_due


def _have_text(items: pd.DataFrame, text: str) -> Mask:
    """Which items contain every word of the text somewhere, as any part of a text, ignoring case."""
    have = np.ones(len(items), dtype=bool)
    for word in text.lower().split():
        have &= items["searched"].str.contains(word, regex=False).to_numpy(dtype=bool)
    return have


def _order(items: pd.DataFrame, places: Places, asked: Asked) -> Places:
    """The order of the items at some places, as places among those. Ties are ordered by urgency."""
    steps = [(asked.group, True)] if asked.group else []
    steps += [step for word in (*asked.orders, URGENT) for step in ORDERS[word]]
    rises = dict(reversed(steps))  # for a column named twice the first counts
    names = list(dict.fromkeys(name for name, _ in steps))
    # By hand, as pandas orders several columns by the categories of each, which takes ten times as long.
    keys = [_rank(items[name].to_numpy()[places], rises=rises[name]) for name in names]
    return np.lexsort(keys[::-1])  # it sorts by its last key first, and leaves ties in their order


def _rank(cells: NDArray[Any], *, rises: bool) -> NDArray[np.float64]:
    """Numbers in the order of some cells, or the other way; NaN, which comes last either way, for those missing."""
    if cells.dtype.kind == "O":
        codes = pd.factorize(cells, sort=True)[0]
        cells, are_missing = codes, codes < 0
    else:
        are_missing = pd.isna(cells)
    ranks = np.where(are_missing, np.nan, cells.astype("int64" if cells.dtype.kind == "M" else "float64"))
    return ranks if rises else -ranks
