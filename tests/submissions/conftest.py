"""A district's store, and that of the province that knows it."""

from collections.abc import Iterator

import pytest

from board.store.store import Store
from tests.stores import blank_store
from tests.submissions.falling import know
from tests.submissions.files import filled


@pytest.fixture
def district() -> Iterator[Store]:
    yield from filled()


@pytest.fixture
def province(district: Store) -> Iterator[Store]:
    store = blank_store()
    know(store, district)
    yield store
    store.close()
