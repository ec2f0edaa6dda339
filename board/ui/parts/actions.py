"""The actions open on a record, as buttons: two in view, the others in a popover. The chosen one opens its form."""

from collections.abc import Mapping, Sequence
from typing import Literal, NoReturn

import streamlit as st

_IN_VIEW = 2


def action_by_button(key: str, names: Sequence[str], words: Mapping[str, str]) -> str | None:
    """Draws a button for each action in `names`, likeliest first. Returns the chosen one; None while none is chosen.

    A second press of the same button cancels the choice. The choice is kept in session state under `key`.
    """
    chosen: str | None = st.session_state.get(key)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for place, name in enumerate(names[:_IN_VIEW]):
            _button(key, name, words[name], "secondary" if place or chosen else "primary")
        if len(names) > _IN_VIEW:
            with st.popover("更多办理", icon=":material/more_horiz:", key=f"{key}/more"):
                for name in names[_IN_VIEW:]:
                    _button(key, name, words[name], "tertiary")
    return chosen if chosen in names else None


def _button(key: str, name: str, word: str, kind: Literal["primary", "secondary", "tertiary"]) -> None:
    is_chosen = st.session_state.get(key) == name
    st.button(
        f"{word}　收起" if is_chosen else word,
        key=f"{key}/{name}",
        type=kind,
        on_click=_choose,
        args=(key, None if is_chosen else name),
    )


def _choose(key: str, name: str | None) -> None:
    st.session_state[key] = name


def end_by_button(key: str) -> NoReturn:
    """Redraws the page with no action chosen."""
    _choose(key, None)
    st.rerun()
