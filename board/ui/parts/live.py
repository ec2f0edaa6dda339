"""The one component on every page: redraws it when somebody saves, and keeps what is typed."""

from pathlib import Path
from typing import Any

import streamlit as st

from board.store.store import Store, Topic
from board.web import seen, turns
from board.web.live import LIFE

_SCRIPTS = (
    *("drafts.js", "phone.js", "once.js", "away.js", "news.js", "forms.js", "history.js", "print.js", "looks.js"),
    *("pictures.js", "at_work.js", "browser.js"),
)
_BROWSER = st.components.v2.component(
    "board_live",
    html="<span></span>",
    css="/* takes no room */\n:host { display: none; }",
    js="\n".join((Path(__file__).parent / "browser" / name).read_text("utf-8") for name in _SCRIPTS),
)
_KEY, _REDRAWS = "live", "live_redraws"


def is_redraw() -> bool:
    """Whether this run is a redraw that nobody asked for; to be asked once, when it begins."""
    return bool(st.session_state.pop(_REDRAWS, False))


def _redraws() -> None:
    """Called as such a redraw begins, before the page is drawn."""
    st.session_state[_REDRAWS] = True
    turns.begun(str(st.session_state[_KEY].get("changed") or ""))


def watch(
    store: Store, topics: tuple[Topic, ...], whose: dict[str, str], news: dict[str, Any], *, is_printing: bool
) -> str:
    """Let this page's browser ask for a redraw as soon as the store moves past the versions it is drawn from.

    whose: for whom it is drawn, so that what they type is kept for them (`accounts.form_drafts`). news: what others
    just saved (`board.ui.parts.news`). is_printing: it is for paper, prints itself and stays as it is. What this run is
    such a redraw by, the name of its turn (board/web/turns.py); empty where somebody asked for it.
    """
    seen.drawn_from(store.versions())
    followed = () if is_printing else topics
    data: dict[str, Any] = {
        "versions": [store.version(topic) for topic in followed],
        "life": LIFE,
        "topics": list(followed),
    }
    data |= {"whose": whose, "news": news, "printing": is_printing}
    asked = _BROWSER(key=_KEY, data=data, on_changed_change=_redraws)
    return str(asked.changed or "")
