"""The component on every page that redraws it when somebody saves and keeps what is typed."""

from pathlib import Path
from typing import Any

import streamlit as st

from board.store.store import Store, Topic
from board.web import seen, turns
from board.web.browser.modules import Element, happened, module
from board.web.live import LIFE

_SCRIPTS = (
    *("drafts.js", "phone.js", "once.js", "away.js", "news.js", "forms.js", "history.js", "print.js", "looks.js"),
    *("pictures.js", "dropping.js", "popovers.js", "dialogs.js", "at_work.js", "browser.js"),
)
_BROWSER = Element(
    "board_live",
    html="<span></span>",
    css="/* takes no room */\n:host { display: none; }",
    js=module("live", (Path(__file__).parent / "browser" / name for name in _SCRIPTS)),
)
_KEY, _REDRAWS = "live", "live_redraws"


def is_redraw() -> bool:
    """Returns whether this run is an unrequested redraw. Ask once, at the beginning of the run."""
    return bool(st.session_state.pop(_REDRAWS, False))


def _redraws() -> None:
    """Called when an unrequested redraw begins, before the page is drawn."""
    st.session_state[_REDRAWS] = True
    turns.begun(str(happened(_KEY).get("changed") or ""))


def watch(
    store: Store, topics: tuple[Topic, ...], whose: dict[str, str], news: dict[str, Any], *, is_printing: bool
) -> str:
    """Lets this page's browser ask for a redraw as soon as the store is newer than the versions the page is drawn from.

    whose: account and activity the page is drawn for, so that drafts are kept for them (`accounts.form_drafts`).
    news: what others just saved (`board.ui.parts.news`). is_printing: the page is for paper, prints itself and isn't
    redrawn. Returns the turn's name (board/web/turns.py) if this run is an unrequested redraw, else "".
    """
    seen.drawn_from(store.versions())
    followed = () if is_printing else topics
    data: dict[str, Any] = {
        "versions": [store.version(topic) for topic in followed],
        "life": LIFE,
        "topics": list(followed),
    }
    data |= {"whose": whose, "news": news, "printing": is_printing}
    asked = _BROWSER([data], key=_KEY, on_changed_change=_redraws)
    return str(asked.changed or "")
