"""The flow: every link and every loose end once, in bands that count what is behind them."""

import itertools
from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.access import Actor
from board.charts.thread import flow as flow_chart
from board.charts.thread import laid_out
from board.opinions import actions as opinions
from board.problems import actions as problems
from board.rectification import actions as rectification
from board.store.store import Store
from board.thread import records as thread
from board.thread.flow import band_rows, bands, flow_of, places
from board.thread.links import link
from tests.example_school import Example
from tests.ledger_rows import ACTIVITY, NINE, START_ON
from tests.thread.thread_rows import ITEM, OPINION, PAIRS, PROBLEM, SECTION, add_records

DAY = timedelta(days=1)
Day = tuple[Store, str, object]


def counted(store: Store) -> dict[str, int]:
    found = bands(store, ACTIVITY, START_ON)
    return dict(zip(found["band"], found["link_count"], strict=True))


@pytest.fixture
def records(store: Store, clerk: Actor) -> Store:
    add_records(store, clerk)
    return store


def test_before_anything_is_linked_everything_hangs_loose(records: Store) -> None:
    assert counted(records) == {
        "意见 → 没有下文": 1,
        "问题 → 没有整改事项": 1,
        "整改事项 → 没有对应评议项目": 1,
        "没有写明来源 → 问题": 1,
        "没有来由 → 整改事项": 1,
    }


def test_a_thread_runs_from_the_opinion_to_the_criterion(records: Store, clerk: Actor) -> None:
    for one, other in PAIRS:
        link(records, clerk, ACTIVITY, one, other, at=NINE)
    # The opinion's own link to the item is not told beside the way by its problem.
    assert counted(records) == {
        "意见 → 问题": 1,
        "问题 → 突出问题": 1,
        "问题 → 整改事项": 1,
        "突出问题 → 整改事项": 1,
        "整改事项 → 措施可行不可行": 1,
    }


def test_an_opinion_that_led_to_an_item_at_once_runs_past_the_problems(records: Store, clerk: Actor) -> None:
    link(records, clerk, ACTIVITY, OPINION, ITEM, at=NINE)
    assert counted(records)["意见 → 整改事项"] == 1
    assert "没有来由 → 整改事项" not in counted(records)


def test_an_answer_is_where_an_opinion_may_end(records: Store, clerk: Actor) -> None:
    opinions.act(
        records, clerk, ACTIVITY, "O-001", "answer", {"response": "explained", "answer": "已在家长会上说明"}, at=NINE
    )
    assert counted(records)["意见 → 只有答复"] == 1
    assert "意见 → 没有下文" not in counted(records)


def test_a_problem_that_a_meeting_found_comes_of_something_else(records: Store, clerk: Actor) -> None:
    link(records, clerk, ACTIVITY, PROBLEM, ITEM, at=NINE)
    assert counted(records)["没有写明来源 → 问题"] == 1
    link(records, clerk, ACTIVITY, OPINION, PROBLEM, at=NINE)
    assert "没有写明来源 → 问题" not in counted(records)


def test_a_row_opens_the_record_and_not_the_section_it_stands_in(records: Store, clerk: Actor) -> None:
    for one, other in PAIRS[:4]:
        link(records, clerk, ACTIVITY, one, other, at=NINE)
    day = (records, ACTIVITY, START_ON)
    opened = {band: band_rows(*day, False, band)["record_id"].tolist() for band in counted(records)}
    assert opened["突出问题 → 整改事项"] == ["R-001"]
    assert opened["问题 → 突出问题"] == ["W-001"]
    assert opened["整改事项 → 措施可行不可行"] == ["R-001"]
    assert band_rows(*day, False, "意见 → 问题")["other"].tolist() == ["W-001 听课少"]
    assert band_rows(*day, False, "没有这一段").empty


def test_an_activity_without_records_flows_nowhere(store: Store, clerk: Actor) -> None:
    day = (store, ACTIVITY, START_ON)
    assert bands(*day).empty
    assert places(*day).empty


def test_every_link_of_the_example_is_in_the_flow_or_told_by_a_problem(example: Example) -> None:
    day = (example.store, example.activity_id, example.today)
    told = flow_of(*day)
    pairs = set(zip(told["upper_id"], told["lower_id"], strict=True))
    links = thread.links(*day)
    left = [row for _, row in links.iterrows() if (row["upper_id"], row["lower_id"]) not in pairs]
    assert {(row["upper_kind"], row["lower_kind"]) for row in left} == {("opinion", "item")}
    for row in left:
        mine = {upper for upper, lower in pairs if lower == row["lower_id"] and upper.startswith("W-")}
        assert [problem for problem in mine if (row["upper_id"], problem) in pairs] != []


def test_every_record_of_the_example_is_in_the_flow(example: Example) -> None:
    day = (example.store, example.activity_id, example.today)
    told = flow_of(*day)
    there = {*told["upper_id"], *told["lower_id"]}
    for frame, key in (
        (opinions.opinions(*day), "opinion_id"),
        (problems.problems(*day), "problem_id"),
        (rectification.items(*day), "item_id"),
    ):
        assert set(frame[key]) <= there


def test_the_loose_bands_of_the_example_are_its_loose_ends(example: Example) -> None:
    day = (example.store, example.activity_id, example.today)
    ends = thread.loose_ends(*day)
    found = bands(*day).set_index("band")["link_count"]
    for band, end, kind in (
        ("意见 → 没有下文", "onward", "opinion"),
        ("问题 → 没有整改事项", "onward", "problem"),
        ("没有写明来源 → 问题", "behind", "problem"),
    ):
        assert found[band] == len(ends[(ends["end"] == end) & (ends["kind"] == kind)])


def drawn(counts: dict[tuple[str, str], int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Places and bands as the chart takes them."""
    columns = {"opinion": 0, "problem": 1, "section 甲": 2, "section 乙": 2, "item": 3, "criterion K1": 4}
    rows = [(*pair, f"{pair[0]} → {pair[1]}", count, False) for pair, count in counts.items()]
    touched = {place for pair in counts for place in pair}
    held = [(place, column, place, 1, False) for place, column in columns.items() if place in touched]
    return (
        pd.DataFrame(held, columns=["place", "column", "word", "record_count", "is_loose"]),
        pd.DataFrame(rows, columns=["source", "target", "band", "link_count", "is_loose"]),
    )


WAYS = [
    *(("opinion", "problem"), ("opinion", "item"), ("problem", "section 甲"), ("problem", "section 乙")),
    *(("problem", "item"), ("section 甲", "item"), ("section 乙", "item"), ("item", "criterion K1")),
]


@given(st.dictionaries(st.sampled_from(WAYS), st.integers(1, 500), min_size=1))
def test_bands_leave_and_enter_their_places_side_by_side(counts: dict[tuple[str, str], int]) -> None:
    held, rows = drawn(counts)
    heights, tall, ribbons = laid_out(held, rows)
    for side, at in (("source", 0), ("target", -1)):
        for place, mine in rows.groupby(side):
            top, height = heights[str(place)]
            edges = sorted((ribbons[band].through[at][1], ribbons[band].thick) for band in mine["band"])
            assert edges[0][0] >= top - 1e-6
            assert edges[-1][0] + edges[-1][1] <= top + height + 1e-6
            assert all(y + thick <= later + 1e-6 for (y, thick), (later, _) in itertools.pairwise(edges))
    assert all(top + height <= tall for top, height in heights.values())


@given(st.dictionaries(st.sampled_from(WAYS), st.integers(1, 500), min_size=1))
def test_what_passes_over_a_column_passes_below_what_stands_there(counts: dict[tuple[str, str], int]) -> None:
    held, rows = drawn(counts)
    heights, _, ribbons = laid_out(held, rows)
    passing = ribbons.get("opinion → item")
    if passing is not None:
        for place, column in zip(held["place"], held["column"], strict=True):
            if column in {1, 2}:
                assert passing.at((column / 4 - 0.012) / (0.75 - 0.012))[1] >= sum(heights[place]) - 1e-6


def test_each_band_can_be_pointed_at_and_says_what_it_is(example: Example) -> None:
    day = (example.store, example.activity_id, example.today)
    chart = flow_chart(places(*day), bands(*day), "", False)
    carried = next(trace.customdata for trace in chart.data if trace.customdata is not None)
    told = dict(carried)
    found = bands(*day)
    assert told == dict(zip(found["band"], found["link_count"], strict=True))


def test_the_chosen_band_stands_out(example: Example) -> None:
    day = (example.store, example.activity_id, example.today)
    plain, chosen = (flow_chart(places(*day), bands(*day), band, False) for band in ("", "意见 → 问题"))
    fills = [{trace.fillcolor for trace in chart.data} for chart in (plain, chosen)]
    assert fills[1] - fills[0] == {"rgba(155,28,28,.50)"}


def test_what_people_named_a_section_is_no_markup_in_the_chart(records: Store, clerk: Actor) -> None:
    link(records, clerk, ACTIVITY, PROBLEM, SECTION, at=NINE)
    held = places(records, ACTIVITY, START_ON)
    held.loc[held["place"] == "section 突出问题", "word"] = "<b>甲</b>"
    chart = flow_chart(held, bands(records, ACTIVITY, START_ON), "", False)
    texts = [text for trace in chart.data if trace.mode == "text" for text in trace.text]
    assert [text for text in texts if "甲" in text] == [" &lt;b>甲&lt;/b>"]
