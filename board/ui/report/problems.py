"""问题: the problems on record, the sections that mention them, their causes, and the studies the report draws on."""

from typing import Any

import pandas as pd
import streamlit as st

from board.meeting.studies import studies
from board.report import links as report_links
from board.report import reading as report
from board.store.frames import each_row
from board.truth.versions import problems_with_sections
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit
from board.ui.report.dialogs import begin, dialog_open, end
from board.wording import shortened

_COLUMNS: dict[str, Any] = {
    "problem_id": column.name("编号"),
    "content": column.main("问题"),
    "sections": column.text("写在哪一部分", 150),
    "about_word": column.name("谁的"),
    "aspect": column.text("方面", 85),
    "source_word": column.name("背后的记录"),
    "cause_word": column.name("主观原因"),
    "subjective_cause": column.text("主观原因是什么", 180, grows=2),
}
_STUDIES: dict[str, Any] = {
    "study_id": column.name("编号"),
    "topic": column.text("调研题目", 200, grows=2),
    "content": column.main("发现了什么"),
    "problem_ids": column.text("写成了问题", 120),
    "sections": column.text("写在哪一部分", 150),
}
_LONGEST = 30


def show_problems(visit: Visit, version: pd.Series) -> None:
    """Draws all problems on record with the sections that mention them, the unmentioned first; and the form to link."""
    problems = problems_with_sections(visit.store, visit.activity.activity_id, version["version_id"], visit.as_of)
    if problems.empty:
        st.info("还没有登记问题。民主生活会上查出的问题登记以后，在这里连到报告的各部分。", icon=":material/link:")
        return
    left = problems[problems["sections"] == ""]["problem_id"].tolist()
    if left:
        st.warning(f"记录在案、报告里没有写到的：{'、'.join(left)}", icon=":material/link_off:")
    if visit.may("report.edit"):
        st.button("连到各部分", icon=":material/link:", key="report_link", on_click=begin, args=("link",))
    shown = problems.assign(place=problems["sections"] != "").sort_values(["place", "problem_id"])
    quiet_table(shown, _COLUMNS, "报告里的问题", key="report_problems_table", nothing="")
    if dialog_open(visit) == "link" and visit.may("report.edit"):
        _link_dialog(visit, version, problems)


def show_studies(visit: Visit) -> None:
    """Draws the findings of the first stage with the sections that draw on them, those of no section first."""
    found = studies(visit.store, visit.activity.activity_id, visit.as_of)
    if found.empty:
        return
    st.html('<h3 class="section">学习调研成果</h3>')
    shown = found.assign(place=found["sections"] != "").sort_values(["place", "study_id"])
    quiet_table(shown, _STUDIES, "报告用到的学习调研成果", key="report_studies_table", nothing="")


@st.dialog("问题写在哪一部分", width="large", on_dismiss=end)
def _link_dialog(visit: Visit, version: pd.Series, problems: pd.DataFrame) -> None:
    st.caption("每一部分写到了哪些登记过的问题；一个问题可以写在几处。")
    sections = report.sections(visit.store, visit.activity.activity_id, visit.as_of)
    mine = sections[sections["version_id"] == version["version_id"]]["section"].tolist()
    options = {row.problem_id: f"{row.problem_id} {shortened(row.content, _LONGEST)}" for row in each_row(problems)}
    linked = report.report_problems(visit.store, visit.activity.activity_id, visit.as_of)
    linked = linked[linked["version_id"] == version["version_id"]]
    initial = {section: linked[linked["section"] == section]["problem_id"].tolist() for section in mine}
    initial = {section: [each for each in ids if each in options] for section, ids in initial.items()}
    fields = [Field(section, in_markdown(section), "choices", options, wide=True) for section in mine]

    def save(given: dict[str, Any]) -> str:
        to = (visit.store, visit.actor, visit.activity.activity_id, version["version_id"])
        report_links.link_problems(*to, {section: given[section] for section in mine if section in given})
        return "已连好"

    if show_form(f"report_links_{version['version_id']}", fields, initial, save, only_changes=True):
        end()
        st.rerun()
