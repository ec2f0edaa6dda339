"""Redraws that nobody asked for take turns, so that what people click and save needn't wait behind all of them.

A browser that was told of a save asks for a turn over /live once its page stands still, and redraws when it has one;
what was saved while it waited comes with the same redraw. A turn ends with the run that it was given for.

Such a run begins when nobody waits for a click, and is drawn from the same moment as those before it, as long as that
isn't before the save that it asked for.
"""

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from weakref import WeakKeyDictionary

from board.db import Topic

WIDTH = 2
_PATIENCE = 5.0  # seconds a turn that nobody begins, or that takes too long, keeps others waiting
_GIVEN_WAY = 1.0  # seconds at most that a redraw waits for runs that somebody asked for
Versions = Mapping[Topic, int]

# One for each event loop: a server has one.
_free: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
_numbers = itertools.count(1)
_given: dict[str, tuple[asyncio.AbstractEventLoop, asyncio.Event, Versions]] = {}
_asked_for: set[object] = set()
_asking = threading.Condition()


@asynccontextmanager
async def turn(least: Versions) -> AsyncIterator[str]:
    """Wait for a turn and give its name; leaving the block waits for its end (`over`), `_PATIENCE` at most.

    least: the versions that the redraw must show.
    """
    loop = asyncio.get_running_loop()
    async with _free.setdefault(loop, asyncio.Semaphore(WIDTH)):
        name, ended = str(next(_numbers)), asyncio.Event()
        _given[name] = (loop, ended, least)
        try:
            yield name
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), _PATIENCE)
        finally:
            del _given[name]


def least() -> Versions | None:
    """The versions that a redraw must show, whichever of the turns given it was asked by; None: none is given."""
    asked = [each for _, _, each in tuple(_given.values())]
    return {topic: max(each[topic] for each in asked) for topic in asked[0]} if asked else None


def over(name: str) -> None:
    """Say, from any thread, that the turn of this name is over; any other name says nothing."""
    given = _given.get(name)
    if given:
        given[0].call_soon_threadsafe(given[1].set)


@contextmanager
def asked_for() -> Iterator[None]:
    """Within the block somebody waits for what is being drawn."""
    run = object()
    with _asking:
        _asked_for.add(run)
    try:
        yield
    finally:
        with _asking:
            _asked_for.remove(run)
            _asking.notify_all()


def give_way() -> None:
    """Wait until nobody waits for what is being drawn, for a second at most."""
    with _asking:
        _asking.wait_for(lambda: not _asked_for, _GIVEN_WAY)
