"""公文: what is being written, what was issued, and is it still true?"""

import streamlit as st

from board.papers.answer import papers_answer
from board.papers.views import SEARCHED, in_view, shown, view_counts
from board.store.frames import having
from board.ui.papers.fields import EXPORT_LABELS, TABLE_COLUMNS
from board.ui.papers.page import show_buttons
from board.ui.papers.sheet import show_paper
from board.ui.parts import filters
from board.ui.parts.answer import show_answer
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import guard

visit = guard("papers")
day = (visit.store, visit.activity.activity_id, visit.as_of)
whole = shown(*day)

if whole.empty:
    st.info(
        "还没有公文。评议结果报告、整改情况通报这些，都从台账的记录起草，核对、签发以后存下原件，再公开。",
        icon=":material/description:",
    )
    with st.container(horizontal=True):
        show_buttons(visit)
    show_paper(visit)
    st.stop()

show_answer(visit, "papers", visit.kept("papers.answer", lambda: papers_answer(shown(*day))))
with st.container(horizontal=True, vertical_alignment="center"):
    view = filters.tabs("按状态看", "papers_view", visit.kept("papers.counts", lambda: view_counts(shown(*day))))
    show_buttons(visit)
with filters.bar("papers", ("papers_text", "papers_kinds")):
    text = filters.find("查找", "papers_text", "标题、文号、主送")
    asked = {"kind_word": filters.choose("文种", "papers_kinds", whole["kind_word"].unique().tolist())}
rows = having(in_view(whole, view), asked, text, SEARCHED)

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    filters.counted(len(rows), len(whole), "份", {"查找": "papers_text", "文种": "papers_kinds"})
    filter_values = {"状态": view, "查找": text, "文种": asked["kind_word"]}
    export_button(visit, rows, EXPORT_LABELS, "公文", filter_values, "papers_export")

if rows.empty:
    st.info("没有符合这些条件的公文。可以清除筛选。", icon=":material/filter_alt:")
else:
    show_table(rows, TABLE_COLUMNS, key="papers_table", id_column="paper_id", open_key="papers_open", name="公文")
show_paper(visit)
