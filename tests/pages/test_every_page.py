"""Every page for every role: on a blank store, on an activity nothing was written in yet, and on the example school."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role, allowed
from board.store.store import Store
from tests.example_school import Example
from tests.pages.visitor import (
    LISTED,
    SUBJECTS,
    TITLES,
    charts,
    figures,
    offered,
    opened,
    sent,
    sentences_on,
    tables,
    title,
)

A_RECORD = re.compile(r"\b[ORITAMKGPW]-?\d{2,3}\b")
# The example school has nothing above it, nothing below, and no accounts.
NOTHING_THERE = {"submissions", "unit_tree", "submitted", "units", "widespread", "admin"}
CLOSED = "这个页面不对您的角色开放"
every_role = pytest.mark.parametrize("role", list(Role))
every_page = pytest.mark.parametrize("subject", SUBJECTS)


def may_see(role: Role, subject: str) -> bool:
    return allowed(Actor("", "", frozenset({role})), f"see.{subject}")


def says_something(at: AppTest) -> bool:
    return bool(tables(at) or figures(at) or at.info)


def traces_of(at: AppTest) -> list[int]:
    """How many traces each chart on the page has."""
    return [len(each.figure["data"]) for each in charts(at)]


@every_role
@every_page
def test_a_page_of_the_example_shows_its_data_or_says_it_is_not_for_the_role(
    read_school: Example, subject: str, role: Role
) -> None:
    at = opened(subject, role)
    assert not at.exception
    assert title(at) == TITLES[subject]
    assert '<span class="example">示例</span>' in " ".join(at.html.values)
    if may_see(role, subject):
        assert tables(at) or at.file_uploader or figures(at) or (subject in NOTHING_THERE and at.info)
        assert CLOSED not in sentences_on(at)
    else:
        assert CLOSED in sentences_on(at)
        assert not tables(at)
        assert not figures(at)
        assert A_RECORD.findall(sent(at)) == []


@every_role
@every_page
def test_a_page_without_records_says_what_will_stand_there(read_plan: Example, subject: str, role: Role) -> None:
    at = opened(subject, role)
    assert not at.exception
    assert title(at) == TITLES[subject]
    assert says_something(at)
    assert (CLOSED in sentences_on(at)) is not may_see(role, subject)
    assert all(traces_of(at))
    assert [each.key for each in tables(at) if each.value.empty] == []
    assert not re.search(r"\b0 / 0\b", sentences_on(at))


@every_role
@every_page
def test_before_there_is_an_activity_every_page_says_who_can_start_one(
    read_blank: Store, subject: str, role: Role
) -> None:
    at = opened(subject, role)
    assert not at.exception
    assert ("从哪里开始" if role == Role.ADMIN else "管理员建立活动以后") in sentences_on(at)
    assert offered(at) == []


@every_role
def test_the_navigation_offers_just_the_pages_a_role_may_see(read_school: Example, role: Role) -> None:
    assert offered(opened("overview", role)) == [TITLES[each] for each in LISTED if may_see(role, each)]


@pytest.mark.parametrize(
    ("subject", "button"),
    [
        ("tasks", "添加任务"),
        ("opinions", "登记意见"),
        ("talks", "登记谈心"),
        ("meeting", "定下开会日期"),
        ("rectification", "登记事项"),
        ("evaluation", "开一轮评议"),
    ],
)
def test_an_empty_page_has_the_button_that_starts_it_for_the_clerk_alone(
    read_plan: Example, subject: str, button: str
) -> None:
    shown = {role: button in [each.label for each in opened(subject, role).button] for role in Role}
    assert shown == {role: role == Role.CLERK for role in Role}
