"""A paper from its draft to its publication by two people in two browsers, and what is said once records change."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from board.access import Actor, Role
from board.store.store import open_store
from tests.browser.served import start
from tests.browser.steps import choose, open_page, settle
from tests.example_school import Example
from tests.paper_lives import TODAY, explain_late_items


def act(page: Page, action: str) -> None:
    """Choose an action on the sheet, where the actions come first."""
    page.get_by_role("radio", name=action, exact=True).first.click()
    settle(page)


def press(page: Page, button: str) -> None:
    """Press the button of the form that is open."""
    page.locator("[data-testid='stForm']").get_by_role("button", name=button, exact=True).click()
    settle(page)


def report(page: Page, progress: str) -> None:
    """Report more progress of the item that is open."""
    page.get_by_role("button", name="报进展", exact=True).first.click()
    settle(page)
    page.get_by_role("slider").press("ArrowRight")
    page.get_by_role("textbox", name="进展情况").fill(progress)
    press(page, "报进展")


@pytest.fixture
def explained(demo_folder: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the example school in which somebody has said why what is late is late."""
    data = Path(shutil.copytree(demo_folder, tmp_path / "data"))
    store = open_store(data / "demo.duckdb")
    clerk = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
    explain_late_items(Example(store, str(store.rows("activities/all")[0]["activity_id"]), TODAY), clerk)
    store.close()
    process, url = start(data, demo=True)
    yield url
    process.terminate()
    process.join(20)


def outside(page: Page, url: str) -> str:
    """The public page, which the example begins with open."""
    return page.request.get(f"{url}/public/HD-01/").text()


@pytest.mark.walk
def test_a_paper_is_signed_by_another_and_published_and_then_a_number_moves_on(
    explained: str, page: Page, second: Page
) -> None:
    open_page(page, f"{explained}/papers?role=工作人员")
    page.get_by_role("button", name="起草公文").click()
    page.get_by_role("dialog").get_by_role("combobox", name="文种").click()
    choose(page, page.get_by_role("option", name="整改情况公示", exact=True))
    settle(page)
    page.get_by_role("button", name="起草", exact=True).click()
    expect(page.get_by_text("还没有写反映问题的渠道")).to_be_visible()
    act(page, "写文字部分")
    page.get_by_label("反映问题的渠道").fill("校长信箱，设在校门口传达室")
    press(page, "写文字部分")
    expect(page.get_by_text("补齐才能核对、签发")).to_be_hidden()
    act(page, "核对")
    press(page, "核对")
    expect(page.get_by_text("已核对，等领导签发")).to_be_visible()

    open_page(second, f"{explained}/papers?role=领导&papers_open=Q-003")
    act(second, "签发")
    press(second, "签发")
    expect(second.get_by_text("Q-003 已签发，原件已存下")).to_be_visible()

    assert "整改落实情况公示" not in outside(page, explained)
    act(page, "公开")
    page.get_by_role("textbox", name="在哪里公开").fill("校门口公开栏")
    page.get_by_role("textbox", name="向谁公开").fill("全体教职工和家长")
    press(page, "公开")
    page.get_by_role("radio", name="公开", exact=True).last.click()
    photo = {"name": "公开栏.jpg", "mimeType": "image/jpeg", "buffer": b"jpeg"}
    page.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
    page.get_by_role("button", name="存入 1 个文件").click()
    expect(page.get_by_role("button", name="公开栏.jpg")).to_be_visible()
    seen_outside = outside(page, explained)
    assert "整改落实情况公示" in seen_outside

    expect(second.get_by_text("签发以后记录又变了")).to_be_hidden()
    open_page(page, f"{explained}/rectification?role=工作人员&rectification_item=R-010")
    report(page, "装好一半")
    expect(second.get_by_text("签发以后记录又变了")).to_be_visible()
    second.get_by_role("radio", name="数字", exact=True).click()
    expect(second.locator(".moved")).to_contain_text("R-010")
    assert outside(page, explained) == seen_outside
