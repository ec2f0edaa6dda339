"""A district's store, and that of the province that knows it; a PostgreSQL for lakes."""

from collections.abc import Iterator

import pytest

from board.store.store import Store
from tests.stores import blank_store
from tests.submissions import lakes
from tests.submissions.falling import know
from tests.submissions.files import filled


@pytest.fixture(scope="module")
def cluster() -> Iterator[lakes.Cluster]:
    made = lakes.Cluster()
    made.begin()
    yield made
    made.remove()


@pytest.fixture
def district() -> Iterator[Store]:
    yield from filled()


@pytest.fixture
def province(district: Store) -> Iterator[Store]:
    store = blank_store()
    know(store, district)
    yield store
    store.close()
