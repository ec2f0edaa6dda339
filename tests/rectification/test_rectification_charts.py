"""The ledger's charts: whatever is clicked leads to just the items it counts."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from board.activity import activities
from board.charts.rectification import ageing, heat, load_by_member
from board.charts.rectification_curve import found_and_closed
from board.charts.rectification_drill import carried, drill_of
from board.rectification import actions as rectification
from board.rectification.figures import by_age, by_aspect, by_member
from board.rectification.filters import Asked, Ledger, chosen
from board.rectification.views import shown
from tests.example_school import Example

COUNTS: dict[Any, Any] = {ageing: by_age, load_by_member: by_member, heat: by_aspect}
COLUMNS = {"rectification_leader": "leader_name", "rectification_aspect": "aspect"}


def points(chart: go.Figure) -> Iterator[tuple[dict[str, Any], Any]]:
    """What each part of a chart leads to, and the part itself: its trace, with its place in it."""
    for trace in chart.data:
        for place, cells in enumerate([] if trace.customdata is None else trace.customdata):
            yield drill_of({"customdata": list(cells)}), (trace, place)


def left_by(example: Example, drill: dict[str, Any]) -> pd.DataFrame:
    """The items that the page shows with these filters set."""
    asked = Asked(
        view=drill["rectification_view"],
        words=tuple((column, tuple(drill.get(key, ()))) for key, column in COLUMNS.items()),
        ages=tuple(drill.get("rectification_age", ())),
    )
    return chosen(example.store, Ledger(example.activity_id, drill.get("as_of", example.today)), asked).whole()


@pytest.fixture
def items(example: Example) -> pd.DataFrame:
    return shown(example.store, example.activity_id, example.today)


@pytest.mark.parametrize("draw", [ageing, load_by_member])
def test_every_bar_leads_to_as_many_items_as_it_says(example: Example, items: pd.DataFrame, draw: Any) -> None:
    bars = [(drill, trace.x[place]) for drill, (trace, place) in points(draw(COUNTS[draw](items), False)) if trace.name]
    assert sum(count for _, count in bars) == len(items) - (draw is ageing) * items["is_closed"].sum()
    assert [len(left_by(example, drill)) for drill, _ in bars] == [count for _, count in bars]


def test_the_total_of_an_age_leads_to_all_its_open_items(example: Example, items: pd.DataFrame) -> None:
    totals = [
        (drill, trace.text[place])
        for drill, (trace, place) in points(ageing(by_age(items), False))
        if trace.name is None
    ]
    assert [f"{len(left_by(example, drill))} 项" if drill else "0 项" for drill, _ in totals] == [
        said for _, said in totals
    ]


def test_the_mean_at_the_end_of_a_bar_leads_to_what_it_is_the_mean_of(example: Example, items: pd.DataFrame) -> None:
    means = [(drill, trace.text[place]) for drill, (trace, place) in points(load_by_member(by_member(items), False))]
    said = [(drill, text) for drill, text in means if "均 " in text]
    assert said
    for drill, text in said:
        assert text == f"均 {left_by(example, drill)['days_to_close'].mean():.1f} 天销号"


def test_every_cell_leads_to_as_many_items_as_it_says_and_an_empty_one_nowhere(
    example: Example, items: pd.DataFrame
) -> None:
    cells = list(points(heat(by_aspect(items), False)))
    assert sum(trace.customdata[place][1] for _, (trace, place) in cells) == (~items["is_closed"]).sum()
    for drill, (trace, place) in cells:
        _, open_count, late_count = trace.customdata[place]
        left = left_by(example, drill) if drill else items[:0]
        assert (len(left), left["is_late"].sum()) == (open_count, late_count)
        assert trace.text[place] == (str(open_count) if open_count else "")


def test_every_day_of_the_curve_leads_to_the_ledger_of_that_day(example: Example) -> None:
    days = rectification.counts_by_day(example.store, example.activity_id, example.today)
    chart = found_and_closed(days, days[:0].assign(held_on=[], kind=[], topic=[]), example.today, False)
    led = list(points(chart))
    assert len(led) == 2 * len(days)
    for drill, (trace, place) in led:
        assert len(left_by(example, drill)) == trace.y[place]


def test_a_meeting_leads_to_what_changed_since(example: Example) -> None:
    days = rectification.counts_by_day(example.store, example.activity_id, example.today)
    meetings = activities.meetings(example.store, example.activity_id)
    chart = found_and_closed(days, meetings, example.today, True)
    led = [drill for drill, (trace, _) in points(chart) if trace.mode == "markers"]
    assert led == [{"compare_on": held_on.date()} for held_on in meetings["held_on"]]


def test_the_numbers_at_the_end_of_the_curve_say_their_change_since_a_day(example: Example) -> None:
    days = rectification.counts_by_day(example.store, example.activity_id, example.today)
    nobody = days[:0].assign(held_on=[], kind=[], topic=[])
    day = example.today - timedelta(days=12)
    now, then = days.iloc[-1], days[days["day_on"] == pd.Timestamp(day)].iloc[0]
    said = [each.text for each in found_and_closed(days, nobody, example.today, False, day).layout.annotations]
    more = [int(now[column] - then[column]) for column in ("found_count", "closed_count")]
    assert min(more) > 0
    assert said == [
        f"已查出<br>{now['found_count']} ↑{more[0]}",
        f"已销号<br>{now['closed_count']} ↑{more[1]}",
    ]
    alone = [each.text for each in found_and_closed(days, nobody, example.today, False).layout.annotations]
    assert alone == [f"已查出<br>{now['found_count']}", f"已销号<br>{now['closed_count']}"]


def test_a_chart_measures_nothing_that_is_not_seen(example: Example, items: pd.DataFrame) -> None:
    days = rectification.counts_by_day(example.store, example.activity_id, example.today)
    meetings = activities.meetings(example.store, example.activity_id)
    curve = found_and_closed(days, meetings, example.today, False).layout
    assert len(curve.shapes) == len(meetings)
    assert all(each.text for each in curve.annotations)
    bars = load_by_member(by_member(items), False).layout
    assert (bars.xaxis.visible, bars.xaxis.automargin, bars.yaxis.automargin) == (False, False, True)


def test_a_members_mean_says_its_change_since_the_compared_day(items: pd.DataFrame) -> None:
    closed = items[items["is_closed"]]
    name = closed["leader_name"].value_counts().index[0]
    theirs = items["is_closed"] & (items["leader_name"] == name)
    slower = items.assign(days_to_close=items["days_to_close"].where(~theirs, items["days_to_close"] + 2))
    said = [
        text
        for trace in load_by_member(by_member(items), False, by_member(slower)).data
        for text in trace.text
        if "均 " in text
    ]
    assert sum(text.endswith("天销号 ↓2.0") for text in said) == 1
    assert len(said) == closed["leader_name"].nunique()


def test_an_empty_ledger_is_drawn_empty(items: pd.DataFrame) -> None:
    for draw in (ageing, load_by_member, heat):
        assert [
            drill for drill, _ in points(draw(COUNTS[draw](items[:0]), True)) if drill.get("rectification_leader")
        ] == []
    nothing = pd.DataFrame(columns=["day_on", "found_count", "closed_count"])
    assert list(points(found_and_closed(nothing, nothing.assign(held_on=[]), date(2026, 3, 31), False))) == []


def test_a_name_with_signs_of_markup_is_drawn_plain_and_found_as_it_is(items: pd.DataFrame) -> None:
    named = items.assign(leader_name="<b>张&李", aspect="<i>作风")
    for draw in (load_by_member, heat):
        chart = draw(COUNTS[draw](named), False)
        leaders = {drill["rectification_leader"][0] for drill, _ in points(chart) if drill}
        assert leaders == {"<b>张&李"}
        assert "<b>" not in str(chart.data[-1].x) + str(chart.data[-1].y)


def test_filters_come_back_as_they_were_carried() -> None:
    filters = {
        "as_of": date(2026, 3, 31),
        "compare_on": date(2026, 3, 1),
        "rectification_view": "逾期",
        "rectification_leader": ["校长"],
        "rectification_aspect": ["工作作风"],
        "rectification_age": ["0–7 天"],
    }
    assert drill_of({"customdata": [carried(filters), 3, 1]}) == filters


@pytest.mark.parametrize(
    "cells",
    [
        None,
        [],
        [None],
        [3],
        "{}",
        ["no text of ours"],
        ["[1]"],
        ['{"account": "x"}'],
        ['{"as_of": "someday"}'],
        ['{"as_of": 3}'],
        ['{"rectification_view": ["逾期"]}'],
        ['{"rectification_leader": "校长"}'],
        ['{"rectification_leader": [3]}'],
    ],
)
def test_what_no_chart_carries_leads_nowhere(cells: Any) -> None:
    assert drill_of({"customdata": cells}) == {}
    assert drill_of({}) == {}
