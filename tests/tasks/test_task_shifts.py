"""Moving a plan's dates: what moves, what then falls where it can't be, whole or not at all, and taken back."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from board import clock
from board.access import Actor
from board.activity import activities
from board.errors import BoardError, Conflict, Invalid, Refused
from board.store.store import Store
from board.tasks import actions as tasks
from board.tasks import shifts as task_shifts
from board.tasks.shifts import Asked
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, by_id, task_fields

# Days from the first: start and due of three tasks in two phases, each waiting for the one before.
DAYS = {"T01": ("H1", 0, 5), "T02": ("H1", 5, 10), "T03": ("H2", 16, 20)}


def on(day: int) -> date:
    return START_ON + timedelta(days=day)


@pytest.fixture
def plan(store: Store, clerk: Actor) -> Store:
    add_activity(store)
    before: list[str] = []
    for phase_id, start, due in DAYS.values():
        fields = task_fields(phase_id=phase_id, start_on=on(start), due_on=on(due))
        before = [tasks.add(store, clerk, ACTIVITY, fields, after=before, at=NINE)]
    return store


def asked(task_id: str = "T01", due: int | None = 8, scope: str = "followers", reason: str = "场地有冲突") -> Asked:
    return Asked(task_id, None if due is None else on(due), scope, reason)


def dates(store: Store) -> dict[str, tuple[int, int]]:
    rows = by_id(tasks.tasks(store, ACTIVITY, clock.today()), "task_id")
    return {
        key: tuple((row[name].date() - START_ON).days for name in ("start_on", "due_on")) for key, row in rows.items()
    }


def phases(store: Store, as_of: date | None = None) -> dict[str, tuple[int, int]]:
    rows = by_id(activities.phases(store, ACTIVITY, as_of), "phase_id")
    return {
        key: tuple((row[name].date() - START_ON).days for name in ("start_on", "end_on")) for key, row in rows.items()
    }


def test_a_shift_moves_the_task_and_all_that_wait_for_it(plan: Store, clerk: Actor) -> None:
    assert task_shifts.carry_out(plan, clerk, ACTIVITY, asked()) == "Y-001"
    assert dates(plan) == {"T01": (3, 8), "T02": (8, 13), "T03": (19, 23)}
    assert phases(plan) == {"H1": (3, 18), "H2": (19, 33)}
    told = tasks.events(plan, ACTIVITY, "T03").iloc[-1]
    assert (told["action"], told["reason"], told["batch_id"]) == ("shift", "随 T01 顺延 3 天：场地有冲突", "Y-001")


def test_what_does_not_wait_stays_unless_the_rest_is_moved(plan: Store, clerk: Actor) -> None:
    tasks.edit(plan, clerk, ACTIVITY, "T03", {}, after=[])
    task_shifts.carry_out(plan, clerk, ACTIVITY, asked())
    assert dates(plan)["T03"] == (16, 20)
    task_shifts.carry_out(plan, clerk, ACTIVITY, asked(due=9, scope="rest"))
    assert dates(plan) == {"T01": (4, 9), "T02": (9, 14), "T03": (17, 21)}


def test_what_has_begun_keeps_its_start_and_what_is_done_stays(plan: Store, clerk: Actor) -> None:
    tasks.report(plan, clerk, ACTIVITY, "T01", "done", output_ready=True, done_on=on(4))
    tasks.report(plan, clerk, ACTIVITY, "T02", "in_progress")
    task_shifts.carry_out(plan, clerk, ACTIVITY, asked("T02", 13))
    assert dates(plan) == {"T01": (0, 5), "T02": (5, 13), "T03": (19, 23)}
    assert phases(plan) == {"H1": (0, 15), "H2": (19, 33)}


def test_a_phase_stretches_to_hold_what_moves_in_it(plan: Store, clerk: Actor) -> None:
    task_shifts.carry_out(plan, clerk, ACTIVITY, asked("T02", 18))
    assert phases(plan)["H1"] == (0, 18)


def test_the_preview_says_what_moves_and_what_falls_where_it_should_not(plan: Store, clerk: Actor) -> None:
    rows = task_shifts.preview(plan, clerk, ACTIVITY, asked(due=40))
    assert rows[["kind", "record_id", "days"]].to_numpy().tolist() == [
        ["task", "T01", 35],
        ["task", "T02", 35],
        ["task", "T03", 35],
        ["phase", "H1", 35],
        ["phase", "H2", 35],
    ]
    assert rows["trouble"].tolist() == [
        "期限已经过去",
        "超出本阶段；期限已经过去",
        "超出本阶段；期限已经过去",
        "环节超出本阶段",
        "环节超出本阶段",
    ]
    assert dates(plan)["T01"] == (0, 5)


def test_the_preview_says_what_would_be_due_before_what_it_waits_for(plan: Store, clerk: Actor) -> None:
    rows = by_id(task_shifts.preview(plan, clerk, ACTIVITY, asked("T02", 4)), "record_id")
    assert "早于排在它前面的 T01" in rows["T02"]["trouble"]


def test_only_the_clerk_moves_dates(plan: Store, clerk: Actor, leader: Actor, owner: Actor, admin: Actor) -> None:
    shift_id = task_shifts.carry_out(plan, clerk, ACTIVITY, asked())
    for actor in (leader, owner, admin):
        with pytest.raises(Refused):
            task_shifts.preview(plan, actor, ACTIVITY, asked())
        with pytest.raises(Refused):
            task_shifts.carry_out(plan, actor, ACTIVITY, asked(due=9))
        with pytest.raises(Refused):
            task_shifts.undo(plan, actor, ACTIVITY, shift_id)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"task_id": "T99"}, "task_id"),
        ({"due": None}, "due_on"),
        ({"due": 5}, "due_on"),
        ({"scope": "all"}, "scope"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_a_shift_that_makes_no_sense_is_refused_and_moves_nothing(
    plan: Store, clerk: Actor, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        task_shifts.carry_out(plan, clerk, ACTIVITY, asked(**changed))
    assert set(caught.value.fields) == {field}
    assert dates(plan) == {key: (start, due) for key, (_, start, due) in DAYS.items()}
    assert task_shifts.shifts(plan, ACTIVITY).empty


def test_a_begun_task_is_not_brought_before_its_start(plan: Store, clerk: Actor) -> None:
    tasks.report(plan, clerk, ACTIVITY, "T02", "in_progress")
    with pytest.raises(Invalid, match="T02 已经开始"):
        task_shifts.carry_out(plan, clerk, ACTIVITY, asked("T02", 3))


def test_a_shift_not_of_now_is_refused(plan: Store, clerk: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        task_shifts.carry_out(plan, clerk, ACTIVITY, asked(), at=datetime.combine(on(-3), time(9)))
    assert set(caught.value.fields) == {"on"}


def test_what_would_move_must_be_what_was_shown(plan: Store, clerk: Actor) -> None:
    seen = {"T01": on(8), "T02": on(13), "T03": on(23)}
    tasks.edit(plan, clerk, ACTIVITY, "T02", {"due_on": on(11)})
    with pytest.raises(Conflict):
        task_shifts.carry_out(plan, clerk, ACTIVITY, asked(), seen)
    assert task_shifts.carry_out(plan, clerk, ACTIVITY, asked(), {**seen, "T02": on(14)}) == "Y-001"


def test_a_shift_is_undone_whole_and_once(plan: Store, clerk: Actor) -> None:
    before, bounds = dates(plan), phases(plan)
    shift_id = task_shifts.carry_out(plan, clerk, ACTIVITY, asked())
    assert task_shifts.shifts(plan, ACTIVITY).iloc[0]["can_undo"]
    assert task_shifts.undo(plan, clerk, ACTIVITY, shift_id) == 3
    assert (dates(plan), phases(plan)) == (before, bounds)
    assert tasks.events(plan, ACTIVITY, "T02")["action"].tolist() == ["add", "shift", "undo"]
    with pytest.raises(BoardError, match="已经撤销过"):
        task_shifts.undo(plan, clerk, ACTIVITY, shift_id)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


def test_each_day_has_the_phases_that_it_had(plan: Store, clerk: Actor) -> None:
    first, second = on(2), on(6)
    before = phases(plan)
    task_shifts.carry_out(plan, clerk, ACTIVITY, asked(), at=_noon(first))
    once = phases(plan)
    again = task_shifts.carry_out(plan, clerk, ACTIVITY, asked("T01", 12), at=_noon(second))
    twice = phases(plan)
    task_shifts.undo(plan, clerk, ACTIVITY, again, at=_noon(on(9)))
    seen = {day: phases(plan, on(day)) for day in (1, 2, 5, 6, 8, 9)}
    assert len({str(each) for each in (before, once, twice)}) == 3
    assert seen == {1: before, 2: once, 5: once, 6: twice, 8: twice, 9: once}


def test_a_shift_whose_tasks_have_changed_since_is_not_undone(plan: Store, clerk: Actor) -> None:
    first = task_shifts.carry_out(plan, clerk, ACTIVITY, asked())
    second = task_shifts.carry_out(plan, clerk, ACTIVITY, asked(due=9))
    shown = by_id(task_shifts.shifts(plan, ACTIVITY), "shift_id")
    assert [shown[each]["can_undo"] for each in (first, second)] == [False, True]
    with pytest.raises(BoardError, match="又有变动"):
        task_shifts.undo(plan, clerk, ACTIVITY, first)
    with pytest.raises(BoardError, match="不能撤销"):
        task_shifts.undo(plan, clerk, ACTIVITY, "Y-009")


def test_an_activity_without_tasks_has_nothing_to_move(store: Store, clerk: Actor) -> None:
    add_activity(store)
    with pytest.raises(Invalid):
        task_shifts.preview(store, clerk, ACTIVITY, asked())
    assert task_shifts.shifts(store, ACTIVITY).empty
