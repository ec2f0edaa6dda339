"""Every page on paper, as a real browser makes a PDF of it."""

import io
import re
import unicodedata

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from board import clock
from board.access import Role
from board.navigation import NAVIGATION, first, is_listed
from board.words import ROLE
from tests.browser.served import Served
from tests.browser.steps import open_page

pytestmark = pytest.mark.walk

_QUIET = "window.print = () => { window.isPrinted = true; }"
_LONGEST = 120_000  # milliseconds that a busy machine needs for a page
_CONTROLS = ("导出 Excel", "登记事项", "打印这一页", "清除全部筛选", "以哪个角色看", "示例单位，数据都是编的")


def on_paper(page: Page, url: str) -> list[str]:
    """The text of each sheet, once the page has printed itself."""
    page.goto(url)
    page.wait_for_function("() => window.isPrinted", timeout=_LONGEST)
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in sheets)
    return [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in sheets]


def test_every_page_prints_itself_without_its_controls(read_served: Served, page: Page) -> None:
    page.add_init_script(_QUIET)
    listed = (entry for entries in NAVIGATION.values() for entry in entries if is_listed(entry, collects=False))
    for entry in listed:
        role = Role.ADMIN if entry.subject == "admin" else Role.CLERK
        subject = "" if entry.subject == first(collects=False) else entry.subject
        sheets = on_paper(page, f"{read_served.url}/{subject}?print=1&role={ROLE[role]}&compare=一周前")
        whole = "".join(sheets)
        # Some signs come out of a PDF as radicals that look the same.
        numbers = re.findall(r"第 (\d+) .,共 (\d+) ", whole)
        assert numbers == [(f"{number}", f"{len(sheets)}") for number in range(1, len(sheets) + 1)], entry.subject
        assert f"截至 {clock.today()}" in whole
        assert "筛选:无" in whole, entry.subject
        assert [word for word in _CONTROLS if word in whole] == [], entry.subject


def test_a_printed_page_stays_as_it_is_and_asks_the_server_for_nothing_more(read_served: Served, page: Page) -> None:
    page.add_init_script(_QUIET)
    asked: list[object] = []

    def note(frame: object) -> None:
        asked.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", note))
    on_paper(page, f"{read_served.url}/tasks?print=1&role={ROLE[Role.CLERK]}")
    before = len(asked)
    page.wait_for_timeout(3000)  # four redraws, where a page takes itself for an old one
    assert before > 0
    assert asked[before:] == []


def test_all_rows_of_the_ledger_are_printed_from_the_button_in_its_head(read_served: Served, page: Page) -> None:
    page.context.add_init_script(_QUIET)
    page.set_default_timeout(_LONGEST)
    open_page(page, f"{read_served.url}/rectification?rectification_source=谈心谈话&role={ROLE[Role.CLERK]}")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="打印").click()
    view = opened.value
    view.wait_for_function("() => window.isPrinted", timeout=_LONGEST)
    assert "rectification_source=" in view.url
    counted = int(view.locator("table.printed").first.locator("caption").inner_text().split("　")[1].split()[0])
    assert 0 < counted < 30
    everything = on_paper(page, f"{read_served.url}/rectification?print=1")
    assert set(re.findall(r"R-\d{3}", "".join(everything))) >= {f"R-{number:03d}" for number in range(1, 27)}
    heads = [sheet for sheet in everything if "具体问题" in sheet and "责任人" in sheet]
    assert len(heads) >= len([sheet for sheet in everything if re.search(r"R-0\d\d", sheet)])


def test_what_is_printed_in_the_dark_is_dark_on_white(read_served: Served, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.add_init_script(_QUIET)
    on_paper(page, f"{read_served.url}/overview?print=1")
    colours = page.locator(".js-plotly-plot .xtick text").first.evaluate("each => getComputedStyle(each).fill")
    assert colours == "rgb(31, 35, 40)"
