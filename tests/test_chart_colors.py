"""What charts say by colour: it can be read and seen in light and dark, and a legend runs as its bars do."""

import tomllib
from itertools import pairwise
from pathlib import Path

import plotly.graph_objects as go
import pytest

from board.charts.evaluation import answers_by_criterion
from board.charts.rectification import ageing, load_by_member
from board.charts.template import ANSWER_COLORS, FEW_TO_MANY, PAGE_COLOR, STATE_COLORS, VOLUME, halo, text_color
from board.charts.thread import flow
from board.evaluation import results as evaluation
from board.rectification.figures import by_age, by_member
from board.rectification.views import shown
from board.thread.flow import bands, places
from tests.contrast import contrast
from tests.example_school import Example

SETTINGS = Path(__file__).parent.parent / ".streamlit" / "config.toml"


def between(one: str, other: str, part: float) -> str:
    """The colour a part of the way from one to the other."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(low + (high - low) * part):02x}" for low, high in pairs)


@pytest.mark.parametrize("color", sorted({*STATE_COLORS.values(), VOLUME, ANSWER_COLORS[0], ANSWER_COLORS[3]}))
def test_a_state_is_read_in_white_and_seen_on_either_page(color: str) -> None:
    assert contrast(color, "#ffffff") >= 4.5
    assert min(contrast(color, ground) for ground in PAGE_COLOR.values()) >= 3


@pytest.mark.parametrize("color", [*ANSWER_COLORS[1:3], *ANSWER_COLORS[4:]])
def test_what_stands_on_a_pale_answer_is_read(color: str) -> None:
    assert contrast(color, "#1f2328") >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_a_number_is_read_in_every_cell_from_few_to_many(dark: bool) -> None:
    shades = [between(*FEW_TO_MANY[dark], part / 20) for part in range(21)]
    assert min(contrast(shade, text_color(dark)) for shade in shades) >= 4.5


def test_a_name_over_the_bands_of_the_flow_has_a_halo_in_the_pages_colour(example: Example) -> None:
    theme = tomllib.loads(SETTINGS.read_text("utf-8"))["theme"]
    day = (example.store, example.activity_id, example.today)
    for dark, mode in ((False, "light"), (True, "dark")):
        names = flow(places(*day), bands(*day), "", dark).data[-1]
        assert "意见 " in "".join(names.text)
        assert names.textfont.shadow == halo(dark)
        assert theme[mode]["backgroundColor"] in halo(dark)


def charts(example: Example) -> list[go.Figure]:
    items = shown(example.store, example.activity_id, example.today)
    answers = evaluation.answers(example.store, example.activity_id, "E2")
    return [ageing(by_age(items), False), load_by_member(by_member(items), False), answers_by_criterion(answers, False)]


def legend(chart: go.Figure) -> list[str]:
    """The names in the legend, from left to right."""
    traces = [trace for trace in chart.data if trace.name and trace.showlegend is not False]
    assert chart.layout.legend.traceorder == "normal"
    ranked = sorted(traces, key=lambda trace: 1000 if trace.legendrank is None else trace.legendrank)
    return [trace.name for trace in ranked]


def bars(chart: go.Figure) -> dict[tuple[str, str], list[str]]:
    """The names of each row's bars, from left to right, on each of its axes."""
    rows: dict[tuple[str, str], list[tuple[float, str]]] = {}
    is_stacked = chart.layout.barmode == "stack"
    for place, trace in enumerate(trace for trace in chart.data if trace.name):
        bases = trace.base if isinstance(trace.base, list | tuple) or hasattr(trace.base, "dtype") else None
        for at, (row, length) in enumerate(zip(trace.y, trace.x, strict=True)):
            start = place if is_stacked else bases[at] if bases is not None else trace.base or 0
            if length > 0:
                rows.setdefault((row, trace.xaxis or "x"), []).append((start, trace.name))
    return {row: [name for _, name in sorted(found)] for row, found in rows.items()}


def test_a_legend_runs_as_the_bars_do(example: Example) -> None:
    for chart in charts(example):
        names = legend(chart)
        for row, drawn in bars(chart).items():
            assert all(names.index(left) < names.index(right) for left, right in pairwise(drawn)), (row, drawn, names)
