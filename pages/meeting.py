"""民主生活会: are we ready, and what came out?"""

import streamlit as st

from board.ui.meeting.others import show_others
from board.ui.meeting.outlines import show_outlines
from board.ui.meeting.page import PARTS, chosen_meeting, show_answer, show_readiness, show_setting
from board.ui.meeting.problems import show_problems
from board.ui.meeting.record import show_record
from board.ui.meeting.studies import show_studies
from board.ui.parts import filters
from board.ui.parts.visit import guard

visit = guard("meeting")
answer = st.container()
meeting = chosen_meeting(visit)
with answer:
    show_answer(visit, meeting)
part = filters.switch("看哪一部分", "meeting_part", PARTS)
shows = dict(
    zip(PARTS, (show_readiness, show_outlines, show_record, show_problems, show_others, show_studies), strict=True)
)
shows[part](visit, meeting)
show_setting(visit)
