"""The fields of a finding in a member's paper (发言提纲): whose, which mirror, which aspect, which duty. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from board.store.records import Known, WrongFields, wrong_words

FIELDS: dict[str, Any] = {
    "member_id": None,
    "mirror": None,
    "aspect": None,
    "duty": "",
    "study_id": "",
    "content": "",
    "written_on": None,
}
_REQUIRED = {
    "mirror": "请选择对照哪一面",
    "aspect": "请选择问题所属方面",
    "content": "请写明查找到的问题",
    "written_on": "请填写写成日期",
}


def what_is_wrong(draft: Mapping[str, Any], on: date, known: Known) -> WrongFields:
    """Field → what is wrong with it."""
    wrong = {name: message for name, message in _REQUIRED.items() if not draft[name]}
    if draft["member_id"] not in known.members:
        wrong["member_id"] = "请选择班子成员"
    elif draft["duty"] and draft["duty"] not in known.duties[draft["member_id"]]:
        wrong["duty"] = "不是这位成员的分工"
    if draft["written_on"] is not None and draft["written_on"] > on:
        wrong["written_on"] = "写成日期不能晚于今天"
    return wrong | wrong_words(draft, {"mirror": "mirror", "aspect": "aspect"}, known)
