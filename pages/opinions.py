"""征求意见: whom have we heard, what do they say, was it answered?"""

import streamlit as st

from board import activities
from board.access import allowed
from board.frames import having
from board.opinion_views import SEARCHED, in_view, shown, view_counts
from board.ui import filters
from board.ui.opinions import EXPORT_LABELS, TABLE_COLUMNS, show_add_button, show_charts, show_missing, show_opinion
from board.ui.tables import export_button, show_table
from board.ui.visit import guard

visit = guard("opinions")
terms = activities.terms(visit.store, visit.activity.activity_id)
whole = shown(visit.store, visit.activity.activity_id, visit.as_of)

if whole.empty:
    st.info(
        "还没有征求到的意见。座谈会、意见箱、谈心听到的都登记在这里，只记来自哪一类人，不记姓名。",
        icon=":material/forum:",
    )
    show_add_button(visit)
    st.stop()

show_missing(whole, terms)
show_charts(visit, whole, terms)
with st.container(horizontal=True, vertical_alignment="center"):
    view = filters.tabs("按办理情况看", "opinions_view", view_counts(whole))
    show_add_button(visit)
with st.container(horizontal=True, vertical_alignment="bottom", key="opinions_bar"):
    text = filters.find("查找", "opinions_text", "编号、内容、主题")
    asked = {
        "channel": filters.choose("渠道", "opinions_channel", whole["channel"].unique().tolist()),
        "giver": filters.choose("来自", "opinions_giver", whole["giver"].unique().tolist()),
        "aspect": filters.choose("方面", "opinions_aspect", sorted(set(whole["aspect"]) - {""})),
        "about_word": filters.choose("关于谁", "opinions_about", sorted(whole["about_word"].unique())),
    }
rows = having(in_view(whole, view), asked, text, SEARCHED).sort_values(["received_on", "opinion_id"], ascending=False)

used = {
    "查找": "opinions_text",
    "渠道": "opinions_channel",
    "来自": "opinions_giver",
    "方面": "opinions_aspect",
    "关于谁": "opinions_about",
}
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    filters.counted(len(rows), len(whole), "条", used)
    said = dict(zip(("办理情况", "查找", "渠道", "来自", "方面", "关于谁"), (view, text, *asked.values()), strict=True))
    if allowed(visit.actor, "opinions.export"):  # not `visit.may`: the past can be handed out too
        export_button(visit, rows, EXPORT_LABELS, "征求意见", said, "opinions_export")

if rows.empty:
    st.info("没有符合这些条件的意见。可以清除筛选，或换一种办理情况。", icon=":material/filter_alt:")
else:
    show_table(
        rows,
        TABLE_COLUMNS,
        key="opinions_table",
        id_column="opinion_id",
        open_key="opinions_opinion",
        name="征求到的意见",
    )
show_opinion(visit)
