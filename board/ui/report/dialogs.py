"""Which dialog of 分析检查报告 is open: one at a time, the one that was asked for last."""

import streamlit as st

from board.ui.parts.visit import Visit

_KEY, _ABOUT = "report_dialog", "report_dialog_about"


def begin(name: str, about: str = "") -> None:
    """Open a dialog; `about`: the id of what it is about. For callbacks."""
    st.session_state[_KEY], st.session_state[_ABOUT] = name, about


def end() -> None:
    """Close whichever is open. For callbacks."""
    st.session_state[_KEY] = None


def dialog_open(visit: Visit) -> str | None:
    """The name of the dialog that is open; none is while the past is looked at."""
    name: str | None = None if visit.is_past else st.session_state.get(_KEY)
    return name


def about() -> str:
    """What the open dialog is about."""
    record_id: str = st.session_state.get(_ABOUT, "")
    return record_id
