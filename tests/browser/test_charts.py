"""Charts in a browser: named, drawn again only when they change, as wide as their place, in Chinese, soon there."""

import threading
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.served import Served
from tests.browser.steps import open_page, settle
from tests.gate import chromium

pytestmark = pytest.mark.walk

_COUNT = """() => {
    const react = Plotly.react;
    window.drawings = 0;
    Plotly.react = (...given) => { window.drawings += 1; return react(...given); };
}"""
# What the page shows when its library begins to draw the first chart.
_BEFORE_THE_FIRST = """(() => {
    const looking = setInterval(() => {
        if (!window.Plotly) return;
        clearInterval(looking);
        const react = Plotly.react;
        const count = (selector) => document.querySelectorAll(selector).length;
        Plotly.react = (...given) => {
            const roots = [...document.querySelectorAll("*")].map(({ shadowRoot }) => shadowRoot);
            window.before ??= {
                figures: count(".figure-card"),
                tables: roots.filter((root) => root?.querySelector("table")).length,
                waiting: count("[data-testid='stSkeleton']"),
            };
            return react(...given);
        };
    }, 1);
})();"""
# Opened so often, a browser has kept what it compiled.
_BEFORE = 3


def test_a_chart_is_named_and_drawn_again_only_when_its_figure_changes(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/rectification")
    chart = page.get_by_role("figure", name="各位领导牵头的事项；点一段看这些事项")
    expect(chart.locator(".main-svg").first).to_be_visible()
    page.evaluate(_COUNT)
    page.get_by_role("radio", name="看板").click()
    settle(page)
    assert page.evaluate("window.drawings") == 0
    page.get_by_role("radio", name="已销号").click()
    settle(page)
    page.wait_for_function("() => window.drawings === 1")


def test_a_chart_fills_its_place_when_the_window_changes(read_served: Served, page: Page) -> None:
    open_page(page, read_served.url)
    drawing = page.locator(".chart .main-svg").first
    expect(drawing).to_be_visible()
    wide = drawing.bounding_box()
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("""() => [...document.querySelectorAll('.chart')].every((chart) => Math.abs(
        chart.clientWidth - chart.querySelector('.main-svg').getBoundingClientRect().width) < 1)""")
    narrow = drawing.bounding_box()
    assert wide
    assert narrow
    assert narrow["width"] < 390 < wide["width"]
    assert narrow["height"] == wide["height"]


def test_what_the_library_says_by_itself_is_chinese(read_served: Served, page: Page) -> None:
    open_page(page, read_served.url)
    page.locator(".chart .legendtoggle").first.click(force=True)
    expect(page.locator(".plotly-notifier")).to_contain_text("双击图例，只看这一项")


def test_a_chart_comes_though_its_library_did_not_arrive_at_first(read_served: Served, page: Page) -> None:
    page.route("**/plotly-cartesian-*", lambda route: route.abort())
    open_page(page, f"{read_served.url}/rectification")
    expect(page.locator(".chart")).to_be_attached()
    assert page.locator(".chart .main-svg").count() == 0
    page.unroute("**/plotly-cartesian-*")
    page.get_by_role("radio", name="已销号").click()
    expect(page.locator(".chart .main-svg").first).to_be_visible()


def test_figures_and_tables_are_there_before_a_chart_is_drawn(read_served: Served, page: Page) -> None:
    page.add_init_script(_BEFORE_THE_FIRST)
    open_page(page, read_served.url)
    expect(page.locator(".chart .main-svg").first).to_be_visible()
    assert page.evaluate("window.before") == {"figures": 6, "tables": 1, "waiting": 0}


def test_a_chart_is_drawn_though_its_page_goes_on_working(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/rectification")
    drawn = page.locator(".chart .main-svg").first
    expect(drawn).to_be_visible()
    page.evaluate("""() => {
        document.querySelector("[data-test-script-state]").setAttribute("data-test-script-state", "running");
        window.__boardWhenAtRest(() => { window.came = true; });
    }""")
    page.wait_for_timeout(1_000)
    assert not page.evaluate("Boolean(window.came)")
    page.wait_for_function("() => window.came")


def test_a_new_tab_takes_what_the_browser_compiled_before(
    read_served: Served, playwright: Playwright, tmp_path: Path
) -> None:
    context = playwright.chromium.launch_persistent_context(
        tmp_path, executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
    )
    for _ in range(_BEFORE):
        compiled_in_a_new_tab(context, read_served.url)
    compiled = compiled_in_a_new_tab(context, read_served.url)
    context.close()
    large = [each for each in compiled if any(name in each["url"] for name in ("/start.js", "/plotly-"))]
    assert len(large) == 2
    assert [each["url"] for each in large if not each.get("consumedCacheSize")] == []


def compiled_in_a_new_tab(context: BrowserContext, url: str) -> list[dict[str, Any]]:
    """What a page's scripts cost to compile, as the browser's own trace says it: url, consumedCacheSize."""
    tab = context.new_page()
    events: list[dict[str, Any]] = []
    ended = threading.Event()
    trace = context.new_cdp_session(tab)
    trace.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    trace.on("Tracing.tracingComplete", lambda _: ended.set())
    trace.send("Tracing.start", {"categories": "v8,devtools.timeline", "transferMode": "ReportEvents"})
    tab.goto(url)
    expect(tab.locator(".chart .main-svg").first).to_be_visible()
    tab.wait_for_timeout(1500)  # the browser keeps what it compiled once it has nothing else to do
    trace.send("Tracing.end")
    while not ended.is_set():
        tab.wait_for_timeout(50)
    tab.close()
    return [each["args"]["data"] for each in events if each["name"] in {"v8.compile", "v8.compileModule"}]
