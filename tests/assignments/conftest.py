"""A bureau's server and a school that hands up to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from board.operating.settings import Settings
from board.store.store import Store
from board.submissions import freezing, keys
from board.units import actions as units
from tests.submissions.falling import activity_of
from tests.submissions.files import EVERYONE, SCHOOL, fill, filled
from tests.web.conftest import served


@pytest.fixture
def school() -> Iterator[Store]:
    yield from filled()


@pytest.fixture
def door(store: Store, school: Store, tmp_path: Path) -> Iterator[int]:
    """The port of the bureau's server; `store` is its store, `school` hands up to it."""
    fill(store)
    units.register_key(store, EVERYONE, SCHOOL, keys.fingerprint(school))
    for port in served(store, Settings(tmp_path, demo=False, collects=True)):
        where = {"unit_id": SCHOOL, "address": f"http://127.0.0.1:{port}"}
        freezing.set_superior(school, EVERYONE, activity_of(school), where)
        yield port
