"""The bureau's side of 交办: an item of its own ledger is assigned to units; corrected, returned to one, withdrawn.

It is accepted as any other item is, but only once each unit has closed its own, and by another account than handed it
in (`rectification.writing`).
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from board import clock
from board.access import Actor, require
from board.assignments.shape import LONGEST_PROBLEM, LONGEST_WANTED
from board.errors import BoardError, Conflict, Invalid
from board.rectification.registry import ACTIONS
from board.rectification.writing import Asked, act, next_ids
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.submissions.shape import LONGEST_LABEL, LONGEST_REASON, line
from board.typed import plain
from board.units.tree import require_within

PERMISSION = "rectification.edit"
_ASKED = ("problem", "aspect", "source", "wanted", "due_on")


def assign(
    store: Store, actor: Actor, activity_id: str, item_id: str, unit_ids: Iterable[str], given: Mapping[str, Any]
) -> int:
    """Assign an item to units; returns to how many. given: wanted, due_on (by which day). Those that have it stay.

    Raises Refused, Invalid by field, and BoardError where the item isn't open.
    """
    require(actor, PERMISSION)
    chosen = tuple(dict.fromkeys(unit_ids))
    return store.write(
        lambda transaction: hand_out(transaction, actor, activity_id, item_id, chosen, given, clock.now()),
        Deed("assignments.assign", actor, record=item_id),
    )


def assign_new(
    store: Store,
    actor: Actor,
    activity_id: str,
    fields: Mapping[str, Any],
    unit_ids: Iterable[str],
    given: Mapping[str, Any],
) -> str:
    """Register an item (`rectification.fields.FIELDS`) and assign it, both or neither; returns its id. As `assign`."""
    require(actor, ACTIONS["add"].permission)
    chosen = tuple(dict.fromkeys(unit_ids))

    return store.write(
        lambda transaction: hand_out_new(transaction, actor, activity_id, fields, chosen, given, clock.now()),
        Deed("assignments.assign", actor),
    )


def hand_out_new(
    transaction: Transaction,
    actor: Actor,
    activity_id: str,
    fields: Mapping[str, Any],
    unit_ids: tuple[str, ...],
    given: Mapping[str, Any],
    now: datetime,
) -> str:
    """`assign_new` as part of a larger write."""
    require(actor, ACTIONS["add"].permission)
    (item_id,) = next_ids(transaction, activity_id, 1)
    try:
        act(transaction, Asked(actor, activity_id, item_id, "add", fields, now))
    except Invalid as error:  # at once with what is wrong about the assignment
        raise Invalid({**_wrong(given, now.date()), **error.fields}) from None
    hand_out(transaction, actor, activity_id, item_id, unit_ids, given, now)
    return item_id


def hand_out(
    transaction: Transaction,
    actor: Actor,
    activity_id: str,
    item_id: str,
    unit_ids: tuple[str, ...],
    given: Mapping[str, Any],
    now: datetime,
) -> int:
    """`assign` as part of a larger write."""
    require(actor, PERMISSION)
    require_within(actor, transaction, unit_ids, now.date())
    items = transaction.rows("rectification/present", activity_id=activity_id, item_ids=[item_id])
    if not items or items[0]["is_removed"] or items[0]["status"] == "closed":
        raise BoardError("不能交办", f"{item_id} 不在台账里，或者已经销号。", "请刷新页面核对。")
    typed = _typed(given, items[0], now.date())
    there = {row["unit_id"] for row in transaction.rows("units/on", as_of=now.date()) if row["is_reporting"]}
    unknown = [each for each in unit_ids if each not in there]
    if not unit_ids or unknown:
        raise Invalid({"unit_ids": f"不是要上报的单位：{'、'.join(unknown[:5])}" if unknown else "请选交办给哪些单位"})
    known = transaction.rows("assignments/standing", activity_id=activity_id, as_of=now.date(), after_no=0)
    has_it = {row["unit_id"] for row in known if row["item_id"] == item_id and row["action"] != "withdraw"}
    rows = [
        {
            **{"activity_id": activity_id, "assignment_id": f"{item_id}.{unit_id}.{secrets.token_hex(4)}", "seq": 1},
            **{"unit_id": unit_id, "item_id": item_id, "action": "assign", "reason": "", **typed, **_by(actor, now)},
        }
        for unit_id in unit_ids
        if unit_id not in has_it
    ]
    if not rows:
        raise Invalid({"unit_ids": "这些单位都交办过了"})
    transaction.insert("assignments/insert", rows)
    return len(rows)


def change(
    store: Store,
    actor: Actor,
    activity_id: str,
    assignment_id: str,
    action: str,
    given: Mapping[str, Any],
    *,
    seen_seq: int,
) -> None:
    """Correct an assignment (wanted, due_on; reason), return what the unit handed up as done (reason) or withdraw it
    (reason). Raises Refused, Invalid by field, Conflict, and BoardError where that isn't possible now."""
    require(actor, PERMISSION)

    def work(transaction: Transaction) -> None:
        now = clock.now()
        rows = transaction.rows("assignments/standing", activity_id=activity_id, as_of=now.date(), after_no=0)
        state = next((row for row in rows if row["assignment_id"] == assignment_id), None)
        if state is not None and state["seq"] != seen_seq and is_possible(state, action):
            raise Conflict("交办刚刚变了", "别人刚刚改过这个单位的交办。", "请看一看现在的，再办。")
        alter(transaction, actor, state, action, given, now)

    store.write(work, Deed(f"assignments.{action}", actor, record=assignment_id))


def alter(
    transaction: Transaction, actor: Actor, state: Row | None, action: str, given: Mapping[str, Any], now: datetime
) -> None:
    """`change` as part of a larger write. state: the assignment, a row of `comparison.assigned.standing` or None."""
    require(actor, PERMISSION)
    if state is None or not is_possible(state, action):
        raise BoardError("现在不能这样办", "这个单位的交办已经变了。", "请刷新页面，看一看现在的情况。")
    require_within(actor, transaction, [state["unit_id"]], now.date())
    reason = line(plain(given.get("reason")) or "", {}, LONGEST_REASON)
    if not reason:
        raise Invalid({"reason": "请写原因，单位看得到"})
    typed = _typed(given, state, now.date()) if action == "correct" else {name: state[name] for name in _ASKED}
    kept = {name: state[name] for name in ("activity_id", "assignment_id", "unit_id", "item_id")}
    step = {**kept, "seq": state["seq"] + 1, "action": action, "reason": reason, **typed, **_by(actor, now)}
    transaction.insert("assignments/insert", [step])


def is_possible(state: Mapping[str, Any], action: str) -> bool:
    """Whether an assignment (a row of `comparison.assigned.standing`) can be corrected, returned, withdrawn."""
    if state["action"] == "withdraw":
        return False
    return action != "return" or (state["status"] in {"submitted", "closed"} and not state["is_returned"])


def _typed(given: Mapping[str, Any], before: Mapping[str, Any], today: date) -> Row:
    """Returns what is asked, in one line each as it goes down. before: the item, or the assignment."""
    if wrong := _wrong(given, today):
        raise Invalid(wrong)
    kept = {"problem": LONGEST_PROBLEM, "aspect": LONGEST_LABEL, "source": LONGEST_LABEL}
    texts = {name: line(before[name], {}, longest) for name, longest in kept.items()}
    return {**texts, "wanted": _wanted(given), "due_on": given["due_on"]}


def _wanted(given: Mapping[str, Any]) -> str:
    return line(plain(given.get("wanted")) or "", {}, LONGEST_WANTED)


def _wrong(given: Mapping[str, Any], today: date) -> dict[str, str]:
    """Returns what is wrong with what is asked, by field."""
    wrong, due_on = {} if _wanted(given) else {"wanted": "请写要各单位做什么"}, given.get("due_on")
    if due_on is None:
        wrong["due_on"] = "请选最迟哪天办完"
    elif due_on < today:
        wrong["due_on"] = "不能早于今天"
    return wrong


def _by(actor: Actor, now: datetime) -> Row:
    return {"happened_at": now, "actor_id": actor.account_id, "actor_name": actor.name}
