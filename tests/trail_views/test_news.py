"""刚刚：every screen hears of what others save, and no more than its viewer may know."""

from datetime import timedelta

import pytest

from board import clock
from board.access import Actor, Role
from board.opinions import actions as opinions
from board.rectification import actions as rectification
from board.store.trail.chain import Head
from board.trail_views.news import News, news
from tests.example_school import Example

CLERK = Actor("clerk", "办公室", frozenset({Role.CLERK}))
OPINION = {"content": "单杠松了", "channel": "座谈会", "giver": "家长"}


def viewer(role: Role) -> Actor:
    return Actor(f"viewer-{role}", "看的人", frozenset({role}), "P02" if role == Role.OWNER else None)


def heard(school: Example, before: Head, by: Actor, own: frozenset[str] = frozenset()) -> News:
    return news(school.store.entries(before), by, school.activity_id, lambda: own, clock.now())


def moved(school: Example) -> Head:
    """R-008 is sent back; the entry before that."""
    before = school.store.trail.last
    rectification.act(school.store, CLERK, school.activity_id, "R-008", "send_back", {"reason": "材料不全"})
    return before


def listened(school: Example) -> Head:
    """An opinion comes in and an item is registered for another; the entry before that."""
    before = school.store.trail.last
    opinions.add(school.store, CLERK, school.activity_id, {**OPINION, "received_on": school.today, "about": "group"})
    return before


@pytest.mark.parametrize("role", [Role.LEADER, Role.CLERK, Role.ADMIN])
def test_who_sees_the_ledger_hears_which_item_was_sent_back(school: Example, role: Role) -> None:
    assert heard(school, moved(school), viewer(role)) == News("刚刚：R-008 被退回", frozenset({"R-008"}))


def test_an_owner_hears_of_their_own_items_alone(school: Example) -> None:
    before = moved(school)
    assert heard(school, before, viewer(Role.OWNER)) == News()
    assert heard(school, before, viewer(Role.OWNER), frozenset({"R-008"})).words == "刚刚：R-008 被退回"


def test_nobody_is_told_of_what_they_did_themselves_nor_of_what_is_long_past(school: Example) -> None:
    before = moved(school)
    assert heard(school, before, CLERK) == News()
    entries, later = list(school.store.entries(before)), clock.now() + timedelta(minutes=2)
    assert news(entries, viewer(Role.CLERK), school.activity_id, frozenset, later) == News()
    assert news(entries, viewer(Role.CLERK), "another", frozenset, clock.now()) == News()


@pytest.mark.parametrize("role", [Role.LEADER, Role.OWNER, Role.ADMIN])
def test_when_an_opinion_comes_in_is_told_to_nobody_who_may_not_know_its_giver(school: Example, role: Role) -> None:
    assert heard(school, listened(school), viewer(role)) == News()


def test_those_who_handle_opinions_hear_that_one_came_and_not_which(school: Example) -> None:
    assert heard(school, listened(school), viewer(Role.CLERK)) == News("刚刚：征求意见：登记")


def test_several_saves_at_once_are_summed_up(school: Example) -> None:
    before = moved(school)
    for item in ("R-006", "R-007"):
        rectification.act(
            school.store, CLERK, school.activity_id, item, "report", {"percent": 90, "progress": "补完了"}
        )
    said = heard(school, before, viewer(Role.LEADER))
    assert said.words == "刚刚：整改台账 3 处变动"
    assert said.marked == {"R-006", "R-007", "R-008"}
