"""程序检查 of what was said at the meeting (causes, suggestions, aspects, concerns), and of the records of meetings."""

from typing import Any

from board.meeting.views import RECORDED
from board.problems.rules import SAYS_NOTHING
from board.rules.judging import (
    Found,
    Rule,
    earlier,
    gap,
    gaps_in,
    kept_in,
    last_day,
    members,
    required,
    says_little,
    soonest,
)
from board.rules.meeting import FEWEST_CHARACTERS, at_meeting, meeting_on, of_meeting, of_substance
from board.rules.records import Records
from board.wording import shortened
from board.words import FORUM

# The days that a meeting may wait for its record.
RECORD_DAYS = 7
_FEWEST_OF_A_CAUSE = 2
_LONGEST = 30
_MEETING = "meeting"


def meeting_aspects(records: Records) -> Found:
    """Checks that every member, criticising self and others, spoke of every aspect that the plan requires."""
    made = of_substance(of_meeting(records, records.criticisms))
    spoken = set(zip(made["critic_id"], made["aspect"], strict=True))
    group, wanted = members(records), required(records, "aspect")
    gaps = tuple(
        gap(_MEETING, f"{row.name}没有讲到{aspect}", str(row.person_id))
        for row in group.itertuples()
        for aspect in wanted
        if (row.person_id, aspect) not in spoken
    )
    asked = len(group) * len(wanted)
    return at_meeting(records, f"{len(group)} 位成员、{len(wanted)} 个方面，讲到的 {asked - len(gaps)} / {asked}", gaps)


def meeting_causes(records: Records) -> Found:
    """Checks that every criticism says its cause and a suggestion."""
    made = of_meeting(records, records.criticisms)
    lacks = [_lacks(row) for row in made.itertuples()]
    short = made.assign(lacks=lacks)[[bool(each) for each in lacks]]
    gaps = gaps_in(_MEETING, short, "criticism_id", lambda row: f"没有{row.lacks}：{shortened(row.content, _LONGEST)}")
    return at_meeting(records, f"{len(made)} 条批评，有原因有建议的 {len(made) - len(short)} 条", gaps)


def _lacks(row: Any) -> str:
    texts = {"原因": row.cause, "建议": row.suggestion}
    empty = [
        word
        for word, text in texts.items()
        if says_little(text, _FEWEST_OF_A_CAUSE) or text.strip("。.") in SAYS_NOTHING
    ]
    return "、".join(empty)


def meeting_concerns(records: Records) -> Found:
    """Checks that what the plan wants looked for at the meeting was found there, in a criticism or a problem."""
    wanted, found = required(records, "concern"), of_meeting(records, records.problems)
    touched = {*found["concern"], *of_substance(of_meeting(records, records.criticisms))["concern"]}
    gaps = tuple(gap(_MEETING, f"没有查找{label}方面的突出问题") for label in wanted if label not in touched)
    kept = kept_in(
        _MEETING,
        found[found["concern"].isin(wanted)],
        "problem_id",
        lambda row: f"{row.concern}：{shortened(row.content, _LONGEST)}",
    )
    return at_meeting(records, f"要着重查找 {len(wanted)} 样，查找过 {len(wanted) - len(gaps)} 样", gaps + kept)


def meeting_recorded(records: Records) -> Found:
    """Checks that forums, democratic life meetings and briefings have who came and their minutes on record."""
    meetings = records.held_meetings
    held = meetings[meetings["is_held"] & meetings["kind"].isin(RECORDED)]
    is_minuted = [not says_little(text, FEWEST_CHARACTERS) for text in held["minutes"]]
    held = held.assign(is_minuted=is_minuted)
    silent = held[~held["is_minuted"].astype(bool) | ~held["has_attendance"]]
    gaps = gaps_in(_MEETING, silent, "meeting_id", _unrecorded)
    wanted_on, due_on = soonest(silent["held_on"], RECORD_DAYS), meeting_on(records)
    if due_on and FORUM in required(records, "channel") and FORUM not in set(held["kind"]):
        gaps, wanted_on = (gap(_MEETING, f"还没有登记过{FORUM}"), *gaps), earlier(wanted_on, due_on)
    summary = f"开了 {len(held)} 次，有到会、有会议记录的 {len(held) - len(silent)} 次"
    return Found(summary, gaps, wanted_on, last_day(held["minuted_at"]))


def _unrecorded(row: Any) -> str:
    lacks = [word for word, is_there in (("到会", row.has_attendance), ("会议记录", row.is_minuted)) if not is_there]
    return f"{row.held_on:%Y-%m-%d} {row.kind}没有{'、'.join(lacks)}"


RULES = (
    Rule("meeting_aspects", "剖析不深", "人人把各个方面都讲到", _MEETING, meeting_aspects),
    Rule("meeting_causes", "剖析不深", "批评找了原因、提了建议", _MEETING, meeting_causes),
    Rule("meeting_concerns", "剖析不深", "方案要着重查找的都查找了", _MEETING, meeting_concerns),
    Rule("meeting_recorded", "动作不全", "座谈会、民主生活会、通报会都有到会和记录", "", meeting_recorded),
)
