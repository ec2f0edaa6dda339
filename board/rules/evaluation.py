"""程序检查 of the evaluation by the people, and of publishing its result."""

import re
from datetime import date, timedelta
from typing import Any

import pandas as pd

from board.evaluation.of_phase import ended_on, looked_at
from board.numbers import rate_text
from board.publication.views import Since, not_published, of_kind, other_results
from board.rules.judging import (
    Found,
    Ground,
    Rule,
    as_day,
    earlier,
    gap,
    gaps_in,
    kept_in,
    last_day,
    phase_end,
    required,
)
from board.rules.meeting import the_meeting
from board.rules.records import Records
from board.store.frames import each_row
from board.words import BRIEFING_MEETING, PLAN_PURPOSE, PUBLISHED, WAY

# A criterion is weak if less than this share of its valid answers is in the top two.
WEAK_RATE = 0.8
# Publication is prompt if it is within this many days of writing or counting.
PROMPT_DAYS = 7
# What a briefing has to tell of, and how its record speaks of it.
_BRIEFED_ON = {"民主生活会情况": "民主生活会", "分析检查报告": "检查报告|分析检查", "评议情况": "评议"}
_EVALUATION = "evaluation"


def _checked(records: Records, summary: str, grounds: tuple[Ground, ...]) -> Found:
    """The result of a rule about the evaluation, due by the end of its phase; it says which round it looks at."""
    wanted_on, chosen = phase_end(records, _EVALUATION), looked_at(records.rounds)
    if chosen is None or not chosen["returned_count"]:
        sentence = f"{PLAN_PURPOSE[_EVALUATION]}的环节里还没有收回评议表"
        over = records.rounds[(records.rounds["why_not"] != "") & (records.rounds["returned_count"] > 0)]
        each = [f"“{row.name}”收回的 {row.returned_count} 张不算：{row.why_not}" for row in each_row(over)]
        short = f"，此前 {len(over)} 轮收回的 {over['returned_count'].sum()} 张不算" if each else ""
        return Found(sentence + short, (gap(_EVALUATION, "；".join([sentence, *each])),), wanted_on)
    return Found(f"{chosen['name']}：{summary}", grounds, wanted_on, chosen["closed_on"] or chosen["opened_on"])


def evaluation_groups(records: Records) -> Found:
    """Checks that the groups named in the plan took part, with ballots that count: party members, staff, parents."""
    took_part = set(records.forms[records.forms["valid_count"] > 0]["group_label"])
    wanted = required(records, "group")
    gaps = tuple(gap(_EVALUATION, f"{label}还没有参加评议") for label in wanted if label not in took_part)
    return _checked(records, f"要 {len(wanted)} 类人参加，参加了 {len(wanted) - len(gaps)} 类", gaps)


def evaluation_forms(records: Records) -> Found:
    """Checks that the forms given out, returned and valid are consistent."""
    forms = records.forms
    over = forms[forms["is_over"]]
    gaps = gaps_in(
        _EVALUATION,
        over.assign(place=""),
        "place",
        lambda row: f"{row.group_label}（{WAY[row.way]}）收回 {row.returned_count} 张，多于发出",
    )
    if len(forms) and forms["given_out"].isna().all():
        gaps = (gap(_EVALUATION, "没有登记发出多少张"),)
    summary = f"发出 {int(forms['given_out'].sum())} 张，收回 {int(forms['returned_count'].sum())} 张"
    return _checked(records, summary, gaps)


def evaluation_criteria(records: Records) -> Found:
    """Checks that every criterion was answered, by enough people for its figures to be shown."""
    asked = records.criteria
    silent = asked[asked["base"].fillna(0) == 0]
    gaps = gaps_in(_EVALUATION, silent, "criterion_id", _without_answers)
    return _checked(records, f"{len(asked)} 个评议项目，有回答的 {len(asked) - len(silent)} 个", gaps)


def _without_answers(row: Any) -> str:
    return f"“{row.criterion_label}”{'有效回答太少，还看不出' if pd.isna(row.base) else '没有有效回答'}"


def evaluation_suggestions(records: Records) -> Found:
    """Checks that suggestions were collected with the ballots."""
    gaps = () if records.suggestion_count else (gap(_EVALUATION, "没有收到意见和建议"),)
    return _checked(records, f"收到意见和建议 {records.suggestion_count} 条", gaps)


def evaluation_written(records: Records) -> Found:
    """Checks that the result is written up, once the round is over."""
    written, chosen = _of(records, "result"), looked_at(records.rounds)
    not_of_it = other_results(records.publications, _since(records))
    gaps = () if len(written) else (gap("publication", f"评议结果还没有写成材料{not_of_it}"),)
    if chosen is not None and not _is_over(records, chosen):
        gaps = (gap(_EVALUATION, f"“{chosen['name']}”还没有结束，写的还不是最后的结果"), *gaps)
    return _checked(records, "评议结果已经成文" if len(written) else "评议结果还没有成文", gaps)


def evaluation_weak(records: Records) -> Found:
    """Checks that each weak criterion led to a rectification item found since, or to a change of the report."""
    asked = records.criteria[~records.criteria["is_overall"]]
    weak = asked[asked["good_rate"] < WEAK_RATE]
    changed = _changed_since(records)
    led = _items_since(records) | changed.keys()
    idle = weak[~weak["criterion_id"].isin(led)]
    nothing = "还没有整改事项，也没有为它改报告"
    grounds = gaps_in(_EVALUATION, idle, "criterion_id", lambda row: f"{_weakness(row)}，{nothing}")

    def answered(row: object) -> str:
        return f"{_weakness(row)}{changed.get(row.criterion_id, '')}"  # type: ignore[attr-defined]

    grounds += kept_in(_EVALUATION, weak[weak["criterion_id"].isin(led)], "criterion_id", answered)
    summary = f"优良率低于 {WEAK_RATE:.0%} 的 {len(weak)} 项，已落到整改或改了报告的 {len(weak) - len(idle)} 项"
    return _checked(records, summary, grounds)


def _items_since(records: Records) -> set[str]:
    """The criteria that led to an item since the round was opened: an earlier one doesn't come of it."""
    chosen, items = looked_at(records.rounds), records.items
    if chosen is None:
        return set()
    return set(items["criterion_id"][items["found_on"] >= pd.Timestamp(chosen["opened_on"])].dropna())


def _changed_since(records: Records) -> dict[str, str]:
    """criterion_id → where the report was changed for it, in versions made since the round was opened; earlier changes
    can't result from it."""
    chosen, changes = looked_at(records.rounds), records.changes
    if chosen is None:
        return {}
    since = changes[pd.to_datetime(changes["made_on"]) >= pd.Timestamp(chosen["opened_on"])]
    places = "“" + since["section"] + "”（" + since["version_id"] + "）"
    return {
        str(criterion_id): f"，报告改了{'、'.join(found)}"
        for criterion_id, found in places.groupby(since["criterion_id"])
    }


def _weakness(row: object) -> str:
    return f"“{row.criterion_label}”优良率 {rate_text(row.good_count, row.base)}"  # type: ignore[attr-defined]


def _of(records: Records, what: str) -> pd.DataFrame:
    """The publications of a kind; of results, only those of the round that is looked at."""
    return of_kind(records.publications, what, _since(records))


def _since(records: Records) -> Since | None:
    return ended_on(looked_at(records.rounds), records.as_of)


def _is_over(records: Records, chosen: pd.Series) -> bool:
    closed_on = as_day(chosen["closed_on"])
    return closed_on is not None and closed_on <= records.as_of


def publication_briefing(records: Records) -> Found:
    """Checks that a briefing (通报会) was held after meeting and evaluation, and reported on these and the report."""
    meetings, wanted_on = records.held_meetings, phase_end(records, _EVALUATION)
    held = meetings[(meetings["kind"] == BRIEFING_MEETING) & meetings["is_held"]]
    if held.empty:
        return Found("通报会还没有开", (gap("publication", "还没有开通报会"),), wanted_on)
    lacks = {str(row.meeting_id): _lacks(records, row) for row in each_row(held)}
    whole = held[held["meeting_id"].map(lacks) == ""]
    if whole.empty:
        newest = held.iloc[0]
        text = f"{newest['held_on']:%Y-%m-%d} 的通报会{lacks[str(newest['meeting_id'])]}"
        return Found(f"开过 {len(held)} 次，没有把该通报的都通报", (gap("meeting", text),), wanted_on)
    grounds = kept_in("publication", whole.assign(place=""), "place", lambda row: f"{row.held_on:%Y-%m-%d} {row.topic}")
    return Found("通报会已经开过", grounds, wanted_on, last_day(whole["held_on"]))


def _lacks(records: Records, briefing: Any) -> str:
    """What a briefing lacks, in words; "" where it is whole."""
    meeting, chosen = the_meeting(records), looked_at(records.rounds)
    if meeting is None or not meeting["is_held"] or briefing.held_on < meeting["held_on"]:
        return "开在民主生活会以前"
    if chosen is None or not _is_over(records, chosen) or as_day(briefing.held_on) < chosen["closed_on"]:
        return "开在评议结束以前"
    text = f"{briefing.topic}\n{briefing.minutes}"
    missing = [label for label, spoken in _BRIEFED_ON.items() if not re.search(spoken, text)]
    return f"，议题和会议记录里没有{'、'.join(missing)}" if missing else ""


def publication_report(records: Records) -> Found:
    """Checks that the report was published promptly once it was final: a draft isn't it."""
    finals = records.versions[records.versions["stage"] == "final"]["approved_on"]
    return _published(records, "report", as_day(finals.min()))


def publication_result(records: Records) -> Found:
    """Checks that the result of the evaluation was published promptly."""
    written = _of(records, "result")["written_on"]
    return _published(records, "result", as_day(written.min()))


def _published(records: Records, what: str, ready_on: date | None) -> Found:
    """Checks a publication: due PROMPT_DAYS after it was ready, and by the end of the phase at the latest."""
    done = _of(records, what)
    every = done[done["published_on"].notna()].sort_values("published_on")
    prompt = None if ready_on is None else ready_on + timedelta(days=PROMPT_DAYS)
    wanted_on = earlier(prompt, phase_end(records, _EVALUATION))
    done = every.head(0) if ready_on is None else every[every["published_on"] >= pd.Timestamp(ready_on)]
    if ready_on is None or done.empty:
        remark = not_published(records.publications, _since(records)).get(what, "")
        if len(every):
            remark = f"（{'、'.join(every['publication_id'])} 公开的是定稿以前的，不算）"
        sentence = f"{PUBLISHED[what]}还没有公开{remark}"
        return Found(sentence, (gap("publication", sentence),), wanted_on)
    first = done.iloc[0]
    published_on = as_day(first["published_on"])
    days = (first["published_on"] - pd.Timestamp(ready_on)).days
    summary = f"{published_on:%Y-%m-%d} 在{first['place']}向{first['audience']}公开，隔了 {days} 天"
    late = days > PROMPT_DAYS
    ground = Ground("publication", str(first["publication_id"]), summary, is_gap=late)
    return Found(summary, (ground,), wanted_on, published_on)


def order_phases(records: Records) -> Found:
    """Checks that the phases were gone through in their order: the meeting, then the report, then the evaluation."""
    meeting, chosen = the_meeting(records), looked_at(records.rounds)
    versions = records.versions
    finals = versions[versions["stage"] == "final"]["approved_on"]
    held_on = as_day(meeting["held_on"]) if meeting is not None and meeting["is_held"] else None
    purposes = set(records.phases["purpose"])
    steps = {"开专题民主生活会": held_on} if "meeting" in purposes else {}
    if "report" in purposes:
        steps |= {"起草分析检查报告": as_day(versions["made_on"].min()), "报告定稿": as_day(finals.min())}
    steps["请群众评议"] = None if chosen is None else chosen["opened_on"]
    names, days = list(steps), list(steps.values())
    pairs = list(zip(names, names[1:], days, days[1:], strict=False))
    wrong = [(name, then, on) for name, then, day, on in pairs if on is not None and (day is None or on < day)]
    gaps = tuple(gap("tasks", f"{then}（{on:%m-%d}）在{name}以前") for name, then, on in wrong)
    if not wrong:
        gaps = tuple(gap("tasks", f"还没有{name}") for name, day in steps.items() if day is None)
    wanted_on = earlier(*(on for _, _, on in wrong)) if wrong else phase_end(records, _EVALUATION)
    done = "，".join(f"{name} {on:%m-%d}" for name, on in steps.items() if on is not None)
    return Found(done or "还没有开始", gaps, wanted_on, chosen["opened_on"] if chosen is not None else None)


RULES = (
    Rule("order_phases", "程序不清", "会、报告、评议依次进行", _EVALUATION, order_phases),
    Rule("evaluation_groups", "动作不全", "该参加评议的都参加了", _EVALUATION, evaluation_groups),
    Rule("evaluation_forms", "报告不实", "评议表发出、收回对得上", _EVALUATION, evaluation_forms),
    Rule("evaluation_criteria", "动作不全", "每个评议项目都有回答", _EVALUATION, evaluation_criteria),
    Rule("evaluation_suggestions", "动作不全", "收集了意见和建议", _EVALUATION, evaluation_suggestions),
    Rule("evaluation_written", "动作不全", "评议结果写成材料", _EVALUATION, evaluation_written),
    Rule("evaluation_weak", "群众不满", "评得低的项目落到整改或改了报告", _EVALUATION, evaluation_weak),
    Rule("publication_briefing", "程序不清", "通报会通报了会议、报告和评议", _EVALUATION, publication_briefing),
    Rule("publication_report", "动作不全", "报告及时公开", _EVALUATION, publication_report),
    Rule("publication_result", "动作不全", "评议结果及时公开", _EVALUATION, publication_result),
)
