"""工作任务 in one sentence: what is late and by how much, whose it is, what it delays. Pure, on frames."""

from datetime import date

import pandas as pd

from board.answer import Answer, Words, answer, change, part
from board.tasks.views import in_view

_LATE, _PUSHED, _DONE, _WITHOUT = "逾期", "预计推迟", "已完成", "缺成果材料"


def tasks_answer(tasks: pd.DataFrame, then: pd.DataFrame | None, compare_on: date | None) -> Answer:
    """Takes the tasks with flags, outputs and words (`tasks.views.shown`) on the day and on the compared day."""
    late, done, without = (in_view(tasks, view) for view in (_LATE, _DONE, _WITHOUT))
    since = "" if then is None else f"，{change(len(done), len(in_view(then, _DONE)), compare_on, '项')}"
    more: list[Words] = [f"共 {len(tasks)} 项，完成 ", part(f"{len(done)} 项", "tasks", view=_DONE), since]
    if len(without):
        more += ["；", part(f"{len(without)} 项", "tasks", view=_WITHOUT), "缺成果材料"]
    return answer(_late(tasks, late) if len(late) else _in_time(tasks), more)


def _late(tasks: pd.DataFrame, late: pd.DataFrame) -> list[Words]:
    first = late.sort_values(["days_left", "due_on"], kind="stable").iloc[0]
    lead = "逾期：" if len(late) == 1 else "逾期，最久的 "
    words: list[Words] = [part(f"{len(late)} 项", "tasks", view=_LATE, is_bad=True), lead, *_named(first)]
    pushed = in_view(tasks, _PUSHED)
    words.append(f"已逾期 {-first['days_left']:.0f} 天")
    if len(pushed):
        words += ["；后面 ", part(f"{len(pushed)} 项", "tasks", view=_PUSHED), "预计推迟"]
    return words


def _in_time(tasks: pd.DataFrame) -> list[Words]:
    left = tasks[~tasks["is_done"]].sort_values(["due_on", "start_on"], kind="stable")
    if left.empty:
        return [part(f"{len(tasks)} 项", "tasks", view=_DONE), "都已完成"]
    first = left.iloc[0]
    return ["没有逾期；最早到期的是 ", *_named(first), first["deadline"]]


def _named(task: pd.Series) -> list[Words]:
    whose = f"（{task['leader_name']}）" if isinstance(task["leader_name"], str) and task["leader_name"] else "，"
    return [part(task["task_id"], "tasks", task=task["task_id"]), f" {task['name']}{whose}"]
