"""From an opinion to the problem it speaks of, one that is known or a new one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from board import clock
from board.access import Actor, require
from board.problems.actions import PROBLEM, link_source_within
from board.store import records
from board.store.history import Event
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed


def to_problem(
    store: Store,
    actor: Actor,
    activity_id: str,
    opinion_id: str,
    problem_id: str | None,
    fields: Mapping[str, Any] | None = None,
    *,
    at: datetime | None = None,
) -> str:
    """Say that an opinion led to a problem and return the problem's id; None registers one (`problems.rules.FIELDS`).

    Both stand or fall together. Linked already, it stays so. Raises Refused, Invalid by field, and BoardError where the
    opinion or the problem isn't there.
    """
    require(actor, PROBLEM.permission)
    event = Event("add", actor, at or clock.now())

    def work(transaction: Transaction) -> str:
        name = problem_id or records.add_within(transaction, PROBLEM, activity_id, fields or {}, event)
        link = {"problem_id": name, "source_kind": "opinion", "source_id": opinion_id}
        link_source_within(transaction, activity_id, link, event.happened_at)
        return name

    return store.write(work, Deed("problems.lead", actor))
