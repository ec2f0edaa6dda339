"""程序检查: did we leave anything out?"""

import streamlit as st

from board.procedure.views import SEARCHED, in_view, view_counts
from board.rules.judging import FAILURES
from board.store.frames import having
from board.ui.parts import filters
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import guard
from board.ui.procedure.page import (
    COMPARED_COLUMN,
    EXPORT_LABELS,
    TABLE_COLUMNS,
    counts_before,
    rules,
    show_day_answer,
    show_failures,
    show_leading,
    show_phases,
    show_rule,
)

visit = guard("procedure")
whole = rules(visit)

show_day_answer(visit)
show_failures(visit)
show_phases(visit)

counts = visit.kept("procedure.counts", lambda: view_counts(rules(visit)))
view = filters.tabs("按判断看", "procedure_view", counts, before=counts_before(visit))
with filters.bar("procedure", ("procedure_text", "procedure_failure", "procedure_phase")):
    text = filters.find("查找", "procedure_text", "程序、情况")
    asked = {
        "failure": filters.choose("防什么", "procedure_failure", list(FAILURES)),
        "phase_name": filters.choose("环节", "procedure_phase", whole["phase_name"].unique().tolist()),
    }
rows = having(in_view(whole, view), asked, text, SEARCHED)

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    used = {"查找": "procedure_text", "防什么": "procedure_failure", "环节": "procedure_phase"}
    filters.counted(len(rows), len(whole), "条", used)
    filter_values = {"判断": view, "查找": text, "防什么": asked["failure"], "环节": asked["phase_name"]}
    export_button(visit, rows, EXPORT_LABELS, "程序检查", filter_values, "procedure_export")

if rows.empty:
    st.info("没有符合这些条件的程序。可以清除筛选，或换一种判断。", icon=":material/filter_alt:")
else:
    columns = TABLE_COLUMNS | (COMPARED_COLUMN if visit.compare_on else {})
    show_table(rows, columns, key="procedure_table", id_column="number", open_key="procedure_rule", name="程序检查")
show_leading(visit)
show_rule(visit)
