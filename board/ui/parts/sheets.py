"""The sheet of one record over a page: which one is open, how it closes, and the form of the action chosen on it."""

from collections.abc import Callable, Container, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from board.store.records import Kind
from board.ui.parts import filters
from board.ui.parts.forms.form import Field, choose_action, end_action, show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.records import initial_of, save_record
from board.ui.parts.visit import Visit
from board.words import RECORD_ACTION


def closing(key: str) -> Callable[[], None]:
    """Returns the function that closes what session state has open under a key. For callbacks."""

    def close() -> None:
        st.session_state[key] = None

    return close


def opened_row(
    key: str, rows: Callable[[], pd.DataFrame], id_column: str, word: str = "", *, is_covered: bool = False
) -> pd.Series | None:
    """Returns the row of the record that is open under a key; None where none is, or where another dialog covers it.

    One that isn't among the rows is closed, which a message says. word: the kind of record in that message.
    """
    record_id = filters.opened(key)
    if not record_id or is_covered:
        return None
    every = rows()
    chosen = every[every[id_column] == record_id]
    if chosen.empty:
        st.session_state[key] = None
        st.toast(f"没有找到{word} {in_markdown(record_id)}。", icon=":material/search_off:")
        return None
    row: pd.Series = chosen.iloc[0]
    return row


def show_action(
    key: str,
    names: Sequence[str],
    words: Mapping[str, str],
    form: Callable[[str], tuple[Sequence[Field], Mapping[str, Any]]],
    save: Callable[[str, dict[str, Any]], str],
    frame: Callable[[], DeltaGenerator] = lambda: st.container(border=True),
    *,
    changing: Container[str] = ("edit",),
) -> None:
    """Draws the actions open to a person, and the form of the chosen one.

    words: the word for each action. form: returns an action's fields and their initial values. save: takes the action
    and what was typed, and returns the message that follows. changing: the actions that get only what was changed.
    """
    action = choose_action(key, names, words)
    if action is None:
        return
    fields, initial = form(action)
    with frame():
        if show_form(
            f"{key}.{action}",
            fields,
            initial,
            lambda given: save(action, given),
            words[action],
            only_changes=action in changing,
        ):
            end_action(key)


def show_record_actions(
    visit: Visit, key: str, kind: Kind, record: pd.Series, fields: Callable[[], Sequence[Field]]
) -> None:
    """Draws what can be done with a plain record: edit it, in its form of these fields, or take it out of the lists."""
    show_action(
        key,
        ["edit", "remove"],
        RECORD_ACTION,
        lambda action: (fields() if action == "edit" else [], initial_of(record)),
        partial(save_record, visit, kind, record[kind.key]),
    )
