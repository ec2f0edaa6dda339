"""What is computed of items and never typed, all relative to a day."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from board.rectification.flags import tally, with_flags
from tests.ledger_rows import START_ON, by_id

DAYS = ("found_on", "start_on", "due_on", "first_due_on", "submitted_on", "closed_on", "progressed_on", "review_on")
DUE_ON = date(2025, 12, 20)


def frame(*changes: dict[str, Any]) -> pd.DataFrame:
    typical = {
        "item_id": "R-001",
        "leader_id": "M01",
        "leader_name": "校长",
        "kind": "dated",
        "status": "in_progress",
        "percent": 50,
        "found_on": START_ON,
        "start_on": START_ON,
        "due_on": DUE_ON,
        "first_due_on": DUE_ON,
        "submitted_on": None,
        "closed_on": None,
        "progressed_on": START_ON,
        "review_on": None,
        "was_late": False,
        "was_accepted_late": False,
    }
    items = pd.DataFrame([{**typical, **change} for change in changes], columns=list(typical))
    return items.astype(dict.fromkeys(DAYS, "datetime64[us]"))


def flags(as_of: date, **changed: Any) -> dict[str, Any]:
    return by_id(with_flags(frame(changed), as_of), "item_id")["R-001"]


@pytest.mark.parametrize(
    ("day", "is_due_soon", "is_late", "days_left", "days_late"),
    [
        (date(2025, 12, 12), False, False, 8, 0),
        (date(2025, 12, 13), True, False, 7, 0),
        (date(2025, 12, 20), True, False, 0, 0),
        (date(2025, 12, 21), False, True, -1, 1),
    ],
)
def test_an_item_is_due_soon_for_a_week_and_then_late(
    day: date, is_due_soon: bool, is_late: bool, days_left: int, days_late: int
) -> None:
    item = flags(day)
    assert (item["is_due_soon"], item["is_late"]) == (is_due_soon, is_late)
    assert (item["days_left"], item["days_late"]) == (days_left, days_late)


def test_what_waits_for_acceptance_after_its_date_is_late_too() -> None:
    item = flags(DUE_ON + timedelta(days=3), status="submitted", percent=100)
    assert item["is_late"]
    assert item["is_done"]
    assert not item["is_closed"]


def test_a_closed_item_is_no_longer_late_but_keeps_the_mark() -> None:
    closed_on = DUE_ON + timedelta(days=2)
    item = flags(date(2026, 1, 30), status="closed", percent=100, closed_on=closed_on, was_late=True)
    assert not item["is_late"]
    assert item["submitted_late"]
    assert not item["accepted_late"]
    assert (item["days_late"], item["days_to_close"], item["age_days"]) == (2, 32, 32)
    assert pd.isna(item["days_left"])


def test_a_late_item_that_got_a_new_date_was_late_but_is_not() -> None:
    item = flags(DUE_ON, due_on=date(2026, 1, 10), was_late=True)
    assert (item["is_late"], item["submitted_late"], item["accepted_late"]) == (False, True, False)


@pytest.mark.parametrize("days", [0, 1])
def test_what_waits_past_its_date_is_late_of_its_owner_only_if_it_was_handed_in_late(days: int) -> None:
    handed_in = DUE_ON + timedelta(days=days)
    item = flags(DUE_ON + timedelta(days=3), status="submitted", submitted_on=handed_in, was_late=bool(days))
    assert (item["is_late"], item["submitted_late"], item["accepted_late"]) == (True, bool(days), not days)


def test_of_the_mark_that_once_stood_for_both_what_was_handed_in_in_time_is_known() -> None:
    closed_on = DUE_ON + timedelta(days=2)
    item = flags(closed_on, status="closed", submitted_on=DUE_ON, closed_on=closed_on, was_late=True)
    assert (item["submitted_late"], item["accepted_late"]) == (False, True)
    moved = flags(
        closed_on, status="closed", submitted_on=DUE_ON, closed_on=closed_on, was_late=True, first_due_on=START_ON
    )
    assert (moved["submitted_late"], moved["accepted_late"]) == (True, False)


@pytest.mark.parametrize(("days", "is_stale"), [(13, False), (14, True)])
def test_an_item_nothing_moved_on_for_a_fortnight_is_stale(days: int, is_stale: bool) -> None:
    assert flags(START_ON + timedelta(days=days))["is_stale"] == is_stale


def test_an_item_that_should_not_have_begun_yet_is_not_stale() -> None:
    start_on = START_ON + timedelta(days=20)
    assert not flags(START_ON + timedelta(days=25), status="not_started", start_on=start_on, percent=0)["is_stale"]


@pytest.mark.parametrize(("percent", "is_behind"), [(49, True), (50, False)])
def test_half_way_through_its_time_an_item_is_behind_below_half(percent: int, is_behind: bool) -> None:
    assert flags(START_ON + timedelta(days=15), percent=percent)["is_behind"] == is_behind


@pytest.mark.parametrize(("gone", "planned", "percent"), [(11, 20, 55), (7, 25, 28), (14, 25, 56)])
def test_an_item_that_has_done_just_as_much_as_time_has_gone_is_not_behind(
    gone: int, planned: int, percent: int
) -> None:
    """As a share in floating point, eleven of twenty days are more than 55 %."""
    day, due_on = START_ON + timedelta(days=gone), START_ON + timedelta(days=planned)
    assert not flags(day, due_on=due_on, percent=percent)["is_behind"]
    assert flags(day, due_on=due_on, percent=percent - 1)["is_behind"]


def test_an_item_due_the_day_it_starts_is_behind_from_the_next_day() -> None:
    assert not flags(START_ON, due_on=START_ON)["is_behind"]
    assert flags(START_ON + timedelta(days=1), due_on=START_ON)["is_behind"]


def test_what_must_wait_is_counted_apart_and_asks_to_be_looked_at_again() -> None:
    review_on = date(2025, 12, 10)
    waiting = {"kind": "deferred", "due_on": None, "review_on": review_on}
    item = flags(date(2026, 3, 1), **waiting)
    assert not any(
        item[name]
        for name in ("is_late", "is_due_soon", "is_stale", "is_behind", "submitted_late", "accepted_late", "is_done")
    )
    assert item["review_is_due"]
    assert not flags(review_on - timedelta(days=1), **waiting)["review_is_due"]


def test_an_empty_ledger_has_the_same_columns() -> None:
    assert list(with_flags(frame(), DUE_ON).columns) == list(with_flags(frame({}), DUE_ON).columns)
    assert tally(with_flags(frame(), DUE_ON))["item_count"] == 0


def test_the_counts_add_up_to_the_ledger() -> None:
    items = with_flags(
        frame(
            {},
            {"status": "not_started"},
            {"status": "submitted", "percent": 100},
            {"status": "closed", "closed_on": DUE_ON},
            {"kind": "deferred", "due_on": None},
        ),
        DUE_ON + timedelta(days=1),
    )
    counts = tally(items)
    by_status = ("not_started_count", "in_progress_count", "submitted_count", "closed_count")
    assert sum(counts[name] for name in by_status) == counts["item_count"] == 5
    assert counts["due_count"] + counts["deferred_count"] == counts["item_count"]
    assert (counts["done_count"], counts["closed_count"], counts["late_count"]) == (2, 1, 3)
