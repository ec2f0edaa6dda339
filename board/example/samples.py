"""The files of the example school: their rows, with days counted from the day of loading, and their events."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from board.access import Actor
from board.store.history import Event
from board.store.store import Row

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
CLERK, ADMIN = "clerk", "admin"

Names = Mapping[str, str]

_MORNING = time(8, 30)
_BETWEEN_EVENTS = timedelta(minutes=25)
_WHOLE_NUMBERS = frozenset({"percent", "given_out", "came_count"})


def sample(name: str, today: date) -> list[Row]:
    """A file of the samples: days, counted from `today`, as dates (`due_day` → `due_on`), empty cells left out."""
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [dict(_cells(row, today)) for row in csv.DictReader(file)]


def _cells(row: Mapping[str, str], today: date) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if not value:
            continue
        if name == "day" or name.endswith("_day"):
            yield name.removesuffix("day") + "on", today + timedelta(days=int(value))
        else:
            yield name, int(value) if name in _WHOLE_NUMBERS else value


def event_of(action: str, on: date, place: int, by: str, names: Names, reason: str = "") -> Event:
    """An event of what somebody did on a day.

    Several things may happen to a record on one day: each has its own time, in the order of `place`.
    """
    happened_at = datetime.combine(on, _MORNING) + place * _BETWEEN_EVENTS
    return Event(action, Actor(by, names[by], frozenset()), happened_at, reason)
