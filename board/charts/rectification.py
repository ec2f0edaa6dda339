"""Charts of the ledger of rectification items."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import ACCENT, STATE_COLORS, day_mark, figure, text_color
from board.frames import each_row
from board.rectification_views import LANES
from board.wording import in_chart

# How much of the axis a meeting's name needs to itself.
LABEL_SHARE = 0.42
_CURVES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("found_count", "已查出", ACCENT, {}),
    ("closed_count", "已销号", STATE_COLORS["已销号"], {"fill": "tozeroy", "fillcolor": "rgba(46,125,79,.12)"}),
)
_LANE_COLORS = {**STATE_COLORS, "未销号": STATE_COLORS["整改中"]}


def found_and_closed(days: pd.DataFrame, meetings: pd.DataFrame, as_of: date, dark: bool) -> go.Figure:
    """Items found against items closed, day by day, with the meetings marked.

    Takes `days` (day_on, found_count, closed_count: both so far) and `meetings` (held_on, kind, topic).
    """
    held = meetings.sort_values("held_on", ascending=False)
    shown = {} if days.empty else {"range": [days["day_on"].iloc[0] - pd.Timedelta(days=1), as_of]}
    return figure(
        dark,
        300,
        [*(_curve(days, *each) for each in _CURVES), _meeting_points(held, dark)],
        [day_mark(*mark, dark) for mark in _named(held, as_of)],
        annotations=[] if days.empty else [_end_of(days.iloc[-1], *each[:3], dark) for each in _CURVES],
        hovermode="x unified",
        showlegend=False,
        margin={"t": 28, "r": 92},
        xaxis={"tickformat": "%-m月%-d日", "hoverformat": "%-m月%-d日", **shown},
        yaxis={"rangemode": "tozero", "tickformat": "d"},
    )


def _curve(days: pd.DataFrame, column: str, name: str, color: str, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": days["day_on"],
        "y": days[column],
        "line": {"color": color, "width": 3, "shape": "hv"},
        "hovertemplate": "%{y} 项",
        **more,
    }


def _end_of(last: "pd.Series[Any]", column: str, name: str, color: str, dark: bool) -> dict[str, Any]:
    return {
        "x": last["day_on"],
        "y": last[column],
        "text": f"{name} {last[column]:.0f}",
        "showarrow": False,
        "xanchor": "left",
        "xshift": 8,
        "font": {"color": text_color(dark) if dark else color, "size": 15},
    }


def _named(held: pd.DataFrame, as_of: date) -> list[tuple[date, str]]:
    """Each meeting's day, the newest first, with its name where there is room for one."""
    if held.empty:
        return []
    whole = max((pd.Timestamp(as_of) - held["held_on"].min()).days, 1)
    marks: list[tuple[date, str]] = []
    named_on = None
    for meeting in each_row(held):
        has_room = named_on is None or (named_on - meeting.held_on).days / whole >= LABEL_SHARE
        marks.append((meeting.held_on, in_chart(meeting.kind) if has_room else ""))
        named_on = meeting.held_on if has_room else named_on
    return marks


def _meeting_points(held: pd.DataFrame, dark: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": held["held_on"],
        "y": [0] * len(held),
        "marker": {"symbol": "triangle-up", "size": 11, "color": text_color(dark)},
        "customdata": [[in_chart(meeting.kind), in_chart(meeting.topic)] for meeting in each_row(held)],
        "hovertemplate": "%{customdata[0]}：%{customdata[1]}<extra></extra>",
    }


def load_by_member(items: pd.DataFrame, dark: bool) -> go.Figure:
    """How many items each leading member has: late, open, waiting for conditions, closed.

    Takes items with leader_name, lane (one of LANES); the most loaded on top.
    """
    counted = items.groupby(["leader_name", "lane"]).size().unstack(fill_value=0)
    counts = counted.reindex(columns=list(LANES), fill_value=0).sort_values(["逾期", "未销号"])
    bars = [_lane_bars(counts, lane) for lane in LANES]
    return figure(dark, max(160, 42 * len(counts) + 64), bars, barmode="stack", xaxis={"visible": False})


def _lane_bars(counts: pd.DataFrame, lane: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": lane,
        "y": [in_chart(name) for name in counts.index],
        "x": counts[lane],
        "marker": {"color": _LANE_COLORS[lane]},
        "text": [str(value) if value else "" for value in counts[lane]],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": "#fff", "size": 14},
        "hovertemplate": f"%{{y}}　{lane} %{{x}} 项<extra></extra>",
    }
