"""程序检查: the verdict of every rule on a day, the rules of a phase that are not kept, and marking a phase done.

The rules themselves are in `board.rules`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require
from board.activity import activities
from board.errors import BoardError, Invalid
from board.rules.judging import Verdict
from board.rules.verdicts import RULES, judged
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed
from board.truth.versions import open_findings
from board.typed import plain

_LONGEST_REASON = 500


def verdicts(store: Store, activity_id: str, as_of: date) -> tuple[Verdict, ...]:
    """The verdicts of all rules for which this activity's plan has a phase, in order, as of a day."""

    def make() -> tuple[Verdict, ...]:
        return judged(store, activity_id, as_of, RULES, open_findings)

    made: tuple[Verdict, ...] = store.cached(("procedure.verdicts", activity_id, as_of), make)
    return made


def counts(found: Iterable[Verdict]) -> Counter[str]:
    """The number of rules with each verdict (words.VERDICT)."""
    return Counter(each.verdict for each in found)


def in_the_way(found: Iterable[Verdict], purpose: str) -> tuple[Verdict, ...]:
    """The verdicts of a phase's rules that are not kept yet."""
    return tuple(each for each in found if each.rule.purpose == purpose and each.gaps)


def marks(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per phase marked by a day, with its newest mark.

    phase_id, is_done, reason, failed_count, happened_at, actor_name.
    """
    return store.read("procedure/marks", activity_id=activity_id, as_of=as_of)


def history(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per mark of a phase, the newest first; columns as in `marks`."""
    return store.read("procedure/history", activity_id=activity_id)


def mark(store: Store, actor: Actor, activity_id: str, phase_id: str, given: Mapping[str, Any]) -> int:
    """Mark a phase as done (is_done True) or take the mark back; returns how many of its rules are not kept.

    given: is_done, reason. A reason is needed where rules are not kept, and for taking the mark back. Raises Refused,
    Invalid by field, and BoardError where there is no such phase or it is so marked already.
    """
    require(actor, "procedure.mark")
    is_done, reason = bool(given.get("is_done")), plain(given.get("reason")) or ""
    phases = activities.phases(store, activity_id)
    mine = phases[phases["phase_id"] == phase_id]
    if mine.empty:
        raise BoardError("没有这个环节", f"本活动里没有 {phase_id}。", "请刷新页面后再看。")
    failed = in_the_way(verdicts(store, activity_id, clock.today()), str(mine["purpose"].iloc[0]) or "-")

    def work(transaction: Transaction) -> None:
        last = _last(transaction, activity_id, phase_id)
        if is_done == bool(last and last["is_done"]):
            state = "已经标记完成" if is_done else "还没有标记完成"
            raise BoardError("不需要再标记", f"这个环节{state}。", "请刷新页面后再看。")
        _refuse_without_reason(reason, is_done, len(failed))
        row = {
            "activity_id": activity_id,
            "phase_id": phase_id,
            "seq": last["seq"] + 1 if last else 1,
            "is_done": is_done,
            "reason": reason,
            "failed_count": len(failed),
            "happened_at": clock.now(),
            "actor_id": actor.account_id,
            "actor_name": actor.name,
        }
        transaction.insert("procedure/insert_marks", [row])

    store.write(work, Deed("procedure.mark" if is_done else "procedure.unmark", actor, phase_id))
    return len(failed)


def _last(transaction: Transaction, activity_id: str, phase_id: str) -> dict[str, Any] | None:
    rows = transaction.rows("procedure/marks", activity_id=activity_id, as_of=date(9999, 12, 30))
    return next((row for row in rows if row["phase_id"] == phase_id), None)


def _refuse_without_reason(reason: str, is_done: bool, failed_count: int) -> None:
    if len(reason) > _LONGEST_REASON:
        raise Invalid({"reason": f"最多 {_LONGEST_REASON} 个字"})
    if reason:
        return
    if not is_done:
        raise Invalid({"reason": "请写明为什么重新打开这个环节"})
    if failed_count:
        raise Invalid({"reason": f"还有 {failed_count} 条程序没有通过，要标记完成请写明原因"})
