"""Forms of opinions: each action's fields, and what its button does."""

from typing import Any

import pandas as pd

from board.activity import activities
from board.opinions import actions as opinions
from board.opinions.registry import ACTIONS, OPINION_ACTION
from board.store.frames import each_row
from board.ui.parts.forms.asking import Forms, field_for, fields_for
from board.ui.parts.forms.form import Field
from board.ui.parts.visit import Visit, words_of
from board.words import ABOUT, RESPONSE

_SOURCE = ("received_on", "channel", "giver", "about", "member_id")
_SORTED_WORDING = Field(
    "wording", "反馈用语", "area", wide=True, help="原话会让人认出是谁说的，才在这里换个说法；留空就用原话"
)


def source_fields(visit: Visit) -> list[Field]:
    """Returns the fields for when, how and from whom opinions came, and about whom they are."""
    return [field_for(_FORMS, visit, "add", name) for name in _SOURCE]


def action_fields(visit: Visit, action: str, opinion: pd.Series | None = None) -> list[Field]:
    """Returns the fields of an action's form."""
    return fields_for(_FORMS, visit, action, opinion)


def save_action(visit: Visit, opinion: pd.Series, action: str, given: dict[str, Any]) -> str:
    """Carries out an action with its form's values; returns the message for the person."""
    fields = {name: value for name, value in given.items() if name != "seen_seq"}
    to = (visit.store, visit.actor, visit.activity.activity_id, opinion["opinion_id"])
    opinions.act(*to, action, fields, seen_seq=given["seen_seq"])
    return f"{opinion['opinion_id']} 已{OPINION_ACTION[action]}"


def _members(visit: Visit, _opinion: pd.Series | None) -> dict[Any, str]:
    people = each_row(activities.people(visit.store, visit.activity.activity_id))
    return {None: "—", **{row.person_id: row.name for row in people if row.is_member}}


def _mains(visit: Visit, opinion: pd.Series | None) -> dict[Any, str]:
    others = opinions.opinions(visit.store, visit.activity.activity_id, visit.as_of)
    main = each_row(others[~others["is_merged"]])
    but = None if opinion is None else opinion["opinion_id"]
    return {row.opinion_id: f"{row.opinion_id} {row.content}" for row in main if row.opinion_id != but}


_FORMS = Forms(
    ACTIONS,
    (
        Field("content", "意见内容", "area", wide=True, help="照原话记", must=True),
        Field("received_on", "收到日期", "day"),
        Field("channel", "渠道", "choice"),
        Field("giver", "来自", "choice", help="哪一类人；不记姓名"),
        Field("about", "关于", "choice", ABOUT),
        Field("member_id", "哪位领导", "choice", help="关于领导个人的才填"),
        Field("aspect", "方面", "choice"),
        Field("theme", "主题", help="如：课后服务、食堂、作业"),
        Field("wording", "反馈用语", "area", wide=True, help="交给领导看的说法；留空就用原话"),
        Field("fed_back_on", "反馈日期", "day", help="留空就是今天"),
        Field("fed_back_to", "反馈给谁", help="留空就是意见所说的班子或本人"),
        Field("response", "怎样答复", "choice", RESPONSE),
        Field("answer", "答复内容", "area", wide=True, help="解释的写怎样解释的，不采纳的写理由"),
        Field("merged_into", "并入哪一条", "choice", wide=True, help="原文保留，可以取消合并"),
        Field("reason", "移出的原因", wide=True),
    ),
    {("sort", "wording"): _SORTED_WORDING},
    {
        "channel": lambda visit, _opinion: words_of(visit, "channel"),
        "giver": lambda visit, _opinion: words_of(visit, "giver"),
        "aspect": lambda visit, _opinion: {None: "以后再梳理", **words_of(visit, "aspect")},
        ("sort", "aspect"): lambda visit, _opinion: words_of(visit, "aspect"),
        "member_id": _members,
        "merged_into": _mains,
    },
)
