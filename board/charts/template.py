"""One Plotly template for every chart: calm, Chinese, the same category always in the same colour.

Green, amber and red only mean states; quantities are blue. Answers of an evaluation run from slate to deep brown, so
that they can be read without distinguishing red from green, and every bar has its own label.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

# Font sizes in pixels, those of style.css on a normal screen (phone.css adjusts them).
SMALL, TEXT, LARGE = 14, 16, 20
# White text is legible on each of these, and each is visible on a white page and a dark one.
VOLUME = "#4f74a8"
STATE_COLORS = {
    "未启动": "#667085",
    "未开始": "#667085",
    "整改中": "#4f74a8",
    "进行中": "#4f74a8",
    "待验收": "#1f7a8c",
    "已销号": "#2e7d4f",
    "已完成": "#2e7d4f",
    "逾期": "#c0392b",
    "群众不满意": "#c0392b",
    "临期": "#96610f",
    "创造条件": "#75629a",
    "未通过": "#c0392b",
    "未到时间": "#667085",
    "通过": "#2e7d4f",
    "由填报保证": "#4f74a8",
    "已公开": "#2e7d4f",
    "还没有公开": "#96610f",
    "未答复": "#96610f",
    "已修改": "#2e7d4f",
    "不采纳": "#667085",
    "按时": "#2e7d4f",
    "已报": "#2e7d4f",
    "晚报": "#96610f",
    "逾期未报": "#c0392b",
    "还没报": "#667085",
    "免报": "#667085",
    "待梳理": "#96610f",
    "等反馈": "#4f74a8",
    "已反馈": "#2e7d4f",
}
# From few to many, on a light page and a dark one: the page's text is legible on all between.
FEW_TO_MANY = {False: ("#e4eaf2", "#8fa8c8"), True: ("#232f42", "#43648f")}
# A light page and a dark one, as in .streamlit/config.toml.
PAGE_COLOR = {False: "#ffffff", True: "#15181c"}
# Best to worst; then those who don't know, then blanks.
ANSWER_COLORS = ("#456a9e", "#8fa8c8", "#e0b88a", "#9a5420", "#8f96a3", "#c9cdd4")
_FONT = "'Source Han Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"
LARGER = 1.2  # factor for 大字
CONFIG: dict[str, Any] = {"displayModeBar": False, "locale": "zh-CN", "responsive": True, "scrollZoom": False}


def text_color(dark: bool) -> str:
    """The colour of a chart's text."""
    return "#e6e6e6" if dark else "#1f2328"


def halo(dark: bool) -> str:
    """The shadow, in the page's colour, of text that lies over a chart's parts and must be read across their edges."""
    return ", ".join(f"0 0 {blur}px {PAGE_COLOR[dark]}" for blur in (2, 2, 3, 4, 4))


def grid_color(dark: bool) -> str:
    """The colour of a chart's lines."""
    return "rgba(255,255,255,.14)" if dark else "rgba(31,35,40,.10)"


def grid_line(dark: bool) -> str:
    """The colour of lines that connect a chart's parts: visible, but less prominent than the parts."""
    return "rgba(255,255,255,.45)" if dark else "rgba(31,35,40,.42)"


def figure(
    dark: bool,
    height: int,
    traces: Sequence[Mapping[str, Any]],
    marks: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]] = (),
    **layout: Any,
) -> go.Figure:
    """A figure in the house style, built in one call: adding to a figure makes Plotly validate all of it again.

    `height` in pixels; `traces`, best last to lie on top, and `layout` as Plotly takes them; `marks` from `day_mark`.
    Nothing is left to measure and place that isn't seen: it takes a tenth of a chart's time.
    """
    axis = {
        "gridcolor": grid_color(dark),
        "zerolinecolor": grid_color(dark),
        "fixedrange": True,
        "ticks": "",
    }
    merged: dict[str, Any] = {
        "height": height,
        "font": {"family": _FONT, "size": TEXT, "color": text_color(dark)},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        "hoverlabel": {"font": {"family": _FONT, "size": TEXT}},
        "separators": ".,",
        "bargap": 0.35,
        "dragmode": False,
        "template": "none",
        **layout,
        "margin": {"l": 8, "r": 16, "t": 8, "b": 8, **layout.get("margin", {})},
        "xaxis": {**axis, **_axis(layout.get("xaxis", {}))},
        "yaxis": {**axis, **_axis(layout.get("yaxis", {}))},
        "shapes": [shape for shape, _ in marks],
        "annotations": [*layout.get("annotations", ()), *(word for _, word in marks if word["text"])],
    }
    return go.Figure({"data": list(traces), "layout": merged})


def _axis(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"automargin": asked.get("visible", True), **asked}


def enlarged(chart: go.Figure) -> go.Figure:
    """The chart with larger text, and higher and with wider margins by the same factor."""
    payload = chart.to_plotly_json()
    layout = _larger(payload["layout"])
    layout["height"] = round(payload["layout"]["height"] * LARGER)
    layout["margin"] = {side: round(room * LARGER) for side, room in payload["layout"]["margin"].items()}
    return go.Figure({"data": _larger(payload["data"]), "layout": layout})


def _larger(payload: Any, place: str = "") -> Any:
    if isinstance(payload, dict):
        return {
            name: round(value * LARGER)
            if name == "size" and "font" in place and isinstance(value, int | float)
            else _larger(value, name)
            for name, value in payload.items()
        }
    return [_larger(each, place) for each in payload] if isinstance(payload, list | tuple) else payload


def day_mark(
    day: date, label: str, dark: bool, color: str | None = None, *, below: bool = False
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A vertical line on a date axis with a label above or below it, for `figure`'s `marks`."""
    line = color or ("rgba(255,255,255,.5)" if dark else "rgba(31,35,40,.45)")
    shape = {
        "type": "line",
        "x0": day,
        "x1": day,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": line, "width": 2 if color else 1, "dash": "dot"},
    }
    word = {
        "x": day,
        "y": 0 if below else 1,
        "yref": "paper",
        "text": label,
        "showarrow": False,
        "yanchor": "top" if below else "bottom",
        "font": {"size": SMALL, "color": color or text_color(dark)},
    }
    return shape, word
