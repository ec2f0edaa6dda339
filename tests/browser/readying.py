"""How the forms and buttons that make a record are made ready to be pressed."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from board import clock
from tests.browser.filling import Given, fill, pick
from tests.browser.steps import open_page, settle

Ready = Callable[[Page, str, int], Locator]
Filled = Callable[[int], Given]
CLERK, LEADER, ADMIN = "工作人员", "领导", "管理员"


def nothing(_number: int) -> Given:
    return {}


def opened(page: Page, url: str, place: str, role: str) -> None:
    open_page(page, f"{url}/{place}{'&' if '?' in place else '?'}role={role}")


def asked(page: Page, name: str) -> None:
    """Press the button that asks for something, wherever it stands: in view, or behind one more."""
    page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("radio", name=name, exact=True)).or_(
        page.get_by_role("tab", name=name, exact=True)
    ).first.click()
    settle(page)


def by_dialog(place: str, begin: str, given: Filled, button: str = "保存", role: str = CLERK) -> Ready:
    """A form in a dialog, which a button of the page opens."""

    def ready(page: Page, url: str, number: int) -> Locator:
        opened(page, url, place, role)
        asked(page, begin)
        dialog = page.get_by_role("dialog")
        fill(page, dialog, given(number))
        return dialog.get_by_role("button", name=button, exact=True)

    return ready


def by_sheet(place: str, action: str, given: Filled = nothing, button: str = "", role: str = CLERK) -> Ready:
    """An action on a record, whose sheet is open."""

    def ready(page: Page, url: str, number: int) -> Locator:
        opened(page, url, place, role)
        sheet = page.get_by_role("dialog")
        offered = sheet.get_by_role("button", name=action, exact=True)
        expect(
            offered.or_(sheet.get_by_role("button", name="更多办理")).or_(sheet.get_by_role("radio")).first
        ).to_be_visible()
        if not offered.count() and not sheet.get_by_role("radio", name=action, exact=True).count():
            asked(page, "更多办理")
        asked(page, action)
        fill(page, sheet, given(number))
        return sheet.get_by_role("button", name=button or action, exact=True)

    return ready


def by_page(place: str, button: str | re.Pattern[str], *steps: str, role: str = CLERK) -> Ready:
    """A button of the page itself, after others were pressed."""

    def ready(page: Page, url: str, _number: int) -> Locator:
        opened(page, url, place, role)
        for step in steps:
            asked(page, step)
        return page.get_by_role("button", name=button, exact=isinstance(button, str)).first

    return ready


def still_there(button: str) -> Ready:
    """A button that the press before has brought."""
    return lambda page, _url, _number: page.get_by_role("button", name=button, exact=True).first


def worked(page: Page, url: str, name: str, place: str = "rectification", role: str = CLERK) -> Locator:
    """What 办理 on the ledger offers, opened."""
    opened(page, url, place, role)
    page.get_by_role("button", name="办理").click()
    page.get_by_role("menuitem", name=re.compile(name)).click()
    settle(page)
    return page.get_by_role("dialog")


def meeting(page: Page, url: str, number: int) -> Locator:
    dialog = worked(page, url, "会议")
    fill(page, dialog, {"会议类型": pick("座谈会"), "议题": f"第 {number} 次碰头"})
    return dialog.get_by_role("button", name="保存", exact=True)


def meeting_gone(page: Page, url: str, number: int) -> Locator:
    dialog = worked(page, url, "会议")
    fill(page, dialog, {"会议": pick(f"第 {number} 次碰头")})
    settle(page)
    return dialog.get_by_role("button", name="删去这次会议", exact=True)


def batch(page: Page, url: str, _number: int) -> Locator:
    dialog = worked(page, url, "批量办理", "rectification?rectification_view=未启动")
    dialog.get_by_role("radio", name="启动").click()
    settle(page)
    dialog.get_by_role("button", name="预览").click()
    settle(page)
    return dialog.get_by_role("button", name=re.compile("^确认启动"))


def lines(page: Page, url: str, number: int) -> Locator:
    opened(page, url, "opinions", CLERK)
    asked(page, "成批登记")
    dialog = page.get_by_role("dialog")
    typed = f"第 {number} 批：路灯太暗\n第 {number} 批：报修太慢"
    fill(page, dialog, {"渠道": pick("座谈会"), "来自": pick("教职工"), "意见，一行一条": typed})
    asked(page, "预览")
    return dialog.get_by_role("button", name="确认登记 2 条", exact=True)


def section(page: Page, url: str, number: int) -> Locator:
    opened(page, url, "report", CLERK)
    page.get_by_role("button", name="写这一部分", exact=True).first.click()
    settle(page)
    dialog = page.get_by_role("dialog")
    fill(page, dialog, {"正文": f"第 {number} 稿：边查边改。", "这一版为什么改": "写实"})
    return dialog.get_by_role("button", name="保存", exact=True)


def keyed(page: Page, url: str, number: int) -> Locator:
    """A ballot on the keyboard, another each time."""
    opened(page, url, "imports?imports_by=逐张录入", CLERK)
    digits = "".join(str(1 + number // 3**place % 3) for place in range(9))
    page.get_by_role("textbox", name=re.compile("个数字")).fill(digits)
    return page.get_by_role("button", name="记下这一张", exact=True)


def kept(page: Page, url: str, _number: int) -> Locator:
    opened(page, url, "imports?imports_by=逐张录入", CLERK)
    return page.get_by_role("button", name=re.compile(r"^保存 \d+ 张$"))


def file_in(page: Page, url: str, number: int) -> Locator:
    opened(page, url, "imports", CLERK)
    text = f"收到日期,渠道,来自,意见内容\n{clock.today()},意见箱,家长,第 {number} 份：看不到作业\n"
    file: Any = {"name": f"意见箱{number}.csv", "mimeType": "text/csv", "buffer": text.encode("gb18030")}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("heading", name="导入后会怎样").wait_for()
    settle(page)
    return page.get_by_role("button", name="确认导入 1 条", exact=True)


def proof(page: Page, url: str, number: int) -> Locator:
    opened(page, url, "rectification?rectification_item=R-006", CLERK)
    file: Any = {"name": f"照片{number}.txt", "mimeType": "text/plain", "buffer": f"{number}".encode()}
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(file)
    settle(page)
    return page.get_by_role("dialog").get_by_role("button", name="存入 1 个文件", exact=True)


def view(page: Page, url: str, number: int) -> Locator:
    opened(page, url, "rectification?rectification_owner=总务主任", CLERK)
    asked(page, "视图")
    page.get_by_role("textbox", name="把现在的样子存为视图").fill(f"第 {number} 个")
    return page.get_by_role("button", name="存为视图", exact=True)


def view_gone(page: Page, url: str, _number: int) -> Locator:
    opened(page, url, "rectification", CLERK)
    asked(page, "视图")
    return page.get_by_role("button", name="删去", exact=True).first


def talk_back(page: Page, url: str, _number: int) -> Locator:
    opened(page, url, "talks", CLERK)
    page.get_by_text(re.compile("^移出的谈心")).click()
    return page.get_by_role("button", name="恢复", exact=True).first


def codes(page: Page, url: str, _number: int) -> Locator:
    """Codes for a round that is filled in online, which is opened first where it isn't."""
    opened(page, url, "evaluation", CLERK)
    asked(page, "网上填写")
    dialog, make = page.get_by_role("dialog"), page.get_by_role("button", name="制填写码", exact=True)
    open_first = dialog.get_by_role("button", name="开放填写", exact=True)
    expect(make.or_(open_first)).to_be_visible()
    if open_first.count():
        open_first.click()
    expect(make).to_be_visible()
    dialog.get_by_role("spinbutton", name="几个").fill("3")
    dialog.get_by_role("spinbutton", name="几个").press("Enter")
    settle(page)
    return make


def accounts_in(page: Page, url: str, number: int) -> Locator:
    opened(page, url, "admin", ADMIN)
    asked(page, "成批添加账号")
    dialog = page.get_by_role("dialog")
    rows = f"姓名\t登录名\t角色\n甲老师\tjia{number}\t工作人员\n乙老师\tyi{number}\t工作人员"
    dialog.get_by_role("textbox", name=re.compile("粘贴")).fill(rows)
    dialog.get_by_role("textbox", name=re.compile("粘贴")).press("Control+Enter")
    button = dialog.get_by_role("button", name="确认添加 2 个账号", exact=True)
    expect(button).to_be_visible()
    settle(page)
    return button


def criticism(page: Page, url: str, number: int) -> Locator:
    opened(page, url, "meeting?meeting_part=会议记录", CLERK)
    form = page.locator("[data-testid='stForm']").filter(has_text="批评内容")
    who: Given = {"提出的人": pick("校长"), "对谁": pick("教学副校长"), "方面": pick("工作作风")}
    fill(page, form, {**who, "批评内容": f"第 {number} 条：抓落实要更紧"})
    return form.get_by_role("button", name="记下", exact=True)
