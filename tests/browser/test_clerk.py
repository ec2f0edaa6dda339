"""The clerk's visit, on a Monday: a file goes in whole or not at all, and every open screen follows."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import ROOT, Served
from tests.browser.steps import open_page, settle

SAMPLE = ROOT / "data" / "samples" / "ballots-E2-late.csv"


def _sample(folder: Path, encoding: str, changes: dict[str, str] | None = None) -> Path:
    """The example's late ballots in an encoding, with cells changed (the first that stand so)."""
    text = SAMPLE.read_text("utf-8-sig")
    for old, new in (changes or {}).items():
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "补收的评议表.csv"
    path.write_bytes(text.encode(encoding))
    return path


def _give(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_text("文件认成了什么").wait_for()
    settle(page)


@pytest.mark.walk
@pytest.mark.alone
def test_a_sample_round_goes_in_and_the_other_screen_follows_within_two_seconds(
    served: Served, page: Page, second: Page, tmp_path: Path
) -> None:
    open_page(second, f"{served.url}/evaluation")
    expect(second.get_by_text("180", exact=True)).to_be_visible()
    open_page(page, f"{served.url}/imports")
    _give(page, _sample(tmp_path, "gb18030"))
    page.get_by_text("文件认成了什么").click()
    expect(page.get_by_text("编码 GB18030")).to_be_visible()
    page.get_by_role("button", name="确认导入 16 张").click()
    expect(second.get_by_text("196", exact=True)).to_be_visible(timeout=2_000)
    settle(page)
    expect(page.get_by_text("已导入")).to_be_visible()
    expect(page.get_by_text("回执 I-005")).to_be_visible()

    _give(page, _sample(tmp_path, "gb18030"))
    expect(page.get_by_text("不会重复导入")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("确认导入"))).to_be_disabled()


@pytest.mark.walk
def test_three_bad_cells_are_named_and_nothing_changes(
    read_served: Served, page: Page, second: Page, tmp_path: Path
) -> None:
    open_page(second, f"{read_served.url}/evaluation")
    open_page(page, f"{read_served.url}/imports")
    bad = _sample(tmp_path, "utf-8", {"较深": "很深深", "较广": "九十", "较清": "？"})
    _give(page, bad)
    expect(page.get_by_text("要改的地方　3 处")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("确认导入"))).to_be_disabled()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载问题清单").click()
    told = Path(waiting.value.path()).read_text("utf-8-sig")
    assert [word in told for word in ("很深深", "九十", "？")] == [True] * 3
    expect(second.get_by_text("180", exact=True)).to_be_visible()


@pytest.mark.walk
def test_what_is_typed_stays_when_somebody_else_saves(served: Served, page: Page, second: Page) -> None:
    open_page(page, f"{served.url}/opinions")
    page.get_by_role("button", name="登记意见").click()
    box = page.get_by_role("dialog").get_by_role("textbox", name="意见内容")
    box.fill("希望把家长开放日安排在双休日")
    open_page(second, f"{served.url}/tasks?tasks_task=T08")
    sheet = second.get_by_role("dialog")
    sheet.get_by_role("radio", name="报进展").click()
    settle(second)
    sheet.get_by_role("textbox", name="说明").fill("正在汇总")
    sheet.get_by_role("button", name="保存").click()
    settle(second)
    page.wait_for_timeout(1_500)
    expect(box).to_have_value("希望把家长开放日安排在双休日")
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.walk
def test_a_refused_form_keeps_what_was_typed_and_says_what_is_missing(read_served: Served, page: Page) -> None:
    open_page(page, f"{read_served.url}/rectification")
    page.get_by_role("button", name="登记事项").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("textbox", name="具体问题").fill("操场照明不足，晚托班学生看不清路")
    sheet.get_by_role("button", name="保存").click()
    settle(page)
    expect(sheet.get_by_text("请写明主观原因，不能只写客观原因")).to_be_visible()
    expect(sheet.get_by_role("textbox", name="具体问题")).to_have_value("操场照明不足，晚托班学生看不清路")
