"""The records of the example school, as the sentences of the tests speak of them."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from board.example.school import load_example
from board.store.store import Store, open_store
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
def on(records: Records, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[date], Records]]:
    """Of the example as it is when loaded on a day: its days move with it."""
    stores: list[Store] = []

    @cache
    def of_day(day: date) -> Records:
        if day == LOADED_ON:
            return records
        stores.append(open_store(tmp_path_factory.mktemp("truth") / "board.duckdb"))
        load_example(stores[-1], day)
        activity = str(stores[-1].rows("activities/all")[0]["activity_id"])
        return records_of(stores[-1], activity, "B2", day)

    yield of_day
    for store in stores:
        store.close()
