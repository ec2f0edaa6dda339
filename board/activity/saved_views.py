"""Filters saved under a name, for oneself or for everybody: the values in a page's URL, to be restored."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require
from board.errors import BoardError, Invalid, Refused
from board.store.frames import kept
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed
from board.typed import printable

_LONGEST_NAME = 30
_LONGEST_QUERY = 20_000


def saved_views(store: Store, actor: Actor, activity_id: str, subject: str) -> pd.DataFrame:
    """One row per view of a subject that this person sees, their own first, then shared ones, each in order of age.

    Columns: view_id, name, query (dict: a filter's key → its value), is_shared, is_mine, actor_name (its owner).
    """
    return _visible(store, activity_id, subject, actor.account_id)


def save(
    store: Store,
    actor: Actor,
    activity_id: str,
    subject: str,
    name: str,
    query: Mapping[str, Any],
    is_shared: bool = False,
) -> str:
    """Saves filters under a name, replacing this person's view of that name; returns the view's id.

    `query`: plain values that JSON holds. Everybody may save their own; raises Refused if it is to be shared without
    `views.share`, Invalid by field for a missing or too long name, or for more filters than a view holds.
    """
    if is_shared:
        require(actor, "views.share")
    given = {"name": printable(name), "query": json.dumps(dict(query), ensure_ascii=False)}
    _refuse_wrong(**given)

    def work(transaction: Transaction) -> str:
        view_id = _id_for(transaction, actor, activity_id, subject, given["name"])
        row = {
            "activity_id": activity_id,
            "view_id": view_id,
            "subject": subject,
            **given,
            "is_shared": is_shared,
            "actor_id": actor.account_id,
            "actor_name": actor.name,
            "saved_at": clock.now(),
        }
        transaction.run("saved_views/delete", activity_id=activity_id, view_id=view_id)
        transaction.insert("saved_views/insert", [row])
        return view_id

    return store.write(work, Deed("saved_views.keep", actor))


def remove(store: Store, actor: Actor, activity_id: str, view_id: str) -> None:
    """Deletes one's own view. Raises Refused for somebody else's, BoardError if there is none."""

    def work(transaction: Transaction) -> None:
        found = transaction.rows("saved_views/found", activity_id=activity_id, view_id=view_id)
        mine = [row for row in found if row["actor_id"] == actor.account_id]
        if found and not mine and found[0]["is_shared"]:
            raise Refused("不能删去别人的视图", "这个视图是别人存的。", "请存的人自己来删；您可以另存一个自己的。")
        if not mine:
            raise BoardError("没有这个视图", "这个视图可能已经删去了。", "请刷新页面后再看。")
        transaction.run("saved_views/delete", activity_id=activity_id, view_id=view_id)

    store.write(work, Deed("saved_views.remove", actor, view_id))


@kept
def _visible(store: Store, activity_id: str, subject: str, actor_id: str) -> pd.DataFrame:
    views = store.read("saved_views/visible", activity_id=activity_id, subject=subject, actor_id=actor_id)
    columns = ["view_id", "name", "query", "is_shared", "is_mine", "actor_name"]
    return views.assign(query=pd.Series([json.loads(query) for query in views["query"]], dtype=object))[columns]


def _refuse_wrong(name: str, query: str) -> None:
    wrong = {}
    if not name:
        wrong["name"] = "请给视图起个名字"
    elif len(name) > _LONGEST_NAME:
        wrong["name"] = f"名字最多 {_LONGEST_NAME} 个字"
    if len(query) > _LONGEST_QUERY:
        wrong["query"] = "选的条件太多，存不下；请少选几样"
    if wrong:
        raise Invalid(wrong)


def _id_for(transaction: Transaction, actor: Actor, activity_id: str, subject: str, name: str) -> str:
    """The id of this person's view with the name, else the next one."""
    key = {"activity_id": activity_id, "subject": subject, "actor_id": actor.account_id}
    for row in transaction.rows("saved_views/visible", **key):
        if row["is_mine"] and row["name"] == name:
            return str(row["view_id"])
    number = transaction.rows("saved_views/last_number", activity_id=activity_id)[0]["number"]
    return f"V-{number + 1:03d}"
