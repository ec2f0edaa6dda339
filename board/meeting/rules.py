"""The rules for records of the democratic life meeting (专题民主生活会). Pure."""

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
    "content": "",
}
# The record of a meeting before anything is written.
BLANK_RECORD: dict[str, Any] = {"seq": 0, "theme_stated": False, "minutes": ""}


def wrong_meeting(meeting: Mapping[str, Any] | None, on: date) -> str:
    """Why nothing can be recorded for a meeting on a day; "" where it can."""
    if meeting is None or meeting["kind"] != words.LIFE_MEETING:
        return f"请选择一次{words.LIFE_MEETING}"
    return "会还没有开，开会那天起才能记录" if meeting["held_on"] > on else ""


def what_is_wrong_with_criticism(draft: Mapping[str, Any], on: date, known: Known) -> WrongFields:
    """Field → what is wrong with it. A member criticises a member, or themselves."""
    wrong: WrongFields = {}
    message = wrong_meeting(known.meetings.get(draft["meeting_id"] or ""), on)
    if message:
        wrong["meeting_id"] = message
    if draft["critic_id"] not in known.members:
        wrong["critic_id"] = "请选择提出批评的班子成员"
    if draft["target_id"] not in known.members:
        wrong["target_id"] = "请选择被批评的班子成员；自我批评就选本人"
    if draft["aspect"] is None:
        wrong["aspect"] = "请选择所属方面"
    if not draft["content"]:
        wrong["content"] = "请写明批评内容"
    return wrong | wrong_words(draft, {"aspect": "aspect"}, known)


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
) -> dict[str, Any]:
    """A meeting's record after theme_stated and minutes were typed on a day; its `seq` is unchanged.

    `wrong`: other wrong fields. Raises Invalid by field.
    """
    message = wrong_meeting(meeting, on)
    if message or wrong:
        raise Invalid({**wrong, **({"minutes": message} if message else {})})
    return {**record, **plain_fields(fields, ("theme_stated", "minutes"), ("minutes",))}
