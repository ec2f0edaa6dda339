"""问题清单 on 民主生活会: the problems found and what became of each."""

from typing import Any

import pandas as pd
import streamlit as st

from board.meeting import actions as life_meeting
from board.meeting.views import PROBLEM_SEARCHED, WITH_ITEM, WITHOUT_ITEM, problem_rows
from board.problems import actions as problems
from board.store import records
from board.store.frames import having
from board.ui.meeting.page import concerns_of, members_of
from board.ui.meeting.problem_sheet import show_problem
from board.ui.parts import filters
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.removed import show_removed
from board.ui.parts.sheets import closing
from board.ui.parts.table import column
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import Visit, words_of
from board.wording import shortened
from board.words import ABOUT

_COLUMNS: dict[str, Any] = {
    "problem_id": "编号",
    "content": column.main("具体问题"),
    "item_word": column.name("转整改没有", stays=True),
    "about_word": column.name("谁的"),
    "aspect": column.text("方面", 85),
    "item_ids": column.text("整改事项", 110),
    "sources": column.text("来源", 150),
    "late_word": column.name("补录", is_rare=True),
    "subjective_cause": column.text("主观原因", 180, grows=2),
    "solve_word": column.text("当前能不能解决", 115),
    "news_word": column.name("与相比那天"),
}
_LABELS = {
    "problem_id": "编号",
    "found_on": "查出日期",
    "late_word": "补录",
    "about_word": "谁的",
    "aspect": "方面",
    "concern": "着重查找的",
    "content": "具体问题",
    "subjective_cause": "主观原因",
    "objective_cause": "客观原因",
    "solve_word": "当前能不能解决",
    "report_section": "报告章节",
    "sources": "来源",
    "item_ids": "整改事项",
}
_LONGEST = 60
_USED = {
    "查找": "meeting_problem_text",
    "转整改": "meeting_item",
    "谁的": "meeting_about",
    "方面": "meeting_problem_aspect",
}


def show_problems(visit: Visit, chosen: pd.Series | None) -> None:
    """Draws the problems and what became of them; a row opens its sheet."""
    key = (visit.store, visit.activity.activity_id, visit.as_of, visit.compare_on)
    whole = problem_rows(*key, visit.may("see.givers"))
    if visit.may("meeting.edit") and st.button("登记问题", icon=":material/add:", key="meeting_problem_add"):
        st.session_state["meeting_problem_new"] = True
    if whole.empty:
        st.info(
            "还没有登记问题。会上和会前查出的问题登记在这里，写明主观原因，再转成整改事项。", icon=":material/report:"
        )
    else:
        _show_list(visit, whole)
    show_removed(visit, problems.PROBLEM, lambda row: shortened(row.content, _LONGEST))
    if st.session_state.get("meeting_problem_new") and visit.may("meeting.edit"):
        _add_dialog(visit, chosen)
    else:
        show_problem(visit, problem_fields(visit))


def _show_list(visit: Visit, whole: pd.DataFrame) -> None:
    with filters.bar("meeting_problems", _USED.values()):
        text = filters.find("查找", "meeting_problem_text", "编号、问题、原因")
        asked = {
            "item_word": filters.choose("转整改", "meeting_item", [WITHOUT_ITEM, WITH_ITEM]),
            "about_word": filters.choose("谁的", "meeting_about", whole["about_word"].unique().tolist()),
            "aspect": filters.choose("方面", "meeting_problem_aspect", list(words_of(visit, "aspect"))),
        }
    rows = having(whole, asked, text, PROBLEM_SEARCHED)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        filters.counted(len(rows), len(whole), "个", _USED)
        filter_values = dict(zip(_USED, (text, *asked.values()), strict=True))
        export_button(visit, rows, _LABELS, "问题清单", filter_values, "meeting_problems_export")
    if rows.empty:
        st.info("没有符合这些条件的问题。可以清除筛选。", icon=":material/filter_alt:")
        return
    show_table(
        rows, _COLUMNS, key="meeting_problems", id_column="problem_id", open_key="meeting_problem", name="问题清单"
    )


def problem_fields(visit: Visit) -> list[Field]:
    """Returns the fields to register or edit a problem."""
    held = life_meeting.life_meetings(visit.store, visit.activity.activity_id, visit.as_of)
    held = held[held["is_held"]]
    meetings = {
        None: "不是会上查出的",
        **{key: f"{day:%Y-%m-%d} 的会" for key, day in zip(held["meeting_id"], held["held_on"], strict=True)},
    }
    return [
        Field("content", "具体问题", "area", wide=True),
        Field("subjective_cause", "主观原因", "area", help="不能只写客观原因"),
        Field("objective_cause", "客观原因", "area"),
        Field("about", "谁的问题", "choice", ABOUT),
        Field("member_id", "哪位领导", "choice", {None: "—", **members_of(visit)}, help="领导个人的问题才填"),
        Field("aspect", "方面", "choice", words_of(visit, "aspect")),
        *concerns_of(visit),
        Field("solve_now", "当前就能解决", "flag", help="能马上解决的，转成立行立改"),
        Field("found_on", "查出日期", "day"),
        Field("meeting_id", "哪次会上查出的", "choice", meetings),
        Field("report_section", "报告章节", "choice", {"": "—", **words_of(visit, "section")}),
    ]


@st.dialog("登记问题", width="large", on_dismiss=closing("meeting_problem_new"))
def _add_dialog(visit: Visit, chosen: pd.Series | None) -> None:
    at_meeting = chosen is not None and bool(chosen["is_held"])
    initial = {
        "found_on": visit.as_of,
        "about": "group",
        "meeting_id": chosen["meeting_id"] if chosen is not None and at_meeting else None,
        "report_section": "",
        "concern": "",
    }
    if show_form("meeting_problem_new_form", problem_fields(visit), initial, lambda given: _add(visit, given)):
        st.rerun()


def _add(visit: Visit, given: dict[str, Any]) -> str:
    return f"已登记问题 {records.add(visit.store, visit.actor, problems.PROBLEM, visit.activity.activity_id, given)}"
