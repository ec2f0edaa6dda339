"""The open dialog of 分析检查报告: one at a time, the last one opened."""

import streamlit as st

from board.ui.parts.visit import Visit

_KEY, _ABOUT = "report_dialog", "report_dialog_about"


def begin(name: str, about: str = "") -> None:
    """Opens a dialog. `about`: the id of the record it is about. For callbacks."""
    st.session_state[_KEY], st.session_state[_ABOUT] = name, about


def end() -> None:
    """Closes whichever dialog is open. For callbacks."""
    st.session_state[_KEY] = None


def dialog_open(visit: Visit) -> str | None:
    """Returns the name of the open dialog; None in the past."""
    name: str | None = None if visit.is_past else st.session_state.get(_KEY)
    return name


def about() -> str:
    """Returns the id of the record that the open dialog is about."""
    record_id: str = st.session_state.get(_ABOUT, "")
    return record_id
