"""Warnings about the store, on top of every page until dealt with: for everybody, or for those who can act on them."""

import streamlit as st

from board.access import Actor, allowed
from board.backup import actions as backup_actions
from board.errors import BoardError
from board.store.faults import clock_is_behind
from board.store.state import clock_is_wrong
from board.store.store import Store
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import refuse_if_changed


def show_falls(store: Store, actor: Actor) -> None:
    """Warns if the clock is behind, the data file was replaced, or something couldn't be read at the start."""
    if clock_is_wrong(store.data_changed_at):
        show_refusal(clock_is_behind(store.data_changed_at))
        if allowed(actor, backup_actions.PERMISSION):
            once_button("时间是对的，从现在起照这个时间记", key="falls_clock", on_click=_trust, args=(store, actor))
    if store.standing.replaced:
        show_refusal(store.standing.replaced)
    if store.standing.loss and allowed(actor, backup_actions.PERMISSION):
        st.warning(in_markdown(store.standing.loss.words), icon=":material/warning:")
        once_button("知道了", key="falls_loss", on_click=_seen, args=(store, actor))


def _trust(store: Store, actor: Actor) -> None:
    try:
        refuse_if_changed(actor)
        backup_actions.trust_clock(store, actor)
    except BoardError as problem:
        show_refusal(problem)


def _seen(store: Store, actor: Actor) -> None:
    try:
        refuse_if_changed(actor)
        backup_actions.forget_loss(store, actor)
    except BoardError as problem:
        show_refusal(problem)
