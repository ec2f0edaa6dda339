"""No sequence of actions by anybody brings an item into a state that the rules forbid."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from board.errors import BoardError
from board.rectification.rules import allowed_actions, apply, is_permitted
from tests.depth import examples
from tests.item_lives import (
    ACTIONS,
    PEOPLE,
    WHO,
    assert_allowed,
    assert_lawful_actor,
    assert_lawful_step,
    first,
    givens,
    sensible,
)
from tests.ledger_rows import START_ON

steps = st.tuples(
    # Mostly what the item would let happen next, so that long lives come about; sometimes anything.
    st.one_of(st.integers(0, 9), st.sampled_from(ACTIONS)),
    st.integers(0, 12),
    st.one_of(st.none(), st.none(), givens),
    st.sampled_from(WHO),
    st.sampled_from([None, *PEOPLE]),
)


@settings(max_examples=examples(100, 2000), deadline=None)
@given(first, st.integers(0, 4), st.lists(steps, min_size=5, max_size=15))
def test_no_sequence_of_actions_reaches_a_forbidden_state(fields: Any, lived: int, to_come: Any) -> None:
    on = START_ON + timedelta(days=5)
    try:
        state = apply(None, "add", {"activity_id": "a", "item_id": "R-001", **fields}, on)
        for action in ("start", "submit", "close", "reopen")[:lived]:
            state = apply(state, action, sensible(action, on), on)
    except BoardError:
        return
    assert_allowed(state)
    for chosen, days, careless, roles, person_id in to_come:
        on += timedelta(days=days)
        offered = allowed_actions(state, roles, person_id) or ACTIONS
        action = chosen if isinstance(chosen, str) else offered[chosen % len(offered)]
        said = sensible(action, on) if careless is None else careless
        if not is_permitted(state, action, roles, person_id):
            continue
        try:
            after = apply(state, action, said, on)
        except BoardError:
            continue
        assert_allowed(after)
        assert_lawful_step(state, after, action, said, on)
        assert_lawful_actor(state, action, roles, person_id)
        state = after
