"""Whoever may not edit a kind of plain record can't register, edit, remove or restore one."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

import board
from board.access import PERMISSIONS, Actor, Role
from board.errors import Refused
from board.store import records
from board.store.records import Kind
from board.store.store import Store
from board.words import RECORD_ACTION

SUBJECTS = ("board.meeting", "board.problems", "board.publication")


def kinds() -> Iterator[Kind]:
    for module in walk_packages(board.__path__, "board."):
        if module.name.startswith(SUBJECTS):
            yield from (each for each in vars(import_module(module.name)).values() if isinstance(each, Kind))


KINDS = {kind.subject: kind for kind in kinds()}


@pytest.mark.parametrize("subject", sorted(KINDS))
def test_a_record_is_closed_to_each_role_without_its_permission(store: Store, subject: str) -> None:
    kind = KINDS[subject]
    for role in set(Role) - PERMISSIONS[kind.permission]:
        actor = Actor("A-1", "某人", frozenset({role}))
        with pytest.raises(Refused):
            records.add(store, actor, kind, "X-1", {})
        for action in RECORD_ACTION.keys() - {"add"}:
            with pytest.raises(Refused):
                records.act(store, actor, kind, "X-1", "none", action, {})


def test_all_kinds_of_plain_records_are_among_them() -> None:
    assert set(KINDS) == {"talks", "studies", "outlines", "criticisms", "problems", "publication"}
