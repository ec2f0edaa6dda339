"""What a meeting decides (议定事项): decided, taken back, confirmed or refused.

A decision that its maker may carry out is carried out at once, as a batch of the ledger with one action, so that it
can be taken back as a whole until the meeting is closed. Any other waits until somebody who may confirms it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from board import clock
from board.access import Actor, Role, require
from board.errors import BoardError, Invalid, Refused
from board.rectification.batch import Change, carry_out_within, undo_within
from board.rectification.registry import ACTIONS
from board.sittings.actions import open_sitting, sitting_of
from board.sittings.rules import RULES, ledger_fields, may_carry_out, offered, refuse_what_cannot_be_done, taken
from board.store.history import Event, record, wrong_moment
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import plain
from board.words import DECISION, DECISION_STATE

When = datetime | None


def decide(
    store: Store,
    actor: Actor,
    activity_id: str,
    sitting_id: str,
    kind: str,
    given: Mapping[str, Any],
    *,
    at: When = None,
) -> str:
    """Decide something in an open meeting and return the decision's id; see `DECISION_STATE` for what became of it.

    given: item_id ("": about none), content, and the fields of the kind (`rules.RULES`), days as `date`. Raises
    Refused, Invalid by field, and BoardError where the meeting isn't open or the item doesn't allow it.
    """
    require(actor, "deck.show")
    event = Event("decide", actor, at or clock.now())

    def work(transaction: Transaction) -> str:
        open_sitting(transaction, actor, activity_id, sitting_id)
        item_id = "" if kind == "assign" else str(plain(given.get("item_id")) or "")
        item = _item(transaction, activity_id, item_id)
        _refuse_unfit(kind, item_id, item)
        content, fields = taken(kind, given, event.happened_at.date())
        known = transaction.rows("decisions/present", activity_id=activity_id)
        state = {
            "activity_id": activity_id,
            "decision_id": f"D-{len(known) + 1:03d}",
            "seq": 1,
            "sitting_id": sitting_id,
            "kind": kind,
            "item_id": item_id,
            "content": content,
            "fields": json.dumps(fields, ensure_ascii=False, default=date.isoformat),
            "state": "waiting",
            "item_batch": "",
        }
        carried = state
        if may_carry_out(kind, item, actor):
            carried = _carried(transaction, state, item, event)
        else:
            refuse_what_cannot_be_done(state, item, event.happened_at.date())
        record(transaction, "decisions", "decision_id", carried, event)
        return str(state["decision_id"])

    return store.write(work, Deed("decisions.decide", actor))


def confirm(store: Store, actor: Actor, activity_id: str, decision_id: str) -> None:
    """Carry out a decision that waits. Raises Refused, and as the ledger's action does."""
    require(actor, "see.sittings")
    event = Event("confirm", actor, clock.now())

    def work(transaction: Transaction) -> None:
        decision, item = _waiting(transaction, activity_id, decision_id, actor)
        _record_next(transaction, _carried(transaction, decision, item, event), event)

    store.write(work, Deed("decisions.confirm", actor, decision_id))


def decline(store: Store, actor: Actor, activity_id: str, decision_id: str, reason: str) -> None:
    """Refuse a decision that waits, with a reason. Raises Refused, and Invalid without a reason."""
    require(actor, "see.sittings")
    event = Event("decline", actor, clock.now(), reason)

    def work(transaction: Transaction) -> None:
        decision, _ = _waiting(transaction, activity_id, decision_id, actor)
        if not plain(reason):
            raise Invalid({"reason": "请写明为什么不同意"})
        _record_next(transaction, {**decision, "state": "declined"}, event)

    store.write(work, Deed("decisions.decline", actor, decision_id))


def undo(store: Store, actor: Actor, activity_id: str, decision_id: str) -> None:
    """Take back a decision of an open meeting: its item is again as it was. Raises Refused, and BoardError where the
    meeting is closed, or the item has changed since.
    """
    require(actor, "deck.show")
    event = Event("undo", actor, clock.now())
    # Taking back what a meeting decided is no edit of the ledger: whoever holds it may, though only clerks edit.
    undoer = replace(actor, roles=actor.roles | {Role.CLERK})

    def work(transaction: Transaction) -> None:
        decision = _decision(transaction, activity_id, decision_id)
        open_sitting(transaction, actor, activity_id, decision["sitting_id"])
        if decision["state"] in {"undone", "declined"}:
            raise BoardError("不能撤回", f"{decision_id} {DECISION_STATE[decision['state']]}。", "请刷新页面核对。")
        if decision["item_batch"]:
            undo_within(transaction, undoer, activity_id, decision["item_batch"], at=event.happened_at)
        _record_next(transaction, {**decision, "state": "undone"}, event)

    store.write(work, Deed("decisions.undo", actor, decision_id))


def _item(transaction: Transaction, activity_id: str, item_id: str) -> Row | None:
    found = transaction.rows("rectification/present", activity_id=activity_id, item_ids=[item_id]) if item_id else []
    return found[0] if found else None


def _refuse_unfit(kind: str, item_id: str, item: Row | None) -> None:
    if item_id and item is None:
        raise BoardError("没有这个整改事项", f"台账里没有 {item_id}。", "请核对编号。")
    if kind not in RULES:
        raise BoardError("不知道要议定什么", "页面和服务器不是同一个版本。", "请刷新页面。")
    if kind not in offered(item):
        about = f"{item_id} 现在的状态" if item_id else "没有选事项"
        raise BoardError(f"不能{DECISION[kind]}", f"{about}，办不了这件事。", "请换一种，或者先选好事项。")


def _carried(transaction: Transaction, decision: Row, item: Row | None, event: Event) -> Row:
    """The decision's state once the ledger's action is carried out."""
    action, kind = RULES[decision["kind"]].action, decision["kind"]
    if not action:
        return {**decision, "state": "done"}
    fields = ledger_fields(kind, decision["content"], json.loads(decision["fields"]), event.actor)
    is_new = action == "add"
    change = Change(None if is_new else decision["item_id"], action, fields)
    title = f"会上议定：{DECISION[kind]}"
    key = {"activity_id": decision["activity_id"]}
    batch_id = carry_out_within(
        transaction, event.actor, decision["activity_id"], [change], title, at=event.happened_at
    )
    item_id = decision["item_id"]
    if is_new:
        item_id = transaction.rows("batches/touched", **key, batch_id=batch_id)[0]["item_id"]
    return {**decision, "state": "done", "item_batch": batch_id, "item_id": item_id}


def _decision(transaction: Transaction, activity_id: str, decision_id: str) -> Row:
    found = transaction.rows("decisions/current", activity_id=activity_id, decision_id=decision_id)
    if not found:
        raise BoardError("没有这件议定的事", f"本活动里没有 {decision_id}。", "请刷新页面，核对编号。")
    return found[0]


def _waiting(transaction: Transaction, activity_id: str, decision_id: str, actor: Actor) -> tuple[Row, Row | None]:
    """A decision that waits, and the item it is about. Raises Refused for somebody who may not carry it out."""
    decision = _decision(transaction, activity_id, decision_id)
    sitting_of(transaction, actor, activity_id, decision["sitting_id"])
    action = RULES[decision["kind"]].action
    require(actor, ACTIONS[action].permission if action else "deck.show")
    item = _item(transaction, activity_id, decision["item_id"])
    if decision["state"] != "waiting":
        raise BoardError("已经办过了", f"{decision_id} {DECISION_STATE[decision['state']]}。", "请刷新页面核对。")
    if not may_carry_out(decision["kind"], item, actor):
        raise Refused("不能由您确认", "这件事要由另外的人验收或办理。", "请由写明的验收人，或者工作人员来确认。")
    return decision, item


def _record_next(transaction: Transaction, decision: Row, event: Event) -> None:
    key = {"activity_id": decision["activity_id"], "decision_id": decision["decision_id"]}
    wrong = wrong_moment(event.happened_at, transaction.rows("decisions/last_event_at", **key))
    if wrong:
        raise Invalid(wrong)
    record(transaction, "decisions", "decision_id", {**decision, "seq": decision["seq"] + 1}, event)
