"""What whoever looks at a page has seen: a redraw that shares with others may not take them back behind it."""

from collections.abc import Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from board.store.store import Topic

_KEY = "seen_versions"


def seen() -> Mapping[Topic, int]:
    """The versions that this page was drawn from last, or that its own saves led to; none before it first is."""
    versions: Mapping[Topic, int] = st.session_state.get(_KEY, {})
    return versions


def drawn_from(versions: Mapping[Topic, int]) -> None:
    """This page is being drawn from these versions."""
    st.session_state[_KEY] = dict(versions)


def saved(topic: Topic, version: int) -> None:
    """A watcher of the store (`Store.watch`): what is saved by a page is seen by it."""
    if get_script_run_ctx(suppress_warning=True):
        st.session_state[_KEY] = {**seen(), topic: version}
