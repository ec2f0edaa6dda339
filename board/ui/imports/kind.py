"""The kind of a file: chosen by the clerk or recognised by its headers; and a template for each kind."""

from functools import partial

import streamlit as st

from board.documents.ledger_template import ballot_columns, ledger_columns, template_workbook
from board.errors import BoardError
from board.importing.ledgers.kinds import KINDS
from board.importing.ledgers.recognising import recognised
from board.imports import commit as imports
from board.imports.registry import vocabulary
from board.ui.imports.arrivals import BALLOTS, TITLES, Arrived
from board.ui.imports.job import read_beside
from board.ui.parts.downloads import download
from board.ui.parts.table.paged import XLSX
from board.ui.parts.visit import Visit

_BY_HEADERS = "看表头自动认"


def show_kinds(visit: Visit) -> str | None:
    """Draws the choice of the file's kind, beside the templates.

    Returns the clerk's choice, a key of KINDS or BALLOTS; None if the headers are to decide.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen: str | None = st.selectbox(
            "文件里是什么",
            [None, *TITLES],
            format_func=lambda name: TITLES.get(name, _BY_HEADERS),
            key="imports_kind",
            width=240,
        )
        with st.popover("下载模板", icon=":material/download:", key="imports_templates", on_change="rerun") as popover:
            if popover.open:
                _show_templates(visit)
    return chosen


def explain_kinds() -> None:
    """Says what may be imported, as long as no file is there."""
    st.caption(
        "CSV、Excel、WPS 表格都可以，编码会自动识别。评议表一行一张的、计票汇总的，"
        "问卷星、腾讯问卷、腾讯文档和金山表单导出的都认得；"
        "意见、工作任务、谈心、问题清单、整改台账照模板或照常用的栏目名都行。"
    )


def kind_of_file(visit: Visit, upload: Arrived, chosen: str | None) -> str | None:
    """Returns a file's kind, and shows it if the program recognised it; None while that takes long."""
    if chosen is not None:
        return chosen
    held = st.session_state.get("imports_recognised")
    if held is None or held[0] != upload.file_id:
        known = _recognised(visit, upload)
        if known is None:
            return None
        held = (upload.file_id, known)
        st.session_state["imports_recognised"] = held
    kind: str = held[1]
    if kind != BALLOTS:
        st.markdown(f":material/description: 看表头，这是 **{TITLES[kind]}**；认错了，请在上面的“文件里是什么”里选。")
    return kind


def _recognised(visit: Visit, upload: Arrived) -> str | None:
    """Returns the kind by the headers; for an unreadable file BALLOTS, whose reading says what is wrong."""
    form = imports.form(visit.store, visit.activity.activity_id)
    try:
        make = partial(recognised, upload.data, form)
        return read_beside(upload, "kind", lambda: make() or BALLOTS, is_last=False)
    except BoardError:
        return BALLOTS


def _show_templates(visit: Visit) -> None:
    for name, title in TITLES.items():
        download(
            f"{title}模板",
            make=partial(_template, visit, name),
            file_name=f"{title}模板.xlsx",
            mime=XLSX,
            key=f"imports_template_{name}",
            width="stretch",
        )


def _template(visit: Visit, name: str) -> bytes:
    activity_id = visit.activity.activity_id
    if name == BALLOTS:
        return template_workbook(TITLES[name], ballot_columns(imports.form(visit.store, activity_id)))
    kind = KINDS[name]
    return template_workbook(kind.title, ledger_columns(kind, vocabulary(visit.store, activity_id, kind)))
