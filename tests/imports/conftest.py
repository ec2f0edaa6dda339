"""The example school as it stands today, for files that bring records in now."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from board import clock
from board.db import open_store
from board.example import load_example
from tests.example_school import Example


@pytest.fixture(scope="session")
def _school_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("school") / "board.duckdb"
    opened = open_store(path)
    load_example(opened, clock.today())
    opened.close()
    return path


@pytest.fixture
def school(_school_file: Path, tmp_path: Path) -> Iterator[Example]:
    """The example school half-way through its stage today, in a store of the test's own."""
    opened = open_store(Path(shutil.copy(_school_file, tmp_path / "school.duckdb")))
    yield Example(opened, str(opened.rows("activities/all")[0]["activity_id"]), clock.today())
    opened.close()
