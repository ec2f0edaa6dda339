"""Tasks: what is asked of them, their order, and how they stand on a day."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from board import clock
from board.access import Actor
from board.errors import BoardError, Conflict, Invalid, Refused
from board.store.store import Store
from board.tasks import actions as tasks
from board.tasks.flags import by_phase
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, by_id, task_fields

DUE_ON = date(2025, 11, 30)


@pytest.fixture
def task(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return tasks.add(store, clerk, ACTIVITY, task_fields(), at=NINE)


def state(store: Store, task_id: str, as_of: date = DUE_ON) -> dict[str, Any]:
    return by_id(tasks.tasks(store, ACTIVITY, as_of), "task_id")[task_id]


def at(day: int) -> datetime:
    return NINE + timedelta(days=day)


def test_a_task_is_added_at_the_end_not_started(store: Store, clerk: Actor, task: str) -> None:
    second = tasks.add(store, clerk, ACTIVITY, task_fields(name="梳理意见"), after=[task], at=NINE)
    assert (task, second) == ("T01", "T02")
    shown = state(store, second)
    assert (shown["status"], shown["position"], shown["after"]) == ("not_started", 2, "T01")
    assert (shown["phase_name"], shown["leader_name"]) == ("第1环节", "教学副校长")


def test_an_activity_without_tasks_shows_the_same_columns(store: Store, clerk: Actor) -> None:
    add_activity(store)
    empty = tasks.tasks(store, ACTIVITY, DUE_ON)
    assert empty.empty
    assert by_phase(empty).empty
    tasks.add(store, clerk, ACTIVITY, task_fields(), at=NINE)
    assert list(tasks.tasks(store, ACTIVITY, DUE_ON).columns) == list(empty.columns)


def test_only_the_clerk_keeps_tasks(store: Store, task: str, leader: Actor, owner: Actor, admin: Actor) -> None:
    for actor in (leader, owner, admin):
        with pytest.raises(Refused):
            tasks.add(store, actor, ACTIVITY, task_fields())
        with pytest.raises(Refused):
            tasks.edit(store, actor, ACTIVITY, task, {"name": "x"})
        with pytest.raises(Refused):
            tasks.report(store, actor, ACTIVITY, task, "in_progress")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "  "}, "name"),
        ({"start_on": None}, "start_on"),
        ({"due_on": None}, "due_on"),
        ({"due_on": START_ON - timedelta(days=1)}, "due_on"),
        ({"phase_id": "H9"}, "phase_id"),
        ({"leader_id": "X"}, "leader_id"),
    ],
)
def test_a_task_that_makes_no_sense_is_refused(store: Store, clerk: Actor, changed: dict[str, Any], field: str) -> None:
    add_activity(store)
    with pytest.raises(Invalid) as caught:
        tasks.add(store, clerk, ACTIVITY, task_fields(**changed))
    assert set(caught.value.fields) == {field}
    assert tasks.tasks(store, ACTIVITY, DUE_ON).empty


def test_a_task_may_have_nobody_yet_to_lead_it(store: Store, clerk: Actor) -> None:
    add_activity(store)
    assert tasks.add(store, clerk, ACTIVITY, task_fields(leader_id=None)) == "T01"


def test_a_task_is_done_when_its_output_is_there(store: Store, clerk: Actor, task: str) -> None:
    with pytest.raises(Invalid, match="意见汇总表"):
        tasks.report(store, clerk, ACTIVITY, task, "done", at=at(5))
    tasks.report(store, clerk, ACTIVITY, task, "done", output_ready=True, note="已印发", at=at(5))
    shown = state(store, task)
    assert (shown["status"], shown["done_on"].date(), shown["note"]) == ("done", at(5).date(), "已印发")


def test_a_task_that_produces_nothing_is_done_when_one_says_so(store: Store, clerk: Actor) -> None:
    add_activity(store)
    task = tasks.add(store, clerk, ACTIVITY, task_fields(output=""), at=NINE)
    tasks.report(store, clerk, ACTIVITY, task, "done", done_on=START_ON, at=at(3))
    assert state(store, task)["done_on"].date() == START_ON


@pytest.mark.parametrize(
    ("status", "given", "field"),
    [("finished", {}, "status"), ("done", {"output_ready": True, "done_on": date(2025, 11, 26)}, "done_on")],
)
def test_a_report_that_makes_no_sense_is_refused(
    store: Store, clerk: Actor, task: str, status: str, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        tasks.report(store, clerk, ACTIVITY, task, status, at=at(5), **given)
    assert set(caught.value.fields) == {field}


def test_going_back_from_done_takes_a_word_why(store: Store, clerk: Actor, task: str) -> None:
    tasks.report(store, clerk, ACTIVITY, task, "done", output_ready=True, at=at(5))
    with pytest.raises(Invalid):
        tasks.report(store, clerk, ACTIVITY, task, "in_progress", at=at(6))
    tasks.report(store, clerk, ACTIVITY, task, "in_progress", output_ready=False, note="缺家长意见", at=at(6))
    assert state(store, task, at(5).date())["status"] == "done"
    assert state(store, task, at(6).date())["status"] == "in_progress"


def test_a_done_task_is_not_given_an_output_it_does_not_have(store: Store, clerk: Actor) -> None:
    add_activity(store)
    task = tasks.add(store, clerk, ACTIVITY, task_fields(output=""), at=NINE)
    tasks.report(store, clerk, ACTIVITY, task, "done", at=at(3))
    with pytest.raises(Invalid) as caught:
        tasks.edit(store, clerk, ACTIVITY, task, {"output": "纪要"})
    assert set(caught.value.fields) == {"output"}


def test_saving_unchanged_leaves_no_event(store: Store, clerk: Actor, task: str) -> None:
    tasks.edit(store, clerk, ACTIVITY, task, task_fields())
    tasks.edit(store, clerk, ACTIVITY, task, {"name": "广泛征求意见"})
    tasks.edit(store, clerk, ACTIVITY, task, {"name": "广泛征求意见"})
    assert tasks.events(store, ACTIVITY, task)["action"].tolist() == ["add", "edit"]


def test_the_second_of_two_editors_is_told(store: Store, clerk: Actor, task: str) -> None:
    tasks.edit(store, clerk, ACTIVITY, task, {"name": "甲"}, seen_seq=1)
    with pytest.raises(Conflict):
        tasks.report(store, clerk, ACTIVITY, task, "in_progress", seen_seq=1)


def test_a_task_that_is_not_there_is_refused(store: Store, clerk: Actor) -> None:
    add_activity(store)
    with pytest.raises(BoardError, match="T99"):
        tasks.edit(store, clerk, ACTIVITY, "T99", {"name": "x"})


def test_tasks_do_not_wait_for_each_other_in_a_circle(store: Store, clerk: Actor, task: str) -> None:
    second = tasks.add(store, clerk, ACTIVITY, task_fields(), after=[task], at=NINE)
    third = tasks.add(store, clerk, ACTIVITY, task_fields(), after=[second], at=NINE)
    with pytest.raises(Invalid, match="互相等待"):
        tasks.edit(store, clerk, ACTIVITY, task, {}, after=[third])
    with pytest.raises(Invalid, match="互相等待"):
        tasks.edit(store, clerk, ACTIVITY, task, {}, after=[task])
    assert state(store, task)["after"] == ""


def test_what_comes_before_must_be_there_and_can_be_taken_away(store: Store, clerk: Actor, task: str) -> None:
    with pytest.raises(Invalid, match="T09"):
        tasks.add(store, clerk, ACTIVITY, task_fields(), after=["T09"])
    second = tasks.add(store, clerk, ACTIVITY, task_fields(), after=[task, task], at=NINE)
    tasks.edit(store, clerk, ACTIVITY, second, {"note": "先行"})
    assert state(store, second, DUE_ON)["after"] == task
    tasks.edit(store, clerk, ACTIVITY, second, {}, after=[])
    assert state(store, second, clock.today())["after"] == ""
    assert state(store, second, DUE_ON)["after"] == task


def test_a_task_begun_before_what_comes_before_is_done_is_flagged(store: Store, clerk: Actor, task: str) -> None:
    second = tasks.add(store, clerk, ACTIVITY, task_fields(), after=[task], at=NINE)
    assert (state(store, second)["blocked_by"], state(store, second)["waits_for"]) == (task, "")
    tasks.report(store, clerk, ACTIVITY, second, "in_progress", at=at(2))
    assert (state(store, second)["blocked_by"], state(store, second)["waits_for"]) == (task, task)
    tasks.report(store, clerk, ACTIVITY, task, "done", output_ready=True, at=at(4))
    assert (state(store, second)["blocked_by"], state(store, second)["waits_for"]) == ("", "")
    assert state(store, second, at(3).date())["waits_for"] == task


@pytest.mark.parametrize(
    ("days", "is_due_soon", "is_late", "days_left"),
    [(-8, False, False, 8), (-7, True, False, 7), (0, True, False, 0), (1, False, True, -1)],
)
def test_a_task_is_due_soon_for_a_week_and_then_late(
    store: Store, task: str, days: int, is_due_soon: bool, is_late: bool, days_left: int
) -> None:
    shown = state(store, task, DUE_ON + timedelta(days=days))
    assert (shown["is_due_soon"], shown["is_late"], shown["days_left"]) == (is_due_soon, is_late, days_left)


def test_a_task_done_after_its_date_is_done_late(store: Store, clerk: Actor, task: str) -> None:
    tasks.report(store, clerk, ACTIVITY, task, "done", output_ready=True, at=at(12))
    shown = state(store, task, at(20).date())
    assert (shown["is_late"], shown["done_late"], shown["is_done"]) == (False, True, True)


def test_phases_count_their_tasks(store: Store, clerk: Actor, task: str) -> None:
    tasks.add(store, clerk, ACTIVITY, task_fields(phase_id="H2"), at=NINE)
    tasks.report(store, clerk, ACTIVITY, task, "done", output_ready=True, at=at(2))
    phases = by_phase(tasks.tasks(store, ACTIVITY, date(2025, 12, 1)))
    assert phases.to_numpy().tolist() == [["H1", "第1环节", 1, 1, 0], ["H2", "第2环节", 1, 0, 1]]


def test_a_circle_is_named_from_start_to_start() -> None:
    assert tasks.find_circle({}) == ()
    assert tasks.find_circle({"B": ["A"], "C": ["A", "B"], "D": ["B", "C"]}) == ()
    circle = tasks.find_circle({"A": ["B"], "B": ["C"], "C": ["A"]})
    assert circle == ("A", "B", "C", "A")
