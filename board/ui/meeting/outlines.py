"""发言提纲 on 民主生活会: mirrors that are still empty, the findings, their forms, and the papers in Word."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.meeting import outlines, studies
from board.meeting.views import FINDING_SEARCHED
from board.papers.outlined import ALL
from board.store import records
from board.store.frames import each_row, having, with_late_word
from board.ui.meeting.outlines_import import show_import, show_import_button
from board.ui.meeting.page import members_of
from board.ui.meeting.tables import by_aspect, duties, papers
from board.ui.parts import filters
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.papers.word import word_button
from board.ui.parts.plain import in_html, in_markdown
from board.ui.parts.records import SHEET_WIDTH, facts, heading, history
from board.ui.parts.removed import show_removed
from board.ui.parts.sheets import closing, opened_row, show_record_actions
from board.ui.parts.table import column
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import Visit, words_of
from board.wording import shortened
from board.words import RECORD_ACTION

# Up to this many empty cells get a button each.
_OFFERED = 6
_LONGEST = 60
_COLUMNS: dict[str, Any] = {
    "outline_id": "编号",
    "member_name": column.name("班子成员"),
    "mirror": column.text("对照", 150),
    "aspect": column.text("方面", 95),
    "duty": column.text("分工", 110),
    "content": column.main("查找到的问题"),
    "written_on": column.day("写成"),
    "late_word": column.name("补录", is_rare=True),
}
_LABELS = {
    "outline_id": "编号",
    "member_name": "班子成员",
    "mirror": "对照",
    "aspect": "方面",
    "duty": "分工",
    "study_id": "依据的调研成果",
    "content": "查找到的问题",
    "written_on": "写成日期",
    "late_word": "补录",
}


def show_outlines(visit: Visit, _meeting: pd.Series | None) -> None:
    """Draws the papers: the table of mirrors, buttons for the empty cells, and the findings."""
    cells = outlines.coverage(visit.store, visit.activity.activity_id, visit.as_of)
    here = (visit.store, visit.activity.activity_id)
    findings = with_late_word(*here, "outlines", visit.as_of, outlines.outlines(*here, visit.as_of))
    st.html(papers(cells, outlines.questions(visit.store, visit.activity.activity_id)))
    st.html(duties(outlines.duties(visit.store, visit.activity.activity_id, visit.as_of)))
    st.html(f"<p>{by_aspect(_aspects(visit, findings))}</p>")
    with st.container(horizontal=True, vertical_alignment="center"):
        _show_empty(visit, cells[cells["finding_count"] == 0])
        _show_word(visit)
        show_import_button(visit)
    show_import(visit)
    if findings.empty:
        st.info("还没有登记发言提纲。每位成员按四对照查找到的问题，一条一条登记在这里。", icon=":material/edit_note:")
    else:
        _show_findings(visit, findings)
    show_removed(visit, outlines.OUTLINE, lambda row: f"{row.mirror}：{shortened(row.content, _LONGEST)}")
    _show_adding(visit)
    _show_finding(visit)


def _aspects(visit: Visit, findings: pd.DataFrame) -> dict[str, int]:
    counts = findings["aspect"].value_counts()
    return {aspect: int(counts.get(aspect, 0)) for aspect in words_of(visit, "aspect")}


def _show_empty(visit: Visit, empty: pd.DataFrame) -> None:
    """Draws the buttons that register a finding: for any cell, and one for each empty cell."""
    if not visit.may("meeting.edit"):
        return
    if st.button("登记查找到的问题", icon=":material/add:", key="meeting_finding_add"):
        st.session_state["meeting_finding_new"] = {}
    for cell in each_row(empty.head(_OFFERED)):
        label = in_markdown(f"补 {cell.member_name}·{cell.mirror}")
        if st.button(label, key=f"meeting_empty_{cell.member_id}_{cell.mirror}"):
            st.session_state["meeting_finding_new"] = {"member_id": cell.member_id, "mirror": cell.mirror}


def _show_word(visit: Visit) -> None:
    for label, blank in (("导出提纲", ""), ("空白提纲", "1")):
        word_button(
            visit,
            "outline",
            {"member": ALL, "blank": blank},
            f"{label} Word",
            f"{'空白发言提纲' if blank else '发言提纲'}-{visit.as_of:%Y%m%d}.docx",
            key=f"meeting_word_{label}",
            icon=":material/download:",
        )


def _show_findings(visit: Visit, findings: pd.DataFrame) -> None:
    used = {"查找": "meeting_text", "班子成员": "meeting_member", "对照": "meeting_mirror", "方面": "meeting_aspect"}
    with filters.bar("meeting_findings", used.values()):
        text = filters.find("查找", "meeting_text", "编号、内容")
        asked = {
            "member_name": filters.choose("班子成员", "meeting_member", findings["member_name"].unique().tolist()),
            "mirror": filters.choose("对照", "meeting_mirror", list(words_of(visit, "mirror"))),
            "aspect": filters.choose("方面", "meeting_aspect", list(words_of(visit, "aspect"))),
        }
    rows = having(findings, asked, text, FINDING_SEARCHED)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        filters.counted(len(rows), len(findings), "条", used)
        filter_values = dict(zip(used, (text, *asked.values()), strict=True))
        export_button(visit, rows, _LABELS, "发言提纲", filter_values, "meeting_findings_export")
    if rows.empty:
        st.info("没有符合这些条件的。可以清除筛选。", icon=":material/filter_alt:")
    else:
        show_table(
            rows,
            _COLUMNS,
            key="meeting_findings",
            id_column="outline_id",
            open_key="meeting_finding",
            name="查找到的问题",
        )


def _fields(visit: Visit) -> list[Field]:
    asked = outlines.questions(visit.store, visit.activity.activity_id)
    mirrors = {mirror: f"{mirror}：{question}" if question else mirror for mirror, question in asked.items()}
    return [
        Field("member_id", "班子成员", "choice", members_of(visit)),
        Field("mirror", "对照（查找什么）", "choice", mirrors),
        Field("aspect", "方面", "choice", words_of(visit, "aspect")),
        Field("duty", "哪项分工", "choice", {"": "—", **_duties_of(visit)}, help="这位成员分管的哪一块；都不是就不选"),
        Field("study_id", "依据的调研成果", "choice", {"": "—", **_studies_of(visit)}),
        Field("written_on", "写成日期", "day"),
        Field("content", "查找到的问题", "area", wide=True),
    ]


def _studies_of(visit: Visit) -> dict[str, str]:
    rows = studies.studies(visit.store, visit.activity.activity_id, visit.as_of)
    return {row.study_id: f"{row.study_id} {shortened(row.topic, _LONGEST)}" for row in each_row(rows)}


def _duties_of(visit: Visit) -> dict[str, str]:
    """Returns every duty of the members, with whose it is."""
    whose: dict[str, list[str]] = {}
    for row in each_row(outlines.duties(visit.store, visit.activity.activity_id, visit.as_of)):
        whose.setdefault(row.duty, []).append(row.member_name)
    return {duty: f"{duty}（{'、'.join(names)}）" for duty, names in whose.items()}


def _show_adding(visit: Visit) -> None:
    cell = st.session_state.get("meeting_finding_new")
    if cell is not None and visit.may("meeting.edit"):
        _add_dialog(visit, cell)


@st.dialog("登记查找到的问题", width="large", on_dismiss=closing("meeting_finding_new"))
def _add_dialog(visit: Visit, cell: Mapping[str, Any]) -> None:
    st.caption("一个问题一条。登记后可以接着登记下一条，登记完关上。")
    key = f"meeting_finding_new_{cell.get('member_id', '')}_{cell.get('mirror', '')}"
    if show_form(
        key,
        _fields(visit),
        {"written_on": visit.as_of, "duty": "", "study_id": "", **cell},
        lambda given: _add(visit, given),
    ):
        st.rerun()


def _add(visit: Visit, given: dict[str, Any]) -> str:
    return f"已登记 {records.add(visit.store, visit.actor, outlines.OUTLINE, visit.activity.activity_id, given)}"


def _show_finding(visit: Visit) -> None:
    rows = partial(outlines.outlines, visit.store, visit.activity.activity_id, visit.as_of)
    is_covered = st.session_state.get("meeting_finding_new") is not None
    finding = opened_row("meeting_finding", rows, "outline_id", is_covered=is_covered)
    if finding is not None:
        _sheet(visit, finding)


@st.dialog("查找到的问题", width=SHEET_WIDTH, position="right", on_dismiss=closing("meeting_finding"))
def _sheet(visit: Visit, finding: pd.Series) -> None:
    outline_id = finding["outline_id"]
    st.html(heading(outline_id, finding["content"]))
    if visit.may("meeting.edit"):
        key = f"meeting_finding_{outline_id}"
        show_record_actions(visit, key, outlines.OUTLINE, finding, partial(_fields, visit))
    details = {"班子成员": finding["member_name"], "对照": finding["mirror"], "方面": finding["aspect"]}
    st.html(
        facts(
            {
                **details,
                "分工": finding["duty"],
                "依据的调研成果": finding["study_id"],
                "写成日期": finding["written_on"],
            }
        )
    )
    events = outlines.events(visit.store, visit.activity.activity_id, outline_id)
    st.html(history(events, visit.as_of, RECORD_ACTION, lambda event: in_html(event.content)))
