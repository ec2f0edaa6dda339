"""Which rounds are the evaluation that the plan's phase asks for, and why another isn't.

程序检查, 工作任务 and 通报与公开 look only at these; 总览 and 群众评议 show any round, and say of the others why not.
"""

from datetime import date
from typing import Any

import pandas as pd

from board.activity import activities
from board.evaluation import results
from board.report import reading as report
from board.store.frames import each_row, kept
from board.store.store import Store

PURPOSE = "evaluation"


@kept
def rounds(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The rounds of a day (`results.rounds`) with why_not: "" for an evaluation in the plan's sense, else why it isn't.

    It is one if it was opened after its phase began or after the report was final: an earlier one was on a draft, or a
    survey. A plan without such a phase takes every round.
    """
    phases = activities.phases(store, activity_id, as_of)
    mine = phases[phases["purpose"] == PURPOSE]
    versions = report.versions(store, activity_id, as_of)
    finals = versions[versions["stage"] == "final"]["approved_on"].dropna()
    found = results.rounds(store, activity_id, as_of)
    why_not = [_why_not(row, mine, finals, has_report="report" in set(phases["purpose"])) for row in each_row(found)]
    return found.assign(why_not=pd.Series(why_not, found.index, dtype="str"))


def _why_not(row: Any, mine: pd.DataFrame, finals: pd.Series, *, has_report: bool) -> str:
    began = [*mine["start_on"], *finals]
    if mine.empty or pd.Timestamp(row.opened_on) >= min(began):
        return ""
    final = f"（{finals.min():%m-%d}）" if len(finals) else ""
    before = f"，也早于报告定稿{final}" if has_report else ""
    start = mine.iloc[0]
    return f"{row.opened_on:%m-%d} 开始，早于“{start['name']}”环节（{start['start_on']:%m-%d} 起）{before}"


def counting(found: pd.DataFrame) -> pd.DataFrame:
    """Of rounds with why_not, those that count."""
    return found[found["why_not"] == ""]


def looked_at(found: pd.DataFrame) -> pd.Series | None:
    """Of rounds with why_not, the one that the rules look at: the newest with forms back, else the newest.

    None if none counts.
    """
    mine = counting(found)
    back = mine[mine["returned_count"] > 0]
    newest = back if len(back) else mine
    return None if newest.empty else newest.iloc[-1]


def not_looked_at(found: pd.DataFrame, round_id: str) -> str:
    """Why the rules don't look at a round, in words; "" for the one they look at."""
    mine, chosen = found[found["round_id"] == round_id].iloc[0], looked_at(found)
    if mine["why_not"] or chosen is None or chosen["round_id"] == round_id:
        return str(mine["why_not"])
    return f"看的是“{chosen['name']}”"


def result_since(store: Store, activity_id: str, as_of: date) -> date | None:
    """The first day on which a result written up can be that of the evaluation; None while no round counts."""
    chosen = looked_at(rounds(store, activity_id, as_of))
    return None if chosen is None else chosen["opened_on"]
