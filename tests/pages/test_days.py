"""Days that pages must bear: an activity that hasn't started yet, a day that was filled in and is taken out again."""

from datetime import timedelta

import pytest

from board import activities, clock
from board.access import Actor, Role
from board.db import Store
from board.plan import load_plan, plans
from tests.example_school import Example
from tests.pages.visitor import SUBJECTS, TITLES, opened, title


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("days", [0, 1, 30])
def test_an_activity_made_ahead_of_its_start_opens_on_every_page(
    blank: Store, admin: Actor, subject: str, days: int
) -> None:
    plan = load_plan(next(iter(plans().values())))
    activities.create_activity(blank, admin, plan, clock.today() + timedelta(days=days))
    at = opened(subject, Role.ADMIN if subject == "admin" else Role.CLERK)
    assert not at.exception
    assert not at.error
    assert title(at) == TITLES[subject]


def test_a_day_in_a_form_can_be_taken_out_again(school: Example) -> None:
    at = opened("evaluation", Role.CLERK).button(key="evaluation_edit").click().run()
    days = [each for each in at.date_input if each.key and each.key.startswith("round_edit_")]
    assert [list(each.proto.default) for each in days] == [[]]  # the browser offers to clear only such
