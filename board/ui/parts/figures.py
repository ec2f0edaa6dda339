"""Figures at the top of a page: a number, its base, its change since the compared day, and a link to its rows."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from board.ui.parts.links import go


def cards() -> DeltaGenerator:
    """Returns the container for a page's figures: as many in a row as have room (fit.css)."""
    return st.container(horizontal=True, gap="small", key="cards")


def card(
    label: str,
    value: str,
    note: str,
    delta: int | str | None,
    *,
    more_is_good: bool | None = True,
    help_text: str = "",
    unit: str = "",
    target: tuple[str, Mapping[str, Any]] | None = None,
) -> None:
    """Draws one figure. `delta`: change since the compared day, or words about it; None if nothing is compared.

    target: the subject and filters that a click on the note leads to.
    """
    colors = {True: "normal", False: "inverse", None: "off"}
    is_change = bool(delta) and not isinstance(delta, str)
    with st.container(border=True, height="stretch", gap="xxsmall"):
        st.metric(
            label,
            value,
            delta=_signed(delta, unit),
            delta_color=colors[more_is_good] if is_change else "off",  # type: ignore[arg-type]
            delta_arrow="auto" if is_change else "off",
            help=help_text or None,
        )
        if target is None:
            st.caption(note)
        else:
            st.button(
                note,
                key=f"card_{label}",
                type="tertiary",
                icon=":material/arrow_forward:",
                icon_position="right",
                on_click=go,
                args=target,
            )


def _signed(delta: int | str | None, unit: str) -> str | None:
    if delta is None or isinstance(delta, str):
        return delta
    if delta == 0:
        return "没有变化"
    return f"{delta:+d} {unit}"
