"""One Plotly template for every chart: calm, Chinese, the same category always the same colour.

Green, amber and red mean a state and nothing else; answers of an evaluation run from slate to deep red so that they
read without telling red from green, and every bar carries its own label.
"""

from datetime import date
from typing import Any

import plotly.graph_objects as go

ACCENT = "#9b1c1c"
STATE_COLORS = {
    "未启动": "#98a2b3",
    "未开始": "#98a2b3",
    "整改中": "#5b7ba6",
    "进行中": "#5b7ba6",
    "待验收": "#2f4f7f",
    "已销号": "#2e7d4f",
    "已完成": "#2e7d4f",
    "逾期": "#c0392b",
    "临期": "#b7791f",
    "创造条件": "#8c7aa9",
}
# Best to worst; then those who don't know, then blanks.
ANSWER_COLORS = ("#2f4f7f", "#8fa8c8", "#e0b88a", "#a8443a", "#8f96a3", "#c9cdd4")
_FONT = "'Source Han Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"
CONFIG: dict[str, Any] = {"displayModeBar": False, "locale": "zh-CN", "responsive": True, "scrollZoom": False}


def text_color(dark: bool) -> str:
    """The colour of a chart's words."""
    return "#e6e6e6" if dark else "#1f2328"


def grid_color(dark: bool) -> str:
    """The colour of a chart's lines."""
    return "rgba(255,255,255,.14)" if dark else "rgba(31,35,40,.10)"


def figure(dark: bool, height: int, **layout: Any) -> go.Figure:
    """An empty figure with the house's looks; `height` in pixels, `layout` as Plotly takes it."""
    axis = {
        "gridcolor": grid_color(dark),
        "zerolinecolor": grid_color(dark),
        "automargin": True,
        "fixedrange": True,
        "ticks": "",
    }
    base: dict[str, Any] = {
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
        "font": {"family": _FONT, "size": 15, "color": text_color(dark)},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "xaxis": {**axis, "tickformat": None},
        "yaxis": dict(axis),
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        "hoverlabel": {"font": {"family": _FONT, "size": 15}},
        "separators": ".,",
        "bargap": 0.35,
        "dragmode": False,
        "template": "none",
    }
    merged = {**base, **layout}
    for name in ("xaxis", "yaxis"):
        if name in layout:
            merged[name] = {**base[name], **layout[name]}
    return go.Figure(layout=merged)


def mark_day(chart: go.Figure, day: date, label: str, dark: bool, color: str | None = None) -> None:
    """A vertical line on a date axis with a word above it."""
    line = color or grid_color(dark).replace(".10", ".45").replace(".14", ".5")
    chart.add_shape(
        type="line",
        x0=day,
        x1=day,
        y0=0,
        y1=1,
        yref="paper",
        line={"color": line, "width": 2 if color else 1, "dash": "dot"},
    )
    chart.add_annotation(
        x=day,
        y=1,
        yref="paper",
        text=label,
        showarrow=False,
        yanchor="bottom",
        font={"size": 13, "color": color or text_color(dark)},
    )
