"""Dialogs of 整改台账: which one is open, and the rows it was opened with."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from board.errors import Conflict
from board.rectification.batch import Outcome

# Maximum number of items in one dialog: more than anybody looks through.
MOST = 500
_KEPT = (
    *("item_id", "status_word", "problem", "owner_name", "due_on", "deadline", "percent", "progress"),
    *("seq", "status", "kind", "owner_id", "is_removed"),
)


def begin(dialog: str, rows: pd.DataFrame) -> None:
    """Opens a dialog with the rows as they are now, whatever others save meanwhile. For callbacks."""
    st.session_state["rectification_dialog"] = dialog
    st.session_state["rectification_chosen"] = rows.reindex(columns=list(_KEPT)).head(MOST).reset_index(drop=True)
    st.session_state["rectification_turn"] = st.session_state.get("rectification_turn", 0) + 1
    st.session_state.pop("rectification_batch", None)
    st.session_state["rectification_seen"] = {}
    st.session_state["rectification_progress_problems"] = ()


def go_on_from(outcomes: Iterable[Outcome]) -> None:
    """After a conflict, lets the person continue from the newest state of those items."""
    for outcome in outcomes:
        if isinstance(outcome.problem, Conflict) and outcome.before is not None:
            st.session_state["rectification_seen"][str(outcome.change.item_id)] = outcome.before["seq"]


def close_when_done() -> None:
    """Reruns the page if a button in the dialog has closed it: that button reran only the dialog."""
    if st.session_state["rectification_dialog"] is None:
        st.rerun()


def end() -> None:
    """Closes whichever dialog is open. For callbacks."""
    st.session_state["rectification_dialog"] = None
