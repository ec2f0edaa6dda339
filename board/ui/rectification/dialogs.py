"""The dialogs of 整改台账: which one is open, and the rows it was opened on."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from board.errors import Conflict
from board.rectification.batch import Outcome

# How many items one dialog takes on: more than anybody looks through.
MOST = 500
_KEPT = (
    *("item_id", "status_word", "problem", "owner_name", "due_on", "deadline", "percent", "progress"),
    *("seq", "status", "kind", "owner_id", "is_removed"),
)


def begin(dialog: str, rows: pd.DataFrame) -> None:
    """Open a dialog on the rows as they stand now, whoever saves what meanwhile. For callbacks."""
    st.session_state["rectification_dialog"] = dialog
    st.session_state["rectification_chosen"] = rows.reindex(columns=list(_KEPT)).head(MOST).reset_index(drop=True)
    st.session_state["rectification_turn"] = st.session_state.get("rectification_turn", 0) + 1
    st.session_state.pop("rectification_batch", None)
    st.session_state["rectification_seen"] = {}
    st.session_state["rectification_progress_problems"] = ()


def go_on_from(outcomes: Iterable[Outcome]) -> None:
    """Told what somebody else changed, the person goes on from the newest state of those items."""
    for outcome in outcomes:
        if isinstance(outcome.problem, Conflict) and outcome.before is not None:
            st.session_state["rectification_seen"][str(outcome.change.item_id)] = outcome.before["seq"]


def close_when_done() -> None:
    """Within a dialog: what was done in it by a button drew only the dialog anew; draw the page, without it."""
    if st.session_state["rectification_dialog"] is None:
        st.rerun()


def end() -> None:
    """Close whichever dialog is open. For callbacks."""
    st.session_state["rectification_dialog"] = None
