"""For whom data is being read: for somebody who may not know who gave an opinion (`opinions.disclosure`), or who looks
at a past day as it is known now (`store.sql.asked`).

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
_KNOWN_NOW = "is_known_now"
_ASKED: ContextVar[bool | None] = ContextVar("_ASKED", default=None)
_ASKED_NOW: ContextVar[bool] = ContextVar("_ASKED_NOW", default=False)


def draw_for(actor: Actor | None) -> None:
    """Declares that this browser's session is drawn for a person from now on."""
    st.session_state[_ALL_SEEN] = actor is not None and allowed(actor, "see.givers")


def draw_as_known(*, now: bool) -> None:
    """Declares that this browser's session is shown past days as they are known now, or as they were known then."""
    st.session_state[_KNOWN_NOW] = now


@contextmanager
def making_for(actor: Actor | None, *, is_known_now: bool = False) -> Iterator[None]:
    """Declares that a file is made for a person within the block, outside of any page."""
    token = _ASKED.set(actor is not None and allowed(actor, "see.givers"))
    now_token = _ASKED_NOW.set(is_known_now)
    try:
        yield
    finally:
        _ASKED.reset(token)
        _ASKED_NOW.reset(now_token)


def is_reader() -> bool:
    """Whether data is read for somebody who may not know. True for a page that hasn't declared it yet."""
    asked = _ASKED.get()
    return is_read_for_readers(not asked if asked is not None else _draws_for_reader())


def _draws_for_reader() -> bool:
    return get_script_run_ctx(suppress_warning=True) is not None and not st.session_state.get(_ALL_SEEN, False)


def is_known_now() -> bool:
    """Whether past days are read as they are known now."""
    if _ASKED.get() is not None:
        return _ASKED_NOW.get()
    return get_script_run_ctx(suppress_warning=True) is not None and bool(st.session_state.get(_KNOWN_NOW, False))
