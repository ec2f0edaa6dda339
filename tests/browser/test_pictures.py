"""A chart as a picture: as the screen shows it, with its title, unit, day and filters in it."""

import struct

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.served import Served
from tests.browser.steps import open_page

pytestmark = pytest.mark.walk


def test_a_chart_is_saved_as_a_picture_by_the_keyboard_too(read_served: Served, page: Page) -> None:
    page.set_default_timeout(90_000)
    open_page(page, read_served.url)
    button = page.get_by_role("button", name="存为图片：各位领导牵头的整改事项")
    expect(page.locator(".js-plotly-plot .main-svg").last).to_be_visible()
    button.focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.startswith("各位领导牵头的整改事项-")
    picture = download.value.path().read_bytes()
    width, height = struct.unpack(">II", picture[16:24])
    assert picture.startswith(b"\x89PNG")
    assert width > 800
    assert height > 500
    assert "截至 20" in (button.get_attribute("data-asked") or "")
    assert "嘉泽中心小学" in (button.get_attribute("data-unit") or "")


def test_a_chart_that_is_not_drawn_yet_is_no_picture(read_served: Served, page: Page) -> None:
    waiting: list[Route] = []
    page.route("**/plotly-cartesian*", lambda each: waiting.append(each))  # noqa: PLW0108 - no builtin is taken
    page.goto(read_served.url, wait_until="commit")
    button = page.get_by_role("button", name="存为图片：各位领导牵头的整改事项")
    expect(button).to_be_disabled()
    for each in waiting:
        each.continue_()
    expect(button).to_be_enabled()
