"""Carrying unfinished items over from one activity to another of the same unit (转入).

The item is copied into the new ledger with a note of where it came from; the original stays where it is. The two are
linked, an item is carried over at most once, and each carry-over is a batch of the new ledger
(`rectification.batch`), undone as one.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pandas as pd

from board import clock
from board.access import Actor, require
from board.activity import activities
from board.errors import BoardError
from board.rectification.batch import Change, carry_out_within
from board.rectification.fields import FIELDS, PERSON_FIELDS, is_too_far_for_immediate
from board.rectification.registry import ACTIONS
from board.rectification.steps import REPORTED_PERCENT_AT_MOST
from board.rectification.writing import Asked as AskedOfItem
from board.rectification.writing import look_up, next_ids, outcome
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed

When = datetime | None
# Fields whose values may not exist in the new activity, which has its own words and people.
_NAMED = {"aspect": "aspect", "source": "source", "department": "department", "report_section": "section"}


def sources(store: Store, activity_id: str) -> dict[str, str]:
    """The unit's other activities that have unfinished items to carry over: id → name and stage."""
    rows = activities.activities(store)
    mine = rows[rows["activity_id"] == activity_id].iloc[0]
    others = rows[(rows["unit_id"] == mine["unit_id"]) & (rows["activity_id"] != activity_id)]
    ids = others[others["start_on"] <= mine["start_on"]][["activity_id", "stage"]].itertuples(index=False)
    return {each.activity_id: f"{each.activity_id} {each.stage}" for each in ids if open_items(store, each.activity_id)}


def open_items(store: Store, activity_id: str) -> list[Row]:
    """The states of an activity's items that are neither closed nor carried over yet."""
    gone = {row["from_item_id"] for row in store.rows("carrying/standing", activity_id=activity_id)}
    return [row for row in store.rows("carrying/left_open", activity_id=activity_id) if row["item_id"] not in gone]


def preview(store: Store, actor: Actor, activity_id: str, from_id: str, item_ids: Sequence[str]) -> pd.DataFrame:
    """One row per chosen item: from_item_id, problem, item_id (its id in the new ledger), changed (values that the new
    activity doesn't have, in words), trouble (why it can't be carried over, or ""). Nothing is written. Raises Refused.
    """
    require(actor, ACTIONS["add"].permission)
    items = {row["item_id"]: row for row in store.rows("carrying/left_open", activity_id=from_id)}
    chosen = [each for each in item_ids if each in items]
    ids = list(next_ids(store, activity_id, len(chosen)))
    ledger = look_up(store, activity_id, {})
    gone = {row["from_item_id"] for row in store.rows("carrying/standing", activity_id=from_id)}
    rows = []
    for from_item_id, item_id in zip(chosen, ids, strict=True):
        given, lost = _given(items[from_item_id], from_id, ledger.choices)
        trouble = "已经转过" if from_item_id in gone else ""
        try:
            outcome(ledger, AskedOfItem(actor, activity_id, item_id, "add", given, clock.now()), None)
        except BoardError as refusal:
            trouble = trouble or refusal.message
        rows.append((from_item_id, items[from_item_id]["problem"], item_id, lost, trouble))
    return pd.DataFrame(rows, columns=["from_item_id", "problem", "item_id", "changed", "trouble"])


def carry(
    store: Store, actor: Actor, activity_id: str, from_id: str, item_ids: Sequence[str], *, at: When = None
) -> str:
    """Carry items over and return the batch's id. Items already begun keep their progress.

    Raises Refused, and BoardError where none is chosen, or one isn't open there, was carried over already, or isn't
    valid in the new ledger; then none is carried over.
    """
    require(actor, ACTIONS["add"].permission)
    happened_at = at or clock.now()

    def work(transaction: Transaction) -> str:
        _refuse_other_unit(transaction, activity_id, from_id)
        items = {row["item_id"]: row for row in transaction.rows("carrying/left_open", activity_id=from_id)}
        _refuse(transaction, from_id, items, item_ids)
        ids = list(next_ids(transaction, activity_id, len(item_ids)))
        choices = look_up(transaction, activity_id, {}).choices
        changes = [
            change
            for from_item_id, item_id in zip(item_ids, ids, strict=True)
            for change in _changes(items[from_item_id], item_id, from_id, choices)
        ]
        title = f"由 {from_id} 转入 {len(item_ids)} 项"
        batch_id = carry_out_within(transaction, actor, activity_id, changes, title, at=happened_at)
        about = {"from_activity_id": from_id, "activity_id": activity_id, "batch_id": batch_id}
        done = {"carried_at": happened_at}
        pairs = [{"from_item_id": old, "item_id": new} for old, new in zip(item_ids, ids, strict=True)]
        transaction.insert("carrying/insert", [{**about, **pair, **done} for pair in pairs])
        return batch_id

    return store.write(work, Deed("rectification.carry", actor))


def of_item(store: Store, activity_id: str, item_id: str, as_of: date) -> pd.DataFrame:
    """The items that an item was copied from or to by the end of a day: way (from, to), activity_id, item_id."""
    links = store.read("carrying/links", as_of=as_of)
    came = links[(links["activity_id"] == activity_id) & (links["item_id"] == item_id)]
    went = links[(links["from_activity_id"] == activity_id) & (links["from_item_id"] == item_id)]
    origin = came[["from_activity_id", "from_item_id"]].set_axis(["activity_id", "item_id"], axis="columns")
    parts = [origin.assign(way="from"), went[["activity_id", "item_id"]].assign(way="to")]
    return pd.concat(parts, ignore_index=True)


def _given(item: Row, from_id: str, choices: Mapping[str, frozenset[str]]) -> tuple[Row, str]:
    """Returns the copy's fields, and the values that had to be left out or replaced, in words."""
    given = {name: item[name] for name in FIELDS}
    lost = []
    for name, kind in _NAMED.items():
        words = choices.get(kind, frozenset())
        if given[name] and words and given[name] not in words:
            lost.append(str(given[name]))
            given[name] = sorted(words)[0] if name in ("aspect", "source") else ""
    for name in PERSON_FIELDS:
        known = choices["member" if name == "leader_id" else "person"]
        if given[name] and given[name] not in known:
            lost.append(str(given[name]))
            given[name] = None
    if is_too_far_for_immediate(given):
        given["kind"] = "dated"
    given["criterion_id"] = None  # belongs to the other activity's evaluation
    origin = f"由 {from_id} 的 {item['item_id']} 转来"
    given["remark"] = f"{origin}；{item['remark']}" if item["remark"] else origin
    return given, "、".join(lost)


def _changes(item: Row, item_id: str, from_id: str, choices: Mapping[str, frozenset[str]]) -> list[Change]:
    given, _ = _given(item, from_id, choices)
    changes = [Change(None, "add", given)]
    if item["status"] != "not_started":
        changes.append(Change(item_id, "start", {}))
        progress = {
            "percent": _reported(item),
            "progress": item["progress"] or "转入前已经开始",
            "proof": item["proof"],
        }
        changes.append(Change(item_id, "report", progress))
    return changes


def _reported(item: Row) -> int:
    """The percentage that was last reported of an item: what is handed in has 100, which nobody reports."""
    kept = item["percent"] if item["percent"] <= REPORTED_PERCENT_AT_MOST else item["reported_percent"]
    return REPORTED_PERCENT_AT_MOST if kept is None else int(kept)


def _refuse_other_unit(transaction: Transaction, activity_id: str, from_id: str) -> None:
    units = {row["activity_id"]: row["unit_id"] for row in transaction.rows("activities/all")}
    if activity_id == from_id or from_id not in units or units[from_id] != units.get(activity_id):
        raise BoardError("不能转入", "只能从本单位的另一项活动转入。", "请核对从哪一项活动转。")


def _refuse(transaction: Transaction, from_id: str, items: Mapping[str, Row], item_ids: Sequence[str]) -> None:
    if not item_ids:
        raise BoardError("没有选中事项", "一项也没有选。", "请先选中要转入的事项。")
    missing = [each for each in item_ids if each not in items]
    if missing:
        raise BoardError("不能转入", f"{'、'.join(missing)} 不在 {from_id} 没有办结的事项里。", "请刷新页面核对。")
    gone = {row["from_item_id"]: row for row in transaction.rows("carrying/standing", activity_id=from_id)}
    twice = [f"{each}（{gone[each]['activity_id']} 的 {gone[each]['item_id']}）" for each in item_ids if each in gone]
    if twice:
        raise BoardError("已经转过了", f"这些事项转过一次：{'、'.join(twice)}。", "请去掉它们，再办一次。")
