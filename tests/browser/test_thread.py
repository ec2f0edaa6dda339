"""来龙去脉 in a browser: from a band of the flow to its rows by a click or from a list, and along a thread by keys."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served
from tests.browser.steps import choose, open_page, settle

pytestmark = pytest.mark.walk

HALF_WAY = "意见 → 没有下文"


def point_of(page: Page, band: str) -> tuple[float, float]:
    """Where a point of a band is on the screen, in the middle of its way."""
    found: list[float] = page.locator(".st-key-thread_flow_box .js-plotly-plot").evaluate(
        """(plot, band) => {
            const sown = plot._fullData.find(trace => trace.customdata);
            const mine = sown.customdata.flatMap((carried, at) => carried[0] === band ? [at] : []);
            const at = mine[Math.floor(mine.length / 2)];
            const {xaxis, yaxis} = plot._fullLayout, box = plot.getBoundingClientRect();
            return [box.x + xaxis._offset + xaxis.d2p(sown.x[at]), box.y + yaxis._offset + yaxis.d2p(sown.y[at])];
        }""",
        band,
    )
    return found[0], found[1]


def test_a_band_that_is_clicked_leads_to_the_rows_it_counts(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/thread")
    plot = page.locator(".st-key-thread_flow_box .js-plotly-plot")
    plot.scroll_into_view_if_needed()
    x, y = point_of(page, HALF_WAY)
    page.mouse.move(x, y)
    hover = page.locator(".hoverlayer .hovertext")
    expect(hover).to_contain_text(f"{HALF_WAY}　10 处")
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_text("10 / 10 处")).to_be_visible()
    settle(page)
    expect(page).to_have_url(re.compile("thread_band="))


def test_a_phone_has_the_list_of_bands_instead_of_the_chart(read_served: Served, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{read_served.url}/thread")
    expect(page.locator(".st-key-thread_flow_box")).to_be_hidden()
    page.locator(".filters-button").click()
    page.get_by_role("combobox", name="看哪一段").click()
    choose(page, page.get_by_role("option", name=re.compile("^问题 → 没有整改事项")))
    expect(page.get_by_text("1 / 1 处")).to_be_visible()


def test_a_thread_is_walked_by_keys(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/thread?thread_record=W-004")
    sheet = page.get_by_role("dialog")
    step = sheet.get_by_role("button", name=re.compile("R-006"))
    step.focus()
    page.keyboard.press("Enter")
    expect(sheet.locator(".thread-here")).to_contain_text("R-006")
    expect(page).to_have_url(re.compile("thread_record=R-006"))
