"""What is read of the ledger's history stays after a save that cannot have changed it, and never longer."""

from datetime import timedelta
from typing import Any

from board import clock
from board.access import Actor, Role
from board.rectification import actions as rectification
from board.store.sql import statements
from board.store.store import Store
from tests.example_school import Example

CLERK = Actor("A-moved", "工作人员", frozenset(Role))
# A life with every action on an item, some of them with a reason and without.
LIFE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("start", {}),
    ("report", {"percent": 30, "progress": "办了一半"}),
    ("edit", {"remark": "没有原因"}),
    ("edit", {"measure": "换一种办法", "reason": "原来的办法不行"}),
    ("postpone", {"due_on": clock.today() + timedelta(days=40), "reason": "还差一样"}),
    ("submit", {"proof": "照片", "progress": "办完了"}),
    ("send_back", {"reason": "还差一点", "percent": 80}),
    ("submit", {"proof": "照片两张", "progress": "都办完了"}),
    ("close", {"people_view": "satisfied"}),
    ("reopen", {"reason": "又坏了", "due_on": clock.today() + timedelta(days=60)}),
    ("remove", {"reason": "重复登记"}),
    ("restore", {"reason": "不是重复"}),
)


def asked(school: Example, compare_days: int = 7) -> list[tuple[str, dict[str, Any]]]:
    days = {"as_of": clock.today(), "compare_on": clock.today() - timedelta(days=compare_days)}
    parameters = {
        "activity_id": school.activity_id,
        "marking": ("add", "restore", "send_back", "reopen", "postpone"),
        **days,
    }
    named = [each for each in statements().values() if each.moved_by is not None]
    return [(each.name, {key: parameters[key] for key in parameters if f"${key}" in each.text}) for each in named]


def assert_fresh(store: Store, queries: list[tuple[str, dict[str, Any]]], after: str) -> None:
    for name, parameters in queries:
        fresh = store.frame(name, **parameters)
        assert store.read(name, **parameters).equals(fresh), f"{name} after {after}"


def test_whatever_is_done_to_an_item_is_read_at_once(school: Example) -> None:
    store, queries = school.store, asked(school)
    assert_fresh(store, queries, "nothing")
    items = rectification.items(store, school.activity_id, clock.today())
    item_id = str(items[items["status"] == "not_started"]["item_id"].iloc[0])
    for action, fields in LIFE:
        rectification.act(store, CLERK, school.activity_id, item_id, action, fields)
        assert_fresh(store, queries, action)
