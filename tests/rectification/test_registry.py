"""Each row of the actions on an item keeps what it promises: who may, from which statuses, its form, its words."""

import pytest

from board import clock
from board.access import PERMISSIONS, Actor, Role
from board.activity import activities
from board.errors import BoardError, Invalid, Refused
from board.rectification import actions as rectification
from board.rectification.comparison import MARKS
from board.rectification.registry import ACTIONS
from board.rectification.rules import allowed_actions, apply
from board.store.store import Row, Store
from board.trail_views.words import deed_word
from board.ui.parts.visit import Visit
from board.ui.rectification.forms import action_fields
from board.words import ITEM_STATUS
from tests import item_lives
from tests.example_school import Example
from tests.item_lives import sensible
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, deferred_fields, item_fields

LIFE = {"not_started": (), "in_progress": ("start",), "submitted": ("start", "submit")}
LIFE["closed"] = (*LIFE["submitted"], "close")
ON_ONE_ITEM = [name for name, row in ACTIONS.items() if row.statuses]
WITH_FORM = [name for name, row in ACTIONS.items() if row.has_form]
EVERYBODY = frozenset(Role)


def item(status: str, *, is_removed: bool = False) -> Row:
    """An item that has come to a status."""
    state = apply(None, "add", {"activity_id": ACTIVITY, "item_id": "R-001", **item_fields()}, START_ON)
    for action in (*LIFE[status], *(["remove"] if is_removed else [])):
        state = apply(state, action, sensible(action, START_ON), START_ON)
    return state


def lives(store: Store, clerk: Actor, action: str) -> str:
    """An item in the ledger that can take the action, and its id."""
    add_activity(store)
    item_id = rectification.add(store, clerk, ACTIVITY, item_fields(), at=NINE)
    status = next(status for status in LIFE if status in ACTIONS[action].statuses)
    for before in (*LIFE[status], *(["remove"] if action == "restore" else [])):
        rectification.act(store, clerk, ACTIVITY, item_id, before, sensible(before, START_ON), at=NINE)
    return item_id


@pytest.mark.parametrize("name", [name for name in ON_ONE_ITEM if ACTIONS[name].has_form])
def test_an_action_is_refused_to_who_may_not_and_told_in_its_word_of_who_may(
    store: Store, clerk: Actor, name: str
) -> None:
    item_id = lives(store, clerk, name)
    fields = {"remark": "已通报"} if name == "edit" else sensible(name, clock.today())
    for role in EVERYBODY - PERMISSIONS[ACTIONS[name].permission]:
        with pytest.raises(Refused):
            rectification.act(store, Actor("A-1", "某人", frozenset({role}), "P01"), ACTIVITY, item_id, name, fields)
    rectification.act(store, clerk, ACTIVITY, item_id, name, fields)
    assert rectification.events(store, ACTIVITY, item_id)["action"].iloc[-1] == name
    assert deed_word([*store.entries()][-1].kind) == ACTIONS[name].word


@pytest.mark.parametrize("name", ON_ONE_ITEM)
def test_an_action_is_offered_from_the_statuses_of_its_row_alone(name: str) -> None:
    for status in ITEM_STATUS:
        there, gone = item(status), item(status, is_removed=True)
        if name == "restore":
            there, gone = gone, there
        is_listed = status in ACTIONS[name].statuses
        assert (name in allowed_actions(there, EVERYBODY, None)) is is_listed
        assert name not in allowed_actions(gone, EVERYBODY, None)
        for refused in [gone] if is_listed else [there, gone]:
            with pytest.raises(BoardError) as caught:
                apply(refused, name, sensible(name, START_ON), START_ON)
            assert not isinstance(caught.value, Invalid)


@pytest.mark.parametrize("name", ON_ONE_ITEM)
def test_an_action_is_offered_to_the_roles_with_its_permission(name: str) -> None:
    status = next(status for status in LIFE if status in ACTIONS[name].statuses)
    state = item(status, is_removed=name == "restore")
    offered = {role for role in Role if name in allowed_actions(state, {role}, "P01" if role == Role.OWNER else "M01")}
    assert offered == PERMISSIONS[ACTIONS[name].permission]


@pytest.mark.parametrize("name", ON_ONE_ITEM)
def test_what_waits_for_conditions_takes_the_actions_that_are_for_it(name: str) -> None:
    state = apply(None, "add", {"activity_id": ACTIVITY, "item_id": "R-001", **deferred_fields()}, START_ON)
    for status in ACTIONS[name].statuses - {"submitted", "closed"}:
        given = {**state, "status": status, "is_removed": name == "restore"}
        assert (name in allowed_actions(given, EVERYBODY, None)) is (ACTIONS[name].not_if != "deferred")


def test_every_form_asks_for_the_fields_of_its_row(example: Example) -> None:
    activity = activities.activity(example.store, example.activity_id)
    item_to_act_on = rectification.items(example.store, example.activity_id, example.today).iloc[0]
    for name, role in [(each, role) for each in WITH_FORM for role in PERMISSIONS[ACTIONS[each].permission]]:
        actor = Actor("A-1", "某人", frozenset({role}))
        visit = Visit(example.store, actor, activity, example.today, None, is_past=False)
        fields = action_fields(visit, name, item_to_act_on)
        left_out = set() if role == Role.CLERK else {"verifier_id"}
        assert [field.name for field in fields] == [each for each in ACTIONS[name].fields if each not in left_out]
        assert all(field.options for field in fields if field.kind == "choice")


def test_what_many_items_are_offered_has_a_form_and_a_place_of_its_own() -> None:
    places = {name: row.place_in_batch for name, row in ACTIONS.items() if row.place_in_batch}
    assert sorted(places.values()) == [*range(1, len(places) + 1)]
    assert set(places) <= set(WITH_FORM)


def test_every_mark_of_a_comparison_is_left_by_an_action() -> None:
    assert {row.mark for row in ACTIONS.values()} - {""} == set(MARKS)


def test_lives_are_drawn_of_every_action() -> None:
    assert {"add", "undo", *item_lives.ACTIONS} == set(ACTIONS)
