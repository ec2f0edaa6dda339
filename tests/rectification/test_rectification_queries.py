"""The ledger on any day, as its events tell it."""

from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from board import clock
from board.access import Actor
from board.rectification import actions as rectification
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, START_ON, add_activity, by_id, deferred_fields, item_fields

LAST_ON = START_ON + timedelta(days=30)


def at(day: int) -> datetime:
    return datetime.combine(START_ON, time(23, 59)) + timedelta(days=day)


@pytest.fixture
def month(store: Store, clerk: Actor) -> Store:
    """Thirty days of a small ledger: closed late, sent back, reopened, put off, removed."""
    add_activity(store)
    ids = [rectification.add(store, clerk, ACTIVITY, item_fields(), at=at(0)) for _ in range(3)]
    rectification.add(store, clerk, ACTIVITY, deferred_fields(), at=at(2))
    short = item_fields(kind="immediate", due_on=START_ON + timedelta(days=5))
    ids.append(rectification.add(store, clerk, ACTIVITY, short, at=at(3)))
    for number, item_id in enumerate(ids):
        rectification.act(store, clerk, ACTIVITY, item_id, "start", {}, at=at(4 + number))
        rectification.act(store, clerk, ACTIVITY, item_id, "submit", {"proof": "照片"}, at=at(9 + number))
    rectification.act(
        store, clerk, ACTIVITY, ids[0], "close", {"people_view": "satisfied", "verifier_id": "M02"}, at=at(12)
    )
    rectification.act(store, clerk, ACTIVITY, ids[1], "send_back", {"reason": "不实"}, at=at(13))
    rectification.act(
        store, clerk, ACTIVITY, ids[3], "close", {"people_view": "satisfied", "verifier_id": "M02"}, at=at(14)
    )
    rectification.act(store, clerk, ACTIVITY, ids[0], "reopen", {"reason": "反弹"}, at=at(16))
    rectification.act(
        store,
        clerk,
        ACTIVITY,
        ids[1],
        "postpone",
        {"due_on": LAST_ON + timedelta(days=9), "reason": "等设备"},
        at=at(17),
    )
    rectification.act(store, clerk, ACTIVITY, ids[2], "remove", {"reason": "重复"}, at=at(20))
    return store


def statuses(store: Store, day: int) -> dict[str, str]:
    items = rectification.items(store, ACTIVITY, START_ON + timedelta(days=day))
    return dict(zip(items["item_id"], items["status"], strict=True))


def test_before_the_first_event_there_is_nothing(month: Store) -> None:
    assert statuses(month, -1) == {}
    assert rectification.counts_by_day(month, ACTIVITY, START_ON - timedelta(days=1)).empty


@pytest.mark.walk
def test_each_day_shows_what_stood_at_its_end(month: Store) -> None:
    assert statuses(month, 0) == dict.fromkeys(("R-001", "R-002", "R-003"), "not_started")
    assert statuses(month, 12)["R-001"] == "closed"
    assert statuses(month, 15)["R-002"] == "in_progress"
    assert statuses(month, 16)["R-001"] == "in_progress"


def test_a_removed_item_stands_on_the_days_before(month: Store) -> None:
    assert "R-003" in statuses(month, 19)
    assert "R-003" not in statuses(month, 20)
    assert rectification.events(month, ACTIVITY, "R-003")["reason"].tolist()[-1] == "重复"


def test_what_was_closed_after_its_date_keeps_the_mark(month: Store) -> None:
    items = by_id(rectification.items(month, ACTIVITY, LAST_ON), "item_id")
    assert all(items["R-005"][name] for name in ("is_closed", "submitted_late"))
    assert not items["R-002"]["submitted_late"]


def test_every_day_is_what_was_shown_on_that_day(store: Store, clerk: Actor) -> None:
    add_activity(store)
    shown: dict[date, pd.DataFrame] = {}
    item = rectification.add(store, clerk, ACTIVITY, item_fields(), at=at(0))
    steps: dict[str, dict[str, Any]] = {
        "start": {},
        "report": {"percent": 50, "progress": "一半"},
        "submit": {"proof": "照片"},
        "remove": {"reason": "重复"},
    }
    for number, (action, fields) in enumerate(steps.items(), start=1):
        rectification.act(store, clerk, ACTIVITY, item, action, fields, at=at(number))
        on = START_ON + timedelta(days=number)
        shown[on] = rectification.items(store, ACTIVITY, on)
    for on, before in shown.items():
        pd.testing.assert_frame_equal(rectification.items(store, ACTIVITY, on), before)


def test_the_present_is_the_last_event(month: Store) -> None:
    items = by_id(rectification.items(month, ACTIVITY, LAST_ON), "item_id")
    for item_id, shown in items.items():
        kept = month.rows("rectification/present", activity_id=ACTIVITY, item_ids=[item_id])[0]
        for name in ("seq", "status", "percent", "was_late", "progress", "proof"):
            assert shown[name] == kept[name]


@pytest.mark.walk
def test_the_curve_agrees_with_the_ledger_of_each_day(month: Store) -> None:
    curve = rectification.counts_by_day(month, ACTIVITY, LAST_ON)
    assert len(curve) == 31
    for day_on, found_count, done_count, closed_count in curve.itertuples(index=False, name=None):
        items = rectification.items(month, ACTIVITY, day_on.date())
        assert (found_count, done_count, closed_count) == (
            len(items),
            items["is_done"].sum(),
            items["is_closed"].sum(),
        )


def test_one_activity_does_not_show_in_another(month: Store, clerk: Actor) -> None:
    add_activity(month, "other")
    assert rectification.add(month, clerk, "other", item_fields(), at=at(0)) == "R-001"
    assert len(rectification.items(month, "other", LAST_ON)) == 1
    assert len(rectification.items(month, ACTIVITY, LAST_ON)) == 4


def is_the_same_frame(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two frames stand on what was read once."""
    return np.shares_memory(one["percent"].to_numpy(), other["percent"].to_numpy())


def test_a_day_that_is_over_is_not_read_again_until_something_is_added_to_it(month: Store, clerk: Actor) -> None:
    over = START_ON + timedelta(days=10)
    before = rectification.items(month, ACTIVITY, over)
    rectification.act(month, clerk, ACTIVITY, "R-002", "edit", {"remark": "后来"})
    assert is_the_same_frame(rectification.items(month, ACTIVITY, over), before)
    rectification.add(month, clerk, ACTIVITY, item_fields(), at=at(10))
    after = rectification.items(month, ACTIVITY, over)
    assert not is_the_same_frame(after, before)
    assert len(after) == len(before) + 1


def test_today_follows_every_write(store: Store, clerk: Actor) -> None:
    add_activity(store)
    today = clock.today()
    assert rectification.items(store, ACTIVITY, today).empty
    item_id = rectification.add(store, clerk, ACTIVITY, item_fields(due_on=today))
    rectification.act(store, clerk, ACTIVITY, item_id, "edit", {"remark": "改过"})
    assert rectification.items(store, ACTIVITY, today)["remark"].tolist() == ["改过"]
