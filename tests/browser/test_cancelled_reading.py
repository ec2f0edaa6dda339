"""A long reading is ended by one press, on a phone too: the page is as it was, and the next file is read."""

import pytest
from playwright.sync_api import Page, expect

from tests.ballot_files import HEADER, ballot
from tests.browser.served import Served
from tests.browser.steps import open_page
from tests.importing.test_importing_ledger import workbook

pytestmark = pytest.mark.walk


def test_one_press_ends_a_long_reading_and_the_next_file_is_read(served: Served, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{served.url}/imports?role=工作人员")
    file = page.locator("input[type=file]")
    long = workbook([HEADER, *([ballot("深", "清", "好")] * 120_000)])
    file.set_input_files({"name": "很长.xlsx", "mimeType": "application/zip", "buffer": long})
    cancel = page.get_by_role("button", name="取消", exact=True)
    expect(cancel).to_be_visible(timeout=30_000)
    box = cancel.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    cancel.click()
    expect(cancel).to_be_hidden()
    expect(page.get_by_text("很长.xlsx")).to_be_hidden()
    text = "收到日期,渠道,来自,意见内容\n2025-12-10,意见箱,家长,看不到作业\n"
    file.set_input_files({"name": "意见.csv", "mimeType": "text/csv", "buffer": text.encode()})
    expect(page.get_by_role("button", name="确认导入 1 条", exact=True)).to_be_visible(timeout=30_000)
