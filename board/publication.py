"""通报与公开: what was written up and published, where, when and to whom; kept as other ledgers are, with its history.

Every action takes `seen_seq`, the publication's `seq` when the person opened it (raises Conflict if it moved on; None:
don't ask), and `at`, when it happened (None: now).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from board import clock, words
from board.access import Actor, require
from board.db import Row, Store, Transaction
from board.errors import BoardError, Invalid
from board.history import Event, record, refuse_stale, wrong_moment
from board.typed import plain_fields

Seq = int | None
When = datetime | None

TEXT_FIELDS = ("title", "place", "audience", "note")
FIELDS = (*TEXT_FIELDS, "what", "written_on", "published_on")

_ASKED = {"what": "请选择公开的是什么", "title": "请填写标题", "written_on": "请填写成文日期"}
_ASKED_ONCE_PUBLISHED = {"place": "请填写在哪里公开", "audience": "请填写向谁公开"}
_LONGEST = {"title": 200, "place": 200, "audience": 200, "note": 1000}


def add(store: Store, actor: Actor, activity_id: str, fields: Mapping[str, Any], *, at: When = None) -> str:
    """Register what was written up or published (`FIELDS`) and return its id. Raises Refused, Invalid by field."""
    require(actor, "publication.edit")
    event = Event("add", actor, at or clock.now())

    def work(transaction: Transaction) -> str:
        number = transaction.rows("publication/last_number", activity_id=activity_id)[0]["number"]
        key = {"activity_id": activity_id, "publication_id": f"N-{number + 1:03d}"}
        _write(transaction, None, {**fields, **key}, event)
        return key["publication_id"]

    return store.write(work)


def edit(
    store: Store,
    actor: Actor,
    activity_id: str,
    publication_id: str,
    fields: Mapping[str, Any],
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Change typed fields, among them the day of publishing. Nothing is written if nothing differs. Raises as `add`."""
    _act(store, Event("edit", actor, at or clock.now()), activity_id, publication_id, fields, seen_seq)


def remove(
    store: Store, actor: Actor, activity_id: str, publication_id: str, *, seen_seq: Seq = None, at: When = None
) -> None:
    """Take a publication off the list; its history stays. Raises Refused, BoardError if there is none."""
    _act(store, Event("remove", actor, at or clock.now()), activity_id, publication_id, {}, seen_seq)


def publications(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per publication there was at the end of a day, as it stood then, in the order they were written.

    All columns of `publications` (written_on, published_on as timestamps); of its last event happened_at, actor_name,
    action.
    """
    return store.read("publication/publications", activity_id=activity_id, as_of=as_of)


def events(store: Store, activity_id: str, publication_id: str) -> pd.DataFrame:
    """One row per event of a publication, oldest first: happened_at, actor_name, action and the state it led to."""
    return store.read("publication/events", activity_id=activity_id, publication_id=publication_id)


def apply(state: Mapping[str, Any] | None, action: str, given: Mapping[str, Any], on: date) -> Row:
    """A publication's whole state after an action on a day; `state` is the state before it, None for `add`.

    add: activity_id, publication_id and the fields; edit: the fields that change; remove: nothing. Raises Invalid by
    field: what is published has a place and an audience.
    """
    before: Row = dict(state) if state else _begun(given)
    typed = plain_fields(given, FIELDS, TEXT_FIELDS) if action != "remove" else {"is_removed": True}
    after = {**before, **typed}
    wrong = _wrong_fields(after, on)
    if wrong:
        raise Invalid(wrong)
    return after if after == state else {**after, "seq": before["seq"] + 1}


def _begun(given: Mapping[str, Any]) -> Row:
    key = {name: given[name] for name in ("activity_id", "publication_id")}
    return {**key, "seq": 0, **dict.fromkeys(FIELDS), **dict.fromkeys(TEXT_FIELDS, ""), "is_removed": False}


def _act(
    store: Store, event: Event, activity_id: str, publication_id: str, given: Mapping[str, Any], seen_seq: Seq
) -> None:
    require(event.actor, "publication.edit")

    def work(transaction: Transaction) -> None:
        found = transaction.rows("publication/current", activity_id=activity_id, publication_id=publication_id)
        if not found or found[0]["is_removed"]:
            raise BoardError("没有这条公开记录", "这条记录可能刚刚被别人删去了。", "请刷新页面后再看。")
        refuse_stale(found[0], seen_seq)
        _write(transaction, found[0], given, event)

    store.write(work)


def _write(transaction: Transaction, current: Row | None, given: Mapping[str, Any], event: Event) -> None:
    state = apply(current, event.action, given, event.happened_at.date())
    key = {"activity_id": state["activity_id"], "publication_id": state["publication_id"]}
    wrong = wrong_moment(event.happened_at, transaction.rows("publication/last_event_at", **key))
    if wrong:
        raise Invalid(wrong)
    if state != current:
        record(transaction, "publication", "publication_id", state, event)


def _wrong_fields(state: Mapping[str, Any], on: date) -> dict[str, str]:
    asked = {**_ASKED, **(_ASKED_ONCE_PUBLISHED if state["published_on"] else {})}
    wrong = {name: message for name, message in asked.items() if not state[name]}
    for name, longest in _LONGEST.items():
        if len(state[name]) > longest:
            wrong[name] = f"最多 {longest} 个字"
    if state["what"] and state["what"] not in words.PUBLISHED:
        wrong["what"] = "请从选项里选"
    for name, label in (("written_on", "成文日期"), ("published_on", "公开日期")):
        if state[name] and state[name] > on:
            wrong[name] = f"{label}不能晚于今天"
    if state["written_on"] and state["published_on"] and state["published_on"] < state["written_on"]:
        wrong["published_on"] = "公开日期不能早于成文日期"
    return wrong
