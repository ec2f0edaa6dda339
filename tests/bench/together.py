"""Clerks save and viewers watch, all at once: `python -m tests.bench.together MINUTES`.

Twenty clerks work in the server's own process, as their forms would make it; fifty viewers have pages open and ask for
them anew whenever they are told of a save, as browsers do; ten people click through their tabs. A copy is made in the
middle and put back somewhere else.
"""

import asyncio
import itertools
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from websockets.asyncio.client import ClientConnection

from board.backup import restore as backup_restore
from board.evaluation.totals import wrong_totals
from board.store.store import open_store
from board.store.trail import check as audit_log
from tests import ballot_files
from tests.bench import screens
from tests.bench.figures import percentile
from tests.bench.load import OPEN_SCREENS
from tests.bench.processes import Server, ask, product

_SHOWN = ("", "rectification", "evaluation", "opinions", "tasks")
_CLICKING = 10
_THINK = 6.0  # seconds at most between two clicks of one person


@dataclass(frozen=True)
class Taken:
    """Milliseconds: of each redraw, from being told to having drawn, and of each click."""

    redraws: list[float] = field(default_factory=list)
    behind: list[float] = field(default_factory=list)
    clicks: list[float] = field(default_factory=list)


async def _watch(screen: screens.Screen, live: ClientConnection, until: float, taken: Taken) -> None:
    while (left := until - time.perf_counter()) > 0:
        try:
            await asyncio.wait_for(live.recv(), left)
        except TimeoutError:
            return
        told = time.perf_counter()
        taken.redraws.append(await screens.redraw(screen, live) * 1_000)
        taken.behind.append((time.perf_counter() - told) * 1_000)


async def _click(screen: screens.Screen, until: float, taken: list[float]) -> None:
    while time.perf_counter() < until:
        await asyncio.sleep(random.uniform(0, _THINK))  # noqa: S311 - when somebody clicks
        taken.append(await screens.click(screen, random.randrange(len(screen.tabs))) * 1_000)  # noqa: S311 - which tab


async def _together(server: Server, seconds: float) -> tuple[Taken, str]:
    pages = list(itertools.islice(itertools.cycle(_SHOWN), OPEN_SCREENS))
    taken = Taken()
    async with (
        screens.opened(server.url, pages) as opened,
        screens.opened(server.url, ["rectification"] * _CLICKING) as clicked,
        screens.listening(server.url, OPEN_SCREENS) as told,
    ):
        await asyncio.to_thread(ask, server, "clerks")
        until = time.perf_counter() + seconds
        watching = [asyncio.create_task(_watch(*pair, until, taken)) for pair in zip(opened, told, strict=True)]
        watching += [asyncio.create_task(_click(screen, until, taken.clicks)) for screen in clicked]
        await asyncio.sleep(seconds / 2)
        copy = str(await asyncio.to_thread(ask, server, "copied"))
        await asyncio.gather(*watching)
    return taken, copy


def _faults_of(copy: Path, folder: Path) -> list[str]:
    """What is wrong with what a copy made meanwhile brings back."""
    path = folder / "back.duckdb"
    backup_restore.restore_file(copy, path)
    store = open_store(path)
    checked = audit_log.check(store)
    found = [] if checked.is_sound else audit_log.report_lines(checked)
    found += [] if wrong_totals(store, ballot_files.ACTIVITY).empty else ["totals of the copy"]
    store.close()
    return found


def main(minutes: float) -> int:
    """Do it and say what came of it; 1 where anything was wrong."""
    with tempfile.TemporaryDirectory() as place:
        with product(Path(place) / "data") as server:
            taken, copy = asyncio.run(_together(server, minutes * 60))
            ended, spent = ask(server, "ended"), ask(server, "spent")
        faults = [*ended["faults"], *_faults_of(Path(copy), Path(place))]
    for name, each in (("save", ended["taken"]), *vars(taken).items()):
        told = ", ".join(f"p{at} {percentile(each, at / 100):.0f} ms" for at in (50, 95, 99))
        print(f"{name}: {len(each)}, {told}")
    print(f"most memory held: {spent['megabytes']:.0f} MB")
    print(f"too late and told so: {ended['refused']}; wrong: {len(faults)}", *faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
