"""Whether what is read just now is for somebody who may not know who gave an opinion (`opinions.disclosure`).

A page says so once it knows who looks, for this run and for those of its parts that come after it; a file, when it is
made. Whatever else reads, such as an action's rules, reads for the program itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from board.access import Actor, allowed

_ALL_SEEN = "sees_givers"
_ASKED: ContextVar[bool | None] = ContextVar("_ASKED", default=None)


def draw_for(actor: Actor | None) -> None:
    """Draw what comes now, in this browser's session, for a person."""
    st.session_state[_ALL_SEEN] = actor is not None and allowed(actor, "see.givers")


@contextmanager
def making_for(actor: Actor | None) -> Iterator[None]:
    """Within the block a file is made for a person, outside of any page."""
    token = _ASKED.set(actor is not None and allowed(actor, "see.givers"))
    try:
        yield
    finally:
        _ASKED.reset(token)


def is_reader() -> bool:
    """Whether what is read is for somebody who may not know. Of a page that hasn't said yet, it is."""
    asked = _ASKED.get()
    if asked is not None:
        return not asked
    return get_script_run_ctx(suppress_warning=True) is not None and not st.session_state.get(_ALL_SEEN, False)
