"""Ledgers of versions of the report, findings of studies, decisions, papers and rules, which a report may count."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from board.activity import activities
from board.meeting import actions as meeting
from board.meeting import studies
from board.report import reading as report
from board.rules.judging import FAILURES
from board.rules.verdicts import RULES, WITHOUT_TRUTH, judged
from board.sittings import views as sittings
from board.store.frames import each_row
from board.store.store import Store
from board.truth.counts.subjects import Labels
from board.truth.facts import Rate
from board.truth.ledgers import Fact, Ledger, fact, ledger
from board.truth.words import THINGS
from board.words import DECISION, PROBLEM_SOURCE, VERDICT


def version_ledger(store: Store, activity_id: str, day: date) -> Ledger:
    """The versions of the report."""
    count = len(report.versions(store, activity_id, day))
    return ledger("version", [()] * count, (), (), "报告的版本", ("report", {}))


def study_ledger(store: Store, activity_id: str, day: date) -> Ledger:
    """The findings of the studies that came before, by their topic."""
    known = studies.studies(store, activity_id, day)
    topics = known["topic"].tolist()
    return ledger("study", [(topic,) for topic in topics], (topics,), (), "学习调研成果", ("meeting", {}))


def decision_ledger(store: Store, activity_id: str, day: date) -> Ledger:
    """The decisions that weren't taken back, by the kind of meeting, by what was decided, and by the meeting's day."""
    made = sittings.standing(store.read("decisions/decisions", activity_id=activity_id, as_of=day))
    held = activities.meetings(store, activity_id, day)[["meeting_id", "kind", "held_on"]]
    made = made.merge(held.rename(columns={"kind": "meeting_kind"}), "left", on="meeting_id")
    rows = ((row.meeting_kind, DECISION[row.kind]) for row in each_row(made))
    sides = (list(dict.fromkeys(held["kind"])), tuple(DECISION.values()))
    return ledger("decision", rows, sides, (), "议定事项", ("sittings", {}), days={"": made["held_on"]})


def paper_ledger(store: Store, activity_id: str, day: date) -> Ledger:
    """The papers that were not dropped: drafted (起草) still, checked at least (已核对), and signed (已签发)."""
    states = store.read("papers/papers", activity_id=activity_id, as_of=day)["state"]
    came = {"draft": ("起草",), "checked": ("已核对",), "signed": ("已核对", "已签发")}
    rows = [came[state] for state in states if state in came]
    return ledger("paper", rows, (), ("起草", *THINGS["paper"].stages), "公文", ("papers", {}))


def rule_ledgers(store: Store, activity_id: str, day: date) -> Iterator[Ledger]:
    """The rules of procedure, by verdict, and by the kind of failure that they are about.

    Whether the report agrees with the records is itself one of them, and not known before it is checked: any.
    """
    known = [(VERDICT[each.verdict], each.rule.failure) for each in judged(store, activity_id, day, WITHOUT_TRUTH)]
    of_truth = next(rule.failure for rule in RULES if rule not in WITHOUT_TRUTH)
    for itself in ("passed", "not_yet", "failed"):
        rows = (*known, (VERDICT[itself], of_truth))
        yield ledger("rule", rows, (FAILURES,), VERDICT.values(), "程序", ("procedure", {}))


def readiness_ledger(store: Store, activity_id: str, day: date) -> Ledger:
    """The requirements before the democratic life meeting, by whether each was met in time; none before one is set."""
    required = meeting.readiness(store, activity_id, day)
    rows = [("办妥",) if row.is_done else () for row in each_row(required[required["due_on"].notna()])]
    return ledger("readiness", rows, (), THINGS["readiness"].stages, "会前准备", ("meeting", {}))


def fed_back_in_time(store: Store, activity_id: str, day: date) -> Iterator[Rate]:
    """The share of the opinions that had to be fed back before the democratic life meeting and were."""
    required = meeting.readiness(store, activity_id, day)
    for row in each_row(required[(required["requirement"] == "opinions_fed_back") & required["due_on"].notna()]):
        label = "民主生活会前应当反馈的意见的按期反馈率"
        for traits in (frozenset[str](), frozenset({"按期反馈"})):
            yield Rate("按期反馈率", traits, int(row.done_count), int(row.required_count), label, ("meeting", {}))


def fed_back_facts(store: Store, activity_id: str, day: date) -> Iterator[Fact]:
    """The count of these opinions that were fed back in time."""
    for rate in list(fed_back_in_time(store, activity_id, day))[:1]:
        for traits in (("按期反馈",), ("按期反馈", "已反馈")):
            yield fact("opinion", traits, rate.part, "民主生活会前按期反馈的意见", ("meeting", {}))


def published_ledger(publications: pd.DataFrame, labels: Labels) -> Ledger:
    """Publications, by whom they were for."""
    done = publications[publications["published_on"].notna()]
    rows = ([word for word in labels["giver"] if word in str(row.audience)] for row in each_row(done))
    return ledger("published", rows, (labels["giver"],), (), "公开的材料", ("publication", {}))


def registered_facts(publications: pd.DataFrame) -> Iterator[Fact]:
    """The count of what is on record to be published, whether or not it was."""
    yield fact("published", ("登记",), len(publications), "登记的公开材料", ("publication", {}))


def source_facts(problems: pd.DataFrame) -> Iterator[Fact]:
    """The counts of what problems are linked to, of each kind and in all: every link, and every record once."""
    linked = {
        kind: [each for ids in problems[f"{kind}_ids"] for each in ids.split("、") if each]
        for kind in PROBLEM_SOURCE
        if f"{kind}_ids" in problems
    }
    for of_kind in (linked, {kind: {*ids} for kind, ids in linked.items()}):
        for kind, ids in of_kind.items():
            word = PROBLEM_SOURCE[kind]
            yield fact("source", (word,), len(ids), f"问题来源里的{word}", ("meeting", {}))
        yield fact("source", (), sum(len(ids) for ids in of_kind.values()), "问题的来源", ("meeting", {}))
