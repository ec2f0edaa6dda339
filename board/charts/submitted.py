"""Charts of 上报情况: how many units are how far with each step; which unit is where."""

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import SMALL, STATE_COLORS, figure
from board.wording import in_chart

_ORDER = ("已完成", "进行中", "未开始", "逾期")
_LABELLED = 0.06
_FEW_STEPS = 12  # have room for larger squares


def units_by_step(steps: pd.DataFrame, dark: bool) -> go.Figure:
    """A bar per step of the plan, in its order from the top: how many units are in each state.

    steps: title, state (已完成, 进行中, 未开始, 逾期), unit_count.
    """
    titles = list(dict.fromkeys(steps["title"]))
    whole = steps["unit_count"].groupby(steps["title"]).sum().max()
    bars = []
    for state in _ORDER:
        mine = steps[steps["state"] == state]
        if len(mine):
            bars.append(
                {
                    **{"type": "bar", "orientation": "h", "name": state, "y": mine["title"].map(in_chart)},
                    **{"x": mine["unit_count"], "marker": {"color": STATE_COLORS[state]}},
                    "text": [str(count) if count >= whole * _LABELLED else "" for count in mine["unit_count"]],
                    **{"textposition": "inside", "insidetextanchor": "middle", "textangle": 0},
                    "textfont": {"color": "#fff", "size": SMALL},
                    "hovertemplate": f"%{{y}}　{state} %{{x}} 个单位<extra></extra>",
                }
            )
    return figure(
        dark,
        34 * len(titles) + 80,
        bars,
        barmode="stack",
        xaxis={"visible": False},
        yaxis={
            **{"type": "category", "categoryorder": "array", "showgrid": False, "tickfont": {"size": SMALL}},
            "categoryarray": [in_chart(title) for title in titles[::-1]],
        },
    )


def units_and_steps(cells: pd.DataFrame, dark: bool) -> go.Figure:
    """A square per unit (down) and step (across, by its number), in the colour of its state, with a mark.

    cells: name, number (of the step), title, state.
    """
    names = list(dict.fromkeys(cells["name"]))
    marks = {"已完成": "✓", "进行中": "…", "未开始": "", "逾期": "！"}
    squares, size = [], 20 if cells["number"].max() <= _FEW_STEPS else 15
    for state in _ORDER:
        mine = cells[cells["state"] == state]
        if len(mine):
            squares.append(
                {
                    **{"type": "scatter", "mode": "markers+text", "name": state, "x": mine["number"]},
                    **{"y": mine["name"].map(in_chart), "text": [marks[state]] * len(mine)},
                    "textfont": {"color": "#fff", "size": SMALL},
                    "marker": {"symbol": "square", "size": size, "color": STATE_COLORS[state]},
                    "customdata": [[in_chart(title)] for title in mine["title"]],
                    "hovertemplate": f"%{{y}}　%{{customdata[0]}}　{state}<extra></extra>",
                    "cliponaxis": False,
                }
            )
    return figure(
        dark,
        26 * len(names) + 110,
        squares,
        # Above the steps' numbers, also of few units, where a share of the height is little.
        legend={"orientation": "h", "y": 1 + 24 / (26 * len(names)), "yanchor": "bottom", "x": 0},
        xaxis={
            **{"side": "top", "dtick": 1, "showgrid": False, "zeroline": False, "tickfont": {"size": SMALL}},
            "range": [0.4, cells["number"].max() + 0.6],
        },
        yaxis={
            **{"type": "category", "categoryorder": "array", "showgrid": False, "tickfont": {"size": SMALL}},
            "categoryarray": [in_chart(name) for name in names[::-1]],
        },
    )
