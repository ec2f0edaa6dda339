"""Forms of rectification items: each action's fields, and what its button does."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from board.activity import activities
from board.opinions import actions as opinions
from board.rectification import actions as rectification
from board.store.frames import as_options, each_row
from board.ui.parts.forms.form import Field
from board.ui.parts.visit import Visit, words_of
from board.words import ITEM_ACTION, ITEM_KIND, PEOPLE_VIEW

Given = dict[str, Any]


def item_fields(visit: Visit) -> list[Field]:
    """Returns the fields to register or edit an item."""
    people = activities.people(visit.store, visit.activity.activity_id)
    everyone = dict(zip(people["person_id"], people["name"], strict=True))
    members = {row.person_id: row.name for row in each_row(people) if row.is_member}
    return [
        Field("problem", "具体问题", "area", wide=True, must=True),
        Field("source", "问题来源", "choice", words_of(visit, "source"), must=True),
        Field("aspect", "方面", "choice", words_of(visit, "aspect"), must=True),
        Field("subjective_cause", "主观原因", "area", help="不能只写客观原因", must=True),
        Field("objective_cause", "客观原因", "area"),
        Field("measure", "整改措施", "area", must=True),
        Field("target", "目标", "area"),
        Field(
            "kind",
            "类别",
            "choice",
            ITEM_KIND,
            help="当前能解决的选立行立改；短时间不能解决的选创造条件整改，并写明解释说明",
            must=True,
        ),
        Field("leader_id", "牵头领导", "choice", members, must=True),
        Field("owner_id", "责任人", "choice", everyone, must=True),
        Field("department", "责任部门", "choice", words_of(visit, "department")),
        Field("helpers", "配合部门"),
        Field(
            "report_section",
            "报告章节",
            "choice",
            words_of(visit, "section"),
            help="写在分析检查报告的哪一部分",
        ),
        Field("criterion_id", "评议项目", "choice", _criteria(visit), help="改得好不好，群众评议时看哪一项"),
        Field("found_on", "查出日期", "day", must=True),
        Field("start_on", "开始日期", "day", help="留空就从查出日期算起"),
        Field("due_on", "整改时限", "day", help="创造条件整改的不填"),
        Field("review_on", "复查日期", "day", help="只有创造条件整改的要填"),
        Field("explanation", "解释说明", "area", help="只有创造条件整改的要填：为什么现在不能解决"),
        Field("conditions", "正在创造的条件", "area"),
        Field("explained_to", "向谁作了说明"),
        Field("explained_how", "用什么方式说明"),
        Field("explained_on", "说明日期", "day"),
        Field("remark", "备注"),
    ]


def opinions_field(visit: Visit) -> Field:
    """Returns the field for the opinions that a new item answers."""
    heard = opinions.opinions(visit.store, visit.activity.activity_id, visit.as_of)
    main = heard[~heard["is_merged"]]
    options = {row.opinion_id: f"{row.opinion_id} {row.content}" for row in each_row(main)}
    return Field("opinion_ids", "来自哪些意见", "choices", options, wide=True, help="选了以后，这些意见就算转成了整改")


def _criteria(visit: Visit) -> dict[str, str]:
    asked = activities.criteria(visit.store, visit.activity.activity_id)
    return as_options(asked, "criterion_id", "label")


_REASON = Field("reason", "原因", "area", wide=True)
WHY_EDITED = Field("reason", "修改原因", "area", wide=True, help="改类别时必须填")
_PROOF = Field("proof", "佐证材料", "area", wide=True, help="材料名称、文号或存放的地方")
_PROGRESS = Field("progress", "进展情况", "area", wide=True)
_VIEW = Field("people_view", "群众评价", "choice", PEOPLE_VIEW)


def _close_fields(visit: Visit, item: pd.Series) -> list[Field]:
    if visit.may("rectification.edit"):
        people = activities.people(visit.store, visit.activity.activity_id)
        others = {row.person_id: row.name for row in each_row(people) if row.person_id != item["owner_id"]}
        return [_VIEW, Field("verifier_id", "验收人", "choice", others), _PROOF]
    return [_VIEW, _PROOF]


ACTION_FORMS: dict[str, Callable[[Visit, pd.Series], list[Field]]] = {
    "start": lambda _visit, _item: [],
    "report": lambda _visit, _item: [
        _PROGRESS,
        Field("percent", "进度", "percent", at_most=95, help="做完了请提交验收，进度随之到 100%"),
        Field("proof", "佐证材料"),
    ],
    "submit": lambda _visit, _item: [_PROOF, _PROGRESS],
    "send_back": lambda _visit, _item: [_REASON, _VIEW],
    "close": _close_fields,
    "reopen": lambda _visit, _item: [_REASON, Field("due_on", "新的整改时限", "day"), _VIEW],
    "postpone": lambda _visit, _item: [Field("due_on", "新的整改时限", "day"), _REASON],
    "remove": lambda _visit, _item: [_REASON],
    "restore": lambda _visit, _item: [_REASON],
}


def save_item(visit: Visit, item: pd.Series | None, given: Given) -> str:
    """Registers or edits an item; returns the message for the person."""
    to = (visit.store, visit.actor, visit.activity.activity_id)
    if item is None:
        return f"已登记整改事项 {rectification.add(*to, given, opinion_ids=given['opinion_ids'])}"
    rectification.edit(*to, item["item_id"], given, reason=given.get("reason") or "", seen_seq=given["seen_seq"])
    return f"{item['item_id']} 已修改"


def save_action(visit: Visit, item: pd.Series, action: str, given: Given) -> str:
    """Carries out an action with its form's values; returns the message for the person."""
    if action == "edit":
        return save_item(visit, item, given)
    act = getattr(rectification, action)
    act(visit.store, visit.actor, visit.activity.activity_id, item["item_id"], **given)
    return f"{item['item_id']} 已{ITEM_ACTION[action]}"
