"""The unit's side of 交办: somebody looks at what came and takes it into the own ledger, a later step of it too."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require
from board.errors import BoardError, Conflict
from board.rectification.registry import ACTIONS
from board.rectification.writing import Asked, act, next_ids
from board.store.frames import kept
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.words import ASSIGNMENT_ACTION

PERMISSION = ACTIONS["add"].permission


@kept
def assigned(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per assignment that had come from the superior by the end of a day, as its last step has it: the columns
    of `assigned_steps`; assigned_on (of its first step); item_id ('' until it was taken on), taken_seq, is_new (a step
    waits to be taken on). Those withdrawn before anybody took them on are left out."""
    steps = store.read("assignments/assigned", activity_id=activity_id, as_of=as_of)
    last = steps.drop_duplicates("assignment_id", keep="last")
    last = last[(last["item_id"] != "") | (last["action"] != "withdraw")]
    return last.assign(is_new=last["seq"] > last["taken_seq"])


def draft(row: Mapping[str, Any]) -> Row:
    """The values that the form of the item begins with. row: of `assigned`."""
    came = f"{row['superior']}交办 {row['item_no']}（{row['assigned_on']:%Y-%m-%d}）"
    about = {"problem": row["problem"], "source": row["source"], "aspect": row["aspect"], "remark": came}
    return {**about, "kind": "dated", "due_on": row["due_on"], "found_on": row["assigned_on"]}


def take_on(store: Store, actor: Actor, activity_id: str, row: Mapping[str, Any], fields: Mapping[str, Any]) -> str:
    """Take an assignment into the ledger as a new item (`rectification.fields.FIELDS`); returns its id.

    row: of `assigned`, as it was looked at. Raises Refused, Invalid by field, Conflict.
    """
    require(actor, PERMISSION)

    def work(transaction: Transaction) -> str:
        now = _present(transaction, activity_id, row)
        if now["item_id"]:
            raise Conflict("已经接收了", f"别人刚刚接收了，是 {now['item_id']}。", "请刷新页面。")
        (item_id,) = next_ids(transaction, activity_id, 1)
        act(transaction, Asked(actor, activity_id, item_id, "add", fields, clock.now()))
        _note(transaction, actor, now, item_id)
        return item_id

    return store.write(work, Deed("assignments.accept", actor, record=str(row["assignment_id"])))


def steps_for(row: Mapping[str, Any], item: Mapping[str, Any] | None) -> list[tuple[str, Row]]:
    """The actions of the ledger, with their fields, that taking on a later step is. Pure."""
    why = {"reason": f"{row['superior']}{ASSIGNMENT_ACTION[row['action']]}：{row['reason']}"}
    if item is None or item["is_removed"]:
        return []
    due_on = _day(row["due_on"])
    moves = item["kind"] != "deferred" and due_on != _day(item["due_on"])
    if row["action"] == "return" and item["status"] in {"submitted", "closed"}:
        back = "reopen" if item["status"] == "closed" else "send_back"
        return [(back, why | ({"due_on": due_on} if back == "reopen" and moves else {}))]
    if row["action"] == "correct" and item["status"] != "closed" and moves:
        return [("postpone", why | {"due_on": due_on})]
    return []


def take_over(store: Store, actor: Actor, activity_id: str, row: Mapping[str, Any]) -> None:
    """Take on a later step of an assignment whose item is there: `steps_for` says what becomes of it. As `take_on`."""
    require(actor, PERMISSION)

    def work(transaction: Transaction) -> None:
        now = _present(transaction, activity_id, row)
        items = transaction.rows("rectification/present", activity_id=activity_id, item_ids=[now["item_id"]])
        for action, fields in steps_for(now, items[0] if items else None):
            act(transaction, Asked(actor, activity_id, now["item_id"], action, fields, clock.now()))
        _note(transaction, actor, now, now["item_id"])

    store.write(work, Deed("assignments.accept", actor, record=str(row["assignment_id"])))


def of_item(store: Store, activity_id: str, item_id: str, as_of: date) -> pd.DataFrame:
    """The steps, oldest first, of the assignment that an item is done by; none for an item of one's own."""
    steps = store.read("assignments/assigned", activity_id=activity_id, as_of=as_of)
    return steps[steps["item_id"] == item_id]


def _present(transaction: Transaction, activity_id: str, seen: Mapping[str, Any]) -> Row:
    """The last step of an assignment, if it is the one that was looked at."""
    rows = transaction.rows("assignments/assigned", activity_id=activity_id, as_of=clock.today())
    mine = [row for row in rows if row["assignment_id"] == seen["assignment_id"]]
    if not mine:
        raise BoardError("没有这项交办", "上级没有交办过这一项。", "请刷新页面。")
    if mine[-1]["seq"] != seen["seq"] or mine[-1]["taken_seq"] >= mine[-1]["seq"]:
        raise Conflict("交办刚刚变了", "上级又有更正，或者别人刚刚接收了。", "请看一看现在的，再接收。")
    return mine[-1]


def _note(transaction: Transaction, actor: Actor, row: Row, item_id: str) -> None:
    who = {"happened_at": clock.now(), "actor_id": actor.account_id, "actor_name": actor.name}
    made = {name: row[name] for name in ("activity_id", "assignment_id", "seq")}
    transaction.insert("assignments/insert_items", [{**made, "item_id": item_id, **who}])


def _day(value: Any) -> date | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()
