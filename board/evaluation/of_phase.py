"""Which rounds are the evaluation that the plan's phase asks for, and why another isn't.

程序检查, 工作任务 and 通报与公开 look only at these; 总览 and 群众评议 show any round, and say of the others why not.
"""

from datetime import date
from typing import Any

import pandas as pd

from board.activity import activities
from board.evaluation import results
from board.publication.views import Since
from board.report import reading as report
from board.store.frames import each_row, kept
from board.store.store import Store
from board.words import PUBLISHED, REPORT_STAGE

PURPOSE = "evaluation"


@kept
def rounds(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The rounds of a day (`results.rounds`) with why_not: "" for an evaluation in the plan's sense, else why it isn't.

    It is one if it evaluates the report and was opened after that was final: another one was on a draft, or a survey. A
    plan that has no report takes every round since its phase began, one without such a phase every round.
    """
    phases = activities.phases(store, activity_id, as_of)
    mine = phases[phases["purpose"] == PURPOSE]
    versions = report.versions(store, activity_id, as_of)
    finals = versions[versions["stage"] == "final"]["approved_on"].dropna()
    found = results.rounds(store, activity_id, as_of)
    why_not = [_why_not(row, mine, finals, has_report="report" in set(phases["purpose"])) for row in each_row(found)]
    return found.assign(why_not=pd.Series(why_not, found.index, dtype="str"))


def _why_not(row: Any, mine: pd.DataFrame, finals: pd.Series, *, has_report: bool) -> str:
    if mine.empty:
        return ""
    start, opened_on = mine.iloc[0], pd.Timestamp(row.opened_on)
    is_early = opened_on < start["start_on"]
    if has_report and not (finals <= opened_on).any():
        final = f"（{finals.min():%m-%d}）" if len(finals) else ""
        also = f"早于“{start['name']}”环节（{start['start_on']:%m-%d} 起），也" if is_early else ""
        return f"{row.opened_on:%m-%d} 开始，{also}早于报告定稿{final}"
    if has_report and not _is_on_report(row.evaluated):
        return f"评的是“{row.evaluated}”，不是定稿的{PUBLISHED['report']}"
    if not has_report and is_early:
        return f"{row.opened_on:%m-%d} 开始，早于“{start['name']}”环节（{start['start_on']:%m-%d} 起）"
    return ""


def _is_on_report(evaluated: str) -> bool:
    """Whether what a round evaluates, in its own words, is the report, and no draft of it."""
    drafts = (REPORT_STAGE["draft"], REPORT_STAGE["consulted"])
    return PUBLISHED["report"] in evaluated and not any(word in evaluated for word in drafts)


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


def result_since(store: Store, activity_id: str, as_of: date) -> Since | None:
    """The round and the day since which a result is that of the evaluation; None while no round counts."""
    return ended_on(looked_at(rounds(store, activity_id, as_of)), as_of)


def ended_on(chosen: pd.Series | None, as_of: date) -> Since | None:
    """The day since which a round (None: none counts) has a result: when it was ended or, until then, opened."""
    if chosen is None:
        return None
    closed_on: date | None = chosen["closed_on"]
    opened_on: date = chosen["opened_on"]
    is_over = closed_on is not None and not pd.isna(closed_on) and closed_on <= as_of
    return Since(str(chosen["round_id"]), closed_on if closed_on and is_over else opened_on)
