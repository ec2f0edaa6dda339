"""The answer at the top of 群众评议, from the same figures as the rest of the page."""

import pandas as pd
import streamlit as st

from board.evaluation import of_phase
from board.evaluation import results as evaluation
from board.evaluation.answer import evaluation_answer
from board.evaluation.differences import rounds_tested
from board.evaluation.statistics import weakest
from board.ui.evaluation.page import Round, round_before
from board.ui.parts.answer import show_answer
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit


def show_round_answer(visit: Visit, rounds: pd.DataFrame, chosen: Round) -> None:
    """Shows what people think in the chosen round, where we are weak, and the change since the round before; and why
    the rules of procedure look at another."""
    _show_answer(visit, rounds, chosen)
    found = of_phase.rounds(visit.store, visit.activity.activity_id, visit.as_of)
    why_not = of_phase.not_looked_at(found, chosen["round_id"])
    if why_not:
        st.caption(f"程序检查不看这一轮：{in_markdown(why_not)}。")


def _show_answer(visit: Visit, rounds: pd.DataFrame, chosen: Round) -> None:
    earlier, key = round_before(rounds, chosen), (visit.store, visit.activity.activity_id)
    ids, day = (*key, chosen["round_id"]), visit.as_of
    if not chosen["valid_count"]:
        show_answer(visit, "evaluation", evaluation_answer(chosen, (0, 0), None, None, None))
        return
    tests, then = None, None
    if earlier is not None:
        tests = rounds_tested(*ids, earlier["round_id"], day)
        then = (str(earlier["name"]), _rate(visit, earlier))
    answer = evaluation_answer(chosen, _rate(visit, chosen), weakest(*ids, day), then, tests)
    show_answer(visit, "evaluation", answer)


def _rate(visit: Visit, chosen: Round) -> tuple[int, int]:
    return evaluation.good_of_all(visit.store, visit.activity.activity_id, chosen["round_id"], visit.as_of)
