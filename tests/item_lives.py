"""What lives of items are made of, and what domain.md forbids them, said once more and apart from the code."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from board.access import Role
from board.rectification.fields import Row
from tests.ledger_rows import START_ON, deferred_fields, item_fields

PEOPLE = ("M01", "M02", "P01", "P02")
TEXTS = st.sampled_from(["", "  ", "照片", "记录"])
DAYS = st.integers(-5, 60).map(lambda days: START_ON + timedelta(days=days))
STEPS = frozenset(
    {
        *(("not_started", "in_progress"), ("in_progress", "submitted"), ("submitted", "in_progress")),
        *(("submitted", "closed"), ("closed", "in_progress")),
    }
)
WITH_REASON = frozenset({"send_back", "reopen", "postpone", "remove", "restore", "withdraw"})

givens = st.fixed_dictionaries(
    {},
    optional={
        "percent": st.one_of(st.none(), st.integers(-10, 120)),
        "progress": TEXTS,
        "proof": TEXTS,
        "file_name": TEXTS,
        "reason": TEXTS,
        "people_view": st.sampled_from([None, "satisfied", "mostly_satisfied", "dissatisfied", "other"]),
        "verifier_id": st.sampled_from([None, *PEOPLE]),
        "owner_id": st.sampled_from([None, *PEOPLE]),
        "due_on": st.one_of(st.none(), DAYS),
        "start_on": st.one_of(st.none(), DAYS),
        "kind": st.sampled_from(["immediate", "dated", "deferred"]),
        "review_on": st.one_of(st.none(), DAYS),
        "explanation": TEXTS,
        "explained_to": TEXTS,
        "explained_on": st.one_of(st.none(), DAYS),
        "explained_how": TEXTS,
        "conditions": TEXTS,
    },
)
WHO = tuple(
    frozenset(roles) for roles in ({Role.CLERK}, {Role.LEADER}, {Role.OWNER}, {Role.LEADER, Role.OWNER}, set(Role))
)
ACTIONS = (
    *("start", "report", "submit", "send_back", "close", "reopen", "postpone", "attach", "withdraw", "edit"),
    *("remove", "restore"),
)
OWNERS_ACTIONS = frozenset({"start", "report", "submit", "attach", "withdraw"})
first = st.one_of(
    st.just(item_fields()),
    st.just(deferred_fields()),
    givens.map(lambda changed: item_fields(**changed)),
)


def sensible(action: str, on: date) -> dict[str, Any]:
    """What a careful person would give with an action."""
    said: dict[str, Any] = {"reason": "记录", "proof": "照片", "people_view": "satisfied", "verifier_id": "M02"}
    if action in {"attach", "withdraw"}:
        return {**said, "file_name": "照片"}
    if action == "postpone":
        return {**said, "due_on": on + timedelta(days=9)}
    if action == "edit":
        return {**deferred_fields(due_on=None, owner_id="P02", review_on=on), "reason": "记录", "remark": "记录"}
    return {**said, "percent": on.day} if action == "report" else said


def is_late(state: Row, on: date) -> bool:
    """Past its date and not handed in."""
    open_to_its_owner = state["status"] in {"not_started", "in_progress"} and state["kind"] != "deferred"
    return open_to_its_owner and bool(state["due_on"] < on)


def assert_allowed(state: Row) -> None:
    """What domain.md forbids, said once more and apart from the code that keeps it."""
    status, deferred = state["status"], state["kind"] == "deferred"
    assert state["verifier_id"] is None or state["verifier_id"] != state["owner_id"]
    assert (status == "closed") == (state["closed_on"] is not None)
    assert (status in {"submitted", "closed"}) == (state["percent"] == 100)
    assert 0 <= state["percent"] <= 100
    if status == "not_started":
        assert state["percent"] == 0
    if status in {"submitted", "closed"}:
        assert state["proof"].strip()
        assert not deferred
    if status == "closed":
        assert state["people_view"] in {"satisfied", "mostly_satisfied"}
        assert state["verifier_id"] is not None
    if deferred:
        assert state["due_on"] is None
        assert all(state[name] for name in ("explanation", "explained_to", "explained_how", "conditions"))
        assert state["review_on"] > state["explained_on"]
    else:
        assert state["due_on"] >= state["start_on"]
        assert state["first_due_on"] is not None


def assert_lawful_step(before: Row, after: Row, action: str, said: dict[str, Any], on: date) -> None:
    assert before["status"] == after["status"] or (before["status"], after["status"]) in STEPS
    assert after["seq"] == before["seq"] + 1
    assert before["is_removed"] == (action == "restore")
    assert before["progressed_on"] <= after["progressed_on"] <= on
    if action in WITH_REASON or before["kind"] != after["kind"]:
        assert said["reason"].strip(), action
    if before["due_on"] != after["due_on"]:
        assert action in {"postpone", "reopen"} or before["kind"] != after["kind"]
    if before["first_due_on"] is not None:
        assert after["first_due_on"] == before["first_due_on"]
    assert after["was_late"] >= before["was_late"]
    assert after["was_late"] >= is_late(before, on)
    assert after["was_accepted_late"] >= before["was_accepted_late"]
    if action in {"send_back", "reopen"}:
        assert after["percent"] == before["reported_percent"]


def assert_lawful_actor(before: Row, action: str, roles: frozenset[Role], person_id: str | None) -> None:
    if action == "close":
        assert person_id is None or person_id != before["owner_id"]
        assert roles & {Role.LEADER, Role.CLERK}
    if roles == {Role.OWNER}:
        assert person_id == before["owner_id"]
        assert action in OWNERS_ACTIONS
