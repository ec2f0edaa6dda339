"""The sheet of a task: what it waits for and what it delays, its result, its forms and its history."""

from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.activity.task_records import as_held, records_of
from board.store.frames import each_row
from board.tasks import actions as tasks
from board.tasks.forecast import effects
from board.tasks.outputs import BY_WORD
from board.tasks.views import shown
from board.ui.parts.at_work import show_others, work_frame
from board.ui.parts.forms.form import Field, choose_action, end_action, show_form
from board.ui.parts.plain import in_html, in_markdown
from board.ui.parts.proofs import show_proofs, task_folder
from board.ui.parts.records import SHEET_WIDTH, facts, heading, history, initial_of
from board.ui.parts.sheets import closing, opened_row
from board.ui.parts.visit import Visit
from board.words import TASK_ACTION, TASK_RECORD, TASK_STATUS


def show_add_button(visit: Visit) -> None:
    """Draws the button that adds a task, for those with permission."""
    if not visit.may("tasks.edit"):
        return
    if st.button("添加任务", icon=":material/add:", key="tasks_add"):
        st.session_state["tasks_adding"] = True
    if st.session_state.get("tasks_adding"):
        _add_dialog(visit)


_stop_adding = closing("tasks_adding")


@st.dialog("添加工作任务", width="large", on_dismiss=_stop_adding)
def _add_dialog(visit: Visit) -> None:
    if show_form("tasks_new", _fields(visit, None), {"start_on": visit.as_of}, lambda given: _save(visit, None, given)):
        _stop_adding()
        st.rerun()


def show_task(visit: Visit) -> None:
    """Draws the sheet of the open task, if there is one."""
    rows = partial(shown, visit.store, visit.activity.activity_id, visit.as_of)
    is_covered = bool(st.session_state.get("tasks_adding"))
    task = opened_row("tasks_task", rows, "task_id", "任务", is_covered=is_covered)
    if task is not None:
        _task_dialog(visit, task, rows())


@st.dialog("工作任务", width=SHEET_WIDTH, position="right", on_dismiss=closing("tasks_task"))
def _task_dialog(visit: Visit, task: pd.Series, every: pd.DataFrame) -> None:
    st.html(heading(task["task_id"], task["name"]))
    show_others(visit, f"tasks/{task['task_id']}")
    if task["waits_for"]:
        st.warning(f"已经开始，但排在它前面的 {task['waits_for']} 还没有完成。", icon=":material/swap_vert:")
    elif task["blocked_by"]:
        st.info(f"要等 {task['blocked_by']} 完成。", icon=":material/hourglass:")
    _show_forecast(task, every)
    if visit.may("tasks.report"):
        _show_actions(visit, task)
    _show_facts(task)
    show_proofs(visit, task_folder(visit, task), "成果文件")
    _show_history(visit, task)


def _show_forecast(task: pd.Series, every: pd.DataFrame) -> None:
    delays = effects(every)
    for says in delays[delays["task_id"] == task["task_id"]]["says"]:
        st.warning(in_markdown(says), icon=":material/update:")
    if task["forecast"]:
        st.warning(f"预计完成：{in_markdown(task['forecast'])}。", icon=":material/event_busy:")


def _show_facts(task: pd.Series) -> None:
    st.html(
        facts(
            {
                "环节": task["phase_name"],
                "负责人": task["leader_name"],
                "状态": TASK_STATUS[task["status"]],
                "开始": task["start_on"],
                "完成期限": task["due_on"],
                "预计完成": task["forecast"],
                "完成日期": task["done_on"],
                "成果材料": task["output"],
                "材料是否已有": task["output_word"],
                "以什么记录为证": "、".join(TASK_RECORD[code] for code in records_of(task["records"])),
                "记录里还没有的": task["missing_records"],
                "排在哪些任务之后": task["after"],
                "说明": task["note"],
            }
        )
    )


def _show_history(visit: Visit, task: pd.Series) -> None:
    events = tasks.events(visit.store, visit.activity.activity_id, task["task_id"])
    st.html(history(events, visit.as_of, TASK_ACTION, _note_of))


def _note_of(event: Any) -> str:
    """Returns an event's note as HTML: its reason for the actions that have one, else the task's status and note."""
    if event.action in ("attach", "withdraw", "shift", "undo"):
        return in_html(event.reason)
    return f"{TASK_STATUS[event.status]}　{in_html(event.note)}"


def _show_actions(visit: Visit, task: pd.Series) -> None:
    key = f"tasks_action_{task['task_id']}"
    action = choose_action(key, ["report", "edit"], TASK_ACTION)
    if action is None:
        return
    fields = _REPORT if action == "report" else _fields(visit, task["task_id"])
    initial = {
        **initial_of(task),
        "after": [part for part in task["after"].split("、") if part],
        "records": list(records_of(task["records"])),
        # Ticked beforehand if records or files show it.
        **({"output_ready": bool(task["output_ready"] or task["is_proven"])} if action == "report" else {}),
    }
    if action == "report" and task["missing_records"]:
        st.caption(f"记录里还没有：{in_markdown(task['missing_records'])}。没有记录也没有文件，台账上会写“{BY_WORD}”。")
    with work_frame(visit, f"tasks/{task['task_id']}"):
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
        Field("name", "工作任务", wide=True, must=True),
        Field("phase_id", "环节", "choice", dict(zip(phases["phase_id"], phases["name"], strict=True)), must=True),
        Field("leader_id", "负责人", "choice", dict(zip(people["person_id"], people["name"], strict=True))),
        Field("start_on", "开始日期", "day", must=True),
        Field("due_on", "完成期限", "day", must=True),
        Field("output", "成果材料", wide=True, help="这一步要拿出什么材料"),
        Field(
            "records",
            "以什么记录为证",
            "choices",
            TASK_RECORD,
            wide=True,
            help="选了的，材料有没有由记录得出，不靠勾选；不选就看附的文件",
        ),
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
    if "records" in given:
        given["records"] = as_held(given["records"] or ())
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
