"""What the clerk says about the file on the page: kept as long as that file is there, and given to its reading."""

from collections.abc import Mapping, Sequence
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
    "imports_hidden": "hidden",
    "imports_numbers": "numbers",
    "imports_group": "group",
    "imports_way": "way",
    "imports_day": "cast_on",
}
# What is said of single columns, words, cells and rows.
_MAPS = ("columns", "answers", "groups", "ways", "cells", "ballot_counts", "void_counts")
_ROWS = ("skipped_rows", "voided_rows", "fitted_rows")
# What of all that holds for the next file of the same shape too.
_KEPT_MAPS = ("columns", "answers", "groups", "ways")
_KEPT_PICKS = ("imports_layout", "imports_numbers", "imports_header_row", "imports_sheet")


def begin(file_id: str) -> None:
    """Start over where another file is on the page."""
    if st.session_state.get("imports_file_id") == file_id:
        return
    st.session_state["imports_file_id"] = file_id
    forget()
    for key in (*PICKED, "imports_shape", "imports_recalled"):
        st.session_state.pop(key, None)


def forget() -> None:
    """Take back everything that was said of single columns, words, cells and rows. For callbacks."""
    st.session_state["imports_corrections"] = {name: {} for name in _MAPS} | {name: frozenset() for name in _ROWS}
    st.session_state["imports_revision"] = st.session_state.get("imports_revision", 0) + 1


def revision() -> int:
    """A number that rises whenever something was said: what is typed into tables starts over from the file as read."""
    number: int = st.session_state["imports_revision"]
    return number


def say(**more: Mapping[Any, Any] | frozenset[int]) -> None:
    """Add to what was said: maps are merged, rows joined. For callbacks."""
    held = st.session_state["imports_corrections"]
    st.session_state["imports_corrections"] = {**held, **{name: held[name] | value for name, value in more.items()}}
    st.session_state["imports_revision"] += 1


def corrections() -> dict[str, Any]:
    """What was said of single columns, words, cells and rows."""
    held: dict[str, Any] = st.session_state["imports_corrections"]
    return held


def choices(today: date) -> Choices:
    """Everything that was said, as a file's reading takes it. `today`: the day of ballots that tell none."""
    picked: dict[str, Any] = {field: st.session_state.get(key) for key, field in PICKED.items()}
    return Choices(**{**picked, "cast_on": picked["cast_on"] or today, **corrections()})


def key_of(chosen: Choices) -> tuple[Any, ...]:
    """What a reading hangs on, to be compared."""
    return tuple(repr(value) for value in vars(chosen).values())


def kept() -> dict[str, Any]:
    """What was said that holds for the next file of the same shape too, by the fields of `Choices`."""
    picked = {PICKED[key]: st.session_state.get(key) for key in _KEPT_PICKS}
    choices_kept = {name: corrections()[name] for name in _KEPT_MAPS} | picked
    return {name: value for name, value in choices_kept.items() if value}


def recall(shape: str, remembered: Mapping[str, Any], sheets: Sequence[str]) -> bool:
    """Say again what was said of files of a shape, the first time this file is looked at; False where that is nothing.

    The widgets of what is picked must not have been drawn yet.
    """
    st.session_state["imports_shape"] = shape
    picked = {key: remembered[PICKED[key]] for key in _KEPT_PICKS if remembered.get(PICKED[key])}
    if picked.get("imports_sheet") not in sheets:
        picked.pop("imports_sheet", None)
    maps = {name: remembered[name] for name in _KEPT_MAPS if remembered.get(name)}
    st.session_state.update(picked)
    if maps:
        say(**maps)
    st.session_state["imports_recalled"] = bool(maps or picked)
    return bool(maps or picked)


def first_shape() -> str | None:
    """The shape of the file as it was first read, before anything was said of it; None before that."""
    shape: str | None = st.session_state.get("imports_shape")
    return shape
