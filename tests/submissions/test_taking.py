"""A frozen state goes up, is held to its seal, its key and its turn, and is kept once."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from board import clock
from board.access import Actor, Role
from board.activity.creating import create_activity
from board.activity.plan.reading import load_plan, shipped_plans
from board.store.store import Store
from board.submissions import collected, freezing, keys, taking
from board.submissions.contents import Chosen
from board.submissions.document import Signed
from board.units import actions as units
from tests.example_school import Example
from tests.stores import blank_store

EVERYONE = Actor("A-1", "工作人员", frozenset(Role))
SCHOOL = {"unit_id": "S01", "name": "示例一小", "kind": "school", "parent_id": "D1"}
DISTRICT = {"unit_id": "D1", "name": "示例区", "kind": "district", "parent_id": "", "is_reporting": False}


def bureau_of(school: Store) -> Store:
    """A collector that knows the school under S01 by its key, and has the activity of its plan."""
    bureau = blank_store()
    create_activity(bureau, EVERYONE, load_plan(shipped_plans()["analysis-stage"]), clock.today() - timedelta(40))
    units.open_units(bureau, EVERYONE, [DISTRICT, SCHOOL], clock.today() - timedelta(400))
    units.register_key(bureau, EVERYONE, "S01", keys.fingerprint(school))
    return bureau


@pytest.fixture
def bureau(example: Example) -> Iterator[Store]:
    bureau = bureau_of(example.store)
    yield bureau
    bureau.close()


def frozen(example: Example, as_of: date | None = None, reason: str = "") -> Signed:
    freezing.set_superior(example.store, EVERYONE, example.activity_id, {"address": "", "unit_id": "S01"})
    day = as_of or clock.today()
    return freezing.freeze(example.store, EVERYONE, example.activity_id, day, Chosen(), reason=reason)


def test_what_a_school_froze_is_what_the_bureau_keeps(example: Example, bureau: Store) -> None:
    file = frozen(example)
    receipt = taking.take_file(bureau, EVERYONE, file.content)
    assert (receipt["unit_id"], receipt["number"], receipt["sha256"]) == ("S01", 1, file.sha256)
    activity_id = str(bureau.rows("activities/all")[0]["activity_id"])
    (row,) = collected.standing(bureau, activity_id, clock.today()).to_dict("records")
    assert (row["unit_id"], row["number"], row["sha256"]) == ("S01", 1, file.sha256)
