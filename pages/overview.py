"""总览: how do we stand, what needs us now?"""

import streamlit as st

from board import activities, overview, rectification
from board.charts.rectification import found_and_closed, load_by_member
from board.rectification_views import with_words
from board.ui.overview import show_attention, show_cards
from board.ui.pictures import is_dark, show_chart
from board.ui.ribbon import show_ribbon
from board.ui.visit import guard

visit = guard("overview")
dark = is_dark()
activity_id = visit.activity.activity_id

show_ribbon(visit.activity, activities.phases(visit.store, activity_id), visit.as_of, visit.is_past)
now = overview.figures(visit.store, activity_id, visit.as_of)
then = overview.figures(visit.store, activity_id, visit.compare_on) if visit.compare_on else None
show_cards(visit, now, then)

left, right = st.columns([5, 4], gap="medium")
with left:
    show_attention(visit, overview.attention(visit.store, activity_id, visit.as_of))
with right:
    st.subheader("查出与销号")
    days = rectification.counts_by_day(visit.store, activity_id, visit.as_of)
    meetings = activities.meetings(visit.store, activity_id)
    held = meetings[meetings["held_on"] <= str(visit.as_of)]
    show_chart(found_and_closed(days, held, visit.as_of, dark), "overview_curve", "查出与销号的累计项数")
    st.subheader("各位领导牵头的事项")
    items = rectification.items(visit.store, activity_id, visit.as_of)
    show_chart(load_by_member(with_words(items), dark), "overview_load", "各位领导牵头的整改事项")
