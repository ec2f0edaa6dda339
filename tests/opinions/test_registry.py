"""Each row of the actions on an opinion keeps what it promises: who may, from which states, its form, its words."""

from typing import Any

import pytest

from board.access import PERMISSIONS, Actor, Role
from board.activity import activities
from board.errors import BoardError, Refused
from board.opinions import actions as opinions
from board.opinions.registry import ACTIONS, allowed_actions, apply
from board.store.store import Row, Store
from board.trail_views.words import deed_word
from board.ui.opinions.forms import action_fields
from board.ui.parts.visit import Visit
from board.words import OPINION_STATUS
from tests.example_school import Example
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, opinion_fields

SENSIBLE: dict[str, dict[str, Any]] = {
    "sort": {"aspect": "工作作风"},
    "answer": {"response": "explained", "answer": "已在家长会上说明"},
    "edit": {"content": "会议太多"},
    "remove": {"reason": "登记重了"},
}
# What is done to an opinion before it can take the action.
BEFORE = {"feed_back": ["sort"], "answer": ["sort"], "unmerge": ["merge"], "restore": ["remove"]}
MERGED, REMOVED = {"merged_into": "O-2"}, {"is_removed": True}
ON_ONE_OPINION = [name for name in ACTIONS if name != "add"]


@pytest.mark.parametrize("name", ON_ONE_OPINION)
def test_an_action_is_refused_to_who_may_not_and_told_in_its_word_of_who_may(
    store: Store, clerk: Actor, name: str
) -> None:
    add_activity(store)
    main, opinion = (opinions.add(store, clerk, ACTIVITY, opinion_fields(), at=NINE) for _ in range(2))
    fields = {**SENSIBLE, "merge": {"merged_into": main}}
    for before in BEFORE.get(name, []):
        opinions.act(store, clerk, ACTIVITY, opinion, before, fields.get(before, {}), at=NINE)
    for role in set(Role) - PERMISSIONS[ACTIONS[name].permission]:
        with pytest.raises(Refused):
            opinions.act(
                store, Actor("A-1", "某人", frozenset({role})), ACTIVITY, opinion, name, fields.get(name, {}), at=NINE
            )
    opinions.act(store, clerk, ACTIVITY, opinion, name, fields.get(name, {}), at=NINE)
    assert opinions.events(store, ACTIVITY, opinion)["action"].iloc[-1] == name
    assert deed_word([*store.entries()][-1].kind) == ACTIONS[name].word


def state(**changed: Any) -> Row:
    new = apply(None, "add", {"activity_id": ACTIVITY, "opinion_id": "O-001", **opinion_fields()}, START_ON)
    return {**new, **changed}


@pytest.mark.parametrize("name", ON_ONE_OPINION)
def test_an_action_is_offered_in_the_states_of_its_row_alone(name: str) -> None:
    row = ACTIONS[name]
    for status in OPINION_STATUS:
        free, merged, gone = (state(status=status), state(status=status, **MERGED), state(status=status, **REMOVED))
        is_listed = status in row.statuses
        assert (name in allowed_actions(free)) is (is_listed and not row.only_if)
        assert (name in allowed_actions(merged)) is (
            is_listed and row.not_if != "merged" and row.only_if in {"", "merged"}
        )
        assert (name in allowed_actions(gone)) is (is_listed and row.only_if == "removed")


@pytest.mark.parametrize("name", ON_ONE_OPINION)
def test_what_an_opinion_can_not_take_is_refused(name: str) -> None:
    wrong = [state(status=status) for status in OPINION_STATUS if status not in ACTIONS[name].statuses]
    wrong += [state(**REMOVED)] if ACTIONS[name].only_if != "removed" else []
    wrong += [state(**MERGED)] if ACTIONS[name].not_if == "merged" else []
    wrong += [state()] if ACTIONS[name].only_if else []
    for each in wrong:
        with pytest.raises(BoardError):
            apply(each, name, SENSIBLE.get(name, {}), START_ON)


def test_every_form_asks_for_the_fields_of_its_row(example: Example, clerk: Actor) -> None:
    activity = activities.activity(example.store, example.activity_id)
    visit = Visit(example.store, clerk, activity, example.today, None, is_past=False)
    opinion = opinions.opinions(example.store, example.activity_id, example.today).iloc[0]
    for name, row in ACTIONS.items():
        fields = action_fields(visit, name, None if name == "add" else opinion)
        assert tuple(field.name for field in fields) == row.fields
        assert all(field.options for field in fields if field.kind == "choice")
