"""Changes of the report made because of a badly judged criterion: those on record, and the form to link them."""

from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.report import changes as report_changes
from board.report import reading as report
from board.store.frames import each_row
from board.truth.versions import named
from board.ui.evaluation.round_forms import close_dialog, done_with_dialog
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.links import go
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit

_FORM = "criterion_changes"


def show_changes(visit: Visit, criterion_id: str) -> None:
    """Draws the changes of the report that answer a criterion; a click shows both versions side by side."""

    def changes() -> pd.DataFrame:
        found = report.criterion_changes(visit.store, visit.activity.activity_id, visit.as_of)
        return found[found["criterion_id"] == criterion_id]

    for row in each_row(visit.kept("evaluation.changes", changes, criterion_id)):
        st.button(
            in_markdown(f"报告为它改了“{row.section}”（{row.version_id}）"),
            key=f"evaluation_change_{row.version_id}_{row.section}",
            type="tertiary",
            icon=":material/edit_document:",
            on_click=go,
            args=("report", {"report_part": "两版对照", "report_version": named(row.version_id, row.stage)}),
        )


def changes_button(visit: Visit) -> None:
    """Draws the button that opens the form, for those who may write the report."""
    if visit.may("report.edit"):
        st.button(
            "记下报告为它改在哪里",
            key="evaluation_begin_change",
            type="tertiary",
            icon=":material/add:",
            on_click=_open,
        )


def _open() -> None:
    st.session_state["evaluation_dialog"] = "changes"


@st.dialog("报告为评议项目改在哪里", width="large", on_dismiss=close_dialog)
def changes_dialog(visit: Visit) -> None:
    """Draws the form: for each criterion, the changed sections of the report that answer it."""
    to = (visit.store, visit.activity.activity_id, visit.as_of)
    changed, linked = report.changed_sections(*to), report.criterion_changes(*to)
    if changed.empty:
        st.info("报告还没有改过的地方：先在分析检查报告里另起一版，改好以后再来连上。", icon=":material/difference:")
        st.button("到分析检查报告", key="evaluation_to_report", on_click=go, args=("report",))
        return
    st.caption("只列得出与前一版不同的部分。评得低的项目，由整改事项或报告的修改来回应，程序检查据此判断。")
    options = {
        (row.version_id, row.section): f"{row.section}（{named(row.version_id, row.stage)}）"
        for row in each_row(changed.iloc[::-1])
    }
    asked = activities.criteria(visit.store, visit.activity.activity_id)
    initial: dict[str, Any] = {name: [] for name in asked["criterion_id"]}
    for row in each_row(linked):
        initial[row.criterion_id].append((row.version_id, row.section))
    labels = asked[["criterion_id", "label"]].itertuples(index=False)
    fields = [Field(name, in_markdown(label), "choices", options, wide=True) for name, label in labels]

    def save(given: dict[str, Any]) -> str:
        report_changes.set_changes(visit.store, visit.actor, visit.activity.activity_id, given)
        return "已连好"

    if show_form(_FORM, fields, initial, save, only_changes=True):
        done_with_dialog()
