"""A copy on the administrator's own computer is put back from the browser, and every screen follows."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served
from tests.browser.steps import open_page, settle

pytestmark = pytest.mark.walk

DONE = "跑道填补完三处"


def test_a_copy_that_was_carried_away_is_uploaded_and_put_back(served: Served, page: Page, second: Page) -> None:
    open_page(page, f"{served.url}/admin?role=管理员")
    page.get_by_role("tab", name="备份").click()
    page.get_by_role("button", name="立即备份").click()
    expect(page.get_by_text("已备份并核对")).to_be_visible()
    (copy,) = (served.data / "backups").glob("*-hand.zip")
    carried = copy.rename(served.data.parent / "移动硬盘上的.zip")
    open_page(second, f"{served.url}/rectification?role=工作人员&rectification_item=R-006")
    second.get_by_role("dialog").get_by_role("button", name="报进展", exact=True).click()
    settle(second)
    second.get_by_role("dialog").get_by_role("textbox", name="进展情况").fill(DONE)
    second.get_by_role("dialog").get_by_role("button", name="报进展", exact=True).click()
    settle(second)
    expect(second.get_by_role("dialog").get_by_text(DONE).first).to_be_visible()
    open_page(page, f"{served.url}/admin?role=管理员")
    page.get_by_role("tab", name="备份").click()
    page.get_by_text("用别处的备份恢复").click()
    file = page.locator("[class*='st-key-backup_upload_'] input[type=file]")
    file.set_input_files({"name": "照片.zip", "mimeType": "application/zip", "buffer": b"JPEG"})
    expect(page.get_by_text("上传的文件不是压缩文件")).to_be_visible()
    file.set_input_files(carried)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="恢复以后会怎样")).to_be_visible()
    expect(dialog.get_by_text("1 次改动会丢失")).to_be_visible()
    dialog.get_by_role("textbox", name="确定恢复").fill("恢复")
    dialog.get_by_role("button", name="恢复", exact=True).click()
    expect(page.get_by_text("已恢复")).to_be_visible(timeout=30_000)
    expect(dialog).to_have_count(0)
    expect(second.get_by_role("dialog").get_by_text(DONE)).to_have_count(0)
    assert not list((served.data / "backups").glob("*uploaded*"))
