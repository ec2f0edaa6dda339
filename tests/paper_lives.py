"""A paper in the example school, taken as far as a test wants it."""

from typing import Any

import pandas as pd

from board import clock
from board.access import Actor
from board.documents.paper_pdf import paper_pdf
from board.documents.paper_word import paper_word
from board.papers import views
from board.papers.issuing import actions, making
from board.papers.issuing.actions import Seen, Writers
from board.papers.issuing.tree import digest
from board.rectification import actions as rectification
from board.store.frames import each_row
from tests.example_school import Example

TODAY = clock.today()
WRITERS = Writers(paper_word, paper_pdf)
TEXTS = {"contact": "校长信箱：校门口传达室旁"}
WHERE = {"published_on": TODAY, "place": "校门口公开栏", "audience": "全体教职工和家长"}


def drafted(school: Example, clerk: Actor, kind: str = "rectified_public", **fields: Any) -> str:
    """Drafts a paper with all that it needs, and returns its id."""
    explain_late_items(school, clerk)
    paper_id = actions.draft(school.store, clerk, school.activity_id, kind, {})
    actions.edit(school.store, clerk, school.activity_id, paper_id, fields, TEXTS)
    return paper_id


def explain_late_items(school: Example, clerk: Actor) -> None:
    """Reports why items are late, which a paper about them must say."""
    rows = rectification.items(school.store, school.activity_id, TODAY)
    for item in each_row(rows[(rows["due_on"] < pd.Timestamp(TODAY)) & (rows["progress"] == "")]):
        to = (school.store, clerk, school.activity_id, item.item_id)
        if item.status == "not_started":
            rectification.act(*to, "start", {})
        if item.status in {"not_started", "in_progress"}:
            rectification.act(*to, "report", {"percent": 10, "progress": "厂家交货晚了"})


def row_of(school: Example, paper_id: str) -> dict[str, Any]:
    return actions.present(school.store, school.activity_id, paper_id)


def shown(school: Example, paper_id: str) -> pd.Series:
    rows = views.shown(school.store, school.activity_id, TODAY)
    return rows[rows["paper_id"] == paper_id].iloc[0]


def act(school: Example, actor: Actor, paper_id: str, action: str, reason: str = "", **how: Any) -> None:
    actions.act(school.store, actor, school.activity_id, paper_id, action, reason, **how)


def seen(school: Example, paper_id: str) -> Seen:
    row = row_of(school, paper_id)
    return Seen(row["seq"], digest(making.made(school.store, row, TODAY)))


def sign(school: Example, actor: Actor, paper_id: str) -> None:
    actions.sign(school.store, actor, school.activity_id, paper_id, seen(school, paper_id), WRITERS)


def signed(school: Example, clerk: Actor, leader: Actor, paper_id: str) -> str:
    act(school, clerk, paper_id, "check")
    sign(school, leader, paper_id)
    return paper_id


def report_more(school: Example, clerk: Actor) -> str:
    """Reports progress of an item that is under way, and returns its id."""
    rows = rectification.items(school.store, school.activity_id, TODAY)
    item = rows[(rows["status"] == "in_progress") & (rows["percent"] < 85)].iloc[0]
    typed = {"percent": int(item["percent"]) + 10, "progress": "又办了一段"}
    rectification.act(school.store, clerk, school.activity_id, item["item_id"], "report", typed)
    return str(item["item_id"])
