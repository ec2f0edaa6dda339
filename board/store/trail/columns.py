"""The Chinese words for the columns whose changes 操作记录 shows, and for the codes in them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from board import words

AUDIT_COLUMN: dict[str, str] = {
    **{"name": "名称", "title": "标题", "content": "内容", "note": "说明", "position": "次序", "status": "状态"},
    **{"aspect": "方面", "about": "关于谁", "member_id": "班子成员", "meeting_id": "会议", "is_removed": "移出"},
    **{
        "criticism_id": "编号",
        "critic_id": "提出的人",
        "target_id": "对谁",
        "cause": "原因",
        "suggestion": "建议",
        "concern": "着重查找的",
    },
    **{"sheet_id": "编号", "to_kind": "给谁", "made_on": "制成日期", "handed_on": "交付日期", "receipt": "签收"},
    **{"theme_stated": "说明了主题", "minutes": "会议记录", "came_count": "到会人数", "came_from": "到会的是"},
    **{"sitting_id": "编号", "left_out": "没有放的", "digest": "校验码", "frozen_at": "数据截至", "state": "状态"},
    **{"compare_on": "与哪天相比", "deadline_id": "哪一次上报"},
    **{"decision_id": "编号", "fields": "填写的内容", "item_batch": "批量办理"},
    **{"opinion_id": "编号", "received_on": "收到日期", "channel": "渠道", "giver": "来自", "theme": "主题"},
    **{"sorted_on": "梳理日期", "fed_back_on": "反馈日期", "fed_back_to": "反馈给", "merged_into": "并入"},
    **{"answer": "答复", "import_id": "导入", "wording": "反馈用语", "response": "答复结果", "talk_id": "谈心"},
    **{"outline_id": "编号", "study_id": "学习调研成果", "mirror": "四对照", "duty": "分工", "written_on": "成文日期"},
    **{"problem_id": "编号", "found_on": "查出日期", "objective_cause": "客观原因", "subjective_cause": "主观原因"},
    **{"solve_now": "能否马上解决", "report_section": "报告章节"},
    **{"publication_id": "编号", "what": "公开什么", "published_on": "公开日期", "place": "在哪里", "audience": "向谁"},
    **{"item_id": "编号", "source": "问题来源", "problem": "具体问题", "measure": "整改措施", "target": "目标"},
    **{"kind": "类别", "leader_id": "牵头领导", "owner_id": "责任人", "department": "责任部门", "helpers": "配合部门"},
    **{"verifier_id": "验收人", "start_on": "开始日期", "due_on": "时限", "first_due_on": "最初的时限"},
    **{"percent": "进度", "progress": "进展情况", "progressed_on": "进展日期", "proof": "佐证材料"},
    **{
        "submitted_on": "完成日期",
        "closed_on": "销号（结束）日期",
        "people_view": "群众评价",
        "explanation": "解释说明",
    },
    **{"explained_to": "向谁作了说明", "explained_on": "说明日期", "explained_how": "用什么方式说明"},
    **{"conditions": "正在创造的条件", "review_on": "复查日期", "remark": "备注", "was_late": "逾期提交"},
    **{"was_accepted_late": "逾期验收", "reported_percent": "上次报的进度"},
    **{"criterion_id": "评议项目", "hearing_id": "听取意见", "version_id": "报告版本", "group_label": "哪一类人"},
    **{"way": "方式", "held_on": "日期", "heard_count": "人数", "point_id": "编号", "section": "报告章节"},
    **{"handling": "怎么处理", "handled_in": "改在哪一版", "section_id": "编号", "stage": "哪一稿", "based_on": "依据"},
    **{"approved_on": "定稿日期", "open_reason": "仍定稿的原因", "with_kind": "和哪一类人谈", "with_id": "和谁谈"},
    **{"views_exchanged": "交换了看法", "task_id": "编号", "phase_id": "环节", "output": "成果材料"},
    **{"output_ready": "成果备齐", "done_on": "完成日期", "records": "由什么记录证明"},
    **{"paper_id": "编号", "letterhead_id": "编号", "options": "选项", "texts": "文字部分", "corrects": "更正哪一份"},
    **{"unit": "发文单位", "number_word": "机关代字", "number_year": "年份", "number_no": "序号", "signer": "签发人"},
    **{"addressee": "主送", "copies": "抄送", "dated": "成文日期", "form": "版式", "has_seal": "留盖章的位置"},
    **{"as_of": "数据截至", "signed_at": "签发时间", "data_version": "数据版本", "chain_number": "操作记录到第几条"},
    **{"chain_hash": "操作记录的指纹", "content_sha256": "内容的指纹", "word_sha256": "Word 的指纹"},
    **{"pdf_sha256": "PDF 的指纹"},
    # Columns of records without a history of their own.
    **{
        "display_name": "显示的名字",
        "roles": "角色",
        "is_active": "在用",
        "unit_id": "所管单位",
        "people": "是哪些活动里的谁",
    },
    **{"topic": "议题", "evaluated": "评议对象", "opened_on": "开始日期"},
    **{"entry": "怎么填", "device_limit": "每台设备限填", "closes_on": "截止日期", "link_group": "公开链接算哪一类"},
    **{"address": "网址", "page_id": "编号", "is_open": "打开着"},
}
_CODES: dict[tuple[str, str], Mapping[str, str]] = {
    ("tasks", "status"): words.TASK_STATUS,
    ("sittings", "state"): words.SITTING_STATE,
    ("sittings", "audience"): words.AUDIENCE,
    ("decisions", "state"): words.DECISION_STATE,
    ("decisions", "kind"): words.DECISION,
    ("opinions", "status"): words.OPINION_STATUS,
    ("opinions", "response"): words.RESPONSE,
    ("opinions", "about"): words.ABOUT,
    ("problems", "about"): words.ABOUT,
    ("feedback", "to_kind"): words.ABOUT,
    ("publication", "what"): words.PUBLISHED,
    ("papers", "state"): words.PAPER_STATE,
    ("papers", "form"): words.PAPER_FORM,
    ("letterheads", "form"): words.PAPER_FORM,
    ("rectification", "status"): words.ITEM_STATUS,
    ("rectification", "kind"): words.ITEM_KIND,
    ("rectification", "people_view"): words.PEOPLE_VIEW,
    ("report_points", "handling"): words.POINT_HANDLING,
    ("report_versions", "stage"): words.REPORT_STAGE,
    ("talks", "with_kind"): words.TALK_WITH,
    ("tasks", "records"): words.TASK_RECORD,
    ("accounts", "roles"): words.ROLE,
    ("ballots", "entry"): words.BALLOT_ENTRY,
}
BLANK = "（空）"


def column_word(column: str) -> str:
    """A column in words, unchanged where this version doesn't know it. Columns of forms are named by group and way."""
    group, _, way = column.rpartition("/")
    return f"{group}·{words.WAY.get(way, way)}" if group else AUDIT_COLUMN.get(column, column)


def value_word(subject: str, column: str, value: Any, names: Mapping[str, str]) -> str:
    """A value in words. names: the names of people and phases, by id."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(value_word(subject, column, each, names) for each in value) or BLANK
    if isinstance(value, dict):
        return "；".join(f"{key}：{value_word(subject, column, each, names)}" for key, each in value.items()) or BLANK
    text = "" if value is None else f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)
    word = _CODES.get((subject, column), {}).get(text) or names.get(text, text)
    return f"{word}%" if column == "percent" and word else word or BLANK
