"""The security policy that every answer carries, kept by a real browser on real pages."""

import re

import pytest
from playwright.sync_api import ConsoleMessage, Page

from board.access import Role
from board.navigation import NAVIGATION
from board.words import ROLE
from tests.browser.served import Served

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("role", [Role.CLERK, Role.ADMIN])
def test_no_page_breaks_the_policy_or_asks_anyone_else(page: Page, read_served: Served, role: Role) -> None:
    complaints: list[str] = []
    addresses: list[str] = []
    page.on("console", lambda message: complaints.append(f"{page.url} {message.text}") if _is_loud(message) else None)
    page.on("pageerror", lambda error: complaints.append(f"{page.url} {error}"))
    page.on("request", lambda request: addresses.append(request.url))
    for subject in (entry.subject for entries in NAVIGATION.values() for entry in entries):
        page.goto(f"{read_served.url}/{subject}?role={ROLE[role]}")
        page.wait_for_selector("h1")
        page.wait_for_selector("[data-test-script-state='notRunning']")
        page.wait_for_load_state("networkidle")
    assert complaints == []
    assert [address for address in addresses if not address.startswith((read_served.url, "blob:", "data:"))] == []


def _is_loud(message: ConsoleMessage) -> bool:
    # A page's browser looks for the server under the page's own address first, and finds nothing there.
    is_looking = re.search(r"/\w+/_stcore/(health|host-config)$", message.location["url"]) is not None
    return (message.type == "error" and not is_looking) or "Content Security Policy" in message.text


def test_a_script_that_slipped_into_a_page_does_not_run(page: Page, read_served: Served) -> None:
    page.goto(read_served.url)
    page.wait_for_selector("[data-test-script-state='notRunning']")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.slipped = 1'}))")
    assert page.evaluate("window.slipped") is None
