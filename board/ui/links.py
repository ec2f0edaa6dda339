"""From a figure, a chart or a row to the page that shows what is behind it, with the filters set and in the URL."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from board.navigation import file_of

ROOT = Path(__file__).parent.parent.parent
_NEXT = "_next_page"


def go(subject: str, filters: Mapping[str, Any] | None = None) -> None:
    """Go to a subject's page with these filters set and its others cleared. For callbacks: it acts before pages run."""
    for held in (st.session_state, st.query_params):
        for key in [key for key in held if str(key).startswith(f"{subject}_") and key not in (filters or {})]:
            del held[key]
    for key, value in (filters or {}).items():
        st.session_state[key] = value
    st.session_state[_NEXT] = subject


def follow(here: str) -> None:
    """Carry out the `go` of a callback from the page `here`. The shell calls it once the pages are known.

    On the page itself the filters are all there is to it: a switch would take the day, the activity and the role out of
    the address.
    """
    subject = st.session_state.pop(_NEXT, None)
    if subject not in {None, here}:
        # Without its `query_params` Streamlit refuses to switch while any widget is bound to the URL.
        st.switch_page(ROOT / file_of(subject), query_params={})


def drill(label: str, subject: str, filters: Mapping[str, Any], key: str) -> None:
    """A quiet button that leads to the rows behind a figure."""
    st.button(label, key=key, type="tertiary", icon=":material/arrow_forward:", on_click=go, args=(subject, filters))
