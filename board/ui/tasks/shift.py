"""Moving the plan's dates: which task to which day, what else that moves, and undoing it."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from board.errors import BoardError
from board.store.frames import each_row
from board.tasks import shifts as task_shifts
from board.tasks.shift_rules import SCOPES
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.form import show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.sheets import closing
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit

_COLUMNS: dict[str, Any] = {
    "word": column.text("", 60),
    "record_id": column.name("编号"),
    "name": column.main("名称"),
    "old_on": column.day("原来到"),
    "new_on": column.day("改为"),
    "change": column.name("移动"),
    "trouble": column.text("要留意", 180, grows=2),
}


def show_shift_button(visit: Visit, tasks: pd.DataFrame) -> None:
    """Draws the button that moves dates, for those with permission, if something is unfinished."""
    if not visit.may(task_shifts.PERMISSION) or tasks["is_done"].all():
        return
    if st.button("顺延", icon=":material/event_repeat:", key="tasks_shift"):
        st.session_state["tasks_shifting"] = True
    if st.session_state.get("tasks_shifting"):
        _dialog(visit, tasks[~tasks["is_done"]])


_stop = closing("tasks_shifting")


@st.dialog("顺延", width="large", on_dismiss=_stop)
def _dialog(visit: Visit, tasks: pd.DataFrame) -> None:
    names = {row.task_id: f"{row.task_id} {row.name}（期限 {row.due_on:%m-%d}）" for row in each_row(tasks)}
    left, right = st.columns([3, 2])
    task_id = left.selectbox("哪项任务的日期变了", list(names), format_func=names.__getitem__, key="tasks_shift_task")
    due_on = right.date_input("新的完成期限", value=None, format="YYYY-MM-DD", key="tasks_shift_due")
    scope = st.radio("一起移动", list(SCOPES), format_func=SCOPES.__getitem__, key="tasks_shift_scope", horizontal=True)
    reason = st.text_input("原因", key="tasks_shift_reason", max_chars=200)
    if isinstance(due_on, date):
        _show_preview(visit, task_shifts.Asked(task_id or "", due_on, scope or "", reason))
    _show_past(visit)


def _show_preview(visit: Visit, asked: task_shifts.Asked) -> None:
    to = (visit.store, visit.actor, visit.activity.activity_id)
    try:
        rows = task_shifts.preview(*to, asked)
    except BoardError as refusal:
        show_refusal(refusal)
        return
    tasks = rows[rows["kind"] == "task"]
    troubled = int((rows["trouble"] != "").sum())
    summary = f"会移动 **{len(tasks)}** 项任务、**{len(rows) - len(tasks)}** 个环节"
    st.markdown(summary + (f"，其中 :orange[**{troubled}** 处要留意]" if troubled else ""))
    words = rows["kind"].map({"task": "任务", "phase": "环节"})
    change = [f"{'后' if days > 0 else '前'}移 {abs(days)} 天" if days else "起日变" for days in rows["days"]]
    quiet_table(rows.assign(word=words, change=change), _COLUMNS, "会移动的任务和环节")
    seen = dict(zip(tasks["record_id"], tasks["new_on"], strict=True))

    def save(_given: dict[str, Any]) -> str:
        shift_id = task_shifts.carry_out(*to, asked, seen)
        return f"已顺延 {len(tasks)} 项任务（{shift_id}），可以在“顺延”里撤销"

    if show_form("tasks_shift_form", [], {}, save, "确认顺延"):
        _stop()
        st.rerun()


def _show_past(visit: Visit) -> None:
    done = task_shifts.shifts(visit.store, visit.activity.activity_id)
    standing = done[done["can_undo"]]
    if standing.empty:
        return
    last = standing.iloc[0]
    st.divider()
    word = "顺延" if last["days"] > 0 else "提前"
    st.caption(
        f"上一次：{last['happened_at']:%m-%d %H:%M} {in_markdown(last['actor_name'])} 随 {last['task_id']} {word}"
        f" {abs(last['days'])} 天，{last['task_count']} 项任务、{last['phase_count']} 个环节。"
        f"原因：{in_markdown(last['reason'])}"
    )
    shift_id = str(last["shift_id"])
    if show_form(f"tasks_shift_undo_{shift_id}", [], {}, lambda _given: _undone(visit, shift_id), "撤销这次顺延"):
        _stop()
        st.rerun()


def _undone(visit: Visit, shift_id: str) -> str:
    count = task_shifts.undo(visit.store, visit.actor, visit.activity.activity_id, shift_id)
    return f"已撤销 {shift_id}，{count} 项任务回到原来的日期"
