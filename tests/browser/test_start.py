"""What a browser fetches of Streamlit's scripts."""

import pytest
from playwright.sync_api import Page

from board.web.browser import start
from tests.browser.served import Served
from tests.browser.steps import open_page


@pytest.mark.parametrize("name", ["", "rectification", "tasks"])
def test_a_page_comes_with_one_script_of_streamlits(read_served: Served, page: Page, name: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(read_served.url)))
    open_page(page, f"{read_served.url}/{name}")
    scripts = [each for each in asked if each.startswith("/static/") and each.endswith(".js")]
    own = {"board", "live", "search", "table", "figures", "chart", "plotly-cartesian-4"}
    assert [each for each in scripts if each.rpartition("/")[2].split(".")[0] not in own] == [
        f"/static/{start.bundle().stem}/start.js"
    ]
