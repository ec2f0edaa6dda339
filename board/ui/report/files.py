"""The report as a Word file: exported as a document, imported as sections after a preview."""

import pandas as pd
import streamlit as st

from board.errors import BoardError
from board.importing.files.word import LONGEST
from board.report import reading as report
from board.report import versions as report_versions
from board.report.word_import import Part, gathered, read_report
from board.ui.parts.errors import refusal_kept, show_kept_refusal, show_refusal
from board.ui.parts.forms.once import once_button
from board.ui.parts.papers.word import word_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit, refuse_if_changed
from board.ui.report.dialogs import end
from board.wording import shortened
from board.words import REPORT_STAGE

_LEFT_OUT = "不导入"
_SHOWN = 40


def _mine(visit: Visit, version: pd.Series) -> pd.DataFrame:
    sections = report.sections(visit.store, visit.activity.activity_id, visit.as_of)
    mine: pd.DataFrame = sections[sections["version_id"] == version["version_id"]]
    return mine


def show_export(visit: Visit, version: pd.Series) -> None:
    """Draws a button that downloads the version as Word; the file is made only on demand."""
    made_on = version["made_on"].date() if pd.isna(version["approved_on"]) else version["approved_on"].date()
    word_button(
        visit,
        "report",
        {"version": version["version_id"]},
        "导出 Word",
        f"分析检查报告-{version['version_id']}-{REPORT_STAGE[version['stage']]}.docx",
        made_on,
        key="report_export",
        icon=":material/download:",
    )


@st.dialog("导入 Word", width="large", on_dismiss=end)
def show_import(visit: Visit, version: pd.Series) -> None:
    """Draws the import of a report in Word: which heading is which section, and the button that takes it over."""
    st.caption("按标题分到各部分。认得准的直接列出，拿不准的请选；确认以后才写进这一版，原有的内容会换成文件里的。")
    uploaded = st.file_uploader("报告文件", type=["docx"], key="report_file", max_upload_size=LONGEST // 2**20)
    show_kept_refusal("report_import_refusal")
    if uploaded is None:
        return
    mine = _mine(visit, version)
    try:
        parts = read_report(uploaded.name, uploaded.getvalue(), mine["section"].tolist())
    except BoardError as refusal:
        show_refusal(refusal)
        return
    texts = gathered(parts, _chosen(parts, mine["section"].tolist()))
    is_asked = any(not part.is_sure and part.text for part in parts)
    st.markdown(
        f"要写进 **{len(texts)}** 部分：{'、'.join(texts) or '没有'}。"
        + ("请先看一遍上面选得对不对。" if is_asked else "")
    )
    seen = dict(zip(mine["section"], mine["seq"].astype(int), strict=True))
    once_button(
        "写进这一版",
        type="primary",
        key="report_import_confirm",
        disabled=not texts,
        on_click=_take_over,
        args=(visit, version["version_id"], texts, seen),
    )


def _chosen(parts: list[Part], sections: list[str]) -> dict[int, str | None]:
    """Asks for the section of each part with an unclear heading, and returns the answers by part; shows the others."""
    chosen: dict[int, str | None] = {}
    for place, part in enumerate(parts):
        if not part.text:
            continue
        heading = part.heading or "第一个标题以前的文字"
        begins = shortened(part.text.replace("\n", " "), _SHOWN)
        if part.is_sure:
            st.markdown(f":material/check: {in_markdown(heading)} → **{part.section}**　:gray[{in_markdown(begins)}]")
            continue
        st.markdown(f":material/help: {in_markdown(heading)}　:gray[{in_markdown(begins)}]")
        options = [*sections, _LEFT_OUT]
        start = options.index(part.section) if part.section else len(sections)
        picked = st.selectbox("这一段放到哪一部分", options, index=start, key=f"report_part_{place}")
        chosen[place] = None if picked == _LEFT_OUT else picked
    return chosen


def _take_over(visit: Visit, version_id: str, texts: dict[str, str], seen: dict[str, int]) -> None:
    with refusal_kept("report_import_refusal"):
        refuse_if_changed(visit.actor)
        report_versions.write_sections(visit.store, visit.actor, visit.activity.activity_id, version_id, texts, seen)
        end()
        st.session_state["notice"] = f"已从文件写进 {version_id} 的 {len(texts)} 部分"
