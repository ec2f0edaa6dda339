"""How long a page's script runs on the server, alone: drawn again from the cache, and the first time after a write."""

from dataclasses import dataclass
from urllib.parse import urlencode

from board.navigation import NAVIGATION
from board.words import ROLE
from tests.bench import screens
from tests.bench.processes import Server, ask

_WARMING = 3


@dataclass(frozen=True)
class PageTimes:
    """Milliseconds of a page's script, cached and after a write: by the clock, and of the processor in its thread."""

    title: str
    cached: tuple[float, ...]
    after_write: tuple[float, ...]
    cached_work: tuple[float, ...]
    after_write_work: tuple[float, ...]


async def page_times(server: Server, times: int) -> list[PageTimes]:
    """Every page's times, as the clerk or, where only they may look, the administrator."""
    return [
        await _times_of(server, entry.subject, entry.title, times)
        for entries in NAVIGATION.values()
        for entry in entries
    ]


async def _times_of(server: Server, subject: str, title: str, times: int) -> PageTimes:
    query = urlencode({"role": ROLE["admin"]}) if subject == "admin" else ""
    page = "" if subject == "overview" else subject
    async with screens.opened(server.url, [page], query) as (screen,):
        for _ in range(_WARMING):
            await screens.run(screen)
        cached = [await _one(server, screen, "spent") for _ in range(times)]
        after_write = [await _one(server, screen, "write") for _ in range(times)]
    columns = (zip(*each, strict=True) for each in (cached, after_write))
    (cached_clock, cached_work), (written_clock, written_work) = columns
    return PageTimes(title, cached_clock, written_clock, cached_work, written_work)


async def _one(server: Server, screen: screens.Screen, before: str) -> tuple[float, float]:
    """One run of the script, after the server was asked something."""
    ask(server, before)
    ask(server, "scripts")
    await screens.run(screen)
    runs = ask(server, "scripts")
    return sum(clock for clock, _ in runs), sum(work for _, work in runs)
