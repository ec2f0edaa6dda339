"""Opinions: the actions that handle them, and reading the register.

`opinions.rules` says what is allowed and required, `opinions.figures` what is counted, `opinions.writing` how it is
stored. Every action takes `seen_seq`, the opinion's `seq` when the person opened it (raises Conflict if the opinion has
changed since; None: no check), and `at`, when it happened (None: now). Every action raises Refused, Invalid by field,
and BoardError where the state doesn't allow it.
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
from board.opinions.rules import FIELDS, TEXT_FIELDS
from board.store.history import Event
from board.store.store import Store
from board.store.trail.chain import Deed
from board.typed import plain_fields

Seq = int | None
When = datetime | None


def add(store: Store, actor: Actor, activity_id: str, fields: Mapping[str, Any], *, at: When = None) -> str:
    """Register an opinion (`opinions.rules.FIELDS`) and return its id."""
    require(actor, "opinions.edit")
    event = Event("add", actor, at or clock.now())
    return store.write(
        lambda transaction: writing.add(transaction, activity_id, fields, event), Deed("opinions.add", actor)
    )


def edit(
    store: Store,
    actor: Actor,
    activity_id: str,
    opinion_id: str,
    fields: Mapping[str, Any],
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Change typed fields. Nothing is written if nothing differs."""
    given = plain_fields(fields, FIELDS, TEXT_FIELDS)
    _act(store, Event("edit", actor, at or clock.now()), activity_id, opinion_id, given, seen_seq)


def sort(
    store: Store,
    actor: Actor,
    activity_id: str,
    opinion_id: str,
    aspect: str,
    theme: str = "",
    wording: str = "",
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Assign an opinion to an aspect and a theme: 待梳理 → 已梳理; sorting again reassigns it.

    `wording`: the text to hand on instead of the original, where that would reveal who gave the opinion.
    """
    given = {"aspect": aspect, "theme": theme, "wording": wording}
    _act(store, Event("sort", actor, at or clock.now()), activity_id, opinion_id, given, seen_seq)


def feed_back(
    store: Store,
    actor: Actor,
    activity_id: str,
    opinion_id: str,
    fed_back_on: date | None = None,
    fed_back_to: str = "",
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Pass an opinion on, by default to the group or the member it is about: 已梳理 → 已反馈."""
    given = {"fed_back_on": fed_back_on, "fed_back_to": fed_back_to}
    _act(store, Event("feed_back", actor, at or clock.now()), activity_id, opinion_id, given, seen_seq)


def answer(
    store: Store,
    actor: Actor,
    activity_id: str,
    opinion_id: str,
    response: str,
    words_given: str = "",
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Record the answer to those who gave the opinion: one of `words.RESPONSE`, and its text."""
    given = {"response": response, "answer": words_given}
    _act(store, Event("answer", actor, at or clock.now()), activity_id, opinion_id, given, seen_seq)


def merge(
    store: Store,
    actor: Actor,
    activity_id: str,
    opinion_id: str,
    main_id: str,
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Merge an opinion into a main one that says the same; it is kept, and handled with the main one from now on."""
    _act(store, Event("merge", actor, at or clock.now()), activity_id, opinion_id, {"merged_into": main_id}, seen_seq)


def unmerge(
    store: Store, actor: Actor, activity_id: str, opinion_id: str, *, seen_seq: Seq = None, at: When = None
) -> None:
    """Separate an opinion from its main one again."""
    _act(store, Event("unmerge", actor, at or clock.now()), activity_id, opinion_id, {}, seen_seq)


def remove(
    store: Store,
    actor: Actor,
    activity_id: str,
    opinion_id: str,
    reason: str,
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Remove an opinion from the register, with a reason; its history is kept, and `restore` brings it back."""
    event = Event("remove", actor, at or clock.now(), reason)
    _act(store, event, activity_id, opinion_id, {"reason": reason}, seen_seq)


def restore(
    store: Store, actor: Actor, activity_id: str, opinion_id: str, *, seen_seq: Seq = None, at: When = None
) -> None:
    """Bring a removed opinion back into the register."""
    _act(store, Event("restore", actor, at or clock.now()), activity_id, opinion_id, {}, seen_seq)


def opinions(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per opinion at the end of a day, as it was then, merged ones included, removed ones not.

    All columns of `opinions`; member_name; main_id and main_status (of the opinion it was merged into, else its own);
    sheet_id and has_receipt (the feedback sheet that it or its main one is on, and whether that was handed over);
    item_ids (items it led to, directly or by a problem, joined by 、); registered_at (when it first appeared);
    happened_at, actor_name and action of its last event; and the flags of `opinions.figures.with_flags`. For readers
    who may not know who gave an opinion, only those in complete lots (`opinions.disclosure.in_lots`).
    """

    def make() -> pd.DataFrame:
        rows = store.read("opinions/opinions", activity_id=activity_id, as_of=as_of)
        return with_flags(in_lots(rows, lots(store, activity_id), as_of) if store.hides_some() else rows, as_of)

    frame: pd.DataFrame = store.cached(("opinions.opinions", activity_id, as_of), make)
    return frame.copy(deep=False)


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


def _act(
    store: Store, event: Event, activity_id: str, opinion_id: str, given: Mapping[str, Any], seen_seq: Seq
) -> None:
    require(event.actor, "opinions.edit")
    store.write(
        lambda transaction: writing.act(transaction, activity_id, opinion_id, given, event, seen_seq=seen_seq),
        Deed(f"opinions.{event.action}", event.actor),
    )
