"""What 工作任务 says at its top, of tasks given."""

from datetime import date
from typing import Any

import pandas as pd

from board.answer import text_of
from board.tasks.answer import tasks_answer
from board.tasks.outputs import MISSING


def task(number: int, left: int = 9, **more: Any) -> dict[str, Any]:
    """A task with so many days left, less than none where it is late."""
    is_done = more.get("is_done", False)
    return {
        "task_id": f"T{number:02}",
        "name": "开展谈心",
        "leader_name": more.get("leader", "校长"),
        "due_on": pd.Timestamp("2026-12-01") + pd.Timedelta(days=left),
        "start_on": pd.Timestamp("2026-11-01"),
        "days_left": float(left),
        "is_late": left < 0 and not is_done,
        "is_due_soon": 0 <= left <= 3 and not is_done,
        "is_done": is_done,
        "status": "done" if is_done else "in_progress",
        "pushed_days": more.get("pushed", 0),
        "output_word": MISSING if more.get("without") else "",
        "deadline": "今天到期" if left == 0 else f"还剩 {left} 天",
    }


def said(*rows: dict[str, Any]) -> str:
    return text_of(tasks_answer(pd.DataFrame(rows), None, None).words)


def more(now: list[dict[str, Any]], then: list[dict[str, Any]] | None = None) -> str:
    before = None if then is None else pd.DataFrame(then)
    return text_of(tasks_answer(pd.DataFrame(now), before, date(2026, 11, 22)).more)


def test_one_late_task_is_named_with_whose_it_is_and_how_late() -> None:
    assert said(task(8, -7), task(9)) == "1 项逾期：T08 开展谈心（校长）已逾期 7 天"


def test_of_several_the_one_that_is_late_for_longest_is_named() -> None:
    assert said(task(1, -2), task(2, -5), task(3)) == "2 项逾期，最久的 T02 开展谈心（校长）已逾期 5 天"


def test_it_says_how_many_others_are_pushed_back() -> None:
    told = said(task(1, -2), task(2, pushed=3), task(3, pushed=2))
    assert told == "1 项逾期：T01 开展谈心（校长）已逾期 2 天；后面 2 项预计推迟"


def test_where_nothing_is_late_it_says_what_is_due_next() -> None:
    assert (
        said(task(1, 4), task(2, 2), task(3, 1, is_done=True)) == "没有逾期；最早到期的是 T02 开展谈心（校长）还剩 2 天"
    )
    assert said(task(1, 0, leader=None)) == "没有逾期；最早到期的是 T01 开展谈心，今天到期"


def test_where_all_is_done_it_says_so() -> None:
    assert said(task(1, -3, is_done=True), task(2, is_done=True)) == "2 项都已完成"


def test_it_says_how_many_are_done_and_what_is_missing() -> None:
    now = [task(1, is_done=True, without=True), task(2)]
    assert more(now) == "共 2 项，完成 1 项；1 项缺成果材料"
    assert more(now, [task(1), task(2)]) == "共 2 项，完成 1 项，比 11-22 多 1 项；1 项缺成果材料"
    assert more([task(1)], [task(1)]) == "共 1 项，完成 0 项，与 11-22 相同"
