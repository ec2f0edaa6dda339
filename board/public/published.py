"""All that was published of an activity by the end of a day, and nothing else.

Of papers: those of a kind for the public that are signed, not void, and entered as published, as they were kept at
signing. Of evaluations: closed rounds whose result was published, as of that day. Names below the leading posts are
left out of what was typed in 通报与公开 as they are of papers for the public.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from board.activity.activities import Activity, activity
from board.evaluation import of_phase, results
from board.evaluation.views import groups_shown
from board.papers.asked import unnamed
from board.papers.blocks import Paper
from board.papers.issuing import making
from board.papers.issuing.rules import number_text
from board.publication.actions import publications
from board.publication.views import of_kind
from board.store.frames import each_row
from board.store.readers import read_for_readers
from board.store.store import Row, Store
from board.words import PUBLISHED

# The kind of papers that say of each item how far it is.
NOTICE = "rectified_public"


@dataclass(frozen=True)
class Place:
    """Where something was published, on which day, and to whom."""

    on: date
    place: str
    audience: str


@dataclass(frozen=True)
class Issued:
    """Something that was published, the newest place first.

    paper: its content as signed; None where only its publication was entered, by hand: then there are no files, and
    paper_id, number and digests are "". corrected_by: the titles of published papers that correct it.
    """

    title: str
    word: str
    written_on: date
    places: tuple[Place, ...]
    paper_id: str = ""
    kind: str = ""
    number: str = ""
    word_sha256: str = ""
    pdf_sha256: str = ""
    paper: Paper | None = None
    corrected_by: tuple[str, ...] = ()

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each file, by the ending of its name."""
        return {"pdf": self.pdf_sha256, "docx": self.word_sha256} if self.paper else {}


@dataclass(frozen=True)
class Result:
    """A round whose result was published, as of a day: the row of `results.rounds`, and the frames of
    `criteria_figures`, `answers` and `groups_shown`."""

    row: Mapping[str, Any]
    as_of: date
    criteria: pd.DataFrame
    answers: pd.DataFrame
    groups: pd.DataFrame


@dataclass(frozen=True)
class Published:
    """All that was published, the newest first. notice: the newest paper on the items."""

    activity: Activity
    issued: tuple[Issued, ...]
    results: tuple[Result, ...]

    @property
    def notice(self) -> Issued | None:
        return next((each for each in self.issued if each.kind == NOTICE), None)


def published(store: Store, activity_id: str, on: date) -> Published:
    """All that was published by the end of a day. Raises BoardError where there is no such activity."""
    about = activity(store, activity_id)
    with read_for_readers(True):
        rows = publications(store, activity_id, on).dropna(subset=["published_on"])
        papers = _papers(store, activity_id, set(rows["paper_id"]) - {""})
        names = unnamed(store, activity_id)
        issued = [*_issued(store, rows, papers), *_typed(rows, names)]
        issued.sort(key=lambda each: (each.places[0].on, each.written_on, each.paper_id), reverse=True)
        return Published(about, tuple(_corrected(issued, papers)), tuple(_results(store, activity_id, rows, papers)))


def _papers(store: Store, activity_id: str, paper_ids: Iterable[str]) -> dict[str, Row]:
    """The papers among these that anybody may read, by id."""
    found = {}
    for paper_id in sorted(paper_ids):
        for row in store.rows("papers/current", activity_id=activity_id, paper_id=paper_id):
            kind = making.kind_of(row["kind"])
            if kind is not None and kind.audience == "public" and row["state"] == "signed":
                found[paper_id] = row
    return found


def _issued(store: Store, rows: pd.DataFrame, papers: Mapping[str, Row]) -> Iterable[Issued]:
    for paper_id, row in papers.items():
        kind = making.kind_of(row["kind"])
        yield Issued(
            title=row["title"],
            word=kind.word if kind else "",
            written_on=row["dated"],
            places=_places(rows[rows["paper_id"] == paper_id], {}),
            paper_id=paper_id,
            kind=row["kind"],
            number=number_text(row),
            word_sha256=row["word_sha256"],
            pdf_sha256=row["pdf_sha256"],
            paper=making.signed(store, row),
        )


def _typed(rows: pd.DataFrame, names: Mapping[str, str]) -> Iterable[Issued]:
    typed = rows[rows["paper_id"] == ""]
    for name, row in zip(typed["publication_id"], each_row(typed), strict=True):
        places = _places(typed[typed["publication_id"] == name], names)
        yield Issued(_without(names, row.title), PUBLISHED.get(row.what, ""), _day(row.written_on), places)


def _places(rows: pd.DataFrame, names: Mapping[str, str]) -> tuple[Place, ...]:
    ordered = rows.sort_values(["published_on", "publication_id"], ascending=False)
    return tuple(
        Place(_day(row.published_on), _without(names, row.place), _without(names, row.audience))
        for row in each_row(ordered)
    )


def _corrected(issued: list[Issued], papers: Mapping[str, Row]) -> Iterable[Issued]:
    for each in issued:
        by = [papers[other.paper_id] for other in issued if other.paper_id and each.paper_id]
        titles = tuple(row["title"] for row in by if row["corrects"] == each.paper_id)
        yield replace(each, corrected_by=titles)


def _results(store: Store, activity_id: str, rows: pd.DataFrame, papers: Mapping[str, Row]) -> Iterable[Result]:
    """The results that were published: of the round that a paper is about; of one that was entered by hand, of the
    evaluation that the plan asks for, if it was over by then."""
    days: dict[str, date] = {}
    for row in each_row(rows[rows["what"] == "result"]):
        on = _day(row.published_on)
        if row.paper_id in papers:
            paper = papers[row.paper_id]
            about = _round_of(store, activity_id, paper)
            days |= {about: paper["as_of"]} if about else {}
        elif not row.paper_id:
            chosen = of_phase.looked_at(of_phase.rounds(store, activity_id, on))
            since = of_phase.ended_on(chosen, on)
            mine = of_kind(rows[rows["publication_id"] == row.publication_id], "result", since)
            days |= {str(chosen["round_id"]): on} if chosen is not None and len(mine) else {}
    found = [_result(store, activity_id, round_id, as_of) for round_id, as_of in days.items()]
    return sorted((each for each in found if each), key=lambda each: each.as_of, reverse=True)


def _round_of(store: Store, activity_id: str, paper: Row) -> str | None:
    """The round that a paper is about: one of its options names it."""
    known = set(results.rounds(store, activity_id, paper["as_of"])["round_id"])
    return next((str(each) for each in json.loads(paper["options"]).values() if each in known), None)


def _result(store: Store, activity_id: str, round_id: str, as_of: date) -> Result | None:
    rounds = results.rounds(store, activity_id, as_of)
    (row,) = rounds[rounds["round_id"] == round_id].to_dict("records")
    if row["closed_on"] is None or row["closed_on"] > as_of:
        return None
    key = (store, activity_id, round_id, as_of)
    figures = results.criteria_figures(*key), results.answers(*key), groups_shown(*key)
    return Result({str(name): value for name, value in row.items()}, as_of, *figures)


def _day(value: Any) -> date:
    return pd.Timestamp(value).date()


def _without(names: Mapping[str, str], text: str) -> str:
    for name, instead in names.items():
        text = text.replace(name, instead)
    return text
