"""Unrequested redraws take turns, so that clicks and saves needn't wait behind all of them.

A browser that hears of a save asks for a turn over /live once its page is idle, and redraws when it has one; what
was saved while it waited comes with the same redraw. A turn ends with the run that it was given for. One that isn't
used soon lapses, and whoever has many pages open waits for their own turns rather than making others wait.

Such a run begins when nobody waits for a click, and is drawn from the same versions as those before it, unless these
are older than the save that it asked for. Requested runs begin at once, two at a time.
"""

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary, WeakValueDictionary

from board.store.store import Topic

WIDTH = 2
_LAPSE = 2.0  # seconds in which a turn must be begun, or it lapses
_PATIENCE = 5.0  # seconds that an overlong turn keeps others waiting
_GIVEN_WAY = 1.0  # longest wait, in seconds, of a redraw for requested runs
_BEHIND = 0.5  # longest wait, in seconds, of a requested run for those before it
Versions = Mapping[Topic, int]

# One per event loop; a server has one.
_free: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
_numbers = itertools.count(1)
_own: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()
_given: dict[str, "_Turn"] = {}
_asked_for: set[object] = set()
_asking = threading.Condition()
_room = threading.BoundedSemaphore(WIDTH)


@dataclass(frozen=True)
class _Turn:
    loop: asyncio.AbstractEventLoop
    least: Versions
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def gone_by(self) -> None:
        """Waits until the turn was begun and is over, or as long as that may take."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.begun.wait(), _LAPSE)
            await asyncio.wait_for(self.ended.wait(), _PATIENCE)


@asynccontextmanager
async def turn(least: Versions, whose: str) -> AsyncIterator[str]:
    """Waits for a turn and yields its name; leaving the block waits until it is `over`, or lapses.

    least: the versions that the redraw must show. whose: pages with the same value have one turn at a time.
    """
    loop = asyncio.get_running_loop()
    own = _own.setdefault((id(loop), whose), asyncio.Lock())
    async with own, _free.setdefault(loop, asyncio.Semaphore(WIDTH)):
        name, given = str(next(_numbers)), _Turn(loop, least)
        _given[name] = given
        try:
            yield name
            await given.gone_by()
        finally:
            del _given[name]


def least() -> Versions | None:
    """The versions that a redraw must show to serve any of the given turns; None if none is given."""
    asked = [each.least for each in tuple(_given.values())]
    return {topic: max(each[topic] for each in asked) for topic in asked[0]} if asked else None


def begun(name: str) -> None:
    """Reports, from any thread, that the redraw of a turn has begun; other names are ignored."""
    given = _given.get(name)
    if given:
        given.loop.call_soon_threadsafe(given.begun.set)


def over(name: str) -> None:
    """Reports, from any thread, that the turn of this name is over; other names are ignored."""
    given = _given.get(name)
    if given:
        given.loop.call_soon_threadsafe(given.begun.set)
        given.loop.call_soon_threadsafe(given.ended.set)


@contextmanager
def asked_for() -> Iterator[None]:
    """Declares that somebody waits for what is drawn within the block, which begins when few others are drawn for.

    One after another they are ready sooner than all at the same time: the last no later, most much earlier.
    """
    run = object()
    with _asking:
        _asked_for.add(run)
    has_room = _room.acquire(timeout=_BEHIND)  # in vain only behind what takes long
    try:
        yield
    finally:
        if has_room:
            _room.release()
        with _asking:
            _asked_for.remove(run)
            _asking.notify_all()


def give_way() -> None:
    """Waits until nobody waits for a requested drawing, for a second at most."""
    with _asking:
        _asking.wait_for(lambda: not _asked_for, _GIVEN_WAY)
