"""The rules for hearings on the report (听取意见) and for handling the points made there. Pure.

A point is open until it is answered: by a change in a later version, or by a reason why not.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from board import words
from board.errors import BoardError, Invalid
from board.report.rules import number_of
from board.typed import plain, plain_fields

Row = dict[str, Any]

HEARING_FIELDS = ("version_id", "group_label", "way", "held_on", "heard_count")
POINT_FIELDS = ("version_id", "hearing_id", "section", "content")

_ASKED_OF_HEARING = {
    "version_id": "请选择听取的是哪一版的意见",
    "group_label": "请选择听取了哪一类人的意见；这里不填姓名",
    "way": "请填写听取的方式",
    "held_on": "请填写听取的日期",
    "heard_count": "请填写听取了多少人",
}
_LONGEST_WAY = 20
_LONGEST_POINT = 2_000


def hearing(
    key: Mapping[str, Any],
    state: Mapping[str, Any] | None,
    given: Mapping[str, Any],
    versions: Sequence[Mapping[str, Any]],
    groups: Collection[str],
    on: date,
) -> Row:
    """A hearing's state after it was entered (`state` None) or changed (`HEARING_FIELDS`). Raises Invalid by field."""
    blank: Row = {**key, **dict.fromkeys(HEARING_FIELDS), "seq": 1, "is_removed": False}
    after: Row = {**(state or blank), **plain_fields(given, HEARING_FIELDS, ())}
    wrong = {name: message for name, message in _ASKED_OF_HEARING.items() if after[name] is None}
    version = _standing(versions, after["version_id"])
    if "version_id" not in wrong and version is None:
        wrong["version_id"] = "没有这一版"
    if "group_label" not in wrong and after["group_label"] not in groups:
        wrong["group_label"] = "不在本活动的参评人员类别里；这里不填姓名"
    if "way" not in wrong and len(after["way"]) > _LONGEST_WAY:
        wrong["way"] = f"最多 {_LONGEST_WAY} 个字"
    if "heard_count" not in wrong and int(after["heard_count"]) < 1:
        wrong["heard_count"] = "至少 1 人"
    if "held_on" not in wrong and version is not None:
        wrong |= _wrong_day(after["held_on"], version, on)
    if wrong:
        raise Invalid(wrong)
    return {**after, "heard_count": int(after["heard_count"])}


def hearing_removed(state: Mapping[str, Any], points: Sequence[Mapping[str, Any]]) -> Row:
    """A hearing's state once it is removed. Raises BoardError while it has points."""
    noted = [each["point_id"] for each in points if each["hearing_id"] == state["hearing_id"]]
    if noted:
        raise BoardError(
            "不能删去", f"{state['hearing_id']} 下面记着 {'、'.join(noted)}。", "请先删去这些意见，或改到别的听取下面。"
        )
    return {**state, "is_removed": True}


def point(
    key: Mapping[str, Any],
    state: Mapping[str, Any] | None,
    given: Mapping[str, Any],
    versions: Sequence[Mapping[str, Any]],
    hearings: Sequence[Mapping[str, Any]],
    sections: Collection[str],
) -> Row:
    """A point's state after it was entered (`state` None) or changed (`POINT_FIELDS`). Raises Invalid by field.

    A point of a hearing is about that hearing's version.
    """
    blank: Row = {**key, **dict.fromkeys(POINT_FIELDS), "seq": 1, "handling": "open", "handled_in": None}
    blank |= {"answer": "", "is_removed": False}
    after: Row = {**(state or blank), **plain_fields(given, POINT_FIELDS, ())}
    heard = next((each for each in hearings if each["hearing_id"] == after["hearing_id"]), None)
    if heard is not None:
        after["version_id"] = heard["version_id"]
    wrong = _wrong_words(after["content"]) | _wrong_place(after, versions, sections)
    if after["hearing_id"] is not None and heard is None:
        wrong["hearing_id"] = "没有这次听取"
    if wrong:
        raise Invalid(wrong)
    return after


def answered(state: Mapping[str, Any], given: Mapping[str, Any], versions: Sequence[Mapping[str, Any]]) -> Row:
    """A point's state with its answer. given: handling, handled_in (for a change), reason (how changed, or why not).

    Raises Invalid: a change must name a later version that exists; a refusal must have a reason.
    """
    handling, reason = plain(given.get("handling")), plain(given.get("reason")) or ""
    handled_in = plain(given.get("handled_in")) if handling == "changed" else None
    wrong = {}
    if handling not in words.POINT_HANDLING:
        wrong["handling"] = "请选择怎样答复"
    if handling == "changed":
        version = _standing(versions, handled_in)
        if version is None:
            wrong["handled_in"] = "请选择改在哪一版里"
        elif number_of(version["version_id"]) <= number_of(state["version_id"]):
            wrong["handled_in"] = f"意见是对 {state['version_id']} 提的，要改在它后面的一版里"
    if handling == "declined" and not reason:
        wrong["reason"] = "不采纳的，请写明原因"
    if len(reason) > _LONGEST_POINT:
        wrong["reason"] = f"最多 {_LONGEST_POINT} 个字"
    if wrong:
        raise Invalid(wrong)
    return {**state, "handling": handling, "handled_in": handled_in, "answer": "" if handling == "open" else reason}


def _standing(versions: Sequence[Mapping[str, Any]], version_id: str | None) -> Mapping[str, Any] | None:
    return next((each for each in versions if each["version_id"] == version_id and not each["is_removed"]), None)


def _wrong_words(content: str | None) -> dict[str, str]:
    if content is None:
        return {"content": "请写明意见内容"}
    return {"content": f"最多 {_LONGEST_POINT} 个字"} if len(content) > _LONGEST_POINT else {}


def _wrong_place(
    point: Mapping[str, Any], versions: Sequence[Mapping[str, Any]], sections: Collection[str]
) -> dict[str, str]:
    wrong = {}
    if _standing(versions, point["version_id"]) is None:
        wrong["version_id"] = "请选择是对哪一版提的"
    elif point["handled_in"] is not None and number_of(point["handled_in"]) <= number_of(point["version_id"]):
        wrong["version_id"] = f"这条意见已经在 {point['handled_in']} 里改过，不能改成对这一版提的"
    if point["section"] is not None and point["section"] not in sections:
        wrong["section"] = "报告里没有这一部分"
    return wrong


def _wrong_day(held_on: date, version: Mapping[str, Any], on: date) -> dict[str, str]:
    if held_on > on:
        return {"held_on": "听取的日期不能晚于今天"}
    if held_on < version["made_on"]:
        return {"held_on": f"不能早于 {version['version_id']} 的成稿日期"}
    return {}
