"""Every form and button that makes a record: how it is made ready to be pressed, and what one press of it adds."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from board import clock
from tests.browser.filling import Given, fill, pick
from tests.browser.steps import open_page, settle

LATER = clock.today() + timedelta(days=20)
Ready = Callable[[Page, str, int], Locator]
Filled = Callable[[int], Given]
_CLERK, _LEADER, _ADMIN = "工作人员", "领导", "管理员"


@dataclass(frozen=True)
class Form:
    """A form or a button: made ready for its nth press, the deed that one press leaves in the trail, and the rows that
    it adds to a table, where it adds any. `said`: what is read on the page then.
    """

    name: str
    ready: Ready
    deed: str = ""
    table: str = ""
    rows: int = 1
    said: str = ""


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


def by_dialog(place: str, begin: str, given: Filled, button: str = "保存", role: str = _CLERK) -> Ready:
    """A form in a dialog, which a button of the page opens."""

    def ready(page: Page, url: str, number: int) -> Locator:
        opened(page, url, place, role)
        asked(page, begin)
        dialog = page.get_by_role("dialog")
        fill(page, dialog, given(number))
        return dialog.get_by_role("button", name=button, exact=True)

    return ready


def by_sheet(place: str, action: str, given: Filled = nothing, button: str = "", role: str = _CLERK) -> Ready:
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


def by_page(place: str, button: str | re.Pattern[str], *steps: str, role: str = _CLERK) -> Ready:
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


def worked(page: Page, url: str, name: str, place: str = "rectification", role: str = _CLERK) -> Locator:
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
    opened(page, url, "opinions", _CLERK)
    asked(page, "成批登记")
    dialog = page.get_by_role("dialog")
    said = f"第 {number} 批：路灯太暗\n第 {number} 批：报修太慢"
    fill(page, dialog, {"渠道": pick("座谈会"), "来自": pick("教职工"), "意见，一行一条": said})
    asked(page, "预览")
    return dialog.get_by_role("button", name="确认登记 2 条", exact=True)


def section(page: Page, url: str, number: int) -> Locator:
    opened(page, url, "report", _CLERK)
    page.get_by_role("button", name="写这一部分", exact=True).first.click()
    settle(page)
    dialog = page.get_by_role("dialog")
    fill(page, dialog, {"正文": f"第 {number} 稿：边查边改。", "这一版为什么改": "写实"})
    return dialog.get_by_role("button", name="保存", exact=True)


def keyed(page: Page, url: str, number: int) -> Locator:
    """A ballot on the keyboard, another each time."""
    opened(page, url, "imports?imports_by=逐张录入", _CLERK)
    digits = "".join(str(1 + number // 3**place % 3) for place in range(9))
    page.get_by_role("textbox", name=re.compile("个数字")).fill(digits)
    return page.get_by_role("button", name="记下这一张", exact=True)


def kept(page: Page, url: str, _number: int) -> Locator:
    opened(page, url, "imports?imports_by=逐张录入", _CLERK)
    return page.get_by_role("button", name=re.compile(r"^保存 \d+ 张$"))


def file_in(page: Page, url: str, number: int) -> Locator:
    opened(page, url, "imports", _CLERK)
    text = f"收到日期,渠道,来自,意见内容\n{clock.today()},意见箱,家长,第 {number} 份：看不到作业\n"
    file: Any = {"name": f"意见箱{number}.csv", "mimeType": "text/csv", "buffer": text.encode("gb18030")}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("heading", name="导入后会怎样").wait_for()
    settle(page)
    return page.get_by_role("button", name="确认导入 1 条", exact=True)


def proof(page: Page, url: str, number: int) -> Locator:
    opened(page, url, "rectification?rectification_item=R-006", _CLERK)
    file: Any = {"name": f"照片{number}.txt", "mimeType": "text/plain", "buffer": f"{number}".encode()}
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(file)
    settle(page)
    return page.get_by_role("dialog").get_by_role("button", name="存入 1 个文件", exact=True)


def view(page: Page, url: str, number: int) -> Locator:
    opened(page, url, "rectification?rectification_owner=总务主任", _CLERK)
    asked(page, "视图")
    page.get_by_role("textbox", name="把现在的样子存为视图").fill(f"第 {number} 个")
    return page.get_by_role("button", name="存为视图", exact=True)


def view_gone(page: Page, url: str, _number: int) -> Locator:
    opened(page, url, "rectification", _CLERK)
    asked(page, "视图")
    return page.get_by_role("button", name="删去", exact=True).first


def talk_back(page: Page, url: str, _number: int) -> Locator:
    opened(page, url, "talks", _CLERK)
    page.get_by_text(re.compile("^移出的谈心")).click()
    return page.get_by_role("button", name="恢复", exact=True).first


def codes(page: Page, url: str, _number: int) -> Locator:
    """Codes for a round that is filled in online, which is opened first where it isn't."""
    opened(page, url, "evaluation", _CLERK)
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
    opened(page, url, "admin", _ADMIN)
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
    opened(page, url, "meeting?meeting_part=会议记录", _CLERK)
    form = page.locator("[data-testid='stForm']").filter(has_text="批评内容")
    who: Given = {"提出的人": pick("校长"), "对谁": pick("教学副校长"), "方面": pick("工作作风")}
    fill(page, form, {**who, "批评内容": f"第 {number} 条：抓落实要更紧"})
    return form.get_by_role("button", name="记下", exact=True)


def new_activity(page: Page, url: str, number: int) -> Locator:
    opened(page, url, "admin?admin_part=活动", _ADMIN)
    fill(page, page.locator("body"), {"开始日期": clock.today() + timedelta(days=number + 1)})
    return page.get_by_role("button", name="建立活动", exact=True)


ITEM: Given = {
    "具体问题": "楼道的灯坏了",
    "问题来源": pick("征求意见"),
    "方面": pick("工作作风"),
    "主观原因": "查得不勤",
    "整改措施": "每周查一遍",
    "牵头领导": pick("校长"),
    "责任人": pick("总务主任"),
    "整改时限": LATER,
}
TASK: Given = {"工作任务": "公示整改结果", "环节": pick("群众评议"), "负责人": pick("校长"), "完成期限": LATER}
OPINION: Given = {"意见内容": "单杠松了", "渠道": pick("座谈会"), "来自": pick("家长")}
TALK: Given = {"班子成员": pick("校长"), "与谁谈": pick("普通教师")}
PROBLEM: Given = {
    "具体问题": "会议多，深入课堂不够",
    "主观原因": "重安排、轻检查",
    "谁的问题": pick("领导班子"),
    "方面": pick("工作作风"),
}
FINDING: Given = {
    "班子成员": pick("校长"),
    "对照": pick("先进学校的经验"),
    "方面": pick("工作作风"),
    "查找到的问题": "抓得不紧",
}
HEARD: Given = {"听取谁": pick("家长"), "方式": "座谈会", "人数": 9}
_R006 = "rectification?rectification_item=R-006"
_DONE: Given = {"佐证材料": "验收单"}
_ACCOUNT = "四对照四查找要说到做到"


def of(given: Given) -> Filled:
    return lambda _number: given


def account(number: int) -> Given:
    return {"登录名": f"li{number}", "显示的名字": "李老师", "角色": pick("工作人员"), "密码": _ACCOUNT}


# What is rare, or has a guard of its own: pressed in the gate each time.
RARE = (
    Form("记下这一张", keyed, said="^第 1 张："),
    Form("保存录入", kept, "imports.ballots", "ballots", said="^已导入$"),
    Form("成批添加账号", accounts_in, "accounts.import", "accounts", 2),
    Form("批量办理", batch, "rectification.batch", "batches"),
    Form("撤销批量", still_there("撤销"), "rectification.undo"),
    Form("制填写码", codes, "ballots.make_codes", "ballot_codes", 3, "填写码已制好"),
    Form("移出谈心", by_sheet("talks?talks_talk=K-001", "移出", button="移出"), "talks.remove", "talk_events"),
    Form("恢复谈心", talk_back, "talks.restore", "talk_events"),
    Form(
        "不是一回事",
        by_page("opinions?opinions_part=相近的意见", "不是一回事"),
        "opinions.keep_apart",
        "distinct_opinions",
        said="不再提示$",
    ),
    Form("撤销", still_there("撤销"), "opinions.offer_again", "distinct_opinions", -1, "重新提示$"),
    Form("立即备份", by_page("admin?admin_part=备份", "立即备份", role=_ADMIN), "store.copy"),
)
COMMON = (
    Form("转为意见", by_page("evaluation", "转为意见"), "suggestions.make_opinion", "opinions"),
    Form("登记事项", by_dialog("rectification", "登记事项", of(ITEM)), "rectification.add", "rectification_items"),
    Form("添加任务", by_dialog("tasks", "添加任务", of(TASK)), "tasks.add", "tasks"),
    Form("登记意见", by_dialog("opinions", "登记意见", of(OPINION)), "opinions.add", "opinions"),
    Form("成批登记", lines, "opinions.add", "opinions", 2),
    Form(
        "改意见",
        by_sheet("opinions?opinions_opinion=O-001", "修改", lambda number: {"反馈用语": f"第 {number} 次改"}),
        "opinions.edit",
        "opinion_events",
    ),
    Form(
        "出反馈单", by_page("opinions?opinions_part=反馈单", re.compile("出反馈单")), "feedback.add", "feedback_sheets"
    ),
    Form("作废反馈单", still_there("作废"), "feedback.remove"),
    Form("登记谈心", by_dialog("talks", "登记谈心", of(TALK)), "talks.add", "talks"),
    Form("登记问题", by_dialog("meeting?meeting_part=问题清单", "登记问题", of(PROBLEM)), "problems.add", "problems"),
    Form(
        "登记查找到的问题",
        by_dialog("meeting?meeting_part=发言提纲", "登记查找到的问题", of(FINDING)),
        "outlines.add",
        "outlines",
    ),
    Form("批评", criticism, "criticisms.add", "criticisms"),
    Form("标记会议", meeting, "meetings.add", "meetings"),
    Form("删去会议", meeting_gone, "meetings.remove", "meetings", -1),
    Form("起草下一版", by_dialog("report", "起草下一版", nothing, "起草"), "report_versions.add", "report_versions"),
    Form("报告段落", section, "report_sections.write", "report_section_events"),
    Form(
        "登记听取",
        by_dialog("report?report_part=听取意见", "登记听取", of(HEARD)),
        "report_hearings.add",
        "report_hearings",
    ),
    Form(
        "就报告提的意见",
        by_dialog("report?report_part=听取意见", "登记意见", of({"意见": "任务要写明时间"})),
        "report_points.add",
        "report_points",
    ),
    Form(
        "开一轮评议",
        by_dialog(
            "evaluation",
            "开一轮评议",
            lambda n: {"轮次名称": f"补评 {n}", "评议对象": "报告", "开始日期": LATER},
            "开始",
        ),
        "evaluation.add",
        "rounds",
    ),
    Form("登记发放", by_dialog("evaluation", "登记发放", nothing), "evaluation.set_forms"),
    Form(
        "登记公开",
        by_dialog("publication", "登记公开", of({"公开什么": pick("评议结果"), "标题": "评议结果"})),
        "publications.add",
        "publications",
    ),
    Form("新建账号", by_dialog("admin", "新建账号", account, "建立", _ADMIN), "accounts.create", "accounts"),
    Form(
        "报进展",
        by_sheet(_R006, "报进展", of({"进展情况": "补好三处"})),
        "rectification.report",
        "rectification_events",
    ),
    Form("提交验收", by_sheet(_R006, "提交验收", of(_DONE)), "rectification.submit", "rectification_events"),
    Form(
        "退回",
        by_sheet(_R006, "退回", of({"原因": "没有照片"}), role=_LEADER),
        "rectification.send_back",
        "rectification_events",
    ),
    Form("再提交验收", by_sheet(_R006, "提交验收", of(_DONE)), "rectification.submit", "rectification_events"),
    Form(
        "销号",
        by_sheet(_R006, "销号", of({"群众评价": pick("满意")}), role=_LEADER),
        "rectification.close",
        "rectification_events",
    ),
    Form(
        "重启",
        by_sheet(_R006, "重启", of({"原因": "又坏了", "新的整改时限": LATER}), role=_LEADER),
        "rectification.reopen",
        "rectification_events",
    ),
    Form(
        "任务报进展",
        by_sheet("tasks?tasks_task=T08", "报进展", of({"说明": "正在汇总"}), "保存"),
        "tasks.report",
        "task_events",
    ),
    Form("佐证文件", proof, "rectification.attach", "proofs"),
    Form("导入", file_in, "imports.opinions", "imports", said="^已导入$"),
    Form("存视图", view, "saved_views.keep", "saved_views"),
    Form("删视图", view_gone, "saved_views.remove", "saved_views", -1),
)
# Another activity stands in the way of what follows it.
LAST = Form("建立活动", new_activity, "activities.add", "activities")
FORMS = (*RARE, *COMMON)
