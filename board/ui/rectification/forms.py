"""Forms of rectification items: each action's fields, and what its button does."""

from dataclasses import replace
from typing import Any

import pandas as pd

from board.activity import activities
from board.opinions import actions as opinions
from board.rectification import actions as rectification
from board.rectification.registry import ACTIONS, ITEM_ACTION
from board.store.frames import as_options, each_row
from board.ui.parts.forms.asking import Forms, field_for, fields_for
from board.ui.parts.forms.form import Field
from board.ui.parts.visit import Visit, words_of
from board.words import ITEM_KIND, PEOPLE_VIEW

Given = dict[str, Any]


# What many items can be given alike in one edit; what is left blank is not changed.
_ALIKE = ("leader_id", "owner_id", "department", "helpers", "aspect", "report_section", "remark")
_NEW_DATE = Field("due_on", "新的整改时限", "day")


def action_fields(visit: Visit, action: str, item: pd.Series | None = None) -> list[Field]:
    """Returns the fields of an action's form (`ACTIONS`), for one item or for many."""
    # Only a clerk, who records what others did, names somebody else than themselves.
    hidden = set() if visit.may("rectification.edit") else {"verifier_id"}
    return [field for field in fields_for(_FORMS, visit, action, item) if field.name not in hidden]


def edit_many_fields(visit: Visit) -> list[Field]:
    """Returns the fields that can be set alike for many items; blank ones are left as they are."""
    fields = (field_for(_FORMS, visit, "edit", name) for name in _ALIKE)
    return [replace(field, must=False, wide=field.name == "remark", help="留空的不改") for field in fields]


def _people(visit: Visit, *, members_only: bool = False, but: str | None = None) -> dict[str, str]:
    people = each_row(activities.people(visit.store, visit.activity.activity_id))
    return {row.person_id: row.name for row in people if row.person_id != but and (row.is_member or not members_only)}


def _criteria(visit: Visit) -> dict[str, str]:
    asked = activities.criteria(visit.store, visit.activity.activity_id)
    return as_options(asked, "criterion_id", "label")


def opinions_field(visit: Visit) -> Field:
    """Returns the field for the opinions that a new item answers."""
    heard = opinions.opinions(visit.store, visit.activity.activity_id, visit.as_of)
    main = heard[~heard["is_merged"]]
    options = {row.opinion_id: f"{row.opinion_id} {row.content}" for row in each_row(main)}
    return Field("opinion_ids", "来自哪些意见", "choices", options, wide=True, help="选了以后，这些意见就算转成了整改")


def save_item(visit: Visit, given: Given) -> str:
    """Registers an item; returns the message for the person."""
    to = (visit.store, visit.actor, visit.activity.activity_id)
    return f"已登记整改事项 {rectification.add(*to, given, opinion_ids=given['opinion_ids'])}"


def save_action(visit: Visit, item: pd.Series, action: str, given: Given) -> str:
    """Carries out an action with its form's values; returns the message for the person."""
    fields = {name: value for name, value in given.items() if name != "seen_seq"}
    to = (visit.store, visit.actor, visit.activity.activity_id, item["item_id"])
    rectification.act(*to, action, fields, seen_seq=given["seen_seq"])
    return f"{item['item_id']} 已{ITEM_ACTION[action]}"


_FORMS = Forms(
    ACTIONS,
    (
        Field("problem", "具体问题", "area", wide=True, must=True),
        Field("source", "问题来源", "choice", must=True),
        Field("aspect", "方面", "choice", must=True),
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
        Field("leader_id", "牵头领导", "choice", must=True),
        Field("owner_id", "责任人", "choice", must=True),
        Field("department", "责任部门", "choice"),
        Field("helpers", "配合部门"),
        Field("report_section", "报告章节", "choice", help="写在分析检查报告的哪一部分"),
        Field("criterion_id", "评议项目", "choice", help="改得好不好，群众评议时看哪一项"),
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
        Field("reason", "原因", "area", wide=True),
        Field("progress", "进展情况", "area", wide=True),
        Field("percent", "进度", "percent", at_most=95, help="做完了请提交验收，进度随之到 100%"),
        Field("proof", "佐证材料", "area", wide=True, help="材料名称、文号或存放的地方"),
        Field("people_view", "群众评价", "choice", PEOPLE_VIEW),
        Field("verifier_id", "验收人", "choice"),
    ),
    {
        ("edit", "reason"): Field("reason", "修改原因", "area", wide=True, help="改类别时必须填"),
        ("report", "proof"): Field("proof", "佐证材料"),
        ("reopen", "due_on"): _NEW_DATE,
        ("postpone", "due_on"): _NEW_DATE,
    },
    {
        "source": lambda visit, _item: words_of(visit, "source"),
        "aspect": lambda visit, _item: words_of(visit, "aspect"),
        "department": lambda visit, _item: words_of(visit, "department"),
        "report_section": lambda visit, _item: words_of(visit, "section"),
        "criterion_id": lambda visit, _item: _criteria(visit),
        "leader_id": lambda visit, _item: _people(visit, members_only=True),
        "owner_id": lambda visit, _item: _people(visit),
        "verifier_id": lambda visit, item: _people(visit, but=None if item is None else item["owner_id"]),
    },
)
