"""The beginning of 民主生活会: which meeting, the answer at the top, and the plan's requirements before it."""

from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.meeting import actions as life_meeting
from board.meeting import calendar as meetings
from board.meeting.answer import meeting_answer
from board.meeting.views import problem_rows, readiness
from board.ui.parts import answer, filters
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.links import go
from board.ui.parts.sheets import closing
from board.ui.parts.table import column
from board.ui.parts.table.paged import export_button, show_rows
from board.ui.parts.visit import Visit, words_of
from board.words import LIFE_MEETING

PARTS = ("会前准备", "发言提纲", "会议记录", "问题清单", "其他会议", "学习调研成果")
# Where a requirement is met: the page and its filters.
_MENDED = {
    "heard": ("opinions", {}),
    "opinions_sorted": ("opinions", {"opinions_view": "待梳理"}),
    "opinions_fed_back": ("opinions", {"opinions_view": "等反馈"}),
    "talks_held": ("talks", {}),
    "outlines_in": ("meeting", {"meeting_part": "发言提纲"}),
    "written_ahead": ("meeting", {"meeting_part": "发言提纲"}),
}
_COLUMNS: dict[str, Any] = {
    "to_mend": "去",
    "label": column.main("会前要办的"),
    "state_word": column.name("办了没有"),
    "progress": column.name("办好 / 要办"),
    "due_on": column.day("哪天前办好"),
    "news_word": column.name("与相比那天"),
    "missing": column.text("还缺", 180, grows=3),
}
_LABELS = {
    "label": "会前要办的",
    "state_word": "办了没有",
    "progress": "办好 / 要办",
    "due_on": "哪天前办好",
    "missing": "还缺",
}


def chosen_meeting(visit: Visit) -> pd.Series | None:
    """Returns the democratic life meeting shown: the newest, or the one chosen of several; None if none is set."""
    known = life_meeting.life_meetings(visit.store, visit.activity.activity_id, visit.as_of)
    if known.empty:
        return None
    if len(known) == 1:
        return known.iloc[0]
    names = [f"{day:%Y-%m-%d}" for day in known["held_on"]]
    with st.container(width=220):
        day = filters.choose_one("哪一次会", "meeting_day", names)
    return known.iloc[names.index(day)]


def show_answer(visit: Visit, meeting: pd.Series | None) -> None:
    """Shows whether the meeting is ready or was held, what was missing before it, and what became of its problems."""
    if meeting is None:
        st.info(
            f"还没有定下{LIFE_MEETING}的日期。定下以后，会前要办的、会上的记录、会后的问题都在这里。",
            icon=":material/groups:",
        )
        _show_set_button(visit)
        return
    key, givers = (visit.store, visit.activity.activity_id, visit.as_of), visit.may("see.givers")
    ready = readiness(*key, meeting["meeting_id"])
    rows = problem_rows(*key, visit.compare_on, givers)
    answer.show_answer(visit, "meeting", meeting_answer(meeting, ready, rows, visit.as_of, visit.compare_on))


def show_readiness(visit: Visit, meeting: pd.Series | None) -> None:
    """Draws the plan's requirements before the meeting, ticked by records, each with a link to where it is met."""
    meeting_id = None if meeting is None else meeting["meeting_id"]
    key = (visit.store, visit.activity.activity_id, visit.as_of)
    rows = readiness(*key, meeting_id, visit.compare_on)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption("办没办妥由各页的记录得出，不能在这里打勾；点一行去补。")
        export_button(visit, rows, _LABELS, "民主生活会会前准备", {}, "meeting_readiness_export")
    targets = [_MENDED[requirement] for requirement in rows["requirement"]]

    def act(at: int) -> None:
        subject, asked = targets[at]
        if subject == "meeting":
            st.session_state.update(asked)
        else:
            go(subject, asked)

    show_rows(rows, _COLUMNS, key="meeting_readiness", button="to_mend", name="会前准备", act=act)


def _show_set_button(visit: Visit) -> None:
    if visit.may("meetings.edit") and st.button("定下开会日期", icon=":material/event:", key="meeting_set"):
        st.session_state["meeting_setting"] = True


def show_setting(visit: Visit) -> None:
    """Draws the form that sets the meeting's day, if it was opened."""
    if st.session_state.get("meeting_setting") and visit.may("meetings.edit"):
        _setting_dialog(visit)


_stop_setting = closing("meeting_setting")


@st.dialog("定下开会日期", on_dismiss=_stop_setting)
def _setting_dialog(visit: Visit) -> None:
    fields = [Field("held_on", "开会日期", "day"), Field("topic", "会议主题", wide=True)]
    if show_form("meeting_new", fields, {"topic": visit.activity.theme}, lambda given: _set(visit, given)):
        _stop_setting()
        st.rerun()


def _set(visit: Visit, given: dict[str, Any]) -> str:
    meetings.add(visit.store, visit.actor, visit.activity.activity_id, {**given, "kind": LIFE_MEETING})
    return "已定下开会日期"


def concerns_of(visit: Visit) -> list[Field]:
    """Returns the field for what the plan wants looked for at the meeting; none where it names nothing."""
    concerns = words_of(visit, "concern")
    about = "方案要在会上着重查找的；都不是就不选"
    return [Field("concern", "着重查找的", "choice", {"": "—", **concerns}, help=about)] if concerns else []


def members_of(visit: Visit) -> dict[str, str]:
    """Returns the leading members, id → name, in order."""
    people = activities.people(visit.store, visit.activity.activity_id)
    members = people[people["is_member"]]
    return dict(zip(members["person_id"], members["name"], strict=True))
