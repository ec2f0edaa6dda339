"""For whom data is being read: for somebody who may not know who gave an opinion (`opinions.disclosure`), or who looks
at a past day as it is known now (`store.sql.asked`); or who is bound to a part of a bureau's units (`units.tree`).

A page declares it once it knows its reader, for this run and the fragments that follow it; a file, when it is made.
Everything else, such as an action's rules, reads for the program itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from board.access import Actor, allowed
from board.store import readers
from board.store.readers import is_read_for_readers

T = TypeVar("T")
_ALL_SEEN = "sees_givers"
_KNOWN_NOW = "is_known_now"
_WITHIN = "within_unit"
# What this thread's session was last drawn for: read dozens of times in a run, it is kept beside the session as well.
_DRAWN_FOR: ContextVar[bool | None] = ContextVar("_DRAWN_FOR", default=None)
_DRAWN_NOW: ContextVar[bool | None] = ContextVar("_DRAWN_NOW", default=None)
_DRAWN_WITHIN: ContextVar[str | None] = ContextVar("_DRAWN_WITHIN", default=None)
_ASKED: ContextVar[bool | None] = ContextVar("_ASKED", default=None)
_ASKED_NOW: ContextVar[bool] = ContextVar("_ASKED_NOW", default=False)
_ASKED_WITHIN: ContextVar[str] = ContextVar("_ASKED_WITHIN", default="")


def draw_for(actor: Actor | None) -> None:
    """Declares that this browser's session is drawn for a person from now on."""
    _keep(_ALL_SEEN, _DRAWN_FOR, actor is not None and allowed(actor, "see.givers"))
    _keep(_WITHIN, _DRAWN_WITHIN, actor.unit_id if actor else "")


def draw_as_known(*, now: bool) -> None:
    """Declares that this browser's session is shown past days as they are known now, or as they were known then."""
    _keep(_KNOWN_NOW, _DRAWN_NOW, now)


def _keep(key: str, drawn: ContextVar[T | None], value: T) -> None:
    st.session_state[key] = value
    drawn.set(value)


def _drawn(key: str, drawn: ContextVar[bool | None]) -> bool:
    """Whether this thread's session was declared to be drawn so; False outside of any page."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return False
    value = drawn.get()
    return bool(st.session_state.get(key)) if value is None else value


@contextmanager
def making_for(actor: Actor | None, *, is_known_now: bool = False) -> Iterator[None]:
    """Declares that a file is made for a person within the block, outside of any page."""
    token = _ASKED.set(actor is not None and allowed(actor, "see.givers"))
    now_token, within_token = _ASKED_NOW.set(is_known_now), _ASKED_WITHIN.set(actor.unit_id if actor else "")
    try:
        yield
    finally:
        _ASKED.reset(token)
        _ASKED_NOW.reset(now_token)
        _ASKED_WITHIN.reset(within_token)


def is_reader() -> bool:
    """Whether data is read for somebody who may not know. True for a page that hasn't declared it yet."""
    asked = _ASKED.get()
    return is_read_for_readers(not asked if asked is not None else _draws_for_reader())


def _draws_for_reader() -> bool:
    return get_script_run_ctx(suppress_warning=True) is not None and not _drawn(_ALL_SEEN, _DRAWN_FOR)


def is_known_now() -> bool:
    """Whether past days are read as they are known now."""
    return _ASKED_NOW.get() if _ASKED.get() is not None else _drawn(_KNOWN_NOW, _DRAWN_NOW)


def within() -> str:
    """The unit of the tree to which the reader is bound, with all below it; '' for the whole tree."""
    return readers.within(_bound())


def _bound() -> str:
    if _ASKED.get() is not None:
        return _ASKED_WITHIN.get()
    if get_script_run_ctx(suppress_warning=True) is None:
        return ""
    value = _DRAWN_WITHIN.get()
    return str(st.session_state.get(_WITHIN, "")) if value is None else value
