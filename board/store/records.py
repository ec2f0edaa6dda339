"""Records with the same four actions (add, edit, remove, restore): talks, outlines, criticisms, problems.

Each kind defines its fields and what is wrong with them (a pure rule); everything else is here. `remove` keeps the
record and its history and takes it out of every list; `restore` puts it back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require
from board.errors import BoardError, Invalid
from board.store.history import Event, record, refuse_stale, wrong_moment
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import plain, plain_fields

Seq = int | None
When = datetime | None
WrongFields = dict[str, str]


@dataclass(frozen=True)
class Known:
    """Everything that a record may name: leading members and everyone by id, words by kind, meetings by id, and each
    member's duties (分工)."""

    members: frozenset[str]
    people: frozenset[str]
    terms: Mapping[str, frozenset[str]]
    meetings: Mapping[str, Row]
    duties: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Kind:
    """A kind of record: its queries (`<subject>/…`), the column of its id and how ids begin, its permission and word.

    fields: each typed field → its value when left blank. what_is_wrong: returns field → why the record can't be saved
    like this, on a day. same: the value that two records can't share; same_field: the field that names this fault.
    """

    subject: str
    key: str
    prefix: str
    permission: str
    word: str
    fields: Mapping[str, Any]
    what_is_wrong: Callable[[Mapping[str, Any], date, Known], WrongFields]
    same: Callable[[Mapping[str, Any]], object]
    same_field: str


def add(store: Store, actor: Actor, kind: Kind, activity_id: str, fields: Mapping[str, Any], *, at: When = None) -> str:
    """Register a record and return its id. Raises Refused, and Invalid by field."""
    require(actor, kind.permission)
    event = Event("add", actor, at or clock.now())
    return store.write(
        lambda transaction: add_within(transaction, kind, activity_id, fields, event),
        Deed(f"{kind.subject}.add", actor),
    )


def add_within(transaction: Transaction, kind: Kind, activity_id: str, fields: Mapping[str, Any], event: Event) -> str:
    """`add` within a larger transaction; the caller has checked the permission."""
    there = transaction.rows(f"{kind.subject}/present", activity_id=activity_id)
    number = max((int(row[kind.key].removeprefix(kind.prefix)) for row in there), default=0) + 1
    key = {"activity_id": activity_id, kind.key: f"{kind.prefix}{number:03d}"}
    _write(transaction, kind, None, {**key, **fields}, there, event)
    return key[kind.key]


def act(
    store: Store,
    actor: Actor,
    kind: Kind,
    activity_id: str,
    record_id: str,
    action: str,
    fields: Mapping[str, Any],
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Edit a record, remove it from the lists, where its history stays, or restore it as it was.

    `fields`: for an edit those that change (nothing is written if nothing differs); a removal may have a reason.
    `seen_seq`: the record's `seq` when the person opened it (raises Conflict if it has changed since; None: no check).
    Raises Refused, Invalid by field (a restored record may no longer be valid, or be registered again since), and
    BoardError where there is no such record.
    """
    require(actor, kind.permission)
    event = Event(action, actor, at or clock.now(), plain(fields.get("reason")) or "")
    changed = fields if action == "edit" else {}
    store.write(
        lambda transaction: act_within(transaction, kind, activity_id, record_id, changed, event, seen_seq=seen_seq),
        Deed(f"{kind.subject}.{action}", actor),
    )


def act_within(
    transaction: Transaction,
    kind: Kind,
    activity_id: str,
    record_id: str,
    fields: Mapping[str, Any],
    event: Event,
    *,
    seen_seq: Seq = None,
) -> None:
    """`act` (`event.action`) within a larger transaction; the caller has checked the permission."""
    there = transaction.rows(f"{kind.subject}/present", activity_id=activity_id)
    is_restored = event.action == "restore"
    current = next((row for row in there if row[kind.key] == record_id and row["is_removed"] == is_restored), None)
    if current is None:
        why = "或刚刚被恢复" if is_restored else "或刚刚被移出"
        raise BoardError(f"没有这条{kind.word}", f"{record_id} 不在本活动里，{why}。", "请刷新页面，核对编号。")
    refuse_stale(current, seen_seq)
    _write(transaction, kind, current, fields, [row for row in there if row is not current], event)


def removed(store: Store, kind: Kind, activity_id: str) -> pd.DataFrame:
    """One row per removed record, the last removed first: its fields, and happened_at and actor_name of the removal."""
    key = ("records.removed", kind.subject, activity_id)
    found: pd.DataFrame = store.cached(key, lambda: _removed(store, kind, activity_id))
    return found.copy(deep=False)


def _removed(store: Store, kind: Kind, activity_id: str) -> pd.DataFrame:
    rows = store.read(f"{kind.subject}/present", activity_id=activity_id)
    ids = rows[rows["is_removed"]][kind.key].tolist()
    last = [
        store.read(f"{kind.subject}/events", activity_id=activity_id, **{kind.key: each}).iloc[[-1]] for each in ids
    ]
    return pd.concat(last).sort_values("happened_at", ascending=False) if last else rows[:0]


def known(transaction: Transaction, activity_id: str) -> Known:
    """Reads everything that the records of an activity may name."""
    return known_by(transaction.rows, activity_id)


def known_by(read: Callable[..., list[Row]], activity_id: str) -> Known:
    """`known`, given the `rows` of a store or a transaction."""
    people = read("activities/people", activity_id=activity_id)
    terms: dict[str, set[str]] = {}
    for row in read("activities/terms", activity_id=activity_id):
        terms.setdefault(row["kind"], set()).add(row["label"])
    return Known(
        frozenset(row["person_id"] for row in people if row["is_member"]),
        frozenset(row["person_id"] for row in people),
        {kind: frozenset(labels) for kind, labels in terms.items()},
        {row["meeting_id"]: row for row in read("meetings/present", activity_id=activity_id)},
        {row["person_id"]: duties_of(row["field"]) for row in people if row["is_member"]},
    )


def duties_of(field: str) -> tuple[str, ...]:
    """The duties (分工) in a person's field of work, where 、 separates them."""
    return tuple(each for each in field.split("、") if each)


def apply(kind: Kind, state: Mapping[str, Any] | None, given: Mapping[str, Any], event: Event, named: Known) -> Row:
    """The record's whole state after an event; `state` is the state before it, None for `add`.

    `given`: the fields, for `add` also activity_id and the record's id. Raises Invalid by field. Pure.
    """
    if event.action == "remove" and state is not None:
        return {**state, "seq": state["seq"] + 1, "is_removed": True}
    was = {} if state is None else {**state, "is_removed": False}  # an edit or a restore leaves it in the lists
    typed = plain_fields(given, kind.fields, [name for name, blank in kind.fields.items() if blank == ""])
    if state is None:
        key = {name: given[name] for name in ("activity_id", kind.key)}
        after: Row = {**key, "seq": 1, **kind.fields, **typed, "is_removed": False}
    else:
        after = {**was, **typed, "seq": state["seq"] + 1}
    after |= {name: bool(after[name]) for name, blank in kind.fields.items() if blank is False}
    wrong = kind.what_is_wrong(after, event.happened_at.date(), named)
    if wrong:
        raise Invalid(wrong)
    return after


def wrong_words(draft: Mapping[str, Any], asked: Mapping[str, str], named: Known) -> WrongFields:
    """Returns the fields whose text isn't one of the activity's words of their kind. asked: field → kind of term.

    Where the activity has no words of a kind, any text will do.
    """
    return {
        name: "不在本活动的选项里"
        for name, kind in asked.items()
        if draft[name] and kind in named.terms and draft[name] not in named.terms[kind]
    }


def _write(
    transaction: Transaction, kind: Kind, current: Row | None, given: Mapping[str, Any], others: list[Row], event: Event
) -> None:
    about = current or given
    key = {"activity_id": about["activity_id"], kind.key: about[kind.key]}
    wrong = wrong_moment(event.happened_at, transaction.rows(f"{kind.subject}/last_event_at", **key))
    try:
        after = apply(kind, current, given, event, known(transaction, about["activity_id"]))
    except Invalid as refusal:
        raise Invalid(wrong | refusal.fields) from refusal
    if not after["is_removed"]:
        twin = next((row for row in others if not row["is_removed"] and kind.same(row) == kind.same(after)), None)
        wrong |= {kind.same_field: f"这条{kind.word}已经登记过了（{twin[kind.key]}）"} if twin else {}
    if wrong:
        raise Invalid(wrong)
    if current is None or {**after, "seq": current["seq"]} != current:
        record(transaction, kind.subject, kind.key, after, event)
