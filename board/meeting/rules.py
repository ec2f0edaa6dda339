"""The rules for records of meetings, above all of the democratic life meeting (专题民主生活会). Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from board import words
from board.errors import Invalid
from board.store.records import Known, WrongFields, wrong_words
from board.typed import plain_fields

CRITICISM_FIELDS: dict[str, Any] = {
    "meeting_id": None,
    "critic_id": None,
    "target_id": None,
    "aspect": None,
    "concern": "",
    "content": "",
    "cause": "",
    "suggestion": "",
}
_CAME = ("came_count", "came_from")
# The record of a meeting before anything is written.
BLANK_RECORD: dict[str, Any] = {"seq": 0, "theme_stated": False, "minutes": "", "came_count": None, "came_from": ""}


def wrong_meeting(meeting: Mapping[str, Any] | None, on: date) -> str:
    """Why nothing can be recorded for a meeting on a day; "" where it can."""
    if meeting is None:
        return "请选择一次会议"
    return "会还没有开，开会那天起才能记录" if meeting["held_on"] > on else ""


def what_is_wrong_with_criticism(draft: Mapping[str, Any], on: date, known: Known) -> WrongFields:
    """Field → what is wrong with it. A member criticises a member, or themselves."""
    wrong: WrongFields = {}
    meeting = known.meetings.get(draft["meeting_id"] or "")
    message = wrong_meeting(meeting, on)
    if message or (meeting or {})["kind"] != words.LIFE_MEETING:
        wrong["meeting_id"] = message or f"请选择一次{words.LIFE_MEETING}"
    if draft["critic_id"] not in known.members:
        wrong["critic_id"] = "请选择提出批评的班子成员"
    if draft["target_id"] not in known.members:
        wrong["target_id"] = "请选择被批评的班子成员；自我批评就选本人"
    if draft["aspect"] is None:
        wrong["aspect"] = "请选择所属方面"
    if not draft["content"]:
        wrong["content"] = "请写明批评内容"
    return wrong | wrong_words(draft, {"aspect": "aspect", "concern": "concern"}, known)


def what_is_wrong_with_attendance(presences: Mapping[str, str | None], known: Known) -> WrongFields:
    """Person → what is wrong with their presence; None as presence clears the entry."""
    return {
        person_id: "请从到会、请假、缺席里选" if person_id in known.people else "不在人员名单里"
        for person_id, presence in presences.items()
        if person_id not in known.people or (presence is not None and presence not in words.PRESENCE)
    }


def minuted(
    record: Mapping[str, Any],
    meeting: Mapping[str, Any] | None,
    fields: Mapping[str, Any],
    on: date,
    wrong: Mapping[str, str],
    known: Known,
) -> dict[str, Any]:
    """A meeting's record after theme_stated, minutes, came_count and came_from (labels of givers, in a list or joined
    by 、) were typed on a day; its `seq` is unchanged.

    `wrong`: other wrong fields. Raises Invalid by field.
    """
    given = dict(fields)
    if isinstance(given.get("came_from"), list | tuple):
        given["came_from"] = "、".join(given["came_from"])
    after = {**record, **plain_fields(given, ("theme_stated", "minutes", *_CAME), ("minutes", "came_from"))}
    wrong = dict(wrong)
    message = wrong_meeting(meeting, on)
    if message:
        wrong["minutes"] = message
    if after["came_count"] is not None and after["came_count"] < 1:
        wrong["came_count"] = "到会人数从 1 起；没有数过就空着"
    if any(wrong_words({"from": each}, {"from": "giver"}, known) for each in after["came_from"].split("、")):
        wrong["came_from"] = "不在本活动的选项里"
    if wrong:
        raise Invalid(wrong)
    return after
