"""Charts on a page, all drawn the same way."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from board.charts.template import CONFIG, enlarged
from board.store.frames import fingerprint
from board.ui.parts import printing
from board.ui.parts.forms.once import state_of
from board.ui.parts.looks import looks
from board.ui.parts.visit import Visit


def show_chart(
    visit: Visit,
    key: str,
    draw: "partial[go.Figure]",
    alt: str,
    on_point: Callable[[Mapping[str, Any]], None] | None = None,
) -> None:
    """Draws a chart in the house template, as wide as its container. `alt`: text for screen readers.

    `draw`: a function of `board.charts` together with everything it draws from, but for whether the page is dark. A
    drawn figure, which costs more than the rest of a page, is kept by exactly that: it is drawn again when something in
    it changes, whatever was written. `on_point` is called with the clicked point as Streamlit describes it.
    """
    dark, is_large = is_dark(), looks().is_large and not printing.is_printing()
    drawn_from = (draw.func, *_given(draw), dark, is_large)
    chart = visit.store.made_of(drawn_from, lambda: enlarged(draw(dark=dark)) if is_large else draw(dark=dark))
    if on_point is None:
        st.plotly_chart(chart, theme=None, config=CONFIG, key=key, alt=alt)
        _offer_picture(visit, alt)
        return
    turn = st.session_state.setdefault(f"{key}_turn", 0)
    place = f"{key}_{turn}"

    def clicked() -> None:
        points = state_of(place).get("selection", {}).get("points")
        if points:
            st.session_state[f"{key}_turn"] = turn + 1  # a fresh chart: nothing in it stays dimmed or chosen
            on_point(points[0])

    st.plotly_chart(chart, theme=None, config=CONFIG, key=place, alt=alt, on_select=clicked, selection_mode="points")
    _offer_picture(visit, alt)


def _given(draw: "partial[go.Figure]") -> Iterator[Hashable]:
    """Yields the place or name of everything a chart is drawn from, with its value; a frame's fingerprint instead."""
    for place, value in (*enumerate(draw.args), *draw.keywords.items()):
        yield place, fingerprint(value) if isinstance(value, pd.DataFrame) else value


def _offer_picture(visit: Visit, title: str) -> None:
    """Draws the button that saves the chart above it as a picture (browser/pictures.js)."""
    compared = f"　与 {visit.compare_on:%Y-%m-%d} 相比" if visit.compare_on else ""
    known = "（按现在所知）" if visit.is_known_now else ""
    example = "　示例数据" if visit.activity.is_example else ""
    title = title.partition("；")[0]  # without the part on what a click does
    filters = printing.filters_in_words()
    texts = {
        "title": title,
        "unit": f"{visit.activity.unit_name}　{visit.activity.name}　{visit.activity.stage}{example}",
        "asked": f"截至 {visit.as_of:%Y-%m-%d}{known}{compared}　筛选：{filters}",
        "file": f"{title}-{visit.as_of:%Y%m%d}",
    }
    attributes = " ".join(f'data-{name}="{escape(words)}"' for name, words in texts.items())
    attributes += ' aria-label="' + escape(f"存为图片：{title}") + '"'
    st.html(f'<button type="button" class="take-picture" {attributes}>存为图片</button>')


def is_dark() -> bool:
    """Returns whether the page is shown light on dark."""
    return bool(st.context.theme.type == "dark")
