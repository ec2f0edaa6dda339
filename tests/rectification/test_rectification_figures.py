"""What the ledger's charts count: every item once, and where its page would look for it."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from board.rectification.figures import LANE_COUNTS, OPEN_LANES, OPEN_VIEW, by_age, by_aspect, by_member
from board.rectification.flags import with_flags
from board.rectification.views import AGES, LANES, holds, shown, view_counts, with_words
from board.store.frames import each_row
from tests.example_school import Example
from tests.ledger_rows import by_id

TODAY = date(2026, 3, 31)
_DAYS = ("found_on", "start_on", "due_on", "first_due_on", "submitted_on", "closed_on", "progressed_on", "review_on")
_TEXTS = ("measure", "target", "progress", "verifier_name", "department", "helpers", "source", "subjective_cause")
_MORE_TEXTS = ("objective_cause", "proof", "explanation", "conditions", "remark", "problem", "owner_name")


def ledger(*changes: dict[str, Any]) -> pd.DataFrame:
    """Items with flags and words, as the charts take them; each as given, else open, in time and found today."""
    typical = {
        **dict.fromkeys((*_TEXTS, *_MORE_TEXTS), ""),
        "item_id": "R-001",
        "leader_name": "校长",
        "aspect": "工作作风",
        "kind": "dated",
        "status": "in_progress",
        "percent": 50,
        "found_on": TODAY,
        "start_on": TODAY,
        "due_on": TODAY + timedelta(days=30),
        "first_due_on": TODAY + timedelta(days=30),
        "submitted_on": None,
        "closed_on": None,
        "progressed_on": TODAY,
        "review_on": None,
        "was_late": False,
        "was_accepted_late": False,
    }
    items = pd.DataFrame([{**typical, **change} for change in changes], columns=list(typical))
    return with_words(with_flags(items.astype(dict.fromkeys(_DAYS, "datetime64[us]")), TODAY))


def found(days_ago: int, **more: Any) -> dict[str, Any]:
    return {"found_on": TODAY - timedelta(days=days_ago), **more}


def closed(days: int, **more: Any) -> dict[str, Any]:
    return {"status": "closed", "found_on": TODAY - timedelta(days=days), "closed_on": TODAY, **more}


LATE = {"due_on": TODAY - timedelta(days=1)}
WAITING = {"kind": "deferred", "due_on": None}


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (0, "0–7 天"),
        (7, "0–7 天"),
        (8, "8–14 天"),
        (14, "8–14 天"),
        (15, "15–30 天"),
        (30, "15–30 天"),
        (31, "31–60 天"),
        (60, "31–60 天"),
        (61, "60 天以上"),
        (400, "60 天以上"),
    ],
)
def test_an_item_is_counted_in_the_band_of_its_days_in_the_ledger(days: int, band: str) -> None:
    counts = by_age(ledger(found(days)))
    assert counts[counts["item_count"] > 0][["band", "lane"]].to_numpy().tolist() == [[band, "未到期"]]


def test_ageing_keeps_bands_nobody_is_in_and_leaves_out_what_is_closed() -> None:
    counts = by_age(ledger(found(3, **LATE), found(20), found(20, **WAITING), closed(90)))
    assert list(dict.fromkeys(counts["band"])) == list(AGES)
    assert list(counts["lane"][:3]) == list(OPEN_LANES)
    cells = counts.set_index(["band", "lane"])["item_count"]
    assert cells["0–7 天", "逾期"] == cells["15–30 天", "未到期"] == cells["15–30 天", "创造条件"] == 1
    assert cells.sum() == 3


def test_a_member_is_counted_by_lanes_that_add_up_to_their_items() -> None:
    load = by_id(by_member(ledger(found(3, **LATE), found(3), found(3, **WAITING), closed(9))), "leader_name")["校长"]
    assert [load[column] for column in LANE_COUNTS.values()] == [1, 1, 1, 1]
    assert load["item_count"] == 4


def test_an_item_that_had_to_wait_and_is_closed_is_counted_as_closed() -> None:
    load = by_member(ledger(closed(9, **WAITING))).iloc[0]
    assert (load["deferred_count"], load["closed_count"]) == (0, 1)


def test_days_to_close_come_with_their_base() -> None:
    load = by_member(ledger(closed(10), closed(15), found(100))).iloc[0]
    assert (load["closing_days"], load["closed_count"]) == (25, 2)


def test_whoever_has_most_that_is_late_stands_first_however_little_they_have() -> None:
    items = ledger(*[found(3, leader_name="副校长")] * 5, found(3, **LATE, leader_name="书记"), found(3), found(3))
    assert by_member(items)["leader_name"].tolist() == ["书记", "副校长", "校长"]


def test_aspects_and_members_are_counted_crosswise_and_only_what_is_open() -> None:
    items = ledger(
        found(3, **LATE),
        found(3),
        found(3, leader_name="书记", aspect="思想观念"),
        closed(9, leader_name="副校长", aspect="制度机制"),
    )
    cells = {(row.aspect, row.leader_name): (row.open_count, row.late_count) for row in each_row(by_aspect(items))}
    assert cells == {
        ("工作作风", "校长"): (2, 1),
        ("工作作风", "书记"): (0, 0),
        ("思想观念", "校长"): (0, 0),
        ("思想观念", "书记"): (1, 0),
    }


def test_an_empty_ledger_has_nothing_to_count() -> None:
    assert by_age(ledger())["item_count"].tolist() == [0] * len(AGES) * len(OPEN_LANES)
    assert by_member(ledger()).empty
    assert by_aspect(ledger()).empty
    assert by_aspect(ledger(closed(9))).empty


def test_every_lane_is_a_view_of_the_same_items(example: Example) -> None:
    items = shown(example.store, example.activity_id, example.today)
    for lane in LANES:
        assert holds(items, lane).tolist() == (items["lane"] == lane).tolist()
    counts = view_counts(items)
    assert counts[OPEN_VIEW] == sum(counts[lane] for lane in OPEN_LANES)
    assert counts["全部"] == sum(counts[lane] for lane in LANES)


def test_the_three_figures_of_the_example_agree(example: Example) -> None:
    items = shown(example.store, example.activity_id, example.today)
    by_lane = items["lane"].value_counts()
    ages, load, cells = by_age(items), by_member(items), by_aspect(items)
    assert ages.groupby("lane")["item_count"].sum().to_dict() == {lane: by_lane[lane] for lane in OPEN_LANES}
    assert {lane: load[column].sum() for lane, column in LANE_COUNTS.items()} == by_lane.to_dict()
    assert cells["open_count"].sum() == ages["item_count"].sum()
    assert cells["late_count"].sum() == by_lane["逾期"]
    assert load["item_count"].sum() == len(items)
