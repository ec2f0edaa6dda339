"""Opinions heard in talks: registered together with the talk, or linked to it later."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require
from board.errors import Invalid
from board.meeting.talks import TALK
from board.opinions import actions as opinions
from board.opinions import writing as opinions_writing
from board.store import records
from board.store.history import Event
from board.store.records import When
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed
from board.words import TALK_CHANNEL


def register(
    store: Store,
    actor: Actor,
    activity_id: str,
    fields: Mapping[str, Any],
    opinion_ids: Iterable[str] = (),
    *,
    at: When = None,
) -> str:
    """Register a talk (`meeting.talks_rules.FIELDS`) with the opinions heard in it, all or nothing; returns its id.

    Raises Refused, and Invalid by field, by opinion_ids where one doesn't exist or belongs to another talk.
    """
    require(actor, TALK.permission)
    require(actor, "opinions.edit")
    joined, happened_at = tuple(opinion_ids), at or clock.now()

    def work(transaction: Transaction) -> str:
        talk_id = records.add_within(transaction, TALK, activity_id, fields, Event("add", actor, happened_at))
        _join(transaction, activity_id, talk_id, joined, Event("edit", actor, happened_at))
        return talk_id

    return store.write(work, Deed("talks.add", actor))


def join(
    store: Store, actor: Actor, activity_id: str, talk_id: str, opinion_ids: Iterable[str], *, at: When = None
) -> None:
    """Link opinions to the talk they were heard in. Raises as `register`, and by opinion_ids where none is given."""
    require(actor, "opinions.edit")
    joined = tuple(opinion_ids)
    if not joined:
        raise Invalid({"opinion_ids": "请选择意见"})
    event = Event("edit", actor, at or clock.now())
    store.write(
        lambda transaction: _join(transaction, activity_id, talk_id, joined, event), Deed("talks.join", actor, talk_id)
    )


def without_a_talk(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The opinions heard in talks but not linked to one yet: opinion_id, content, received_on and the rest."""
    heard = opinions.opinions(store, activity_id, as_of)
    return heard[(heard["channel"] == TALK_CHANNEL) & heard["talk_id"].isna()]


def came_of(store: Store, activity_id: str, talk_id: str, as_of: date) -> pd.DataFrame:
    """The opinions heard in a talk, as of a day. They reveal the giver: only for those who keep the register."""
    heard = opinions.opinions(store, activity_id, as_of)
    return heard[heard["talk_id"] == talk_id]


def _join(transaction: Transaction, activity_id: str, talk_id: str, opinion_ids: tuple[str, ...], event: Event) -> None:
    for opinion_id in opinion_ids:
        found = transaction.rows("opinions/current", activity_id=activity_id, opinion_id=opinion_id)
        if not found or found[0]["is_removed"]:
            raise Invalid({"opinion_ids": f"没有意见 {opinion_id}，或已移出"})
        if found[0]["talk_id"] not in {None, talk_id}:
            raise Invalid({"opinion_ids": f"{opinion_id} 已经登记为另一次谈心谈出的"})
        opinions_writing.act(transaction, activity_id, opinion_id, {"talk_id": talk_id}, event)
