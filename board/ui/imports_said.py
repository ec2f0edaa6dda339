"""What the clerk says about the file on the page: kept as long as that file is there, and given to its reading."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from board.importing.choices import Choices

# What is picked for the file as a whole: the key of its widget → the field of `Choices`.
PICKED = {
    "imports_encoding": "encoding",
    "imports_separator": "separator",
    "imports_sheet": "sheet",
    "imports_header_row": "header_row",
    "imports_layout": "layout",
    "imports_numbers": "numbers",
    "imports_group": "group",
    "imports_way": "way",
    "imports_day": "cast_on",
}
# What is said of single columns, words, cells and rows.
_MAPS = ("columns", "answers", "groups", "cells", "ballot_counts", "void_counts")
_ROWS = ("skipped_rows", "voided_rows")


def begin(file_id: str) -> None:
    """Start over where another file is on the page."""
    if st.session_state.get("imports_file_id") == file_id:
        return
    st.session_state["imports_file_id"] = file_id
    forget()
    for key in ("imports_sheet", "imports_header_row", "imports_layout", "imports_numbers"):
        st.session_state.pop(key, None)


def forget() -> None:
    """Take back everything that was said of single columns, words, cells and rows. For callbacks."""
    st.session_state["imports_said"] = {name: {} for name in _MAPS} | {name: frozenset() for name in _ROWS}
    st.session_state["imports_revision"] = st.session_state.get("imports_revision", 0) + 1


def revision() -> int:
    """A number that rises whenever something was said: what is typed into tables starts over from the file as read."""
    number: int = st.session_state["imports_revision"]
    return number


def say(**more: Mapping[Any, Any] | frozenset[int]) -> None:
    """Add to what was said: maps are merged, rows joined. For callbacks."""
    held = st.session_state["imports_said"]
    st.session_state["imports_said"] = {**held, **{name: held[name] | value for name, value in more.items()}}
    st.session_state["imports_revision"] += 1


def said() -> dict[str, Any]:
    """What was said of single columns, words, cells and rows."""
    held: dict[str, Any] = st.session_state["imports_said"]
    return held


def choices(today: date) -> Choices:
    """Everything that was said, as a file's reading takes it. `today`: the day of ballots that tell none."""
    picked: dict[str, Any] = {field: st.session_state.get(key) for key, field in PICKED.items()}
    return Choices(**{**picked, "cast_on": picked["cast_on"] or today, **said()})


def key_of(chosen: Choices) -> tuple[Any, ...]:
    """What a reading hangs on, to be compared."""
    return tuple(repr(value) for value in vars(chosen).values())
