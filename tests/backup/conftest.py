"""Stores in files of their own, to be copied and put back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from board.store.store import Store, open_store
from tests.ledger_rows import add_activity
from tests.store.task_states import add_task


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data" / "board.duckdb"


@pytest.fixture(scope="session")
def held_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an activity and one task, to be copied and never opened."""
    path = tmp_path_factory.mktemp("held") / "board.duckdb"
    store = open_store(path)
    add_activity(store)
    store.write(add_task)
    store.close()
    return path


@pytest.fixture
def held(held_file: Path, place: Path) -> Iterator[Store]:
    """A store in a file of the test's own, with an activity and one task."""
    place.parent.mkdir()
    store = open_store(Path(shutil.copy(held_file, place)))
    yield store
    store.close()


@pytest.fixture
def school(example_file: Path, place: Path) -> Iterator[Store]:
    """The example school in a file of the test's own."""
    place.parent.mkdir()
    store = open_store(Path(shutil.copy(example_file, place)))
    yield store
    store.close()
