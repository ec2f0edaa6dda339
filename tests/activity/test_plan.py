"""Plans at hand: what is read of them, and how their days become dates."""

from datetime import date
from pathlib import Path

import pytest

from board.activity.plan.reading import PLANS, answers, day, load_plan, plans, shipped_plans
from tests.activity.plan_texts import SOUND, written


@pytest.mark.parametrize("name", sorted(shipped_plans()))
def test_every_plan_at_hand_is_sound(name: str) -> None:
    assert load_plan(shipped_plans()[name]).plan_name == name


def test_there_is_a_plan_to_start_with() -> None:
    assert shipped_plans()
    assert all(path.parent == PLANS for path in shipped_plans().values())


def test_a_folder_without_plans_has_none(tmp_path: Path) -> None:
    assert plans(tmp_path) == {}


def test_a_plan_is_read_whole(tmp_path: Path) -> None:
    plan = load_plan(written(tmp_path, SOUND))
    assert plan.plan_name == "school"
    assert plan.activity.unit == "某校"
    assert [phase.id for phase in plan.phases] == ["H1", "H2"]
    assert [(task.id, task.after) for task in plan.tasks] == [("T01", ()), ("T02", ("T01",))]
    assert plan.terms["giver"].required == ("家长",)
    assert plan.terms["group"].labels == ("党员", "家长")
    assert [person.principal for person in plan.people] == [True, False]


def test_a_byte_order_mark_and_windows_line_ends_make_no_difference(tmp_path: Path) -> None:
    plain = load_plan(written(tmp_path, SOUND))
    path = tmp_path / "school.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())
    assert load_plan(path) == plain


def test_answers_take_their_points_by_place_and_the_best_of_them_are_good(tmp_path: Path) -> None:
    plan = load_plan(written(tmp_path, SOUND))
    told = [(each.rank, each.label, each.points, each.is_good) for each in answers(plan, plan.criteria[0])]
    assert told == [
        (1, "好", 100, True),
        (2, "一般", 60, False),
        (3, "不好", 0, False),
        (4, "不了解", None, False),
    ]


@pytest.mark.parametrize(
    ("start_on", "offset", "expected"),
    [
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
        (date(2026, 11, 21), 40, date(2026, 12, 31)),
        (date(2026, 12, 20), 20, date(2027, 1, 9)),
        (date(2028, 2, 20), 10, date(2028, 3, 1)),
        (date(2027, 2, 20), 10, date(2027, 3, 2)),
    ],
    ids=["first day", "end of year", "across years", "leap year", "common year"],
)
def test_days_follow_the_start(start_on: date, offset: int, expected: date) -> None:
    assert day(start_on, offset) == expected
