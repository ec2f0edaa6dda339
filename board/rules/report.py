"""程序检查 of the report: complete, traced to records, with causes, heard on, answered, and true."""

from datetime import date
from typing import Any

import pandas as pd

from board.rules.judging import (
    Found,
    Ground,
    Rule,
    as_day,
    gap,
    gaps_in,
    last_day,
    phase_end,
    repeated,
    required,
    says_little,
)
from board.rules.records import Records
from board.wording import shortened

# The different characters that a section of the report, a cause or a reason has at least.
SECTION_CHARACTERS, FEWEST_CHARACTERS = 20, 4
_LONGEST = 30
_REPORT = "report"


def _newest(records: Records) -> pd.Series | None:
    """The newest version of the report."""
    return None if records.versions.empty else records.versions.sort_values("made_on", kind="stable").iloc[-1]


def _checked(records: Records, summary: str, grounds: tuple[Ground, ...], met_on: date | None = None) -> Found:
    """The result of a rule about the report, which has to exist first, due by the end of its phase."""
    wanted_on = phase_end(records, _REPORT)
    newest = _newest(records)
    if newest is None:
        return Found("还没有报告初稿", (gap(_REPORT, "还没有分析检查报告"),), wanted_on)
    return Found(summary, grounds, wanted_on, met_on or as_day(newest["made_on"]))


def report_sections(records: Records) -> Found:
    """Checks that the newest version has every section named in the plan, each with a text of its own."""
    newest, wanted = _newest(records), required(records, "section")
    sections = records.sections
    of_newest = sections[sections["version_id"] == ("" if newest is None else newest["version_id"])]
    content = of_newest.set_index("section")["content"]
    again = repeated(content)
    wrong = {
        label: "还没有内容"
        if not content.get(label, "").strip()
        else "和别的一节一字不差"
        if again[label]
        else "只有几个字"
        if says_little(content[label], SECTION_CHARACTERS)
        else ""
        for label in wanted
    }
    gaps = tuple(gap(_REPORT, f"“{label}”一节{what}") for label, what in wrong.items() if what)
    return _checked(records, f"方案要 {len(wanted)} 节，已写 {len(wanted) - len(gaps)} 节", gaps)


def report_traces(records: Records) -> Found:
    """Checks that every problem has a source: opinions, talks, outlines or the meeting."""
    found = records.problems
    loose = found[found["source_count"] == 0]
    gaps = gaps_in("meeting", loose, "problem_id", lambda row: f"没有写明来源：{shortened(row.content, _LONGEST)}")
    summary = f"{len(found)} 个问题，有来源的 {len(found) - len(loose)} 个"
    return Found(summary, _or_none_found(found, gaps), phase_end(records, _REPORT), last_day(found["found_on"]))


def report_causes(records: Records) -> Found:
    """Checks that every problem has a subjective cause of its own: more than a word or two, and copied from nowhere."""
    found = records.problems
    cause = found["subjective_cause"].str.strip()
    is_bare = cause.map(lambda text: says_little(text, FEWEST_CHARACTERS)).astype(bool) | repeated(cause)
    shallow = found[is_bare | (cause == found["content"].str.strip()) | (cause == found["objective_cause"].str.strip())]
    gaps = gaps_in("meeting", shallow, "problem_id", lambda row: f"{_cause(row)}：{shortened(row.content, _LONGEST)}")
    summary = f"{len(found)} 个问题，主观原因写得清楚的 {len(found) - len(shallow)} 个"
    return Found(summary, _or_none_found(found, gaps), phase_end(records, _REPORT), last_day(found["found_on"]))


def _cause(row: Any) -> str:
    return "主观原因太短，或与别处一字不差" if row.subjective_cause.strip() else "没有主观原因"


def _or_none_found(problems: pd.DataFrame, gaps: tuple[Ground, ...]) -> tuple[Ground, ...]:
    return gaps if len(problems) else (gap("meeting", "还没有查出的问题"),)


def report_heard(records: Records) -> Found:
    """Checks that those who evaluate the report later and those whose opinions were asked for were heard on it between
    its draft and its final version.
    """
    final = records.versions[records.versions["stage"] == "final"]["made_on"].max()
    heard = records.hearings[_up_to(records.hearings["held_on"], final)]
    asked, groups = {*required(records, "group"), *required(records, "giver")}, records.terms.query("kind == 'group'")
    wanted = [label for label in groups["label"] if label in asked]
    gaps = tuple(
        gap(_REPORT, f"还没有就报告听取{label}的意见") for label in wanted if label not in set(heard["group_label"])
    )
    summary = f"要听取 {len(wanted)} 类人，听到 {len(wanted) - len(gaps)} 类"
    return _checked(records, summary, gaps, last_day(heard["held_on"]))


def _up_to(days: pd.Series, last: pd.Timestamp) -> pd.Series:
    return days.notna() if pd.isna(last) else days <= last


def report_points(records: Records) -> Found:
    """Checks that points were made, and each is answered by a change in a later version, or by a reason."""
    points = records.points
    bare = points["reason"].map(lambda text: says_little(text, FEWEST_CHARACTERS)).astype(bool)
    waiting = points[(points["handling"] == "open") | ((points["handling"] == "declined") & bare)]
    gaps = gaps_in(_REPORT, waiting, "point_id", lambda row: f"{_answer(row)}：{shortened(row.content, _LONGEST)}")
    if points.empty:
        gaps = (gap(_REPORT, "就报告听取意见，一点也没有记下来"),)
    summary = f"听到 {len(points)} 点意见，已答复 {len(points) - len(waiting)} 点"
    return _checked(records, summary, gaps)


def _answer(row: Any) -> str:
    return "没有答复" if row.handling == "open" else "不采纳，没有写清原因"


def report_final(records: Records) -> Found:
    """Checks that the report has a final version."""
    finals = records.versions[records.versions["stage"] == "final"]
    gaps = () if len(finals) else (gap(_REPORT, "还没有定稿"),)
    return _checked(records, "已经定稿" if len(finals) else "还没有定稿", gaps, last_day(finals["made_on"]))


def truth_findings(records: Records) -> Found:
    """Checks that the newest version agrees with the records: every finding of the truth check is answered."""
    open_ones = records.untruths
    gaps = gaps_in(_REPORT, open_ones, "version_id", lambda row: f"{row.message}")
    return _checked(records, "报告里的数字、名称与记录一致" if open_ones.empty else f"{len(open_ones)} 处待核", gaps)


RULES = (
    Rule("report_sections", "动作不全", "报告各节齐全", _REPORT, report_sections),
    Rule("report_traces", "报告不实", "每个问题都有来源", _REPORT, report_traces),
    Rule("report_causes", "剖析不深", "每个问题都查到主观原因", _REPORT, report_causes),
    Rule("report_heard", "动作不全", "就报告听取了党员和群众意见", _REPORT, report_heard),
    Rule("report_points", "群众不满", "听到了意见，每一点都有答复", _REPORT, report_points),
    Rule("report_final", "程序不清", "报告已经定稿", _REPORT, report_final),
    Rule("truth_findings", "报告不实", "报告与记录一致", _REPORT, truth_findings),
)
