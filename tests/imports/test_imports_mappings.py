"""What the clerk said of a file's columns and words is there again for the next file of that shape."""

from types import MappingProxyType

import pytest

from board.access import Actor
from board.errors import BoardError, Refused
from board.imports.mappings import mapping, save_mapping
from board.store.store import Store
from tests.ballot_files import ACTIVITY

SHAPE, OTHER = "a" * 64, "b" * 64
SAID = {"columns": {"1、您认为认识如何": "C1", "备注'；": ""}, "answers": {"满意": 1, "C1:都行": 3}, "layout": "wjx"}


def test_it_is_remembered_for_files_of_that_shape(store: Store, clerk: Actor) -> None:
    save_mapping(store, clerk, ACTIVITY, SHAPE, SAID)
    assert mapping(store, ACTIVITY, SHAPE) == SAID
    assert mapping(store, ACTIVITY, OTHER) == {}
    assert mapping(store, "another", SHAPE) == {}


def test_what_is_said_later_takes_its_place(store: Store, clerk: Actor) -> None:
    save_mapping(store, clerk, ACTIVITY, SHAPE, SAID)
    save_mapping(store, clerk, ACTIVITY, SHAPE, {"answers": MappingProxyType({"满意": 2})})
    assert mapping(store, ACTIVITY, SHAPE) == {"answers": {"满意": 2}}


def test_nothing_said_is_nothing_kept(store: Store, clerk: Actor) -> None:
    save_mapping(store, clerk, ACTIVITY, SHAPE, SAID)
    save_mapping(store, clerk, ACTIVITY, SHAPE, {"columns": {}, "layout": None})
    assert mapping(store, ACTIVITY, SHAPE) == {}
    with store._connection.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM import_mappings").fetchall() == [(0,)]


def test_it_refuses_the_wrong_role(store: Store, leader: Actor) -> None:
    with pytest.raises(Refused, match="没有权限"):
        save_mapping(store, leader, ACTIVITY, SHAPE, SAID)
    assert mapping(store, ACTIVITY, SHAPE) == {}


def test_it_refuses_more_than_can_be_kept(store: Store, clerk: Actor) -> None:
    save_mapping(store, clerk, ACTIVITY, SHAPE, SAID)
    with pytest.raises(BoardError, match="记不住这么多对应关系"):
        save_mapping(store, clerk, ACTIVITY, SHAPE, {"answers": {"词" * 200 + str(n): 1 for n in range(1000)}})
    assert mapping(store, ACTIVITY, SHAPE) == SAID
