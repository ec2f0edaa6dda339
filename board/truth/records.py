"""Gathers the records for the truth check of a version as of a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from board.activity import activities
from board.evaluation import results as evaluation
from board.evaluation.differences import rounds_tested
from board.meeting import actions as meeting
from board.meeting import outlines, talks
from board.opinions import actions as opinions
from board.opinions import feedback
from board.problems import actions as problems
from board.publication import actions as publication
from board.rectification.actions import some_of_items as _items
from board.report import reading as report
from board.store.frames import each_row
from board.store.store import Store
from board.tasks import actions as tasks
from board.truth.check import Records
from board.truth.choices import choices
from board.truth.counts import registers
from board.truth.counts.meetings import came_facts, happenings, meeting_facts
from board.truth.counts.rounds import ballot_facts, ballot_rates, round_name
from board.truth.counts.subjects import (
    OF_ITEMS,
    average_progress,
    between_facts,
    closed_as_done,
    criticism_facts,
    criticism_ledgers,
    finding_ledger,
    item_ledger,
    member_facts,
    opinion_ledgers,
    outline_ledger,
    pair_ledger,
    point_ledgers,
    problem_ledger,
    report_facts,
    sheet_ledger,
    talk_ledgers,
    task_ledger,
)
from board.truth.facts import Choice, Facts, Happening, Rate
from board.truth.ledgers import Fact, Ledger, Link, fact
from board.truth.own_words import own_words
from board.truth.singly.nearby import Nearby, nearby_cases, nearby_criticisms, nearby_passages, nearby_steps
from board.truth.singly.steps import phases
from board.truth.units import Names
from board.words import ITEM_KIND, PRESENCE, WAY

_ON_ALL = "各轮评议写下的意见建议"
# The most past days a version is compared with: for each, all records are read.
_MOST_DAYS = 6
# Sets of words of one of which each record is, besides the activity's own.
_PARTITIONS = (("领导班子", "领导个人"), ("纸质", "网上"), ("自我批评", "相互批评"))


def records_of(store: Store, activity_id: str, version_id: str, as_of: date) -> Records:
    """The records that a version is checked against, as of a day."""
    versions = report.versions(store, activity_id, as_of)
    texts = report.sections(store, activity_id, as_of)
    wordings = _wordings(versions, texts, version_id)
    days = [*sorted({day for day, _ in wordings if day < as_of})[-_MOST_DAYS:], as_of]
    links = report.report_problems(store, activity_id, as_of)
    known = problems.problems(store, activity_id, as_of)
    labels = _labels(store, activity_id, as_of)
    return Records(
        names=_names(store, activity_id, as_of),
        known=[facts_on(store, activity_id, day) for day in days],
        on=lambda day: facts_on(store, activity_id, day) if day <= as_of else None,
        wordings=wordings,
        partitions=(*(labels[each] for each in ("giver", "channel", "aspect")), ITEM_KIND.values(), *_PARTITIONS),
        links=_rows(links[links["version_id"] == version_id]),
        problems=_rows(known) if version_id in set(versions["version_id"]) else None,
        loose_opinions=_loose(opinions.opinions(store, activity_id, as_of)),
        points=_rows(report.points(store, activity_id, as_of)),
        contents=_contents(texts),
    )


def facts_on(store: Store, activity_id: str, day: date) -> Facts:
    """The facts at the end of a day. Counts are cached until a write changes the tables behind them."""

    def make() -> Facts:
        labels, held = _labels(store, activity_id, day), _meetings_until(store, activity_id, day)
        counts, ledgers = _counts(store, activity_id, day), _ledgers(store, activity_id, day)
        if store.hides_some():  # readers who see opinions in lots would see the report contradicted
            counts = [fact for fact in counts if fact.thing not in {"opinion", "source"}]
            ledgers = [each for each in ledgers if each.thing not in {"opinion", "sheet"}]
        ballots, rates, chosen = store.cached(
            ("truth.ballots", activity_id, day), lambda: _evaluation(store, activity_id, day)
        )
        criteria = activities.criteria(store, activity_id)
        rates = [*rates, *average_progress(_items(store, activity_id, day, ("percent",)))]
        rates += registers.fed_back_in_time(store, activity_id, day)
        return Facts(
            day,
            (*counts, *ballots),
            tuple(rates),
            own_words(labels, criteria, held, list(dict.fromkeys(tasks.tasks(store, activity_id, day)["phase_name"]))),
            tuple(ledgers),
            (criteria["label"].tolist(), labels["group"], tuple(WAY.values()), _rounds(store, activity_id, day)),
            _happenings(store, activity_id, day),
            Nearby(store, activity_id, day, nearby_passages),
            Nearby(store, activity_id, day, nearby_cases),
            Nearby(store, activity_id, day, nearby_steps),
            tuple(phases(activities.phases(store, activity_id, day), activities.activity(store, activity_id).stage)),
            labels,
            tuple(chosen),
            {"rule": lambda: _rules(store, activity_id, day)},
            lambda: _standardised(store, activity_id, day),
            Nearby(store, activity_id, day, nearby_criticisms),
        )

    facts: Facts = store.cached(("truth.facts", activity_id, day), make)
    return facts


def _ledgers(store: Store, activity_id: str, day: date) -> list[Ledger]:
    """The ledgers of every subject, each kept until a write to its own tables."""
    now = (store, activity_id, day)

    def cached(name: str, made: Callable[[Mapping[str, list[str]]], Iterable[Ledger]]) -> Iterable[Ledger]:
        labels = _labels(store, activity_id, day)
        kept: tuple[Ledger, ...] = store.cached(("truth.ledgers", name, activity_id, day), lambda: tuple(made(labels)))
        return kept

    return [
        *cached("opinions", lambda labels: opinion_ledgers(opinions.opinions(*now), labels)),
        *cached("talks", lambda labels: talk_ledgers(talks.talks(*now), labels)),
        *cached(
            "points",
            lambda labels: point_ledgers(report.hearings(*now), report.points(*now), report.versions(*now), labels),
        ),
        *cached("sheets", lambda labels: [sheet_ledger(feedback.sheets(*now), labels)]),
        *cached("pairs", lambda labels: [pair_ledger(talks.matrix(*now), labels)]),
        *cached("tasks", lambda labels: [task_ledger(tasks.tasks(*now), labels)]),
        *cached("items", lambda labels: [item_ledger(_items(*now, OF_ITEMS), labels)]),
        *cached("problems", lambda labels: [problem_ledger(problems.problems(*now), labels)]),
        *cached("findings", lambda labels: [finding_ledger(outlines.outlines(*now), labels)]),
        *cached("outlines", lambda labels: [outline_ledger(outlines.outlines(*now), labels)]),
        *cached("published", lambda labels: [registers.published_ledger(publication.publications(*now), labels)]),
        *cached("criticisms", lambda labels: criticism_ledgers(meeting.criticisms(*now), labels)),
        *cached("versions", lambda _: [registers.version_ledger(*now)]),
        *cached("studies", lambda _: [registers.study_ledger(*now)]),
        *cached("decisions", lambda _: [registers.decision_ledger(*now)]),
        *cached("papers", lambda _: [registers.paper_ledger(*now)]),
        *cached("readiness", lambda _: [registers.readiness_ledger(*now)]),
    ]


def _rules(store: Store, activity_id: str, day: date) -> tuple[Ledger, ...]:
    key = ("truth.ledgers", "rules", activity_id, day)
    kept: tuple[Ledger, ...] = store.cached(key, lambda: tuple(registers.rule_ledgers(store, activity_id, day)))
    return kept


def _counts(store: Store, activity_id: str, day: date) -> list[Fact]:
    """The other counts of every subject but the evaluation, each kept until a write to its own tables."""
    now = (store, activity_id, day)

    def cached(name: str, facts: Callable[[], Iterable[Fact]]) -> Iterable[Fact]:
        counts: tuple[Fact, ...] = store.cached(("truth", name, activity_id, day), lambda: tuple(facts()))
        return counts

    return [
        *cached("meetings", lambda: meeting_facts(_meetings_until(*now), report.hearings(*now))),
        *cached(
            "came", lambda: came_facts(meeting.held_meetings(*now), report.hearings(*now), meeting.attendance(*now))
        ),
        *cached("items", lambda: closed_as_done(_items(*now, ("kind", "is_closed")))),
        *cached("meeting", lambda: criticism_facts(meeting.criticisms(*now))),
        *cached("between", lambda: between_facts(meeting.criticisms(*now), _labels(*now)["member"])),
        *cached("fed_back", lambda: registers.fed_back_facts(*now)),
        *cached("members", lambda: member_facts(activities.people(store, activity_id))),
        *cached("sources", lambda: registers.source_facts(problems.problems(*now))),
        *cached("published", lambda: registers.registered_facts(publication.publications(*now))),
        *cached("report", lambda: report_facts(report.hearings(*now), _labels(*now))),
    ]


def _happenings(store: Store, activity_id: str, day: date) -> tuple[Happening, ...]:
    now = (store, activity_id, day)
    published, versions, rounds = publication.publications(*now), report.versions(*now), evaluation.rounds(*now)
    sheets = feedback.sheets(*now)
    return tuple(happenings(_meetings_until(*now), report.hearings(*now), published, versions, rounds, sheets))


def _rounds(store: Store, activity_id: str, day: date) -> list[str]:
    return [round_name(place) for place in range(len(evaluation.rounds(store, activity_id, day)))]


def _meetings_until(store: Store, activity_id: str, day: date) -> pd.DataFrame:
    held = activities.meetings(store, activity_id, day)
    return held[held["held_on"] <= pd.Timestamp(day)]


def _evaluation(store: Store, activity_id: str, day: date) -> tuple[list[Fact], list[Rate], list[Choice]]:
    facts, rates, chosen = list[Fact](), list[Rate](), list[Choice]()
    parts = (evaluation.group_figures, evaluation.way_figures)
    for place, row in enumerate(each_row(evaluation.rounds(store, activity_id, day))):
        name, link = round_name(place), ("evaluation", {"evaluation_round": row.name})
        forms = evaluation.forms(store, activity_id, row.round_id, day)
        criteria = evaluation.criteria_figures(store, activity_id, row.round_id, day)
        facts += ballot_facts(name, link, row, forms)
        facts.append(_suggested(name, link, len(evaluation.suggestions(store, activity_id, row.round_id, day))))
        chosen += choices(name, evaluation.answers(store, activity_id, row.round_id, day), link)
        of_parts = [part(store, activity_id, row.round_id, day) for part in parts]
        rates += ballot_rates(name, link, row, forms, criteria, of_parts)
    written = [fact for fact in facts if fact.thing == "opinion"]
    if len(written) > 1:
        names = frozenset[str]().union(*(each.traits for each in written))
        facts.append(replace(written[0], traits=names, value=sum(each.value for each in written), label=_ON_ALL))
    return facts, rates, chosen


def _standardised(store: Store, activity_id: str, day: date) -> Mapping[str, float]:
    """By how many points each criterion's 优良率 in the last round is higher than in the round before, standardised."""
    rounds = evaluation.rounds(store, activity_id, day)["round_id"].tolist()
    if len(rounds) < len(("before", "last")):
        return {}
    tests = rounds_tested(store, activity_id, rounds[-1], rounds[-2], day)
    compared = tests[tests["difference"].notna()]
    return dict(zip(compared["criterion_label"], 100 * compared["difference"], strict=True))


def _suggested(name: str, link: Link, count: int) -> Fact:
    return fact("opinion", (name,), count, f"{name}评议写下的意见建议", link)


def _labels(store: Store, activity_id: str, day: date) -> Mapping[str, list[str]]:
    """The activity's words by kind, the members of its leading group (member), themes, sources and owners of a day.

    And who came to meetings and who didn't, by words.PRESENCE.
    """

    def make() -> Mapping[str, list[str]]:
        heard = opinions.opinions(store, activity_id, day)
        items = _items(store, activity_id, day, ("source", "owner_name"))
        used = {"theme": heard["theme"], "source": items["source"], "owner": items["owner_name"]}
        terms, people = activities.terms(store, activity_id), activities.people(store, activity_id)
        came = meeting.attendance(store, activity_id, day)
        kinds = ("giver", "channel", "aspect", "group", "department", "mirror", "partner")
        return {
            **{kind: terms[terms["kind"] == kind]["label"].tolist() for kind in kinds},
            **{presence: came[came["presence"] == presence]["person_name"].tolist() for presence in PRESENCE},
            "member": people[people["is_member"]]["name"].tolist(),
            **{kind: [str(word) for word in words.dropna().unique() if word] for kind, words in used.items()},
        }

    labels: Mapping[str, list[str]] = store.cached(("truth.labels", activity_id, day), make)
    return labels


def _wordings(versions: pd.DataFrame, texts: pd.DataFrame, version_id: str) -> list[tuple[date, str]]:
    """The wordings of a version and those before it, by the days on which they were made and written.

    Text taken over from an earlier version was true then.
    """
    ids = versions["version_id"].tolist()
    until = set(ids[: ids.index(version_id) + 1]) if version_id in ids else set()
    made = dict(zip(versions["version_id"], versions["made_on"], strict=True))
    rows = [row for row in each_row(texts) if row.version_id in until and row.content]
    return [(day, row.content) for row in rows for day in {made[row.version_id].date(), row.happened_at.date()}]


def _names(store: Store, activity_id: str, as_of: date) -> Names:
    about = activities.activity(store, activity_id)
    people = activities.people(store, activity_id)
    steps = tasks.tasks(store, activity_id, as_of)
    own = [about.name, about.stage, about.theme, *activities.terms(store, activity_id)["label"]]
    own += [*people["post"], *people["field"], *people["department"], *steps["name"], *steps["output"], *steps["note"]]
    own += [*activities.meetings(store, activity_id, as_of)["topic"]]
    return Names(about.unit_name, "　".join(own))


def _loose(heard: pd.DataFrame) -> list[str]:
    """Opinions that led to no problem, no item and no answer, as 没有下文 lists them; none while all just came in."""
    nowhere = heard[heard["is_nowhere"]]
    return nowhere["opinion_id"].tolist() if nowhere["is_sorted"].any() else []


def _contents(texts: pd.DataFrame) -> dict[str, dict[str, str]]:
    groups = texts.groupby("version_id", sort=False)
    return {str(version_id): dict(zip(mine["section"], mine["content"], strict=True)) for version_id, mine in groups}


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
