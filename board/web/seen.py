"""The versions a page's reader has seen: a redraw shared with others may not show an older state."""

from collections.abc import Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from board.store.store import Topic

_KEY = "seen_versions"


def seen() -> Mapping[Topic, int]:
    """The versions that this page was last drawn from, or that its own saves led to; empty before the first drawing."""
    versions: Mapping[Topic, int] = st.session_state.get(_KEY, {})
    return versions


def drawn_from(versions: Mapping[Topic, int]) -> None:
    """Records that this page is being drawn from these versions."""
    st.session_state[_KEY] = dict(versions)


def saved(topic: Topic, version: int) -> None:
    """A watcher of the store (`Store.watch`): a page sees what it saves itself."""
    if get_script_run_ctx(suppress_warning=True):
        st.session_state[_KEY] = {**seen(), topic: version}
