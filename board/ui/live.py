"""The one component on every page: redraws it when somebody saves, and words Streamlit's own buttons in Chinese."""

from pathlib import Path

import streamlit as st

from board.db import Store, Topic

_BROWSER = st.components.v2.component(
    "board_live",
    html="<span></span>",
    css="/* takes no room */\n:host { display: none; }",
    js=(Path(__file__).with_name("browser.js")).read_text("utf-8"),
)


def watch(store: Store, topics: tuple[Topic, ...]) -> str:
    """Let this page's browser ask for a redraw as soon as the store moves past the versions it is drawn from.

    What this run is such a redraw by, the name of its turn (board/web/turns.py); empty where somebody asked for it.
    """
    version = ".".join(str(store.version(topic)) for topic in topics)
    asked = _BROWSER(key="live", data={"version": version, "topics": list(topics)}, on_changed_change=lambda: None)
    return str(asked.changed or "")
