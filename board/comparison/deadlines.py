"""上报情况: until when units are to submit a state of which day; who is excused; who was reminded.

What comes late is taken, and called late for ever, also after a deadline was moved (`comparison.reported`), since each
setting of it is kept. Where a deadline is locked, what is for it is neither taken nor corrected once it is over, but of
units that are excused (`submissions.taking`). Units learn of deadlines and reminders with what goes down to them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require, require_whole
from board.errors import BoardError, Invalid
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import plain
from board.units.tree import require_within

_LONGEST_NAME, _LONGEST_REASON = 60, 200
_END = date(9999, 12, 30)


def deadlines(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per deadline as it stood at the end of a day, the last due first: deadline_id, seq, name, for_on,
    due_on, is_locked."""
    return store.read("deadlines/on", activity_id=activity_id, as_of=as_of)


def lock_word(deadline: pd.Series, as_of: date) -> str:
    """Whether a deadline, a row of `deadlines`, locks or is locked on a day, in words; "" where it never does."""
    if not deadline["is_locked"]:
        return ""
    return "已经锁定" if deadline["due_on"].date() < as_of else "过了期就锁定"


def set_deadline(
    store: Store, actor: Actor, activity_id: str, deadline_id: str, given: Mapping[str, Any], *, seen_seq: int = 0
) -> str:
    """Set a deadline ('' for a new one), change it, or take it back (is_removed); returns its id.

    given: name, for_on (a state of that day or later is wanted), due_on, is_locked, is_removed. Raises Refused,
    Invalid by field, and BoardError if it has changed since the person saw it.
    """
    require(actor, "submitted.edit")
    require_whole(actor)
    name, for_on, due_on = plain(given.get("name")) or "", given.get("for_on"), given.get("due_on")
    _refuse_wrong(name, for_on, due_on)

    def work(transaction: Transaction) -> str:
        rows = transaction.rows("deadlines/every", activity_id=activity_id)
        mine = [row for row in rows if row["deadline_id"] == deadline_id]
        if deadline_id and (not mine or mine[-1]["seq"] != seen_seq):
            raise BoardError("期限刚刚变了", "别人刚刚改过这个期限。", "请看一看现在的，再改。")
        number = len({row["deadline_id"] for row in rows}) + 1
        made = {"activity_id": activity_id, "deadline_id": deadline_id or f"D{number:03d}", "seq": len(mine) + 1}
        values = {"name": name, "for_on": for_on, "due_on": due_on, "is_removed": bool(given.get("is_removed"))}
        values["is_locked"] = bool(given.get("is_locked"))
        transaction.insert("deadlines/insert", [{**made, **values, **_by(actor)}])
        return str(made["deadline_id"])

    return store.write(work, Deed("submitted.deadline", actor, record=deadline_id))


def _refuse_wrong(name: str, for_on: date | None, due_on: date | None) -> None:
    wrong = {} if name else {"name": "请写这次上报叫什么，例如“第一次上报”"}
    if len(name) > _LONGEST_NAME:
        wrong["name"] = f"最多 {_LONGEST_NAME} 个字"
    if for_on is None:
        wrong["for_on"] = "请选哪天以后的情况"
    if due_on is None:
        wrong["due_on"] = "请选最迟哪天报到"
    elif for_on is not None and due_on < for_on:
        wrong["due_on"] = "不能早于要报的那一天"
    if wrong:
        raise Invalid(wrong)


def excuse(store: Store, actor: Actor, activity_id: str, deadline_id: str, unit_id: str, reason: str) -> None:
    """Excuse a unit from a deadline with a reason, or with '' no longer. Raises Refused, Invalid."""
    require(actor, "submitted.edit")
    why = plain(reason) or ""
    if len(why) > _LONGEST_REASON:
        raise Invalid({"reason": f"最多 {_LONGEST_REASON} 个字"})

    def work(transaction: Transaction) -> None:
        require_within(actor, transaction, [unit_id], clock.today())
        asked = {"activity_id": activity_id, "deadline_id": deadline_id}
        before = [
            row for row in transaction.rows("deadlines/excuses", **asked, as_of=_END) if row["unit_id"] == unit_id
        ]
        if not why and not (before and before[0]["is_excused"]):
            raise Invalid({"reason": "请写为什么免报"})
        row = {**asked, "unit_id": unit_id, "seq": before[0]["seq"] + 1 if before else 1}
        transaction.insert("deadlines/insert_excuses", [{**row, "is_excused": bool(why), "reason": why, **_by(actor)}])

    store.write(work, Deed("submitted.excuse", actor, record=unit_id))


def remind(store: Store, actor: Actor, activity_id: str, deadline_id: str, unit_ids: Sequence[str]) -> int:
    """Enter that units were reminded of a deadline; returns how many. In the place of one that another forwards, that
    one is."""
    require(actor, "submitted.edit")
    require_within(actor, store, unit_ids, clock.today())
    rows = [
        {"activity_id": activity_id, "deadline_id": deadline_id, "unit_id": unit_id, **_by(actor)}
        for unit_id in dict.fromkeys(each.partition(".")[0] for each in unit_ids)
    ]
    store.write(
        lambda transaction: transaction.insert("deadlines/insert_reminders", rows), Deed("submitted.remind", actor)
    )
    return len(rows)


def _by(actor: Actor) -> Row:
    return {"happened_at": clock.now(), "actor_id": actor.account_id, "actor_name": actor.name}
