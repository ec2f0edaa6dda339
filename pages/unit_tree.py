"""单位: which units are below, and who belongs to whom?"""

import streamlit as st

from board.store.frames import having
from board.ui.parts import filters
from board.ui.parts.answer import show_answer
from board.ui.parts.table.exported import export_buttons
from board.ui.parts.table.paged import show_table
from board.ui.parts.visit import guard
from board.ui.units.page import COLUMNS, LABELS, STATES, counts_and_kinds, show_buttons, show_unit
from board.units.answer import units_answer
from board.units.views import shown

visit = guard("unit_tree")
whole = shown(visit.store, visit.as_of)
show_answer(visit, "unit_tree", visit.kept("unit_tree.answer", lambda: units_answer(shown(visit.store, visit.as_of))))
if whole.empty:
    st.info("还没有登记单位。可以一个一个登记，也可以导入一张表。", icon=":material/account_tree:")
    with st.container(horizontal=True):
        show_buttons(visit)
    st.stop()

counts, kinds = visit.kept("unit_tree.counts", lambda: counts_and_kinds(shown(visit.store, visit.as_of)))
with st.container(horizontal=True, vertical_alignment="center"):
    view = filters.tabs("按密钥看", "unit_tree_state", counts)
    show_buttons(visit)
with filters.bar("unit_tree", ("unit_tree_text", "unit_tree_kinds")):
    text = filters.find("查找", "unit_tree_text", "名称、编号、上级")
    asked = {"kind_word": filters.choose("类别", "unit_tree_kinds", kinds)}
states = whole if view == STATES[0] else whole[whole["state"] == view]
rows = having(states, asked, text, ("path", "unit_id"))
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    filters.counted(len(rows), len(whole), "个", {"查找": "unit_tree_text", "类别": "unit_tree_kinds"})
    used = {"密钥": view, "查找": text, "类别": asked["kind_word"]}
    export_buttons(visit, rows, LABELS, "单位", used, "unit_tree_export")
if rows.empty:
    st.info("没有符合这些条件的单位。可以清除筛选。", icon=":material/filter_alt:")
else:
    show_table(rows, COLUMNS, key="unit_tree_table", id_column="unit_id", open_key="unit_tree_open", name="单位")
show_unit(visit)
