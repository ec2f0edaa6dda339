"""会议记录 on 民主生活会: attendance, who criticised whom, the minutes; typed during the meeting."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.meeting import actions as meeting
from board.meeting.views import aspects_touched, criticised
from board.store import records
from board.store.frames import as_options
from board.ui.meeting.page import concerns_of, members_of
from board.ui.meeting.tables import aspects, criticism
from board.ui.parts import filters
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.papers.word import word_button
from board.ui.parts.records import SHEET_WIDTH, facts, heading
from board.ui.parts.removed import show_removed
from board.ui.parts.sheets import closing, opened_row, show_record_actions
from board.ui.parts.table import column
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import Visit, words_of
from board.wording import late_words, shortened
from board.words import PRESENCE

_COLUMNS: dict[str, Any] = {
    "criticism_id": "编号",
    "critic_name": column.name("提出的人"),
    "whom": column.name("对谁"),
    "aspect": column.text("方面", 95),
    "content": column.main("批评内容"),
    "cause": column.text("原因", 170, grows=2),
    "suggestion": column.text("建议", 170, grows=2),
    "late_word": column.name("补录", is_rare=True),
}
_LABELS = {
    "criticism_id": "编号",
    "critic_name": "提出的人",
    "whom": "对谁",
    "aspect": "方面",
    "concern": "着重查找的",
    "content": "批评内容",
    "cause": "原因",
    "suggestion": "建议",
    "late_word": "补录",
}
_SELF = "自我批评"
_LONGEST = 60


def show_record(visit: Visit, chosen: pd.Series | None) -> None:
    """Draws the record of the chosen meeting."""
    if chosen is None or not chosen["is_held"]:
        st.info("会还没有开。开会那天起，出席、批评和会议记录登记在这里。", icon=":material/groups:")
        return
    criticisms = meeting.criticisms(visit.store, visit.activity.activity_id, visit.as_of)
    criticisms = criticisms[criticisms["meeting_id"] == chosen["meeting_id"]]
    criticisms = criticisms.assign(
        whom=criticisms["target_name"].where(~criticisms["is_self"].astype(bool), _SELF),
        late_word=late_words([chosen["held_on"]] * len(criticisms), criticisms["registered_at"]),
    )
    came = meeting.attendance(visit.store, visit.activity.activity_id, visit.as_of)
    came = came[came["meeting_id"] == chosen["meeting_id"]]
    left, right = st.columns([3, 2], gap="large")
    with left:
        _show_criticism(visit, chosen)
    with right:
        _show_facts(visit, chosen, came, criticisms)
        if visit.may("meeting.edit"):
            _show_attendance_form(visit, chosen, came)
            _show_minutes_form(visit, chosen)
    _show_criticisms(visit, criticisms)
    show_removed(visit, meeting.CRITICISM, lambda row: shortened(row.content, _LONGEST))
    _show_sheet(visit, criticisms)


def _show_criticism(visit: Visit, chosen: pd.Series) -> None:
    st.header("谁批评了谁")
    st.html(criticism(criticised(visit.store, visit.activity.activity_id, visit.as_of, chosen["meeting_id"])))
    st.header("各方面谁讲到了")
    st.html(aspects(aspects_touched(visit.store, visit.activity.activity_id, visit.as_of, chosen["meeting_id"])))
    if visit.may("meeting.edit"):
        st.header("记一条批评")
        fields = _criticism_fields(visit)
        before = {"critic_id": st.session_state.get("meeting_critic"), "concern": ""}
        if show_form("meeting_criticism_new", fields, before, lambda given: _add(visit, chosen, given), "记下"):
            st.rerun()


def _criticism_fields(visit: Visit) -> list[Field]:
    members = members_of(visit)
    return [
        Field("critic_id", "提出的人", "choice", members),
        Field("target_id", "对谁", "choice", members, help="自我批评就选本人"),
        Field("aspect", "方面", "choice", words_of(visit, "aspect"), wide=not concerns_of(visit)),
        *concerns_of(visit),
        Field("content", "批评内容", "area", wide=True),
        Field("cause", "原因", "area"),
        Field("suggestion", "建议", "area", help="自我批评写打算怎么改"),
    ]


def _add(visit: Visit, chosen: pd.Series, given: dict[str, Any]) -> str:
    to = (visit.store, visit.actor, meeting.CRITICISM, visit.activity.activity_id)
    criticism_id = records.add(*to, {**given, "meeting_id": chosen["meeting_id"]})
    st.session_state["meeting_critic"] = given["critic_id"]  # the next criticism mostly comes from the same speaker
    return f"已记下 {criticism_id}"


def _show_facts(visit: Visit, chosen: pd.Series, came: pd.DataFrame, criticisms: pd.DataFrame) -> None:
    st.header("会议情况")
    names = {word: "、".join(came[came["presence"] == presence]["person_name"]) for presence, word in PRESENCE.items()}
    stated = "已说明" if chosen["theme_stated"] else "没有记录说明过"
    fields = {"时间": chosen["held_on"], "主题": chosen["topic"], "主题是否说明": stated}
    st.html(facts({**fields, **names, "会议记录": chosen["minutes"] or "还没有写"}))
    word_button(
        visit,
        "meeting_record",
        {"meeting": chosen["meeting_id"]},
        "会议记录 Word",
        f"民主生活会记录-{chosen['held_on']:%Y%m%d}.docx",
        key="meeting_record_word",
        icon=":material/download:",
    )


def attendance_form(visit: Visit, came: pd.DataFrame) -> tuple[list[Field], dict[str, Any]]:
    """Returns the fields for who came to a meeting, and their values as noted (rows of `meeting.attendance`)."""
    people = activities.people(visit.store, visit.activity.activity_id)
    others = as_options(people[~people["is_member"]], "person_id", "name")
    noted: dict[str, Any] = dict(zip(came["person_id"], came["presence"], strict=True))
    fields = [
        Field(member_id, name, "choice", {None: "—", **PRESENCE}) for member_id, name in members_of(visit).items()
    ]
    fields.append(Field("others", "其他到会的人", "choices", others, wide=True))
    initial = {
        **noted,
        "others": [person for person, presence in noted.items() if person in others and presence == "present"],
    }
    return fields, initial


def _show_attendance_form(visit: Visit, chosen: pd.Series, came: pd.DataFrame) -> None:
    fields, initial = attendance_form(visit, came)
    with st.expander("登记出席"):
        key = f"meeting_attendance_{chosen['meeting_id']}"
        if show_form(key, fields, initial, lambda given: note(visit, chosen, given, initial["others"])):
            st.rerun()


def note(visit: Visit, chosen: pd.Series, given: dict[str, Any], before: list[str]) -> str:
    """Saves who came, as typed in `attendance_form`; `before`: the others who came until now. Returns the message."""
    others = given.pop("others")
    presences = given | dict.fromkeys(others, "present") | dict.fromkeys(set(before) - set(others))
    to = (visit.store, visit.actor, visit.activity.activity_id, chosen["meeting_id"])
    meeting.note_attendance(*to, presences)
    return "已登记出席"


def _show_minutes_form(visit: Visit, chosen: pd.Series) -> None:
    fields = [
        Field("theme_stated", "会上说明了主题", "flag", wide=True),
        Field("minutes", "会议记录", "area", wide=True, at_most=20_000),
    ]
    initial = {name: chosen[name] for name in ("theme_stated", "minutes")} | {"seq": chosen["seq"] or None}
    with st.expander("写会议记录"):
        key = f"meeting_minutes_{chosen['meeting_id']}"
        if show_form(key, fields, initial, lambda given: _keep(visit, chosen, given)):
            st.rerun()


def _keep(visit: Visit, chosen: pd.Series, given: dict[str, Any]) -> str:
    to = (visit.store, visit.actor, visit.activity.activity_id, chosen["meeting_id"])
    meeting.keep_minutes(*to, given, seen_seq=given.get("seen_seq"))
    return "会议记录已保存"


def _show_criticisms(visit: Visit, criticisms: pd.DataFrame) -> None:
    st.header("批评与自我批评")
    if criticisms.empty:
        st.info("还没有记下批评。谁对谁、哪方面、说了什么，会上一条一条记。", icon=":material/forum:")
        return
    with filters.bar("meeting_criticisms", ("meeting_critics", "meeting_targets"), width=900):
        critics = filters.choose("提出的人", "meeting_critics", criticisms["critic_name"].unique().tolist())
        targets = filters.choose("对谁", "meeting_targets", criticisms["whom"].unique().tolist())
    rows = criticisms[criticisms["critic_name"].isin(critics)] if critics else criticisms
    rows = rows[rows["whom"].isin(targets)] if targets else rows
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        filters.counted(len(rows), len(criticisms), "条", {"提出的人": "meeting_critics", "对谁": "meeting_targets"})
        asked = {"提出的人": critics, "对谁": targets}
        export_button(visit, rows, _LABELS, "批评与自我批评", asked, "meeting_criticisms_export")
    if not rows.empty:
        show_table(
            rows,
            _COLUMNS,
            key="meeting_criticisms",
            id_column="criticism_id",
            open_key="meeting_criticism",
            name="批评与自我批评",
        )


def _show_sheet(visit: Visit, criticisms: pd.DataFrame) -> None:
    row = opened_row("meeting_criticism", lambda: criticisms, "criticism_id", "批评")
    if row is not None:
        _sheet(visit, row)


@st.dialog("批评", width=SHEET_WIDTH, position="right", on_dismiss=closing("meeting_criticism"))
def _sheet(visit: Visit, row: pd.Series) -> None:
    criticism_id = row["criticism_id"]
    st.html(heading(criticism_id, row["content"]))
    if visit.may("meeting.edit"):
        key = f"meeting_criticism_{criticism_id}"
        show_record_actions(visit, key, meeting.CRITICISM, row, partial(_criticism_fields, visit))
    st.html(facts({"提出的人": row["critic_name"], "对谁": row["whom"], "方面": row["aspect"]}))
    st.html(facts({_LABELS[name]: row[name] for name in ("concern", "cause", "suggestion")}))
