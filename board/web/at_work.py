"""Who is at it now: a form about a record that stands open on somebody's screen is said to whoever looks at the record.

It is in memory only and holds nobody up. A sheet that is drawn has a mark (`AtWork.place`) that nobody else's browser
knows. By that the browser says over /live, now and then, that the sheet stands there, and whether a form does in it;
what isn't said again lapses. It says no more than that, and only of people, by the name that the audit trail has.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Browsers let a page that nobody sees speak but once a minute.
LAPSE = timedelta(seconds=90)
# A sheet that was drawn, and that no browser has spoken of for so long, is gone.
_FORGOTTEN = timedelta(hours=1)
AT, ON, OFF = "at ", "on ", "off "


@dataclass(frozen=True)
class Place:
    """A record's sheet on somebody's screen. record: of all activities and subjects; name: as the trail has it."""

    record: str
    account_id: str
    name: str


class AtWork:
    """The sheets that stand open, by their marks. Safe to ask from any thread."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[Place, datetime]] = {}
        self._open: dict[str, datetime] = {}
        self._watchers: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def place(self, mark: str, place: Place, now: datetime) -> None:
        """Enter a sheet as it is drawn; what was forgotten of late makes room."""
        with self._lock:
            for old in [each for each, (_, at) in self._places.items() if at < now - _FORGOTTEN]:
                del self._places[old]
                self._open.pop(old, None)
            self._places[mark] = (place, now)

    def sign(self, mark: str, account_id: str, *, is_open: bool, now: datetime) -> bool:
        """Take a browser's word that a sheet stands there, with or without a form; returns whether it is the account's
        own. `account_id`: whose browser it is, empty in the demonstration.
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
        """Take note that a sheet, or the whole page, is closed."""
        with self._lock:
            was_open = self._open.pop(mark, None)
        if was_open:
            self._stir()

    def others(self, mark: str, now: datetime) -> str:
        """Returns what to tell whoever looks at a sheet of the others who have a form about the record open."""
        with self._lock:
            if mark not in self._places:
                return ""
            own = self._places[mark][0]
            open_ones = [self._places[each][0] for each, at in self._open.items() if at >= now - LAPSE]
        same = [each for each in open_ones if each.record == own.record and each.account_id != own.account_id]
        names = "、".join(dict.fromkeys(each.name for each in same))
        return f"{names} 正在修改" if names else ""

    def watch(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Call `wake` whenever a form was opened or closed, from any thread; returns what ends it."""
        self._watchers.append(wake)
        return lambda: self._watchers.remove(wake)

    def _stir(self) -> None:
        for wake in tuple(self._watchers):
            wake()


AT_WORK = AtWork()


class Signs:
    """What one browser's socket has said of its sheets."""

    def __init__(self, account_id: str, registry: AtWork = AT_WORK) -> None:
        self._account_id, self._registry = account_id, registry
        self._marks: set[str] = set()

    def take(self, words: str, now: datetime) -> bool:
        """Take a message; returns whether it was one about a sheet of this account's."""
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
        """What to tell at each sheet that stands open in this browser, by its mark."""
        return {mark: self._registry.others(mark, now) for mark in tuple(self._marks)}

    def end(self) -> None:
        """The browser is gone."""
        for mark in self._marks:
            self._registry.leave(mark)
        self._marks.clear()
