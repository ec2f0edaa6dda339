"""Charts of evaluation rounds."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import ANSWER_COLORS, figure, text_color
from board.frames import each_row
from board.wording import in_chart

# Below this share there is no room for a number in its bar.
LABELLED_SHARE = 0.045
_RANK_NAMES = {1: "最好一档", 2: "较好一档", 3: "一般", 4: "最差一档"}
_DARK = (1, 4)
_EARLIER = "#98a2b3"


def answers_by_criterion(answers: pd.DataFrame, dark: bool) -> go.Figure:
    """Answers to each criterion as a diverging bar: the good ones to the right of the line, the others to the left.

    Takes one row per criterion × rank: criterion_label, position, rank, answer_label, answer_count, share (of valid
    answers, 0 to 1), is_good. Every criterion has its own words: they stand in the hover, and the colours mean best
    to worst.
    """
    ordered = answers.sort_values(["position", "rank"]).assign(criterion=answers["criterion_label"].map(in_chart))
    criteria = list(dict.fromkeys(ordered["criterion"]))[::-1]
    good = ordered[ordered["is_good"]]
    # The middling answers stand next to the line, the extremes outside them.
    ranks = [*sorted(good["rank"].unique(), reverse=True), *sorted(ordered[~ordered["is_good"]]["rank"].unique())]
    return figure(
        dark,
        46 * len(criteria) + 70,
        [*(_rank_bars(ordered[ordered["rank"] == rank], int(rank)) for rank in ranks), _good_rates(good, dark)],
        barmode="relative",
        uniformtext={"minsize": 13, "mode": "hide"},
        xaxis={
            "range": [-0.5, 1.15],
            "tickvals": [-0.5, -0.25, 0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["50%", "25%", "0", "25%", "50%", "75%", "100%"],
            "zeroline": True,
            "zerolinecolor": text_color(dark),
        },
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": criteria,
            "showgrid": False,
            "tickfont": {"size": 16},
        },
    )


def _rank_bars(answers: pd.DataFrame, rank: int) -> dict[str, Any]:
    sign = 1 if answers["is_good"].all() else -1
    return {
        "type": "bar",
        "orientation": "h",
        "name": _RANK_NAMES.get(rank, f"第 {rank} 档"),
        "legendrank": rank,
        "y": answers["criterion"],
        "x": answers["share"] * sign,
        "marker": {"color": ANSWER_COLORS[min(rank, len(ANSWER_COLORS)) - 1]},
        "customdata": [[in_chart(row.answer_label), row.answer_count, row.share] for row in each_row(answers)],
        "text": [f"{share:.1%}" if share >= LABELLED_SHARE else "" for share in answers["share"]],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": "#fff" if rank in _DARK else "#1f2328", "size": 14},
        "hovertemplate": "%{y}<br>%{customdata[0]}　%{customdata[1]} 张　%{customdata[2]:.1%}<extra></extra>",
    }


def _good_rates(good: pd.DataFrame, dark: bool) -> dict[str, Any]:
    """优良率 at the good end of each bar, so that it is read without adding two numbers."""
    rates = good.groupby("criterion", sort=False)["share"].sum()
    return {
        "type": "scatter",
        "mode": "text",
        "y": list(rates.index),
        "x": rates,
        "text": [f" 优良 {rate:.1%}" for rate in rates],
        "textposition": "middle right",
        "textfont": {"size": 15, "color": text_color(dark)},
        "showlegend": False,
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def rounds_compared(rates: pd.DataFrame, dark: bool) -> go.Figure:
    """优良率 of each criterion in two rounds, joined by a line.

    Takes criterion_label, position, earlier_rate, later_rate (0 to 1, NaN without a base), earlier_name, later_name.
    """
    ordered = rates.sort_values("position", ascending=False)
    labels = ordered["criterion_label"].map(in_chart)
    joined = {
        "type": "scatter",
        "mode": "lines",
        "x": ordered[["earlier_rate", "later_rate"]].assign(gap=None).to_numpy().ravel(),
        "y": labels.repeat(3),
        "line": {"color": _EARLIER, "width": 3},
        "showlegend": False,
        "hoverinfo": "skip",
    }
    earlier = _round_points(ordered, labels, "earlier", {"mode": "markers", "marker": {"size": 14, "color": _EARLIER}})
    later = _round_points(
        ordered,
        labels,
        "later",
        {
            "mode": "markers+text",
            "marker": {"size": 14, "color": ANSWER_COLORS[0]},
            "text": [f"  {rate:.1%}" for rate in ordered["later_rate"]],
            "textposition": "middle right",
            "cliponaxis": False,
        },
    )
    return figure(
        dark,
        40 * len(ordered) + 60,
        [joined, earlier, later],
        margin={"r": 64},
        xaxis={"tickformat": ".0%"},
        yaxis={"type": "category", "showgrid": False},
    )


def _round_points(rates: pd.DataFrame, labels: "pd.Series[str]", which: str, more: dict[str, Any]) -> dict[str, Any]:
    names = rates[f"{which}_name"]
    return {
        "type": "scatter",
        "name": in_chart(str(names.iloc[0])) if len(names) else "",
        "x": rates[f"{which}_rate"],
        "y": labels,
        "hovertemplate": "%{y}　优良率 %{x:.1%}<extra></extra>",
        **more,
    }
