"""Keeping filters under a name, for oneself or for everybody."""

from typing import Any

import pandas as pd
import pytest

from board.access import Actor, Role
from board.activity import saved_views
from board.errors import BoardError, Invalid, Refused
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, add_activity, by_id

LEDGER = "rectification"
LATE = {
    "rectification_view": "逾期",
    "rectification_leader": ["校长", "教学副校长"],
    "rectification_due_from": "2026-11-01",
}


@pytest.fixture
def school(store: Store) -> Store:
    add_activity(store)
    return store


@pytest.fixture
def second_clerk() -> Actor:
    return Actor("A-second", "另一位工作人员", frozenset({Role.CLERK}))


def seen(store: Store, actor: Actor, subject: str = LEDGER) -> dict[str, dict[str, Any]]:
    return by_id(saved_views.saved_views(store, actor, ACTIVITY, subject), "name")


def test_a_view_comes_back_as_it_was_saved(school: Store, clerk: Actor) -> None:
    view_id = saved_views.save(school, clerk, ACTIVITY, LEDGER, " 我的逾期 ", LATE, False)
    row = seen(school, clerk)["我的逾期"]
    assert row == {
        "view_id": view_id,
        "name": "我的逾期",
        "query": LATE,
        "is_shared": False,
        "is_mine": True,
        "actor_name": "工作人员",
    }


def test_nobody_else_sees_a_view_that_is_not_shared(school: Store, clerk: Actor, second_clerk: Actor) -> None:
    saved_views.save(school, clerk, ACTIVITY, LEDGER, "我的逾期", LATE)
    assert seen(school, second_clerk) == {}


def test_a_shared_view_is_seen_by_all_and_says_whose_it_is(school: Store, leader: Actor, owner: Actor) -> None:
    saved_views.save(school, leader, ACTIVITY, LEDGER, "会上看的", LATE, True)
    row = seen(school, owner)["会上看的"]
    assert (row["is_shared"], row["is_mine"], row["actor_name"], row["query"]) == (True, False, "领导", LATE)


def test_ones_own_views_stand_before_those_of_others(school: Store, clerk: Actor, second_clerk: Actor) -> None:
    saved_views.save(school, second_clerk, ACTIVITY, LEDGER, "大家的", LATE, True)
    saved_views.save(school, clerk, ACTIVITY, LEDGER, "我的", LATE)
    saved_views.save(school, clerk, ACTIVITY, LEDGER, "我的第二个", {})
    assert list(seen(school, clerk)) == ["我的", "我的第二个", "大家的"]


@pytest.mark.parametrize("role", ["owner", "admin"])
def test_who_may_not_share_still_keeps_their_own(school: Store, role: str, request: pytest.FixtureRequest) -> None:
    actor: Actor = request.getfixturevalue(role)
    with pytest.raises(Refused):
        saved_views.save(school, actor, ACTIVITY, LEDGER, "给大家", LATE, True)
    assert seen(school, actor) == {}
    saved_views.save(school, actor, ACTIVITY, LEDGER, "给自己", LATE)
    assert list(seen(school, actor)) == ["给自己"]


@pytest.mark.parametrize("name", ["", "   ", "长" * 31])
def test_a_view_needs_a_name_of_a_fair_length(school: Store, clerk: Actor, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        saved_views.save(school, clerk, ACTIVITY, LEDGER, name, LATE)
    assert set(refusal.value.fields) == {"name"}
    assert seen(school, clerk) == {}


def test_more_filters_than_a_view_holds_are_refused(school: Store, clerk: Actor) -> None:
    with pytest.raises(Invalid) as refusal:
        saved_views.save(school, clerk, ACTIVITY, LEDGER, "太多", {"rectification_text": "字" * 20_001})
    assert set(refusal.value.fields) == {"query"}


def test_a_view_without_filters_shows_everything_and_can_be_kept(school: Store, clerk: Actor) -> None:
    saved_views.save(school, clerk, ACTIVITY, LEDGER, "全部", {})
    assert seen(school, clerk)["全部"]["query"] == {}


def test_saving_under_the_same_name_again_replaces_the_view(school: Store, clerk: Actor) -> None:
    first = saved_views.save(school, clerk, ACTIVITY, LEDGER, "会上看的", LATE, True)
    again = saved_views.save(school, clerk, ACTIVITY, LEDGER, "会上看的", {"rectification_view": "临期"}, False)
    assert again == first
    row = seen(school, clerk)["会上看的"]
    assert (row["query"], row["is_shared"]) == ({"rectification_view": "临期"}, False)


def test_two_people_may_use_the_same_name(school: Store, clerk: Actor, second_clerk: Actor) -> None:
    saved_views.save(school, second_clerk, ACTIVITY, LEDGER, "逾期", LATE, True)
    saved_views.save(school, clerk, ACTIVITY, LEDGER, "逾期", {}, False)
    frame = saved_views.saved_views(school, clerk, ACTIVITY, LEDGER)
    assert frame["is_mine"].tolist() == [True, False]
    assert frame["query"].tolist() == [{}, LATE]


def test_the_views_of_other_subjects_and_activities_are_apart(school: Store, clerk: Actor) -> None:
    add_activity(school, "other-school")
    saved_views.save(school, clerk, ACTIVITY, "opinions", "逾期", {})
    saved_views.save(school, clerk, "other-school", LEDGER, "逾期", {})
    assert seen(school, clerk) == {}
    assert list(seen(school, clerk, "opinions")) == ["逾期"]


def test_a_view_can_be_taken_away_once_by_whose_it_is(school: Store, clerk: Actor) -> None:
    view_id = saved_views.save(school, clerk, ACTIVITY, LEDGER, "逾期", LATE)
    saved_views.remove(school, clerk, ACTIVITY, view_id)
    assert seen(school, clerk) == {}
    with pytest.raises(BoardError, match="没有这个视图"):
        saved_views.remove(school, clerk, ACTIVITY, view_id)


def test_nobody_takes_away_what_somebody_else_saved(school: Store, clerk: Actor, leader: Actor) -> None:
    shared = saved_views.save(school, clerk, ACTIVITY, LEDGER, "大家的", LATE, True)
    private = saved_views.save(school, clerk, ACTIVITY, LEDGER, "我的", LATE)
    with pytest.raises(Refused):
        saved_views.remove(school, leader, ACTIVITY, shared)
    # Not even that there is one is said of what somebody keeps for themselves.
    with pytest.raises(BoardError, match="没有这个视图"):
        saved_views.remove(school, leader, ACTIVITY, private)
    assert len(seen(school, clerk)) == 2


def test_a_blank_store_has_no_views(school: Store, clerk: Actor) -> None:
    frame = saved_views.saved_views(school, clerk, ACTIVITY, LEDGER)
    assert isinstance(frame, pd.DataFrame)
    assert list(frame) == ["view_id", "name", "query", "is_shared", "is_mine", "actor_name"]
    assert frame.empty
