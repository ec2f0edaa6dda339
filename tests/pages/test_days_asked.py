"""The days a page is shown as of and compared with: what can't be is said, and what is shown instead."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board import clock
from board.access import Actor, Role
from board.activity import creating
from board.activity.plan.reading import load_plan, shipped_plans
from board.operating.settings import Settings
from board.store.store import Store
from board.ui.parts.days import Days, resolved
from board.web import serving
from tests.example_school import Example
from tests.pages.visitor import opened, sentences_on
from tests.stores import blank_store

START, TODAY = date(2026, 3, 1), date(2026, 3, 20)
MEETING = date(2026, 3, 10)


def shown(at: AppTest) -> str:
    return sentences_on(at).replace("\\", "")


def asked(words: dict[str, Any], today: date = TODAY, meeting: date | None = MEETING) -> Days:
    return resolved(words, START, today, lambda before: meeting if meeting and meeting < before else None)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"as_of": "2026-13-45"}, "不是日期"),
        ({"as_of": "昨天"}, "不是日期"),
        ({"as_of": "2026-02-01"}, "活动 2026-03-01 才开始"),
        ({"as_of": "2027-01-01"}, "还没有到"),
        ({"compare": "昨天"}, "没有这种比法"),
        ({"compare_on": "2026-13-45"}, "不是日期"),
        ({"compare_on": "2026-02-01"}, "活动 2026-03-01 才开始"),
        ({"as_of": "2026-03-12", "compare_on": "2026-03-15"}, "在截至日期 2026-03-12 以后"),
        ({"as_of": "2026-03-05", "compare": "一周前"}, "那是 2026-02-26"),
        ({"as_of": "2026-03-05", "compare": "上次会议"}, "还没有开过会"),
    ],
)
def test_what_cannot_be_is_said_with_what_is_shown_instead(words: dict[str, str], why: str) -> None:
    (sentence,) = asked(words).refused
    assert why in sentence
    assert next(iter(reversed(words.values()))) in sentence
    assert "现在" in sentence


def test_what_can_be_is_shown_without_a_word() -> None:
    days = asked({"as_of": "2026-03-15", "compare": "一周前"})
    assert (days.as_of, days.compared, days.refused) == (date(2026, 3, 15), date(2026, 3, 8), ())
    days = asked({"compare": "指定日期", "compare_on": "2026-03-02"})
    assert (days.as_of, days.compared, days.refused) == (None, date(2026, 3, 2), ())


def test_a_day_to_compare_with_is_compared_with_though_the_address_names_only_the_day() -> None:
    assert asked({"compare_on": "2026-03-02"}).compared == date(2026, 3, 2)


def test_a_new_activity_is_compared_with_no_day_before_its_start() -> None:
    for age in range(7):
        days = asked({}, START + timedelta(days=age), meeting=None)
        assert (days.compare, days.compared, days.refused) == ("不比较", None, ())
        assert "一周前" not in days.options
    assert asked({}, START + timedelta(days=7), meeting=None).compared == START


@pytest.mark.parametrize("meeting", [START - timedelta(days=3), START + timedelta(days=1)])
def test_a_meeting_before_the_start_is_none_to_compare_with(meeting: date) -> None:
    days = asked({}, START + timedelta(days=3), meeting)
    assert days.compared == (meeting if meeting >= START else None)


@pytest.mark.parametrize("subject", ["overview", "talks", "rectification"])
def test_the_page_says_it_and_is_drawn_all_the_same(read_school: Example, subject: str) -> None:
    at = opened(subject, Role.LEADER, as_of="2026-13-45", compare="昨天")
    assert not at.exception
    assert "截至日期写的是“2026-13-45”，不是日期" in shown(at)
    assert f"现在显示今天（{read_school.today}）的情况" in shown(at)
    assert "要与“昨天”相比，没有这种比法，现在与“上次会议”相比" in shown(at)
    assert not {"as_of", "compare"} & set(at.query_params)
    at.selectbox(key="compare").select("不比较").run()
    assert "昨天" not in shown(at)


def test_an_earlier_day_takes_back_a_comparison_with_a_later_one(read_school: Example) -> None:
    yesterday, earlier = (str(read_school.today - timedelta(days=days)) for days in (1, 5))
    at = opened("rectification", Role.LEADER, compare_on=yesterday)
    assert at.date_input(key="compare_on").value == date.fromisoformat(yesterday)
    at.date_input(key="as_of").set_value(date.fromisoformat(earlier)).run()
    assert not at.exception
    assert f"写的是 {yesterday}，它在截至日期 {earlier} 以后，现在不作比较" in shown(at)


@pytest.fixture
def made_today(tmp_path: Path) -> Iterator[Store]:
    store = blank_store()
    plan = load_plan(next(iter(shipped_plans().values())))
    creating.create_activity(store, Actor("A", "管理员", frozenset({Role.ADMIN})), plan, clock.today())
    serving.serve(store, Settings(tmp_path, demo=True))
    yield store
    store.close()


def test_an_activity_made_today_compares_with_nothing(made_today: Store) -> None:
    at = opened("overview", Role.LEADER)
    assert at.selectbox(key="compare").value == "不比较"
    assert "相比" not in str([each.proto for each in at.get("popover")])


def test_the_part_of_the_administration_stands_in_the_address(read_school: Example) -> None:
    at = opened("admin", Role.ADMIN, admin_part="操作记录")
    assert at.session_state["admin_part"] == "操作记录"
    assert at.query_params["admin_part"] == ["操作记录"] or at.query_params["admin_part"] == "操作记录"
