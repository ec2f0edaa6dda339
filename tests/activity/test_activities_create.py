"""Making an activity of a plan: every ledger's frame is there, every date follows the start."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from board.access import Actor
from board.activity.activities import Activity, activities, activity, meetings, people, phases, terms
from board.activity.creating import create_activity
from board.activity.plan.reading import Plan, load_plan, shipped_plans
from board.errors import BoardError, Invalid, Refused
from board.store.store import Store, open_store
from tests.activity.plan_texts import SOUND, written

START_ON = date(2026, 11, 21)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(shipped_plans()["analysis-stage"])


@pytest.fixture
def activity_id(store: Store, admin: Actor, plan: Plan) -> str:
    return create_activity(store, admin, plan, START_ON)


@contextmanager
def nothing_written(store: Store) -> Iterator[None]:
    before = store.version(), len(activities(store))
    yield
    assert (store.version(), len(activities(store))) == before


def test_a_blank_store_has_no_activities(store: Store) -> None:
    assert activities(store).empty


def test_it_makes_the_activity(store: Store, activity_id: str, plan: Plan) -> None:
    assert activity(store, activity_id) == Activity(
        activity_id=activity_id,
        unit_name=plan.activity.unit,
        name=plan.activity.name,
        stage=plan.activity.stage,
        theme=plan.activity.theme,
        start_on=START_ON,
        end_on=date(2026, 12, 31),
        is_example=False,
    )
    assert list(activities(store)["activity_id"]) == [activity_id]


def test_an_example_is_marked_in_the_units_name(store: Store, admin: Actor, plan: Plan) -> None:
    made = activity(store, create_activity(store, admin, plan, START_ON, is_example=True))
    assert made.is_example
    assert made.unit_name == f"{plan.activity.unit}（示例）"


def test_phases_stand_in_order_with_their_dates(store: Store, activity_id: str, plan: Plan) -> None:
    frame = phases(store, activity_id)
    assert list(frame["name"]) == [phase.name for phase in plan.phases]
    assert frame["start_on"].iloc[0] == pd.Timestamp(START_ON)
    assert frame["end_on"].iloc[-1] == pd.Timestamp(date(2026, 12, 31))


def test_terms_keep_the_plans_order_and_say_what_is_required(store: Store, activity_id: str, plan: Plan) -> None:
    frame = terms(store, activity_id)
    assert set(frame["kind"]) == set(plan.terms)
    givers = frame[frame["kind"] == "giver"]
    assert tuple(givers["label"]) == plan.terms["giver"].labels
    assert tuple(givers.loc[givers["required"], "label"]) == plan.terms["giver"].required


def test_people_stand_with_the_principal_first_then_the_leading_group(
    store: Store, activity_id: str, plan: Plan
) -> None:
    frame = people(store, activity_id)
    assert len(frame) == len(plan.people)
    assert list(frame["is_principal"]) == [True] + [False] * (len(frame) - 1)
    assert list(frame["is_member"]) == sorted(frame["is_member"], reverse=True)


def test_a_post_stands_for_a_name_that_isnt_given(store: Store, admin: Actor, tmp_path: Path) -> None:
    named = SOUND.replace('post = "主任"', 'post = "主任"\nname = "某老师"')
    made = create_activity(store, admin, load_plan(written(tmp_path, named)), START_ON)
    assert list(people(store, made)["name"]) == ["校长", "某老师"]


def test_tasks_stand_not_started_with_their_dates(store: Store, activity_id: str, plan: Plan) -> None:
    rows = {row["task_id"]: row for row in store.rows("tasks/tasks", activity_id=activity_id, as_of=date.max)}
    assert list(rows) == [task.id for task in plan.tasks]
    for task in plan.tasks:
        row = rows[task.id]
        assert (row["status"], row["output_ready"], row["done_on"]) == ("not_started", False, None)
        assert row["start_on"] == START_ON + timedelta(days=task.start)
        assert row["due_on"] == START_ON + timedelta(days=task.due)
        assert (row["name"], row["output"], row["leader_id"]) == (task.name, task.output, task.leader)


def test_tasks_have_a_history_from_the_first_moment(store: Store, activity_id: str, admin: Actor, plan: Plan) -> None:
    for task in plan.tasks:
        told = store.read("tasks/events", activity_id=activity_id, task_id=task.id)
        assert list(told["action"]) == ["add"]
        assert list(told["actor_name"]) == [admin.name]


def test_what_comes_before_a_task_is_kept(store: Store, activity_id: str, plan: Plan) -> None:
    rows = store.rows("tasks/dependencies", activity_id=activity_id)
    assert {(row["task_id"], row["after_task_id"]) for row in rows} == {
        (task.id, before) for task in plan.tasks for before in task.after
    }


def test_the_form_of_the_evaluation_is_the_plans(store: Store, activity_id: str, plan: Plan) -> None:
    rows = store.rows("evaluation/form", activity_id=activity_id)
    assert list(dict.fromkeys(row["criterion_label"] for row in rows)) == [each.label for each in plan.criteria]
    first = [row for row in rows if row["criterion_label"] == plan.criteria[0].label]
    assert [row["label"] for row in first] == [*plan.criteria[0].answers, *plan.scale.apart]
    assert [row["points"] for row in first] == [*plan.scale.points, None]


@pytest.mark.parametrize(
    ("start_on", "end_on"),
    [
        (date(2026, 12, 1), date(2027, 1, 10)),
        (date(2028, 1, 25), date(2028, 3, 5)),
        (date(2027, 1, 25), date(2027, 3, 6)),
    ],
    ids=["across years", "leap year", "common year"],
)
def test_every_date_follows_the_start(store: Store, admin: Actor, plan: Plan, start_on: date, end_on: date) -> None:
    made = create_activity(store, admin, plan, start_on)
    assert activity(store, made).end_on == end_on
    assert phases(store, made)["end_on"].iloc[-1] == pd.Timestamp(end_on)
    last = max(row["due_on"] for row in store.rows("tasks/tasks", activity_id=made, as_of=date.max))
    assert last == end_on


@pytest.mark.parametrize("role", ["clerk", "leader", "owner"])
def test_it_refuses_whoever_keeps_no_activities(
    store: Store, plan: Plan, role: str, request: pytest.FixtureRequest
) -> None:
    with nothing_written(store), pytest.raises(Refused):
        create_activity(store, request.getfixturevalue(role), plan, START_ON)


def test_it_refuses_the_same_plan_and_start_twice(store: Store, admin: Actor, plan: Plan, activity_id: str) -> None:
    with nothing_written(store), pytest.raises(Invalid) as caught:
        create_activity(store, admin, plan, START_ON)
    assert plan.activity.unit in caught.value.fields["start_on"]
    assert "2026-11-21" in caught.value.fields["start_on"]


def test_a_unit_may_have_the_same_plan_again_with_another_start(
    store: Store, admin: Actor, plan: Plan, activity_id: str
) -> None:
    again = create_activity(store, admin, plan, START_ON + timedelta(days=365))
    frame = activities(store)
    assert list(frame["activity_id"]) == [again, activity_id]
    assert frame["unit_id"].nunique() == 1


def test_the_example_is_another_unit_than_the_school_itself(
    store: Store, admin: Actor, plan: Plan, activity_id: str
) -> None:
    create_activity(store, admin, plan, START_ON, is_example=True)
    assert activities(store)["unit_id"].nunique() == 2


def test_activities_of_one_store_do_not_see_each_others_people(
    store: Store, admin: Actor, activity_id: str, tmp_path: Path
) -> None:
    other = create_activity(store, admin, load_plan(written(tmp_path, SOUND)), START_ON)
    assert len(people(store, other)) == 2
    assert len(people(store, activity_id)) > 2


def test_an_activity_that_isnt_there_is_told_plainly(store: Store) -> None:
    with pytest.raises(BoardError) as caught:
        activity(store, "HD-99")
    assert "HD-99" in caught.value.message
    assert phases(store, "HD-99").empty
    assert meetings(store, "HD-99").empty


def test_it_is_there_after_the_file_is_opened_again(tmp_path: Path, admin: Actor, plan: Plan) -> None:
    first = open_store(tmp_path / "board.duckdb")
    made = create_activity(first, admin, plan, START_ON)
    first.close()

    second = open_store(tmp_path / "board.duckdb")
    assert activity(second, made).start_on == START_ON
    second.close()
