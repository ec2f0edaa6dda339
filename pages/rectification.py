"""整改台账: what is late, whose is it, why?"""

from dataclasses import replace

import streamlit as st

from board.access import sees_own_items_only
from board.rectification.filters import Asked, Ledger, before, chosen, counts, marked
from board.ui.parts import filters
from board.ui.parts.saved_views import show_saved_views
from board.ui.parts.visit import guard
from board.ui.rectification.assigned import show_waiting
from board.ui.rectification.bar import KEPT, USED, filter_values, show_bar
from board.ui.rectification.batch import show_undo
from board.ui.rectification.charts import show_charts
from board.ui.rectification.files import show_export
from board.ui.rectification.page import show_gone, show_groups, show_ledger_answer, show_rows_as
from board.ui.rectification.sheet import show_item
from board.ui.rectification.work import show_add_button, show_carry_button, show_dialog, show_work_menu

visit = guard("rectification")

owner_id = (visit.actor.person_id or "") if sees_own_items_only(visit.actor) else None
ledger = Ledger(visit.activity.activity_id, visit.as_of, visit.compare_on, owner_id)
items = marked(visit.store, ledger)

if items.empty and owner_id is not None:
    st.info("没有由您负责的整改事项。", icon=":material/assignment:")
    st.stop()
if items.empty:
    st.info("还没有整改事项。查出的问题登记在这里，一项一行，从查出到销号都留有记录。", icon=":material/assignment:")
    show_waiting(visit)
    show_add_button(visit)
    show_carry_button(visit)
    show_gone(visit, ledger, Asked())
    show_dialog(visit)
    show_item(visit)
    st.stop()

that_day = replace(ledger, as_of=visit.compare_on, compare_on=None) if visit.compare_on else None
counts_then = counts(visit.store, that_day) if that_day else None
show_ledger_answer(visit, ledger)
show_waiting(visit)
view = filters.tabs("按状态看", "rectification_view", counts(visit.store, ledger), before=counts_then)
asked = show_bar(visit, ledger, view)
rows = chosen(visit.store, ledger, asked)
# A filter on changes is about two days, so there is no list of the compared day alone to set beside the rows.
then = before(visit.store, ledger, asked) if that_day and not asked.marks else None

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    filters.counted(len(rows), len(items), "项", USED, None if then is None else len(then))
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        look = filters.switch("看法", "rectification_look", ("表格", "看板"))
        show_saved_views(visit, "rectification", KEPT)
        show_work_menu(visit, rows)
        show_export(visit, rows, filter_values(visit, view))
        show_add_button(visit)
show_undo(visit)

if not len(rows):
    st.info("没有符合这些条件的事项。可以清除筛选，或换一个状态。", icon=":material/filter_alt:")
else:
    if asked.group:
        show_groups(visit, rows.whole(), then, asked)
    show_rows_as(visit, rows, then, look)
show_gone(visit, ledger, asked)
if len(rows):
    show_charts(visit, ledger, asked, is_compared=then is not None)
show_dialog(visit)
show_item(visit)
