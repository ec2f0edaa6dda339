"""程序检查 of the evaluation by the people, and of publishing its result."""

from datetime import date, timedelta

import pandas as pd

from board.evaluation.of_phase import looked_at
from board.numbers import rate_text
from board.procedure.judging import (
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
from board.procedure.records import Records
from board.publication.views import earlier_results, not_published, of_kind
from board.store.frames import each_row
from board.words import BRIEFING_MEETING, PLAN_PURPOSE, PUBLISHED, WAY

# A criterion is weak if less than this share of its valid answers is in the top two.
WEAK_RATE = 0.8
# Publication is prompt if it is within this many days of writing or counting.
PROMPT_DAYS = 7
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
    """Checks that the groups named in the plan took part: party members, staff, parents."""
    took_part = set(records.forms[records.forms["returned_count"] > 0]["group_label"])
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
    """Checks that every criterion was answered."""
    asked = records.criteria
    silent = asked[asked["base"].fillna(1) == 0]
    gaps = gaps_in(_EVALUATION, silent, "criterion_id", lambda row: f"“{row.criterion_label}”没有有效回答")
    return _checked(records, f"{len(asked)} 个评议项目，有回答的 {len(asked) - len(silent)} 个", gaps)


def evaluation_suggestions(records: Records) -> Found:
    """Checks that suggestions were collected with the ballots."""
    gaps = () if records.suggestion_count else (gap(_EVALUATION, "没有收到意见和建议"),)
    return _checked(records, f"收到意见和建议 {records.suggestion_count} 条", gaps)


def evaluation_written(records: Records) -> Found:
    """Checks that the result is written up."""
    written = _of(records, "result")
    not_of_it = earlier_results(records.publications, _since(records))
    gaps = () if len(written) else (gap("publication", f"评议结果还没有写成材料{not_of_it}"),)
    return _checked(records, "评议结果已经成文" if len(written) else "评议结果还没有成文", gaps)


def evaluation_weak(records: Records) -> Found:
    """Checks that each weak criterion led to a rectification item or a change of the report."""
    asked = records.criteria[~records.criteria["is_overall"]]
    weak = asked[asked["good_rate"] < WEAK_RATE]
    changed = _changed_since(records)
    led = set(records.items["criterion_id"].dropna()) | changed.keys()
    idle = weak[~weak["criterion_id"].isin(led)]
    nothing = "还没有整改事项，也没有为它改报告"
    grounds = gaps_in(_EVALUATION, idle, "criterion_id", lambda row: f"{_weakness(row)}，{nothing}")

    def answered(row: object) -> str:
        return f"{_weakness(row)}{changed.get(row.criterion_id, '')}"  # type: ignore[attr-defined]

    grounds += kept_in(_EVALUATION, weak[weak["criterion_id"].isin(led)], "criterion_id", answered)
    summary = f"优良率低于 {WEAK_RATE:.0%} 的 {len(weak)} 项，已落到整改或改了报告的 {len(weak) - len(idle)} 项"
    return _checked(records, summary, grounds)


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


def _since(records: Records) -> date | None:
    chosen = looked_at(records.rounds)
    return None if chosen is None else chosen["opened_on"]


def publication_briefing(records: Records) -> Found:
    """Checks that the briefing meeting (通报会) was held."""
    held = records.meetings[
        (records.meetings["kind"] == BRIEFING_MEETING) & (records.meetings["held_on"] <= pd.Timestamp(records.as_of))
    ]
    grounds = kept_in("publication", held.assign(place=""), "place", lambda row: f"{row.held_on:%Y-%m-%d} {row.topic}")
    summary = "通报会已经开过" if len(held) else "通报会还没有开"
    return Found(
        summary,
        grounds or (gap("publication", "还没有开通报会"),),
        phase_end(records, _EVALUATION),
        last_day(held["held_on"]),
    )


def publication_report(records: Records) -> Found:
    """Checks that the final report was published promptly."""
    finals = records.versions[records.versions["stage"] == "final"]
    return _published(records, "report", as_day(finals["made_on"].min()) if len(finals) else None)


def publication_result(records: Records) -> Found:
    """Checks that the result of the evaluation was published promptly."""
    written = _of(records, "result")
    return _published(records, "result", as_day(written["written_on"].min()) if len(written) else None)


def _published(records: Records, what: str, ready_on: date | None) -> Found:
    """Checks a publication: due PROMPT_DAYS after it was ready, and by the end of the phase at the latest."""
    done = _of(records, what)
    done = done[done["published_on"].notna()].sort_values("published_on")
    prompt = None if ready_on is None else ready_on + timedelta(days=PROMPT_DAYS)
    wanted_on = earlier(prompt, phase_end(records, _EVALUATION))
    if done.empty:
        sentence = f"{PUBLISHED[what]}还没有公开{not_published(records.publications, _since(records))[what]}"
        return Found(sentence, (gap("publication", sentence),), wanted_on)
    first = done.iloc[0]
    published_on = as_day(first["published_on"])
    days = (published_on - (ready_on or as_day(first["written_on"]))).days  # type: ignore[operator]
    summary = f"{published_on:%Y-%m-%d} 在{first['place']}向{first['audience']}公开，隔了 {days} 天"
    late = days > PROMPT_DAYS
    ground = Ground("publication", str(first["publication_id"]), summary, is_gap=late)
    return Found(summary, (ground,), wanted_on, published_on)


RULES = (
    Rule("evaluation_groups", "动作不全", "该参加评议的都参加了", _EVALUATION, evaluation_groups),
    Rule("evaluation_forms", "报告不实", "评议表发出、收回对得上", _EVALUATION, evaluation_forms),
    Rule("evaluation_criteria", "动作不全", "每个评议项目都有回答", _EVALUATION, evaluation_criteria),
    Rule("evaluation_suggestions", "动作不全", "收集了意见和建议", _EVALUATION, evaluation_suggestions),
    Rule("evaluation_written", "动作不全", "评议结果写成材料", _EVALUATION, evaluation_written),
    Rule("evaluation_weak", "群众不满", "评得低的项目落到整改或改了报告", _EVALUATION, evaluation_weak),
    Rule("publication_briefing", "程序不清", "开了通报会", _EVALUATION, publication_briefing),
    Rule("publication_report", "动作不全", "报告及时公开", _EVALUATION, publication_report),
    Rule("publication_result", "动作不全", "评议结果及时公开", _EVALUATION, publication_result),
)
