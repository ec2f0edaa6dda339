"""Every page on every screen: nothing is cut off, nothing lies on anything, six sizes of type, and a phone has room."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, ViewportSize, expect

from board.navigation import NAVIGATION
from tests.bench.made_data import ledger_data
from tests.browser.served import Served, start
from tests.browser.steps import open_page, settle
from tests.depth import walked

pytestmark = pytest.mark.walk

_MEASURED = Path(__file__).with_name("fitting.js").read_text("utf-8").partition("\n() =>")[2]
_MEASURE = f"() =>{_MEASURED}"
_FITS = f"() => {{ const fit = ({_MEASURE})(); return !fit.cut.length && !fit.over.length && fit.sideways <= 0; }}"
# How many lines each row of tabs takes.
_LINES_OF_TABS = """() => [...document.querySelectorAll("[data-testid='stButtonGroup'] [role='radiogroup']")]
  .map((tabs) => new Set([...tabs.children].map((tab) => Math.round(tab.getBoundingClientRect().top))).size)"""
_TAPPED = "() =>" + Path(__file__).with_name("tapping.js").read_text("utf-8").partition("\n() =>")[2]
_SUBJECTS = [entry.subject for entries in NAVIGATION.values() for entry in entries]
_PARTS = {
    "opinions": ("opinions_part=梳理", "opinions_part=反馈单"),
    "meeting": ("meeting_part=会议记录",),
    "report": ("report_part=核对", "report_part=两版对照"),
    "rectification": ("rectification_look=看板", "rectification_chart=方面与领导"),
    "admin": ("role=管理员",),
}
PAGES = [page for each in _SUBJECTS for page in (each, *(f"{each}?{part}" for part in _PARTS.get(each, ())))]
# Of these the gate asks each time: the fullest page of each make. Of all, a walk.
_FULLEST = (
    "overview",
    "rectification",
    "rectification?rectification_chart=方面与领导",
    "evaluation",
)
_SMALL_SCREENS = ((1440, 900), (1366, 768), (1280, 800), (1024, 768), (390, 844))
_SMALLEST: ViewportSize = {"width": 320, "height": 700}
_PROJECTOR: ViewportSize = {"width": 1920, "height": 1080}
_SIZES_AT_MOST = 6


def fit(page: Page) -> dict[str, Any]:
    """What doesn't fit once the charts have followed the size of the screen: cut, over, sideways; and sizes."""
    with suppress(Error):  # then the measure says what it is
        page.wait_for_function(_FITS, timeout=6000, polling=250)
    measured: dict[str, Any] = page.evaluate(_MEASURE)
    return measured


def faults(page: Page, name: str) -> list[str]:
    measured = fit(page)
    wide = [f"{measured['sideways']} sideways"] if measured["sideways"] > 0 else []
    most = 2 if name.startswith(("rectification", "opinions")) else 1  # states and flags have a line each
    wrapped = [f"tabs in {lines} lines" for lines in page.evaluate(_LINES_OF_TABS) if lines > most]
    width = page.viewport_size["width"] if page.viewport_size else 0
    return [f"{name} {width}: {each}" for each in (*measured["cut"], *measured["over"], *wide, *wrapped)]


def sizes_of(page: Page) -> set[str]:
    return set(page.evaluate(_MEASURE)["sizes"])


@pytest.fixture(scope="module")
def many_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example school with 10,030 items."""
    data = ledger_data(tmp_path_factory.mktemp("many") / "data")
    process, url = start(data, demo=True)
    yield Served(url, data)
    process.terminate()
    process.join(20)


def walk(page: Page, url: str, names: Sequence[str]) -> tuple[list[str], dict[int, set[str]]]:
    """What doesn't fit on each page at each size, and the sizes of type seen at each width of the screen."""
    found: list[str] = []
    sizes: dict[int, set[str]] = {}
    for name in names:
        page.set_viewport_size({"width": _SMALL_SCREENS[0][0], "height": _SMALL_SCREENS[0][1]})
        open_page(page, f"{url}/{name}")
        for width, height in _SMALL_SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            found += faults(page, name)
            sizes.setdefault(width, set()).update(sizes_of(page))
        page.set_viewport_size(_SMALLEST)
        found += [each for each in faults(page, name) if "sideways" in each]
        page.set_viewport_size(_PROJECTOR)
        page.reload()
        settle(page)
        found += faults(page, name)
        sizes.setdefault(_PROJECTOR["width"], set()).update(sizes_of(page))
    return found, sizes


@pytest.mark.parametrize("names", [_FULLEST, *walked((PAGES,))], ids=["fullest", "all"])
def test_nothing_is_cut_off_and_no_page_has_more_than_six_sizes_of_type(
    read_served: Served, page: Page, names: Sequence[str]
) -> None:
    found, sizes = walk(page, read_served.url, names)
    assert found == []
    assert {width: sorted(each) for width, each in sizes.items() if len(each) > _SIZES_AT_MOST} == {}
    assert max(map(float, sizes[1920])) > max(map(float, sizes[1440]))
    assert min(map(float, sizes[1920])) > min(map(float, sizes[1440]))


def test_no_figure_of_ten_thousand_items_is_cut_off(many_served: Served, page: Page) -> None:
    names = ["overview", "rectification", "rectification?rectification_chart=方面与领导", "thread", "procedure"]
    assert walk(page, many_served.url, names)[0] == []


@pytest.mark.parametrize("names", [_FULLEST, *walked((PAGES,))], ids=["fullest", "all"])
def test_a_thumb_hits_whatever_can_be_pressed_on_a_phone(read_served: Served, page: Page, names: Sequence[str]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    small: list[str] = []
    for name in names:
        open_page(page, f"{read_served.url}/{name}")
        small += [f"{name}: {each}" for each in page.evaluate(_TAPPED)]
    assert small == []


def test_a_phone_closes_the_navigation_once_a_page_is_chosen(read_served: Served, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{read_served.url}/tasks")
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")
    page.locator(".pages a", has_text="整改台账").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("整改台账")
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")


def test_a_phone_has_its_filters_behind_one_button_that_counts_them(read_served: Served, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{read_served.url}/tasks?tasks_phase=群众评议")
    button = page.get_by_role("button", name=re.compile("^筛选和排序"))
    expect(button).to_contain_text("用了 1 个")
    search = page.get_by_label("查找").first
    expect(search).to_be_hidden()
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    search.fill("评议")
    expect(button).to_contain_text("用了 2 个")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(search).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(button).to_be_hidden()


def test_a_phone_shows_the_timeline_as_a_list_within_the_first_screen(read_served: Served, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{read_served.url}/tasks")
    expect(page.locator(".st-key-tasks_timeline_wide")).to_be_hidden()
    first = page.get_by_role("list", name="各项工作任务的起止日期").get_by_role("listitem").first
    box = first.bounding_box()
    assert box is not None
    assert box["y"] < 844
