"""The filter bar. Every filter is kept in session state and in the URL under its key, `<subject>_<name>`.

This holds whether or not its widget is drawn: most filters are in a popover that draws nothing while it is closed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from board.numbers import change_text
from board.ui.parts import printing
from board.ui.parts.plain import in_markdown


def bar(subject: str, keys: Iterable[str], width: int | Literal["stretch"] = "stretch") -> DeltaGenerator:
    """Returns the container for a page's filters, side by side; on a phone behind a button, which counts those in use.

    keys: the keys of the filters in it. The button is handled in browser/phone.js.
    """
    used = sum(bool(st.session_state.get(key, st.query_params.get(key))) for key in keys)
    count = f"　用了 {used} 个" if used else ""
    st.html(f'<button type="button" class="filters-button" aria-expanded="false">筛选和排序{count}</button>')
    return st.container(horizontal=True, vertical_alignment="bottom", width=width, key=f"{subject}_bar")


def choose(label: str, key: str, options: Sequence[str], placeholder: str = "全部") -> list[str]:
    """Draws a choice of any number of options and returns those chosen, in order. None chosen: see the placeholder."""
    chosen_from(key, options)
    st.multiselect(label, options, key=key, persist_state="session", placeholder=placeholder)
    return chosen_from(key, options)


def chosen_from(key: str, options: Sequence[str]) -> list[str]:
    """Returns the options chosen in a filter, without drawing it. Values that aren't options are dropped."""
    held: list[str] = _held(key, lambda: st.query_params.get_all(key))
    known = [value for value in held if value in options]
    if known != held:
        st.session_state[key] = known
    show_in_url(key, known)
    return known


def choose_day(label: str, key: str, help_text: str | None = None) -> date | None:
    """Draws a field for a day or none, and returns it."""
    day_of(key)
    st.date_input(label, value=None, key=key, persist_state="session", format="YYYY-MM-DD", help=help_text)
    return day_of(key)


def day_of(key: str) -> date | None:
    """Returns the day chosen in a filter, without drawing it."""
    day: date | None = _held(key, lambda: _day(st.query_params.get(key, "")))
    show_in_url(key, day.isoformat() if day else None)
    return day


def choose_one(label: str, key: str, options: Sequence[str]) -> str:
    """Draws a choice of one option, the first being the default, and returns it."""
    one_of(key, options)
    st.selectbox(label, options, key=key, persist_state="session")
    chosen = one_of(key, options)
    _note_choice(label, chosen, options)
    return chosen


def one_of(key: str, options: Sequence[str]) -> str:
    """Returns the option chosen in a filter, without drawing it; the first by default."""
    held = _held(key, lambda: st.query_params.get(key))
    chosen: str = held if held in options else options[0]
    if held != chosen:
        st.session_state[key] = chosen
    show_in_url(key, None if chosen == options[0] else chosen)
    return chosen


def switch(label: str, key: str, options: Sequence[str]) -> str:
    """Draws a few ways to look at the rows, side by side, the first being the default. Returns the chosen one."""
    chosen = one_of(key, options)
    _note_choice(label, chosen, options)
    st.segmented_control(label, options, key=key, required=True, label_visibility="collapsed", persist_state="session")
    return chosen


def _note_choice(label: str, chosen: str, options: Sequence[str]) -> None:
    if chosen != options[0]:
        printing.note_filter(label, chosen)


def find(label: str, key: str, hint: str) -> str:
    """Draws a field to search for any part of a text. Returns the text trimmed."""
    _held(key, lambda: st.query_params.get(key, ""))
    st.text_input(label, key=key, persist_state="session", placeholder=hint, type="search", live="300ms")
    typed = (st.session_state[key] or "").strip()
    show_in_url(key, typed or None)
    return typed


def tabs(
    label: str,
    key: str,
    counts: Mapping[str, int],
    *,
    before: Mapping[str, int] | None = None,
) -> str:
    """Draws views with their row counts, the first being the default. Returns the chosen view's name.

    before: row counts on the compared day; a tab shows the difference where there is one.
    """
    names = list(counts)
    chosen = one_of(key, names)
    _note_choice(label, chosen, names)
    st.segmented_control(
        label,
        names,
        key=key,
        required=True,
        format_func=lambda name: f"{name} {counts[name]} {change_text(counts[name], (before or counts)[name])}".strip(),
        label_visibility="collapsed",
        persist_state="session",
    )
    return chosen


def opened(key: str) -> str | None:
    """Returns the id of the open record: first from the URL, then from session state's `key`, which the URL follows.

    None on paper: the page is printed, not the sheet over it.
    """
    if printing.is_printing():
        return None
    value: str | None = _held(key, lambda: st.query_params.get(key))
    show_in_url(key, value)
    return value


def _held(key: str, from_url: Callable[[], Any]) -> Any:
    if key not in st.session_state:
        st.session_state[key] = from_url()
    return st.session_state[key]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def show_in_url(key: str, value: str | list[str] | None) -> None:
    """Writes a value under its key into the URL; None and an empty list remove the key."""
    wanted = value if isinstance(value, list) else [] if value is None else [value]
    if st.query_params.get_all(key) == wanted:
        return
    if wanted:
        st.query_params[key] = wanted
    else:
        del st.query_params[key]


def clear(keys: Sequence[str]) -> None:
    """Clears these filters. For callbacks."""
    for key in keys:
        held: Any = st.session_state.get(key)
        st.session_state[key] = [] if isinstance(held, list) else "" if isinstance(held, str) else None


def counted(shown: int, total: int, unit: str, used: Mapping[str, str], before: int | None = None) -> None:
    """Draws how many rows of how many are left, and a chip for each filter in use; buttons remove one or all of them.

    used: label of a filter → its key. before: how many rows were left on the compared day.
    """
    active = {label: key for label, key in used.items() if st.session_state.get(key)}
    for label, key in active.items():
        printing.note_filter(label, st.session_state[key])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        left = f"**{shown}** {change_text(shown, before)}".rstrip()
        st.markdown(f"{left} / {total} {unit}", width="content")
        if not active:
            return
        _chips(next(iter(used.values())), active)
        st.button(
            "清除全部筛选",
            key=f"{next(iter(used.values()))}_clear",
            type="tertiary",
            icon=":material/filter_alt_off:",
            on_click=clear,
            args=(tuple(active.values()),),
        )


def _chips(key: str, active: Mapping[str, str]) -> None:
    """Draws one chip for each value filtered by; a click removes it."""
    parts = [(label, key, value) for label, key in active.items() for value in _values(st.session_state[key])]
    words = [in_markdown(f"{label}：{value}") + " :material/close:" for label, _, value in parts]
    place = f"{key}_chips"

    def take_off() -> None:
        chosen = st.session_state[place]
        if chosen in words:
            _take_off(*parts[words.index(chosen)][1:])
        st.session_state[place] = None

    st.pills("筛选条件，点一下去掉", words, key=place, label_visibility="collapsed", on_change=take_off)


def _values(held: Any) -> list[str]:
    return list(held) if isinstance(held, list) else [str(held)]


def _take_off(key: str, value: str) -> None:
    held = st.session_state[key]
    if isinstance(held, list) and len(held) > 1:
        st.session_state[key] = [each for each in held if each != value]
    else:
        clear([key])
