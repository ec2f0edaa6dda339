"""What somebody sees: pages loaded and filters clicked in Chromium, timed to the last paint before it goes quiet."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_PAINT = Path(__file__).with_name("paint.js").read_text("utf-8")
_QUIET = 500  # milliseconds without painting, after which the last paint was the last
_PATIENCE = 60_000
_ASKING = 100
_WARMING = 3  # loads until the browser keeps compiled scripts
Timings = dict[str, list[float]]


class Opening(NamedTuple):
    """Milliseconds from asking for a page to its last paint: in the window as it is, and anywhere on the page."""

    window: float
    whole: float


Openings = dict[str, list[Opening]]


@contextmanager
def _profile(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser of somebody who was never here before, with caches on disk as people have them."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as kept:
        context = playwright.chromium.launch_persistent_context(
            kept,
            executable_path=os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None),
            args=_ARGUMENTS,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": 1440, "height": 900},
        )
        context.add_init_script(_PAINT)
        yield context
        context.close()


def cold_loads(urls: Mapping[str, str], times: int) -> Openings:
    """How long pages take to open in a new browser each time; pages taken in turn."""
    taken: Openings = {name: [] for name in urls}
    with sync_playwright() as playwright:
        for _ in range(times):
            for name, url in urls.items():
                with _profile(playwright) as context:
                    taken[name].append(_load(context.pages[0], url))
    return taken


def warm_loads(urls: Mapping[str, str], times: int) -> Openings:
    """The same in one browser that has been everywhere before."""
    taken: Openings = {name: [] for name in urls}
    with sync_playwright() as playwright, _profile(playwright) as context:
        for place in range(_WARMING + times):
            for name, url in urls.items():
                opening = _load(context.pages[0], url)
                if place >= _WARMING:
                    taken[name].append(opening)
    return taken


def new_tab_loads(urls: Mapping[str, str], times: int) -> Openings:
    """The same in a new tab of a browser that has been everywhere before.

    A tab that is loaded again keeps compiled scripts in its memory; a new one reads them from the disk, as people who
    open a page do.
    """
    taken: Openings = {name: [] for name in urls}
    with sync_playwright() as playwright, _profile(playwright) as context:
        for place in range(_WARMING + times):
            for name, url in urls.items():
                tab = context.new_page()
                opening = _load(tab, url)
                tab.close()
                if place >= _WARMING:
                    taken[name].append(opening)
    return taken


def clicks(
    pages: Mapping[str, tuple[str, Sequence[str]]],
    times: int,
    before: Mapping[str, Callable[[], object]] | None = None,
) -> Timings:
    """Milliseconds from a click on one of a page's tabs to the last paint of its table and charts, pages in turn.

    Takes name → (URL, words that tabs begin with); the words are gone through in their order. `before`: what to do
    before each click on a page that makes it paint; it is given the time to finish.
    """
    taken: Timings = {name: [] for name in pages}
    with sync_playwright() as playwright, _profile(playwright) as context:
        opened = {name: context.new_page() for name in pages}
        for name, (url, _) in pages.items():
            _load(opened[name], url)
        for place in range(_WARMING + times):
            for name, (_, words) in pages.items():
                opened[name].bring_to_front()
                if before is not None:
                    opened[name].evaluate("__paint.last = 0")
                    before[name]()
                    _painted(opened[name])
                milliseconds = _click(opened[name], words[place % len(words)])
                if place >= _WARMING:
                    taken[name].append(milliseconds)
    return taken


def _load(page: Page, url: str) -> Opening:
    page.goto(url, wait_until="commit")
    whole = _painted(page)
    return Opening(float(page.evaluate("__paint.window")), whole)


def _click(page: Page, word: str) -> float:
    tab = page.get_by_role("radio", name=word).first
    tab.hover()
    page.wait_for_timeout(_QUIET)  # so that what the pointer brings about is not taken for the answer
    page.mouse.down()
    page.mouse.up()
    last = _painted(page)
    if not page.evaluate("__paint.table"):
        raise RuntimeError(f"the click on {word} painted no table")
    return last - float(page.evaluate("__paint.clicked"))


def _painted(page: Page) -> float:
    """When the page's last paint was, on its own clock, which begins with the request."""
    # Asked from outside: the product's pages let nobody evaluate text inside them, as `wait_for_function` would.
    for _ in range(_PATIENCE // _ASKING):
        if page.evaluate(f"Boolean(window.__paint?.isQuiet({_QUIET}))"):
            return float(page.evaluate("__paint.last"))
        page.wait_for_timeout(_ASKING)
    raise TimeoutError(f"{page.url} went on painting")
