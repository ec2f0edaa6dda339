"""Opinions that say the same: pairs suggested for merging, pairs kept apart, and merged ones."""

from datetime import date, datetime

import pandas as pd

from board import clock
from board.access import Actor, require
from board.errors import Invalid
from board.opinions import actions
from board.opinions.likeness import pairs
from board.store.frames import kept
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed

_COLUMNS = ["main_id", "main_content", "opinion_id", "content", "likeness"]


@kept
def alike(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per pair of opinions that may say the same, the most alike first.

    main_id, main_content, opinion_id, content, likeness (0 to 1). Both are about the group, or about the same member,
    neither is merged, and the pair was not kept apart. The main one is the one that others were merged into, else the
    one handled further; the choice never depends on which came first, as that would show it.
    """
    held = actions.opinions(store, activity_id, as_of)
    free = held[~held["is_merged"]].reset_index(drop=True)
    place = {name: number for number, name in enumerate(free["opinion_id"])}
    distinct = store.read("opinions/distinct", activity_id=activity_id)
    apart = {
        (min(place[one], place[other]), max(place[one], place[other]))
        for one, other in zip(distinct["opinion_id"], distinct["other_id"], strict=True)
        if one in place and other in place
    }
    mains = set(held["merged_into"].dropna())
    weight = free["opinion_id"].isin(mains) * 4 + free["is_fed_back"] * 2 + free["is_sorted"] * 1
    rows = []
    for one, other, likeness in pairs(free["content"].tolist(), free["member_id"].fillna("").tolist(), apart):
        main, twin = (other, one) if weight[other] > weight[one] else (one, other)
        if free["opinion_id"][twin] not in mains:
            names, texts = free["opinion_id"], free["content"]
            rows.append((names[main], texts[main], names[twin], texts[twin], likeness))
    return pd.DataFrame(rows, columns=_COLUMNS)


@kept
def merged(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per merged opinion: main_id, main_content, opinion_id, content."""
    held = actions.opinions(store, activity_id, as_of)
    text = dict(zip(held["opinion_id"], held["content"], strict=True))
    found = held[held["is_merged"]].sort_values(["main_id", "opinion_id"], ignore_index=True)
    return found.assign(main_content=found["main_id"].map(text))[_COLUMNS[:-1]]


@kept
def kept_apart(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per pair that was kept apart by a day, neither of which is merged: main_id, main_content, opinion_id,
    content.
    """
    held = actions.opinions(store, activity_id, as_of)
    free = held[~held["is_merged"]]
    text = dict(zip(free["opinion_id"], free["content"], strict=True))
    distinct = store.read("opinions/distinct", activity_id=activity_id)
    distinct = distinct[distinct["decided_at"] < pd.Timestamp(as_of) + pd.Timedelta(days=1)]
    rows = [
        (one, text[one], other, text[other])
        for one, other in zip(distinct["opinion_id"], distinct["other_id"], strict=True)
        if one in text and other in text
    ]
    return pd.DataFrame(rows, columns=_COLUMNS[:-1])


def keep_apart(
    store: Store, actor: Actor, activity_id: str, opinion_id: str, other_id: str, *, at: datetime | None = None
) -> None:
    """Record that two opinions are not the same, so that they are not suggested again; doing so twice changes nothing.

    Raises Refused, and Invalid where one doesn't exist or both are the same.
    """
    require(actor, "opinions.edit")

    def work(transaction: Transaction) -> None:
        one, other = sorted((opinion_id, other_id), key=lambda name: (len(name), name))
        known = all(
            transaction.rows("opinions/current", activity_id=activity_id, opinion_id=name) for name in (one, other)
        )
        if one == other or not known:
            raise Invalid({"other_id": "要两条不同的意见"})
        key = {"activity_id": activity_id, "opinion_id": one, "other_id": other}
        transaction.run("opinions/delete_distinct", **key)
        row = {**key, "decided_at": at or clock.now(), "actor_id": actor.account_id, "actor_name": actor.name}
        transaction.insert("opinions/insert_distinct", [row])

    store.write(work, Deed("opinions.keep_apart", actor, opinion_id))


def offer_again(store: Store, actor: Actor, activity_id: str, opinion_id: str, other_id: str) -> None:
    """Revoke `keep_apart` for two opinions. Raises Refused."""
    require(actor, "opinions.edit")
    one, other = sorted((opinion_id, other_id), key=lambda name: (len(name), name))
    key = {"activity_id": activity_id, "opinion_id": one, "other_id": other}
    store.write(
        lambda transaction: transaction.run("opinions/delete_distinct", **key),
        Deed("opinions.offer_again", actor, opinion_id),
    )
