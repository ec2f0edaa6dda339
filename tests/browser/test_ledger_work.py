"""Working from the ledger in a real browser: many at once and back, a file out and in, proof, a kept view."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import Served
from tests.browser.steps import open_page, settle
from tests.ledger_files import edited

pytestmark = pytest.mark.walk


def work(page: Page, name: str) -> None:
    """Choose something from 办理."""
    page.get_by_role("button", name="办理").click()
    page.get_by_role("menuitem", name=re.compile(name)).click()
    settle(page)


def test_many_are_started_at_once_and_brought_back_at_once(served: Served, page: Page) -> None:
    open_page(page, f"{served.url}/rectification?rectification_view=未启动")
    work(page, "批量办理")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("选了 5 / 5 项")).to_be_visible()
    dialog.get_by_role("radio", name="启动").click()
    settle(page)
    dialog.get_by_role("button", name="预览").click()
    settle(page)
    dialog.get_by_role("button", name="确认启动 5 项").click()
    settle(page)
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("已启动 5 项，可以撤销")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("^未启动 0"))).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    settle(page)
    expect(page.get_by_text("已撤销，5 项回到办理以前")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("^未启动 5"))).to_be_visible()
    expect(page.get_by_role("button", name="撤销")).to_have_count(0)


def test_the_ledger_goes_out_is_edited_and_comes_back(served: Served, page: Page, tmp_path: Path) -> None:
    open_page(page, f"{served.url}/rectification")
    page.get_by_role("button", name="导出", exact=True).click()
    settle(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="台账 Excel").click()
    assert waiting.value.suggested_filename.startswith("整改台账-")
    path = tmp_path / "改过的台账.xlsx"
    path.write_bytes(edited(Path(waiting.value.path()).read_bytes(), {"R-012": {"remark": "家长会上说过"}}))
    page.keyboard.press("Escape")
    work(page, "导入改过的台账")
    page.get_by_role("heading", name="数据导入").wait_for()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("heading", name="导入后会怎样").wait_for()
    settle(page)
    expect(page.get_by_text("修改 1 项")).to_be_visible()
    page.get_by_role("button", name="确认导入 1 项").click()
    settle(page)
    expect(page.get_by_text("整改台账：新增 0 项，修改 1 项")).to_be_visible()
    page.get_by_role("button", name="看整改台账").click()
    settle(page)
    expect(page.get_by_text("批量办理：导入台账 改过的台账.xlsx")).to_be_visible()


def test_a_page_put_in_as_proof_comes_down_and_never_opens(served: Served, page: Page, tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    path.write_bytes(b"<script>window.hit = 1</script>")
    open_page(page, f"{served.url}/rectification?rectification_item=R-006")
    sheet = page.get_by_role("dialog")
    sheet.locator("input[type=file]").set_input_files(path)
    settle(page)
    sheet.get_by_role("button", name="存入 1 个文件").click()
    settle(page)
    expect(page.get_by_text("R-006 已存入 1 个文件")).to_be_visible()
    kinds: list[str] = []
    page.on(
        "response",
        lambda answer: kinds.append(answer.headers.get("content-type", "")) if "/media/" in answer.url else None,
    )
    with page.expect_download() as waiting:
        sheet.get_by_role("button", name="报告.html").click()
    assert waiting.value.suggested_filename == "报告.html"
    assert Path(waiting.value.path()).read_bytes() == path.read_bytes()
    assert [kind for kind in kinds if "html" in kind] == []
    assert len(page.context.pages) == 1
    assert page.evaluate("() => window.hit") is None


def test_a_view_is_kept_and_taken_up_from_elsewhere(served: Served, page: Page) -> None:
    open_page(page, f"{served.url}/rectification?rectification_owner=总务主任&rectification_order=编号")
    page.get_by_role("button", name="视图", exact=True).click()
    settle(page)
    page.get_by_role("textbox", name="把现在的样子存为视图").fill("总务的")
    page.get_by_role("button", name="存为视图", exact=True).click()
    settle(page)
    expect(page.get_by_role("button", name="总务的")).to_be_visible()
    open_page(page, f"{served.url}/rectification?rectification_text=螺丝")
    page.get_by_role("button", name="视图", exact=True).click()
    settle(page)
    page.get_by_role("button", name="总务的").click()
    settle(page)
    expect(page.get_by_text("5 / 30 项")).to_be_visible()
    expect(page).to_have_url(re.compile("rectification_order="))
    expect(page).not_to_have_url(re.compile("rectification_text="))
    expect(page.get_by_role("searchbox", name="查找")).to_have_value("")
