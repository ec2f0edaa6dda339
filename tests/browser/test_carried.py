"""Without a network: a file is downloaded below, uploaded above, and its receipt is taken back, each in a browser.

A school hands up to its district, the district forwards to the province: three servers, two browsers. Alone:
`python -m pytest -m walk tests/browser/test_carried.py`.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from board import clock
from board.access import Actor, Role
from board.example.district import LIVE
from board.example.school import start_for
from board.store.store import open_store
from board.submissions.carrying import ENDING
from board.units import actions as units
from tests.browser.filling import Given, pick, save
from tests.browser.served import start
from tests.browser.steps import settle
from tests.browser.test_submissions import CLERK, role
from tests.submissions.falling import ABOVE
from tests.submissions.files import fill

ADMIN, EVERYONE = "管理员", Actor("A-1", "工作人员", frozenset(Role))

pytestmark = pytest.mark.walk


@pytest.fixture
def running(tmp_path: Path) -> Iterator["Running"]:
    """Starts products, each with data of its own, and ends them."""
    with ExitStack() as ended:
        yield Running(tmp_path, ended)


class Running:
    """The products that run, by name."""

    def __init__(self, folder: Path, ended: ExitStack) -> None:
        self.folder, self._ended = folder, ended

    def begin(self, name: str, *, collects: bool) -> str:
        """Starts one and returns its address."""
        (self.folder / name).mkdir(exist_ok=True)
        process, url = start(self.folder / name / "data", demo=True, collects=collects)
        self._ended.callback(process.join, 20)
        self._ended.callback(process.terminate)
        return url

    def begin_above(self, key: str) -> str:
        """Starts the product of a bureau that knows another one by its key."""
        path = self.folder / "province" / "data" / "district.duckdb"
        path.parent.mkdir(parents=True)
        store = open_store(path)
        fill(store)
        # As the demonstration's own of today, or it makes that.
        begun = [start_for(clock.today())]
        store._connection.execute("UPDATE activities SET is_example = TRUE, start_on = ?", begun)
        named = {"unit_id": ABOVE, "name": "示例区", "kind": "district", "parent_id": "", "is_reporting": False}
        units.open_units(store, EVERYONE, [named], clock.today())
        units.register_key(store, EVERYONE, ABOVE, key)
        store.close()
        return self.begin("province", collects=True)


def test_without_a_network_files_go_up_two_tiers_and_their_receipts_come_back(
    running: Running, page: Page, second: Page
) -> None:
    school, district = running.begin("school", collects=False), running.begin("district", collects=True)
    key = linked(page, school, {"单位编号": LIVE})
    role(second, f"{district}/unit_tree?unit_tree_open={LIVE}", CLERK)
    sheet = second.get_by_role("dialog")
    sheet.get_by_role("radio", name="登记密钥", exact=True).click()
    settle(second)
    sheet.get_by_label("密钥的指纹", exact=True).fill(key)
    sheet.get_by_role("button", name="登记密钥", exact=True).click()
    expect(sheet.get_by_text(key)).to_be_visible()

    role(page, f"{school}/submissions", CLERK)
    page.get_by_text("冻结一份，报上去").click()
    settle(page)
    expect(page.get_by_text("要报上去的，只有这些")).to_be_visible()
    page.get_by_role("button", name="冻结并上报").click()
    expect(page.get_by_text("等回执").first).to_be_visible()
    carried = downloaded(page, "文件", running.folder)
    role(second, f"{district}/submissions", CLERK)
    uploaded(second, "网络不通的单位", carried, f"已收下：{LIVE} 第 1 号")
    expect(second.get_by_text("24 个单位上报过 69 份")).to_be_visible()
    uploaded(page, "用文件送的", downloaded(second, "下载回执", running.folder), "回执已收下")
    expect(page.get_by_text("已收到").first).to_be_visible()

    key = linked(page, district, {"单位编号": ABOVE, "下面单位报来的": pick("原样转报")})
    province = running.begin_above(key)
    role(page, f"{district}/submissions", CLERK)
    carried = downloaded(page, "等着送的，存成一个文件", running.folder)
    assert carried.suffix == ENDING
    role(second, f"{province}/submissions", CLERK)
    second.get_by_text("下级用文件带来的转报").click()
    uploaded(second, "下级的转报文件", carried, "收下 70 份")  # with the units
    expect(second.get_by_text("24 个单位上报过 69 份")).to_be_visible()
    uploaded(page, "上级给的回执", downloaded(second, "下载回执", running.folder), "收下 70 份回执")
    expect(page.get_by_text("上级收到 69 份")).to_be_visible()


def linked(page: Page, address: str, given: Given) -> str:
    """The administrator enters to whom is handed up, without an address; returns the key's fingerprint."""
    role(page, f"{address}/submissions", ADMIN)
    form = page.get_by_test_id("stExpander").filter(has_text="报给谁")
    save(page, form, given, "登记", "已登记报给谁")
    return (form.locator("code").last.text_content() or "").strip()  # also where the form is folded by now


def downloaded(page: Page, button: str, folder: Path) -> Path:
    """The file that a button hands out."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def uploaded(page: Page, label: str, path: Path, text: str) -> None:
    """Puts a file where it belongs, and waits until the page has a text."""
    page.get_by_test_id("stFileUploader").filter(has_text=label).locator("input").set_input_files(path)
    expect(page.get_by_test_id("stMain")).to_contain_text(text)
