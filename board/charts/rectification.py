"""Charts of the ledger of rectification items."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import ACCENT, STATE_COLORS, figure, mark_day, text_color
from board.frames import each_row
from board.rectification_views import LANES

# How much of the axis a meeting's name needs to itself.
LABEL_SHARE = 0.42


def found_and_closed(days: pd.DataFrame, meetings: pd.DataFrame, as_of: date, dark: bool) -> go.Figure:
    """Items found against items closed, day by day, with the meetings marked.

    Takes `days` (day_on, found_count, closed_count: both so far) and `meetings` (held_on, kind).
    """
    chart = figure(
        dark,
        300,
        hovermode="x unified",
        xaxis={"tickformat": "%-m月%-d日", "hoverformat": "%-m月%-d日"},
        showlegend=False,
    )
    chart.update_layout(margin={"t": 28, "r": 92}, yaxis={"rangemode": "tozero", "tickformat": "d"})
    for column, name, color, fill in (
        ("found_count", "已查出", ACCENT, None),
        ("closed_count", "已销号", STATE_COLORS["已销号"], "tozeroy"),
    ):
        chart.add_scatter(
            x=days["day_on"],
            y=days[column],
            name=name,
            mode="lines",
            line={"color": color, "width": 3, "shape": "hv"},
            fill=fill,
            fillcolor="rgba(46,125,79,.12)",
            hovertemplate="%{y} 项",
        )
    if not days.empty:
        last = days.iloc[-1]
        for column, name, color in (
            ("found_count", "已查出", ACCENT),
            ("closed_count", "已销号", STATE_COLORS["已销号"]),
        ):
            chart.add_annotation(
                x=last["day_on"],
                y=last[column],
                text=f"{name} {last[column]:.0f}",
                showarrow=False,
                xanchor="left",
                xshift=8,
                font={"color": color if not dark else text_color(dark), "size": 15},
            )
    if not days.empty:
        chart.update_xaxes(range=[days["day_on"].iloc[0] - pd.Timedelta(days=1), as_of])
    _mark_meetings(chart, meetings, as_of, dark)
    return chart


def _mark_meetings(chart: go.Figure, meetings: pd.DataFrame, as_of: date, dark: bool) -> None:
    """Each meeting as a line; its name where it has room, and in the hover always."""
    held = meetings.sort_values("held_on", ascending=False)
    whole = max((as_of - pd.Timestamp(held["held_on"].min()).date()).days, 1) if len(held) else 1
    next_on = None
    for meeting in each_row(held):
        has_room = next_on is None or (next_on - meeting.held_on).days / whole >= LABEL_SHARE
        mark_day(chart, meeting.held_on, meeting.kind if has_room else "", dark)
        next_on = meeting.held_on if has_room else next_on
    chart.add_scatter(
        x=held["held_on"],
        y=[0] * len(held),
        mode="markers",
        marker={"symbol": "triangle-up", "size": 11, "color": text_color(dark)},
        customdata=held[["kind", "topic"]],
        hovertemplate="%{customdata[0]}：%{customdata[1]}<extra></extra>",
    )


def load_by_member(items: pd.DataFrame, dark: bool) -> go.Figure:
    """How many items each leading member has: late, open, waiting for conditions, closed.

    Takes items with leader_name, lane (one of 逾期, 未销号, 创造条件, 已销号); the most loaded on top.
    """
    counts = (
        items.groupby(["leader_name", "lane"]).size().unstack(fill_value=0).reindex(columns=list(LANES), fill_value=0)
    )
    counts = counts.sort_values(["逾期", "未销号"], ascending=True)
    chart = figure(dark, max(160, 42 * len(counts) + 64), barmode="stack", xaxis={"visible": False})
    colors = {**STATE_COLORS, "未销号": STATE_COLORS["整改中"]}
    for lane in LANES:
        chart.add_bar(
            y=counts.index,
            x=counts[lane],
            name=lane,
            orientation="h",
            marker_color=colors[lane],
            text=[str(value) if value else "" for value in counts[lane]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": "#fff", "size": 14},
            customdata=[lane] * len(counts),
            hovertemplate="%{y}　" + lane + " %{x} 项<extra></extra>",
        )
    return chart
