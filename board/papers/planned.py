"""工作方案: the plan of an activity: its phases, and in each the tasks, who, when, and what must come out."""

import pandas as pd

from board.activity.activities import phases
from board.numbers import month_day
from board.papers.asked import Asked, count, day, quoted
from board.papers.blocks import Block, Column, Heading, Paper, Paragraph, Part, Parts, Quoted, Table
from board.store.frames import each_row
from board.tasks.views import shown

TEXTS = {"purpose": "指导思想和目标", "demands": "工作要求"}
_COLUMNS = {"编号": 1.0, "工作任务": 3.4, "负责人": 1.8, "起止": 2.2, "成果材料": 3.2}


def plan(asked: Asked) -> Paper:
    """工作方案 of the activity, its tasks as planned on the day."""
    tasks = shown(asked.store, asked.activity_id, asked.as_of)
    stages = phases(asked.store, asked.activity_id, asked.as_of)
    opening: list[Part] = ["根据", quoted(asked.activity.name), quoted(asked.activity.stage), "的安排，围绕“"]
    opening += [
        quoted(asked.activity.theme),
        "”的主题，从",
        day(asked.activity.start_on),
        "到",
        day(asked.activity.end_on),
    ]
    opening += [
        "，分",
        count(len(stages), "tasks", "环节", "个"),
        "环节，安排工作",
        count(len(tasks), "tasks", "工作任务", "项"),
        "。",
    ]
    blocks: list[Block] = [
        Paragraph(tuple(opening)),
        *asked.headed("指导思想和目标", "purpose"),
        Heading(1, ("工作安排",)),
    ]
    for phase in each_row(stages):
        mine = tasks[tasks["phase_id"] == phase.phase_id]
        blocks.append(Heading(2, (quoted(phase.name), "（", day(phase.start_on), "至", day(phase.end_on), "）")))
        blocks += [_table(mine)] if len(mine) else []
    blocks += asked.headed("工作要求", "demands")
    return asked.paper("plan", f"{asked.activity.stage}工作方案", blocks, _missing(asked, tasks))


def _table(tasks: pd.DataFrame) -> Table:
    rows: list[tuple[Parts, ...]] = []
    for task in each_row(tasks):
        days = f"{month_day(task.start_on)}—{month_day(task.due_on)}"
        leader = "" if pd.isna(task.leader_name) else str(task.leader_name)
        texts = (task.task_id, task.name, leader, days, task.output)
        rows.append(tuple((Quoted(text, task.task_id),) for text in texts))
    return Table(tuple(Column(word, width) for word, width in _COLUMNS.items()), tuple(rows), points=10.5)


def _missing(asked: Asked, tasks: pd.DataFrame) -> list[str]:
    found = [] if len(tasks) else ["还没有工作任务。"]
    for column, word in (("leader_name", "负责人"), ("output", "成果材料")):
        without = tasks[tasks[column].isna() | (tasks[column] == "")]["task_id"].tolist()
        found += [f"这些任务还没有{word}：{'、'.join(without)}。"] if without else []
    return found + asked.unwritten("purpose", "还没有写指导思想和目标。")
