"""The required fields of a talk (谈心): a day, a leading member, the other side; none for its content. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from board import words
from board.store.records import Known, WrongFields

FIELDS: dict[str, Any] = {
    "held_on": None,
    "member_id": None,
    "with_kind": None,
    "with_id": None,
    "views_exchanged": False,
}


def what_is_wrong(draft: Mapping[str, Any], on: date, known: Known) -> WrongFields:
    """Field → what is wrong with it. Two members talk with each other, or one with a group or the teachers."""
    wrong: WrongFields = {}
    if draft["held_on"] is None:
        wrong["held_on"] = "请填写谈心日期"
    elif draft["held_on"] > on:
        wrong["held_on"] = "谈心日期不能晚于今天"
    if draft["member_id"] not in known.members:
        wrong["member_id"] = "请选择班子成员"
    if draft["with_kind"] not in words.TALK_WITH or not draft["with_id"]:
        wrong["with_id"] = "请选择与谁谈心"
    elif draft["with_kind"] == "member" and draft["with_id"] not in known.members:
        wrong["with_id"] = "对方不在班子成员里"
    elif draft["with_kind"] == "partner" and draft["with_id"] not in known.terms.get("partner", ()):
        wrong["with_id"] = "谈心对象不在本活动的选项里"
    elif draft["with_id"] == draft["member_id"]:
        wrong["with_id"] = "不能与自己谈心"
    return wrong


def sides(talk: Mapping[str, Any]) -> frozenset[str]:
    """Both sides of a talk, regardless of the order in which they were entered."""
    return frozenset((talk["member_id"], talk["with_id"]))
