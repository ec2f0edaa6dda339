"""The Chinese words for codes, one dict per set of codes, each in the order a list shows them (domain.md).

Codes are used in SQL and Python; these words are used on the screen, in documents and in messages.
"""

ITEM_STATUS: dict[str, str] = {
    "not_started": "未启动",
    "in_progress": "整改中",
    "submitted": "待验收",
    "closed": "已销号",
}

ITEM_KIND: dict[str, str] = {
    "immediate": "立行立改",
    "dated": "限期整改",
    "deferred": "创造条件整改",
}

PEOPLE_VIEW: dict[str, str] = {
    "satisfied": "满意",
    "mostly_satisfied": "基本满意",
    "dissatisfied": "不满意",
}

ITEM_FLAG: dict[str, str] = {
    "is_late": "逾期",
    "is_due_soon": "临期",
    "is_stale": "停滞",
    "is_behind": "进度滞后",
    "submitted_late": "逾期提交",
    "accepted_late": "逾期验收",
    "review_is_due": "到复查日",
}

TASK_STATUS: dict[str, str] = {"not_started": "未开始", "in_progress": "进行中", "done": "已完成"}

TASK_ACTION: dict[str, str] = {
    "add": "登记",
    "edit": "修改",
    "report": "报进展",
    "attach": "附材料",
    "withdraw": "撤下材料",
    "shift": "顺延",
    "undo": "撤销",
}

# The records that show that a task's output is there.
TASK_RECORD: dict[str, str] = {
    "opinions": "听取了各方意见",
    "sorted": "意见都已梳理",
    "sheets": "意见都已反馈",
    "talks": "谈心都谈到",
    "outlines": "发言提纲写齐",
    "items": "整改台账有事项",
    "life_meeting": "民主生活会有记录",
    "problems": "问题清单",
    "draft": "报告初稿",
    "hearings": "就报告听取了意见",
    "points": "所提意见都有答复",
    "final": "报告定稿",
    "forms": "评议表发放登记",
    "ballots": "收回的评议表",
    "round_closed": "评议已结束",
    "briefing": "通报会开过",
    "published_report": "报告已公开",
    "published_result": "评议结果已公开",
    "items_closed": "整改事项都已销号",
}

# What is sorted waits for its feedback; 已梳理 counts that and what was fed back.
OPINION_STATUS: dict[str, str] = {
    "received": "待梳理",
    "sorted": "等反馈",
    "fed_back": "已反馈",
}

# The answers given to those who gave an opinion.
RESPONSE: dict[str, str] = {
    "adopted": "采纳",
    "explained": "解释",
    "declined": "不采纳",
}

SHEET_ACTION: dict[str, str] = {
    "add": "出单",
    "hand_over": "交付",
    "edit": "更正签收",
    "remove": "作废",
}

# The stages an opinion passes on its way to an answer, as `opinions.funnel` counts them.
OPINION_STAGE: dict[str, str] = {
    "received": "已收到",
    "sorted": "已梳理",
    "fed_back": "已反馈",
    "answered": "已答复或转整改",
}

ABOUT: dict[str, str] = {
    "group": "领导班子",
    "member": "领导个人",
}

REPORT_STAGE: dict[str, str] = {
    "draft": "初稿",
    "consulted": "征求意见稿",
    "final": "定稿",
}

# How a point made on the report was handled.
POINT_HANDLING: dict[str, str] = {
    "open": "未答复",
    "changed": "已修改",
    "declined": "不采纳",
}

# The kinds of findings of the truth check.
TRUTH_KIND: dict[str, str] = {
    "figure": "数字不符",
    "rate": "比率不符",
    "sum": "加不起来",
    "day": "日子不符",
    "impossible": "算不出的百分比",
    "unit": "别的单位",
    "source": "没有依据",
    "missing": "没有写到",
    "unchanged": "说改没改",
}

REPORT_ACTION: dict[str, str] = {
    "add": "登记",
    "edit": "修改",
    "write": "写",
    "answer": "答复",
    "approve": "定稿",
    "remove": "删去",
}

# The verdicts of a rule of procedure (程序检查); ensured: nothing that can be entered breaks it.
VERDICT: dict[str, str] = {
    "failed": "未通过",
    "not_yet": "未到时间",
    "passed": "通过",
    "ensured": "由填报保证",
}

# The kinds of publications (通报与公开).
PUBLISHED: dict[str, str] = {
    "report": "分析检查报告",
    "result": "评议结果",
    "briefing": "通报材料",
    "rectification": "整改情况",
}

UNIT_KIND: dict[str, str] = {"school": "学校", "town": "镇", "district": "区", "city": "市", "province": "省"}
UNIT_KIND |= {"kindergarten": "幼儿园", "primary": "小学", "junior": "初中", "nine_year": "九年一贯制学校"}
UNIT_KIND |= {"senior": "高中", "vocational": "职业学校", "other": "其他"}
UNIT_STEP: dict[str, str] = {"open": "设立", "rename": "更名", "move": "改隶", "merge": "并入", "close": "撤销"}

PAPER_STATE: dict[str, str] = {"draft": "起草", "checked": "已核对", "signed": "已签发", "void": "作废"}
PAPER_FORM: dict[str, str] = {"plain": "不带红头", "red": "红头", "letter": "信函"}
PAPER_ACTION: dict[str, str] = {
    "draft": "起草",
    "edit": "修改",
    "check": "核对",
    "send_back": "退回",
    "sign": "签发",
    "publish": "公开",
    "correct": "更正",
    "drop": "不发了",
    "void": "作废",
}

# Who sits in the room that slides are shown to (`deck.audiences`).
AUDIENCE: dict[str, str] = {
    "leaders": "班子会",
    "staff": "全体教职工",
    "parents": "家长会",
    "public": "公开场合",
}

# Kinds of meeting that the product treats specially; all others are just labels.
# What a meeting can decide on a slide (`sittings.rules`), and how far a decision is.
DECISION: dict[str, str] = {
    "accept": "同意销号",
    "send_back": "退回",
    "postpone": "延期",
    "assign": "交办",
    "press": "督办",
    "note": "记一句",
}
# What a bureau does with what it asks of a unit below.
ASSIGNMENT_ACTION: dict[str, str] = {"assign": "交办", "correct": "更正", "return": "退回", "withdraw": "撤回"}
DECISION_STATE: dict[str, str] = {
    "done": "已办",
    "waiting": "待确认",
    "declined": "没有同意",
    "undone": "已撤回",
}
SITTING_STATE: dict[str, str] = {"open": "正在开", "closed": "已结束"}

FORUM = "座谈会"
# Where problems come from, as the plan's terms of that kind name the stage of study.
STUDY_SOURCE = "学习调研"
LIFE_MEETING = "专题民主生活会"
BRIEFING_MEETING = "通报会"
MEETING_KINDS = (FORUM, LIFE_MEETING, BRIEFING_MEETING, "领导小组会议", "整改推进会", "其他会议")
# The channel of opinions heard in talks.
TALK_CHANNEL = "谈心"

# The actions on records that are only entered, edited and removed: talks, outlines, criticisms, problems.
RECORD_ACTION: dict[str, str] = {
    "add": "登记",
    "edit": "修改",
    "remove": "移出",
    "restore": "恢复",
}

TALK_WITH: dict[str, str] = {
    "member": "班子成员",
    "partner": "谈心对象",
}

# The plan's requirements before the democratic life meeting, in order.
READINESS: dict[str, str] = {
    "heard": "听取各方意见",
    "opinions_sorted": "意见梳理完",
    "opinions_fed_back": "意见反馈到班子和个人",
    "talks_held": "谈心都谈到",
    "outlines_in": "发言提纲写齐",
    "written_ahead": "书面材料提前一周备齐",
}

PRESENCE: dict[str, str] = {
    "present": "到会",
    "excused": "请假",
    "absent": "缺席",
}

PROBLEM_SOURCE: dict[str, str] = {
    "study": "学习调研成果",
    "opinion": "意见",
    "talk": "谈心",
    "outline": "发言提纲",
    "meeting": "会议",
}

WAY: dict[str, str] = {
    "paper": "纸质",
    "online": "网上",
    "forum": "座谈",
}

ROUND_ACTION: dict[str, str] = {
    "close": "结束评议",
    "reopen": "重新开放",
}

BALLOT_ENTRY: dict[str, str] = {
    "codes": "填写码",
    "link": "公开链接",
}

IMPORT_STATUS: dict[str, str] = {
    "active": "已计入",
    "replaced": "已被替换",
    "undone": "已撤销",
}


ROLE: dict[str, str] = {
    "leader": "领导",
    "clerk": "工作人员",
    "owner": "责任人",
    "admin": "管理员",
}

# The purposes of a plan's phases, by which the rules of procedure identify them.
PLAN_PURPOSE: dict[str, str] = {
    "meeting": "开民主生活会",
    "report": "写分析检查报告",
    "evaluation": "请群众评议",
}

# The kinds of words that a plan defines.
TERM_KIND: dict[str, str] = {
    "channel": "听意见的渠道",
    "giver": "听了谁的意见",
    "aspect": "方面",
    "concern": "会上着重查找的",
    "mirror": "四对照",
    "question": "四查找",
    "superior": "上级",
    "partner": "谈心对象",
    "department": "部门",
    "group": "参评人员",
    "source": "问题来源",
    "section": "报告章节",
}
