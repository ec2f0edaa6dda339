"""The sentence under the title answers the page's question at once, and its numbers lead to their rows."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served
from tests.browser.steps import open_page, settle

pytestmark = pytest.mark.walk


def test_what_is_late_and_whose_is_seen_at_once_on_the_overview(read_served: Served, page: Page) -> None:
    for height in (900, 720):
        page.set_viewport_size({"width": 1440 if height == 900 else 1280, "height": height})
        open_page(page, read_served.url)
        expect(page.locator(".answer").first).to_contain_text(re.compile(r"整改逾期 \d+ 项"))
        expect(page.locator(".stMain table").first).to_be_visible()
        box = page.locator(".stMain table").first.bounding_box()
        assert box is not None
        assert box["y"] + 4 * 36 < height  # its head and three rows


def test_a_number_in_the_sentence_opens_its_rows_without_loading_the_page_anew(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/overview")
    page.evaluate("window.stays = true")
    link = page.locator(".answer").get_by_role("link", name=re.compile(r"^\d+ 项$")).first
    count = link.inner_text().split()[0]
    link.press("Enter")
    expect(page).to_have_url(re.compile("rectification_view=%E9%80%BE%E6%9C%9F"))
    expect(page.locator(".answer").get_by_role("link", name=f"{count} 项").first).to_be_visible()
    settle(page)
    assert page.evaluate("window.stays")
