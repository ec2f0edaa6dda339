"""上报情况: who submitted, who is late, how far is everybody?"""

from functools import partial

import streamlit as st

from board.comparison.deadlines import lock_word
from board.comparison.reported import reported, submitted_answer
from board.ui.comparison.issuing import show_versions
from board.ui.comparison.reported import OPEN, show_deadline, show_excuse, show_missing, show_steps, show_units
from board.ui.comparison.sheet import show_unit
from board.ui.parts.answer import show_answer
from board.ui.parts.visit import guard
from board.ui.sittings.start import show_deck_start

visit = guard("submitted")
place = st.container()
chosen = show_deadline(visit, partial(show_deck_start, visit))
deadline = None if chosen is None else (chosen["deadline_id"], chosen["for_on"].date(), chosen["due_on"].date())
rows = reported(visit.store, visit.activity.activity_id, visit.as_of, deadline)
with place:
    lock = "" if chosen is None else lock_word(chosen, visit.as_of)
    show_answer(visit, "submitted", submitted_answer(rows, deadline[2] if deadline else None, lock))
if rows.empty:
    st.info("先在“单位”里登记要上报的单位，它们报了什么，这里就看得到。", icon=":material/account_tree:")
    st.stop()
show_steps(visit, rows, deadline)
show_missing(visit, rows, chosen)
show_units(visit, rows, chosen)
show_versions(visit)


def more(unit_id: str) -> None:
    """Draws what can be done about a unit at this deadline."""
    if deadline and visit.may("submitted.edit"):
        show_excuse(visit, rows[rows["unit_id"] == unit_id].iloc[0], deadline[0])


show_unit(visit, OPEN, more)
