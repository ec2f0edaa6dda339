"""Charts on a page, all drawn the same way."""

import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
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
from board.web import serving
from board.web.browser.modules import Element, Written, happened, written

_CHART = Element("board_chart", js=Path(__file__).with_name("chart.js").read_text("utf-8"), is_apart=False)


@dataclass(frozen=True)
class Drawn:
    """A drawn figure as JSON, and what our element in the browser is handed with it."""

    figure: str
    handed: Written


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
    it changes, whatever was written. `on_point` is called with what the clicked point carries, as `customdata`.
    """
    dark, is_large = is_dark(), looks().is_large and not printing.is_printing()
    drawn_from = (draw.func, *_given(draw), dark, is_large, alt, on_point is not None)

    def make() -> Drawn:
        chart = draw(dark=dark)
        return _drawn(enlarged(chart) if is_large else chart, alt, leads=on_point is not None)

    drawn = visit.store.made_of(drawn_from, make)

    def clicked() -> None:
        point = happened(key).get("clicked")
        if on_point is not None and isinstance(point, dict):
            on_point(point)

    texts = _picture_texts(visit, alt)
    if serving.settings().plain_charts:
        _show_plainly(key, drawn, alt, on_point)
        _offer_picture(texts)
    else:
        on: Any = {} if on_point is None else {"on_clicked_change": clicked}
        _CHART(Written(f'{drawn.handed[:-1]}, "picture": {written(texts)}}}'), key=key, **on)


def _drawn(chart: go.Figure, alt: str, *, leads: bool) -> Drawn:
    figure = str(chart.to_json(validate=False))
    data = {"figure": figure, "height": int(chart.layout.height), "alt": alt, "leads": leads}
    return Drawn(figure, written(data))


def _show_plainly(key: str, drawn: Drawn, alt: str, on_point: Callable[[Mapping[str, Any]], None] | None) -> None:
    """Draws a chart with Streamlit's own element, for browsers in which ours should fail (CHAGAI_PLAIN_CHARTS)."""
    turn = st.session_state.setdefault(f"{key}_turn", 0)
    place = f"{key}_{turn}"

    def clicked() -> None:
        points = state_of(place).get("selection", {}).get("points")
        if points and on_point is not None:
            st.session_state[f"{key}_turn"] = turn + 1  # a fresh chart: nothing in it stays dimmed or chosen
            on_point(points[0])

    select: Any = "ignore" if on_point is None else clicked
    chart = json.loads(drawn.figure)
    st.plotly_chart(chart, theme=None, config=CONFIG, key=place, alt=alt, on_select=select, selection_mode="points")


def _given(draw: "partial[go.Figure]") -> Iterator[Hashable]:
    """Yields the place or name of everything a chart is drawn from, with its value; a frame's fingerprint instead."""
    for place, value in (*enumerate(draw.args), *draw.keywords.items()):
        yield place, fingerprint(value) if isinstance(value, pd.DataFrame) else value


def _picture_texts(visit: Visit, title: str) -> dict[str, str]:
    """Returns what a chart's picture is called, by what it is in it (browser/pictures.js)."""
    compared = f"　与 {visit.compare_on:%Y-%m-%d} 相比" if visit.compare_on else ""
    known = "（按现在所知）" if visit.is_known_now else ""
    example = "　示例数据" if visit.activity.is_example else ""
    title = title.partition("；")[0]  # without the part on what a click does
    return {
        "title": title,
        "unit": f"{visit.activity.unit_name}　{visit.activity.name}　{visit.activity.stage}{example}",
        "asked": f"截至 {visit.as_of:%Y-%m-%d}{known}{compared}　筛选：{printing.filters_in_words()}",
        "file": f"{title}-{visit.as_of:%Y%m%d}",
    }


def _offer_picture(texts: Mapping[str, str]) -> None:
    """Draws the button that saves the chart above it as a picture; our own element has it below its chart."""
    attributes = " ".join(f'data-{name}="{escape(words)}"' for name, words in texts.items())
    attributes += ' aria-label="' + escape(f"存为图片：{texts['title']}") + '"'
    st.html(f'<button type="button" class="take-picture" {attributes}>存为图片</button>')


def is_dark() -> bool:
    """Returns whether the page is shown light on dark."""
    return bool(st.context.theme.type == "dark")
