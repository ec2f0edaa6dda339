"""浅色, 深色, 大字: chosen on any page, there at the next visit, from the first moment."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served
from tests.browser.steps import open_page, settle

pytestmark = pytest.mark.walk


def background(page: Page) -> str:
    colour: str = page.locator(".stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    return colour


def letters(page: Page) -> float:
    size: float = page.locator("html").evaluate("root => parseFloat(getComputedStyle(root).fontSize)")
    return size


def chart_letters(page: Page) -> float:
    tick = page.locator(".js-plotly-plot .ytick text").first
    size: float = tick.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    return size


def choose(page: Page, word: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=word, exact=True).click()
    page.wait_for_selector(".band")
    settle(page)


def test_what_is_chosen_holds_on_every_page_and_for_charts(read_served: Served, page: Page) -> None:
    page.set_default_timeout(120_000)  # a busy machine takes its time over a whole page
    open_page(page, read_served.url)
    assert background(page) == "rgb(255, 255, 255)"
    usual, usual_chart = letters(page), chart_letters(page)
    choose(page, "深色")
    assert background(page) == "rgb(21, 24, 28)"
    expect(page.get_by_role("button", name="深色")).to_have_attribute("aria-pressed", "true")
    choose(page, "大字")
    assert letters(page) > usual * 1.15
    assert chart_letters(page) > usual_chart * 1.1
    open_page(page, f"{read_served.url}/tasks")
    assert background(page) == "rgb(21, 24, 28)"
    assert letters(page) > usual * 1.15
    choose(page, "大字")
    choose(page, "自动")
    assert background(page) == "rgb(255, 255, 255)"
    assert letters(page) == usual


def test_a_dark_page_is_dark_before_anything_is_drawn(read_served: Served, page: Page) -> None:
    page.context.add_cookies([{"url": read_served.url, "name": "chagai_looks", "value": "dark.usual"}])
    page.goto(read_served.url, wait_until="commit")
    page.wait_for_function("() => document.documentElement.dataset.size")
    assert page.evaluate("() => document.documentElement.style.background") == "rgb(21, 24, 28)"
