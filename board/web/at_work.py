"""Who is working on a record now: a form open on somebody's screen is shown to others who look at the record.

This is kept in memory only and blocks nobody. A sheet that is drawn has a mark (`AtWork.place`) that nobody else's
browser knows. With it the browser reports over /live, now and then, that the sheet is open, and whether it has a form;
a report that isn't repeated lapses. Nothing else is reported, and only of people, by their name in the audit trail.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Browsers limit hidden pages to one message a minute.
LAPSE = timedelta(seconds=90)
# A sheet that no browser has reported for so long is gone.
_FORGOTTEN = timedelta(hours=1)
AT, ON, OFF = "at ", "on ", "off "


@dataclass(frozen=True)
class Place:
    """A record's sheet on somebody's screen. record: unique across activities and subjects; name: as in the trail."""

    record: str
    account_id: str
    name: str


class AtWork:
    """The open sheets, by their marks. Safe to use from any thread."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[Place, datetime]] = {}
        self._open: dict[str, datetime] = {}
        self._watchers: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def place(self, mark: str, place: Place, now: datetime) -> None:
        """Registers a sheet as it is drawn, and removes forgotten ones."""
        with self._lock:
            for old in [each for each, (_, at) in self._places.items() if at < now - _FORGOTTEN]:
                del self._places[old]
                self._open.pop(old, None)
            self._places[mark] = (place, now)

    def sign(self, mark: str, account_id: str, *, is_open: bool, now: datetime) -> bool:
        """Takes a browser's report that a sheet is open; returns whether the sheet is the account's own.

        is_open: whether a form is open in it. `account_id`: whose browser it is, empty in the demonstration.
        """
        with self._lock:
            place, _ = self._places.get(mark, (None, now))
            if place is None or account_id not in ("", place.account_id):
                return False
            self._places[mark] = (place, now)
            was_open = mark in self._open
            if is_open:
                self._open[mark] = now
            else:
                self._open.pop(mark, None)
        if was_open != is_open:
            self._stir()
        return True

    def leave(self, mark: str) -> None:
        """Notes that a sheet, or the whole page, is closed."""
        with self._lock:
            was_open = self._open.pop(mark, None)
        if was_open:
            self._stir()

    def others(self, mark: str, now: datetime) -> str:
        """Returns a notice for a sheet that names the others who have a form for its record open; "" for none."""
        with self._lock:
            if mark not in self._places:
                return ""
            own = self._places[mark][0]
            open_ones = [self._places[each][0] for each, at in self._open.items() if at >= now - LAPSE]
        same = [each for each in open_ones if each.record == own.record and each.account_id != own.account_id]
        names = "、".join(dict.fromkeys(each.name for each in same))
        return f"{names} 正在修改" if names else ""

    def watch(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Calls `wake` whenever a form is opened or closed, from any thread; returns a function that stops this."""
        self._watchers.append(wake)
        return lambda: self._watchers.remove(wake)

    def _stir(self) -> None:
        for wake in tuple(self._watchers):
            wake()


AT_WORK = AtWork()


class Signs:
    """The sheets that one browser's socket has reported."""

    def __init__(self, account_id: str, registry: AtWork = AT_WORK) -> None:
        self._account_id, self._registry = account_id, registry
        self._marks: set[str] = set()

    def take(self, words: str, now: datetime) -> bool:
        """Takes a message; returns whether it was about a sheet of this account."""
        if words.startswith(OFF):
            mark = words.removeprefix(OFF)
            if mark in self._marks:
                self._marks.discard(mark)
                self._registry.leave(mark)
            return False
        for kind in (AT, ON):
            mark = words.removeprefix(kind)
            if mark != words and self._registry.sign(mark, self._account_id, is_open=kind == ON, now=now):
                self._marks.add(mark)
                return True
        return False

    def others(self, now: datetime) -> dict[str, str]:
        """The notice for each sheet open in this browser, by its mark."""
        return {mark: self._registry.others(mark, now) for mark in tuple(self._marks)}

    def end(self) -> None:
        """Notes that the browser is gone."""
        for mark in self._marks:
            self._registry.leave(mark)
        self._marks.clear()
