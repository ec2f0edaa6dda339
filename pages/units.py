"""各单位对比: which unit differs from the others by more than chance?"""

import streamlit as st

from board.comparison import figures
from board.comparison.answer import NOTHING_TO_COMPARE
from board.ui.comparison.page import OPEN, answer_of, compared_on, show_charts, show_choice, show_units
from board.ui.comparison.sheet import show_unit
from board.ui.parts.answer import show_answer
from board.ui.parts.visit import guard

visit = guard("units")
if figures.reporting(visit.store, visit.as_of).empty:
    show_answer(visit, "units", NOTHING_TO_COMPARE)
    st.info("先在“单位”里登记，它们上报以后，这里就有对比。", icon=":material/account_tree:")
    st.stop()

place = st.container()
asked = show_choice(visit)
found = compared_on(visit, asked, visit.as_of)
with place:
    show_answer(visit, "units", answer_of(visit, asked))

if found.shown:
    show_charts(visit, asked, found)
show_units(visit, asked)
show_unit(visit, OPEN)
