"""What 工作任务 is made of: its columns, the phases' progress, a task's sheet and its forms."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from board import activities, tasks
from board.charts.tasks import timeline
from board.frames import each_row
from board.ui import filters
from board.ui.forms import Field, choose_action, end_action, show_form
from board.ui.pictures import show_chart
from board.ui.plain import in_html, in_markdown
from board.ui.records import SHEET_WIDTH, facts, heading, history, initial_of
from board.ui.tables import tags
from board.ui.visit import Visit
from board.words import TASK_ACTION, TASK_STATUS

TABLE_COLUMNS: dict[str, Any] = {
    "task_id": "编号",
    "tags": tags("状态", ["逾期", *TASK_STATUS.values()], 135),
    "name": st.column_config.TextColumn("工作任务", width=230),
    "leader_name": st.column_config.TextColumn("负责人", width=120),
    "start_on": st.column_config.DateColumn("开始", format="YYYY-MM-DD", width=105),
    "due_on": st.column_config.DateColumn("完成期限", format="YYYY-MM-DD", width=105),
    "deadline": st.column_config.TextColumn("距期限", width=95),
    "output": st.column_config.TextColumn("成果材料", width="medium"),
    "output_word": st.column_config.TextColumn("材料", width=75),
    "blocked_by": st.column_config.TextColumn("还在等", width=90, help="排在它前面、还没有完成的任务"),
}
EXPORT_LABELS = {
    "task_id": "编号",
    "phase_name": "环节",
    "name": "工作任务",
    "leader_name": "负责人",
    "start_on": "开始",
    "due_on": "完成期限",
    "done_on": "完成日期",
    "state": "状态",
    "deadline": "距期限",
    "output": "成果材料",
    "output_word": "材料是否已有",
    "after": "排在哪些任务之后",
    "note": "说明",
}


def show_phases(phases: pd.DataFrame) -> None:
    """How far each phase is. Takes phase_name, task_count, done_count, late_count."""
    for column, phase in zip(st.columns(max(len(phases), 1)), each_row(phases), strict=False):
        late = f"　:red[{phase.late_count} 项逾期]" if phase.late_count else ""
        column.progress(
            phase.done_count / phase.task_count,
            f"**{in_markdown(phase.phase_name)}**　{phase.done_count} / {phase.task_count} 项完成{late}",
        )


def show_timeline(visit: Visit, rows: pd.DataFrame) -> None:
    """The rows from start to due."""

    def draw(dark: bool) -> go.Figure:
        return timeline(rows, visit.as_of, dark, is_past=visit.is_past)

    show_chart(visit, "tasks_timeline", tuple(rows["task_id"]), draw, "各项工作任务的起止日期")


def show_add_button(visit: Visit) -> None:
    """The button that adds a task, for those who may."""
    if not visit.may("tasks.edit"):
        return
    if st.button("添加任务", icon=":material/add:", key="tasks_add"):
        st.session_state["tasks_adding"] = True
    if st.session_state.get("tasks_adding"):
        _add_dialog(visit)


def _stop_adding() -> None:
    st.session_state["tasks_adding"] = False


@st.dialog("添加工作任务", width="large", on_dismiss=_stop_adding)
def _add_dialog(visit: Visit) -> None:
    if show_form("tasks_new", _fields(visit, None), {"start_on": visit.as_of}, lambda given: _save(visit, None, given)):
        _stop_adding()
        st.rerun()


def show_task(visit: Visit) -> None:
    """The sheet of the task that is open, if one is."""
    task_id = filters.opened("tasks_task")
    if not task_id or st.session_state.get("tasks_adding"):
        return
    found = tasks.tasks(visit.store, visit.activity.activity_id, visit.as_of)
    found = found[found["task_id"] == task_id]
    if found.empty:
        _close()
        st.toast(f"没有找到任务 {in_markdown(task_id)}。", icon=":material/search_off:")
        return
    _task_dialog(visit, found.iloc[0])


def _close() -> None:
    st.session_state["tasks_task"] = None


@st.dialog("工作任务", width=SHEET_WIDTH, position="right", on_dismiss=_close)
def _task_dialog(visit: Visit, task: pd.Series) -> None:
    st.html(heading(task["task_id"], task["name"]))
    if task["waits_for"]:
        st.warning(f"已经开始，但排在它前面的 {task['waits_for']} 还没有完成。", icon=":material/swap_vert:")
    elif task["blocked_by"]:
        st.info(f"要等 {task['blocked_by']} 完成。", icon=":material/hourglass:")
    if visit.may("tasks.report"):
        _show_actions(visit, task)
    st.html(
        facts(
            {
                "环节": task["phase_name"],
                "负责人": task["leader_name"],
                "状态": TASK_STATUS[task["status"]],
                "开始": task["start_on"],
                "完成期限": task["due_on"],
                "完成日期": task["done_on"],
                "成果材料": task["output"],
                "材料是否已有": "已有" if task["output_ready"] else "还没有",
                "排在哪些任务之后": task["after"],
                "说明": task["note"],
            }
        )
    )
    events = tasks.events(visit.store, visit.activity.activity_id, task["task_id"])
    st.html(
        history(events, visit.as_of, TASK_ACTION, lambda event: f"{TASK_STATUS[event.status]}　{in_html(event.note)}")
    )


def _show_actions(visit: Visit, task: pd.Series) -> None:
    key = f"tasks_action_{task['task_id']}"
    action = choose_action(key, ["report", "edit"], TASK_ACTION)
    if action is None:
        return
    fields = _REPORT if action == "report" else _fields(visit, task["task_id"])
    initial = {**initial_of(task), "after": [part for part in task["after"].split("、") if part]}
    with st.container(border=True):
        save = lambda given: _save(visit, task, given, action)  # noqa: E731
        if show_form(f"{key}.{action}", fields, initial, save, only_changes=action == "edit"):
            end_action(key)


_REPORT = [
    Field("status", "状态", "choice", TASK_STATUS),
    Field("done_on", "完成日期", "day", help="状态是已完成时填，留空就是今天"),
    Field("output_ready", "成果材料已有", "flag"),
    Field("note", "说明", "area", wide=True),
]


def _fields(visit: Visit, task_id: str | None) -> list[Field]:
    activity_id = visit.activity.activity_id
    phases = activities.phases(visit.store, activity_id)
    people = activities.people(visit.store, activity_id)
    others = tasks.tasks(visit.store, activity_id, visit.as_of)
    others = others[others["task_id"] != task_id]
    return [
        Field("name", "工作任务", wide=True),
        Field("phase_id", "环节", "choice", dict(zip(phases["phase_id"], phases["name"], strict=True))),
        Field("leader_id", "负责人", "choice", dict(zip(people["person_id"], people["name"], strict=True))),
        Field("start_on", "开始日期", "day"),
        Field("due_on", "完成期限", "day"),
        Field("output", "成果材料", wide=True, help="这一步要拿出什么材料"),
        Field(
            "after",
            "排在哪些任务之后",
            "choices",
            {row.task_id: f"{row.task_id} {row.name}" for row in each_row(others)},
            wide=True,
        ),
        Field("note", "说明", "area", wide=True),
    ]


def _save(visit: Visit, task: pd.Series | None, given: dict[str, Any], action: str = "edit") -> str:
    to = (visit.store, visit.actor, visit.activity.activity_id)
    if task is None:
        return f"已添加任务 {tasks.add(*to, given, after=given.pop('after'))}"
    task_id, seen_seq = task["task_id"], given["seen_seq"]
    if action == "edit":
        tasks.edit(*to, task_id, given, after=given.get("after"), seen_seq=seen_seq)
        return f"{task_id} 已修改"
    done_on: date | None = given["done_on"] if given["status"] == "done" else None
    tasks.report(
        *to,
        task_id,
        given["status"],
        output_ready=given["output_ready"],
        note=given["note"],
        done_on=done_on,
        seen_seq=seen_seq,
    )
    return f"{task_id} 已报进展：{TASK_STATUS[given['status']]}"
