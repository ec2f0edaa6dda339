"""News on a page: what others have just saved is shown for some seconds and its records are marked."""

import time
from typing import Any

import streamlit as st

from board import clock
from board.access import Actor
from board.rectification import actions as rectification
from board.store.store import Store
from board.trail_views.news import News, news
from board.ui.parts.visit import current_activity

_SHOWN_FOR = 8.0  # seconds
_AFTER, _NOW = "news_after", "news_now"


def hear(store: Store, actor: Actor) -> dict[str, Any]:
    """Returns the news to show: an id that rises, and the words, "" for none.

    Returned again until its time is over, as a run that is cut short never reaches the browser.
    """
    last = store.trail.last
    before, st.session_state[_AFTER] = st.session_state.get(_AFTER, last), last
    if last.number > before.number:
        heard = _heard(store, actor, before)
        if heard.words:
            st.session_state[_NOW] = (last.number, heard, time.monotonic() + _SHOWN_FOR)
    number, heard, until = st.session_state.get(_NOW, (0, News(), 0.0))
    return {"id": number, "words": heard.words if time.monotonic() < until else ""}


def just_saved() -> frozenset[str]:
    """Returns the ids of the records that the current news is about."""
    _, heard, until = st.session_state.get(_NOW, (0, News(), 0.0))
    ids: frozenset[str] = heard.marked if time.monotonic() < until else frozenset()
    return ids


def _heard(store: Store, actor: Actor, before: Any) -> News:
    activity = current_activity()
    if activity is None:
        return News()

    def own_items() -> frozenset[str]:
        items = rectification.items(store, activity.activity_id, clock.today())
        return frozenset(items.loc[items["owner_id"] == actor.person_id, "item_id"])

    entries = store.trail.since(before.number) or store.entries(before)
    return news(entries, actor, activity.activity_id, own_items, clock.now())
