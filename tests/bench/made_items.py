"""Histories of made items: each lives by the product's own rules, so none can be that couldn't have come about."""

import csv
import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from board.access import Actor, Role
from board.example.samples import SAMPLES
from board.rectification import rules as rectification_rules
from board.rectification import steps as rectification_steps
from board.store.history import Event, stamped
from board.store.store import Row

EVENTS_AN_ITEM = 10
CLERK = Actor("A-bench", "工作人员", frozenset({Role.CLERK}))
_OLDEST_DAYS = 21
_MORNING = time(8)
_UNTOUCHED = 0.1  # of all items: registered and never started


def histories(activity_id: str, today: date, count: int, seed: int) -> Iterator[list[Row]]:
    """The events of `count` items, oldest first, about EVENTS_AN_ITEM each; ids go on after the example's."""
    chance = random.Random(seed)  # noqa: S311 - made data, to be the same each time
    samples = _samples(today)
    for number in range(1, count + 1):
        found_on = today - timedelta(days=chance.randint(1, _OLDEST_DAYS))
        item = {**_moved(samples[number % len(samples)], found_on), "activity_id": activity_id}
        yield _life({**item, "item_id": f"R-{number + len(samples):03d}"}, found_on, today, chance)


def _samples(today: date) -> list[Row]:
    with (SAMPLES / "items.csv").open(encoding="utf-8", newline="") as file:
        return [dict(_cells(row, today)) for row in csv.DictReader(file)]


def _cells(row: Mapping[str, str], today: date) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if value and name.endswith("_day"):
            yield f"{name.removesuffix('day')}on", today + timedelta(days=int(value))
        elif value:
            yield name, value


def _moved(item: Row, found_on: date) -> Row:
    """The item with all its days moved so that it was found on another."""
    by = found_on - item["found_on"]
    return {name: value + by if isinstance(value, date) else value for name, value in item.items()}


def _life(item: Row, found_on: date, today: date, chance: random.Random) -> list[Row]:
    length = 1 if chance.random() < _UNTOUCHED else 1 + max(1, round(chance.gauss(EVENTS_AN_ITEM, 3)))
    days = sorted(chance.randint(0, (today - found_on).days - 1) if place else 0 for place in range(length))
    state: Row | None = None
    rows: list[Row] = []
    for place, after in enumerate(days):
        on = found_on + timedelta(days=after)
        action, given = ("add", item) if state is None else _next(state, place, chance)
        state = rectification_rules.apply(state, action, given, on)
        moment = datetime.combine(on, _MORNING) + timedelta(minutes=place)
        rows.append(stamped(state, Event(action, CLERK, moment, given.get("reason") or "")))
    return rows


def _next(state: Row, place: int, chance: random.Random) -> tuple[str, Row]:
    """What happens next to an item in this state, and what is said of it."""
    if state["status"] == "not_started":
        return "start", {}
    if state["status"] == "closed":
        return "reopen", {"reason": f"第 {place} 次回访，又有反复"}
    if state["status"] == "submitted":
        if chance.random() < 1 / 2:
            return "close", {"people_view": "satisfied", "verifier_id": _somebody_else(state)}
        return "send_back", {"reason": f"第 {place} 次验收，现场看还不到位"}
    if state["kind"] != "deferred" and chance.random() < 1 / 3:
        return "submit", {"proof": f"照片 {place} 张；会议记录", "progress": "各项措施已落实"}
    percent = min(state["percent"] + chance.randint(1, 20), rectification_steps.REPORTED_PERCENT_AT_MOST)
    return "report", {"percent": percent, "progress": f"第 {place} 次进展：已与年级组碰头，分工到人"}


def _somebody_else(state: Row) -> str:
    return next(person for person in ("M01", "M02") if person != state["owner_id"])
