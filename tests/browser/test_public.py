"""公开网页 in a real browser: without a script, on the narrowest phone, in print, to axe, and the check of a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from board.access import Actor
from board.operating.settings import Settings
from board.papers.issuing import files
from board.web import public
from tests.browser.test_accessible import DESK, PHONE, wrong_on
from tests.example_school import Example
from tests.public.site_lives import opened, published_notice
from tests.web.conftest import served as served_here

NARROW = ViewportSize(width=320, height=640)
_BEYOND = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What is too small for a thumb.
_SMALL = """() => [...document.querySelectorAll('a, summary, #drop')].map((each) => each.getBoundingClientRect())
  .filter((box) => box.height > 0 && box.height < 44).length"""


@pytest.fixture
def paper_id(school: Example, clerk: Actor, leader: Actor, admin: Actor) -> str:
    """A paper that was published on a page that is open."""
    opened(school, admin)
    return published_notice(school, clerk, leader)


@pytest.fixture
def address(school: Example, paper_id: str, tmp_path: Path) -> Iterator[str]:
    """The address of the page."""
    public._PACE.forget_all()
    for port in served_here(school.store, Settings(tmp_path, demo=False)):
        yield f"http://127.0.0.1:{port}{public.address_of(school.activity_id)}"


def test_it_is_whole_without_a_script_at_320_pixels_in_print_and_to_axe(
    browser: Browser, page: Page, address: str
) -> None:
    plain = browser.new_context(java_script_enabled=False, viewport=NARROW).new_page()
    plain.goto(address)
    expect(plain.get_by_role("heading", name="整改事项办到哪一步")).to_be_visible()
    expect(plain.locator("#check")).to_be_hidden()
    expect(plain.get_by_text("不用网页，自己算")).to_be_visible()
    plain.get_by_text("看全文").first.click()
    expect(plain.locator("article details p").first).to_be_visible()
    plain.context.close()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.set_viewport_size(NARROW)
    page.goto(address)
    assert (page.evaluate(_BEYOND), page.evaluate(_SMALL)) == (0, 0)
    page.emulate_media(media="print")
    expect(page.locator("#check")).to_be_hidden()
    assert page.evaluate(_BEYOND) == 0
    page.emulate_media(media="screen")
    page.get_by_text("看全文").first.click()
    assert complaints == []
    assert wrong_on(page, "public", (DESK, PHONE)) == []


def test_a_copy_is_compared_in_the_browser_and_nothing_is_sent(
    school: Example, clerk: Actor, page: Page, address: str, paper_id: str, tmp_path: Path
) -> None:
    copy, forged = tmp_path / "公示.docx", tmp_path / "改过的.docx"
    content = files.content(school.store, clerk, school.activity_id, paper_id, "word")
    copy.write_bytes(content)
    forged.write_bytes(content[:-1] + b"?")
    page.goto(address)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#file").set_input_files(copy)
    expect(page.locator("#verdict")).to_contain_text("一致：公示.docx 就是《整改落实情况公示》的 Word 原件")
    page.locator("#file").set_input_files(forged)
    expect(page.locator("#verdict")).to_contain_text("不一致：改过的.docx")
    assert asked == []


@pytest.mark.walk
def test_where_the_browser_may_not_compute_the_page_says_how_to_check(page: Page, address: str) -> None:
    page.add_init_script("Object.defineProperty(window, 'crypto', {value: {}})")
    page.goto(address)
    expect(page.locator("#verdict")).to_contain_text("不是用 https 打开的")
    expect(page.locator("#check")).to_be_hidden()
    expect(page.get_by_text("不用网页，自己算")).to_be_visible()
