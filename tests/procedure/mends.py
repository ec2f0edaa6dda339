"""How each rule of procedure is broken and mended by what people do on the pages, on the school that keeps them all.

What a mending leaves behind keeps the other rules too, so that one school can take all of them one after another.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from board import clock
from board.ballots.closing import close_round, reopen_round
from board.evaluation import results as evaluation
from board.evaluation import rounds as evaluation_rounds
from board.imports import history as imports_history
from board.meeting import actions as meeting
from board.meeting import calendar as meetings
from board.meeting import outlines, talks
from board.meeting.studies import STUDY, studies
from board.opinions import actions as opinions
from board.opinions import feedback
from board.problems import actions as problems
from board.publication import actions as publication
from board.rectification import actions as rectification
from board.report import points as report_points
from board.report import reading as report
from board.report import versions as report_versions
from board.store import history, records
from board.store.records import Kind
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed
from board.words import BRIEFING_MEETING, FORUM
from tests.procedure.sound_school import ENDED_DAY, EVERYONE, FINAL_DAY, GROUPS, MINUTES, ROUND_DAY, at, bring_in, day

LED_BY = ("M01", "M02", "M03", "M04", "M05")
Row = dict[str, Any]
Which = Callable[[Row], bool]


@dataclass(frozen=True)
class School:
    """The school in its store."""

    store: Store
    activity_id: str

    def do(self, action: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """Take an action of a page."""
        return action(self.store, EVERYONE, self.activity_id, *given, **more)

    def rows(self, look: Callable[..., Any], which: Which = lambda row: True) -> list[Row]:
        """What a subject gives today, as plain values."""
        frame = look(self.store, self.activity_id, clock.today())
        return [
            row for row in ({name: _plain(row[name]) for name in row} for row in frame.to_dict("records")) if which(row)
        ]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return value
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


Act = Callable[[School], object]


@dataclass(frozen=True)
class Case:
    """What breaks a rule, and what mends it then."""

    breaks: Act
    mends: Act
    is_possible: bool = True  # whether actions alone break it


def edited(action: Callable[..., Any], look: Callable[..., Any], key: str, which: Which, was: Row, now: Row) -> Case:
    """Records are put down wrongly, and then put right."""

    def swap(old: Row, new: Row) -> Act:
        def act(school: School) -> None:
            for row in school.rows(look, lambda row: which(row) and all(row[name] == old[name] for name in old)):
                school.do(action, row[key], new)

        return act

    return Case(swap(was, now), swap(now, was))


def struck_out(
    remove: Callable[..., Any], add: Callable[..., Any], look: Callable[..., Any], key: str, fields: str, which: Which
) -> Case:
    """Records are struck out, and put down again as they were."""
    gone: list[Row] = []

    def breaks(school: School) -> None:
        gone[:] = school.rows(look, which)
        for row in gone:
            school.do(remove, row[key])

    def mends(school: School) -> None:
        for row in gone:
            school.do(add, {name: row[name] for name in fields.split()})

    return Case(breaks, mends)


def record_struck_out(kind: Kind, look: Callable[..., Any], fields: str, which: Which) -> Case:
    return struck_out(
        lambda store, actor, activity_id, key: records.act(store, actor, kind, activity_id, key, "remove", {}),
        lambda store, actor, activity_id, given: records.add(store, actor, kind, activity_id, given),
        *(look, kind.key, fields, which),
    )


def opinion(was: Row, now: Row) -> Case:
    return edited(edit_of(opinions.act), opinions.opinions, "opinion_id", lambda row: True, was, now)


def talk(which: Which) -> Case:
    fields = "held_on member_id with_kind with_id views_exchanged"
    return record_struck_out(talks.TALK, talks.talks, fields, which)


def without_views(which: Which) -> Case:
    """Talks were held without an exchange of views."""
    return edited(
        *(edit_record(talks.TALK), talks.talks, "talk_id", which), {"views_exchanged": True}, {"views_exchanged": False}
    )


def reworded(kind: Kind, look: Callable[..., Any], which: Which, content: str) -> Case:
    """A record says something else, and then again what it said."""
    said: list[Row] = []

    def breaks(school: School) -> None:
        said[:] = school.rows(look, which)
        for row in said:
            school.do(edit_record(kind), row[kind.key], {"content": content})

    def mends(school: School) -> None:
        for row in said:
            school.do(edit_record(kind), row[kind.key], {"content": row["content"]})

    return Case(breaks, mends)


def copied(kind: Kind, look: Callable[..., Any]) -> Case:
    """The last of some records says what the first one says."""
    said: list[Row] = []

    def breaks(school: School) -> None:
        (first, *_, last) = said[:] = school.rows(look)
        school.do(edit_record(kind), last[kind.key], {"content": first["content"]})

    return Case(
        breaks, lambda school: school.do(edit_record(kind), said[-1][kind.key], {"content": said[-1]["content"]})
    )


def problem(was: Row, now: Row) -> Case:
    return edited(edit_record(problems.PROBLEM), problems.problems, "problem_id", lambda row: True, was, now)


def hearing(group: str) -> Case:
    return struck_out(
        *(report_points.remove_hearing, report_points.add_hearing, report.hearings, "hearing_id"),
        "version_id group_label way held_on heard_count",
        lambda row: row["group_label"] == group,
    )


def outline(which: Which) -> Case:
    fields = "member_id mirror aspect duty study_id content written_on"
    return record_struck_out(outlines.OUTLINE, outlines.outlines, fields, which)


def criticism(which: Which) -> Case:
    fields = "meeting_id critic_id target_id aspect concern content cause suggestion"
    return record_struck_out(meeting.CRITICISM, meeting.criticisms, fields, which)


def written_on_another_day(was: int, now: int) -> Case:
    """The result of the evaluation was written up on another day."""
    return _publication("result", {"written_on": day(was)}, {"written_on": day(now)})


def published_on_another_day(was: int, now: int) -> Case:
    """The report was written up and published on another day."""
    return _publication(
        "report",
        {"written_on": day(FINAL_DAY), "published_on": day(was)},
        {"written_on": day(now), "published_on": day(now)},
    )


def _publication(what: str, was: Row, now: Row) -> Case:
    which = lambda row: row["what"] == what  # noqa: E731
    edit = edit_record(publication.PUBLICATION)
    return edited(edit, publication.publications, "publication_id", which, was, now)


def published(what: str) -> Case:
    fields = "what title written_on published_on place audience"
    return record_struck_out(publication.PUBLICATION, publication.publications, fields, lambda row: row["what"] == what)


def hear(number: int) -> Act:
    """One more opinion comes in."""
    fields = {"channel": "书面", "giver": "家长", "about": "group", "content": "放学路上要有人看着"}
    return lambda school: school.do(opinions.add, {**fields, "received_on": day(number)}, at=at(number))


def unsorted_opinion(school: School) -> str:
    (waiting,) = school.rows(opinions.opinions, lambda row: row["status"] == "received" and not row["is_merged"])
    return str(waiting["opinion_id"])


def merge_with_one_that_was_fed_back(school: School) -> None:
    """Of two that say the same one is handled, and the other with it."""
    (main, *_) = school.rows(opinions.opinions, lambda row: row["about"] == "group" and row["status"] == "fed_back")
    school.do(opinions.act, unsorted_opinion(school), "merge", {"merged_into": main["opinion_id"]})


def sort_and_feed_back(school: School) -> None:
    school.do(opinions.act, unsorted_opinion(school), "sort", {"aspect": "工作作风"})
    school.do(feedback.make)
    have_it_signed(school)


def make_a_sheet_that_nobody_signs(school: School) -> None:
    hear(30)(school)
    school.do(opinions.act, unsorted_opinion(school), "sort", {"aspect": "工作作风"}, at=at(31))
    school.do(feedback.make, at=at(32))


def have_it_signed(school: School) -> None:
    (sheet,) = school.rows(feedback.sheets, lambda row: row["handed_on"] is None)
    school.do(feedback.hand_over, sheet["sheet_id"], clock.today(), "本人签收")
    for row in school.rows(opinions.opinions, lambda row: row["status"] == "fed_back" and row["response"] is None):
        school.do(opinions.act, row["opinion_id"], "answer", {"response": "adopted", "answer": "值日老师已排到路口"})


def say_the_theme(stated: bool) -> Act:
    def act(school: School) -> None:
        (held,) = school.rows(meeting.life_meetings)
        school.do(meeting.keep_minutes, held["meeting_id"], {"theme_stated": stated, "minutes": "按议程进行"})

    return act


def come_to_the_briefing(presence: str | None) -> Act:
    """The head of the school comes to it, or stays away."""

    def act(school: School) -> None:
        (held,) = school.rows(meeting.held_meetings, lambda row: row["kind"] == BRIEFING_MEETING)
        school.do(meeting.note_attendance, held["meeting_id"], {"M01": presence})

    return act


def put_on_record(minutes: str, kind: str = FORUM) -> Act:
    def act(school: School) -> None:
        (held,) = school.rows(meeting.held_meetings, lambda row: row["kind"] == kind)
        school.do(meeting.keep_minutes, held["meeting_id"], {"minutes": minutes})

    return act


def find_in_a_study(school: School) -> None:
    found = {"topic": "报修查对", "content": "拖在哪一步说不清", "found_on": day(2)}
    records.add(school.store, EVERYONE, STUDY, school.activity_id, found)


def draw_on_it(school: School) -> None:
    newest = school.rows(studies)[-1]["study_id"]
    (finding, *_) = school.rows(outlines.outlines)
    school.do(edit_record(outlines.OUTLINE), finding["outline_id"], {"study_id": newest})


def brought_about(subject: str, key: str, was: Row, now: Row) -> Act:
    """A state that no action leads to, as a school may have it from earlier: of the newest that is so."""

    def act(school: School) -> None:
        asked = {"item_ids": [row["item_id"] for row in school.rows(rectification.items)]}

        def work(transaction: Transaction) -> None:
            more = asked if subject == "rectification" else {}
            present = transaction.rows(f"{subject}/present", activity_id=school.activity_id, **more)
            there = [row for row in present if was.items() <= row.items()]
            current = max(there, key=lambda row: str(row[key]))
            state = {**current, **now, "seq": current["seq"] + 1}
            history.record(transaction, subject, key, state, history.Event("edit", EVERYONE, clock.now()))

        school.store.write(work, Deed(f"{subject}.edit", EVERYONE))

    return act


def newest_version(school: School) -> str:
    return str(max(school.rows(report.versions), key=lambda row: row["version_id"])["version_id"])


def write(section: str, text: str, *, anew: bool = False) -> Act:
    """Write a section of the newest version, or of one that is begun for it."""

    def act(school: School) -> None:
        if anew:
            school.do(report_versions.add_version, {"stage": "consulted", "made_on": clock.today()})
        school.do(report_versions.write_section, newest_version(school), section, {"content": text, "note": ""})

    return act


def lose_the_source(school: School) -> None:
    (found,) = school.rows(problems.problems)
    school.do(edit_record(problems.PROBLEM), found["problem_id"], {"meeting_id": None})
    school.do(problems.unlink_source, found["problem_id"], "opinion", found["opinion_ids"])


def say_the_source(school: School) -> None:
    (found,) = school.rows(problems.problems)
    (heard, *_) = school.rows(opinions.opinions)
    school.do(problems.link_source, found["problem_id"], "opinion", heard["opinion_id"])


def make_a_point(school: School) -> None:
    (hearing, *_) = school.rows(report.hearings)
    said = {"version_id": hearing["version_id"], "hearing_id": hearing["hearing_id"]}
    school.do(report_points.add_point, {**said, "section": "重点任务", "content": "写明由谁来办"})


def take_the_points_back(school: School) -> None:
    for point in school.rows(report.points):
        school.do(report_points.remove_point, point["point_id"])


def make_and_answer_a_point(school: School) -> None:
    make_a_point(school)
    answer_it(school)


def refuse(reason: str) -> Act:
    """All points are refused for a reason."""

    def act(school: School) -> None:
        for point in school.rows(report.points):
            school.do(report_points.answer_point, point["point_id"], "declined", reason=reason)

    return act


def answer_it(school: School) -> None:
    (point,) = school.rows(report.points, lambda row: row["handling"] == "open")
    school.do(report_points.answer_point, point["point_id"], "declined", reason="已写在整改台账里")


def newest_round(school: School) -> str:
    return str(school.rows(evaluation.rounds)[-1]["round_id"])


def ballots(**told: Any) -> Act:
    """The ballots are taken back, and others brought in for them."""

    def act(school: School) -> None:
        open_the_round_again(school)
        brought = imports_history.history(school.store, school.activity_id)
        for import_id in brought[brought["status"] == "active"]["import_id"]:
            school.do(imports_history.undo, import_id)
        bring_in(school.store, school.activity_id, newest_round(school), **told)
        end_the_round(school)

    return act


def call_the_round(evaluated: str) -> Act:
    return lambda school: school.do(evaluation_rounds.edit_round, newest_round(school), {"evaluated": evaluated})


def give_ballots_back_as_void(school: School) -> None:
    """Of one group all ballots are void."""
    ballots(groups=GROUPS[:2])(school)
    open_the_round_again(school)
    bring_in(school.store, school.activity_id, newest_round(school), groups=GROUPS[2:], is_void=True)
    end_the_round(school)


def move(kind: str, number: int) -> Act:
    """A meeting is said to have been held on another day."""

    def act(school: School) -> None:
        (held,) = school.rows(meeting.held_meetings, lambda row: row["kind"] == kind)
        school.do(meetings.edit, held["meeting_id"], {"held_on": day(number)})

    return act


def give_out(count: int) -> Act:
    given = [{"group_label": group, "way": "paper", "given_out": count} for group in GROUPS]
    return lambda school: school.do(evaluation_rounds.set_forms, newest_round(school), given)


def open_the_round_again(school: School) -> None:
    school.do(reopen_round, newest_round(school), "核对评议表")


def end_the_round(school: School) -> None:
    school.do(close_round, newest_round(school), day(ENDED_DAY))


def lead_to_an_item(criterion_id: str) -> Act:
    return register("dated", ROUND_DAY + 3, day(60), criterion_id=criterion_id)


def lead_an_earlier_item_to_it(criterion_id: str) -> Act:
    def act(school: School) -> None:
        (item, *_) = school.rows(rectification.items)
        school.do(rectification.act, item["item_id"], "edit", {"criterion_id": criterion_id})

    return act


def call_off_the_briefing(school: School) -> None:
    (held,) = school.store.rows("meetings/present", activity_id=school.activity_id)[-1:]
    school.do(meeting.keep_minutes, held["meeting_id"], {"minutes": "", "came_count": None})
    school.do(meeting.note_attendance, held["meeting_id"], dict.fromkeys(LED_BY))
    school.do(meetings.remove, held["meeting_id"])


def hold_the_briefing(school: School) -> None:
    meeting_id = school.do(meetings.add, {"kind": BRIEFING_MEETING, "topic": "通报会", "held_on": clock.today()})
    school.do(meeting.keep_minutes, meeting_id, {"came_count": 30, "minutes": MINUTES})
    school.do(meeting.note_attendance, meeting_id, dict.fromkeys(LED_BY, "present"))


def part_the_item(school: School) -> None:
    (found,) = school.rows(problems.problems)
    school.do(problems.unlink_item, found["problem_id"], found["item_ids"])


def link_an_item(school: School) -> None:
    (found,) = school.rows(problems.problems)
    (item, *_) = school.rows(rectification.items)
    school.do(problems.link_item, found["problem_id"], item["item_id"])


def link_one_that_was_closed_before(school: School) -> None:
    part_the_item(school)
    register("dated", 5, day(12))(school)
    on_the_newest_item("start", at=at(6))(school)
    on_the_newest_item("submit", at=at(7), proof="验收单")(school)
    on_the_newest_item("close", at=at(8), people_view="satisfied")(school)
    (found,) = school.rows(problems.problems)
    school.do(problems.link_item, found["problem_id"], newest_item(school))


def have_it_sent_back_late(school: School) -> None:
    """Handed in in time, and sent back when it is late."""
    register("dated", 36, day(42))(school)
    on_the_newest_item("start", at=at(37))(school)
    on_the_newest_item("submit", at=at(41), proof="验收单", progress="加热管换好了")(school)
    on_the_newest_item("send_back", at=at(44), reason="水还是凉的")(school)


def wait(**fields: Any) -> Act:
    """One more item that has to wait, found on the thirtieth day."""
    said: Row = {"explanation": "要等寒假停水", "explained_to": "家长代表", "explained_how": "当面"}
    said |= {"conditions": "已向总务处报修", "explained_on": day(30), "review_on": clock.today()}
    return register("deferred", 30, None, **(said | fields))


def register(kind: str, number: int, due_on: date | None, **more: Any) -> Act:
    """One more item, found on a day."""
    texts = {"source": "群众评议", "aspect": "工作作风", "problem": "饮水机没有热水", "measure": "换加热管"}
    people = {"leader_id": "M05", "owner_id": "P03", "department": "总务处", "verifier_id": "M01"}
    days = {"found_on": day(number), "start_on": day(number), "due_on": due_on}
    fields = {**texts, **people, **days, "kind": kind, "subjective_cause": "没有天天看", **more}
    return lambda school: school.do(rectification.add, fields, at=at(number))


def newest_item(school: School) -> str:
    return str(max(school.rows(rectification.items), key=lambda row: row["item_id"])["item_id"])


def say_why_it_is_late(school: School) -> None:
    school.do(rectification.act, newest_item(school), "start", {})
    school.do(rectification.act, newest_item(school), "report", {"percent": 50, "progress": "配件明天到货"})


def on_the_newest_item(action: str, *, at: datetime | None = None, **fields: Any) -> Act:
    return lambda school: school.do(rectification.act, newest_item(school), action, fields, at=at)


def one_after_another(*acts: Act) -> Act:
    return lambda school: [act(school) for act in acts]


def edit_of(act: Callable[..., None]) -> Callable[..., None]:
    """Edits a record of a subject whose actions are all one function."""
    return lambda *record_and_fields: act(*record_and_fields[:4], "edit", record_and_fields[4])


def edit_record(kind: Kind) -> Callable[..., None]:
    """Edits a plain record."""
    return lambda store, actor, activity_id, record_id, fields: records.act(
        store, actor, kind, activity_id, record_id, "edit", fields
    )
