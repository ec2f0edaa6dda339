"""Fixtures that every subject's tests share: real stores on real DuckDB."""

from collections.abc import Iterator

import pytest

from board.access import Actor, Role
from board.db import Store, open_store


@pytest.fixture
def store() -> Iterator[Store]:
    """A blank store in memory, at the newest schema."""
    opened = open_store(None)
    yield opened
    opened.close()


@pytest.fixture
def clerk() -> Actor:
    return Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))


@pytest.fixture
def leader() -> Actor:
    return Actor("A-leader", "领导", frozenset({Role.LEADER}), "M01")


@pytest.fixture
def admin() -> Actor:
    return Actor("A-admin", "管理员", frozenset({Role.ADMIN}))


@pytest.fixture
def owner() -> Actor:
    return Actor("A-owner", "责任人", frozenset({Role.OWNER}), "P01")
