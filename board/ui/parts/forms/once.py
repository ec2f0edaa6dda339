"""Buttons that write once, however often they are pressed, by hand or by a browser that sends a press again.

Each time a form or a page with such a button opens, it gets a key (`board.store.once`) for its next press. After the
press there is a new key and the button becomes another widget, so a late press is recognised as one of the old button.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from board.store import once
from board.web import serving

# Called with the first answer if a browser that didn't receive it sends the press again.
Again = Callable[[str], None]


def once_button(label: str, *, key: str, on_click: Callable[..., None], args: Sequence[Any] = (), **how: Any) -> bool:
    """Draws a button whose `on_click` writes.

    `on_click` puts its message into session state's `notice`, or a refusal where its page looks for it.
    """
    given = (key, key_of(key), _notice, _noticed, on_click, *args)
    return st.button(label, key=widget_key(key), on_click=press, args=given, **how)


def widget_key(key: str, part: str = "") -> str:
    """Returns the key of a button's widget or of a form's part; it changes after each press that was carried out."""
    turn = st.session_state.get(f"{key}/press", (0, ""))[0]
    return f"{key}{part}/{turn}" if turn else f"{key}{part}"


def key_of(key: str) -> str:
    """Returns the key for the next press."""
    if f"{key}/press" not in st.session_state:
        st.session_state[f"{key}/press"] = (0, once.new_key())
    pressed: str = st.session_state[f"{key}/press"][1]
    return pressed


def press(key: str, pressed: str, again: Again, act: Callable[..., str | None], *args: Any) -> None:
    """Carries out a press once. For callbacks.

    `act` returns its message, or None if it was refused or puts the message into `notice` itself.
    """
    undisturbed()
    answer = once.carried_out(serving.store(), pressed, lambda: act(*args))
    turn, current = st.session_state.get(f"{key}/press", (0, pressed))
    if current != pressed:
        return  # this browser has received the answer: the button it pressed is gone
    if answer.is_repeat:
        again(answer.words or once.DONE_BEFORE)
    if answer.is_repeat or answer.is_entered or answer.words is not None:
        st.session_state[f"{key}/press"] = (turn + 1, once.new_key())


def press_row(key: str, pressed: str, act: Callable[..., None], *args: Any) -> None:
    """Carries out the press of a row's button once: two presses in a row may run at the same time. For callbacks."""
    press(key, pressed, _notice, _noticed, act, *args)


def state_of(key: str) -> Mapping[str, Any]:
    """Returns the state of a widget within its own callback; empty if the page was drawn without it meanwhile.

    A browser that lost its line sends a press again, which may be of a widget that the first one took away.
    """
    return st.session_state.get(key) or {}


def _noticed(act: Callable[..., None], *args: Any) -> str | None:
    st.session_state.pop("notice", None)
    act(*args)
    words: str | None = st.session_state.get("notice")
    return words


def _notice(words: str) -> None:
    st.session_state["notice"] = words


def undisturbed() -> None:
    """Makes session state usable for the rest of this run without the run being cut short by the next click.

    So the message of a save is shown and its form closes. Drawing can still be cut short.
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
