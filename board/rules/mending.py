"""程序检查 of rectifying while inspecting (边查边改), and of leadership by example (领导带头)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from board.rectification.fields import IMMEDIATE_DAYS_AT_MOST
from board.rules.judging import (
    Found,
    Rule,
    as_day,
    earlier,
    gap,
    gaps_in,
    kept_in,
    last_day,
    members,
    phase_end,
    says_little,
    soonest,
)
from board.rules.meeting import meeting_on
from board.rules.records import Records
from board.wording import shortened
from board.words import BRIEFING_MEETING, FORUM

# The days that a 立行立改 item may stay not started after it was found, and without any progress reported.
AT_ONCE_DAYS, UNTOLD_DAYS = 3, 7
# An explanation, a reason or a condition takes at least so many different characters.
FEWEST_CHARACTERS = 4
_LONGEST = 30
_ACCEPTS = "到座谈会、通报会上接受监督评议"
# What the rules say of an item: few columns are quickly filtered.
_OF_AN_ITEM = ["item_id", "problem", "progress", "due_on", "days_late"]


def _items(items: pd.DataFrame, which: pd.Series, say: Callable[[Any], str]) -> tuple[Any, ...]:
    return gaps_in("rectification", items[_OF_AN_ITEM][which], "item_id", say)


def _first_items_by(records: Records) -> date | None:
    """The last day on which there may be no items yet: the end of the meeting's phase or, in a plan without a meeting,
    of its first phase, which determines what is to be rectified. None where the plan has no phases."""
    ends = records.phases["end_on"]
    return phase_end(records, "meeting") or (None if ends.empty else as_day(ends.iloc[0]))


def mending_items(records: Records) -> Found:
    """Checks that every problem has an item, one that was not closed already when the problem was found."""
    found = records.problems
    led_to = _led_to(records)
    idle = found[~found["problem_id"].isin(led_to["problem_id"])]
    gaps = gaps_in("meeting", idle, "problem_id", lambda row: f"没有整改事项：{shortened(row.content, _LONGEST)}")
    summary = f"{len(found)} 个问题，落到整改事项的 {len(found) - len(idle)} 个"
    if found.empty and records.items.empty:
        return Found(summary, (gap("rectification", "还没有查出的问题"),), _first_items_by(records))
    return Found(summary, gaps, phase_end(records, "meeting"), last_day(found["found_on"]))


def _led_to(records: Records) -> pd.DataFrame:
    """One row per problem and item it led to: problem_id, solve_now, problem_found_on, and of the item what `_is_soon`
    asks."""
    found = records.problems[["problem_id", "solve_now", "found_on", "item_ids"]]
    links = found.assign(item_id=found["item_ids"].str.split("、")).explode("item_id")
    items = links.rename(columns={"found_on": "problem_found_on"}).merge(
        records.items[["item_id", "closed_on", "is_done", "due_on", "found_on"]], on="item_id"
    )
    return items[~(items["closed_on"] < items["problem_found_on"])]


def mending_immediate(records: Records) -> Found:
    """Checks that what can be solved now is: started at once, reported on soon, due within a month."""
    items, day = records.items, pd.Timestamp(records.as_of)
    now = items["kind"] == "immediate"
    is_reported = items["item_id"].isin(_reported(records)["item_id"])
    waits = now & (items["status"] == "not_started") & (items["found_on"] < day - pd.Timedelta(days=AT_ONCE_DAYS))
    silent = now & (items["status"] == "in_progress") & ~is_reported
    silent &= items["found_on"] < day - pd.Timedelta(days=UNTOLD_DAYS)
    put_off = now & ~items["is_done"] & ~_is_soon(items)
    gaps = _items(items, waits, lambda row: f"查出后一直没有启动：{shortened(row.problem, _LONGEST)}")
    gaps += _items(items, silent, lambda row: f"启动以后没有报过进展：{shortened(row.problem, _LONGEST)}")
    gaps += _items(items, put_off, lambda row: f"立行立改却延到 {row.due_on:%m-%d}：{shortened(row.problem, _LONGEST)}")
    slow = _solvable_but_slow(records)
    gaps += gaps_in("meeting", slow, "problem_id", lambda row: f"当前能解决，事项 {row.item_id} 却不是马上改")
    moving = int((now & (items["is_done"] | is_reported)).sum())
    wanted_on = earlier(
        soonest(items["found_on"][waits | put_off], AT_ONCE_DAYS),
        soonest(items["found_on"][silent], UNTOLD_DAYS),
        soonest(slow["problem_found_on"], AT_ONCE_DAYS),
    )
    return Found(
        f"立行立改 {int(now.sum())} 项，有进展的 {moving} 项", gaps, wanted_on, last_day(items["found_on"][now])
    )


def _is_soon(items: pd.DataFrame) -> "pd.Series[bool]":
    """Which items are due as soon as 立行立改 allows, or have been done."""
    return items["is_done"] | (items["due_on"] <= items["found_on"] + pd.Timedelta(days=IMMEDIATE_DAYS_AT_MOST))


def _solvable_but_slow(records: Records) -> pd.DataFrame:
    """One row per problem that can be solved now and has only items that take their time."""
    led_to = _led_to(records)
    led_to = led_to[led_to["solve_now"].astype(bool)]
    soon = led_to[_is_soon(led_to)]["problem_id"]
    return led_to[~led_to["problem_id"].isin(soon)].drop_duplicates("problem_id")


def _reported(records: Records) -> pd.DataFrame:
    """The items whose owners said something of their progress, with the day on which they last did: reported_on."""
    rows = records.reported.merge(records.items[["item_id", "progress"]], on="item_id")
    return rows[~rows["progress"].map(lambda text: says_little(text, FEWEST_CHARACTERS)).astype(bool)]


def mending_explained(records: Records) -> Found:
    """Checks that items that have to wait were explained when they had been found, and are looked at again in time."""
    items = records.items
    waits = items["is_deferred"] & ~items["is_closed"]
    says = items[["explanation", "conditions"]].map(lambda text: not says_little(text, FEWEST_CHARACTERS)).all(axis=1)
    explained = says & (items["explained_to"] != "") & (items["explained_on"] >= items["found_on"])
    silent, forgotten = waits & ~explained, waits & (items["review_on"] < pd.Timestamp(records.as_of))
    gaps = _items(items, silent, lambda row: f"没有向群众解释说明清楚：{shortened(row.problem, _LONGEST)}")
    gaps += _items(items, forgotten, lambda row: f"过了复查日没有复查：{shortened(row.problem, _LONGEST)}")
    summary = f"创造条件整改 {int(waits.sum())} 项，已解释说明的 {int((waits & explained).sum())} 项"
    wanted_on = None if silent.any() else soonest(items["review_on"][forgotten], 0)
    return Found(summary, gaps, wanted_on, last_day(items["explained_on"][waits]))


def mending_overdue(records: Records) -> Found:
    """Checks that the progress of every overdue item was reported since its due date: a return is no report."""
    items, reported_on = records.items, _reported(records).set_index("item_id")["reported_on"].astype("datetime64[us]")
    late, accounted = items["is_late"], reported_on.reindex(items["item_id"]).to_numpy() > items["due_on"]
    silent = late & ~accounted
    grounds = _items(
        items, silent, lambda row: f"逾期 {row.days_late:.0f} 天，没有说明：{shortened(row.problem, _LONGEST)}"
    )
    grounds += kept_in(
        "rectification",
        items[_OF_AN_ITEM][late & accounted],
        "item_id",
        lambda row: f"逾期 {row.days_late:.0f} 天，已说明：{shortened(row.progress, _LONGEST)}",
    )
    summary = f"逾期 {int(late.sum())} 项，逾期后有说明的 {int((late & accounted).sum())} 项"
    return Found(summary, grounds, soonest(items["due_on"][silent], 0))


def mending_rejected(records: Records) -> Found:
    """Checks that no item is closed whose result the people reject."""
    items = records.items
    rejected = items["people_view"] == "dissatisfied"
    wrong = rejected & items["is_closed"]
    gaps = _items(items, wrong, lambda row: f"群众不满意却已销号：{shortened(row.problem, _LONGEST)}")
    summary = f"群众评价不满意的 {int(rejected.sum())} 项，都没有销号" if rejected.any() else "没有群众不满意的事项"
    return Found(summary, gaps)


def mending_reopened(records: Records) -> Found:
    """Checks that every closed item whose result the public rejects, once it was published, is reopened."""
    items = records.items
    wrong = items["is_rejected"] & items["is_closed"]
    gaps = _items(
        records.items, wrong, lambda row: f"公开以后多数不满意，还没有重启：{shortened(row.problem, _LONGEST)}"
    )
    return Found(f"公开以后多数不满意的 {int(items['is_rejected'].sum())} 项，待重启 {int(wrong.sum())} 项", gaps)


def leading_items(records: Records) -> Found:
    """Checks that every member leads items."""
    led = records.items["leader_id"].value_counts()
    return _each_member(records, "rectification", led, "牵头整改事项", _first_items_by(records))


def leading_talks(records: Records) -> Found:
    """Checks that every member gives talks."""
    return _each_member(records, "talks", talks_given(records), "谈心", phase_end(records, "meeting"))


def talks_given(records: Records) -> "pd.Series[int]":
    """person_id → the number of talks in which a member exchanged views, with other members, groups and teachers."""
    held = records.talks[records.talks["views_exchanged"]]
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


def leading_accepts(records: Records) -> Found:
    """Checks that every member was there when people judged: at a forum or a briefing after the meeting."""
    return _each_member(records, "meeting", judged_in_person(records), _ACCEPTS, phase_end(records, "evaluation"))


def judged_in_person(records: Records) -> "pd.Series[int]":
    """person_id → the number of forums and briefings after the life meeting at which a member was present."""
    held, since = records.held_meetings, meeting_on(records)
    held = held[held["is_held"] & held["kind"].isin((FORUM, BRIEFING_MEETING))]
    held = held if since is None else held[held["held_on"] > pd.Timestamp(since)]
    came = records.attendance
    there = came[(came["presence"] == "present") & came["meeting_id"].isin(held["meeting_id"])]
    times: pd.Series[int] = there["person_id"].value_counts()
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
    Rule("mending_immediate", "措施不当", "当前能改的抓紧改", "", mending_immediate),
    Rule("mending_explained", "群众不满", "要等条件的已解释说明，按时复查", "", mending_explained),
    Rule("mending_overdue", "措施不当", "逾期的都有说明", "", mending_overdue),
    Rule(
        "mending_rejected",
        *("群众不满", "群众不满意的不销号", "", mending_rejected),
        ensured_by="群众评价是不满意的，不让销号",
    ),
    Rule("leading_items", "措施不当", "每位成员都牵头整改", "", leading_items),
    Rule("leading_talks", "动作不全", "每位成员都带头谈心", "meeting", leading_talks),
    Rule("leading_hears", "动作不全", "每位成员都当面听取意见", "meeting", leading_hears),
    Rule("leading_accepts", "群众不满", "每位成员都到场接受监督评议", "evaluation", leading_accepts),
    Rule("mending_reopened", "群众不满", "公开以后群众不满意的已重启", "", mending_reopened),
)
