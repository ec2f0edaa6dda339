"""The search in every page's header, the keyboard shortcuts to pages, and the link to the guide's chapter."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import streamlit as st

from board import clock
from board.access import Actor, allowed
from board.navigation import NAVIGATION, first, is_listed
from board.search.finding import Group, search
from board.search.kinds import Reader
from board.ui.parts import links
from board.ui.parts.days import asked_days
from board.ui.parts.visit import current_activity, current_actor
from board.web import serving
from board.web.browser.modules import Element, happened, module
from board.web.guide import chapter_address

_HERE = Path(__file__)
_KEY = "search"
_ASKED = "search/asked"
_HEAD = Element(
    "board_search",
    html=_HERE.with_name("search.html").read_text("utf-8"),
    js=module("search", map(_HERE.with_name, ("search.js", "shortcuts.js")), _HERE.with_name("search.css")),
)


@st.fragment
def show_search(subject: str) -> None:
    """Draws a page's search field, the button that lists the shortcuts, and the link to the guide."""
    actor = current_actor()
    asked = st.session_state.pop(_ASKED, None)
    groups = _found(actor, asked) if actor and asked else []
    data = {
        "asked": asked,
        "groups": [_payload(group) for group in groups],
        "pages": _pages(actor) if actor else [],
        "guide": chapter_address(subject),
    }
    _HEAD([data], key=_KEY, width="content", on_asked_change=_take_asked, on_chosen_change=_take_chosen)


def _take_asked() -> None:
    st.session_state[_ASKED] = str(happened(_KEY).get("asked") or "")


def _take_chosen() -> None:
    chosen: Mapping[str, Any] = happened(_KEY).get("chosen") or {}
    subject, filters = str(chosen.get("subject", "")), dict(chosen.get("filters", {}))
    known = {entry.subject for entries in NAVIGATION.values() for entry in entries}
    if subject in known and all(key.startswith(f"{subject}_") for key in filters):
        links.go(subject, filters)


def _found(actor: Actor, text: str) -> list[Group]:
    activity = current_activity()
    if activity is None:
        return []
    as_of = asked_days(serving.store(), activity).as_of or clock.today()
    return search(Reader(serving.store(), actor, activity.activity_id, as_of), text)


def _payload(group: Group) -> dict[str, Any]:
    hits = [asdict(hit) for hit in group.hits]
    more = None
    if group.more is not None and group.count > len(hits):
        more = {"text": f"看全部 {group.count} 条", "subject": group.subject, "filters": group.more}
    return {"word": group.word, "count": group.count, "hits": hits, "more": more}


def _pages(actor: Actor) -> list[dict[str, str]]:
    collects = serving.settings().collects
    return [
        {
            "title": entry.title,
            "key": entry.key,
            "path": f"/{entry.subject}" if entry.subject != first(collects) else "/",
        }
        for entries in NAVIGATION.values()
        for entry in entries
        if allowed(actor, f"see.{entry.subject}") and is_listed(entry, collects)
    ]
