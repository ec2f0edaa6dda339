"""The as-of date: every page shows the day as it was, offers nothing to do there, and its URL says which day."""

from collections.abc import Callable
from datetime import timedelta

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.evaluation import results as evaluation
from board.opinions import actions as opinions
from board.overview import figures as overview
from board.rectification import actions as rectification
from board.tasks import actions as tasks
from board.ui.parts.table.paged import ROWS_A_PAGE
from board.web.audience import making_for
from tests.example_school import Example
from tests.pages.visitor import SUBJECTS, buttons, figure, figures, ids, opened, sentences_on, sheet, turned_to

SOME_DAYS = 9
WRITES = {"添加任务", "登记意见", "登记事项", "开一轮评议", "登记发放", "修改本轮", "确认导入"}


def moment(at: AppTest) -> str:
    """The words on the button that holds the as-of date."""
    return next(str(block.proto.popover.label) for block in at.main if block.type == "popover")


@pytest.mark.walk
def test_the_figures_are_those_of_the_day(read_school: Example) -> None:
    day = read_school.today - timedelta(days=SOME_DAYS)
    with making_for(None):
        then = overview.figures(read_school.store, read_school.activity_id, day)
        now = overview.figures(read_school.store, read_school.activity_id, read_school.today)
    at = opened("overview", Role.LEADER, as_of=str(day))
    assert then.items_closed < now.items_closed
    assert figure(at, "工作任务") == f"{then.tasks_done} / {then.task_count}"
    assert figure(at, "征求意见") == f"{then.opinions_fed_back} / {then.opinion_count}"
    assert figure(at, "整改销号") == f"{then.items_closed} / {then.item_count}"
    assert figure(at, "整改逾期") == str(then.items_late)


@pytest.mark.parametrize(
    ("subject", "read", "id_column"),
    [
        ("tasks", tasks.tasks, "task_id"),
        ("opinions", opinions.opinions, "opinion_id"),
        ("rectification", rectification.items, "item_id"),
    ],
)
def test_the_rows_are_those_of_the_day(
    read_school: Example, subject: str, read: Callable[..., pd.DataFrame], id_column: str
) -> None:
    day = read_school.today - timedelta(days=SOME_DAYS)
    was = read(read_school.store, read_school.activity_id, day)
    at = opened(subject, Role.CLERK, as_of=str(day), compare="不比较")
    shown = ids(at, f"{subject}_table")
    assert f"**{len(was)}** / {len(was)}" in sentences_on(at)
    assert len(shown) == min(len(was), ROWS_A_PAGE)
    assert set(shown) <= set(was[id_column])


def test_ballots_that_came_later_do_not_count_yet(read_school: Example) -> None:
    rounds = evaluation.rounds(read_school.store, read_school.activity_id)
    first = rounds.sort_values("opened_on").iloc[0]
    at = opened("evaluation", Role.LEADER, as_of=str(first["opened_on"] - timedelta(days=1)))
    assert not at.exception
    assert not figures(at)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_nothing_can_be_done_in_the_past(read_school: Example, subject: str) -> None:
    day = read_school.today - timedelta(days=SOME_DAYS)
    role = Role.ADMIN if subject == "admin" else Role.CLERK
    at = opened(subject, role, as_of=str(day))
    assert not at.exception
    assert WRITES.isdisjoint(buttons(at))
    assert not at.file_uploader


def test_the_clerk_is_told_why_nothing_can_be_imported_in_the_past(read_school: Example) -> None:
    at = opened("imports", Role.CLERK, as_of=str(read_school.today - timedelta(days=SOME_DAYS)))
    assert "正在看以前的情况，不能导入" in sentences_on(at)


@pytest.mark.parametrize(
    ("subject", "record"),
    [
        ("tasks", "tasks_task=T02"),
        ("opinions", "opinions_opinion=O-001"),
        ("rectification", "rectification_item=R-006"),
    ],
)
def test_a_sheet_of_the_past_is_for_reading(read_school: Example, subject: str, record: str) -> None:
    key, record_id = record.split("=")
    day = read_school.today - timedelta(days=SOME_DAYS)
    at = opened(subject, Role.CLERK, as_of=str(day), **{key: record_id})
    assert sheet(at)
    assert not at.form
    assert "可以办理" not in [each.label for each in at.segmented_control]


def test_the_history_on_a_sheet_ends_on_the_day(read_school: Example) -> None:
    day = read_school.today - timedelta(days=SOME_DAYS)
    events = rectification.events(read_school.store, read_school.activity_id, "R-006")
    earlier = events[events["happened_at"].dt.date <= day]
    assert 0 < len(earlier) < len(events)
    at = opened("rectification", Role.CLERK, as_of=str(day), rectification_item="R-006")
    history = next(text for text in at.html.values if 'class="history"' in text)
    assert history.count("<li>") == len(earlier)


def test_a_pasted_url_says_its_day_at_once(read_school: Example) -> None:
    day, before = (read_school.today - timedelta(days=back) for back in (SOME_DAYS, SOME_DAYS + 2))
    at = opened("tasks", as_of=str(day), compare="指定日期", compare_on=str(before))
    assert moment(at) == f"截至 {day:%m-%d}，与 {before:%m-%d} 相比"
    assert figure(turned_to(at, "overview"), "整改逾期")
    assert moment(at) == f"截至 {day:%m-%d}，与 {before:%m-%d} 相比"


@pytest.mark.parametrize("nonsense", ["2030-01-01", "1999-01-01", "昨天", ""])
def test_a_day_that_makes_no_sense_is_today(read_school: Example, nonsense: str) -> None:
    at = opened("tasks", Role.CLERK, as_of=nonsense)
    assert not at.exception
    assert moment(at).startswith("截至今天")
    assert "添加任务" in buttons(at)


def test_emptying_the_date_leads_back_to_today(read_school: Example) -> None:
    at = opened("rectification", Role.CLERK, as_of=str(read_school.today - timedelta(days=SOME_DAYS)))
    assert "登记事项" not in buttons(at)
    at.date_input(key="as_of").set_value(None).run()
    assert moment(at).startswith("截至今天")
    assert "登记事项" in buttons(at)


def test_changes_are_counted_from_the_day_compared_with(read_school: Example) -> None:
    before = read_school.today - timedelta(days=7)
    now, then = (
        overview.figures(read_school.store, read_school.activity_id, day) for day in (read_school.today, before)
    )
    at = opened("overview", Role.LEADER, compare="一周前")
    deltas = {each["label"]: each["change"] for each in figures(at)}
    assert deltas["整改销号"] == f"{now.items_closed - then.items_closed:+d} 项销号"
    assert deltas["整改逾期"] == f"{now.items_late - then.items_late:+d} 项"
    at.selectbox(key="compare").select("不比较").run()
    assert {each["change"] for each in figures(at)} == {""}
