"""Linking an opinion to the problem it is about, an existing or a new one."""

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
    """Link an opinion to a problem and return the problem's id; None registers a new one (`problems.rules.FIELDS`).

    Both happen in one transaction. An existing link is left as it is. Raises Refused, Invalid by field, and BoardError
    where the opinion or the problem doesn't exist.
    """
    require(actor, PROBLEM.permission)
    event = Event("add", actor, at or clock.now())

    def work(transaction: Transaction) -> str:
        name = problem_id or records.add_within(transaction, PROBLEM, activity_id, fields or {}, event)
        link = {"problem_id": name, "source_kind": "opinion", "source_id": opinion_id}
        link_source_within(transaction, activity_id, link, event.happened_at)
        return name

    return store.write(work, Deed("problems.lead", actor))
