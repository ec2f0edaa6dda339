"""谈心谈话: who has not talked with whom?"""

import streamlit as st

from board.meeting import talks
from board.meeting.talks_views import EXCHANGED, HELD, MISSING, between, held, missing, names_in, of_pair
from board.ui.parts import filters
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import guard
from board.ui.talks.page import (
    MISSING_LABELS,
    PAIR,
    columns_for,
    labels_for,
    show_add_button,
    show_adding,
    show_day_answer,
    show_gone,
    show_matrix,
    show_missing,
    show_talk,
)

visit = guard("talks")
pairs = talks.matrix(visit.store, visit.activity.activity_id, visit.as_of)
open_pairs = missing(visit.store, visit.activity.activity_id, visit.as_of)
register = held(visit.store, visit.activity.activity_id, visit.as_of)

if register.empty:
    st.info(
        "还没有登记过谈心。谁和谁谈、哪天谈的、交换了看法没有，登记在这里；谈的内容不记，也没有地方记。",
        icon=":material/diversity_3:",
    )
show_day_answer(visit)
show_matrix(visit)
with st.container(horizontal=True, vertical_alignment="center"):
    view = filters.tabs("看哪一些", "talks_view", {MISSING: len(open_pairs), HELD: len(register)})
    show_add_button(visit)
whole = open_pairs if view == MISSING else register
with filters.bar("talks", ("talks_who", "talks_exchanged"), width=640):
    who = filters.choose("谁", "talks_who", names_in(pairs, register))
    views = filters.choose("看法", "talks_exchanged", list(EXCHANGED.values())) if view == HELD else []
rows = of_pair(between(whole, who), filters.opened(PAIR))
rows = rows[rows["exchanged_word"].isin(views)] if views else rows

with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    filters.counted(
        len(rows),
        len(whole),
        "对" if view == MISSING else "次",
        {"谁": "talks_who", "看法": "talks_exchanged", "哪一对": PAIR},
    )
    labels = MISSING_LABELS if view == MISSING else labels_for(visit)
    export_button(
        visit,
        rows,
        labels,
        f"谈心谈话（{view}）",
        {"谁": who, "看法": views, "哪一对": filters.opened(PAIR)},
        "talks_export",
    )

if rows.empty and not whole.empty:
    st.info("没有符合这些条件的。可以清除筛选，或换一种看法。", icon=":material/filter_alt:")
elif view == MISSING:
    show_missing(visit, rows)
elif not rows.empty:
    show_table(
        rows, columns_for(visit), key="talks_table", id_column="talk_id", open_key="talks_talk", name="登记过的谈心"
    )
show_gone(visit)
show_adding(visit)
show_talk(visit)
