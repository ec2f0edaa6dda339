"""Redraws that nobody asked for take turns, so that what people click and save needn't wait behind all of them.

A browser that was told of a save asks for a turn over /live once its page stands still, and redraws when it has one;
what was saved while it waited comes with the same redraw. A turn ends with the run that it was given for.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from weakref import WeakKeyDictionary

WIDTH = 2
_PATIENCE = 5.0  # seconds a turn that nobody begins, or that takes too long, keeps others waiting

# One for each event loop: a server has one.
_free: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
_numbers = itertools.count(1)
_given: dict[str, tuple[asyncio.AbstractEventLoop, asyncio.Event]] = {}


@asynccontextmanager
async def turn() -> AsyncIterator[str]:
    """Wait for a turn and give its name; leaving the block waits for its end (`over`), `_PATIENCE` at most."""
    loop = asyncio.get_running_loop()
    async with _free.setdefault(loop, asyncio.Semaphore(WIDTH)):
        name, ended = str(next(_numbers)), asyncio.Event()
        _given[name] = (loop, ended)
        try:
            yield name
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), _PATIENCE)
        finally:
            del _given[name]


def over(name: str) -> None:
    """Say, from any thread, that the turn of this name is over; any other name says nothing."""
    loop, ended = _given.get(name, (None, None))
    if loop and ended:
        loop.call_soon_threadsafe(ended.set)
