"""Meetings on the time line: the days that the ledger is compared with."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.meeting import calendar as meetings
from board.store.frames import each_row
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit
from board.ui.rectification.dialogs import end
from board.words import MEETING_KINDS

_NEW = "new"


@st.dialog("会议", width="medium", on_dismiss=end)
def show_meetings(visit: Visit) -> None:
    """Draws the meetings, newest first, and the form that adds or edits one."""
    held = activities.meetings(visit.store, visit.activity.activity_id)
    st.caption("开过的会标在查出与销号的曲线上；页头的“与…相比”里，“上次会议”就是最近开过的一次。")
    names = {_NEW: "标记一次会议"} | {row.meeting_id: _named(row) for row in each_row(held)}
    if st.session_state.get("meetings_chosen", _NEW) not in names:  # somebody deleted it
        st.session_state["meetings_chosen"] = _NEW
    chosen = st.selectbox("会议", list(names), format_func=names.__getitem__, key="meetings_chosen")
    initial = _initial(visit, held, chosen)
    fields = [
        Field("kind", "会议类型", "choice", {kind: kind for kind in dict.fromkeys((*MEETING_KINDS, *held["kind"]))}),
        Field("held_on", "开会日期", "day"),
        Field("topic", "议题", wide=True),
    ]
    if show_form(f"meetings_{chosen}", fields, initial, lambda given: _save(visit, chosen, given)):
        st.rerun()
    if chosen != _NEW and show_form(
        f"meetings_{chosen}_remove", [], {}, lambda _: _remove(visit, chosen), "删去这次会议"
    ):
        st.rerun()


def _named(row: Any) -> str:
    return in_markdown(f"{row.held_on:%Y-%m-%d}　{row.kind}　{row.topic}")


def _initial(visit: Visit, held: pd.DataFrame, chosen: str) -> dict[str, Any]:
    if chosen == _NEW:
        return {"held_on": visit.as_of}
    row = held[held["meeting_id"] == chosen].iloc[0]
    return {"kind": row["kind"], "held_on": row["held_on"].date(), "topic": row["topic"]}


def _save(visit: Visit, chosen: str, given: Mapping[str, Any]) -> str:
    to = (visit.store, visit.actor, visit.activity.activity_id)
    if chosen == _NEW:
        meetings.add(*to, given)
        return "已标记会议"
    meetings.edit(*to, chosen, given)
    return "会议已修改"


def _remove(visit: Visit, chosen: str) -> str:
    meetings.remove(visit.store, visit.actor, visit.activity.activity_id, chosen)
    return "已删去这次会议"
