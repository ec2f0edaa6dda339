"""Talks (谈心): who talked with whom and when, never what was said; and who has not talked with whom yet.

A talk is a record of the kind `TALK`, registered, edited and removed by `board.store.records`.
"""

from datetime import date

import pandas as pd

from board.activity import activities
from board.meeting.talks_figures import required_pairs, with_talks
from board.meeting.talks_rules import FIELDS, sides, what_is_wrong
from board.store.frames import kept
from board.store.records import Kind
from board.store.store import Store

TALK = Kind(
    subject="talks",
    key="talk_id",
    prefix="K-",
    permission="talks.edit",
    word="谈心记录",
    fields=FIELDS,
    what_is_wrong=what_is_wrong,
    same=lambda talk: (talk["held_on"], sides(talk)),
    same_field="held_on",
)


def talks(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per talk in the register at the end of a day, the oldest first.

    talk_id, seq, held_on, member_id, member_name, with_kind (words.TALK_WITH), with_id, with_name, views_exchanged,
    opinion_count (opinions heard in it); registered_at (when it was entered); happened_at, actor_name and action of its
    last event.
    """
    return store.read("talks/talks", activity_id=activity_id, as_of=as_of)


@kept
def matrix(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per pair that has to talk, at the end of a day, by member in order.

    member_id, member_name, with_kind, with_id, with_name, talk_count (talks in which views were exchanged), first_on
    (NaT: never), is_done. Two members are one pair, listed under the first of them.
    """
    pairs = required_pairs(activities.people(store, activity_id), activities.terms(store, activity_id))
    return with_talks(pairs, talks(store, activity_id, as_of))


def events(store: Store, activity_id: str, talk_id: str) -> pd.DataFrame:
    """One row per event of a talk, oldest first: happened_at, actor_name, action and the state it led to."""
    return store.read("talks/events", activity_id=activity_id, talk_id=talk_id)
