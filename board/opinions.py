"""Opinions heard: the actions that handle them and what is read of them.

What is allowed and asked for stands in `opinions_rules`, what is counted in `opinions_figures`. Every action takes
`seen_seq`, the opinion's `seq` when the person opened it (raises Conflict if it moved on; None: don't ask), and `at`,
when it happened (None: now). Every action raises Refused, Invalid by field, and BoardError where the state doesn't
allow it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from board import clock, words
from board.access import Actor, require
from board.db import Row, Store, Transaction
from board.errors import Invalid
from board.history import Event, record, refuse_stale, wrong_moment
from board.opinions_figures import with_flags
from board.opinions_rules import FIELDS, TEXT_FIELDS, apply
from board.typed import plain_fields

Seq = int | None
When = datetime | None
_MUST_BE = {
    "channel": ("channel", "征求渠道不在本活动的选项里"),
    "giver": ("giver", "意见来自哪一类人，不在本活动的选项里；这里不填姓名"),
    "aspect": ("aspect", "所属方面不在本活动的选项里"),
    "member_id": ("member", "只能选班子成员"),
}


def add(store: Store, actor: Actor, activity_id: str, fields: Mapping[str, Any], *, at: When = None) -> str:
    """Register an opinion (`opinions_rules.FIELDS`) and return its id."""
    require(actor, "opinions.edit")
    event = Event("add", actor, at or clock.now())
    return store.write(lambda transaction: add_within(transaction, activity_id, fields, event))


def add_within(transaction: Transaction, activity_id: str, fields: Mapping[str, Any], event: Event) -> str:
    """The same within a transaction that does more; whether it is allowed was asked."""
    number = transaction.rows("opinions/last_number", activity_id=activity_id)[0]["number"]
    key = {"activity_id": activity_id, "opinion_id": f"O-{number + 1:03d}"}
    _write(transaction, None, {**plain_fields(fields, FIELDS, TEXT_FIELDS), **key}, event)
    return key["opinion_id"]


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
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Put an opinion under an aspect and a theme: 待梳理 → 已梳理; done again, it moves it."""
    given = {"aspect": aspect, "theme": theme}
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
    """Pass an opinion on to whom it is about, by default the group or that member: 已梳理 → 已反馈."""
    given = {"fed_back_on": fed_back_on, "fed_back_to": fed_back_to}
    _act(store, Event("feed_back", actor, at or clock.now()), activity_id, opinion_id, given, seen_seq)


def answer(
    store: Store,
    actor: Actor,
    activity_id: str,
    opinion_id: str,
    words_given: str,
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Write down what was answered to those who gave the opinion."""
    given = {"answer": words_given}
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
    """Merge an opinion into a main one about the same; it is kept, and handled with the main one from now on."""
    _act(store, Event("merge", actor, at or clock.now()), activity_id, opinion_id, {"merged_into": main_id}, seen_seq)


def unmerge(
    store: Store, actor: Actor, activity_id: str, opinion_id: str, *, seen_seq: Seq = None, at: When = None
) -> None:
    """Part an opinion from its main one again."""
    _act(store, Event("unmerge", actor, at or clock.now()), activity_id, opinion_id, {}, seen_seq)


def opinions(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per opinion there was at the end of a day, as it stood then, merged ones included.

    All columns of `opinions`; member_name; main_id and main_status (of the opinion it was merged into, else its own);
    item_ids (items it led to, as linked today, joined by 、); of its last event happened_at, actor_name, action; and
    the flags of `opinions_figures.with_flags`.
    """

    def make() -> pd.DataFrame:
        return with_flags(store.read("opinions/opinions", activity_id=activity_id, as_of=as_of), as_of)

    frame: pd.DataFrame = store.cached(("opinions.opinions", activity_id, as_of), make)
    return frame.copy(deep=False)


def events(store: Store, activity_id: str, opinion_id: str) -> pd.DataFrame:
    """One row per event of an opinion, oldest first: happened_at, actor_name, action and the state it led to."""
    return store.read("opinions/events", activity_id=activity_id, opinion_id=opinion_id)


def _act(
    store: Store, event: Event, activity_id: str, opinion_id: str, given: Mapping[str, Any], seen_seq: Seq
) -> None:
    require(event.actor, "opinions.edit")
    key = {"activity_id": activity_id, "opinion_id": opinion_id}

    def work(transaction: Transaction) -> None:
        current = _current(transaction, activity_id, opinion_id)
        if current is not None:
            refuse_stale(current, seen_seq)
        _write(transaction, current, {**given, **key}, event)

    store.write(work)


def _write(transaction: Transaction, current: Row | None, given: Row, event: Event) -> None:
    key = {"activity_id": given["activity_id"], "opinion_id": given["opinion_id"]}
    choices = _choices(transaction, given["activity_id"])
    wrong = wrong_moment(event.happened_at, transaction.rows("opinions/last_event_at", **key))
    wrong |= _unknown(choices, given)
    known = _known(transaction, current, choices, given, event.action)
    try:
        after = apply(current, event.action, known, event.happened_at.date())
    except Invalid as refusal:
        raise Invalid(wrong | refusal.fields) from refusal
    if wrong:
        raise Invalid(wrong)
    if current is None or {**after, "seq": current["seq"]} != current:
        record(transaction, "opinions", "opinion_id", after, event)


def _known(
    transaction: Transaction, current: Row | None, choices: dict[str, dict[str, str]], given: Row, action: str
) -> Row:
    """What was given, with what the rules must know besides: the main opinion, or to whom feedback goes by default."""
    if current is not None and action == "feed_back" and not given["fed_back_to"]:
        name = choices["member"].get(current["member_id"] or "", words.ABOUT["group"])
        return {**given, "fed_back_to": name}
    if action == "merge":
        key = {"activity_id": given["activity_id"], "opinion_id": given["opinion_id"]}
        count = transaction.rows("opinions/merged_count", **key)[0]["merged_count"]
        main = _current(transaction, given["activity_id"], given["merged_into"])
        return {**given, "main": main, "merged_count": count}
    return given


def _current(transaction: Transaction, activity_id: str, opinion_id: str) -> Row | None:
    found = transaction.rows("opinions/current", activity_id=activity_id, opinion_id=opinion_id)
    return found[0] if found else None


def _choices(transaction: Transaction, activity_id: str) -> dict[str, dict[str, str]]:
    choices: dict[str, dict[str, str]] = {kind: {} for kind, _ in _MUST_BE.values()}
    for row in transaction.rows("opinions/choices", activity_id=activity_id):
        choices[row["kind"]][row["choice"]] = row["words"]
    return choices


def _unknown(choices: dict[str, dict[str, str]], given: Row) -> dict[str, str]:
    named = {name: given[name] for name in _MUST_BE if given.get(name)}
    return {name: _MUST_BE[name][1] for name, value in named.items() if value not in choices[_MUST_BE[name][0]]}
