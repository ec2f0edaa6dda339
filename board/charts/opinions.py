"""Charts of the opinions register."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import ACCENT, STATE_COLORS, figure, text_color
from board.wording import in_chart

_NOBODY = "rgba(127,127,127,.10)"


def coverage(grid: pd.DataFrame, dark: bool) -> go.Figure:
    """Whom we have heard, and how: channels down, givers across, the number in each cell; 0 where nobody was heard.

    Takes a frame indexed by channel with a column per giver.
    """
    cells = {
        "type": "heatmap",
        "z": grid.to_numpy(),
        "x": [in_chart(giver) for giver in grid.columns],
        "y": [in_chart(channel) for channel in grid.index],
        "xgap": 3,
        "ygap": 3,
        "showscale": False,
        "zmin": 0,
        "colorscale": [[0, _NOBODY], [0.001, "#4a2a2a" if dark else "#f0dcd8"], [1, "#b4463c"]],
        "text": grid.astype(int).astype(str).to_numpy(),
        "texttemplate": "%{text}",
        "hovertemplate": "%{y}　%{x}　%{z} 条<extra></extra>",
    }
    return figure(
        dark,
        38 * len(grid) + 56,
        [cells],
        xaxis={"side": "top", "showgrid": False},
        yaxis={"autorange": "reversed", "showgrid": False},
    )


def funnel(stages: Sequence[tuple[str, int]], dark: bool) -> go.Figure:
    """How far opinions have come, first stage on top, each with its number and share of the first."""
    total = stages[0][1] if stages else 0
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": [name for name, _ in stages],
        "x": [count for _, count in stages],
        "marker": {"color": STATE_COLORS["待验收"]},
        "text": [f"{count} 条" + (f"　{100 * count / total:.1f}%" if total else "") for _, count in stages],
        "textposition": "auto",
        "textfont": {"size": 15},
        "insidetextfont": {"color": "#fff"},
        "outsidetextfont": {"color": text_color(dark)},
        "cliponaxis": False,
        "hovertemplate": "%{y}　%{x} 条<extra></extra>",
    }
    return figure(
        dark,
        44 * len(stages) + 20,
        [bars],
        xaxis={"visible": False},
        yaxis={"autorange": "reversed", "showgrid": False},
    )


def by_aspect(counts: pd.DataFrame, dark: bool) -> go.Figure:
    """How many opinions touch each aspect. Takes aspect, opinion_count."""
    ordered = counts.sort_values("opinion_count")
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": [in_chart(aspect) for aspect in ordered["aspect"]],
        "x": ordered["opinion_count"],
        "marker": {"color": ACCENT},
        "text": ordered["opinion_count"],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}　%{x} 条<extra></extra>",
    }
    return figure(dark, 40 * len(ordered) + 20, [bars], xaxis={"visible": False}, yaxis={"showgrid": False})
