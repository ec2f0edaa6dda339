"""A school that leaves nothing out: the whole stage walked by the actions people have, every rule of procedure kept."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle

from board import clock
from board.access import Actor, Role
from board.activity import activities, creating
from board.activity.plan.reading import load_plan, shipped_plans
from board.ballots.closing import close_round
from board.evaluation import rounds as evaluation_rounds
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.imports import commit as imports
from board.meeting import actions as meeting
from board.meeting import calendar as meetings
from board.meeting import outlines, talks
from board.meeting.studies import STUDY
from board.opinions import actions as opinions
from board.opinions import feedback
from board.problems import actions as problems
from board.publication import actions as publication
from board.rectification import actions as rectification
from board.report import links as report_links
from board.report import points as report_points
from board.report import versions as report_versions
from board.store import records
from board.store.frames import each_row
from board.store.store import Store
from board.words import BRIEFING_MEETING, FORUM, LIFE_MEETING

EVERYONE = Actor("A-all", "各种角色", frozenset(Role), "M01")
DAYS_AGO = 45
MEETING_DAY, FINAL_DAY, ROUND_DAY, ENDED_DAY = 14, 27, 30, 32
GROUPS = ("党员", "教职工", "家长")
SECTION = "{}：围绕教师和家长反映的事情，逐项写明谁来办、怎样办、什么时候办完，请大家监督。"
MINUTES = "大家说，我们记；通报了民主生活会、分析检查报告和群众评议的情况"
BEST = ("深", "广", "准", "透", "清", "可行", "强", "强", "好")


def start_on() -> date:
    """The school's first day: its stage is over today."""
    return clock.today() - timedelta(days=DAYS_AGO)


def day(number: int) -> date:
    """A day of the stage."""
    return start_on() + timedelta(days=number)


def at(number: int, hour: int = 9) -> datetime:
    """A moment on a day of the stage."""
    return datetime.combine(day(number), time(hour))


def build(store: Store) -> str:
    """Walk the whole stage in a blank store; returns the activity's id."""
    activity_id = creating.create_activity(store, EVERYONE, load_plan(shipped_plans()["analysis-stage"]), start_on())
    people = activities.people(store, activity_id)
    members = people[people["is_member"]]["person_id"].tolist()
    _hear(store, activity_id, members)
    _talk(store, activity_id, members)
    _write_outlines(store, activity_id, members)
    problem_id = _meet(store, activity_id, members)
    _mend(store, activity_id, members, problem_id)
    _report(store, activity_id)
    _evaluate(store, activity_id)
    _publish(store, activity_id)
    return activity_id


def activity_of(store: Store) -> str:
    """The activity's id in a store that was built before."""
    return str(store.rows("activities/all")[0]["activity_id"])


def _record(store: Store, activity_id: str, kind: str, number: int) -> None:
    """A meeting is held, and put on record."""
    fields = {"kind": kind, "topic": f"{kind}的议题", "held_on": day(number)}
    meeting_id = meetings.add(store, EVERYONE, activity_id, fields, at=at(number))
    people = activities.people(store, activity_id)
    came = dict.fromkeys(people[people["is_member"]]["person_id"], "present")
    meeting.note_attendance(store, EVERYONE, activity_id, meeting_id, came, at=at(number))
    fields = {"came_count": 20, "came_from": ["教职工", "家长"], "minutes": MINUTES}
    meeting.keep_minutes(store, EVERYONE, activity_id, meeting_id, fields, at=at(number))


def _hear(store: Store, activity_id: str, members: list[str]) -> None:
    _record(store, activity_id, FORUM, 3)
    heard = [("座谈会", "教职工", None), ("意见箱", "家长", None), ("书面", "普通群众", "M02")]
    for place, (channel, giver, member_id) in enumerate(heard):
        about = "member" if member_id else "group"
        fields = {"channel": channel, "giver": giver, "received_on": day(3), "about": about, "member_id": member_id}
        content = f"第 {place + 1} 条：办事要快一些"
        opinion_id = opinions.add(store, EVERYONE, activity_id, {**fields, "content": content}, at=at(3))
        opinions.act(store, EVERYONE, activity_id, opinion_id, "sort", {"aspect": "工作作风"}, at=at(4))
        opinions.act(
            store,
            EVERYONE,
            activity_id,
            opinion_id,
            "answer",
            {"response": "adopted", "answer": "已定下限时办结"},
            at=at(4, 15),
        )
    for member_id in (None, "M02"):
        sheet_id = feedback.make(store, EVERYONE, activity_id, member_id, at=at(5))
        feedback.hand_over(store, EVERYONE, activity_id, sheet_id, day(5), "本人签收", at=at(5, 10))


def _talk(store: Store, activity_id: str, members: list[str]) -> None:
    for row in talks.matrix(store, activity_id, clock.today()).itertuples():
        sides = {"member_id": row.member_id, "with_kind": row.with_kind, "with_id": row.with_id}
        for number in (5, 6) if row.with_id == "普通教师" else (6,):
            talk = {**sides, "held_on": day(number), "views_exchanged": True}
            records.add(store, EVERYONE, talks.TALK, activity_id, talk, at=at(6))


def _write_outlines(store: Store, activity_id: str, members: list[str]) -> None:
    study = {"topic": "备课时间调查", "content": "每天不到四十分钟", "found_on": day(1)}
    study_id = records.add(store, EVERYONE, STUDY, activity_id, study, at=at(1))
    known = outlines.duties(store, activity_id, clock.today())
    duties = {member_id: cycle(known[known["member_id"] == member_id]["duty"]) for member_id in members}
    for row in each_row(outlines.coverage(store, activity_id, clock.today())):
        content = f"{row.member_name}对照{row.mirror}：抓落实不够紧"
        finding = {"aspect": "工作作风", "content": content, "written_on": day(6)}
        fields = {"member_id": row.member_id, "mirror": row.mirror, "duty": next(duties[row.member_id]), **finding}
        fields |= {"study_id": study_id}
        records.add(store, EVERYONE, outlines.OUTLINE, activity_id, fields, at=at(6))


def _meet(store: Store, activity_id: str, members: list[str]) -> str:
    fields = {"kind": LIFE_MEETING, "topic": "优化管理上水平", "held_on": day(MEETING_DAY)}
    meeting_id = meetings.add(store, EVERYONE, activity_id, fields, at=at(MEETING_DAY))
    came = dict.fromkeys(members, "present")
    meeting.note_attendance(store, EVERYONE, activity_id, meeting_id, came, at=at(MEETING_DAY))
    minutes = {"theme_stated": True, "minutes": "按议程进行"}
    meeting.keep_minutes(store, EVERYONE, activity_id, meeting_id, minutes, at=at(MEETING_DAY))
    aspects = _aspects(store, activity_id)
    for place, critic_id in enumerate(members):
        for number, aspect in enumerate(aspects):
            target_id = members[place - number]
            said = {"aspect": aspect, "content": f"{critic_id} 对 {target_id}：要更实", "concern": "和谐稳定"}
            said |= {"cause": "想得多，问得少", "suggestion": "每周下去一天"}
            given = {"meeting_id": meeting_id, "critic_id": critic_id, "target_id": target_id, **said}
            records.add(store, EVERYONE, meeting.CRITICISM, activity_id, given, at=at(MEETING_DAY))
    found = {
        "found_on": day(MEETING_DAY),
        "meeting_id": meeting_id,
        "about": "group",
        "aspect": "工作作风",
        "concern": "党性党风党纪",
    }
    causes = {"content": "深入课堂不够", "subjective_cause": "重安排、轻检查", "report_section": "突出问题"}
    problem_id = records.add(store, EVERYONE, problems.PROBLEM, activity_id, {**found, **causes}, at=at(MEETING_DAY))
    heard = opinions.opinions(store, activity_id, clock.today())["opinion_id"].iloc[0]
    problems.link_source(store, EVERYONE, activity_id, problem_id, "opinion", heard, at=at(MEETING_DAY))
    return problem_id


def _aspects(store: Store, activity_id: str) -> list[str]:
    terms = activities.terms(store, activity_id)
    aspects: list[str] = terms[terms["kind"] == "aspect"]["label"].tolist()
    return aspects


def _mend(store: Store, activity_id: str, members: list[str], problem_id: str) -> None:
    for place, leader_id in enumerate(members):
        fields = {
            "source": "专题民主生活会",
            "aspect": "工作作风",
            "problem": f"深入课堂不够之{place + 1}",
            "subjective_cause": "重安排、轻检查",
            "measure": "每周听课两节",
            "kind": "dated",
            "leader_id": leader_id,
            "owner_id": "P01",
            "department": "教导处",
            "found_on": day(MEETING_DAY),
            "start_on": day(MEETING_DAY),
            "due_on": day(MEETING_DAY + 60),
        }
        if place:
            rectification.add(store, EVERYONE, activity_id, fields, at=at(MEETING_DAY, 15))
        else:
            problems.make_item(store, EVERYONE, activity_id, problem_id, fields, at=at(MEETING_DAY, 15))


def _report(store: Store, activity_id: str) -> None:
    def version(stage: str, number: int) -> str:
        fields = {"stage": stage, "made_on": day(number)}
        return report_versions.add_version(store, EVERYONE, activity_id, fields, at=at(number))

    draft = version("draft", 17)
    terms = activities.terms(store, activity_id)
    for section in terms[terms["kind"] == "section"]["label"]:
        text = {"content": SECTION.format(section), "note": ""}
        report_versions.write_section(store, EVERYONE, activity_id, draft, section, text, at=at(17, 10))
    consulted = version("consulted", 19)
    report_links.link_problems(store, EVERYONE, activity_id, consulted, {"突出问题": ["W-001"]}, at=at(19, 11))
    for group in ("普通群众", *GROUPS):
        heard = {"version_id": consulted, "group_label": group, "way": "座谈会", "held_on": day(21), "heard_count": 9}
        hearing_id = report_points.add_hearing(store, EVERYONE, activity_id, heard, at=at(21))
    point = {"version_id": consulted, "hearing_id": hearing_id, "section": "重点任务", "content": "任务要写明时间"}
    point_id = report_points.add_point(store, EVERYONE, activity_id, point, at=at(21, 10))
    report_points.answer_point(
        store, EVERYONE, activity_id, point_id, "declined", reason="时间已写在整改台账里", at=at(22)
    )
    final = version("consulted", FINAL_DAY - 1)
    report_versions.approve(store, EVERYONE, activity_id, final, approved_on=day(FINAL_DAY), at=at(FINAL_DAY))


def _evaluate(store: Store, activity_id: str) -> None:
    opened = {"name": "群众评议", "evaluated": "分析检查报告", "opened_on": day(ROUND_DAY)}
    round_id = evaluation_rounds.add_round(store, EVERYONE, activity_id, opened, at=at(ROUND_DAY))
    given = [{"group_label": group, "way": "paper", "given_out": 10} for group in GROUPS]
    evaluation_rounds.set_forms(store, EVERYONE, activity_id, round_id, given, at=at(ROUND_DAY))
    bring_in(store, activity_id, round_id)
    close_round(store, EVERYONE, activity_id, round_id, day(ENDED_DAY), at=at(ENDED_DAY))


def bring_in(
    store: Store,
    activity_id: str,
    round_id: str,
    groups: Sequence[str] = GROUPS,
    answers: Sequence[str] = BEST,
    wish: str = "继续改",
    *,
    count: int = 8,
    is_void: bool = False,
    on: int | None = ROUND_DAY + 1,
) -> None:
    """Import ballots of each group, all with the same answers, all but one of each group with a wish."""
    form = imports.form(store, activity_id)
    header = ["参评群体", *(criterion.label for criterion in form.criteria), "意见和建议", "是否废票"]
    void = "是" if is_void else ""
    rows = [[group, *answers, wish if place else "", void] for group in groups for place in range(count)]
    text = "\n".join(",".join(row) for row in [header, *rows])
    choices = Choices(way="paper", cast_on=day(ROUND_DAY + 1))
    checked = check_ballots("评议表.csv", text.encode(), form, choices)
    moment = None if on is None else at(on)
    imports.commit(store, EVERYONE, activity_id, round_id, checked, at=moment)


def _publish(store: Store, activity_id: str) -> None:
    told = {"place": "公开栏", "audience": "全体教职工和家长代表"}
    for what, written, published in (("report", FINAL_DAY, FINAL_DAY + 2), ("result", 33, 35)):
        fields = {"what": what, "title": what, "written_on": day(written), "published_on": day(published), **told}
        records.add(store, EVERYONE, publication.PUBLICATION, activity_id, fields, at=at(published))
    _record(store, activity_id, BRIEFING_MEETING, 35)
