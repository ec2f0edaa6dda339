"""群众评议: what do people think, where are we weak, is it better than last time?"""

import streamlit as st

from board.evaluation import results as evaluation
from board.ui.evaluation.answer import show_round_answer
from board.ui.evaluation.ballots import show_online
from board.ui.evaluation.comparisons import show_comparison, show_groups, show_ways
from board.ui.evaluation.page import (
    show_answers,
    show_cards,
    show_criteria,
    show_forms,
    show_round_buttons,
    show_round_choice,
)
from board.ui.evaluation.suggestions import show_suggestions
from board.ui.parts.visit import guard

visit = guard("evaluation")
rounds = evaluation.rounds(visit.store, visit.activity.activity_id, visit.as_of)

if rounds.empty:
    st.info("还没有评议轮次。先开一轮，登记发出的评议表，再到“数据导入”把收回的导进来。", icon=":material/how_to_vote:")
    show_round_buttons(visit, None)
    st.stop()

answer = st.container()
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    chosen = show_round_choice(visit)
    show_round_buttons(visit, chosen)
with answer:
    show_round_answer(visit, chosen)
show_cards(visit, chosen)
show_online(visit, chosen)

if not chosen["valid_count"]:
    st.info("这一轮还没有收回的评议表。收回后到“数据导入”导进来，这里就有结果。", icon=":material/hourglass_empty:")
    show_forms(visit, chosen)
    st.stop()

show_answers(visit, chosen)
show_criteria(visit, chosen)
left, right = st.columns([7, 6], gap="medium")
with left:
    show_comparison(visit, chosen)
with right:
    show_groups(visit, chosen)
    show_ways(visit, chosen)
    show_forms(visit, chosen)
    show_suggestions(visit, chosen)
