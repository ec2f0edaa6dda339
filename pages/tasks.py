"""工作任务: are we on schedule?"""

import streamlit as st

from board.store.frames import having
from board.tasks.views import SEARCHED, in_view, options, view_counts
from board.ui.parts import filters
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import guard
from board.ui.tasks.page import (
    EXPORT_LABELS,
    TABLE_COLUMNS,
    compared_column,
    every,
    show_day_answer,
    show_effects,
    show_phases,
    show_timeline,
)
from board.ui.tasks.sheet import show_add_button, show_task
from board.ui.tasks.shift import show_shift_button
from board.ui.tasks.versions import show_version

visit = guard("tasks")
whole = every(visit)

if whole.empty:
    st.info("还没有工作任务。每一步要出什么材料、谁负责、什么时候完成，都登记在这里。", icon=":material/checklist:")
    show_add_button(visit)
    show_version(visit)
    st.stop()

show_day_answer(visit)
show_version(visit)
show_phases(visit)
show_effects(visit)
with st.container(horizontal=True, vertical_alignment="center"):
    view = filters.tabs("按状态看", "tasks_view", visit.kept("tasks.counts", lambda: view_counts(every(visit))))
    show_add_button(visit)
    show_shift_button(visit, whole)
with filters.bar("tasks", ("tasks_text", "tasks_phase", "tasks_leader")):
    text = filters.find("查找", "tasks_text", "编号、任务、成果材料")
    phases, leaders = visit.kept("tasks.options", lambda: options(every(visit)))
    asked = {
        "phase_name": filters.choose("环节", "tasks_phase", phases),
        "leader_name": filters.choose("负责人", "tasks_leader", leaders),
    }
wanted = {column: tuple(words) for column, words in asked.items()}
rows = visit.kept(
    "tasks.rows", lambda: having(in_view(every(visit), view), wanted, text, SEARCHED), view, text, *wanted.values()
)

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    used = {"查找": "tasks_text", "环节": "tasks_phase", "负责人": "tasks_leader"}
    filters.counted(len(rows), len(whole), "项", used)
    filter_values = dict(zip(("状态", "查找", "环节", "负责人"), (view, text, *asked.values()), strict=True))
    labels = EXPORT_LABELS | ({"changed": "与相比日的变化"} if visit.compare_on else {})
    export_button(visit, rows, labels, "工作任务", filter_values, "tasks_export")

if rows.empty:
    st.info("没有符合这些条件的工作任务。可以清除筛选，或换一个状态。", icon=":material/filter_alt:")
else:
    show_timeline(visit, rows)
    columns = TABLE_COLUMNS | compared_column(visit)
    show_table(rows, columns, key="tasks_table", id_column="task_id", open_key="tasks_task", name="工作任务")
show_task(visit)
