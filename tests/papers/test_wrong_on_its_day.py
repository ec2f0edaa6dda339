"""A figure that was wrong on the paper's own day is told from one that moved on later."""

from datetime import datetime, time, timedelta

import pytest

from board import clock
from board.access import Actor
from board.papers.issuing import actions, making
from board.papers.issuing.actions import Seen
from board.papers.issuing.tree import digest
from board.rectification import actions as rectification
from tests.example_school import Example
from tests.paper_lives import TEXTS, TODAY, WRITERS, row_of

YESTERDAY = TODAY - timedelta(days=1)
# An item of the example that is late and not even begun.
LATE = "R-010"


def signed_yesterday(school: Example, clerk: Actor, leader: Actor) -> str:
    """A paper that was signed at six yesterday, when a late item had been explained at five."""
    five, six = (datetime.combine(YESTERDAY, time(hour)) for hour in (17, 18))
    to = (school.store, clerk, school.activity_id)
    rectification.act(*to, LATE, "start", {}, at=five)
    rectification.act(*to, LATE, "report", {"percent": 10, "progress": "厂家交货晚了"}, at=five)
    paper_id = actions.draft(*to, "rectified_public", {}, at=six)
    actions.edit(*to, paper_id, {}, TEXTS, at=six)
    actions.act(*to, paper_id, "check", at=six)
    row = row_of(school, paper_id)
    looked_at = Seen(row["seq"], digest(making.made(school.store, row, YESTERDAY)))
    actions.sign(school.store, leader, school.activity_id, paper_id, looked_at, WRITERS, at=six)
    return paper_id


@pytest.mark.parametrize(("days_ago", "wrong"), [(0, []), (1, ["10%"])])
def test_what_was_entered_late_was_wrong_on_its_day_and_what_happened_later_was_not(
    school: Example, clerk: Actor, leader: Actor, days_ago: int, wrong: list[str]
) -> None:
    row = row_of(school, signed_yesterday(school, clerk, leader))
    at = clock.now() if days_ago == 0 else datetime.combine(YESTERDAY, time(19))
    typed = {"percent": 30, "progress": "又装了两间"}
    rectification.act(school.store, clerk, school.activity_id, LATE, "report", typed, at=at)
    assert [each.was for each in making.wrong_then(school.store, row, TODAY)] == wrong
    assert "10%" in [each.was for each in making.moved_on(school.store, row, TODAY)]
