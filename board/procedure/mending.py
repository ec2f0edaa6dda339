"""程序检查 of rectifying while inspecting (边查边改), and of leadership by example (领导带头)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from board.procedure.judging import Found, Rule, as_day, gap, gaps_in, kept_in, last_day, members, phase_end, soonest
from board.procedure.records import Records
from board.wording import shortened

# The days that a 立行立改 item may stay not started after it was found.
AT_ONCE_DAYS = 3
_LONGEST = 30


def _items(records: Records, which: pd.Series, say: Callable[[Any], str]) -> tuple[Any, ...]:
    return gaps_in("rectification", records.items[which], "item_id", say)


def _first_items_by(records: Records) -> date | None:
    """The last day on which there may be no items yet: the end of the meeting's phase or, in a plan without a meeting,
    of its first phase, which determines what is to be rectified. None where the plan has no phases."""
    ends = records.phases["end_on"]
    return phase_end(records, "meeting") or (None if ends.empty else as_day(ends.iloc[0]))


def mending_items(records: Records) -> Found:
    """Checks that every problem has an item."""
    found = records.problems
    idle = found[found["item_ids"] == ""]
    gaps = gaps_in("meeting", idle, "problem_id", lambda row: f"没有整改事项：{shortened(row.content, _LONGEST)}")
    summary = f"{len(found)} 个问题，落到整改事项的 {len(found) - len(idle)} 个"
    if found.empty and records.items.empty:
        return Found(summary, (gap("rectification", "还没有查出的问题"),), _first_items_by(records))
    return Found(summary, gaps, phase_end(records, "meeting"), last_day(found["found_on"]))


def mending_immediate(records: Records) -> Found:
    """Checks that items that can be solved now are started at once."""
    items = records.items
    now = items["kind"] == "immediate"
    patience = pd.Timestamp(records.as_of) - pd.Timedelta(days=AT_ONCE_DAYS)
    waits = now & (items["status"] == "not_started") & (items["found_on"] < patience)
    gaps = _items(records, waits, lambda row: f"查出后一直没有启动：{shortened(row.problem, _LONGEST)}")
    summary = f"立行立改 {int(now.sum())} 项，已动起来的 {int((now & (items['status'] != 'not_started')).sum())} 项"
    return Found(summary, gaps, soonest(items[waits]["found_on"], AT_ONCE_DAYS), last_day(items[now]["found_on"]))


def mending_explained(records: Records) -> Found:
    """Checks that items that have to wait have an explanation on record: to whom, when, how."""
    items = records.items
    waits = items["is_deferred"] & ~items["is_closed"]
    explained = (items["explanation"] != "") & (items["explained_to"] != "") & items["explained_on"].notna()
    silent = waits & ~explained
    gaps = _items(records, silent, lambda row: f"没有向群众解释说明：{shortened(row.problem, _LONGEST)}")
    summary = f"创造条件整改 {int(waits.sum())} 项，已解释说明的 {int((waits & explained).sum())} 项"
    return Found(summary, gaps, None, last_day(items[waits]["explained_on"]))


def mending_overdue(records: Records) -> Found:
    """Checks that every overdue item has a progress report since its due date."""
    items = records.items
    late = items["is_late"]
    accounted = (items["progressed_on"] > items["due_on"]) & (items["progress"] != "")
    silent = late & ~accounted
    grounds = _items(
        records, silent, lambda row: f"逾期 {row.days_late:.0f} 天，没有说明：{shortened(row.problem, _LONGEST)}"
    )
    grounds += kept_in(
        "rectification",
        items[late & accounted],
        "item_id",
        lambda row: f"逾期 {row.days_late:.0f} 天，已说明：{shortened(row.progress, _LONGEST)}",
    )
    summary = f"逾期 {int(late.sum())} 项，逾期后有说明的 {int((late & accounted).sum())} 项"
    return Found(summary, grounds, soonest(items[silent]["due_on"], 0))


def mending_rejected(records: Records) -> Found:
    """Checks that no item is closed whose result the people reject."""
    items = records.items
    rejected = items["people_view"] == "dissatisfied"
    wrong = rejected & items["is_closed"]
    gaps = _items(records, wrong, lambda row: f"群众不满意却已销号：{shortened(row.problem, _LONGEST)}")
    summary = f"群众评价不满意的 {int(rejected.sum())} 项，都没有销号" if rejected.any() else "没有群众不满意的事项"
    return Found(summary, gaps)


def leading_items(records: Records) -> Found:
    """Checks that every member leads items."""
    led = records.items["leader_id"].value_counts()
    return _each_member(records, "rectification", led, "牵头整改事项", _first_items_by(records))


def leading_talks(records: Records) -> Found:
    """Checks that every member gives talks."""
    return _each_member(records, "talks", talks_given(records), "谈心", phase_end(records, "meeting"))


def talks_given(records: Records) -> "pd.Series[int]":
    """person_id → the number of talks a member had, with other members, with groups and with teachers."""
    held = records.talks
    others = held[held["with_kind"] == "member"]
    times: pd.Series[int] = pd.concat([held["member_id"], others["with_id"]]).value_counts()
    return times


def leading_hears(records: Records) -> Found:
    """Checks that every member hears opinions in person."""
    return _each_member(records, "talks", heard_in_person(records), "当面听取意见", phase_end(records, "meeting"))


def heard_in_person(records: Records) -> "pd.Series[int]":
    """person_id → the number of talks in which a member heard views: of grade groups or teachers, or recorded as
    opinions.
    """
    held = records.talks
    listened = (held["with_kind"] == "partner") & held["views_exchanged"]
    times: pd.Series[int] = held[listened | (held["opinion_count"] > 0)]["member_id"].value_counts()
    return times


def _each_member(records: Records, subject: str, counts: "pd.Series[int]", word: str, wanted_on: date | None) -> Found:
    group = members(records)
    counted = group.assign(count=group["person_id"].map(counts).fillna(0).astype(int))
    idle = counted[counted["count"] == 0]
    grounds = gaps_in(subject, idle.assign(place=""), "place", lambda row: f"{row.name}还没有{word}")
    summary = "，".join(f"{row.name} {row.count}" for row in counted.itertuples(index=False))
    return Found(f"{word}：{summary}", grounds, wanted_on)


RULES = (
    Rule("mending_items", "措施不当", "每个问题都有整改事项", "", mending_items),
    Rule("mending_immediate", "措施不当", "能改的马上改", "", mending_immediate),
    Rule("mending_explained", "群众不满", "要等条件的已解释说明", "", mending_explained),
    Rule("mending_overdue", "措施不当", "逾期的都有说明", "", mending_overdue),
    Rule("mending_rejected", "群众不满", "群众不满意的不销号", "", mending_rejected),
    Rule("leading_items", "措施不当", "每位成员都牵头整改", "", leading_items),
    Rule("leading_talks", "动作不全", "每位成员都带头谈心", "meeting", leading_talks),
    Rule("leading_hears", "动作不全", "每位成员都当面听取意见", "meeting", leading_hears),
)
