"""程序检查 up to and at the meeting: preparation in time, opinions, talks, outlines, and the meeting itself.

What was said at the meeting is looked into further in `rules.criticism`.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from board.opinions.figures import UNANSWERED_DAYS, UNSORTED_DAYS
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
    members,
    phase_end,
    repeated,
    required,
    says_little,
    soonest,
)
from board.rules.records import Records
from board.wording import shortened
from board.words import ABOUT, READINESS, STUDY_SOURCE

FEWEST_CHANNELS = 2
# With whom one talks one by one, as the end of the word for them says: a talk with one of them isn't one with them.
FEWEST_TALKS = 2
_PEOPLE = r"(?:教师|老师|职工|员工|群众|家长|学生|党员|干部)$"
# A finding or a criticism takes at least so many different characters.
FEWEST_CHARACTERS = 5
_NOT_COUNTED = "（太短的、和别处一字不差的不算）"
_LONGEST = 30
_MEETING = "meeting"


def the_meeting(records: Records) -> pd.Series | None:
    """The democratic life meeting, held or planned, for which readiness is checked."""
    return None if records.life_meetings.empty else records.life_meetings.iloc[0]


def meeting_on(records: Records) -> date | None:
    """The day of the meeting: as entered, else the end of its phase."""
    meeting = the_meeting(records)
    return phase_end(records, _MEETING) if meeting is None else as_day(meeting["held_on"])


def ready(requirement: str) -> Callable[[Records], Found]:
    """Returns the check that a requirement before the meeting was met in time (`meeting.readiness`)."""

    def check(records: Records) -> Found:
        asked = records.readiness
        row = asked[asked["requirement"] == requirement].iloc[0]
        gaps = tuple(
            gap(row["subject"], f"{word}{name}", name if row["subject"] == "opinions" else "")
            for word, names in (("还没有：", row["missing"]), ("太晚：", row["late"]))
            for name in names.split("、")
            if name
        )
        if not gaps and not row["is_done"]:
            gaps = (gap(row["subject"], "还没有征求到意见"),)
        summary = f"要 {row['required_count']} 样，按时有 {row['done_count']} 样"
        return Found(summary, gaps, as_day(row["due_on"]) or meeting_on(records), as_day(row["done_on"]))

    return check


def opinions_channels(records: Records) -> Found:
    """Checks that at least two channels were used, and those named in the plan."""
    used = records.opinions.groupby("channel")["received_on"].min()
    unused = [label for label in required(records, "channel") if label not in used.index]
    gaps = [gap("opinions", f"还没有通过{label}听取意见") for label in unused]
    if len(used) < FEWEST_CHANNELS:
        gaps.append(gap("opinions", f"至少要有 {FEWEST_CHANNELS} 种渠道，现在 {len(used)} 种"))
    return Found(f"用了 {len(used)} 种渠道", tuple(gaps), meeting_on(records), last_day(used))


def opinions_givers(records: Records) -> Found:
    """Checks that the groups required by the plan were heard: teachers, parents, the public."""
    heard = records.opinions.groupby("giver")["received_on"].min()
    wanted = required(records, "giver")
    gaps = tuple(gap("opinions", f"还没有听取{label}的意见") for label in wanted if label not in heard.index)
    summary = f"要听取 {len(wanted)} 类人，听到 {len(wanted) - len(gaps)} 类"
    return Found(summary, gaps, meeting_on(records), last_day(heard[heard.index.isin(wanted)]))


def opinions_sorted(records: Records) -> Found:
    """Checks that every opinion is sorted, merged ones with their main ones."""
    mains = records.opinions[~records.opinions["is_merged"]]
    waiting = mains[~mains["is_sorted"]]
    gaps = gaps_in("opinions", waiting, "opinion_id", lambda _row: "还没有梳理")
    summary = f"{len(records.opinions)} 条意见，已梳理 {int(records.opinions['is_sorted'].sum())} 条"
    if mains.empty:
        return Found(summary, (gap("opinions", "还没有征求到意见"),), meeting_on(records))
    return Found(summary, gaps, soonest(waiting["received_on"], UNSORTED_DAYS), last_day(mains["sorted_on"]))


def opinions_fed_back(records: Records) -> Found:
    """Checks that each opinion was fed back to the group or the member it is about, on a sheet that was signed for."""
    mains = records.opinions[~records.opinions["is_merged"]]
    waiting = mains[~mains["is_fed_back"]]
    unsigned = records.sheets[records.sheets["handed_on"].isna()]
    gaps = gaps_in("opinions", waiting, "opinion_id", _not_fed_back)
    gaps += gaps_in("opinions", unsigned, "sheet_id", _unsigned)
    signed = len(records.sheets) - len(unsigned)
    fed_back = int(records.opinions["is_fed_back"].sum())
    summary = f"{len(records.opinions)} 条意见，反馈 {fed_back} 条；反馈单 {len(records.sheets)} 张，签收 {signed} 张"
    if records.sheets.empty:
        return Found(summary, (gap("opinions", "还没有做反馈单"), *gaps), meeting_on(records))
    wanted_on = earlier(soonest(waiting["received_on"], UNANSWERED_DAYS), soonest(unsigned["made_on"], UNANSWERED_DAYS))
    return Found(summary, gaps, wanted_on, last_day([*mains["fed_back_on"], *records.sheets["handed_on"]]))


def _not_fed_back(row: Any) -> str:
    """The gap's text; quotes the opinion's handed-on wording, once sorting has checked that it doesn't reveal who said
    it.
    """
    wording = f"：{shortened(row.wording or row.content, _LONGEST)}" if row.status != "received" else ""
    return f"没有反馈{wording}"


def _unsigned(row: Any) -> str:
    return f"给{ABOUT['group'] if pd.isna(row.member_name) else row.member_name}的反馈单没有签收"


def talks_members(records: Records) -> Found:
    """Checks that every two members have talked with each other."""
    return _talked(records, "member", "班子成员之间")


def talks_partners(records: Records) -> Found:
    """Checks that every member has talked with every grade group and with ordinary teachers, more than one of them."""
    found = _talked(records, "partner", "与各年级组和教师")
    pairs = records.pairs[records.pairs["is_done"] & (records.pairs["with_kind"] == "partner")]
    once = pairs[(pairs["talk_count"] < FEWEST_TALKS) & pairs["with_name"].str.contains(_PEOPLE)]
    gaps = gaps_in("talks", once, "member_id", lambda row: f"{row.member_name} 只和一位{row.with_name}谈过")
    return replace(found, grounds=found.grounds + gaps)


def _talked(records: Records, with_kind: str, word: str) -> Found:
    pairs = records.pairs[records.pairs["with_kind"] == with_kind]
    missing = pairs[~pairs["is_done"]]
    met = {frozenset(pair) for pair in zip(records.talks["member_id"], records.talks["with_id"], strict=True)}

    def say(row: Any) -> str:
        only_met = frozenset((row.member_id, row.with_id)) in met
        return f"{row.member_name} 与 {row.with_name} {'谈过，没有交换看法' if only_met else '还没有谈'}"

    gaps = gaps_in("talks", missing, "member_id", say)
    summary = f"{word}要谈 {len(pairs)} 对，已谈 {len(pairs) - len(missing)} 对"
    return Found(summary, gaps, meeting_on(records), last_day(pairs["first_on"]))


def outlines_members(records: Records) -> Found:
    """Checks that there is an outline for each member."""
    group = members(records)
    missing = group[~group["person_id"].isin(records.outlines["member_id"])]
    gaps = gaps_in(_MEETING, missing, "person_id", lambda row: f"{row.name}还没有发言提纲")
    summary = f"{len(group)} 位班子成员，有提纲的 {len(group) - len(missing)} 位"
    return Found(summary, gaps, meeting_on(records), last_day(records.outlines["written_on"]))


def outlines_mirrors(records: Records) -> Found:
    """Checks that each outline has a finding of its own under each mirror."""
    mirrors, findings = records.mirrors, records.outlines
    own = of_substance(findings).groupby(["member_id", "mirror"]).size()
    is_empty = [(row.member_id, row.mirror) not in own.index for row in mirrors.itertuples()]
    empty = mirrors[pd.Series(is_empty, mirrors.index, dtype=bool)]
    gaps = gaps_in(
        _MEETING,
        empty,
        "member_id",
        lambda row: f"{row.member_name}对照“{row.mirror}”还没有查找出问题{_NOT_COUNTED if row.finding_count else ''}",
    )
    summary = f"{len(mirrors)} 格，已填 {len(mirrors) - len(empty)} 格"
    return Found(summary, gaps, meeting_on(records), last_day(records.outlines["written_on"]))


def outlines_duties(records: Records) -> Found:
    """Checks that each member's outline has a finding of its own on every duty (分工) of theirs."""
    duties = records.duties
    own = of_substance(records.outlines).groupby(["member_id", "duty"]).size()
    is_empty = [(row.member_id, row.duty) not in own.index for row in duties.itertuples()]
    empty = duties[pd.Series(is_empty, duties.index, dtype=bool)]
    gaps = gaps_in(_MEETING, empty, "member_id", lambda row: f"{row.member_name}分管的“{row.duty}”还没有查找出问题")
    summary = f"{len(duties)} 项分工，查找过的 {len(duties) - len(empty)} 项"
    return Found(summary, gaps, meeting_on(records), last_day(duties["first_on"]))


def outlines_studies(records: Records) -> Found:
    """Checks that outlines or problems drew on each finding of the stage of study, where the plan builds on it."""
    if STUDY_SOURCE not in required(records, "source"):
        return Found("方案没有要求结合学习调研成果")
    found = records.studies
    idle = found[~found["is_used"]]
    gaps = gaps_in(_MEETING, idle, "study_id", lambda row: f"没有用上：{shortened(row.topic, _LONGEST)}")
    if found.empty:
        gaps = (gap(_MEETING, "还没有登记学习调研成果"),)
    summary = f"{len(found)} 条学习调研成果，提纲或问题用上的 {len(found) - len(idle)} 条"
    return Found(summary, gaps, meeting_on(records), last_day(found["found_on"]))


def of_substance(written: pd.DataFrame) -> pd.DataFrame:
    """Those texts that say something and repeat no other letter by letter."""
    content = written["content"]
    return written[~content.map(lambda text: says_little(text, FEWEST_CHARACTERS)).astype(bool) & ~repeated(content)]


def at_meeting(records: Records, summary: str, grounds: tuple[Ground, ...]) -> Found:
    """The result of a rule about the meeting, which has to be held first."""
    day = meeting_on(records)
    meeting = the_meeting(records)
    if meeting is None or not meeting["is_held"]:
        return Found("会议还没有开", (gap(_MEETING, "专题民主生活会还没有开"),), day)
    return Found(summary, grounds, day, day)


def meeting_theme(records: Records) -> Found:
    """Checks that the meeting's record says that its theme was stated, and that it was the activity's."""
    meeting = the_meeting(records)
    gaps = []
    if meeting is not None and not meeting["theme_stated"]:
        gaps.append(gap(_MEETING, "会议记录里没有确认会议主题"))
    if meeting is not None and not _is_about(records.theme, f"{meeting['topic']}\n{meeting['minutes']}"):
        gaps.append(gap(_MEETING, f"议题和会议记录都没有说到实践主题“{records.theme}”"))
    return at_meeting(records, f"主题：{'' if meeting is None else meeting['topic']}", tuple(gaps))


def _is_about(theme: str, text: str) -> bool:
    """Whether a text has at least half of some clause of a theme: of its pairs of neighbouring characters."""
    clauses = [clause for clause in re.split(r"\W+", theme) if len(clause) > 1]
    pairs = [[clause[at : at + 2] for at in range(len(clause) - 1)] for clause in clauses]
    return not pairs or any(2 * sum(pair in text for pair in each) >= len(each) for each in pairs)


def of_meeting(records: Records, frame: pd.DataFrame) -> pd.DataFrame:
    """Those rows that belong to the meeting."""
    meeting = the_meeting(records)
    return frame.head(0) if meeting is None else frame[frame["meeting_id"] == meeting["meeting_id"]]


def meeting_criticism(records: Records) -> Found:
    """Checks that every member criticised themselves and others at the meeting, in words of their own."""
    every = of_meeting(records, records.criticisms)
    made, group = of_substance(every), members(records)
    own = set(made[made["critic_id"] == made["target_id"]]["critic_id"])
    others = set(made[made["critic_id"] != made["target_id"]]["critic_id"])
    short = set(every[~every["criticism_id"].isin(made["criticism_id"])]["critic_id"])
    gaps = tuple(
        gap(_MEETING, f"{row.name}没有{word}{_NOT_COUNTED if row.person_id in short else ''}", str(row.person_id))
        for row in group.itertuples()
        for word, who in (("自我批评", own), ("批评他人", others))
        if row.person_id not in who
    )
    both = len(own & others & set(group["person_id"]))
    return at_meeting(records, f"{len(group)} 位班子成员，既自我批评又批评他人的 {both} 位", gaps)


def meeting_problems(records: Records) -> Found:
    """Checks that problems found at the meeting were recorded and every aspect that the plan requires was touched."""
    found = of_meeting(records, records.problems)
    touched = {*found["aspect"], *of_meeting(records, records.criticisms)["aspect"]}
    empty = [label for label in required(records, "aspect") if label not in touched]
    gaps = tuple(gap(_MEETING, f"{label}方面没有批评，也没有查出问题") for label in empty)
    if found.empty:
        gaps = (gap(_MEETING, "会上查出的问题还没有记录"), *gaps)
    kept = kept_in(_MEETING, found, "problem_id", lambda row: f"{row.aspect}：{shortened(row.content, _LONGEST)}")
    summary = f"查出 {len(found)} 个问题，分在 {found['aspect'].nunique()} 个方面"
    return at_meeting(records, summary, gaps + kept)


RULES = (
    *(
        Rule(f"order_{requirement}", "程序不清", f"会前{label}", _MEETING, ready(requirement))
        for requirement, label in READINESS.items()
    ),
    Rule("opinions_channels", "动作不全", "至少两种渠道，该用的都用了", _MEETING, opinions_channels),
    Rule("opinions_givers", "动作不全", "该听的人都听到了", _MEETING, opinions_givers),
    Rule("opinions_sorted", "动作不全", "每条意见都已梳理", _MEETING, opinions_sorted),
    Rule("opinions_fed_back", "动作不全", "每条意见都已反馈，反馈单有签收", _MEETING, opinions_fed_back),
    Rule("talks_members", "动作不全", "班子成员两两谈心", _MEETING, talks_members),
    Rule("talks_partners", "动作不全", "成员与各年级组、普通教师谈心", _MEETING, talks_partners),
    Rule("outlines_members", "动作不全", "每位成员都有发言提纲", _MEETING, outlines_members),
    Rule("outlines_mirrors", "剖析不深", "提纲的四个对照都有内容", _MEETING, outlines_mirrors),
    Rule("outlines_duties", "剖析不深", "提纲对着各自的分工查找", _MEETING, outlines_duties),
    Rule("outlines_studies", "剖析不深", "提纲和问题用上了学习调研成果", _MEETING, outlines_studies),
    Rule("meeting_theme", "程序不清", "会议主题明确", _MEETING, meeting_theme),
    Rule("meeting_criticism", "剖析不深", "人人自我批评，也批评他人", _MEETING, meeting_criticism),
    Rule("meeting_problems", "剖析不深", "问题按方面记录下来", _MEETING, meeting_problems),
)
