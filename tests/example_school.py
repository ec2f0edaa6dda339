"""The example school as tests get it from the fixture `example`."""

from dataclasses import dataclass
from datetime import date

from board.store.store import Store

LOADED_ON = date(2026, 12, 14)


@dataclass(frozen=True)
class Example:
    """A store with the example school in it, loaded on `today`."""

    store: Store
    activity_id: str
    today: date
