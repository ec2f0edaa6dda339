"""A clerk hands up in one browser; the bureau, on another server, shows it in a second one, and assigns what is wrong.

One command starts both servers. Alone: `python -m pytest -m walk tests/browser/test_submissions.py`.
"""

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from board import clock
from board.submissions.carrying import ENDING
from tests.browser.filling import Given, pick, press, save
from tests.browser.steps import click_row, open_page, settle, table_on

ROOT = Path(__file__).parent.parent.parent
CLERK, LEADER = "工作人员", "领导"
SOON = 2.0  # seconds
ASKED: Given = {
    **{"方面": pick("工作作风"), "主观原因": "都没有公布", "整改措施": "各校公布", "牵头领导": pick("校长")},
    **{"责任人": pick("总务主任"), "交办给哪些单位": pick("嘉泽中心小学"), "要各单位做什么": "每周公布菜谱，报来照片"},
    "最迟哪天办完": clock.today() + timedelta(days=20),
}
TAKEN: Given = {
    **{"主观原因": "没有想到", "整改措施": "贴出来", "牵头领导": pick("校长"), "责任人": pick("总务主任")},
}
STARTED = re.compile(r"已就绪：(\S+?)/　")

pytestmark = pytest.mark.walk


@pytest.fixture
def district(tmp_path: Path) -> Iterator[list[str]]:
    """The addresses of the example district's board and of its live school."""
    with socket.socket() as first:
        first.bind(("127.0.0.1", 0))
        port = first.getsockname()[1]
    command = [sys.executable, "manage.py", "demo", "--district", "--no-browser", "--data", str(tmp_path)]
    process = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    lines = iter(process.stdout)
    found = sorted(STARTED.findall(next(lines))[0] for _ in range(2))
    yield found
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    with pytest.raises(OSError, match="refused"):  # the school beside it ended, too
        urllib.request.urlopen(f"{found[1]}/healthz", timeout=5)  # noqa: S310 - our own address


def role(page: Page, address: str, word: str) -> None:
    open_page(page, f"{address}{'&' if '?' in address else '?'}role={word}")


def test_what_many_schools_have_is_assigned_done_handed_up_and_closed_by_two(
    district: list[str], page: Page, second: Page
) -> None:
    above, below = district
    hand_up_shows(above, below, page, second)
    role(second, f"{above}/widespread", CLERK)
    click_row(second, 0)
    sheet = second.get_by_role("dialog")
    sheet.get_by_text("列入本级整改，交办给单位").click()
    settle(second)
    sheet.get_by_role("button", name="全部清除").click()
    settle(second)
    save(second, sheet, ASKED, "列入整改并交办", "交办给 1 个单位")

    role(page, f"{below}/submissions", CLERK)
    page.get_by_text("收上级的交办").click()
    press(page, page, "现在去取", "收到 1 项")
    role(page, f"{below}/rectification", CLERK)
    press(page, page, "看一看，接收")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("每周公布菜谱，报来照片")).to_be_visible()
    save(page, dialog, TAKEN, "接收进台账", "已接收")
    own = finish(page, below, "食堂（")
    role(page, f"{below}/rectification?rectification_item={own}", LEADER)
    expect(page.get_by_role("dialog").get_by_text("示例区教育局（示例） R-004：每周公布菜谱")).to_be_visible()
    act(page, "销号", {"群众评价": pick("满意")})

    role(second, f"{above}/rectification?rectification_item=R-004", CLERK)
    expect(second.get_by_role("dialog").get_by_text("已收到 1 个")).to_be_visible()
    freeze(page, below, "办完了一项")
    expect(second.get_by_role("dialog").get_by_text("单位已销号 1 个")).to_be_visible()
    finish(second, above, "食堂（")
    role(second, f"{above}/rectification?rectification_item=R-004", LEADER)
    act(second, "销号", {"群众评价": pick("满意")})
    expect(second.get_by_role("dialog").get_by_text("已销号 1 个")).to_be_visible()


def hand_up_shows(above: str, below: str, page: Page, second: Page) -> None:
    """What a clerk hands up is on the bureau's screen within two seconds."""
    open_page(second, f"{above}/submissions")
    expect(second.get_by_text("23 个单位上报过 68 份")).to_be_visible()
    freeze(page, below)
    began = time.monotonic()
    expect(second.get_by_text("24 个单位上报过 69 份")).to_be_visible()
    assert time.monotonic() - began < SOON
    expect(second.get_by_text("嘉泽中心小学（示例）第 1 号")).to_be_visible()


def freeze(page: Page, below: str, reason: str = "") -> None:
    """A clerk of the school freezes today's state, and it is handed up."""
    role(page, f"{below}/submissions", CLERK)
    page.get_by_text("冻结一份，报上去").click()
    settle(page)
    expect(page.get_by_text("要报上去的，只有这些")).to_be_visible()
    if reason:
        page.get_by_role("textbox", name="更正的原因").fill(reason)
    page.get_by_role("button", name="冻结并上报").click()
    expect(page.get_by_text("已收到").first).to_be_visible()


def act(page: Page, action: str, given: Given) -> None:
    """An action of the item whose sheet is open."""
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name=action, exact=True).first.click()
    settle(page)
    save(page, sheet, given, action, f"已{action}")


def finish(page: Page, address: str, problem: str) -> str:
    """A clerk works on an item of the ledger until it is handed in; returns its number."""
    role(page, f"{address}/rectification", CLERK)
    row = table_on(page).locator("tbody tr").filter(has_text=problem).first
    item_id = row.locator("td").filter(has_text=re.compile(r"^R-\d+$")).first.inner_text()
    role(page, f"{address}/rectification?rectification_item={item_id}", CLERK)
    act(page, "启动", {})
    act(page, "提交验收", {"佐证材料": "照片"})
    return item_id


def test_a_file_from_below_is_read_and_refused_in_words(district: list[str], page: Page, tmp_path: Path) -> None:
    above, _ = district
    role(page, f"{above}/submissions", CLERK)
    page.get_by_text("下级用文件带来的转报").click()
    brought = tmp_path / f"转报{ENDING}"
    brought.write_text("不是转报", "utf-8")
    page.get_by_test_id("stFileUploader").filter(has_text="下级的转报文件").locator("input").set_input_files(brought)
    expect(page.get_by_test_id("stMain")).to_contain_text("没有收下")
