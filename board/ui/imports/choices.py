"""The clerk's choices on how to read the file: kept while the file is on the page, and passed to its reading."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

import streamlit as st

from board.importing.choices import Choices
from board.typed import printable

# Choices for the file as a whole: the widget's key → the field of `Choices`.
PICKED = {
    "imports_encoding": "encoding",
    "imports_separator": "separator",
    "imports_sheet": "sheet",
    "imports_header_row": "header_row",
    "imports_layout": "layout",
    "imports_hidden": "hidden",
    "imports_numbers": "numbers",
    "imports_zero": "zero",
    "imports_unanswered": "unanswered",
    "imports_short": "short",
    "imports_survey": "survey",
    "imports_group": "group",
    "imports_way": "way",
    "imports_day": "cast_on",
}
# Corrections of single columns, words, cells and rows: fields of `Choices` that are maps, and sets of rows.
# The only online form, or the first of several: its ballots came in without a name.
NO_NAME = "没有写名字的那一份"
NEW_NAME = "另一份，写一个名字"
_MAPS = ("columns", "answers", "groups", "ways", "cells", "ballot_counts", "void_counts", "defaults")
_ROWS = ("skipped_rows", "voided_rows", "fitted_rows")
# Those that are remembered for the next file of the same shape.
_KEPT_MAPS = ("columns", "answers", "groups", "ways")
_KEPT_PICKS = ("imports_layout", "imports_numbers", "imports_zero", "imports_unanswered", "imports_short",
               "imports_header_row", "imports_sheet")  # fmt: skip

_OF_FILE = ("imports_corrections", *PICKED, "imports_survey_name", "imports_shape", "imports_surveys",
            "imports_recalled", "imports_listed", "imports_settled", "imports_is_other",
            "imports_is_fresh")  # fmt: skip


def begin(file_id: str) -> None:
    """Starts over if another file is on the page; what was chosen for the former is there again when it is opened."""
    before = st.session_state.get("imports_file_id")
    if before == file_id:
        return
    put_by = st.session_state.setdefault("imports_put_by", {})
    put_by[before] = {key: st.session_state[key] for key in _OF_FILE if key in st.session_state}
    st.session_state["imports_file_id"] = file_id
    forget()
    for key in _OF_FILE[1:]:
        st.session_state.pop(key, None)
    st.session_state.update(put_by.pop(file_id, {}))


def forget() -> None:
    """Drops all corrections of single columns, words, cells and rows. For callbacks."""
    for key in ("imports_listed", "imports_settled"):
        st.session_state.pop(key, None)
    st.session_state["imports_corrections"] = {name: {} for name in _MAPS} | {name: frozenset() for name in _ROWS}
    st.session_state["imports_revision"] = st.session_state.get("imports_revision", 0) + 1


def revision() -> int:
    """Returns a number that rises with each correction: tables to type into then start again from the file as read."""
    number: int = st.session_state["imports_revision"]
    return number


def say(**more: Mapping[Any, Any] | frozenset[int]) -> None:
    """Adds corrections: maps are merged, sets of rows joined. For callbacks."""
    held = st.session_state["imports_corrections"]
    st.session_state["imports_corrections"] = {**held, **{name: held[name] | value for name, value in more.items()}}
    st.session_state["imports_revision"] += 1


def take_back(cells: AbstractSet[tuple[str | None, int, int]], rows: AbstractSet[int]) -> None:
    """Takes back what was written in cells and what was to be done about rows. For callbacks, before `say`."""
    held = st.session_state["imports_corrections"]
    left = {place: text for place, text in held["cells"].items() if place not in cells}
    st.session_state["imports_corrections"] = {**held, "cells": left, **{name: held[name] - rows for name in _ROWS}}


def drop(names: Mapping[str, AbstractSet[str]]) -> None:
    """Drops corrections: of each map these entries. For callbacks."""
    held = st.session_state["imports_corrections"]
    left = {name: {key: value for key, value in held[name].items() if key not in gone} for name, gone in names.items()}
    st.session_state["imports_corrections"] = {**held, **left}


def corrections() -> dict[str, Any]:
    """Returns the corrections of single columns, words, cells and rows, by field of `Choices`."""
    held: dict[str, Any] = st.session_state["imports_corrections"]
    return held


def choices(today: date) -> Choices:
    """Returns all choices for reading the file. `today`: the day of ballots without one."""
    picked: dict[str, Any] = {field: st.session_state.get(key) for key, field in PICKED.items()}
    filled = {"cast_on": picked["cast_on"] or today, "survey": named_survey()}
    return Choices(**{**picked, **filled, **corrections()})


def key_of(chosen: Choices) -> tuple[Any, ...]:
    """Returns a key that is equal for equal choices."""
    return tuple(repr(value) for value in vars(chosen).values())


def kept() -> dict[str, Any]:
    """Returns the choices to remember for the next file of the same shape, by field of `Choices`."""
    picked = {PICKED[key]: st.session_state.get(key) for key in _KEPT_PICKS}
    surveys = sorted({*surveys_before(), *([name] if (name := named_survey()) else [])})
    choices_kept = {name: corrections()[name] for name in _KEPT_MAPS} | picked | {"surveys": surveys}
    return {name: value for name, value in choices_kept.items() if value}


def named_survey() -> str:
    """Returns the name that the clerk gave an online form; empty for the one without."""
    picked = st.session_state.get("imports_survey")
    if picked == NEW_NAME:
        return printable(str(st.session_state.get("imports_survey_name") or ""))
    return "" if picked in (None, NO_NAME) else str(picked)


def surveys_before() -> list[str]:
    """Returns the words by which online forms with these questions were distinguished before; empty if there is one."""
    before: list[str] = st.session_state.get("imports_surveys") or []
    return before


def recall(shape: str, remembered: Mapping[str, Any], sheets: Sequence[str]) -> bool:
    """Applies the choices remembered for a shape, the first time this file is read. Returns whether there were any.

    Must run before the widgets of the choices are drawn.
    """
    st.session_state["imports_shape"] = shape
    st.session_state["imports_surveys"] = list(remembered.get("surveys", ()))
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
    """Returns the shape of the file as first read, before any correction; None before that."""
    shape: str | None = st.session_state.get("imports_shape")
    return shape
