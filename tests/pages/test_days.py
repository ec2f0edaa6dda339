"""Days that pages must bear: an activity that hasn't started yet, a day that was filled in and is taken out again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from board import clock
from board.access import Actor, Role
from board.activity import creating
from board.activity.plan.reading import load_plan, shipped_plans
from board.operating.settings import Settings
from board.store.store import Store
from board.web import serving
from tests.example_school import Example
from tests.pages.visitor import SUBJECTS, TITLES, opened, title
from tests.stores import blank_store


@pytest.fixture(scope="module", params=[0, 1, 30])
def made_ahead(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store whose one activity starts so many days from today, for tests that write nothing."""
    store = blank_store()
    plan = load_plan(next(iter(shipped_plans().values())))
    keeper = Actor("A-admin", "管理员", frozenset({Role.ADMIN}))
    creating.create_activity(store, keeper, plan, clock.today() + timedelta(days=request.param))
    yield store
    store.close()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_an_activity_made_ahead_of_its_start_opens_on_every_page(
    made_ahead: Store, tmp_path: Path, subject: str
) -> None:
    serving.serve(made_ahead, Settings(tmp_path, demo=True))
    at = opened(subject, Role.ADMIN if subject == "admin" else Role.CLERK)
    assert not at.exception
    assert not at.error
    assert title(at) == TITLES[subject]


def test_a_day_in_a_form_can_be_taken_out_again(school: Example) -> None:
    at = opened("evaluation", Role.CLERK).button(key="evaluation_edit").click().run()
    days = [each for each in at.date_input if each.key and each.key.startswith("round_edit_")]
    assert [list(each.proto.default) for each in days] == [[]]  # the browser offers to clear only such
