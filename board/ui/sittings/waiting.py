"""What waits for whoever looks (待我确认), and taking back what a meeting decided."""

from collections.abc import Callable

import streamlit as st

from board.access import Actor
from board.errors import BoardError
from board.sittings import decisions, views
from board.store.frames import each_row
from board.store.store import Store
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit, refuse_if_changed


def show_waiting(visit: Visit) -> None:
    """Draws the decisions that wait for whoever looks (待我确认), with what they can say to each."""
    if visit.is_past:
        return
    of = (visit.store, visit.actor, visit.activity.activity_id, visit.as_of)
    waiting = visit.kept("sittings.waiting", lambda: views.waiting_for(*of), visit.actor)
    if waiting.empty:
        return
    st.header(f"待我确认　{len(waiting)} 件")
    for row in each_row(waiting):
        with st.container(border=True, key=f"sittings_waiting_{row.decision_id}"):
            st.markdown(f"**{row.decision_id}**　{in_markdown(row.words)}")
            st.caption(in_markdown(f"{row.held_on:%m-%d} {row.meeting_kind}，{row.actor_name}提出"))
            _show_answers(visit, row.decision_id)


def _show_answers(visit: Visit, decision_id: str) -> None:
    problem = st.session_state.pop(f"sittings_problem_{decision_id}", None)
    if problem is not None:
        show_refusal(problem)
    with st.container(horizontal=True):
        once_button(
            "确认，照办",
            key=f"sittings_confirm_{decision_id}",
            on_click=_confirm,
            args=(visit, decision_id),
            type="primary",
        )
        with st.popover("不同意"):
            key = f"sittings_decline_{decision_id}"
            fields = [Field("reason", "为什么不同意", wide=True, at_most=200, must=True)]
            if show_form(key, fields, {}, lambda given: _decline(visit, decision_id, given["reason"]), "不同意"):
                st.rerun()


def _decline(visit: Visit, decision_id: str, reason: str) -> str:
    decisions.decline(visit.store, visit.actor, visit.activity.activity_id, decision_id, reason or "")
    return f"{decision_id} 已写明不同意"


def take_back(visit: Visit, decision_id: str) -> None:
    """Takes back a decision of a meeting that is being held. For callbacks."""
    _act(visit, decision_id, decisions.undo, "已撤回")


def _confirm(visit: Visit, decision_id: str) -> None:
    _act(visit, decision_id, decisions.confirm, "已照办")


def _act(visit: Visit, decision_id: str, act: Callable[[Store, Actor, str, str], None], word: str) -> None:
    try:
        refuse_if_changed(visit.actor)
        act(visit.store, visit.actor, visit.activity.activity_id, decision_id)
        st.session_state["notice"] = f"{decision_id} {word}"
    except BoardError as error:
        st.session_state[f"sittings_problem_{decision_id}"] = error
