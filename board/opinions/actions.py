"""Opinions: the actions that handle them, and reading the register.

`opinions.registry` has a row for each action, `opinions.figures` what is counted, `opinions.writing` how it is stored.
Every action takes `seen_seq`, the opinion's `seq` when the person opened it (raises Conflict if the opinion has changed
since; None: no check), and `at`, when it happened (None: now). Every action raises Refused, Invalid by field, and
BoardError where the state doesn't allow it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require
from board.opinions import writing
from board.opinions.disclosure import in_lots, in_whole_lots, shown_since
from board.opinions.figures import with_flags
from board.opinions.registry import ACTIONS, FIELDS, TEXT_FIELDS
from board.store.history import Event
from board.store.store import Store
from board.store.trail.chain import Deed
from board.typed import plain, plain_fields

Seq = int | None
When = datetime | None


def add(store: Store, actor: Actor, activity_id: str, fields: Mapping[str, Any], *, at: When = None) -> str:
    """Register an opinion (`opinions.registry.FIELDS`) and return its id."""
    require(actor, ACTIONS["add"].permission)
    event = Event("add", actor, at or clock.now())
    return store.write(
        lambda transaction: writing.add(transaction, activity_id, fields, event), Deed("opinions.add", actor)
    )


def act(
    store: Store,
    actor: Actor,
    activity_id: str,
    opinion_id: str,
    action: str,
    fields: Mapping[str, Any],
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Take an action (`opinions.registry.ACTIONS`, all but add) on an opinion. Nothing is written if nothing differs.

    `fields`, of which those in brackets may be left out: sort: aspect, [theme], [wording]; feed_back: [fed_back_on],
    [fed_back_to] (the group or the member it is about); answer: response, and answer unless it is a yes; merge:
    merged_into; edit: those that change; remove: reason; unmerge, restore: none.
    """
    require(actor, ACTIONS[action].permission)
    event = Event(action, actor, at or clock.now(), plain(fields.get("reason")) or "")
    given = plain_fields(fields, FIELDS, TEXT_FIELDS) if action == "edit" else fields
    store.write(
        lambda transaction: writing.act(transaction, activity_id, opinion_id, given, event, seen_seq=seen_seq),
        Deed(f"opinions.{action}", actor),
    )


def opinions(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per opinion at the end of a day, as it was then, merged ones included, removed ones not.

    All columns of `opinions`; member_name; main_id and main_status (of the opinion it was merged into, else its own);
    sheet_id and has_receipt (the feedback sheet that it or its main one is on, and whether that was handed over);
    item_ids (items it led to, directly or by a problem, joined by 、); registered_at (when it first appeared);
    happened_at, actor_name and action of its last event; and the flags of `opinions.figures.with_flags`. For readers
    who may not know who gave an opinion, only those in complete lots (`opinions.disclosure.in_lots`).
    """

    def make() -> pd.DataFrame:
        absent = absent_items(store, activity_id, as_of)
        rows = store.read("opinions/opinions", activity_id=activity_id, as_of=as_of, absent=absent)
        return with_flags(in_lots(rows, lots(store, activity_id), as_of) if store.hides_some() else rows, as_of)

    frame: pd.DataFrame = store.cached(("opinions.opinions", activity_id, as_of), make)
    return frame.copy(deep=False)


def absent_items(store: Store, activity_id: str, as_of: date) -> tuple[str, ...]:
    """The ids of the rectification items that did not stand in the ledger at the end of a day."""
    return tuple(store.read("rectification/absent", activity_id=activity_id, as_of=as_of)["item_id"])


def lots(store: Store, activity_id: str) -> dict[str, datetime]:
    """Opinion id → since when it is visible to readers who may not know who gave it."""

    def make() -> dict[str, datetime]:
        return shown_since(store.read("opinions/registered", activity_id=activity_id))

    since: dict[str, datetime] = store.cached(("opinions.lots", activity_id), make)
    return since


def of_lots(store: Store, activity_id: str, as_of: date, rows: pd.DataFrame) -> pd.DataFrame:
    """Returns the rows (with an opinion_id) whose opinions were visible to the current reader on a day."""
    return in_whole_lots(rows, lots(store, activity_id), as_of) if store.hides_some() else rows


def events(store: Store, activity_id: str, opinion_id: str) -> pd.DataFrame:
    """One row per event of an opinion, oldest first: happened_at, actor_name, action and the state it led to."""
    return store.read("opinions/events", activity_id=activity_id, opinion_id=opinion_id)
