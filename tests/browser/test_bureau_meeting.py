"""会议模式 of a bureau in a browser: stepped by keys and by a phone, whole at every size, and as a file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

from board import clock
from board.deck.audiences import Audience
from board.deck.units_deck import Of
from board.example.district import load_district
from board.operating.settings import Settings
from board.web.deck.making import address
from tests.browser.served import start
from tests.browser.steps import open_page, settle
from tests.browser.test_deck import _SHOW, _UNFIT, ON_A_PHONE, SIZES, SMALLEST
from tests.stores import blank_store
from tests.web.conftest import served as served_here


class Wall(NamedTuple):
    """The example district, served by this process."""

    url: str
    activity_id: str


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[Wall]:
    store = blank_store()
    activity_id = load_district(store, clock.today())
    for port in served_here(store, Settings(tmp_path, demo=True, collects=True)):
        yield Wall(f"http://127.0.0.1:{port}", activity_id)
    store.close()


@pytest.mark.walk
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_the_wall_nothing_is_cut_off_and_keys_step(wall: Wall, page: Page, theme: Any) -> None:
    page.emulate_media(color_scheme=theme)
    page.goto(f"{wall.url}{address(wall.activity_id, Audience.LEADERS, Of(deadline_id='D002'))}")
    count = page.locator(".slide").count()
    assert count >= 10
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for at in range(count):
            page.evaluate(_SHOW, at)
            assert page.evaluate(_UNFIT, [SMALLEST, False]) == [], (width, at)
            assert page.evaluate("(at) => { const h = document.querySelectorAll('.slide h1')[at];"
                                 " return h.scrollHeight <= h.clientHeight + 2 }", at), (width, at)  # fmt: skip
    page.reload()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#place")).to_have_text(f"2 / {count}")
    page.keyboard.press("End")
    expect(page.locator("#place")).to_have_text(f"{count} / {count}")
    expect(page.locator("body")).to_have_attribute("data-leads-to", "/submitted")


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[str]:
    """The address of the example district, served as a whole."""
    process, url = start(tmp_path / "data", demo=True, collects=True)
    yield url
    process.terminate()
    process.join(20)


def turned(screen: Page) -> str:
    """The name of the slide that is on."""
    return str(screen.locator(".slide:not([hidden])").get_attribute("data-name"))


@pytest.mark.walk
def test_a_phone_turns_the_pages_of_a_meeting_on_the_units_and_its_file_is_what_is_on_the_wall(
    bureau: str, page: Page, second: Page, tmp_path: Path
) -> None:
    open_page(page, f"{bureau}/submitted?role=工作人员&submitted_deadline=D002")
    page.get_by_role("button", name="会议模式").click()
    expect(page.get_by_role("link", name="开始")).to_have_attribute("href", re.compile("deadline=D002"))
    page.get_by_role("button", name="准备开会").click()
    page.get_by_role("textbox", name="议题").fill("各校第二次上报")
    settle(page)
    page.get_by_role("button", name="开始", exact=True).click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="打开幻灯片").click()
    wall = opened.value
    expect(wall.locator("#place")).to_contain_text("1 / ")
    wall.keyboard.press("PageDown")
    assert turned(wall) == "没报和晚报的"

    page.get_by_text("手机遥控").click()
    address = str(page.get_by_alt_text("手机遥控的二维码").get_attribute("alt")).partition("：")[2]
    phone = second
    phone.set_viewport_size({"width": ON_A_PHONE[0], "height": ON_A_PHONE[1]})
    phone.goto(address)
    titles = wall.locator(".slide h1").all_text_contents()
    expect(phone.locator("#remote-now")).to_have_text(titles[1])
    expect(phone.locator("#remote-after")).to_have_text(f"下一张：{titles[2]}")
    phone.get_by_role("button", name="下一张 ›").click()
    expect(wall.locator("#place")).to_contain_text("3 / ")
    assert turned(wall) == "有什么变化"
    phone.get_by_role("button", name="‹ 上一张").click()
    expect(wall.locator("#place")).to_contain_text("2 / ")
    assert phone.evaluate("document.documentElement.scrollWidth") <= ON_A_PHONE[0]
    phone.goto(address + "&role=责任人")
    expect(phone.get_by_text("没有权限")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("button", name="幻灯片 PPTX").click()
    assert re.fullmatch(r"会议幻灯片-\d{8}-H-001\.pptx", download.value.suggested_filename)
    download.value.save_as(tmp_path / "slides.pptx")
    pages = Presentation(str(tmp_path / "slides.pptx")).slides
    assert [each.shapes.title.text for each in pages] == titles
