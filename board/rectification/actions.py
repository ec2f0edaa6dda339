"""Rectification items: the actions on them, and reading the ledger.

`rectification.registry` has a row for each action, `rectification.flags` what is computed. Every action takes
`seen_seq`, the item's `seq` when the person opened it (raises Conflict if the item has changed since; None: no check),
and `at`, when it happened (None: now; never before the item's last event, never in the future). Every action raises
Refused, Invalid by field, and BoardError where the item's status doesn't allow it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from board import clock
from board.access import Actor, require
from board.activity import activities
from board.rectification import writing
from board.rectification.flags import with_flags
from board.rectification.links import link_all
from board.rectification.registry import ACTIONS
from board.rectification.writing import Asked, Seq, next_ids
from board.store.frames import as_options, kept, kept_by_record
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed

When = datetime | None
Ids = list[str] | None
_WHOSE = ("leader", "owner", "verifier")


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
    require(actor, ACTIONS["add"].permission)
    linked, happened_at = tuple(opinion_ids), at or clock.now()

    def work(transaction: Transaction) -> str:
        (item_id,) = next_ids(transaction, activity_id, 1)
        writing.act(transaction, Asked(actor, activity_id, item_id, "add", fields, happened_at))
        link_all(transaction, activity_id, item_id, linked, happened_at)
        return item_id

    return store.write(work, Deed("rectification.add", actor))


def act(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    action: str,
    fields: Mapping[str, Any],
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Take an action (`rectification.registry.ACTIONS`, all but add, attach, withdraw and undo) on an item.

    `fields`, of which those in brackets may be left out:
    start: none; report: percent (0..99), progress, [proof]; submit: proof, [progress]; close: people_view, [proof],
    [verifier_id] (the person acting, unless a clerk names somebody else); send_back: reason, [people_view], [percent];
    reopen: reason, [people_view], [percent], [due_on] (needed where the old one has passed); postpone: due_on, reason;
    edit: those that change, and a reason where the kind does (nothing is written if nothing differs);
    remove, restore: reason.
    """
    require(actor, ACTIONS[action].permission)
    asked = Asked(actor, activity_id, item_id, action, fields, at or clock.now(), seen_seq)
    store.write(lambda transaction: writing.act(transaction, asked), Deed(f"rectification.{action}", actor))


@kept_by_record("rectification")
def items(store: Store, activity_id: str, as_of: date, *, ids: Ids = None) -> pd.DataFrame:
    """One row per item that was in the ledger at the end of a day, as it was then.

    All columns of `rectification_items`; happened_at (of its last event up to that day); leader_name, owner_name,
    verifier_name; the flags of `rectification.flags.with_flags`; and is_rejected (群众不满意: of the answers to it as
    published, which are about it as it is, more than half). Days are datetime64 (NaT: none).
    """
    found, answered = _on(store, activity_id, as_of, ids), replied(store, activity_id, as_of)
    rows = with_flags(found.assign(**names_of(store, activity_id, found)), as_of)
    return rows.assign(is_rejected=rows["item_id"].isin(answered.loc[answered["is_rejected"], "item_id"]))


def _on(store: Store, activity_id: str, as_of: date, ids: Ids) -> pd.DataFrame:
    """The items on a day, as they are now if nothing has happened to any since: that is read in half the time."""
    if as_of >= clock.today():
        present = store.frame("rectification/as_they_are", activity_id=activity_id, ids=ids)
        if present.empty or present["happened_at"].max().date() <= as_of:
            return present.iloc[: len(present) - int(present["is_removed"].sum())]
    return store.frame("rectification/items", activity_id=activity_id, as_of=as_of, ids=ids)


def names_of(store: Store, activity_id: str, items: pd.DataFrame) -> dict[str, Any]:
    """The names of those who lead, own and verify items, as columns."""
    names = as_options(activities.people(store, activity_id), "person_id", "name")
    called = {each: [names.get(one, np.nan) for one in items[f"{each}_id"].array] for each in _WHOSE}
    return {f"{each}_name": pd.array(words, dtype="str") for each, words in called.items()}


def some_of_items(store: Store, activity_id: str, as_of: date, columns: tuple[str, ...]) -> pd.DataFrame:
    """These columns of `items`. What is made of them alone stays after a write that changed others."""
    return _with_id(store, activity_id, as_of, tuple(dict.fromkeys(("item_id", *columns))))[list(columns)]


@kept
def _with_id(store: Store, activity_id: str, as_of: date, columns: tuple[str, ...]) -> pd.DataFrame:
    return items(store, activity_id, as_of)[list(columns)]


def replied(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per item that the public answered about, once it was published and the answers were counted.

    Columns: item_id, ended_at, satisfied_count, mostly_satisfied_count, dissatisfied_count; view (what most of those
    who are for or against it say: `words.PEOPLE_VIEW`); is_present (nothing was done on the item since it was
    published), is_rejected (present, and more are dissatisfied than are not).
    """
    rows = store.read("rectification/answered", activity_id=activity_id, as_of=as_of)
    is_present = pd.Series(False, index=rows.index)
    if len(rows):  # else nothing depends on what is done to items
        ids = tuple(rows["item_id"])
        moved = store.read("rectification/moved", activity_id=activity_id, as_of=as_of, ids=ids)
        is_present = rows["item_id"].map(as_options(moved, "item_id", "moved_at")) <= rows["signed_at"]
    content = rows["satisfied_count"] + rows["mostly_satisfied_count"]
    is_against = rows["dissatisfied_count"] > content
    kind = np.where(rows["satisfied_count"] >= rows["mostly_satisfied_count"], "satisfied", "mostly_satisfied")
    view = np.where(is_against, "dissatisfied", kind)
    rows = rows.assign(is_present=is_present, view=view, is_rejected=is_against & is_present)
    return rows.drop(columns="signed_at")


def events(store: Store, activity_id: str, item_id: str) -> pd.DataFrame:
    """One row per event of an item, oldest first: happened_at, actor_name, action, reason and the state it led to."""
    return store.read("rectification/events", activity_id=activity_id, item_id=item_id)


def reported(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per item of whose progress its owner said something new by the end of a day: item_id, reported_on."""
    return store.read("rectification/reported", activity_id=activity_id, as_of=as_of)


def counts_by_day(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per day from the first event to `as_of`: day_on, found_count, done_count, closed_count.

    The counts equal those of `items` on that day, so the curve and the ledger agree.
    """
    if as_of != clock.today():
        return store.read("rectification/counts_by_day", activity_id=activity_id, as_of=as_of)
    return _counts_until_today(store, activity_id, as_of)


@kept
def _counts_until_today(store: Store, activity_id: str, today: date) -> pd.DataFrame:
    """Those of the days that are over, which stay, and today's, of the items as they are."""
    over = store.read("rectification/counts_by_day", activity_id=activity_id, as_of=today - timedelta(days=1))
    if over.empty:
        return store.read("rectification/counts_by_day", activity_id=activity_id, as_of=today)
    present = some_of_items(store, activity_id, today, ("is_done", "is_closed"))
    counts = (len(present), int(present["is_done"].sum()), int(present["is_closed"].sum()))
    return pd.concat([over, pd.DataFrame([(pd.Timestamp(today), *counts)], columns=over.columns)], ignore_index=True)
