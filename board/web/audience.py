"""Whether data is being read for somebody who may not know who gave an opinion (`opinions.disclosure`).

A page declares it once it knows its reader, for this run and the fragments that follow it; a file, when it is made.
Everything else, such as an action's rules, reads for the program itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from board.access import Actor, allowed
from board.store.readers import is_read_for_readers

_ALL_SEEN = "sees_givers"
_ASKED: ContextVar[bool | None] = ContextVar("_ASKED", default=None)


def draw_for(actor: Actor | None) -> None:
    """Declares that this browser's session is drawn for a person from now on."""
    st.session_state[_ALL_SEEN] = actor is not None and allowed(actor, "see.givers")


@contextmanager
def making_for(actor: Actor | None) -> Iterator[None]:
    """Declares that a file is made for a person within the block, outside of any page."""
    token = _ASKED.set(actor is not None and allowed(actor, "see.givers"))
    try:
        yield
    finally:
        _ASKED.reset(token)


def is_reader() -> bool:
    """Whether data is read for somebody who may not know. True for a page that hasn't declared it yet."""
    asked = _ASKED.get()
    return is_read_for_readers(not asked if asked is not None else _draws_for_reader())


def _draws_for_reader() -> bool:
    return get_script_run_ctx(suppress_warning=True) is not None and not st.session_state.get(_ALL_SEEN, False)
