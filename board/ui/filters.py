"""The filter bar. Every filter lives in the URL under its key, `<subject>_<name>`, and starts from it."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st


def choose(label: str, key: str, options: Sequence[str]) -> list[str]:
    """Any number of options; none chosen means all. Returns those chosen."""
    chosen: list[str] = st.multiselect(label, options, key=key, bind="query-params", placeholder="全部")
    return chosen


def find(label: str, key: str, hint: str) -> str:
    """A text to find by any part. Returns it trimmed."""
    typed = st.text_input(label, key=key, bind="query-params", placeholder=hint, type="search", live="300ms")
    return (typed or "").strip()


def tabs(label: str, key: str, counts: Mapping[str, int]) -> str:
    """One of several views with how many rows each holds, the first being the default. Returns the view's name."""
    names = list(counts)
    if st.session_state.get(key) not in names:
        asked = st.query_params.get(key)
        st.session_state[key] = asked if asked in names else names[0]
    st.segmented_control(
        label,
        names,
        key=key,
        required=True,
        format_func=lambda name: f"{name} {counts[name]}",
        label_visibility="collapsed",
        persist_state="session",
    )
    chosen: str = st.session_state[key] or names[0]
    _show_in_url(key, None if chosen == names[0] else chosen)
    return chosen


def _show_in_url(key: str, value: str | None) -> None:
    if value is None:
        if key in st.query_params:
            del st.query_params[key]
    elif st.query_params.get(key) != value:
        st.query_params[key] = value


def opened(key: str) -> str | None:
    """The id of the open record: from the URL at first, then from session state's `key`, which the URL follows."""
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(key)
    value: str | None = st.session_state[key]
    _show_in_url(key, value)
    return value


def clear(keys: Sequence[str]) -> None:
    """Take all of these filters off. For callbacks."""
    for key in keys:
        current: Any = st.session_state.get(key)
        st.session_state[key] = [] if isinstance(current, list) else ""


def counted(shown: int, total: int, unit: str, keys: Sequence[str]) -> None:
    """How many rows are left of how many, and the button that takes every filter off."""
    active = [key for key in keys if st.session_state.get(key)]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{shown}** / {total} {unit}", width="content")
        if active:
            st.button(
                "清除全部筛选",
                key=f"{keys[0]}_clear",
                type="tertiary",
                icon=":material/filter_alt_off:",
                on_click=clear,
                args=(tuple(active),),
            )
