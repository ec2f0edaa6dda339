"""上报: what was handed up, and has the superior got it? On the collector: what came in?"""

import streamlit as st

from board.submissions.answer import own_answer, taken_answer
from board.submissions.views import own_shown, taken_of, taken_shown
from board.ui.parts.answer import show_answer
from board.ui.parts.visit import guard
from board.ui.submissions.collecting import show_forwarding, show_passed_on, show_taken, show_taking
from board.ui.submissions.page import show_asked, show_fetching, show_freezing, show_own, show_superior
from board.web import serving

visit = guard("submissions")
if serving.settings().collects:
    taken = taken_shown(visit.store, visit.activity.activity_id)
    unit_count, ways = taken_of(visit.store, visit.activity.activity_id)
    show_answer(visit, "submissions", taken_answer(taken, unit_count), is_dated=False)
    show_taking(visit)
    if len(taken):
        show_taken(visit, taken, ways)
    if visit.actor.unit_id:  # what goes up is of all units
        st.stop()
    st.divider()
    st.subheader("本级报给上一级")
else:
    show_answer(visit, "submissions", own_answer(own_shown(visit.store, visit.activity.activity_id)), is_dated=False)
show_asked(visit)
show_superior(visit)
if serving.settings().collects:
    show_forwarding(visit)
    show_passed_on(visit)
show_fetching(visit)
show_freezing(visit)
show_own(visit)
