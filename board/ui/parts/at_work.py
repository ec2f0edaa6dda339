"""Other people working on a record: named at the head of its sheet, kept up to date by `browser/at_work.js`."""

import secrets

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from board import clock
from board.ui.parts.plain import in_html
from board.ui.parts.visit import Visit
from board.web.at_work import AT_WORK, Place


def show_others(visit: Visit, record: str) -> None:
    """Names at the head of a record's sheet those who have a form about it open. `record`: its subject and its id."""
    if visit.is_past:
        return
    mark = _mark(visit, record)
    place = Place(f"{visit.activity.activity_id}/{record}", visit.actor.account_id, visit.actor.name)
    AT_WORK.place(mark, place, clock.now())
    words = in_html(AT_WORK.others(mark, clock.now()))
    st.html(f'<p class="at-work" role="status" data-at-work="{mark}">{words}</p>')


def work_frame(visit: Visit, record: str) -> DeltaGenerator:
    """Returns the frame for a form about a record. While it is on the screen, others see that somebody is editing."""
    return st.container(border=True, key=f"at_work_{_mark(visit, record)}")


def _mark(visit: Visit, record: str) -> str:
    """Returns the random token by which this person's browser names the sheet."""
    key = f"at_work/{visit.actor.account_id}/{record}"
    mark: str = st.session_state.setdefault(key, secrets.token_hex(12))
    return mark
