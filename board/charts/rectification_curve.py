"""The curves of items found and closed, with the meetings held."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from board.charts.rectification_drill import AS_OF, COMPARE_ON, VIEW, carried
from board.charts.template import STATE_COLORS, TEXT, VOLUME, day_mark, figure, text_color
from board.numbers import change_text
from board.store.frames import each_row
from board.wording import in_chart

# The share of the axis that a meeting's name needs.
LABEL_SHARE = 0.42
# Closer than this share of the whole, the two numbers at the end would overlap.
_CLOSE = 0.16
# The width in pixels of a character of these numbers on the largest screen.
_A_SIGN = 12
# The room in pixels of the days below and of a digit at the left. Plotly draws all twice when it has to find them out.
_DAYS, _A_DIGIT = 44, 10
# With more of them the curves are so narrow on a phone that only two days find room below.
_FEW_SIGNS = 8
# Each curve's column, its name, its colour, the view that holds its items, and how it is drawn.
_CURVES: tuple[tuple[str, str, str, str, Mapping[str, Any]], ...] = (
    ("found_count", "已查出", VOLUME, "全部", {}),
    (
        "closed_count",
        "已销号",
        STATE_COLORS["已销号"],
        "已销号",
        {"fill": "tozeroy", "fillcolor": "rgba(46,125,79,.12)"},
    ),
)
_UNSEEN = {"marker": {"opacity": 0}}


def found_and_closed(
    days: pd.DataFrame, meetings: pd.DataFrame, as_of: date, dark: bool, compare_on: date | None = None
) -> go.Figure:
    """Curves of items found and items closed, day by day, with the meetings marked.

    Takes `days` (day_on, found_count, closed_count: both cumulative) and `meetings` (held_on, kind, topic). A click on
    a curve opens its items on that day, on a meeting the changes since. The numbers at the end show their change since
    `compare_on`.
    """
    held = meetings.sort_values("held_on", ascending=False)
    ends = [] if days.empty else _ends(days, dark, compare_on)
    signs = max((len(end["text"].split("<br>")[-1]) for end in ends), default=0)
    digits = len(str(days["found_count"].max())) if len(days) else 1
    shown = {} if days.empty else {"range": [days["day_on"].iloc[0] - pd.Timedelta(days=1), as_of]}
    return figure(
        dark,
        320,
        [*(_curve(days, dark, *each) for each in _CURVES), _meeting_points(held, dark)],
        [day_mark(*mark, dark) for mark in _named(held, as_of)],
        annotations=ends,
        hovermode="closest",
        hoverdistance=60,
        showlegend=False,
        margin={"t": 28, "r": 28 + _A_SIGN * signs, "b": _DAYS, "l": _A_DIGIT * (1 + digits)},
        xaxis={
            "automargin": False,
            "tickformat": "%-m月%-d日",
            "nticks": 4 if signs <= _FEW_SIGNS else 2,
            "ticklabelstandoff": 16,
            "showspikes": True,
            "spikemode": "across",
            "spikethickness": 1,
            **shown,
        },
        yaxis={"automargin": False, "rangemode": "tozero", "tickformat": "d"},
        yaxis2={"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True},
    )


def _curve(
    days: pd.DataFrame, dark: bool, column: str, name: str, color: str, view: str, more: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "type": "scatter",
        # Only points can be clicked: there is one for each day, visible only when selected.
        "mode": "lines+markers",
        "name": name,
        "x": days["day_on"],
        "y": days[column],
        "line": {"color": color, "width": 4, "shape": "hv"},
        "marker": {"size": 14, "opacity": 0, "color": color},
        "selected": {"marker": {"opacity": 1}},
        "unselected": _UNSEEN,
        "customdata": [
            [carried({AS_OF: day.day_on.date(), VIEW: view}), day.found_count, day.closed_count]
            for day in each_row(days)
        ],
        "hovertemplate": "%{x|%-m月%-d日}　已查出 %{customdata[1]} 项　已销号 %{customdata[2]} 项<extra></extra>",
        **more,
    }


def _ends(days: pd.DataFrame, dark: bool, compare_on: date | None) -> list[dict[str, Any]]:
    """The name and number at the right end of each curve, with its change since a day."""
    last = days.iloc[-1]
    before = days[days["day_on"] <= pd.Timestamp(compare_on)] if compare_on else days.tail(1)
    is_close = last["found_count"] - last["closed_count"] < _CLOSE * last["found_count"]
    apart = (22, -22) if is_close else (0, 0)
    return [
        {
            "x": last["day_on"],
            "y": last[column],
            "text": f"{name}<br>{last[column]:.0f} {_since(last[column], before[column])}".rstrip(),
            "showarrow": False,
            "xanchor": "left",
            "xshift": 8,
            "align": "left",
            "yshift": shift,
            "font": {"color": text_color(dark) if dark else color, "size": TEXT},
        }
        for (column, name, color, *_), shift in zip(_CURVES, apart, strict=True)
    ]


def _since(now: float, before: "pd.Series[Any]") -> str:
    """The change since the last day up to the compared one; before the first day there were no items."""
    return change_text(int(now), int(before.iloc[-1]) if len(before) else 0)


def _named(held: pd.DataFrame, as_of: date) -> list[tuple[date, str]]:
    """Each meeting's day, the newest first, with its name where there is room."""
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
    """Marks to hover over and click, hanging from the upper edge, away from the curves' points."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": held["held_on"],
        "y": [0.97] * len(held),
        "yaxis": "y2",
        "marker": {"symbol": "triangle-down", "size": 15, "color": text_color(dark)},
        "cliponaxis": False,
        "unselected": {"marker": {"opacity": 1}},
        "customdata": [
            [carried({COMPARE_ON: meeting.held_on.date()}), in_chart(meeting.kind), in_chart(meeting.topic)]
            for meeting in each_row(held)
        ],
        "hovertemplate": "%{x|%-m月%-d日}　%{customdata[1]}：%{customdata[2]}<br>点一下，看那以后的变化<extra></extra>",
    }
