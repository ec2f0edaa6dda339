"""Every form and button that makes a record, and what one press of it adds."""

import re
from dataclasses import dataclass
from datetime import timedelta

from board import clock
from tests.browser.filling import Given, pick
from tests.browser.readying import (
    ADMIN,
    LEADER,
    Filled,
    Ready,
    accounts_in,
    batch,
    by_dialog,
    by_page,
    by_sheet,
    codes,
    criticism,
    file_in,
    kept,
    keyed,
    lines,
    meeting,
    meeting_gone,
    nothing,
    proof,
    section,
    still_there,
    talk_back,
    view,
    view_gone,
)

LATER = clock.today() + timedelta(days=20)


@dataclass(frozen=True)
class Form:
    """A form or a button: made ready for its nth press, the deed that one press leaves in the trail, and the rows that
    it adds to a table, where it adds any. `shows`: what the page shows then. `deed_a_row`: what each row leaves, too.
    """

    name: str
    ready: Ready
    deed: str = ""
    table: str = ""
    rows: int = 1
    shows: str = ""
    deed_a_row: str = ""


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
    # The last press of many may come when the next sheet is asked for: it is recognised as the same and not counted.
    Form("记下这一张", keyed, shows="^第 1 张：|^这一张和刚才记下的一样，没有再记一次"),
    Form("保存录入", kept, "imports.ballots", "ballots", shows="^已导入$"),
    Form("成批添加账号", accounts_in, "accounts.import", "accounts", 2, deed_a_row="accounts.create"),
    Form("批量办理", batch, "rectification.batch", "batches"),
    Form("撤销批量", still_there("撤销"), "rectification.undo"),
    Form("制填写码", codes, "ballots.make_codes", "ballot_codes", 3, "填写码已制好"),
    Form("移出谈心", by_sheet("talks?talks_talk=K-001", "移出", button="移出"), "talks.remove"),
    Form("恢复谈心", talk_back, "talks.restore"),
    Form(
        "不是一回事",
        by_page("opinions?opinions_part=相近的意见", "不是一回事"),
        "opinions.keep_apart",
        "distinct_opinions",
        shows="不再提示$",
    ),
    Form("撤销", still_there("撤销"), "opinions.offer_again", "distinct_opinions", -1, "重新提示$"),
    Form("立即备份", by_page("admin?admin_part=备份", "立即备份", role=ADMIN), "store.copy"),
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
    ),
    Form(
        "出反馈单", by_page("opinions?opinions_part=反馈单", re.compile("出反馈单")), "feedback.add", "feedback_sheets"
    ),
    Form("作废反馈单", still_there("作废"), "feedback.remove"),
    Form(
        "登记谈心",
        by_dialog("talks", "登记谈心", lambda n: {**TALK, "谈心日期": clock.today() - timedelta(days=n)}),
        "talks.add",
        "talks",
    ),
    Form(
        "登记问题",
        by_dialog("meeting?meeting_part=问题清单", "登记问题", lambda n: {**PROBLEM, "具体问题": f"第 {n} 处：会议多"}),
        "problems.add",
        "problems",
    ),
    Form(
        "登记查找到的问题",
        by_dialog(
            "meeting?meeting_part=发言提纲",
            "登记查找到的问题",
            lambda n: {**FINDING, "查找到的问题": f"第 {n} 处：抓得不紧"},
        ),
        "outlines.add",
        "outlines",
    ),
    Form("批评", criticism, "criticisms.add", "criticisms"),
    Form("标记会议", meeting, "meetings.add", "meetings"),
    Form("删去会议", meeting_gone, "meetings.remove", "meetings", -1),
    Form("起草下一版", by_dialog("report", "起草下一版", nothing, "起草"), "report_versions.add", "report_versions"),
    Form("报告段落", section, "report_sections.write"),
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
        "起草公文",
        by_dialog("papers", "起草公文", nothing, "起草"),
        "papers.draft",
        "papers",
    ),
    Form(
        "登记公开",
        by_dialog("publication", "登记公开", lambda n: {"公开什么": pick("评议结果"), "标题": f"评议结果 {n}"}),
        "publication.add",
        "publications",
    ),
    Form("新建账号", by_dialog("admin", "新建账号", account, "建立", ADMIN), "accounts.create", "accounts"),
    Form("报进展", by_sheet(_R006, "报进展", lambda n: {"进展情况": f"补好 {n} 处"}), "rectification.report"),
    Form("提交验收", by_sheet(_R006, "提交验收", of(_DONE)), "rectification.submit"),
    Form("退回", by_sheet(_R006, "退回", of({"原因": "没有照片"}), role=LEADER), "rectification.send_back"),
    Form("再提交验收", by_sheet(_R006, "提交验收", of(_DONE)), "rectification.submit"),
    Form("销号", by_sheet(_R006, "销号", of({"群众评价": pick("满意")}), role=LEADER), "rectification.close"),
    Form(
        "重启",
        by_sheet(_R006, "重启", of({"原因": "又坏了", "新的整改时限": LATER}), role=LEADER),
        "rectification.reopen",
    ),
    Form(
        "任务报进展",
        by_sheet("tasks?tasks_task=T08", "报进展", lambda n: {"说明": f"汇总了 {n} 份"}, "保存"),
        "tasks.report",
    ),
    Form("佐证文件", proof, "rectification.attach", "proofs"),
    Form("导入", file_in, "imports.opinions", "opinions", shows="^已导入$"),
    Form("存视图", view, "saved_views.keep", "saved_views"),
    Form("删视图", view_gone, "saved_views.remove", "saved_views", -1),
)
FORMS = (*RARE, *COMMON)
