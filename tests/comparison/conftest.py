"""The made district, served as a collector's store in the demonstration."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from board.operating.settings import Settings
from board.store.store import Store
from board.web import serving
from tests.comparison.made_district import made_district
from tests.stores import blank_store


class District(NamedTuple):
    """A collector's store and its activity."""

    store: Store
    activity_id: str


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    store = blank_store()
    made = District(store, made_district(store))
    serving.serve(store, Settings(tmp_path, demo=True, collects=True))
    yield made
    store.close()
