"""The security policy that every answer carries, kept by a real browser on real pages."""

import pytest
from playwright.sync_api import Page

from tests.browser.served import Served

pytestmark = pytest.mark.browser


def test_pages_draw_their_charts_without_breaking_the_policy_or_asking_anyone_else(
    page: Page, read_served: Served
) -> None:
    complaints: list[str] = []
    addresses: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(read_served.url)
    page.wait_for_selector(".js-plotly-plot .main-svg")
    page.wait_for_selector("[data-test-script-state='notRunning']")
    assert complaints == []
    assert [address for address in addresses if not address.startswith((read_served.url, "blob:", "data:"))] == []


def test_a_script_that_slipped_into_a_page_does_not_run(page: Page, read_served: Served) -> None:
    page.goto(read_served.url)
    page.wait_for_selector("[data-test-script-state='notRunning']")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.slipped = 1'}))")
    assert page.evaluate("window.slipped") is None
