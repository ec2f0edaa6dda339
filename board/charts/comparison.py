"""Charts of many units in one figure: a funnel, a caterpillar of intervals, and all of them over time."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import ANSWER_COLORS, SMALL, VOLUME, figure, grid_line, text_color
from board.wording import in_chart

# Better and worse as among answers; who can't be told from all is grey.
_ALIKE = "#98a2b3"
_SYMBOLS = {"better": "triangle-up", "worse": "triangle-down", "alike": "circle"}
_WORDS = {"better": "比其余的好", "worse": "比其余的差", "alike": "与其余的分不出"}
_LIMITS = {"95": ("95% 界限", "dot", 1.5), "998": ("99.8% 界限", "solid", 1.5), "page": ("点名的界限", "dash", 1)}
_LABELLED = 8


def _colors() -> dict[str, str]:
    return {"better": ANSWER_COLORS[0], "worse": ANSWER_COLORS[3], "alike": _ALIKE}


def funnel(
    points: pd.DataFrame, lines: pd.DataFrame, target: float, base_word: str, dark: bool, *, is_share: bool
) -> go.Figure:
    """Units by base (across, logarithmic) and figure (up), with the limits within which it may lie by chance.

    points: unit_id ('' for several), name, base, rate (0 to 1), unit_count, standing (better, worse, alike). lines:
    base, low_95, high_95, low_998, high_998, low_page, high_page. target: of those that don't differ. is_share: shown
    in percent, else in points of 100.
    """
    times, form = _shown_as(is_share)
    whole = {
        **{"type": "scatter", "mode": "lines", "name": "其余的合在一起", "hoverinfo": "skip"},
        **{"x": [lines["base"].min(), lines["base"].max()], "y": [target * times] * 2},
        "line": {"color": text_color(dark), "width": 2},
    }
    traces = [whole, *(_limit(lines, name, side, times, dark) for name in _LIMITS for side in ("low", "high"))]
    traces += [_marks(points, standing, times, form, base_word) for standing in ("alike", "better", "worse")]
    return figure(
        dark,
        460,
        [each for each in traces if len(each["x"])],
        margin={"r": 24},
        xaxis={
            **{"type": "log", "title": {"text": base_word, "font": {"size": SMALL}}, "showgrid": False},
            **{
                "tickmode": "array",
                "tickvals": (ticks := _ticks(lines["base"])),
                "ticktext": [f"{at:,}" for at in ticks],
            },
        },
        yaxis={"tickformat": form},
    )


def _ticks(bases: "pd.Series[float]") -> list[int]:
    """Round numbers, a few of each power of ten, within the bases."""
    every = [step * 10**power for power in range(7) for step in (1, 2, 5)]
    return [each for each in every if bases.min() <= each <= bases.max()]


def _shown_as(is_share: bool) -> tuple[float, str]:
    return (1, ".0%") if is_share else (100, ".0f")


def _limit(lines: pd.DataFrame, name: str, side: str, times: float, dark: bool) -> dict[str, Any]:
    word, dash, width = _LIMITS[name]
    return {
        **{"type": "scatter", "mode": "lines", "name": word, "legendgroup": name, "hoverinfo": "skip"},
        **{"x": lines["base"], "y": lines[f"{side}_{name}"] * times, "showlegend": side == "low"},
        "line": {"color": VOLUME if name != "page" else grid_line(dark), "dash": dash, "width": width},
    }


def _marks(points: pd.DataFrame, standing: str, times: float, form: str, base_word: str) -> dict[str, Any]:
    mine = points[points["standing"] == standing]
    names = [in_chart(str(name)) for name in mine["name"]]
    is_named = standing != "alike" and len(mine) <= _LABELLED
    return {
        **{"type": "scatter", "mode": "markers+text" if is_named else "markers", "name": _WORDS[standing]},
        **{"x": mine["base"], "y": mine["rate"] * times},
        "marker": {
            "color": _colors()[standing],
            "symbol": _SYMBOLS[standing],
            "size": (8 + 2 * mine["unit_count"] ** 0.5).clip(upper=32) if standing == "alike" else 14,
            "opacity": 0.75 if standing == "alike" else 1,
        },
        **({"text": names, "textposition": "bottom center", "textfont": {"size": SMALL}} if is_named else {}),
        "cliponaxis": False,
        "customdata": [[str(unit_id), name] for unit_id, name in zip(mine["unit_id"], names, strict=True)],
        "hovertemplate": f"%{{customdata[1]}}　%{{y:{form.replace('0', '1')}}}　{base_word} %{{x:,.0f}}<extra></extra>",
    }


def caterpillar(bars: pd.DataFrame, target: float, dark: bool, *, is_share: bool) -> go.Figure:
    """A row per unit: its figure, its own 95% interval (thick) and the one that decides whether it differs (thin).

    bars: unit_id, name, rate, low, high, widest_low, widest_high (0 to 1), standing (better, worse, alike).
    """
    times, form = _shown_as(is_share)
    names = [in_chart(str(name)) for name in bars["name"]]
    places = list(range(len(bars)))
    whole = {
        **{"type": "scatter", "mode": "lines", "name": "其余的合在一起", "hoverinfo": "skip"},
        **{"x": [target * times] * 2, "y": [-0.6, len(bars) - 0.4], "line": {"color": text_color(dark), "width": 2}},
    }
    traces = [whole]
    for low, high, word, width in (("widest_low", "widest_high", "点名用的区间", 1.5), ("low", "high", "95% 区间", 7)):
        ends = bars[[low, high]].assign(gap=None).to_numpy().ravel()
        traces.append(
            {
                **{"type": "scatter", "mode": "lines", "name": word, "hoverinfo": "skip"},
                **{
                    "x": [None if pd.isna(end) else end * times for end in ends],
                    "y": [at for at in places for _ in "lhg"],
                },
                "line": {"color": _ALIKE, "width": width},
            }
        )
    for standing in ("alike", "better", "worse"):
        mine = (bars["standing"] == standing).to_numpy()
        if mine.any():
            traces.append(_middles(bars[mine], [at for at in places if mine[at]], names, standing, times, form))
    return figure(
        dark,
        26 * len(bars) + 110,
        traces,
        xaxis={"tickformat": form, "nticks": 6},
        yaxis={
            **{"tickmode": "array", "tickvals": places, "ticktext": names, "showgrid": False},
            **{"tickfont": {"size": SMALL}, "range": [-0.6, len(bars) - 0.4]},
        },
    )


def _middles(
    mine: pd.DataFrame, places: list[int], names: list[str], standing: str, times: float, form: str
) -> dict[str, Any]:
    return {
        **{"type": "scatter", "mode": "markers", "name": _WORDS[standing], "x": mine["rate"] * times, "y": places},
        "marker": {"color": _colors()[standing], "symbol": _SYMBOLS[standing], "size": 13},
        "customdata": [[str(unit_id), names[at]] for unit_id, at in zip(mine["unit_id"], places, strict=True)],
        "hovertemplate": f"%{{customdata[1]}}　%{{x:{form.replace('0', '1')}}}<extra></extra>",
    }


def over_time(weeks: pd.DataFrame, dark: bool) -> go.Figure:
    """All units together, week by week. weeks: on_date, unit_count, rate (0 to 1)."""
    line = {
        **{"type": "scatter", "mode": "lines+markers", "x": weeks["on_date"], "y": weeks["rate"]},
        **{"line": {"color": VOLUME, "width": 3}, "marker": {"size": 9, "color": VOLUME}, "showlegend": False},
        "customdata": weeks[["unit_count"]].to_numpy(),
        "hovertemplate": "%{x|%-m月%-d日}　%{y:.1%}　%{customdata[0]} 个单位<extra></extra>",
    }
    # Not so near that a tenth of a percent fills the chart.
    ends = [max(weeks["rate"].min() - 0.03, 0), min(weeks["rate"].max() + 0.03, 1.01)]
    days = {"tickformat": "%-m月%-d日", "nticks": 6}
    return figure(dark, 240, [line], xaxis=days, yaxis={"tickformat": ".1%", "nticks": 4, "range": ends})
