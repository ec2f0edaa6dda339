"""Gathers the records for the truth check of a version as of a day."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from board.activity import activities
from board.evaluation import results as evaluation
from board.meeting import actions as meeting
from board.meeting import outlines, talks
from board.opinions import actions as opinions
from board.problems import actions as problems
from board.rectification import actions as rectification
from board.report import reading as report
from board.store.frames import each_row
from board.store.store import Store
from board.tasks import actions as tasks
from board.truth.check import Records
from board.truth.facts import (
    Fact,
    Facts,
    Rate,
    ballot_facts,
    ballot_rates,
    criterion_words,
    criticism_facts,
    item_facts,
    meeting_facts,
    member_facts,
    opinion_facts,
    problem_facts,
    rates_of,
    report_facts,
    round_name,
    talk_facts,
)
from board.truth.units import Names
from board.words import ITEM_KIND, WAY

# The most past days a version is compared with: for each, all records are read.
_MOST_DAYS = 6


def records_of(store: Store, activity_id: str, version_id: str, as_of: date) -> Records:
    """The records that a version is checked against, as of a day."""
    versions = report.versions(store, activity_id, as_of)
    texts = report.sections(store, activity_id, as_of)
    days = _days(versions, texts, version_id, as_of)
    links = report.report_problems(store, activity_id, as_of)
    known = problems.problems(store, activity_id, as_of)
    labels = _labels(store, activity_id)
    return Records(
        names=_names(store, activity_id, as_of),
        known=[facts_on(store, activity_id, day) for day in days],
        on=lambda day: facts_on(store, activity_id, day) if day <= as_of else None,
        partitions=(labels["giver"], labels["channel"], labels["aspect"], ITEM_KIND.values(), ("领导班子", "领导个人")),
        links=_rows(links[links["version_id"] == version_id]),
        problems=_rows(known) if version_id in set(versions["version_id"]) else None,
        loose_opinions=_loose(opinions.opinions(store, activity_id, as_of)),
        points=_rows(report.points(store, activity_id, as_of)),
        contents=_contents(texts),
    )


def facts_on(store: Store, activity_id: str, day: date) -> Facts:
    """The facts at the end of a day. Counts are cached until a write changes the tables behind them."""

    def make() -> Facts:
        labels = _labels(store, activity_id)
        held = _meetings_until(store, activity_id, day)
        counts = _counts(store, activity_id, day)
        if store.hides_some():  # readers who see opinions in lots would see the report contradicted
            counts = [fact for fact in counts if fact.thing != "opinion"]
        ballots, rates = store.cached(("truth.ballots", activity_id, day), lambda: _evaluation(store, activity_id, day))
        words = _words(labels, activities.criteria(store, activity_id), held)
        return Facts(day, (*counts, *ballots), (*rates_of(counts), *rates), words)

    facts: Facts = store.cached(("truth.facts", activity_id, day), make)
    return facts


def _counts(store: Store, activity_id: str, day: date) -> list[Fact]:
    """The counts of every subject but the evaluation, each cached until a write to its own tables."""
    now = (store, activity_id, day)

    def cached(name: str, facts: Callable[[], Iterable[Fact]]) -> Iterable[Fact]:
        counts: tuple[Fact, ...] = store.cached(("truth", name, activity_id, day), lambda: tuple(facts()))
        return counts

    return [
        *cached("opinions", lambda: opinion_facts(opinions.opinions(*now), _labels(store, activity_id))),
        *cached("talks", lambda: talk_facts(talks.talks(*now))),
        *cached("meetings", lambda: meeting_facts(_meetings_until(*now), report.hearings(*now))),
        *cached("items", lambda: item_facts(rectification.items(*now))),
        *cached("problems", lambda: problem_facts(problems.problems(*now), _labels(store, activity_id))),
        *cached("meeting", lambda: criticism_facts(meeting.criticisms(*now))),
        *cached("members", lambda: member_facts(activities.people(store, activity_id), outlines.outlines(*now))),
        *cached(
            "report", lambda: report_facts(report.hearings(*now), report.points(*now), _labels(store, activity_id))
        ),
    ]


def _meetings_until(store: Store, activity_id: str, day: date) -> pd.DataFrame:
    held = activities.meetings(store, activity_id)
    return held[held["held_on"] <= pd.Timestamp(day)]


def _evaluation(store: Store, activity_id: str, day: date) -> tuple[list[Fact], list[Rate]]:
    facts: list[Fact] = []
    rates: list[Rate] = []
    for place, row in enumerate(each_row(evaluation.rounds(store, activity_id, day))):
        name, link = round_name(place), ("evaluation", {"evaluation_round": row.name})
        forms = evaluation.forms(store, activity_id, row.round_id, day)
        criteria = evaluation.criteria_figures(store, activity_id, row.round_id, day)
        facts += ballot_facts(name, link, row, forms)
        rates += ballot_rates(name, link, row, forms, criteria)
    return facts, rates


def _labels(store: Store, activity_id: str) -> Mapping[str, list[str]]:
    terms = activities.terms(store, activity_id)
    kinds = ("giver", "channel", "aspect", "group")
    return {kind: terms[terms["kind"] == kind]["label"].tolist() for kind in kinds}


def _words(
    labels: Mapping[str, list[str]], criteria: pd.DataFrame, held: pd.DataFrame
) -> Mapping[str, Mapping[str, str]]:
    of_opinions = (*labels["giver"], *labels["channel"], *labels["aspect"])
    return {
        "opinion": {word: word for word in of_opinions},
        "problem": {word: word for word in labels["aspect"]},
        "ballot": {word: word for word in (*labels["group"], *WAY.values())} | criterion_words(criteria),
        "heard": {word: word for word in labels["group"]},
        "meeting": {word: word for word in sorted(set(held["kind"]))},
    }


def _days(versions: pd.DataFrame, texts: pd.DataFrame, version_id: str, as_of: date) -> list[date]:
    """The days whose records a version may describe: when it and those before it were made and written, and `as_of`.

    Text taken over from an earlier version was true then.
    """
    ids = versions["version_id"].tolist()
    until = set(ids[: ids.index(version_id) + 1]) if version_id in ids else set()
    made = versions[versions["version_id"].isin(until)]["made_on"]
    written = texts[texts["version_id"].isin(until) & (texts["content"] != "")]["happened_at"]
    days = {moment.date() for moment in [*made, *written]}
    return [*sorted(day for day in days if day < as_of)[-_MOST_DAYS:], as_of]


def _names(store: Store, activity_id: str, as_of: date) -> Names:
    about = activities.activity(store, activity_id)
    people = activities.people(store, activity_id)
    steps = tasks.tasks(store, activity_id, as_of)
    own = [about.name, about.stage, about.theme, *activities.terms(store, activity_id)["label"]]
    own += [*people["post"], *people["field"], *people["department"], *steps["name"], *steps["output"], *steps["note"]]
    own += [*activities.meetings(store, activity_id)["topic"]]
    return Names(about.unit_name, "　".join(own))


def _loose(heard: pd.DataFrame) -> list[str]:
    """Opinions that led to no problem, no item and no answer, as 没有下文 lists them; none while all just came in."""
    nowhere = heard[heard["is_nowhere"]]
    return nowhere["opinion_id"].tolist() if nowhere["is_sorted"].any() else []


def _contents(texts: pd.DataFrame) -> dict[str, dict[str, str]]:
    by_version: dict[str, dict[str, str]] = {}
    for row in each_row(texts):
        by_version.setdefault(row.version_id, {})[row.section] = row.content
    return by_version


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
