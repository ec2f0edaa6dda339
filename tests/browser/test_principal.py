"""The principal's visit, in a meeting: from a figure to the row, from the row to its story, and back with a reason."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served
from tests.browser.steps import click_row, open_page, settle


def counted(count: int) -> re.Pattern[str]:
    """How many items the filters leave, with or without the change since the compared day."""
    return re.compile(rf"^{count}( [↑↓]\d+)? / 30 项")


@pytest.mark.alone
def test_from_a_figure_to_the_item_and_everybody_sees_it_sent_back(served: Served, page: Page, second: Page) -> None:
    open_page(second, f"{served.url}/rectification")
    waiting = second.get_by_role("radio", name=re.compile(r"^待验收 3"))
    expect(waiting).to_be_visible()

    open_page(page, f"{served.url}/?role=领导")
    page.get_by_role("link", name="看逾期的事项").click()
    settle(page)
    expect(page).to_have_url(re.compile("rectification_view=%E9%80%BE%E6%9C%9F"))
    expect(page.get_by_text(counted(6))).to_be_visible()

    open_page(page, f"{served.url}/rectification?role=领导&rectification_item=R-009")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", name=re.compile("R-009"))).to_be_visible()
    expect(sheet.get_by_text("提交验收", exact=True)).to_be_visible()
    sheet.get_by_role("button", name="退回", exact=True).click()
    settle(page)
    sheet.get_by_role("button", name="退回", exact=True).click()
    settle(page)
    expect(sheet.get_by_text("请写明退回的原因")).to_be_visible()
    sheet.get_by_label("原因").fill("请补齐家长的反馈 <script>window.hit=1</script>")
    sheet.get_by_role("button", name="退回", exact=True).click()

    expect(second.get_by_role("radio", name="待验收 2")).to_be_visible(timeout=2_000)
    settle(page)
    expect(sheet.get_by_text("请补齐家长的反馈 <script>window.hit=1</script>").first).to_be_visible()
    assert page.evaluate("() => window.hit") is None


@pytest.mark.walk
def test_a_click_on_a_row_opens_it_and_the_address_opens_it_again(
    read_served: Served, page: Page, second: Page
) -> None:
    open_page(page, f"{read_served.url}/rectification?rectification_view=逾期")
    click_row(page, 1)
    expect(page.get_by_role("dialog").get_by_role("heading", name=re.compile("R-006"))).to_be_visible()
    expect(page).to_have_url(re.compile("rectification_item=R-006"))
    open_page(second, page.url)
    expect(second.get_by_role("dialog").get_by_role("heading", name=re.compile("R-006"))).to_be_visible()


@pytest.mark.walk
def test_a_filter_is_in_the_address_and_shows_the_same_rows_to_somebody_else(
    read_served: Served, page: Page, second: Page
) -> None:
    open_page(page, f"{read_served.url}/rectification")
    page.get_by_role("radio", name=re.compile("^待验收")).click()
    settle(page)
    expect(page.get_by_text(counted(3))).to_be_visible()
    assert "rectification_view=" in page.url
    open_page(second, page.url)
    expect(second.get_by_text(counted(3))).to_be_visible()
    expect(second.get_by_role("radio", name="待验收 3")).to_be_checked()


@pytest.mark.walk
def test_filters_and_the_role_stay_when_the_page_changes_and_comes_back(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/rectification?role=领导")
    page.get_by_role("radio", name=re.compile("^逾期")).click()
    settle(page)
    page.get_by_role("link", name="工作任务").click()
    settle(page)
    expect(page.get_by_role("link", name="数据导入")).to_have_count(0)
    page.get_by_role("link", name="整改台账").click()
    settle(page)
    expect(page.get_by_text(counted(6))).to_be_visible()
    assert "rectification_view=" in page.url
    assert "role=" in page.url
