"""Charts of the opinions register."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import ACCENT, STATE_COLORS, figure, text_color


def coverage(grid: pd.DataFrame, dark: bool) -> go.Figure:
    """Whom we have heard, and how: channels down, givers across, the number in each cell; 0 where nobody was heard.

    Takes a frame indexed by channel with a column per giver.
    """
    chart = figure(
        dark,
        38 * len(grid) + 56,
        xaxis={"side": "top", "showgrid": False},
        yaxis={"autorange": "reversed", "showgrid": False},
    )
    low = "rgba(127,127,127,.10)"
    chart.add_heatmap(
        z=grid.to_numpy(),
        x=list(grid.columns),
        y=list(grid.index),
        xgap=3,
        ygap=3,
        showscale=False,
        zmin=0,
        colorscale=[[0, low], [0.001, "#f0dcd8" if not dark else "#4a2a2a"], [1, "#b4463c"]],
        text=[[str(int(value)) for value in row] for row in grid.to_numpy()],
        texttemplate="%{text}",
        hovertemplate="%{y}　%{x}　%{z} 条<extra></extra>",
    )
    return chart


def funnel(stages: Sequence[tuple[str, int]], dark: bool) -> go.Figure:
    """How far opinions have come, first stage on top, each with its number and share of the first."""
    total = stages[0][1] if stages else 0
    chart = figure(
        dark, 44 * len(stages) + 20, xaxis={"visible": False}, yaxis={"autorange": "reversed", "showgrid": False}
    )
    chart.add_bar(
        y=[name for name, _ in stages],
        x=[count for _, count in stages],
        orientation="h",
        marker_color=STATE_COLORS["待验收"],
        text=[f"{count} 条" + (f"　{100 * count / total:.1f}%" if total else "") for _, count in stages],
        textposition="auto",
        textfont={"size": 15},
        insidetextfont={"color": "#fff"},
        outsidetextfont={"color": text_color(dark)},
        cliponaxis=False,
        hovertemplate="%{y}　%{x} 条<extra></extra>",
    )
    return chart


def by_aspect(counts: pd.DataFrame, dark: bool) -> go.Figure:
    """How many opinions touch each aspect. Takes aspect, opinion_count."""
    ordered = counts.sort_values("opinion_count")
    chart = figure(dark, 40 * len(ordered) + 20, xaxis={"visible": False}, yaxis={"showgrid": False})
    chart.add_bar(
        y=ordered["aspect"],
        x=ordered["opinion_count"],
        orientation="h",
        marker_color=ACCENT,
        text=ordered["opinion_count"],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}　%{x} 条<extra></extra>",
    )
    return chart
