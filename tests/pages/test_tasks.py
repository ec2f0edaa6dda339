"""工作任务 at the screen: the plan is shifted, looked back at and put back; files show what a task produced."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.activity import activities
from board.rectification import proofs
from board.tasks import actions as tasks
from board.tasks import shifts as task_shifts
from board.tasks.files import TASKS
from board.tasks.shift_rules import SCOPES
from board.tasks.shifts import Asked
from tests.example_school import Example
from tests.ledger_rows import by_id
from tests.pages.hands import taken
from tests.pages.visitor import buttons, faults, notices, opened, saved, sentences_on, sheet, tables

pytestmark = pytest.mark.walk

TASK, FORM, REASON = "T08", "tasks_shift_form", "会议室被借用"


def due(school: Example, as_of: date | None = None) -> dict[str, date]:
    rows = tasks.tasks(school.store, school.activity_id, as_of or school.today)
    return {str(name): row["due_on"].date() for name, row in by_id(rows, "task_id").items()}


def bounds(school: Example) -> list[tuple[Any, Any]]:
    rows = activities.phases(school.store, school.activity_id)
    return list(zip(rows["start_on"], rows["end_on"], strict=True))


def shifting(school: Example, days: int = 10, reason: str = REASON) -> AppTest:
    """The dialog with the task put off by some days, and all that is not done with it."""
    at = opened("tasks", Role.CLERK).button(key="tasks_shift").click().run()
    at.selectbox(key="tasks_shift_task").set_value(TASK)
    at.date_input(key="tasks_shift_due").set_value(due(school)[TASK] + timedelta(days=days))
    at.radio(key="tasks_shift_scope").set_value(list(SCOPES)[-1])
    return at.text_input(key="tasks_shift_reason").set_value(reason).run()


def shifted(school: Example, clerk: Actor) -> str:
    asked = Asked(TASK, due(school)[TASK] + timedelta(days=10), list(SCOPES)[-1], REASON)
    return task_shifts.carry_out(school.store, clerk, school.activity_id, asked)


def ribbon(**query: Any) -> list[str]:
    drawn = next(text for text in opened("overview", Role.LEADER, **query).html.values if 'class="ribbon"' in text)
    return re.findall(r"<span>(.*?)　", drawn)


def test_what_would_move_is_shown_and_nothing_is_moved(read_school: Example) -> None:
    before, at = due(read_school), shifting(read_school)
    assert not at.exception
    would_move = next(each.value for each in tables(at) if "new_on" in each.value.columns)
    moved = would_move[would_move["word"] == "任务"]
    assert TASK in set(moved["record_id"])
    assert set(moved["change"]) == {"后移 10 天"}
    assert f"会移动 **{len(moved)}** 项任务、**{len(would_move) - len(moved)}** 个环节" in sentences_on(at)
    assert due(read_school) == before


def test_a_shift_without_a_reason_is_refused_and_stays_open(read_school: Example) -> None:
    before = due(read_school)
    at = saved(shifting(read_school, reason=""), FORM)
    assert "请写明顺延的原因" in sentences_on(at) + " ".join(faults(at))
    assert (sheet(at), due(read_school)) == ("顺延", before)


def test_the_plan_is_shifted_and_put_back(school: Example) -> None:
    before, phases = due(school), bounds(school)
    at = saved(shifting(school), FORM)
    assert re.fullmatch(r"已顺延 \d+ 项任务（Y-001），可以在“顺延”里撤销", notices(at)[0])
    assert due(school)[TASK] == before[TASK] + timedelta(days=10)
    assert bounds(school) != phases
    at = opened("tasks", Role.CLERK).button(key="tasks_shift").click().run()
    assert f"原因：{REASON}" in sentences_on(at)
    at = saved(at, "tasks_shift_undo_Y-001")
    assert notices(at)[0].startswith("已撤销 Y-001")
    assert (due(school), bounds(school)) == (before, phases)


@pytest.mark.parametrize("role", [Role.LEADER, Role.OWNER, Role.ADMIN])
def test_only_the_clerk_is_offered_to_shift(read_school: Example, role: Role) -> None:
    assert "顺延" not in buttons(opened("tasks", role))


def test_a_day_before_a_shift_shows_the_phases_as_they_stood(school: Example, clerk: Actor) -> None:
    before = ribbon()
    shifted(school, clerk)
    yesterday = str(school.today - timedelta(days=1))
    assert ribbon() != before
    assert ribbon(as_of=yesterday) == before
    compared = ribbon(compare="指定日期", compare_on=yesterday)
    assert any(f"（原 {days}）" in now for now, days in zip(compared, before, strict=True))
    task_shifts.undo(school.store, clerk, school.activity_id, "Y-001")
    assert ribbon() == ribbon(compare="指定日期", compare_on=yesterday) == before


def test_the_tasks_say_what_moved_since_the_compared_day(school: Example, clerk: Actor) -> None:
    was = due(school)[TASK]
    shifted(school, clerk)
    query = {"compare": "指定日期", "compare_on": str(school.today - timedelta(days=1))}
    at = opened("tasks", Role.LEADER, **query)
    shown = next(each.value for each in tables(at) if each.key == "tasks_table").set_index("task_id")
    assert f"期限 {was:%m-%d}→{was + timedelta(days=10):%m-%d}" in str(shown.loc[TASK, "changed"])
    assert (shown["changed"] == "").any()


def test_a_file_shows_what_a_task_produced_until_it_is_withdrawn(school: Example) -> None:
    at = opened("tasks", Role.CLERK, tasks_task=TASK)
    at.file_uploader(key=f"proofs_{TASK}_0").upload("签到表.txt", "到会 21 人".encode(), "text/plain")
    at = at.run().button(key="proofs_save").click().run()
    assert notices(at) == [f"{TASK} 已存入 1 个文件"]
    held = proofs.proofs(school.store, school.activity_id, TASK, holder=TASKS)
    assert held["name"].tolist() == ["签到表.txt"]
    assert "附材料" in next(text for text in at.html.values if 'class="history"' in text)
    button = next(str(each.key) for each in at.download_button if str(each.key).startswith("proof_"))
    assert taken(at, button).data.decode() == "到会 21 人"
    for role in (Role.LEADER, Role.OWNER):
        assert f"proofs_{TASK}_0" not in {
            str(each.key) for each in opened("tasks", role, tasks_task=TASK).file_uploader
        }


def test_a_file_counts_as_the_output_where_no_record_tells(school: Example) -> None:
    found = by_id(tasks.tasks(school.store, school.activity_id, school.today), "task_id")
    bare = next(name for name, row in found.items() if not row["records"] and row["status"] != "done")
    assert output(bare) == "还没有"
    at = opened("tasks", Role.CLERK, tasks_task=bare)
    at.file_uploader(key=f"proofs_{bare}_0").upload("纪要.txt", b"1", "text/plain")
    at.run().button(key="proofs_save").click().run()
    assert output(bare) == "有文件"


def output(task_id: str) -> str:
    at = opened("tasks", Role.LEADER)
    shown = next(each.value for each in tables(at) if each.key == "tasks_table").set_index("task_id")
    return str(shown.loc[task_id, "output_word"])
