"""The records of the example school, as the sentences of the tests speak of them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from board.example.school import load_example
from board.store.store import open_store
from board.truth.check import Records
from board.truth.records import records_of
from tests.example_school import LOADED_ON
from tests.stores import Copies


@pytest.fixture(scope="package")
def records(example_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    """Of the day on which most of the sentences were written."""
    with Copies(example_file).opened(tmp_path_factory.mktemp("truth") / "board.duckdb") as store:
        activity = str(store.rows("activities/all")[0]["activity_id"])
        yield records_of(store, activity, "B2", LOADED_ON)


@pytest.fixture(scope="package")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    """Of the example as it is when loaded on 30 November: its days are two weeks earlier."""
    store = open_store(tmp_path_factory.mktemp("truth") / "board.duckdb")
    load_example(store, date(2026, 11, 30))
    activity = str(store.rows("activities/all")[0]["activity_id"])
    yield records_of(store, activity, "B2", date(2026, 11, 30))
    store.close()
