"""共性问题: what do many units have in common that is wrong?"""

import streamlit as st

from board.comparison.widespread import widespread, widespread_answer
from board.ui.comparison.widespread import show_case, show_widespread
from board.ui.parts.answer import show_answer
from board.ui.parts.visit import guard

visit = guard("widespread")
rows = widespread(visit.store, visit.activity.activity_id, visit.as_of)
show_answer(visit, "widespread", widespread_answer(rows))
if rows.empty:
    st.info("各单位报上来以后，几个单位都有的意见主题、问题方面、评议项目、程序，列在这里。", icon=":material/hub:")
    st.stop()
show_widespread(visit, rows)
show_case(visit)
