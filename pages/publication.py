"""通报与公开: what have we told whom, and when?"""

import streamlit as st

from board.publication.views import SEARCHED, in_view, view_counts
from board.store.frames import having
from board.ui.parts import filters
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import guard
from board.ui.publication.page import (
    EXPORT_LABELS,
    TABLE_COLUMNS,
    compared_column,
    every,
    show_add_button,
    show_gone,
    show_public_page,
    show_publication,
    show_publication_answer,
)

visit = guard("publication")
whole = every(visit)

if whole.empty:
    st.info(
        "还没有公开记录。报告、评议结果、通报材料和整改情况，在哪里、什么时候、向谁公开，都登记在这里。",
        icon=":material/campaign:",
    )
    show_add_button(visit)
    show_gone(visit)
    st.stop()

show_publication_answer(visit)
with st.container(horizontal=True, vertical_alignment="center"):
    counts = visit.kept("publication.counts", lambda: view_counts(every(visit)))
    view = filters.tabs("按状态看", "publication_view", counts)
    show_public_page(visit)
    show_add_button(visit)
with filters.bar("publication", ("publication_text", "publication_what")):
    text = filters.find("查找", "publication_text", "标题、地方、对象")
    asked = {"what_word": filters.choose("公开什么", "publication_what", whole["what_word"].unique().tolist())}
rows = having(in_view(whole, view), asked, text, SEARCHED)

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    filters.counted(len(rows), len(whole), "条", {"查找": "publication_text", "公开什么": "publication_what"})
    filter_values = {"状态": view, "查找": text, "公开什么": asked["what_word"]}
    labels = EXPORT_LABELS | ({"changed": "与相比日的变化"} if visit.compare_on else {})
    export_button(visit, rows, labels, "公开记录", filter_values, "publication_export")

if rows.empty:
    st.info("没有符合这些条件的公开记录。可以清除筛选。", icon=":material/filter_alt:")
else:
    show_table(
        rows,
        TABLE_COLUMNS | compared_column(visit),
        key="publication_table",
        id_column="publication_id",
        open_key="publication_open",
        name="公开记录",
    )
show_gone(visit)
show_publication(visit)
