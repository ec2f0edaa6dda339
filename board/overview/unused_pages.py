"""Pages that a plan doesn't use: it has no phase of their kind, and nothing was entered on them."""

from collections.abc import Callable
from datetime import date

import pandas as pd

from board.activity import activities
from board.evaluation import results as evaluation
from board.meeting import actions as meeting
from board.meeting import outlines, talks
from board.problems import actions as problems
from board.report import reading as report
from board.store.store import Store

Read = Callable[[Store, str, date], pd.DataFrame]
# Page → the purpose of the phase that it serves (`words.PLAN_PURPOSE`), and what reads its records.
_SERVED: dict[str, tuple[str, tuple[Read, ...]]] = {
    "talks": ("meeting", (talks.talks,)),
    "meeting": ("meeting", (meeting.life_meetings, outlines.outlines, problems.problems)),
    "report": ("report", (report.versions,)),
    "evaluation": ("evaluation", (evaluation.rounds,)),
}


def unused(store: Store, activity_id: str, as_of: date) -> dict[str, str]:
    """The subjects of pages that an activity's plan doesn't use → the purpose of the missing phase.

    A page on which something was entered counts as used, whatever the plan says.
    """

    def found() -> dict[str, str]:
        purposes = set(activities.phases(store, activity_id)["purpose"])
        return {
            subject: purpose
            for subject, (purpose, reads) in _SERVED.items()
            if purpose not in purposes and all(read(store, activity_id, as_of).empty for read in reads)
        }

    purposes_by_subject: dict[str, str] = store.cached(("plan_pages.unused", activity_id, as_of), found)
    return purposes_by_subject
