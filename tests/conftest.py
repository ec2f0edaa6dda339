"""Fixtures that every subject's tests share: real stores on real DuckDB."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from board import clock
from board.access import Actor, Role
from board.accounts import passwords
from board.example.school import load_example
from board.store.sql import statements
from board.store.store import Store, open_store
from tests.example_school import LOADED_ON, Example
from tests.procedure import sound_school
from tests.stores import Copies, blank_store

# How long a test takes says nothing on a busy machine; speed is measured in tests/bench. What is drawn is the same each
# time, so that the gate says of a change what it says of it everywhere; `--hypothesis-profile search` draws anew.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("same")


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[PasswordHasher]:
    """Passwords hashed at the least cost, as no test but that of the cost is about how long a hash takes.

    Gives the product's own hasher, for the test that needs it.
    """
    real = passwords._HASHER
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords.stand_in_hash.cache_clear()
    yield real
    passwords.stand_in_hash.cache_clear()


@pytest.fixture(autouse=True)
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process has its own main module again after a test that ran a page as it: other processes start from it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(autouse=True, scope="session")
def one_thread_a_store() -> None:
    """Tests run at once on all processors: a store that shares out its work among them waits for the others."""
    bound = "lockdown/bound_threads"
    statements()[bound] = replace(statements()[bound], text="SET threads = 1")


@pytest.fixture
def store() -> Iterator[Store]:
    """A blank store in memory, at the newest schema."""
    opened = blank_store()
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


@pytest.fixture(scope="session")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the example in it, to be copied and never opened: loading takes a second, copying none."""
    path = tmp_path_factory.mktemp("example") / "board.duckdb"
    opened = open_store(path)
    load_example(opened, LOADED_ON)
    opened.close()
    return path


@pytest.fixture(scope="session")
def _examples(example_file: Path) -> Copies:
    return Copies(example_file)


@pytest.fixture
def example(_examples: Copies, tmp_path: Path) -> Iterator[Example]:
    """The example school in a store of the test's own, half-way through its stage on `example.today`."""
    with _examples.opened(tmp_path / "example.duckdb") as opened:
        yield Example(opened, str(opened.rows("activities/all")[0]["activity_id"]), LOADED_ON)


@pytest.fixture(scope="session")
def school_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example school half-way through its stage today, which is the day pages count from; to be copied."""
    path = tmp_path_factory.mktemp("school") / "board.duckdb"
    opened = open_store(path)
    load_example(opened, clock.today())
    opened.close()
    return path


@pytest.fixture(scope="session")
def schools(school_file: Path) -> Copies:
    """Copies of that school."""
    return Copies(school_file)


@pytest.fixture
def school(schools: Copies, tmp_path: Path) -> Iterator[Example]:
    """The example school half-way through its stage today, in a store of the test's own."""
    with schools.opened(tmp_path / "school.duckdb") as opened:
        yield Example(opened, str(opened.rows("activities/all")[0]["activity_id"]), clock.today())


@pytest.fixture(scope="session")
def sound_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the school that leaves nothing out, to be copied: walking its stage takes seconds."""
    path = tmp_path_factory.mktemp("sound") / "board.duckdb"
    opened = open_store(path)
    sound_school.build(opened)
    opened.close()
    return path


@pytest.fixture(scope="session")
def sound_copies(sound_file: Path) -> Copies:
    """Copies of that school."""
    return Copies(sound_file)
