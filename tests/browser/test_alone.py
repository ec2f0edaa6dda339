"""A choice on a page draws the page alone: what was opened and left before it doesn't come back."""

import re

from playwright.sync_api import Page, expect

from tests.browser.served import Served
from tests.browser.steps import click_row, open_page, settle


def test_a_choice_after_a_sheet_was_closed_leaves_it_closed_and_the_address_follows(
    read_served: Served, page: Page
) -> None:
    open_page(page, f"{read_served.url}/rectification")
    band = page.locator(".band").element_handle()
    click_row(page, 0)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    settle(page)
    for name, words in (("已销号", "R-021"), ("逾期", "R-007")):
        page.get_by_role("radio", name=re.compile(f"^{name}")).click()
        settle(page)
        expect(page.get_by_role("table").first).to_contain_text(words)
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert "rectification_view=" in page.url
    assert "rectification_item" not in page.url
    assert page.evaluate("(band) => band.isConnected", band)
    page.go_back()
    settle(page)
    expect(page.get_by_role("radio", name=re.compile("^已销号"))).to_be_checked()
