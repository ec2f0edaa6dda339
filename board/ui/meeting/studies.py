"""学习调研成果 on 民主生活会: what the first stage found, its files, and what drew on it."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.meeting.studies import STUDY, events, studies
from board.store import records
from board.store.frames import with_late_word
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.plain import in_html
from board.ui.parts.proofs import show_proofs, study_folder
from board.ui.parts.records import SHEET_WIDTH, facts, heading, history
from board.ui.parts.removed import show_removed
from board.ui.parts.sheets import closing, opened_row, show_record_actions
from board.ui.parts.table import column
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import Visit, words_of
from board.wording import shortened
from board.words import RECORD_ACTION, TASK_ACTION

_COLUMNS: dict[str, Any] = {
    "study_id": "编号",
    "topic": column.text("调研题目", 200, grows=2),
    "content": column.main("发现了什么"),
    "late_word": column.name("补录", is_rare=True),
    "file_count": column.number("文件"),
    "outline_ids": column.text("用到提纲", 120),
    "problem_ids": column.text("用到问题", 120),
    "sections": column.text("写进报告哪一节", 130),
}
_LABELS = {
    "study_id": "编号",
    "found_on": "调研日期",
    "late_word": "补录",
    "topic": "调研题目",
    "content": "发现了什么",
    "outline_ids": "用到提纲",
    "problem_ids": "用到问题",
    "sections": "写进报告哪一节",
}
_WORDS = {**RECORD_ACTION, **{action: TASK_ACTION[action] for action in ("attach", "withdraw")}}
_LONGEST = 60


def show_studies(visit: Visit, _meeting: pd.Series | None) -> None:
    """Draws the findings of the first stage; a row opens its sheet, with its files."""
    here = (visit.store, visit.activity.activity_id)
    rows = with_late_word(*here, "studies", visit.as_of, studies(*here, visit.as_of))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        if visit.may(STUDY.permission) and st.button("登记调研成果", icon=":material/add:", key="meeting_study_add"):
            st.session_state["meeting_study_new"] = True
        if len(rows):
            export_button(visit, rows, _LABELS, "学习调研成果", {}, "meeting_studies_export")
    if rows.empty:
        st.info(
            "还没有登记学习调研成果。第一阶段调研发现的一条一条登记，写提纲、提问题、写报告时从这里引。",
            icon=":material/school:",
        )
    else:
        show_table(
            rows, _COLUMNS, key="meeting_studies", id_column="study_id", open_key="meeting_study", name="学习调研成果"
        )
    show_removed(visit, STUDY, lambda row: shortened(row.content, _LONGEST))
    is_adding = st.session_state.get("meeting_study_new") and visit.may(STUDY.permission)
    if is_adding:
        _add_dialog(visit)
    row = opened_row("meeting_study", lambda: rows, "study_id", "学习调研成果", is_covered=bool(is_adding))
    if row is not None:
        _sheet(visit, row)


def _fields(visit: Visit) -> list[Field]:
    quoted = "报告哪一部分直接引用了它；先写成问题、再由问题写进报告的，不用填"
    return [
        Field("topic", "调研题目", at_most=200),
        Field("found_on", "调研日期", "day"),
        Field("content", "发现了什么", "area", wide=True),
        Field("report_section", "报告章节", "choice", {"": "—", **words_of(visit, "section")}, help=quoted),
    ]


@st.dialog("登记调研成果", width="large", on_dismiss=closing("meeting_study_new"))
def _add_dialog(visit: Visit) -> None:
    initial = {"found_on": visit.as_of, "report_section": ""}
    if show_form("meeting_study_new_form", _fields(visit), initial, partial(_add, visit)):
        st.rerun()


def _add(visit: Visit, given: dict[str, Any]) -> str:
    return f"已登记 {records.add(visit.store, visit.actor, STUDY, visit.activity.activity_id, given)}"


@st.dialog("学习调研成果", width=SHEET_WIDTH, position="right", on_dismiss=closing("meeting_study"))
def _sheet(visit: Visit, row: pd.Series) -> None:
    st.html(heading(row["study_id"], row["topic"]))
    if visit.may(STUDY.permission):
        show_record_actions(visit, f"meeting_study_{row['study_id']}", STUDY, row, lambda: _fields(visit))
    st.html(facts({label: row[name] for name, label in _LABELS.items() if name not in ("study_id", "topic")}))
    show_proofs(visit, study_folder(visit, row), "调研文件")
    changes = events(visit.store, visit.activity.activity_id, row["study_id"])
    st.html(history(changes, visit.as_of, _WORDS, lambda event: in_html(event.reason)))
