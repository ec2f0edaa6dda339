"""总览: how do we stand, what needs us now?"""

import streamlit as st

from board import overview
from board.ui.overview import go_to_ledger, show_attention, show_cards, show_load
from board.ui.procedure import phase_notes
from board.ui.rectification_charts import show_curve
from board.ui.ribbon import show_ribbon
from board.ui.visit import guard

visit = guard("overview")
activity_id = visit.activity.activity_id

show_ribbon(visit, phase_notes(visit))
now = overview.figures(visit.store, activity_id, visit.as_of)
then = overview.figures(visit.store, activity_id, visit.compare_on) if visit.compare_on else None
show_cards(visit, now, then)

left, right = st.columns([5, 4], gap="medium")
with left:
    show_attention(visit, overview.attention(visit.store, activity_id, visit.as_of, visit.may("see.givers")))
with right:
    st.header("查出与销号")
    show_curve(visit, "overview_curve", go_to_ledger)
    st.header("各位领导牵头的事项")
    show_load(visit)
