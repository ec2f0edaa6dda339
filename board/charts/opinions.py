"""Charts of the opinions register."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import FEW_TO_MANY, TEXT, VOLUME, figure, text_color
from board.wording import in_chart

_NOBODY = "rgba(127,127,127,.10)"
_LARGE = {"size": TEXT}
# In the funnel the label of a short bar extends beyond it, so it must be legible on and off the bar.
_PALE = {False: "#b9c8e0", True: "#33486d"}


def coverage(cells: pd.DataFrame, dark: bool) -> go.Figure:
    """Heat map of who was heard, and how: channels down, givers across, the number in each cell, 0 included.

    Takes channel, giver, opinion_count, text (shown in the cell). A click carries channel and giver.
    """
    grid = cells.pivot_table(index="channel", columns="giver", values="opinion_count", sort=False)
    few, many = FEW_TO_MANY[dark]
    heat = {
        "type": "heatmap",
        "z": grid.to_numpy(),
        "x": [in_chart(giver) for giver in grid.columns],
        "y": [in_chart(channel) for channel in grid.index],
        "xgap": 3,
        "ygap": 3,
        "showscale": False,
        "zmin": 0,
        "colorscale": [[0, _NOBODY], [0.001, few], [1, many]],
        "hoverinfo": "skip",
    }
    names = {"showgrid": False, "tickfont": _LARGE, "type": "category"}
    return figure(
        dark,
        42 * len(grid) + 56,
        [heat, _numbers(cells, dark)],
        hovermode="closest",
        hoverdistance=-1,
        xaxis={**names, "side": "top"},
        yaxis={**names, "autorange": "reversed"},
    )


def _numbers(cells: pd.DataFrame, dark: bool) -> dict[str, Any]:
    """The numbers, as points to click on: cells can't be clicked."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [in_chart(giver) for giver in cells["giver"]],
        "y": [in_chart(channel) for channel in cells["channel"]],
        "marker": {"symbol": "square", "size": 34, "opacity": 0},
        "text": cells["text"],
        "textfont": {"size": TEXT, "color": text_color(dark)},
        "customdata": cells[["channel", "giver"]].to_numpy().tolist(),
        "hovertemplate": "%{y}　%{x}　%{text} 条<extra></extra>",
        "showlegend": False,
    }


def funnel(stages: Sequence[tuple[str, int, str, str]], dark: bool) -> go.Figure:
    """Funnel of the stages of handling, the first on top, each with its number and share of the first.

    stages: word, number, change shown beside it, and the click's payload.
    """
    total = stages[0][1] if stages else 0
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": [word for word, *_ in stages],
        "x": [count for _, count, *_ in stages],
        "marker": {"color": _PALE[dark]},
        "text": [
            f"{count} 条" + (f"　{100 * count / total:.1f}%" if total else "") + change
            for _, count, change, _ in stages
        ],
        "textposition": "inside",
        "insidetextanchor": "start",
        "constraintext": "none",
        "textangle": 0,
        "textfont": {"size": TEXT, "color": text_color(dark)},
        "cliponaxis": False,
        "customdata": [[carried] for *_, carried in stages],
        "hovertemplate": "%{y}　%{x} 条<extra></extra>",
    }
    return figure(
        dark,
        50 * len(stages) + 20,
        [bars],
        xaxis={"visible": False},
        yaxis={"autorange": "reversed", "showgrid": False, "tickfont": _LARGE},
    )


def by_aspect(counts: pd.DataFrame, dark: bool) -> go.Figure:
    """Bars of opinions per aspect. Takes aspect, opinion_count, word; a click carries the aspect."""
    ordered = counts.sort_values("opinion_count")
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": [in_chart(word) for word in ordered["word"]],
        "x": ordered["opinion_count"],
        "marker": {"color": VOLUME},
        "text": ordered["opinion_count"],
        "textposition": "outside",
        "textfont": {"size": TEXT},
        "cliponaxis": False,
        "customdata": ordered[["aspect"]].to_numpy().tolist(),
        "hovertemplate": "%{y}　%{x} 条<extra></extra>",
    }
    return figure(
        dark,
        42 * len(ordered) + 20,
        [bars],
        xaxis={"visible": False},
        yaxis={"showgrid": False, "tickfont": _LARGE},
    )
