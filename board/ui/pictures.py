"""Charts on a page, all shown the same way."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from board.charts.template import CONFIG


def show_chart(chart: go.Figure, key: str, alt: str) -> None:
    """A chart in the house's own template, as wide as its place; `alt` is what a screen reader says."""
    st.plotly_chart(chart, theme=None, config=CONFIG, key=key, alt=alt)


def is_dark() -> bool:
    """Whether the page is shown light on dark."""
    return bool(st.context.theme.type == "dark")


def quiet_table(frame: Any, labels: dict[str, Any], alt: str) -> None:
    """A table to read only: the columns named in `labels`, under their words, all rows at once."""
    st.dataframe(frame[list(labels)], column_config=labels, hide_index=True, height="content", alt=alt, placeholder="—")
