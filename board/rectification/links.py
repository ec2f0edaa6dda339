"""Links from opinions to the rectification items they led to (item_opinions), a step of the thread; ended links are
kept."""

from collections.abc import Iterable
from datetime import datetime

import pandas as pd

from board import clock
from board.access import Actor, require
from board.errors import Invalid
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed


def link(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    opinion_ids: Iterable[str],
    *,
    at: datetime | None = None,
) -> None:
    """Record that opinions led to an item; those already linked stay as they are.

    Raises Refused, and Invalid if the item or an opinion isn't in the activity.
    """
    require(actor, "rectification.edit")
    linked, linked_at = tuple(opinion_ids), at or clock.now()
    store.write(
        lambda transaction: link_all(transaction, activity_id, item_id, linked, linked_at),
        Deed("rectification.link", actor, item_id),
    )


def unlink(
    store: Store, actor: Actor, activity_id: str, item_id: str, opinion_id: str, *, at: datetime | None = None
) -> None:
    """End the link between an item and an opinion, if there is one; earlier days still have it. Raises Refused."""
    require(actor, "rectification.edit")
    key = {"activity_id": activity_id, "item_id": item_id, "opinion_id": opinion_id, "at": at or clock.now()}
    store.write(
        lambda transaction: transaction.run("rectification/end_opinion", **key),
        Deed("rectification.unlink", actor, item_id),
    )


def links_of(store: Store, activity_id: str, item_id: str) -> pd.DataFrame:
    """One row per link that an item ever had to an opinion, oldest first: opinion_id, linked_at, unlinked_at or NaT."""
    return store.read("rectification/opinion_links", activity_id=activity_id, item_id=item_id)


def link_all(
    transaction: Transaction, activity_id: str, item_id: str, opinion_ids: Iterable[str], linked_at: datetime
) -> None:
    """Link an item to opinions as part of a larger write. Raises Invalid if it or one of them isn't in the activity."""
    wanted = tuple(dict.fromkeys(opinion_ids))
    _refuse_unknown(transaction, activity_id, item_id, wanted)
    there = transaction.rows("rectification/linked_opinions", activity_id=activity_id)
    linked = {row["opinion_id"] for row in there if row["item_id"] == item_id}
    row = {"activity_id": activity_id, "item_id": item_id, "linked_at": linked_at}
    new = [{**row, "opinion_id": opinion_id} for opinion_id in wanted if opinion_id not in linked]
    transaction.insert("rectification/insert_opinions", new)


def _refuse_unknown(transaction: Transaction, activity_id: str, item_id: str, opinion_ids: tuple[str, ...]) -> None:
    if not opinion_ids:
        return
    rows = transaction.rows("rectification/linkable", activity_id=activity_id)
    known = {(row["kind"], row["linked_id"]) for row in rows}
    missing = [opinion_id for opinion_id in opinion_ids if ("opinion", opinion_id) not in known]
    if missing:
        raise Invalid({"opinion_ids": f"没有这些意见：{'、'.join(missing)}"})
    if ("item", item_id) not in known:
        raise Invalid({"item_id": f"台账里没有 {item_id}，或已移出"})
