"""What is measured, section by section: each starts the servers it needs and gives lines for the table."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from board.navigation import NAVIGATION
from tests.bench import browser, load, made_data, peers, processes, reading, scripts
from tests.bench.figures import percentile
from tests.bench.report import Line

_PAGES = {"总览": "", "整改台账": "rectification"}
_TABS = ("整改中", "已销号", "全部")
# By how a page is opened: how many times Dash's time it may take.
_AGAINST_DASH = {"首次": {"总览": 1.0}, "新标签页": {"总览": 1.0}, "再次": {"总览": 1.0, "整改台账": 1.15}}
_MILLISECONDS = "毫秒"
_GROWN = "一万事项百万票"
_LEDGER = "一万事项十万条经过"


@dataclass(frozen=True)
class Amounts:
    """How often each thing is measured, and for how many seconds or ballots."""

    cold: int
    warm: int
    clicks: int
    scripts: int
    big_loads: int
    sessions: tuple[tuple[int, int], ...]
    load_seconds: float
    idle: int
    idle_seconds: float
    writes: int
    ballots: int
    readings: int
    closings: int
    laps: int


FULL = Amounts(7, 15, 24, 15, 7, load.SESSIONS, 30, 3, 20, 7, 1_000_000, 5, 10, 3)
QUICK = Amounts(2, 5, 6, 5, 3, ((1, 3), (100, 3), (200, 5)), 15, 1, 10, 3, 100_000, 3, 4, 1)


def loads(amounts: Amounts, folder: Path) -> list[Line]:
    """Pages to their last chart, in a new browser and in one that was there before, against an empty page."""
    with processes.product(made_data.example_data(folder)) as ours, processes.bare("bare_empty") as empty:
        urls = {"空白页": empty.url, **{name: f"{ours.url}/{path}" for name, path in _PAGES.items()}}
        cold = browser.cold_loads(urls, amounts.cold)
        warm = browser.warm_loads(urls, amounts.warm)
    return [
        Line(f"{name}，{how}打开，比空白页", _MILLISECONDS, _wholes(taken[name]), _wholes(taken["空白页"]), bar)
        for how, taken, bar in (("首次", cold, None), ("再次", warm, 1.6))
        for name in _PAGES
    ]


def clicks(amounts: Amounts, folder: Path) -> list[Line]:
    """A click on a tab of 整改台账 to its table and chart, against the same on a bare table."""
    with processes.product(made_data.example_data(folder)) as ours, processes.bare("bare_table") as table:
        pages = {"表": (table.url, _TABS), "台账": (f"{ours.url}/rectification", _TABS)}
        taken = browser.clicks(pages, amounts.clicks)
    return [Line("整改台账，点状态，比 50 行的空表", _MILLISECONDS, tuple(taken["台账"]), tuple(taken["表"]), 1.3)]


def against_peers(amounts: Amounts, folder: Path) -> list[Line]:
    """总览 and 整改台账 against the same pages built with Dash: opened in three ways, and a click on the filter."""
    data = made_data.example_data(folder)
    python, rows = peers.python(), peers.write_rows(data)
    with processes.product(data) as ours, processes.peer(python, "dash_page.py", rows) as dash:
        urls = {
            **{(name, "本产品"): f"{ours.url}/{path}" for name, path in _PAGES.items()},
            **{(name, "Dash"): f"{dash.url}/{path}{'/' if path else ''}" for name, path in _PAGES.items()},
        }
        in_turn = {url: url for name in _PAGES for url in (urls[name, "本产品"], urls[name, "Dash"])}
        taken = {
            "首次": browser.cold_loads(in_turn, amounts.cold),
            "新标签页": browser.new_tab_loads(in_turn, amounts.warm),
            "再次": browser.warm_loads(in_turn, amounts.warm),
        }
        who = {whose: (urls["整改台账", whose], _TABS) for whose in ("本产品", "Dash")}
        clicked = browser.clicks(who, amounts.clicks)
    lines = [
        line
        for how, times in taken.items()
        for name in _PAGES
        for line in _against_dash(name, how, times[urls[name, "本产品"]], times[urls[name, "Dash"]])
    ]
    ours_clicked, theirs_clicked = (tuple(clicked[whose]) for whose in who)
    return [*lines, Line("整改台账，点状态，比 Dash", _MILLISECONDS, ours_clicked, theirs_clicked, 1.3)]


def _against_dash(
    name: str, how: str, ours: Sequence[browser.Opening], theirs: Sequence[browser.Opening]
) -> list[Line]:
    """The whole page against Dash's, which the bars are for, and what the window shows of it."""
    whole, window = f"{name}，{how}打开，比 Dash", f"{name}，{how}打开，窗口里的，比 Dash"
    return [
        Line(whole, _MILLISECONDS, _wholes(ours), _wholes(theirs), _AGAINST_DASH[how].get(name)),
        Line(window, _MILLISECONDS, _windows(ours), _windows(theirs)),
    ]


def _wholes(openings: Sequence[browser.Opening]) -> tuple[float, ...]:
    return tuple(each.whole for each in openings)


def _windows(openings: Sequence[browser.Opening]) -> tuple[float, ...]:
    return tuple(each.window for each in openings)


def ledger(amounts: Amounts, folder: Path) -> list[Line]:
    """A click on a tab of 整改台账 with ten thousand items, against the same with the example's thirty.

    Once with what was read kept, and once as the first click after somebody saved.
    """
    small_data, big_data = made_data.example_data(folder / "example"), made_data.ledger_data(folder / "big")
    with processes.product(small_data) as small, processes.product(big_data) as big:
        servers = {"示例": small, "一万": big}
        pages = {name: (f"{server.url}/rectification", _TABS) for name, server in servers.items()}
        writes = {name: partial(processes.ask, server, "write") for name, server in servers.items()}
        kept = browser.clicks(pages, amounts.clicks)
        written = browser.clicks(pages, amounts.clicks, writes)
    return [
        Line(
            f"整改台账，点状态，{how}，{_LEDGER}比示例", _MILLISECONDS, tuple(taken["一万"]), tuple(taken["示例"]), 1.3
        )
        for how, taken in (("缓存", kept), ("写入后", written))
    ]


def scripts_alone(amounts: Amounts, folder: Path) -> list[Line]:
    """Each page's script on the server: on the example, and on the big school against the example."""
    with processes.product(made_data.example_data(folder / "example")) as server:
        small = asyncio.run(scripts.page_times(server, amounts.scripts))
    with processes.product(made_data.big_data(folder / "big")) as server:
        big = asyncio.run(scripts.page_times(server, amounts.scripts))
    lines = []
    for page in small:
        lines += [
            Line(f"{page.title}，脚本，缓存", _MILLISECONDS, page.cached, bar=15),
            Line(f"{page.title}，脚本，缓存，处理器", _MILLISECONDS, page.cached_work),
            Line(f"{page.title}，脚本，写入后", _MILLISECONDS, page.after_write, bar=40),
            Line(f"{page.title}，脚本，写入后，处理器", _MILLISECONDS, page.after_write_work),
        ]
    for grown, page in zip(big, small, strict=True):
        lines += [
            Line(f"{page.title}，脚本，缓存，{_GROWN}比示例", _MILLISECONDS, grown.cached, page.cached, 1.3),
            Line(
                f"{page.title}，脚本，写入后，{_GROWN}比示例", _MILLISECONDS, grown.after_write, page.after_write, 1.3
            ),
        ]
    return lines


def big_loads(amounts: Amounts, folder: Path) -> list[Line]:
    """Every page of the big school opened again, against the same page of the example."""
    titles = {entry.subject: entry.title for entries in NAVIGATION.values() for entry in entries}
    paths = {title: "" if subject == "overview" else subject for subject, title in titles.items()}
    small_data, big_data = made_data.example_data(folder / "example"), made_data.big_data(folder / "big")
    with processes.product(small_data) as small, processes.product(big_data) as big:
        urls = {(title, at.url): f"{at.url}/{path}" for title, path in paths.items() for at in (small, big)}
        taken = browser.warm_loads({url: url for url in urls.values()}, amounts.big_loads)
        return [
            Line(
                f"{title}，再次打开，{_GROWN}比示例",
                _MILLISECONDS,
                _wholes(taken[urls[title, big.url]]),
                _wholes(taken[urls[title, small.url]]),
                1.3,
            )
            for title in paths
        ]


def idle(amounts: Amounts, folder: Path) -> list[Line]:
    """The server's share of a processor with screens open and nothing happening."""
    with processes.product(made_data.example_data(folder)) as server:
        time.sleep(load.PREPARING)
        none, some = [], []
        for _ in range(amounts.idle):
            none.append(asyncio.run(load.idle(server, 0, amounts.idle_seconds)))
            some.append(asyncio.run(load.idle(server, load.OPEN_SCREENS, amounts.idle_seconds)))
    more = tuple(max(0.0, with_screens - without) for with_screens, without in zip(some, none, strict=True))
    return [
        Line("没有人打开，服务器占一个核", "%", tuple(none)),
        Line(f"{load.OPEN_SCREENS} 个页面开着不动，多占一个核", "%", more, bar=1),
    ]


def clicking(amounts: Amounts, folder: Path) -> list[Line]:
    """Click to the end of the run, with so many people clicking every few seconds on one process; what a click takes of
    a processor, which others on the machine don't change."""
    lines = []
    with processes.product(made_data.example_data(folder)) as server:
        time.sleep(load.PREPARING)
        for sessions, every in amounts.sessions:
            taken, work = asyncio.run(load.clicking(server, sessions, every, amounts.load_seconds))
            bar = {100: 150, 200: 400}.get(sessions)
            what = f"{sessions} 人每 {every} 秒点一次（共 {len(taken)} 次）"
            lines.append(Line(f"{what}，一半人在", _MILLISECONDS, tuple(taken)))
            lines.append(Line(f"{what}，95% 在", _MILLISECONDS, (percentile(taken, 0.95),), bar=bar))
            lines.append(Line(f"{what}，每次占处理器", _MILLISECONDS, (work,)))
    return lines


def repaints(amounts: Amounts, folder: Path) -> list[Line]:
    """After one write, the last of the open screens redrawn, against the first."""
    with processes.product(made_data.example_data(folder)) as server:
        first, last = asyncio.run(load.repaints(server, amounts.writes))
    what = f"写一次，{load.OPEN_SCREENS} 个页面重画，最后一个比第一个"
    return [Line(what, _MILLISECONDS, tuple(last), tuple(first), 10)]


def memory(amounts: Amounts, folder: Path) -> list[Line]:
    """What pages that were opened and closed again leave in memory, once as many are kept as ever are; what an hour's
    work of many people takes, and what of it stays."""
    with processes.product(made_data.example_data(folder / "closed")) as server:
        time.sleep(load.PREPARING)
        held = asyncio.run(load.opened_and_closed(server, load.FILLING + amounts.closings))
    more = tuple(after - before for before, after in pairwise(held[load.FILLING - 1 :]))
    with processes.product(made_data.example_data(folder / "hour")) as server:
        time.sleep(load.PREPARING)
        before, worked, after = asyncio.run(load.hour(server, amounts.laps))
    return [
        Line("服务器占内存", "MB", (held[-1],)),
        Line(f"{load.CLOSED_SCREENS} 个页面开了又关，每轮多占内存", "MB", more, bar=1),
        Line(f"{load.PEOPLE} 人做完一小时的活，服务器占内存", "MB", (worked,), bar=600),
        Line(f"{load.PEOPLE} 人走后，比他们来之前多占内存", "MB", (after - before,)),
    ]


def importing(amounts: Amounts, _folder: Path) -> list[Line]:
    """A file of ballots taken in up to its page's figures, against DuckDB's bare read_csv; the memory; and an undo."""
    file, _ = made_data.ballots_file(amounts.ballots)
    taken = reading.read_in_turn(file, amounts.readings)
    columns = {name: tuple(zip(*found, strict=True)) for name, found in taken.items()}
    (ours, our_memory, taken_back), (bare, bare_memory) = columns["product"], columns["bare"]
    return [
        Line(f"导入 {amounts.ballots} 张评议表，比裸 read_csv", _MILLISECONDS, ours, bare, 2),
        Line(f"导入 {amounts.ballots} 张评议表，多占内存", "MB", our_memory, bare_memory),
        Line(f"撤销 {amounts.ballots} 张评议表，比裸 read_csv", _MILLISECONDS, taken_back, bare),
    ]


SECTIONS: dict[str, Callable[[Amounts, Path], list[Line]]] = {
    "loads": loads,
    "clicks": clicks,
    "peers": against_peers,
    "ledger": ledger,
    "scripts": scripts_alone,
    "big": big_loads,
    "idle": idle,
    "load": clicking,
    "repaint": repaints,
    "memory": memory,
    "import": importing,
}
