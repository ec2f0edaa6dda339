"""Which opinions led to which rectification items (item_opinions), the first step of the thread."""

from collections.abc import Iterable

import pandas as pd

from board.access import Actor, require
from board.db import Store, Transaction
from board.errors import Invalid


def link(store: Store, actor: Actor, activity_id: str, item_id: str, opinion_ids: Iterable[str]) -> None:
    """Say that opinions led to an item; those already linked stay as they are.

    Raises Refused, and Invalid if the item or an opinion isn't in the activity.
    """
    require(actor, "rectification.edit")
    linked = tuple(opinion_ids)
    store.write(lambda transaction: link_all(transaction, activity_id, item_id, linked))


def unlink(store: Store, actor: Actor, activity_id: str, item_id: str, opinion_id: str) -> None:
    """Take the link between an item and an opinion away, if there is one. Raises Refused."""
    require(actor, "rectification.edit")
    key = {"activity_id": activity_id, "item_id": item_id, "opinion_id": opinion_id}
    store.write(lambda transaction: transaction.run("rectification/delete_opinion", **key))


def item_opinions(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per opinion that led to an item: item_id, opinion_id, aspect, status, wording; never who gave it.

    wording: as it is handed on.
    """
    return store.read("rectification/opinions", activity_id=activity_id)


def link_all(transaction: Transaction, activity_id: str, item_id: str, opinion_ids: Iterable[str]) -> None:
    """Link an item to opinions as part of a larger write. Raises Invalid if it or one of them isn't in the activity."""
    wanted = tuple(dict.fromkeys(opinion_ids))
    _refuse_unknown(transaction, activity_id, item_id, wanted)
    rows = [{"activity_id": activity_id, "item_id": item_id, "opinion_id": opinion_id} for opinion_id in wanted]
    for row in rows:
        transaction.run("rectification/delete_opinion", **row)
    transaction.insert("rectification/insert_opinions", rows)


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
