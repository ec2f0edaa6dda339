"""Answers to findings of the truth check that don't apply: a reason, kept with who gave it and when.

An answer holds for every version in which the sentence is unchanged. Raises Refused, Invalid and BoardError.
"""

from datetime import datetime

from board import clock
from board.access import Actor, require
from board.errors import Invalid
from board.report.writing import found, standing
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed
from board.typed import plain

When = datetime | None

_LONGEST = 500


def answer(
    store: Store,
    actor: Actor,
    activity_id: str,
    version_id: str,
    finding_key: str,
    reason: str,
    *,
    at: When = None,
) -> None:
    """Record why a finding doesn't apply; a second answer replaces the first."""
    require(actor, "report.edit")
    given, moment = plain(reason), at or clock.now()
    if given is None:
        raise Invalid({"reason": "请写明为什么不适用"})
    if len(given) > _LONGEST:
        raise Invalid({"reason": f"最多 {_LONGEST} 个字"})

    def work(transaction: Transaction) -> None:
        found(standing(transaction, "report_versions", activity_id), "report_versions", version_id)
        key = {"activity_id": activity_id, "finding_key": finding_key}
        transaction.run("truth/withdraw", **key, at=moment)
        by = {"actor_id": actor.account_id, "actor_name": actor.name}
        row = {**key, **by, "version_id": version_id, "reason": given, "answered_at": moment, "withdrawn_at": None}
        transaction.insert("truth/insert", [row])

    store.write(work, Deed("truth.answer", actor, version_id))


def withdraw(store: Store, actor: Actor, activity_id: str, finding_key: str, *, at: When = None) -> None:
    """Take an answer back, so that the finding is open again; does nothing if there is no answer."""
    require(actor, "report.edit")
    key = {"activity_id": activity_id, "finding_key": finding_key}
    store.write(
        lambda transaction: transaction.run("truth/withdraw", **key, at=at or clock.now()),
        Deed("truth.withdraw", actor),
    )
