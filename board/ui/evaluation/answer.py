"""The answer at the top of 群众评议, from the same figures as the rest of the page."""

from board.answer import Answer
from board.evaluation import of_phase
from board.evaluation import results as evaluation
from board.evaluation.answer import evaluation_answer
from board.evaluation.differences import rounds_tested
from board.evaluation.weakest import weakest
from board.ui.evaluation.page import Round
from board.ui.parts.answer import show_answer
from board.ui.parts.visit import Visit


def show_round_answer(visit: Visit, chosen: Round) -> None:
    """Shows what people think in the chosen round, where we are weak, and the change since the round before; and why
    the rules of procedure look at another."""
    answer = visit.kept("evaluation.answer", lambda: _answer(visit, chosen), chosen["round_id"])
    show_answer(visit, "evaluation", answer)


def _answer(visit: Visit, chosen: Round) -> Answer:
    ids = (visit.store, visit.activity.activity_id, chosen["round_id"])
    earlier = evaluation.round_before(evaluation.rounds(*ids[:2], visit.as_of), chosen["round_id"])
    tests = rounds_tested(*ids, earlier["round_id"], visit.as_of) if earlier else None
    figures = evaluation.criteria_figures(*ids, visit.as_of)
    why_not = of_phase.not_looked_at(of_phase.rounds(*ids[:2], visit.as_of), chosen["round_id"])
    return evaluation_answer(chosen, figures, weakest(*ids, visit.as_of), earlier, tests, why_not)
