"""其他会议 on 民主生活会: every other meeting that was held, with who came and its minutes."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from board.meeting import actions as meeting
from board.meeting.views import MEETING_SEARCHED, other_meetings
from board.store.frames import having
from board.ui.meeting.record import attendance_form, note
from board.ui.parts import filters
from board.ui.parts.forms.form import Field
from board.ui.parts.papers.word import word_button
from board.ui.parts.records import SHEET_WIDTH, facts, heading, initial_of
from board.ui.parts.sheets import closing, opened_row, show_action
from board.ui.parts.table import column
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import Visit, words_of
from board.words import PRESENCE

_COLUMNS: dict[str, Any] = {
    "meeting_id": "编号",
    "held_on": column.day("开会日期"),
    "kind": column.text("会议", 120),
    "topic": column.main("议题"),
    "came_word": column.text("到会", 190, grows=2),
    "record_word": column.name("记录"),
    "late_word": column.name("补录", is_rare=True),
}
_LABELS = {
    "meeting_id": "编号",
    "held_on": "开会日期",
    "kind": "会议",
    "topic": "议题",
    "came_word": "到会",
    "record_word": "记录",
    "minutes": "会议记录",
    "late_word": "补录",
}
_ACTIONS = {"note": "登记出席", "write": "写会议记录"}
_USED = {"查找": "meeting_other_text", "会议": "meeting_other_kind", "记录": "meeting_other_record"}


def show_others(visit: Visit, _meeting: pd.Series | None) -> None:
    """Draws the other meetings; a row opens its sheet, with the forms for who came and for the minutes."""
    whole = other_meetings(visit.store, visit.activity.activity_id, visit.as_of)
    if whole.empty:
        st.info(
            "还没有开过别的会。座谈会、通报会在“整改台账”的“标记会议”里标上日期，开会那天起在这里登记到会和会议记录。",
            icon=":material/groups:",
        )
        return
    with filters.bar("meeting_others", _USED.values()):
        text = filters.find("查找", "meeting_other_text", "议题、会议记录")
        asked = {
            "kind": filters.choose("会议", "meeting_other_kind", whole["kind"].unique().tolist()),
            "record_word": filters.choose("记录", "meeting_other_record", whole["record_word"].unique().tolist()),
        }
    rows = having(whole, asked, text, MEETING_SEARCHED)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        filters.counted(len(rows), len(whole), "次", _USED)
        filter_values = dict(zip(_USED, (text, *asked.values()), strict=True))
        export_button(visit, rows, _LABELS, "其他会议", filter_values, "meeting_others_export")
    if rows.empty:
        st.info("没有符合这些条件的会议。可以清除筛选。", icon=":material/filter_alt:")
    else:
        show_table(
            rows, _COLUMNS, key="meeting_others", id_column="meeting_id", open_key="meeting_other", name="其他会议"
        )
    row = opened_row("meeting_other", lambda: whole, "meeting_id", "会议")
    if row is not None:
        _sheet(visit, row)


@st.dialog("会议", width=SHEET_WIDTH, position="right", on_dismiss=closing("meeting_other"))
def _sheet(visit: Visit, row: pd.Series) -> None:
    came = meeting.attendance(visit.store, visit.activity.activity_id, visit.as_of)
    came = came[came["meeting_id"] == row["meeting_id"]]
    st.html(heading(row["meeting_id"], row["topic"]))
    if visit.may("meeting.edit"):
        show_action(
            f"meeting_other_{row['meeting_id']}",
            list(_ACTIONS),
            _ACTIONS,
            lambda action: _form(visit, row, came, action),
            lambda action, given: _save(visit, row, came, action, given),
        )
    names = {word: "、".join(came[came["presence"] == presence]["person_name"]) for presence, word in PRESENCE.items()}
    st.html(facts({"会议": row["kind"], "时间": row["held_on"], "到会人数": row["came_word"], **names}))
    st.html(facts({"会议记录": row["minutes"] or "还没有写"}))
    word_button(
        visit,
        "other_record",
        {"meeting": row["meeting_id"]},
        "会议记录 Word",
        f"{row['kind']}记录-{row['held_on']:%Y%m%d}.docx",
        key=f"meeting_other_word_{row['meeting_id']}",
        icon=":material/download:",
    )


def _form(visit: Visit, row: pd.Series, came: pd.DataFrame, action: str) -> tuple[Sequence[Field], Mapping[str, Any]]:
    if action == "note":
        return attendance_form(visit, came)
    fields = [
        Field("came_count", "到会人数", "number", help="把不在人员名单里的也数上"),
        Field("came_from", "到会的是哪些人", "choices", words_of(visit, "giver"), help="只记哪一类人，不记姓名"),
        Field("minutes", "会议记录", "area", wide=True, at_most=20_000),
    ]
    initial = initial_of(row)
    came_from = [each for each in initial["came_from"].split("、") if each]
    return fields, {**initial, "came_from": came_from, "seq": initial["seq"] or None}


def _save(visit: Visit, row: pd.Series, came: pd.DataFrame, action: str, given: dict[str, Any]) -> str:
    if action == "note":
        return note(visit, row, given, attendance_form(visit, came)[1]["others"])
    to = (visit.store, visit.actor, visit.activity.activity_id, row["meeting_id"])
    meeting.keep_minutes(*to, given, seen_seq=given.get("seen_seq"))
    return "会议记录已保存"
