"""Charts of evaluation rounds."""

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import ANSWER_COLORS, figure, text_color
from board.wording import in_chart


def answers_by_criterion(answers: pd.DataFrame, dark: bool) -> go.Figure:
    """Answers to each criterion as a diverging bar: the top two to the right of the line, the others to the left.

    Takes one row per criterion × rank: criterion_label, position, rank, answer_label, answer_count, share (of valid
    answers, 0 to 1), is_good. Every criterion has its own words: they stand in the hover, and the colours mean best
    to worst.
    """
    ordered = answers.sort_values(["position", "rank"])
    criteria = list(dict.fromkeys(ordered.sort_values("position", ascending=False)["criterion_label"]))
    chart = figure(
        dark,
        46 * len(criteria) + 70,
        barmode="relative",
        uniformtext={"minsize": 13, "mode": "hide"},
        xaxis={
            "range": [-0.5, 1.15],
            "tickvals": [-0.5, -0.25, 0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["50%", "25%", "0", "25%", "50%", "75%", "100%"],
        },
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": criteria,
            "showgrid": False,
            "tickfont": {"size": 16},
        },
    )
    for rank in sorted(ordered["rank"].unique(), key=_stack_order):
        mine = ordered[ordered["rank"] == rank]
        sign = 1 if rank <= GOOD_RANKS else -1
        chart.add_bar(
            y=mine["criterion_label"],
            x=mine["share"] * sign,
            orientation="h",
            name=RANK_NAMES.get(rank, str(rank)),
            legendrank=rank,
            marker_color=ANSWER_COLORS[rank - 1],
            customdata=mine[["answer_label", "answer_count", "share"]].to_numpy(),
            text=[f"{share * 100:.1f}%" if share >= LABELLED_SHARE else "" for share in mine["share"]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": "#fff" if rank in DARK_RANKS else "#1f2328", "size": 14},
            hovertemplate="%{y}<br>%{customdata[0]}　%{customdata[1]} 张　%{customdata[2]:.1%}<extra></extra>",
        )
    chart.add_vline(x=0, line={"color": text_color(dark), "width": 1})
    _say_good_rates(chart, ordered, dark)
    return chart


def _say_good_rates(chart: go.Figure, answers: pd.DataFrame, dark: bool) -> None:
    """优良率 at the good end of each bar, so that it is read without adding two numbers."""
    good = answers[answers["is_good"]].groupby("criterion_label", sort=False)["share"].sum()
    chart.add_scatter(
        y=good.index,
        x=good,
        mode="text",
        text=[f" 优良 {share:.1%}" for share in good],
        textposition="middle right",
        textfont={"size": 15, "color": text_color(dark)},
        showlegend=False,
        hoverinfo="skip",
        cliponaxis=False,
    )


GOOD_RANKS = 2
DARK_RANKS = (1, 4)
LABELLED_SHARE = 0.045
RANK_NAMES = {1: "最好一档", 2: "较好一档", 3: "一般", 4: "最差一档"}


def _stack_order(rank: int) -> int:
    """The second-best answer stands next to the line, the best outside it; likewise on the other side."""
    return {2: 0, 1: 1, 3: 2, 4: 3}.get(rank, rank)


def rounds_compared(rates: pd.DataFrame, dark: bool) -> go.Figure:
    """优良率 of each criterion in two rounds, joined by a line.

    Takes criterion_label, position, earlier_rate, later_rate (0 to 1, NaN without a base), earlier_name, later_name.
    """
    ordered = rates.sort_values("position", ascending=False)
    chart = figure(
        dark, 40 * len(ordered) + 60, xaxis={"tickformat": ".0%"}, yaxis={"type": "category", "showgrid": False}
    )
    chart.update_layout(margin={"r": 64})
    pairs = ordered[["earlier_rate", "later_rate"]].assign(gap=None)
    chart.add_scatter(
        x=pairs.to_numpy().ravel(),
        y=ordered["criterion_label"].repeat(3),
        mode="lines",
        showlegend=False,
        hoverinfo="skip",
        line={"color": "#98a2b3", "width": 3},
    )
    for column, name, color in (
        ("earlier_rate", "earlier_name", "#98a2b3"),
        ("later_rate", "later_name", ANSWER_COLORS[0]),
    ):
        chart.add_scatter(
            x=ordered[column],
            y=ordered["criterion_label"],
            mode="markers+text" if column == "later_rate" else "markers",
            name=in_chart(str(ordered[name].iloc[0])) if len(ordered) else "",
            marker={"size": 14, "color": color},
            text=[f"  {value:.1%}" for value in ordered[column]],
            textposition="middle right",
            cliponaxis=False,
            hovertemplate="%{y}　优良率 %{x:.1%}<extra></extra>",
        )
    return chart
