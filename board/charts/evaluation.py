"""Charts of evaluation rounds."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import ANSWER_COLORS, SMALL, figure, text_color
from board.numbers import percent_text, share_text
from board.store.frames import each_row
from board.wording import in_chart

# Below this share there is no room for a number in the bar.
LABELLED_SHARE = 0.045
_RANK_NAMES = {1: "最好一档", 2: "较好一档", 3: "一般", 4: "最差一档"}
_DARK = (1, 4)
_SCORED_COLORS = 4
_EARLIER = "#98a2b3"


def answers_by_criterion(answers: pd.DataFrame, dark: bool) -> go.Figure:
    """Answers to each criterion as a diverging bar: good ones to the right of the line, bad ones to the left, the
    middling one across it; 弃权 and 不了解, which are not valid answers, in separate bars beside them.

    Takes one row per criterion × rank: criterion_label, position, rank, answer_label, points (missing: not a valid
    answer), answer_count, share (of valid answers, 0 to 1), is_good. Each criterion has its own words for answers,
    shown on hover; the colours mean best to worst.
    """
    ordered = answers.sort_values(["position", "rank"]).assign(criterion=answers["criterion_label"].map(in_chart))
    criteria = list(dict.fromkeys(ordered["criterion"]))[::-1]
    scored = _placed(ordered[ordered["points"].notna()])
    bars = [_rank_bars(scored[scored["rank"] == rank], rank) for rank in sorted(scored["rank"].unique())]
    apart, rates = _apart_bars(ordered), _with_rates(scored)
    return figure(
        dark,
        58 * len(criteria) + 130,
        [*bars, *apart],
        barmode="overlay",
        uniformtext={"minsize": SMALL, "mode": "hide"},
        xaxis={
            "range": [-0.45, 1.02],
            "domain": [0, 0.84 if apart else 1],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": True,
            "zerolinecolor": text_color(dark),
        },
        xaxis2={"domain": [0.86, 1], "showticklabels": False, "showgrid": False, "fixedrange": True, "zeroline": False},
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": criteria,
            "showgrid": False,
            "tickmode": "array",
            "tickvals": criteria,
            "ticktext": [rates[criterion] for criterion in criteria],
            "tickfont": {"size": SMALL},
        },
    )


def _placed(scored: pd.DataFrame) -> pd.DataFrame:
    """Adds `start`, where each answer's bar begins. The middling answer (the best of two or more that aren't good) is
    centred on the line; where only one isn't good, none is middling."""
    rows = scored.sort_values(["criterion", "rank"])
    share = rows["share"].fillna(0)
    others = rows[~rows["is_good"]].groupby("criterion")["rank"].agg(["min", "count"])
    middling = rows["criterion"].map(others["min"].where(others["count"] > 1))
    is_middling = rows["rank"] == middling
    half = (share.where(is_middling, 0) / 2).groupby(rows["criterion"]).transform("sum")
    good, bad = share.where(rows["is_good"], 0), share.where(~rows["is_good"] & ~is_middling, 0)
    # The better an answer, the farther right: good ones are stacked outwards from the middle, bad ones the other way.
    outward = good.groupby(rows["criterion"]).transform("sum") - good.groupby(rows["criterion"]).cumsum()
    start = half + outward
    start = start.where(rows["is_good"], -half - bad.groupby(rows["criterion"]).cumsum())
    return rows.assign(start=start.where(~is_middling, -half))


def _rank_bars(answers: pd.DataFrame, rank: int) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": _RANK_NAMES.get(rank, f"第 {rank} 档"),
        "legendrank": -rank,  # from left to right, like the bars
        "y": answers["criterion"],
        "x": answers["share"],
        "base": answers["start"],
        "marker": {"color": ANSWER_COLORS[min(rank, _SCORED_COLORS) - 1]},
        "customdata": [
            [in_chart(row.answer_label), row.answer_count, share_text(row.share)] for row in each_row(answers)
        ],
        "text": [share_text(share) if share >= LABELLED_SHARE else "" for share in answers["share"]],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": "#fff" if rank in _DARK else "#1f2328", "size": SMALL},
        "hovertemplate": "%{y}<br>%{customdata[0]}　%{customdata[1]} 张　%{customdata[2]}<extra></extra>",
    }


def _apart_bars(ordered: pd.DataFrame) -> list[dict[str, Any]]:
    """Bars for 不了解 and 弃权 of each criterion, as shares of all valid ballots, one after the other."""
    whole = ordered.groupby("criterion")["answer_count"].transform("sum").astype("float64")
    rows = ordered[ordered["points"].isna()].assign(of_all=ordered["answer_count"].astype("float64") / whole)
    rows = rows.assign(unknown=rows["of_all"].where(rows["rank"] > 0, 0).groupby(rows["criterion"]).transform("sum"))
    bars = []
    for name, mine, color in (
        ("不了解", rows[rows["rank"] > 0], ANSWER_COLORS[4]),
        ("弃权", rows[rows["rank"] == 0], ANSWER_COLORS[5]),
    ):
        if len(mine):
            bars.append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "name": name,
                    "legendrank": 100,
                    "xaxis": "x2",
                    "y": mine["criterion"],
                    "x": mine["of_all"],
                    "base": mine["unknown"] if name == "弃权" else 0,
                    "marker": {"color": color},
                    "customdata": [[row.answer_count, share_text(row.of_all)] for row in each_row(mine)],
                    "text": [str(count) if count else "" for count in mine["answer_count"].fillna(0)],
                    "textposition": "inside",
                    "textangle": 0,
                    "textfont": {"color": "#1f2328", "size": SMALL},
                    "hovertemplate": "%{y}<br>" + name + "　%{customdata[0]} 张　占有效票 %{customdata[1]}"
                    "<extra></extra>",
                }
            )
    return bars


def _with_rates(scored: pd.DataFrame) -> dict[str, str]:
    """Each criterion's name with its 优良率 below it; at the end of the bar it would overlap others on a phone."""
    good = scored["answer_count"].where(scored["is_good"], 0).groupby(scored["criterion"]).sum()
    base = scored.groupby("criterion")["answer_count"].sum()
    return {
        str(name): f"{name}<br><b>优良 {percent_text(count, whole)}</b>"
        for name, count, whole in zip(good.index, good, base, strict=True)
    }


def rounds_compared(rates: pd.DataFrame, dark: bool) -> go.Figure:
    """优良率 of each criterion in two rounds, joined by a line.

    Takes criterion_label, position, and of the earlier round (one) and the later (other) one_rate, other_rate (0 to 1,
    NaN without a base), one_name, other_name.
    """
    ordered = rates.sort_values("position", ascending=False)
    labels = ordered["criterion_label"].map(in_chart)
    joined = {
        "type": "scatter",
        "mode": "lines",
        "x": ordered[["one_rate", "other_rate"]].assign(gap=None).to_numpy().ravel(),
        "y": labels.repeat(3),
        "line": {"color": _EARLIER, "width": 3},
        "showlegend": False,
        "hoverinfo": "skip",
    }
    earlier = _round_points(ordered, labels, "one", {"mode": "markers", "marker": {"size": 14, "color": _EARLIER}})
    later = _round_points(
        ordered,
        labels,
        "other",
        {
            "mode": "markers+text",
            "marker": {"size": 14, "color": ANSWER_COLORS[0]},
            "text": [f"  {share_text(rate)}" for rate in ordered["other_rate"]],
            "textposition": "middle right",
            "cliponaxis": False,
        },
    )
    return figure(
        dark,
        40 * len(ordered) + 60,
        [joined, earlier, later],
        margin={"r": 64},
        xaxis={"tickformat": ".0%", "nticks": 3},
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
