"""What the server does under many screens: clicking, idle, and redrawn after a write."""

import asyncio
import itertools
import random
import time

from board.navigation import NAVIGATION
from tests.bench import screens
from tests.bench.processes import Server, ask

# People, and the seconds between one's clicks.
SESSIONS = ((1, 3), (10, 3), (50, 3), (100, 3), (200, 5))
OPEN_SCREENS, CLOSED_SCREENS = 50, 60
# Rounds of closed screens after which no more are kept: Streamlit has 128 at most, for two minutes, should one be back.
FILLING = 3
# What one of so many people does in an hour: every page so often, a click on a filter after each.
PEOPLE = 100
# Seconds after which Streamlit gives up a closed page, and some more.
_GIVEN_UP = 150.0
_CLICKED_PAGE = "rectification"
_SHOWN = ("", _CLICKED_PAGE)  # the first page has no name of its own
_SETTLING = 2.0
# Seconds after the start in which the server still gets ready what it can do without at first.
PREPARING = 90.0


async def clicking(server: Server, sessions: int, every: int, seconds: float) -> tuple[list[float], float]:
    """Milliseconds of each click of so many people who click every so many seconds, beginning at moments of their own,
    once all have arrived; and the milliseconds that a click takes of a processor, in all threads of the server."""
    async with screens.opened(server.url, [_CLICKED_PAGE] * sessions) as opened:
        await asyncio.sleep(_SETTLING)
        before, until = ask(server, "spent")["seconds"], time.perf_counter() + seconds
        taken = await asyncio.gather(*(_clicks(screen, every, until) for screen in opened))
        spent = ask(server, "spent")["seconds"] - before
    clicks = [milliseconds for each in taken for milliseconds in each]
    return clicks, spent * 1_000 / max(len(clicks), 1)


async def _clicks(screen: screens.Screen, every: int, until: float) -> list[float]:
    taken: list[float] = []
    due = time.perf_counter() + random.uniform(0, every)  # noqa: S311 - when somebody clicks
    for place in itertools.count(1):
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        if time.perf_counter() > until:
            return taken
        taken.append(await screens.click(screen, place % len(screen.tabs)) * 1_000)
        due += every
    raise AssertionError("itertools.count ended")


async def idle(server: Server, open_screens: int, seconds: float) -> float:
    """Percent of a processor that the server takes with so many screens open and nothing happening."""
    pages = list(itertools.islice(itertools.cycle(_SHOWN), open_screens))
    async with screens.opened(server.url, pages), screens.listening(server.url, open_screens):
        await asyncio.sleep(_SETTLING)
        before = ask(server, "spent")["seconds"]
        await asyncio.sleep(seconds)
        return float((ask(server, "spent")["seconds"] - before) / seconds * 100)


async def opened_and_closed(server: Server, rounds: int) -> list[float]:
    """Megabytes that the server holds after each round of pages that were opened, looked at and closed."""
    held = []
    for _ in range(rounds):
        async with screens.opened(server.url, itertools.islice(itertools.cycle(_SHOWN), CLOSED_SCREENS)) as opened:
            for screen in opened:
                await screens.run(screen)
        await asyncio.sleep(_SETTLING)
        held.append(float(ask(server, "held")))
    return held


async def hour(server: Server, laps: int) -> tuple[float, float, float]:
    """Megabytes that the server holds before people come, after an hour's work of theirs done without a pause, and
    once all their pages are given up. A lap: each opens every page and clicks on a filter; one save for each page."""
    before = float(ask(server, "held"))
    subjects = ["" if entry.subject == "overview" else entry.subject for each in NAVIGATION.values() for entry in each]
    async with screens.opened(server.url, [_CLICKED_PAGE] * PEOPLE) as opened:
        for subject in subjects * laps:
            await asyncio.to_thread(ask, server, "write")
            await asyncio.gather(*(_visit(screen, subject) for screen in opened))
        worked = float(ask(server, "held"))
    await asyncio.sleep(_GIVEN_UP)
    async with screens.opened(server.url, [_CLICKED_PAGE]):
        return before, worked, float(ask(server, "held"))


async def _visit(screen: screens.Screen, page: str) -> None:
    for shown in (page, _CLICKED_PAGE):
        screen.page = shown
        await screens.run(screen)
    await screens.click(screen, 1)


async def repaints(server: Server, writes: int) -> tuple[list[float], list[float]]:
    """Milliseconds from a write to the first and to the last of the open screens redrawn, for each write."""
    pages = list(itertools.islice(itertools.cycle(_SHOWN), OPEN_SCREENS))
    first, last = [], []
    async with (
        screens.opened(server.url, pages) as opened,
        screens.listening(server.url, OPEN_SCREENS) as told,
    ):
        for _ in range(writes):
            waiting = [asyncio.create_task(screens.redrawn(*pair)) for pair in zip(opened, told, strict=True)]
            await asyncio.sleep(_SETTLING)
            began = time.perf_counter()
            await asyncio.to_thread(ask, server, "write")
            ends = [end - began for end in await asyncio.gather(*waiting)]
            first.append(min(ends) * 1_000)
            last.append(max(ends) * 1_000)
    return first, last
