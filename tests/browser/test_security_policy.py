"""The security policy that every answer carries, kept by a real browser; that no page breaks it: test_every_page."""

import pytest
from playwright.sync_api import Page

from tests.browser.served import Served

pytestmark = pytest.mark.browser


def test_a_script_that_slipped_into_a_page_does_not_run(page: Page, read_served: Served) -> None:
    page.goto(read_served.url)
    page.wait_for_selector("[data-test-script-state='notRunning']")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.slipped = 1'}))")
    assert page.evaluate("window.slipped") is None
