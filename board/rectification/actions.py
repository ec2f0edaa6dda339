"""Rectification items: the actions on them, and reading the ledger.

`rectification.rules` says what is allowed, `rectification.steps` what each action requires, `rectification.flags` what
is computed; permissions are checked in `rectification.writing`. Every action takes `seen_seq`, the item's `seq` when
the person opened it (raises Conflict if the item has changed since; None: no check), and `at`, when it happened (None:
now; never before the item's last event, never in the future). Every action raises Refused, Invalid by field, and
BoardError where the item's status doesn't allow it.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require
from board.rectification.flags import with_flags
from board.rectification.links import link_all
from board.rectification.rules import PERMISSION
from board.rectification.writing import Asked, Seq, act, next_ids
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed

When = datetime | None
_HISTORY = frozenset({"rectification_events", "rectification_items"})


def add(
    store: Store,
    actor: Actor,
    activity_id: str,
    fields: Mapping[str, Any],
    *,
    opinion_ids: Iterable[str] = (),
    at: When = None,
) -> str:
    """Register an item (`rectification.fields.FIELDS`), linked to the opinions it answers, and return its id."""
    require(actor, PERMISSION["add"])
    linked, happened_at = tuple(opinion_ids), at or clock.now()

    def work(transaction: Transaction) -> str:
        (item_id,) = next_ids(transaction, activity_id, 1)
        act(transaction, Asked(actor, activity_id, item_id, "add", fields, happened_at))
        link_all(transaction, activity_id, item_id, linked, happened_at)
        return item_id

    return store.write(work, Deed("rectification.add", actor))


def edit(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    fields: Mapping[str, Any],
    *,
    reason: str = "",
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Change typed fields; changing the kind takes a reason. Nothing is written if nothing differs."""
    _act(store, actor, activity_id, item_id, "edit", {**fields, "reason": reason}, seen_seq, at)


def start(store: Store, actor: Actor, activity_id: str, item_id: str, *, seen_seq: Seq = None, at: When = None) -> None:
    """Begin the work: 未启动 → 整改中."""
    _act(store, actor, activity_id, item_id, "start", {}, seen_seq, at)


def report(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    percent: int,
    progress: str,
    *,
    proof: str = "",
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Record how far the work is (0..99) and what was done."""
    given = {"percent": percent, "progress": progress, "proof": proof}
    _act(store, actor, activity_id, item_id, "report", given, seen_seq, at)


def submit(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    proof: str,
    progress: str = "",
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Submit the work with its proof: 整改中 → 待验收."""
    _act(store, actor, activity_id, item_id, "submit", {"proof": proof, "progress": progress}, seen_seq, at)


def send_back(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    reason: str,
    *,
    people_view: str | None = None,
    percent: int | None = None,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Send the work back with a reason, and with the people's view if that is the reason: 待验收 → 整改中."""
    given = {"reason": reason, "people_view": people_view, "percent": percent}
    _act(store, actor, activity_id, item_id, "send_back", given, seen_seq, at)


def close(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    people_view: str,
    *,
    verifier_id: str | None = None,
    proof: str = "",
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Accept the work and close the item: 待验收 → 已销号.

    The verifier is the person acting; only a clerk, who records what others did, may name somebody else.
    """
    given = {"people_view": people_view, "verifier_id": verifier_id, "proof": proof}
    _act(store, actor, activity_id, item_id, "close", given, seen_seq, at)


def reopen(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    reason: str,
    *,
    due_on: date | None = None,
    people_view: str | None = None,
    percent: int | None = None,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Reopen a closed item with a reason, and with a new date if the old one has passed: 已销号 → 整改中."""
    given = {"reason": reason, "due_on": due_on, "people_view": people_view, "percent": percent}
    _act(store, actor, activity_id, item_id, "reopen", given, seen_seq, at)


def postpone(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    due_on: date,
    reason: str,
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Move the due date with a reason; the first date is kept."""
    _act(store, actor, activity_id, item_id, "postpone", {"due_on": due_on, "reason": reason}, seen_seq, at)


def remove(
    store: Store, actor: Actor, activity_id: str, item_id: str, reason: str, *, seen_seq: Seq = None, at: When = None
) -> None:
    """Remove an item from the ledger with a reason; its history is kept."""
    _act(store, actor, activity_id, item_id, "remove", {"reason": reason}, seen_seq, at)


def restore(
    store: Store, actor: Actor, activity_id: str, item_id: str, reason: str, *, seen_seq: Seq = None, at: When = None
) -> None:
    """Bring a removed item back into the ledger unchanged, with a reason."""
    _act(store, actor, activity_id, item_id, "restore", {"reason": reason}, seen_seq, at)


def items(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per item that was in the ledger at the end of a day, as it was then.

    All columns of `rectification_items`; happened_at (of its last event up to that day); leader_name, owner_name,
    verifier_name; and the flags of `rectification.flags.with_flags`. Days are datetime64 (NaT: none).
    """

    def make() -> pd.DataFrame:
        return with_flags(store.read("rectification/items", activity_id=activity_id, as_of=as_of), as_of)

    return of_day(store, "rectification.items", activity_id, as_of, make)


def of_day(store: Store, name: str, activity_id: str, as_of: date, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Returns a frame derived from the ledger at the end of a day, cached until that day's events change.

    History is only ever added to, so a past day's frame stays valid until an event is added to that day.
    """
    key: tuple[Hashable, ...] = (name, activity_id, as_of)
    covered_by_key = frozenset[str]()
    if as_of < clock.today():
        behind = store.read("rectification/event_count", activity_id=activity_id, as_of=as_of)
        key, covered_by_key = (*key, int(behind["event_count"].iloc[0])), _HISTORY
    frame: pd.DataFrame = store.cached(key, make, covered_by_key)
    return frame.copy(deep=False)


def events(store: Store, activity_id: str, item_id: str) -> pd.DataFrame:
    """One row per event of an item, oldest first: happened_at, actor_name, action, reason and the state it led to."""
    return store.read("rectification/events", activity_id=activity_id, item_id=item_id)


def counts_by_day(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per day from the first event to `as_of`: day_on, found_count, done_count, closed_count.

    The counts equal those of `items` on that day, so the curve and the ledger agree.
    """
    return store.read("rectification/counts_by_day", activity_id=activity_id, as_of=as_of)


def _act(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    action: str,
    given: Mapping[str, Any],
    seen_seq: Seq,
    at: When,
) -> None:
    require(actor, PERMISSION[action])
    asked = Asked(actor, activity_id, item_id, action, given, at or clock.now(), seen_seq)
    store.write(lambda transaction: act(transaction, asked), Deed(f"rectification.{action}", actor))
