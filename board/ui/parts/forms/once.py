"""Buttons that write: pressed any number of times, by hand or by a browser that sends a press again, they act once.

Each opening of a form, or of a page with such a button, has a key (`board.store.once`) that its press is carried out
under. A new one is made after that, and the button becomes another widget, so that a press that comes late is known for
what it is: one of the button that is gone.
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from board.store import once
from board.web import serving

# Given the first answer to a press that comes again from a browser that wasn't told of it.
Again = Callable[[str], None]


def once_button(label: str, *, key: str, on_click: Callable[..., None], args: Sequence[Any] = (), **how: Any) -> bool:
    """A button whose `on_click` writes: it puts what it did into session state's `notice`, or a refusal where its page
    looks for it.
    """
    given = (key, key_of(key), _notice, _noticed, on_click, *args)
    return st.button(label, key=widget_key(key), on_click=press, args=given, **how)


def widget_key(key: str, part: str = "") -> str:
    """The key of a button's widget, or of a form's part: another one after each press that was carried out."""
    turn = st.session_state.get(f"{key}/press", (0, ""))[0]
    return f"{key}{part}/{turn}" if turn else f"{key}{part}"


def key_of(key: str) -> str:
    """The key that the next press is carried out under."""
    if f"{key}/press" not in st.session_state:
        st.session_state[f"{key}/press"] = (0, once.new_key())
    pressed: str = st.session_state[f"{key}/press"][1]
    return pressed


def press(key: str, pressed: str, again: Again, act: Callable[..., str | None], *args: Any) -> None:
    """Carry out a press, once. For callbacks. `act` returns its answer, or None where it was refused or puts it into
    the notice itself.
    """
    undisturbed()
    answer = once.carried_out(serving.store(), pressed, lambda: act(*args))
    turn, current = st.session_state.get(f"{key}/press", (0, pressed))
    if current != pressed:
        return  # this browser was told: the button it pressed is gone
    if answer.is_repeat:
        again(answer.words or once.DONE_BEFORE)
    if answer.is_repeat or answer.is_entered or answer.words is not None:
        st.session_state[f"{key}/press"] = (turn + 1, once.new_key())


def _noticed(act: Callable[..., None], *args: Any) -> str | None:
    st.session_state.pop("notice", None)
    act(*args)
    words: str | None = st.session_state.get("notice")
    return words


def _notice(words: str) -> None:
    st.session_state["notice"] = words


def undisturbed() -> None:
    """For the rest of this run, session state can be read and written without the run being cut short by the next
    click: what was saved is told, and the form that it was typed into closes. Drawing can be cut short still.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or context.parallel_coordinator is None:
        return
    state, run = context.session_state, context.parallel_coordinator
    look = state._yield_callback

    def look_later() -> None:
        if context.parallel_coordinator is not run:
            object.__setattr__(state, "_yield_callback", look)
            look()

    object.__setattr__(state, "_yield_callback", look_later)
