"""Further steps of a random history: studies, meetings held with slides, hearings, links, files, what is carried on."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from board import clock
from board.access import Actor, Role
from board.activity import activities, creating
from board.activity.plan.reading import load_plan, shipped_plans
from board.ballots import actions as ballots
from board.ballots import casting
from board.deck.slide import Slide
from board.errors import BoardError
from board.evaluation import results
from board.meeting import actions as meeting
from board.meeting import calendar, outlines, talks, talks_opinions
from board.meeting.studies import STUDIES, STUDY, studies
from board.opinions import actions as opinions
from board.opinions import feedback, merging
from board.papers.issuing import actions as papers
from board.problems import actions as problems
from board.rectification import actions as rectification
from board.rectification import carrying, links, proofs
from board.report import changes as report_changes
from board.report import points as report_points
from board.report import reading as report_reading
from board.report import versions as report_versions
from board.sittings import actions as sittings
from board.sittings import decisions, views
from board.sittings.actions import Setting
from board.store import records
from board.tasks import actions as tasks
from board.tasks.files import TASKS
from board.truth import versions as truth
from board.web.deck.sittings import shown as frozen
from board.words import LIFE_MEETING, TALK_CHANNEL
from tests.procedure.sound_school import EVERYONE, GROUPS
from tests.store.past_steps import Life

# Whoever holds files, how they are read, and their id.
HOLDERS = (
    (proofs.ITEMS, rectification.items, "item_id"),
    (TASKS, tasks.tasks, "task_id"),
    (STUDIES, studies, "study_id"),
)
_LEADER = Actor("A-head", "校长", frozenset({Role.LEADER}), "M01")


def _study(life: Life) -> None:
    life.keep(STUDY, studies, {"topic": life.text(), "content": life.text(), "found_on": life.earlier()})


def _outline_of_study(life: Life) -> None:
    drawn = {"study_id": life.one(studies, "study_id"), "written_on": life.earlier()}
    to = (life.store, EVERYONE, outlines.OUTLINE, life.activity_id, life.one(outlines.outlines, "outline_id"))
    records.act(*to, "edit", drawn)


def _files(life: Life) -> None:
    holder, read, key = life.chance.choice(HOLDERS)
    record_id = life.one(read, key)
    files = proofs.proofs(life.store, life.activity_id, record_id, holder=holder)
    if len(files) and life.chance.random() < 0.5:
        life.do(proofs.withdraw, record_id, files["proof_id"].iloc[0], "换了", holder=holder)
    else:
        life.do(proofs.attach, record_id, "记录.txt", life.text().encode(), holder=holder)


def _criticism(life: Life) -> None:
    held = activities.meetings(life.store, life.activity_id)
    held = held[(held["kind"] == LIFE_MEETING) & (held["held_on"].dt.date <= clock.today())]
    one, other = life.members()
    words = {"critic_id": one, "target_id": other, "aspect": life.word("aspect"), "content": life.text()}
    life.keep(meeting.CRITICISM, meeting.criticisms, {"meeting_id": held["meeting_id"].iloc[0], **words})


def _sitting(life: Life) -> Any:
    open_now = _sittings(life, "open")
    slides = frozen((Slide("总体进展", life.text()),), clock.now())
    what = life.chance.choice(("refresh", "refresh", "close", "write")) if open_now else "start"
    if what == "start":
        meetings = activities.meetings(life.store, life.activity_id)["meeting_id"].tolist()
        known = life.chance.choice((life.chance.choice(meetings), {"kind": "领导小组会议", "topic": life.text()}))
        return life.do(sittings.start, Setting(known, "leaders"), slides)
    if what == "refresh":
        return life.do(sittings.refresh, open_now[0], slides)
    return life.do(sittings.close if what == "close" else sittings.write_minutes, open_now[0], life.text())


def _sittings(life: Life, state: str) -> list[str]:
    rows = views.shown(life.store, life.activity_id, clock.today())
    return [str(each) for each in rows[rows["state"] == state]["sitting_id"]]


def _decision(life: Life) -> Any:
    there = life.store.rows("decisions/present", activity_id=life.activity_id)
    if there and life.chance.random() < 0.6:
        decision_id = life.chance.choice(there)["decision_id"]
        what = life.chance.choice((decisions.confirm, decisions.undo, decisions.decline))
        return life.do(what, decision_id, *(["不合适"] if what is decisions.decline else []))
    kind, fields = life.chance.choice(
        (
            ("note", {"item_id": ""}),
            ("press", {}),
            ("send_back", {}),
            ("postpone", {"due_on": clock.today() + timedelta(days=20)}),
        )
    )
    given = {"item_id": life.one(rectification.items, "item_id"), **fields, "content": life.text()}
    who = life.chance.choice((EVERYONE, _LEADER))
    return decisions.decide(life.store, who, life.activity_id, _sittings(life, "open")[0], kind, given)


def _hearing(life: Life) -> None:
    hearing_id = life.one(report_reading.hearings, "hearing_id")
    if life.chance.random() < 0.5:
        life.do(report_points.edit_hearing, hearing_id, {"heard_count": life.chance.randint(1, 30)})
    else:
        life.do(report_points.remove_hearing, hearing_id)


def _point(life: Life) -> None:
    if life.chance.random() < 0.4:
        words = {"section": life.word("section"), "content": life.text()}
        life.do(report_points.add_point, {"version_id": life.one(report_reading.versions, "version_id"), **words})
        return
    point_id = life.one(report_reading.points, "point_id")
    what = life.chance.choice(("edit", "answer", "remove"))
    if what == "edit":
        life.do(report_points.edit_point, point_id, {"content": life.text()})
    elif what == "answer":
        newest = report_reading.versions(life.store, life.activity_id, clock.today())["version_id"].iloc[-1]
        given = life.chance.choice(({}, {"handled_in": newest})) | {"reason": life.text()}
        life.do(report_points.answer_point, point_id, "changed" if "handled_in" in given else "declined", **given)
    else:
        life.do(report_points.remove_point, point_id)


def _version(life: Life) -> None:
    version_id = life.one(report_reading.versions, "version_id")
    what = life.chance.choice(("edit", "remove", "approve"))
    if what == "edit":
        life.do(report_versions.edit_version, version_id, {"note": life.text()})
    elif what == "remove":
        life.do(report_versions.remove_version, version_id)
    else:
        life.do(report_versions.approve, version_id, approved_on=life.earlier(), reason=life.text())


def _change(life: Life) -> None:
    criterion_id = life.chance.choice(life.store.rows("activities/criteria", activity_id=life.activity_id))[
        "criterion_id"
    ]
    if life.chance.random() < 0.3:
        life.do(report_changes.part_section, life.word("section"), criterion_id)
        return
    version_id, section = life.one(report_reading.versions, "version_id"), life.word("section")
    with suppress(BoardError):
        version_id = life.do(report_versions.add_version, {"stage": "consulted", "made_on": clock.today()})
    life.do(report_versions.write_section, version_id, section, {"content": life.text(), "note": ""})
    life.do(report_changes.link_section, section, criterion_id)


def _truth(life: Life) -> None:
    if life.chance.random() < 0.6:
        life.do(truth.answer, life.one(report_reading.versions, "version_id"), "全部按期办结", life.text())
    else:
        life.do(truth.withdraw, "全部按期办结")


def _link(life: Life) -> None:
    opinion_id, item_id = life.one(opinions.opinions, "opinion_id"), life.one(rectification.items, "item_id")
    what = life.chance.choice(("link", "part", "item", "item", "source", "study"))
    if what == "link":
        life.do(links.link, item_id, [opinion_id])
    elif what == "part":
        life.do(links.unlink, item_id, opinion_id)
    else:
        problem_id = life.one(problems.problems, "problem_id")
        to_item, to_source = (problems.link_item, problems.unlink_item), (problems.link_source, problems.unlink_source)
        if what == "item":
            life.do(life.chance.choice(to_item), problem_id, item_id)
        else:
            source_id = opinion_id if what == "source" else life.one(studies, "study_id")
            kind = "opinion" if what == "source" else "study"
            life.do(life.chance.choice(to_source), problem_id, kind, source_id)


def _feedback(life: Life) -> Any:
    if life.chance.random() < 0.6:
        heard = opinions.opinions(life.store, life.activity_id, clock.today())
        for opinion_id in heard[heard["status"] == "received"]["opinion_id"].head(2):
            life.do(opinions.act, opinion_id, "sort", {"aspect": life.word("aspect"), "wording": life.text()})
        return life.do(feedback.make, life.chance.choice((None, None, life.members()[0])))
    return life.do(feedback.hand_over, life.one(feedback.sheets, "sheet_id"), life.earlier(), "本人签收")


def _paper(life: Life) -> None:
    there = life.store.rows("papers/present", activity_id=life.activity_id)
    if not there or life.chance.random() < 0.4:
        life.do(papers.draft, "rectified_public", {})
        return
    paper_id = life.chance.choice(there)["paper_id"]
    if life.chance.random() < 0.5:
        life.do(papers.edit, paper_id, {"addressee": life.text()}, {"contact": life.text()})
    else:
        life.do(papers.act, paper_id, life.chance.choice(("check", "drop", "send_back")), life.text())


def _apart(life: Life) -> None:
    pair = (life.one(opinions.opinions, "opinion_id"), life.one(opinions.opinions, "opinion_id"))
    life.do(life.chance.choice((merging.keep_apart, merging.offer_again)), *pair)


def _heard_in_talk(life: Life) -> None:
    words = {"channel": TALK_CHANNEL, "giver": life.word("giver"), "received_on": life.earlier(), "about": "group"}
    opinion_id = life.do(opinions.add, {**words, "content": life.text()})
    life.do(talks_opinions.join, life.one(talks.talks, "talk_id"), [opinion_id])


def _online(life: Life) -> None:
    listed = results.rounds(life.store, life.activity_id)
    round_id = str(life.chance.choice(listed[listed["closed_on"].isna()]["round_id"].tolist()))
    form = casting.paper(life.store, life.do(ballots.open_online, round_id, {"entry": "codes"}))
    answers = {question.criterion_id: str(life.chance.randint(1, 3)) for question in form.questions}
    for code in life.do(ballots.make_codes, round_id, life.chance.choice(GROUPS), 6):
        casting.cast(life.store, form, casting.Filled(answers, code=code, suggestion=life.text()))


def _carry(life: Life) -> None:
    known = life.store.rows("activities/all")
    if len(known) == 1:
        plan = load_plan(shipped_plans()["mending-stage"])
        creating.create_activity(life.store, EVERYONE, plan, clock.today())
        return
    other = next(row["activity_id"] for row in known if row["activity_id"] != life.activity_id)
    carrying.carry(life.store, EVERYONE, other, life.activity_id, [life.one(rectification.items, "item_id")])


def _other_meeting(life: Life) -> None:
    life.do(calendar.add, {"kind": LIFE_MEETING, "topic": life.text(), "held_on": life.earlier()})


MORE_STEPS: tuple[Callable[[Life], Any], ...] = (
    *(_study, _study, _outline_of_study, _files, _criticism, _sitting, _sitting, _decision, _decision, _hearing),
    *(
        _point,
        _point,
        _version,
        _change,
        _truth,
        _link,
        _feedback,
        _paper,
        _apart,
        _heard_in_talk,
        _online,
        _carry,
        _other_meeting,
    ),
)
