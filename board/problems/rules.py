"""The required fields of a problem (问题): what it is, whose, and why, above all its subjective cause. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from board import words
from board.store.records import Known, WrongFields, wrong_words

FIELDS: dict[str, Any] = {
    "found_on": None,
    "meeting_id": None,
    "about": None,
    "member_id": None,
    "aspect": None,
    "concern": "",
    "content": "",
    "objective_cause": "",
    "subjective_cause": "",
    "solve_now": False,
    "report_section": "",
}
_REQUIRED = {
    "found_on": "请填写查出日期",
    "aspect": "请选择问题所属方面",
    "content": "请写明具体问题",
    "subjective_cause": "请写明主观原因，不能只写客观原因",
}
# Words people write where they have nothing to say.
SAYS_NOTHING = frozenset({"无", "没有", "暂无", "略", "不详", "/", "-", "—", "同上"})


def what_is_wrong(draft: Mapping[str, Any], on: date, known: Known) -> WrongFields:
    """Field → what is wrong with it."""
    wrong = {name: message for name, message in _REQUIRED.items() if not draft[name]}
    if draft["subjective_cause"].strip("。.") in SAYS_NOTHING:
        wrong["subjective_cause"] = "请写明主观原因，不能写“无”"
    if draft["found_on"] is not None and draft["found_on"] > on:
        wrong["found_on"] = "查出日期不能晚于今天"
    if draft["meeting_id"] is not None and draft["meeting_id"] not in known.meetings:
        wrong["meeting_id"] = "没有这次会议"
    return wrong | _wrong_about(draft, known) | wrong_words(draft, _WORDS, known)


_WORDS = {"aspect": "aspect", "concern": "concern", "report_section": "section"}


def _wrong_about(draft: Mapping[str, Any], known: Known) -> WrongFields:
    if draft["about"] not in words.ABOUT:
        return {"about": "请选择是领导班子还是领导个人的问题"}
    if draft["about"] == "member" and draft["member_id"] not in known.members:
        return {"member_id": "领导个人的问题，请选择是哪一位"}
    if draft["about"] == "group" and draft["member_id"] is not None:
        return {"member_id": "领导班子的问题，不选个人"}
    return {}
