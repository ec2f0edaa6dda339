"""Every field that takes a person's own words: how they are typed, and in which columns they are kept.

`FIELDS` names the columns that hold typed words; `CHOSEN` those that hold ids, words from lists, digests, and names of
what was stored before. A column in neither fails a test, so a new field can't be left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from board import clock
from board.accounts import actions as accounts
from board.accounts import oidc
from board.activity import saved_views
from board.ballots import closing as evaluation_closing
from board.comparison import deadlines
from board.evaluation import rounds as evaluation_rounds
from board.meeting import actions as meeting
from board.meeting import calendar as meetings
from board.meeting import outlines, studies
from board.opinions import actions as opinions
from board.opinions import feedback
from board.papers.issuing import actions as papers
from board.problems import actions as problems
from board.procedure import verdicts as procedure
from board.publication import actions as publication
from board.rectification import actions as rectification
from board.report import points as report_points
from board.report import versions as report_versions
from board.sittings import actions as sittings
from board.sittings import decisions
from board.sittings.actions import Setting, Shown
from board.store import records
from board.store.store import Store
from board.tasks import actions as tasks
from board.tasks import shifts as task_shifts
from board.truth import versions as truth
from board.units import actions as units
from tests.procedure.sound_school import EVERYONE

Type = Callable[[Store, str, str, int], Any]


@dataclass(frozen=True)
class Field:
    """How words are typed, into which columns (`table.column`), and how many characters these may have (None: any).

    type: takes the store, the activity of `sound_school`, the words, and how often words were typed here before.
    """

    columns: tuple[str, ...]
    type: Type
    longest: int | None = None


def _account(store: Store, activity_id: str, words: str, turn: int) -> None:
    accounts.edit_account(store, EVERYONE, _opened(store, "naughty"), {"display_name": words})


def _subject(store: Store, activity_id: str, words: str, turn: int) -> None:
    oidc.link(store, EVERYONE, _opened(store, "linked"), "https://sso.example", words)


def _opened(store: Store, name: str) -> str:
    """The account of that name, opened where there is none."""
    known = accounts.accounts(store).set_index("name")["account_id"]
    if name in known:
        return str(known[name])
    fields = {"name": name, "display_name": "要改的", "password": "一句很长的口令 2026", "roles": ["clerk"]}
    return accounts.create_account(store, EVERYONE, fields)


def _meeting(store: Store, activity_id: str, words: str, turn: int) -> None:
    fields = {"kind": "工作会议", "topic": words, "held_on": clock.today() - timedelta(days=turn)}
    meetings.add(store, EVERYONE, activity_id, fields)


def _kind(store: Store, activity_id: str, words: str, turn: int) -> None:
    meetings.add(store, EVERYONE, activity_id, {"kind": words, "topic": "议题", "held_on": clock.today()})


def _sitting(store: Store, activity_id: str, turn: int) -> str:
    new = {"kind": "工作会议", "topic": f"第 {turn} 次"}
    return sittings.start(store, EVERYONE, activity_id, Setting(new, "leaders"), Shown([], "", clock.now()))


def _sitting_minutes(store: Store, activity_id: str, words: str, turn: int) -> None:
    sittings.close(store, EVERYONE, activity_id, _sitting(store, activity_id, turn), words)


def _decision(store: Store, activity_id: str, words: str, turn: int) -> None:
    sitting_id = _sitting(store, activity_id, 1000 + turn)
    decisions.decide(store, EVERYONE, activity_id, sitting_id, "note", {"content": words})


def _opinion(store: Store, activity_id: str, words: str, turn: int) -> None:
    heard = {"channel": "座谈会", "giver": "教职工", "about": "group", "received_on": clock.today()}
    opinion_id = opinions.add(store, EVERYONE, activity_id, {**heard, "content": words})
    opinions.act(
        store, EVERYONE, activity_id, opinion_id, "sort", {"aspect": "工作作风", "theme": words, "wording": words}
    )
    opinions.act(store, EVERYONE, activity_id, opinion_id, "answer", {"response": "declined", "answer": words})
    mistaken = opinions.add(store, EVERYONE, activity_id, {**heard, "content": "登记错了的"})
    opinions.act(store, EVERYONE, activity_id, mistaken, "remove", {"reason": words})


def _receipt(store: Store, activity_id: str, words: str, turn: int) -> None:
    feedback.hand_over(store, EVERYONE, activity_id, "F-001", clock.today(), words)


def _sheet(store: Store, activity_id: str, words: str, turn: int) -> None:
    heard = {"channel": "座谈会", "giver": "教职工", "about": "group", "received_on": clock.today()}
    opinion_id = opinions.add(store, EVERYONE, activity_id, {**heard, "content": "要反馈的"})
    opinions.act(store, EVERYONE, activity_id, opinion_id, "sort", {"aspect": "工作作风", "wording": words})
    feedback.make(store, EVERYONE, activity_id)


def _study(store: Store, activity_id: str, words: str, turn: int) -> None:
    records.act(store, EVERYONE, studies.STUDY, activity_id, "C-001", "edit", {"topic": words, "content": words})


def _outline(store: Store, activity_id: str, words: str, turn: int) -> None:
    records.act(store, EVERYONE, outlines.OUTLINE, activity_id, "G-001", "edit", {"content": words})


_CRITICISM = ("content", "cause", "suggestion")


def _criticism(store: Store, activity_id: str, words: str, turn: int) -> None:
    records.act(store, EVERYONE, meeting.CRITICISM, activity_id, "P-001", "edit", dict.fromkeys(_CRITICISM, words))


def _minutes(store: Store, activity_id: str, words: str, turn: int) -> None:
    meeting.keep_minutes(store, EVERYONE, activity_id, "Y1", {"theme_stated": True, "minutes": words})


def _problem(store: Store, activity_id: str, words: str, turn: int) -> None:
    typed = dict.fromkeys(("content", "objective_cause", "subjective_cause"), words)
    records.act(store, EVERYONE, problems.PROBLEM, activity_id, "W-001", "edit", typed)


def _publication(store: Store, activity_id: str, words: str, turn: int) -> None:
    typed = dict.fromkeys(("title", "place", "audience", "note"), words)
    records.act(store, EVERYONE, publication.PUBLICATION, activity_id, "N-001", "edit", typed)


_HEAD = ("unit", "number_word", "signer", "addressee", "copies")


def _paper(store: Store, activity_id: str, words: str, turn: int) -> None:
    paper_id = papers.draft(store, EVERYONE, activity_id, "rectified", {})
    papers.edit(store, EVERYONE, activity_id, paper_id, dict.fromkeys(_HEAD, words), {})
    papers.act(store, EVERYONE, activity_id, paper_id, "drop", words)


def _letterhead(store: Store, activity_id: str, words: str, turn: int) -> None:
    papers.keep_letterhead(store, EVERYONE, activity_id, dict.fromkeys(_HEAD, words))


def _task(store: Store, activity_id: str, words: str, turn: int) -> None:
    tasks.edit(store, EVERYONE, activity_id, "T01", {"name": words, "output": words})
    tasks.report(store, EVERYONE, activity_id, "T01", "in_progress", note=words)


def _shift(store: Store, activity_id: str, words: str, turn: int) -> None:
    last = tasks.tasks(store, activity_id, clock.today())["due_on"].max().date()
    task_id = str(tasks.tasks(store, activity_id, clock.today())["task_id"].iloc[-1])
    asked = task_shifts.Asked(task_id, last + timedelta(days=1), "followers", words)
    task_shifts.carry_out(store, EVERYONE, activity_id, asked)


def _item(store: Store, activity_id: str, words: str, turn: int) -> None:
    typed = dict.fromkeys(
        (
            *("problem", "subjective_cause", "objective_cause", "measure", "target", "helpers"),
            *("explanation", "explained_to", "explained_how", "conditions", "remark"),
        ),
        words,
    )
    item_id = rectification.add(store, EVERYONE, activity_id, {**_item_fields(), **typed})
    rectification.act(store, EVERYONE, activity_id, item_id, "start", {})
    rectification.act(
        store, EVERYONE, activity_id, item_id, "report", {"percent": 10, "progress": words, "proof": words}
    )
    rectification.act(store, EVERYONE, activity_id, item_id, "remove", {"reason": words})


def _item_fields() -> dict[str, Any]:
    today = clock.today()
    return {
        "source": "专题民主生活会",
        "aspect": "工作作风",
        "department": "教导处",
        "kind": "deferred",
        "leader_id": "M01",
        "owner_id": "P01",
        "found_on": today,
        "start_on": today,
        "explained_on": today,
        "review_on": today + timedelta(days=30),
    }


def _version(store: Store, activity_id: str, words: str, turn: int) -> None:
    fields = {"stage": "consulted", "made_on": clock.today(), "note": words}
    version_id = report_versions.add_version(store, EVERYONE, activity_id, fields)
    typed = {"content": words, "note": words}
    report_versions.write_section(store, EVERYONE, activity_id, version_id, "突出问题", typed)


def _approval(store: Store, activity_id: str, words: str, turn: int) -> None:
    fields = {"stage": "consulted", "made_on": clock.today()}
    version_id = report_versions.add_version(store, EVERYONE, activity_id, fields)
    point = {"version_id": version_id, "hearing_id": None, "section": "突出问题", "content": "还没有答复的"}
    report_points.add_point(store, EVERYONE, activity_id, point)
    report_versions.approve(store, EVERYONE, activity_id, version_id, reason=words)


def _hearing(store: Store, activity_id: str, words: str, turn: int) -> None:
    report_points.edit_hearing(store, EVERYONE, activity_id, "H-001", {"way": words})


def _point(store: Store, activity_id: str, words: str, turn: int) -> None:
    report_points.edit_point(store, EVERYONE, activity_id, "D-001", {"content": words})
    report_points.answer_point(store, EVERYONE, activity_id, "D-001", "declined", reason=words)


def _finding(store: Store, activity_id: str, words: str, turn: int) -> None:
    truth.answer(store, EVERYONE, activity_id, "B1", f"{turn:064d}", words)


def _phase(store: Store, activity_id: str, words: str, turn: int) -> None:
    procedure.mark(store, EVERYONE, activity_id, "H1", {"is_done": turn % 2 == 0, "reason": words})


def _round(store: Store, activity_id: str, words: str, turn: int) -> None:
    fields = {"name": words, "evaluated": words}
    evaluation_rounds.edit_round(store, EVERYONE, activity_id, "E1", fields)


def _closing(store: Store, activity_id: str, words: str, turn: int) -> None:
    if turn % 2:
        evaluation_closing.close_round(store, EVERYONE, activity_id, "E1", clock.today(), words)
    else:
        evaluation_closing.reopen_round(store, EVERYONE, activity_id, "E1", words)


def _view(store: Store, activity_id: str, words: str, turn: int) -> None:
    saved_views.save(store, EVERYONE, activity_id, "rectification", words, {"text": "查"})


def _history(subject: str, *columns: str) -> tuple[str, ...]:
    return tuple(f"{subject}_events.{column}" for column in columns)


def _unit(store: Store, activity_id: str, words: str, turn: int) -> None:
    given = {"unit_id": f"U{turn}", "name": words, "kind": "school"}
    units.open_units(store, EVERYONE, [given], clock.today())


def _deadline(store: Store, activity_id: str, words: str, turn: int) -> None:
    typed = {"name": words, "for_on": clock.today(), "due_on": clock.today()}
    deadline_id = deadlines.set_deadline(store, EVERYONE, activity_id, "", typed)
    deadlines.excuse(store, EVERYONE, activity_id, deadline_id, "S1", words)


_ITEM = (
    *("problem", "subjective_cause", "objective_cause", "measure", "target", "helpers", "explanation", "explained_to"),
    *("explained_how", "conditions", "remark", "progress", "proof", "reason"),
)
FIELDS = {
    "an account's name": Field(("accounts.display_name",), _account, 32),
    "an account's subject": Field(("account_subjects.subject",), _subject, 255),
    "a meeting": Field(("meetings.topic",), _meeting, 200),
    "a meeting's kind": Field(("meetings.kind",), _kind, 20),
    "an opinion": Field(_history("opinion", "content", "theme", "wording", "answer", "reason"), _opinion),
    "a receipt": Field(_history("feedback_sheet", "receipt"), _receipt),
    "an opinion on a sheet": Field(("feedback_sheet_opinions.wording",), _sheet),
    "a study": Field(_history("study", "topic", "content"), _study, 200),
    "a finding": Field(_history("outline", "content"), _outline),
    "a criticism": Field(_history("criticism", *_CRITICISM), _criticism),
    "minutes": Field(_history("meeting_record", "minutes"), _minutes),
    "minutes of a sitting": Field(_history("sitting", "minutes"), _sitting_minutes),
    "a decision": Field(_history("decision", "content"), _decision, 500),
    "a problem": Field(_history("problem", "content", "objective_cause", "subjective_cause"), _problem),
    "a publication": Field(_history("publication", "title", "place", "audience", "note"), _publication, 200),
    "a paper": Field(_history("paper", *_HEAD), _paper, 20),
    "a letterhead": Field(_history("letterhead", *_HEAD), _letterhead, 20),
    "a task": Field(_history("task", "name", "output", "note"), _task),
    "a shift": Field(("plan_shifts.reason",), _shift),
    "an item": Field(_history("rectification", *_ITEM), _item),
    "a version": Field(
        (*_history("report_version", "note"), *_history("report_section", "content", "note")), _version, 20_000
    ),
    "an approval": Field(_history("report_version", "open_reason"), _approval),
    "a hearing": Field(_history("report_hearing", "way"), _hearing, 20),
    "a point": Field(_history("report_point", "content", "answer"), _point, 2_000),
    "an answer to a finding": Field(("truth_answers.reason",), _finding, 500),
    "a phase": Field(("phase_marks.reason",), _phase, 500),
    "a round": Field(("rounds.name", "rounds.evaluated"), _round, 60),
    "a closing": Field(("round_closings.reason",), _closing, 200),
    "a unit": Field(("unit_steps.name",), _unit, 60),
    "a view": Field(("saved_views.name",), _view, 30),
    "a deadline": Field(("submission_deadlines.name", "submission_excuses.reason"), _deadline, 60),
}

# Words from the plan file, which has a test of its own.
PLANNED = frozenset(
    {
        *("activities.name", "activities.stage", "activities.theme", "activities.plan_name", "units.name"),
        *("phases.name", "people.name", "people.post", "people.field", "people.department", "terms.label"),
        *("criteria.heading", "criteria.label", "answers.label"),
    }
)
# What is written on a ballot comes by a form or a file, and has tests of its own.
SUGGESTED = frozenset({"suggestions.content"})
# Names of files, and what the program itself writes down of an import, a draft, a set of filters or a deed (as JSON).
WRITTEN_BY_THE_PROGRAM = frozenset(
    {
        *("proofs.name", "imports.file_name", "imports.sheet", "imports.undone_by_name", "import_mappings.mapping"),
        "ballots.asked",
        *("entry_drafts.draft", "saved_views.query", "batches.title", "schema_migrations.name"),
        *("import_orders.before_ids", "import_orders.after_ids", "audit_entries.record", "audit_entries.detail"),
        *("audit_entries.device", "audit_entries.hash", "audit_entries.previous"),
        *("sitting_events.digest", "sitting_events.left_out", "decision_events.fields", "decision_events.item_batch"),
        *("sittings.digest", "sittings.left_out", "sitting_slides.content", "decisions.fields", "decisions.item_batch"),
        # A paper's texts by part (tests/papers), and the title that its kind gives it.
        *("paper_events.texts", "paper_events.options", "paper_events.title", "paper_events.chain_hash"),
        *("papers.texts", "papers.options", "papers.title", "papers.chain_hash"),
        *("account_words.mark", "account_words.salt", "account_words.word"),
        # What was frozen of fields above, and what came from another unit so (tests/submissions).
        *("own_submissions.reason", "submission_answers.receipt", "submission_answers.refusal"),
        *("submissions.reason", "submitted_items.title", "submitted_papers.title"),
        *("forward_answers.receipt", "forward_answers.refusal", "superiors.forwards"),
        # What goes down on one line each, and what came so (tests/assignments).
        *(f"{table}.{each}" for table in ("assignment_steps", "assigned_steps") for each in ("problem", "wanted")),
        *("assignment_steps.reason", "assigned_steps.reason", "assigned_steps.superior"),
        *("assigned_steps.item_no", "superior_deadlines.name"),
        *("superior_plans.superior", "superior_plan_decisions.reason", "plan_version_receipts.reason"),
        *(f"{table}.{each}" for table in ("plan_versions", "superior_plans") for each in ("note", "content")),
    }
)
# Ids, codes, digests, words chosen from a list, names taken from accounts, and addresses that were checked as such.
CHOSEN = frozenset(
    {
        *("actor_name", "name", "role", "kind", "way", "group_label", "label", "status", "action", "mode", "layout"),
        *("stage", "what", "about", "giver", "channel", "aspect", "mirror", "section", "report_section", "department"),
        *("source", "people_view", "presence", "to_kind", "with_kind", "source_kind", "handling", "handled_in"),
        *("state", "audience", "came_from", "duty", "concern"),
        *("purpose", "records", "subject", "encoding", "shape", "fed_back_to", "merged_into", "response", "based_on"),
        *("entry", "link_group", "address", "issuer", "replaced_by", "undone_by", "finding_key", "password_hash"),
        *("corrects", "form", "word_sha256", "pdf_sha256", "previous_sha256", "last_sha256", "plan_sha256"),
        *("form_sha256", "from_sha256", "decision"),
        *("fingerprint", "trail_hash", "figure", "verdict", "criterion_label", "answer_label"),
        *("sha256", "content_sha256", "key_sha256", "token_sha256", "code_hash", "turn_hash", "press", "theme", "view"),
    }
)
