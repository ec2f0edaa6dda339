"""征求意见: whom have we heard, what do they say, was it answered?"""

import streamlit as st

from board.opinions import actions as opinions
from board.opinions.views import IN_LOTS
from board.ui.opinions.charts import show_charts, show_day_answer
from board.ui.opinions.feedback_sheets import show_sheets
from board.ui.opinions.merging import show_alike
from board.ui.opinions.register import show_register
from board.ui.opinions.sheet import show_add_buttons, show_opinion
from board.ui.opinions.sorting import show_sorting
from board.ui.parts import filters
from board.ui.parts.visit import guard

visit = guard("opinions")

activity_id = visit.activity.activity_id
heard = opinions.opinions(visit.store, activity_id, visit.as_of)
if heard.empty:
    st.info(
        "还没有征求到的意见。座谈会、意见箱、谈心听到的都登记在这里，只记来自哪一类人，不记姓名。",
        icon=":material/forum:",
    )
    if not visit.may("see.givers"):
        st.caption(IN_LOTS)
    show_add_buttons(visit)
    st.stop()

show_day_answer(visit)

PARTS = {"意见": None, "梳理": show_sorting, "相近的意见": show_alike, "反馈单": show_sheets}
open_parts = list(PARTS) if visit.may("opinions.edit") else ["意见", "反馈单"]
part = filters.switch("看什么", "opinions_part", open_parts)
show_part = PARTS[part]
if show_part is not None:
    show_part(visit)
else:
    show_charts(visit)
    show_register(visit)
show_opinion(visit)
