"""整改台账: what is late, whose is it, why?"""

import streamlit as st

from board.access import sees_own_items_only
from board.rectification_views import chosen, of_owner, shown, view_counts
from board.ui import filters
from board.ui.rectification import EXPORT_LABELS, ORDERS, TABLE_COLUMNS, show_add_button, show_charts, show_item
from board.ui.tables import choose_order, export_button, show_table
from board.ui.visit import guard

visit = guard("rectification")
activity_id = visit.activity.activity_id

owner_id = (visit.actor.person_id or "") if sees_own_items_only(visit.actor) else None
items = of_owner(shown(visit.store, activity_id, visit.as_of), owner_id)

if items.empty and owner_id is not None:
    st.info("没有由您负责的整改事项。", icon=":material/assignment:")
    st.stop()
if items.empty:
    st.info("还没有整改事项。查出的问题登记在这里，一项一行，从查出到销号都留有记录。", icon=":material/assignment:")
    show_add_button(visit)
    st.stop()

with st.container(horizontal=True, vertical_alignment="center"):
    view = filters.tabs("按状态看", "rectification_view", view_counts(items))
    show_add_button(visit)
with st.container(horizontal=True, vertical_alignment="bottom", key="rectification_bar"):
    text = filters.find("查找", "rectification_text", "编号、问题、措施、人员")
    asked = {
        "kind_word": filters.choose("类别", "rectification_kind", items["kind_word"].unique().tolist()),
        "leader_name": filters.choose(
            "牵头领导", "rectification_leader", sorted(items["leader_name"].dropna().unique())
        ),
        "owner_name": filters.choose("责任人", "rectification_owner", sorted(items["owner_name"].dropna().unique())),
        "aspect": filters.choose("方面", "rectification_aspect", sorted(items["aspect"].unique())),
    }
    order = choose_order("排序", "rectification_order", ORDERS)

wanted = tuple((column, tuple(values)) for column, values in asked.items())
rows = chosen(visit.store, activity_id, visit.as_of, owner_id, view, wanted, text, order)

keys = [f"rectification_{name}" for name in ("text", "kind", "leader", "owner", "aspect")]
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    filters.counted(len(rows), len(items), "项", keys)
    said = dict(zip(("状态", "查找", "类别", "牵头领导", "责任人", "方面"), (view, text, *asked.values()), strict=True))
    export_button(visit, rows, EXPORT_LABELS, "整改台账", said, "rectification_export")

if rows.empty:
    st.info("没有符合这些条件的事项。可以清除筛选，或换一个状态。", icon=":material/filter_alt:")
else:
    show_table(
        rows,
        TABLE_COLUMNS,
        key="rectification_table",
        id_column="item_id",
        open_key="rectification_item",
        name="整改事项",
    )
    show_charts(visit, rows)
show_item(visit)
