"""The filter bar, and the one way to keep a value in session state and in the URL under the same key.

Filters, tabs, days, open records, the activity and the role are all read by `asked` and kept by `keep`. Streamlit's own
`bind="query-params"` (1.67) can't do it: it takes a key out of the URL whenever its widget isn't drawn, and most of our
filters are in a popover that draws nothing while it is closed, while an open record has no widget at all; and it drops
a value that isn't possible without a word.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from board.numbers import change_text
from board.ui.parts import printing
from board.ui.parts.plain import in_markdown

_NOTHING = object()


def _last(texts: Sequence[str]) -> str | None:
    return texts[-1].strip() if texts else None


def asked(key: str, read: Callable[[list[str]], Any] = _last) -> Any:
    """Returns a key's value: from session state or, before it is there, read from its texts in the URL."""
    value = st.session_state.get(key, _NOTHING)
    return read(st.query_params.get_all(key)) if value is _NOTHING else value


def keep(key: str, value: list[str] | str | date | None, default: str | None = None) -> None:
    """Keeps a value in session state and in the URL; an empty value and the default aren't in the URL."""
    if st.session_state.get(key, _NOTHING) != value:
        st.session_state[key] = value
    _show_in_url(key, None if value == default else value)


def _show_in_url(key: str, value: list[str] | str | date | None) -> None:
    texts = value if isinstance(value, list) else [str(value)] if value else []
    if st.query_params.get_all(key) == texts:
        return
    if texts:
        st.query_params[key] = texts
    else:
        del st.query_params[key]


def _say_unknown(key: str, values: Sequence[str], instead: str) -> None:
    """Says which values of a key aren't possible, once, if they come from the URL."""
    if any(values) and key not in st.session_state:
        unknown = in_markdown("、".join(values))
        st.toast(f"网址里写的“{unknown}”现在没有，{instead}。", icon=":material/search_off:")


def bar(subject: str, keys: Iterable[str], width: int | Literal["stretch"] = "stretch") -> DeltaGenerator:
    """Returns the container for a page's filters, side by side; on a phone behind a button, which counts those in use.

    keys: the keys of the filters in it. The button is handled in browser/phone.js.
    """
    used = sum(bool(asked(key)) for key in keys)
    count = f"　用了 {used} 个" if used else ""
    st.html(f'<button type="button" class="filters-button" aria-expanded="false">筛选和排序{count}</button>')
    return st.container(horizontal=True, vertical_alignment="bottom", width=width, key=f"{subject}_bar")


def choose(label: str, key: str, options: Sequence[str], placeholder: str = "全部") -> list[str]:
    """Draws a choice of any number of options and returns those chosen, in order. None chosen: see the placeholder."""
    chosen = chosen_from(key, options)
    st.multiselect(label, options, key=key, persist_state="session", placeholder=placeholder)
    return chosen


def chosen_from(key: str, options: Sequence[str]) -> list[str]:
    """Returns the options chosen in a filter, without drawing it. Values that aren't options are dropped."""
    wanted: list[str] = asked(key, list) or []
    chosen = [value for value in wanted if value in options]
    _say_unknown(key, [value for value in wanted if value not in options], "没有按它筛选")
    keep(key, chosen)
    return chosen


def choose_day(label: str, key: str, help_text: str | None = None) -> date | None:
    """Draws a field for a day or none, and returns it."""
    day = day_of(key)
    st.date_input(label, value=None, key=key, persist_state="session", format="YYYY-MM-DD", help=help_text)
    return day


def day_of(key: str) -> date | None:
    """Returns the day chosen in a filter, without drawing it."""
    day: date | None = asked(key, _day)
    _say_unknown(key, st.query_params.get_all(key) if day is None else [], "没有按它筛选")
    keep(key, day)
    return day


def _day(texts: Sequence[str]) -> date | None:
    try:
        return date.fromisoformat(_last(texts) or "")
    except ValueError:
        return None


def choose_one(label: str, key: str, options: Sequence[str], words: Callable[[str], str] = str) -> str:
    """Draws a choice of one option, the first being the default, and returns it. `words`: an option as it is shown."""
    chosen = one_of(key, options)
    st.selectbox(label, options, key=key, persist_state="session", format_func=words)
    return _noted(label, chosen, options[0])


def one_of(key: str, options: Sequence[str], default: str | None = None) -> str:
    """Returns the option chosen in a filter, without drawing it; by default the first."""
    usual = default or options[0]
    wanted = asked(key)
    chosen: str = wanted if wanted in options else usual
    _say_unknown(key, [wanted] if wanted and wanted != chosen else [], f"显示的是“{in_markdown(chosen)}”")
    keep(key, chosen, usual)
    return chosen


def switch(
    label: str, key: str, options: Sequence[str], words: Callable[[str], str] = in_markdown, default: str | None = None
) -> str:
    """Draws a few ways to look at the rows, side by side, and returns the chosen one, by default the first.

    words: an option as it is shown, as Markdown.
    """
    chosen = _noted(label, one_of(key, options, default), default or options[0])
    st.segmented_control(
        label,
        options,
        key=key,
        required=True,
        format_func=words,
        label_visibility="collapsed",
        persist_state="session",
    )
    return chosen


def _noted(label: str, chosen: str, usual: str) -> str:
    if chosen != usual:
        printing.note_filter(label, chosen)
    return chosen


def find(label: str, key: str, hint: str) -> str:
    """Draws a field to search for any part of a text. Returns the text trimmed."""
    typed = (asked(key) or "").strip()
    st.session_state.setdefault(key, typed)
    st.text_input(label, key=key, persist_state="session", placeholder=hint, type="search", live="300ms")
    _show_in_url(key, typed)
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

    def words(name: str) -> str:
        return f"{name} {counts[name]} {change_text(counts[name], (before or counts)[name])}".strip()

    return switch(label, key, list(counts), words)


def opened(key: str) -> str | None:
    """Returns the id of the open record: first from the URL, then from session state's `key`, which the URL follows.

    None on paper: the page is printed, not the sheet over it.
    """
    if printing.is_printing():
        return None
    record_id: str | None = asked(key)
    keep(key, record_id)
    return record_id


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
