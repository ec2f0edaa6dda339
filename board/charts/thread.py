"""The chart of 来龙去脉: how opinions flow to problems, into the report, to items and to the criteria.

Streamlit reports no clicks on Plotly's own Sankey diagram, so this one is drawn with areas and points to click on.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import SMALL, STATE_COLORS, figure, halo, text_color
from board.store.frames import each_row
from board.wording import in_chart, shortened

# Heights in pixels: of the fullest column's bands, between places, for a label, between bands.
_TALL, _GAP, _LINE, _PART = 230, 10, 25, 1
# A place's width as a share of the width from the first column to the last; pixels on the right for the last labels.
_WIDE, _ROOM = 0.012, 205
# More of them for each digit of a number above two.
_A_DIGIT = 12
_LAST = 4
_STEPS = 16
_POINTS = (0.08, 0.2, 0.35, 0.5, 0.65, 0.8, 0.92)
# The distance between the points of a thick band.
_APART = 14
_BAND = {False: "rgba(91,123,166,.30)", True: "rgba(130,160,205,.34)"}
# The accent, as strong as the text on it stays legible.
_CHOSEN = {False: "rgba(155,28,28,.50)", True: "rgba(214,90,90,.60)"}
_LOOSE = {False: "rgba(150,97,15,.30)", True: "rgba(214,160,80,.40)"}
_LONGEST = 10


@dataclass(frozen=True)
class Ribbon:
    """The course of a band: points (position from the left, upper edge), the same thickness throughout."""

    through: tuple[tuple[float, float], ...]
    thick: float

    def at(self, part: float) -> tuple[float, float]:
        """The position from the left and the upper edge after a part (0 to 1) of its way."""
        x = self.through[0][0] + (self.through[-1][0] - self.through[0][0]) * part
        legs = pairwise(self.through)
        (left, before), (right, after) = next((leg for leg in legs if x <= leg[1][0]), (self.through[-1],) * 2)
        gone = (x - left) / (right - left) if right > left else 1.0
        return x, before + (after - before) * gone * gone * (3 - 2 * gone)


def flow(places: pd.DataFrame, bands: pd.DataFrame, chosen: str, dark: bool) -> go.Figure:
    """The flow diagram, with the chosen band emphasised. A click carries the band.

    Takes places (place, column 0 to 4, word, record_count, is_loose) in their order from top to bottom, and bands
    (source, target, band, link_count, is_loose).
    """
    heights, tall, ribbons = laid_out(places, bands)
    traces = [
        *_areas(bands[bands["band"] != chosen], ribbons, dark),
        *(_area([ribbons[band]], _CHOSEN[dark]) for band in ribbons if band == chosen),
        *_blocks(places, heights, dark),
        _points(ribbons, dict(zip(bands["band"], bands["link_count"], strict=True))),
        _labels(places, heights, dark),
    ]
    axis = {"visible": False, "automargin": False}
    return figure(
        dark,
        int(tall) + 24,
        traces,
        hovermode="closest",
        hoverdistance=-1,
        showlegend=False,
        xaxis={**axis, "range": [0, 1 + _WIDE]},
        yaxis={**axis, "range": [tall, 0]},
        margin={"l": 4, "r": _ROOM + _A_DIGIT * (len(str(places["record_count"].max())) - 2), "t": 12, "b": 12},
    )


def laid_out(
    places: pd.DataFrame, bands: pd.DataFrame
) -> tuple[dict[str, tuple[float, float]], float, dict[str, Ribbon]]:
    """Each place's start and height in pixels from the top; the total height; each band's course.

    A band that skips a column passes below all places there.
    """
    columns = dict(zip(places["place"], places["column"], strict=True))
    out, into = (bands.groupby(side)["link_count"].sum() for side in ("source", "target"))
    sizes = {place: float(max(out.get(place, 0), into.get(place, 0))) for place in columns}
    routes = {row.band: _route(row, columns) for row in each_row(bands)}
    sizes |= {stop: float(row.link_count) for row in each_row(bands) for stop in routes[row.band][1:-1]}
    columns |= {stop: columns[route[0]] + at for route in routes.values() for at, stop in enumerate(route)}
    fullest = max(sum(sizes[each] for each in columns if columns[each] == column) for column in range(_LAST + 1))
    heights, tall = _stacked(columns, {stop: size / fullest * _TALL for stop, size in sizes.items()}, routes)
    thick = {row.band: row.link_count / fullest * _TALL for row in each_row(bands)}
    return heights, tall, _ribbons(routes, columns, heights, thick)


def _route(row: Any, columns: Mapping[str, int]) -> tuple[str, ...]:
    """The places a band runs through: its start, its end, and a stop of its own in each column between."""
    between = columns[row.target] - columns[row.source] - 1
    return (row.source, *(f"{row.band} {at}" for at in range(between)), row.target)


def _stacked(
    columns: Mapping[str, int], sizes: Mapping[str, float], routes: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, tuple[float, float]], float]:
    """Each column's places one below the other, then the stops of passing bands, in the order they arrive from the
    left."""
    before = {stop: earlier for route in routes.values() for earlier, stop in pairwise(route[:-1])}
    found: dict[str, tuple[float, float]] = {}
    tall = 0.0
    for column in range(_LAST + 1):
        top = 4.0
        here = [each for each in columns if columns[each] == column]
        passing = sorted((each for each in here if each in before), key=lambda stop: found[before[stop]])
        for place in [*(each for each in here if each not in before), *passing]:
            found[place] = (top, sizes[place])
            top += max(sizes[place] + _GAP, 0 if place in before else _LINE)
        tall = max(tall, top)
    return found, tall + 4


def _ribbons(
    routes: Mapping[str, tuple[str, ...]],
    columns: Mapping[str, int],
    heights: Mapping[str, tuple[float, float]],
    thick: Mapping[str, float],
) -> dict[str, Ribbon]:
    """Each band's course; at each place its bands are in the order of their other ends."""
    leaves, enters = ({place: top for place, (top, _) in heights.items()} for _ in range(2))
    starts, ends = {}, {}
    for band in sorted(routes, key=lambda band: heights[routes[band][1]]):
        starts[band] = leaves[routes[band][0]]
        leaves[routes[band][0]] += thick[band]
    for band in sorted(routes, key=lambda band: heights[routes[band][-2]]):
        ends[band] = enters[routes[band][-1]]
        enters[routes[band][-1]] += thick[band]
    found = {}
    for band, route in routes.items():
        left, right = (columns[route[at]] / _LAST for at in (0, -1))
        stops = [(columns[stop] / _LAST + wide, heights[stop][0]) for stop in route[1:-1] for wide in (0, _WIDE)]
        found[band] = Ribbon(((left + _WIDE, starts[band]), *stops, (right, ends[band])), thick[band])
    return found


def _areas(bands: pd.DataFrame, ribbons: Mapping[str, Ribbon], dark: bool) -> Iterator[dict[str, Any]]:
    """The bands as areas, those of one place together, as they don't cross; where bands do cross, both are visible."""
    for (_, is_loose), rows in bands.groupby(["source", "is_loose"], sort=False):
        yield _area([ribbons[band] for band in rows["band"]], (_LOOSE if is_loose else _BAND)[dark])


def _area(ribbons: Iterable[Ribbon], color: str) -> dict[str, Any]:
    across: list[float | None] = []
    down: list[float | None] = []
    for ribbon in ribbons:
        steps = _STEPS * (len(ribbon.through) // 2)
        upper = [ribbon.at(step / steps) for step in range(steps + 1)]
        thick = max(ribbon.thick - _PART, 1)
        edge = [*upper, *((x, y + thick) for x, y in reversed(upper))]
        across += [*(round(x, 4) for x, _ in edge), None]
        down += [*(round(y, 1) for _, y in edge), None]
    return _filled(across, down, color)


def _blocks(places: pd.DataFrame, heights: Mapping[str, tuple[float, float]], dark: bool) -> Iterator[dict[str, Any]]:
    """The places as blocks; those that need action have the colour for waiting."""
    for is_loose, color in ((False, text_color(dark)), (True, STATE_COLORS["待梳理"])):
        across: list[float | None] = []
        down: list[float | None] = []
        for row in each_row(places[places["is_loose"] == is_loose]):
            left, (top, height) = row.column / _LAST, heights[row.place]
            bottom = top + max(height, 2)
            across += [left, left + _WIDE, left + _WIDE, left, None]
            down += [top, top, bottom, bottom, None]
        yield _filled(across, down, color)


def _filled(across: list[float | None], down: list[float | None], color: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": across,
        "y": down,
        "mode": "lines",
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": color,
        "hoverinfo": "skip",
    }


def _points(ribbons: Mapping[str, Ribbon], counts: Mapping[str, int]) -> dict[str, Any]:
    """Invisible points on each band for hovering and clicking, which areas don't support."""
    across, down, carried = [], [], []
    for band, ribbon in ribbons.items():
        lanes = max(1, round(ribbon.thick / _APART))
        for part in _POINTS:
            x, top = ribbon.at(part)
            for lane in range(lanes):
                across.append(round(x, 4))
                down.append(round(top + ribbon.thick * (lane + 0.5) / lanes, 1))
                carried.append([band, int(counts[band])])
    return {
        "type": "scatter",
        "mode": "markers",
        "x": across,
        "y": down,
        "marker": {"size": 12, "opacity": 0},
        "customdata": carried,
        "hovertemplate": "%{customdata[0]}　%{customdata[1]} 处<extra></extra>",
    }


def _labels(places: pd.DataFrame, heights: Mapping[str, tuple[float, float]], dark: bool) -> dict[str, Any]:
    """The names of the places, on their right."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [column / _LAST + _WIDE for column in places["column"]],
        "y": [heights[place][0] + max(heights[place][1] / 2, 2) for place in places["place"]],
        "text": [_label(row.word, row.record_count) for row in each_row(places)],
        "textposition": "middle right",
        "textfont": {"size": SMALL, "color": text_color(dark), "shadow": halo(dark)},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _label(word: str, record_count: int) -> str:
    return f" {in_chart(shortened(word, _LONGEST))} {record_count or ''}".rstrip()
