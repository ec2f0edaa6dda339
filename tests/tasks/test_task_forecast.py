"""What lateness does to those that wait: pure, on days counted from the first."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from board.store.frames import each_row
from board.tasks.forecast import effects, with_forecast
from tests.ledger_rows import START_ON


def on(day: int) -> pd.Timestamp:
    return pd.Timestamp(START_ON + timedelta(days=day))


def today(day: int) -> date:
    return START_ON + timedelta(days=day)


def task(
    task_id: str, start: int, due: int, after: str = "", done: int | None = None, records: str = ""
) -> dict[str, Any]:
    return {
        "task_id": task_id,
        "name": f"任务{task_id}",
        "start_on": on(start),
        "due_on": on(due),
        "done_on": pd.NaT if done is None else on(done),
        "is_done": done is not None,
        "after": after,
        "records": records,
    }


def forecast(day: int, *tasks: dict[str, Any]) -> dict[str, tuple[int, int, str]]:
    frame = with_forecast(pd.DataFrame(tasks), today(day))
    return {row.task_id: ((row.expected_on - on(0)).days, row.pushed_days, row.pushed_by) for row in each_row(frame)}


def test_nothing_late_pushes_nothing() -> None:
    assert forecast(3, task("A", 0, 5), task("B", 5, 8, "A")) == {"A": (5, 0, ""), "B": (8, 0, "")}


def test_a_late_task_pushes_who_waits_by_as_many_days_and_so_on() -> None:
    shown = forecast(9, task("A", 0, 5), task("B", 5, 8, "A"), task("C", 8, 10, "B"))
    assert shown == {"A": (9, 0, ""), "B": (12, 4, "A"), "C": (14, 4, "A")}


def test_a_gap_in_the_plan_takes_lateness_up() -> None:
    assert forecast(8, task("A", 0, 5), task("B", 7, 9, "A"), task("C", 20, 21, "B")) == {
        "A": (8, 0, ""),
        "B": (10, 1, "A"),
        "C": (21, 0, ""),
    }


def test_what_the_plan_lets_begin_earlier_is_pushed_by_the_lateness_alone() -> None:
    assert forecast(7, task("A", 0, 5), task("B", 2, 9, "A"))["B"] == (11, 2, "A")


def test_the_papers_keep_their_week_before_the_meeting() -> None:
    shown = forecast(10, task("T05", 4, 7), task("T07", 14, 14, "T05", records="life_meeting"))
    assert shown["T07"] == (17, 3, "T05")
    assert forecast(10, task("T05", 4, 7), task("T07", 14, 14, "T05"))["T07"] == (14, 0, "")


def test_the_latest_of_several_decides() -> None:
    shown = forecast(9, task("A", 0, 8), task("B", 0, 5), task("C", 8, 10, "A、B"))
    assert shown["C"] == (11, 1, "A")
    assert forecast(9, task("A", 0, 9), task("B", 0, 5), task("C", 6, 10, "A、B"))["C"] == (13, 3, "B")


def test_what_was_done_late_still_counts_and_what_was_done_in_time_does_not() -> None:
    assert forecast(9, task("A", 0, 5, done=8), task("B", 5, 9, "A"))["B"] == (12, 3, "A")
    assert forecast(9, task("A", 0, 5, done=4), task("B", 5, 9, "A"))["B"] == (9, 0, "")


def test_a_done_task_is_pushed_by_nobody() -> None:
    assert forecast(9, task("A", 0, 5), task("B", 5, 7, "A", done=7))["B"] == (7, 0, "")


def test_a_task_that_is_late_itself_is_not_called_pushed() -> None:
    assert forecast(9, task("A", 0, 5), task("B", 8, 8, "A"))["B"] == (9, 0, "")
    assert forecast(20, task("A", 0, 5, done=5), task("B", 5, 8, "A"))["B"] == (20, 0, "")


def test_without_tasks_there_is_nothing_to_tell() -> None:
    empty = with_forecast(pd.DataFrame([task("A", 0, 1)])[:0], today(0))
    assert empty.empty
    assert effects(empty).empty


@pytest.mark.parametrize(
    ("done", "says"),
    [
        (None, "T05 晚 3 天，会推迟 任务T07 到 12月7日，任务T06 到 12月5日"),
        (10, "T05 晚完成 3 天，会推迟 任务T07 到 12月7日，任务T06 到 12月5日"),
    ],
)
def test_the_sentence_names_the_meeting_first(done: int | None, says: str) -> None:
    tasks = (
        task("T05", 4, 7, done=done),
        task("T06", 5, 12, "T05"),
        task("T07", 14, 14, "T05", records="life_meeting"),
    )
    delays = effects(with_forecast(pd.DataFrame(tasks), today(10)))
    assert delays[["says", "moves_meeting"]].to_numpy().tolist() == [[says, True]]
    assert delays["pushed_ids"].tolist() == [["T07", "T06"]]


def test_of_many_delayed_tasks_the_sentence_names_the_first_their_number_and_the_last_day() -> None:
    waiting = [task(f"T{place:02}", place, place + 1, "T05") for place in range(6, 12)]
    delays = effects(with_forecast(pd.DataFrame([task("T05", 4, 5), *waiting]), today(10)))
    assert delays["says"].tolist() == [
        "T05 晚 5 天，会推迟 任务T06 到 12月1日，任务T07 到 12月1日，任务T08 到 12月1日，一共 4 项，最晚到 12月1日"
    ]
    assert delays["pushed_ids"].iloc[0] == ["T06", "T07", "T08", "T09"]
