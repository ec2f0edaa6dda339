"""Charts of the ledger: how long items have been open, whose they are, what they are about.

A click on any part opens the items it counts: `rectification_drill.drill_of` reads their filters from the part.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from board.charts.rectification_drill import AGE, ASPECT, LEADER, VIEW, carried
from board.charts.template import FEW_TO_MANY, LARGE, SMALL, STATE_COLORS, TEXT, figure, text_color
from board.numbers import NOTHING, change_text, mean_change_text, mean_text
from board.rectification.figures import CLOSED_LANE, LANE_COUNTS, OPEN_LANES, OPEN_VIEW
from board.rectification.views import AGES, LANES
from board.store.frames import each_row
from board.wording import across_chart, in_chart

_LANE_COLORS = dict(
    zip(LANES, (STATE_COLORS[state] for state in ("逾期", "整改中", "创造条件", "已销号")), strict=True)
)
# A click leads away from the chart, so the other parts don't fade.
_LARGE = {"size": TEXT}
_UNFADED = {"marker": {"opacity": 1}}
_UNSEEN = {"marker": {"opacity": 0}}
# The room for the words after a bar, as a share of the longest bar.
_ROOM_FOR_COUNT, _ROOM_FOR_MEAN = 0.14, 0.36
# Characters that a cell of the heat map holds on a phone.
_CELL_LENGTH = 5
_NO_ITEMS = "rgba(127,127,127,.10)"


def ageing(counts: pd.DataFrame, dark: bool, then: pd.DataFrame | None = None) -> go.Figure:
    """Bars of how long the open items have been in the ledger, one per band of ages, the oldest at the bottom.

    Takes `by_age` of the items; `then`: that of the compared day, to show each number's change.
    """
    counts = counts.assign(then=None if then is None else then["item_count"])
    bars = [_age_bars(counts[counts["lane"] == lane], lane) for lane in OPEN_LANES]
    totals = counts.groupby("band", sort=False)["item_count"].sum()
    leads_to = [carried({VIEW: OPEN_VIEW, AGE: [band]} if count else {}) for band, count in totals.items()]
    were = [None] * len(totals) if then is None else counts.groupby("band", sort=False)["then"].sum()
    labels = [f"{count} 项 {change_text(count, was)}".rstrip() for count, was in zip(totals, were, strict=True)]
    ends = _at_end(list(totals.index), _ROOM_FOR_COUNT * totals.max(), labels, leads_to, dark)
    return _stacked(dark, 44 * len(AGES) + 64, [*bars, ends])


def _age_bars(counts: pd.DataFrame, lane: str) -> dict[str, Any]:
    leads_to = [carried({VIEW: lane, AGE: [band]}) for band in counts["band"]]
    return _lane_bars(lane, counts["band"].tolist(), counts["item_count"], counts["then"], leads_to)


def load_by_member(load: pd.DataFrame, dark: bool, then: pd.DataFrame | None = None) -> go.Figure:
    """Bars of each leading member's items (late, in time, waiting for conditions, closed), and how fast they close.

    Takes `by_member` of the items; `then`: that of the compared day, to show each number's change. The member with the
    most late items is on top.
    """
    was = None if then is None else then.set_index("leader_name").reindex(load["leader_name"], fill_value=0)
    names = [in_chart(name) for name in load["leader_name"]]
    bars = []
    for lane, column in LANE_COUNTS.items():
        leads_to = [carried({VIEW: lane, LEADER: [name]}) for name in load["leader_name"]]
        bars.append(_lane_bars(lane, names, load[column], [None] * len(load) if was is None else was[column], leads_to))
    means = [_pace(row, before) for row, before in zip(each_row(load), _rows_or_none(was, len(load)), strict=True)]
    leads_to = [
        carried({VIEW: CLOSED_LANE, LEADER: [row.leader_name]} if row.closed_count else {}) for row in each_row(load)
    ]
    ends = _at_end(names, _ROOM_FOR_MEAN * load["item_count"].max(), means, leads_to, dark)
    return _stacked(dark, 44 * len(load) + 96, [*bars, ends], margin={"r": 92})


def _rows_or_none(frame: pd.DataFrame | None, count: int) -> Iterable[Any]:
    return [None] * count if frame is None else each_row(frame)


def _pace(row: Any, was: Any) -> str:
    """The mean time to close a member's items, in words, with its change since the compared day."""
    mean = mean_text(row.closing_days, row.closed_count)
    if mean == NOTHING:
        return ""
    change = mean_change_text(row.closing_days, row.closed_count, was.closing_days, was.closed_count) if was else ""
    return f"均 {mean} 天销号 {change}".rstrip()


def _at_end(rows: list[str], room: float, labels: list[str], leads_to: list[str], dark: bool) -> dict[str, Any]:
    """Labels at the end of each row's bars, on an invisible clickable bar as wide as `room` items."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": rows,
        "x": [room] * len(rows),
        "marker": {"color": "rgba(0,0,0,0)"},
        "unselected": _UNFADED,
        "text": labels,
        "textposition": "inside",
        "insidetextanchor": "start",
        "constraintext": "none",
        "textangle": 0,
        "textfont": {"size": SMALL, "color": text_color(dark)},
        "customdata": [[filters] for filters in leads_to],
        "hoverinfo": "none",
        "showlegend": False,
        "cliponaxis": False,
    }


def _stacked(dark: bool, height: int, traces: list[dict[str, Any]], **more: Any) -> go.Figure:
    rows = {"type": "category", "autorange": "reversed", "showgrid": False, "ticklabelstandoff": 6, "tickfont": _LARGE}
    return figure(dark, height, traces, barmode="stack", xaxis={"visible": False}, yaxis=rows, **more)


def _lane_bars(
    lane: str, rows: list[str], counts: "pd.Series[int]", then: Iterable[int | None], leads_to: list[str]
) -> dict[str, Any]:
    labels = [f"{count} {change_text(count, was)}".rstrip() for count, was in zip(counts, then, strict=True)]
    return {
        "type": "bar",
        "orientation": "h",
        "name": lane,
        "y": rows,
        "x": counts,
        "marker": {"color": _LANE_COLORS[lane]},
        "unselected": _UNFADED,
        "text": [words if count else "" for words, count in zip(labels, counts, strict=True)],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": "#fff", "size": TEXT},
        "customdata": [[filters] for filters in leads_to],
        "hovertemplate": f"%{{y}}　{lane} %{{x}} 项<extra></extra>",
    }


def heat(counts: pd.DataFrame, dark: bool, then: pd.DataFrame | None = None) -> go.Figure:
    """Heat map of open items: leading members across, aspects down, the number in the cell.

    Takes `by_aspect` of the items; `then`: that of the compared day, to show each number's change. Members and aspects
    with the most items come first.
    """
    counts = counts.assign(then=None if then is None else _open_then(then, counts))
    grid = counts.pivot_table(index="aspect", columns="leader_name", values="open_count", sort=False)
    names = {"type": "category", "showgrid": False, "ticklabelstandoff": 4, "tickfont": _LARGE}
    texts = [_cell_text(row) for row in each_row(counts)]
    in_two_lines = any("<br>" in text for text in texts)
    points = _cell_points(counts, texts, TEXT if in_two_lines else LARGE, dark)
    return figure(
        dark,
        (68 if in_two_lines else 46) * len(grid) + 80,
        [_cells(grid, dark), points],
        hovermode="closest",
        hoverdistance=-1,
        xaxis={**names, "side": "top"},
        yaxis={**names, "autorange": "reversed"},
    )


def _open_then(then: pd.DataFrame, counts: pd.DataFrame) -> list[int]:
    """The number of open items in each cell on the compared day."""
    cells = ["aspect", "leader_name"]
    return counts[cells].merge(then, how="left")["open_count"].fillna(0).astype(int).tolist()


def _cells(grid: pd.DataFrame, dark: bool) -> dict[str, Any]:
    few, many = FEW_TO_MANY[dark]
    return {
        "type": "heatmap",
        "z": grid.to_numpy(),
        "x": [across_chart(name) for name in grid.columns],
        "y": [in_chart(aspect) for aspect in grid.index],
        "xgap": 3,
        "ygap": 3,
        "showscale": False,
        "zmin": 0,
        "colorscale": [[0, _NO_ITEMS], [0.001, few], [1, many]],
        "hoverinfo": "skip",
    }


def _cell_points(counts: pd.DataFrame, texts: list[str], size: int, dark: bool) -> dict[str, Any]:
    """The numbers, as points to click on: cells can't be clicked; anywhere in a cell its own point is the nearest."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [across_chart(name) for name in counts["leader_name"]],
        "y": [in_chart(aspect) for aspect in counts["aspect"]],
        "marker": {"symbol": "square", "size": 34, "opacity": 0},
        "text": texts,
        "textfont": {"color": text_color(dark), "size": size},
        "selected": _UNSEEN,
        "unselected": _UNSEEN,
        "customdata": [[_cell_leads_to(row), row.open_count, row.late_count] for row in each_row(counts)],
        "hovertemplate": "%{y}　%{x}<br>未销号 %{customdata[1]} 项，其中逾期 %{customdata[2]} 项<extra></extra>",
        "showlegend": False,
    }


def _cell_text(cell: Any) -> str:
    """The number of open items and its change: below it where a phone's cell has no room beside it."""
    if not cell.open_count:
        return ""
    change = change_text(cell.open_count, cell.then)
    is_wide = len(f"{cell.open_count} {change}") > _CELL_LENGTH
    return f"{cell.open_count}{'<br>' if is_wide else ' '}{change}".rstrip()


def _cell_leads_to(cell: Any) -> str:
    return carried({VIEW: OPEN_VIEW, LEADER: [cell.leader_name], ASPECT: [cell.aspect]} if cell.open_count else {})
