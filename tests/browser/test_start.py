"""What a browser fetches of Streamlit's scripts, and how it asks for a page while they are on their way."""

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocket, expect

from board.web.browser import start
from tests.browser.served import Served
from tests.browser.steps import open_page, settle

OWN = {"board", "live", "pages", "search", "table", "figures", "chart", "plotly-cartesian-4"}
_FIRST = 10  # of the messages that a page consists of
_AFTER = 1_000  # milliseconds, in which a page would ask again


@pytest.mark.parametrize("name", ["", "rectification", "tasks"])
def test_a_page_comes_with_one_script_of_streamlits(read_served: Served, page: Page, name: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(read_served.url)))
    open_page(page, f"{read_served.url}/{name}")
    scripts = [each for each in asked if each.startswith("/static/") and each.endswith(".js")]
    (bundle,) = [each for each in scripts if each.rpartition("/")[2].split(".")[0] not in OWN]
    assert bundle in start.served()


@pytest.mark.parametrize(
    ("zone", "scheme", "address"),
    [
        ("Asia/Shanghai", "light", "/"),
        ("America/New_York", "dark", "/opinions?role=领导&opinions.channel=网络&q=a%26b+c"),
        ("Asia/Shanghai", "light", "/tasks#top"),
        ("Asia/Shanghai", "dark", "/tasks?print=1&embed=true"),
    ],
)
def test_a_page_is_asked_for_once_and_before_streamlits_script_has_come(
    read_served: Served, browser: Browser, zone: str, scheme: Literal["light", "dark"], address: str
) -> None:
    """Asked for in other words than Streamlit's, it would be worked out and sent twice."""
    context = browser.new_context(locale="zh-CN", timezone_id=zone, color_scheme=scheme)
    page = context.new_page()
    sent: list[int] = []
    answered: list[int] = []
    waiting: dict[str, Route] = {}
    page.on("websocket", lambda socket: _listen(socket, sent, answered))
    page.route("**/start.js", lambda route: waiting.update(script=route))
    page.goto(f"{read_served.url}{address}", wait_until="commit")
    while not (waiting and len(answered) >= _FIRST):
        page.wait_for_timeout(50)
    assert len(sent) == 1
    waiting["script"].continue_()
    settle(page)
    expect(page.locator(".stMain h1")).to_be_visible()
    page.wait_for_timeout(_AFTER)
    assert len(sent) == 1
    context.close()


def _listen(socket: WebSocket, sent: list[int], answered: list[int]) -> None:
    if socket.url.endswith("/_stcore/stream"):
        socket.on("framesent", lambda frame: sent.append(len(frame)))
        socket.on("framereceived", lambda frame: answered.append(len(frame)))


def test_a_page_comes_though_the_socket_opened_early_is_gone(read_served: Served, page: Page) -> None:
    page.add_init_script("""
        const Own = WebSocket;
        let isFirst = true;
        window.WebSocket = class extends Own {
          constructor(...how) {
            super(...how);
            if (isFirst) this.close();
            isFirst = false;
          }
        };
    """)
    open_page(page, read_served.url)
    expect(page.locator(".figures").first).to_be_visible()


def test_an_address_that_cannot_be_read_leaves_the_rest_of_the_first_script_alone(
    read_served: Served, page: Page
) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)) if "/board." in (error.stack or "") else None)
    page.goto(f"{read_served.url}/%E0%A4%A")
    page.wait_for_function("() => window.__boardLibrary")
    assert wrong == []
