"""总览: how do we stand, what needs us now?"""

import streamlit as st

from board.overview import figures as overview
from board.overview.answer import overview_answer
from board.ui.overview.page import seen_attention, show_attention, show_attention_heading, show_cards, show_charts
from board.ui.parts.answer import show_answer
from board.ui.parts.ribbon import show_ribbon
from board.ui.parts.visit import guard
from board.ui.procedure.page import phase_notes
from board.ui.sittings.start import show_deck_start
from board.ui.submissions.page import show_asked

visit = guard("overview")
activity_id = visit.activity.activity_id

attention = seen_attention(visit)
answer = visit.kept("overview.answer", lambda: overview_answer(seen_attention(visit)), visit.actor)
show_answer(visit, "overview", answer)
now = overview.figures(visit.store, activity_id, visit.as_of)
then = overview.figures(visit.store, activity_id, visit.compare_on) if visit.compare_on else None
show_asked(visit, is_reminder_only=True)
show_cards(visit, now, then)
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
    show_attention_heading(attention)
    show_deck_start(visit)
show_attention(visit)
show_ribbon(visit, phase_notes(visit))
show_charts(visit)
