"""Errors as pages show them: what happened, why, what to do. The traceback stays in the server's log."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from board.access import allowed
from board.errors import BoardError, place_of
from board.store.faults import while_serving
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import current_actor, note_refusal

_UNFORESEEN = BoardError(
    "这个页面出错了",
    "程序遇到了没有料到的情况，已记入服务器日志。数据没有改动。",
    "请刷新页面再试；若仍出错，请告诉管理员。",
)


def show_error(error: Exception) -> bool:
    """Shows an error that a page didn't catch and Streamlit has logged. True: Streamlit needn't show its own box."""
    show_refusal(error if isinstance(error, BoardError) else while_serving(error) or _UNFORESEEN)
    return True


def show_refusal(error: BoardError) -> None:
    """Shows an error's title, message and remedy in the one box for errors.

    Those who keep backups also see where on the server the fault is.
    """
    actor = current_actor()
    note_refusal(error, actor)
    place = place_of(error) if actor and allowed(actor, "backup.keep") else ""
    parts = [f"**{in_markdown(error.title)}**", *map(in_markdown, (error.message, error.remedy, place))]
    st.error("  \n".join(part for part in parts if part), icon=":material/error:")


@contextmanager
def refusal_kept(key: str) -> Iterator[None]:
    """Keeps a refusal of what is done inside for `show_kept_refusal`; the rest of it is left out. For callbacks."""
    try:
        yield
    except BoardError as refusal:
        st.session_state[key] = refusal


def show_kept_refusal(key: str) -> None:
    """Shows, once, the refusal that a callback kept under a key."""
    refusal: BoardError | None = st.session_state.pop(key, None)
    if refusal is not None:
        show_refusal(refusal)
