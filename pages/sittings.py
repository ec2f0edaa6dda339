"""会议: what did the leaders decide, and was it done?"""

import streamlit as st

from board.sittings.answer import sittings_answer
from board.sittings.views import SEARCHED, decisions, shown
from board.store.frames import having
from board.ui.parts import filters
from board.ui.parts.answer import show_answer
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import guard
from board.ui.sittings.page import EXPORT_LABELS, TABLE_COLUMNS, show_sitting
from board.ui.sittings.prepare import show_prepare_button
from board.ui.sittings.waiting import show_waiting

visit = guard("sittings")
day = (visit.store, visit.activity.activity_id, visit.as_of)
whole = shown(*day)

if whole.empty:
    st.info(
        "还没有用会议模式开过会。准备开会时选哪次会议、放哪几张幻灯片；会上就着幻灯片议定，散会写出纪要。",
        icon=":material/slideshow:",
    )
    show_prepare_button(visit)
    show_sitting(visit)
    st.stop()

show_answer(visit, "sittings", visit.kept("sittings.answer", lambda: sittings_answer(shown(*day), decisions(*day))))
show_prepare_button(visit)
show_waiting(visit)
with filters.bar("sittings", ("sittings_text", "sittings_state")):
    text = filters.find("查找", "sittings_text", "议题、纪要")
    asked = {"state_word": filters.choose("状态", "sittings_state", whole["state_word"].unique().tolist())}
rows = having(whole, asked, text, SEARCHED)

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    filters.counted(len(rows), len(whole), "次", {"查找": "sittings_text", "状态": "sittings_state"})
    filter_values = {"查找": text, "状态": asked["state_word"]}
    export_button(visit, rows, EXPORT_LABELS, "会议", filter_values, "sittings_export")

if rows.empty:
    st.info("没有符合这些条件的会议。可以清除筛选。", icon=":material/filter_alt:")
else:
    show_table(rows, TABLE_COLUMNS, key="sittings_table", id_column="sitting_id", open_key="sittings_open", name="会议")
show_sitting(visit)
