"""The contents of a submission, as of a day: the figures that its own pages show to readers who may not
know who gave an opinion, through the functions that make those pages; so what they hold back is held back here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from board.activity import activities
from board.evaluation import of_phase, results
from board.evaluation.smallest import SMALLEST_GROUP
from board.meeting import talks
from board.numbers import is_missing
from board.opinions import actions as opinions
from board.opinions import figures as opinion_figures
from board.overview.figures import figures as overview_figures
from board.papers.asked import unnamed
from board.problems import actions as problems
from board.procedure.verdicts import verdicts
from board.public.published import published
from board.rectification import actions as rectification
from board.store.frames import each_row
from board.store.readers import read_for_readers
from board.store.store import Row, Store
from board.submissions.document import canonical, digest
from board.submissions.shape import LONGEST_LABEL, LONGEST_TITLE, line
from board.tasks import actions as tasks

Rows = list[Row]
_OTHER = "其他"


@dataclass(frozen=True)
class Chosen:
    """The free text that the unit lets go up: the items whose problem is named, and themes of opinions."""

    item_ids: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Offered:
    """The free text that a unit may let go up: item_id → its title, and the themes of enough opinions."""

    titles: Mapping[str, str]
    themes: tuple[str, ...]


def contents(store: Store, activity_id: str, as_of: date, chosen: Chosen) -> dict[str, Rows]:
    """Every section of a submission (`shape.SECTIONS`), and nothing that readers of this unit's pages don't see."""
    with read_for_readers(True):
        return {
            "figures": _figures(store, activity_id, as_of),
            "rounds": _rounds(store, activity_id, as_of),
            "answers": _answers(store, activity_id, as_of),
            "steps": _steps(store, activity_id, as_of),
            "verdicts": _verdicts(store, activity_id, as_of),
            "items": _items(store, activity_id, as_of, chosen.item_ids),
            "themes": _themes(store, activity_id, as_of, chosen.themes),
            "papers": _papers(store, activity_id, as_of),
        }


def assigned_items(store: Store, activity_id: str, as_of: date) -> Rows:
    """The rows of the items that the superior assigned to this unit itself, without titles."""
    with read_for_readers(True):
        return [row for row in _items(store, activity_id, as_of, frozenset()) if row["assignment_id"]]


def offered(store: Store, activity_id: str, as_of: date) -> Offered:
    """The free text that may be chosen on a day, as it would go up."""
    with read_for_readers(True):
        names = unnamed(store, activity_id)
        items = rectification.items(store, activity_id, as_of)
        titles = {row.item_id: line(row.problem, names, LONGEST_TITLE) for row in each_row(items)}
        by_theme = opinion_figures.by_theme(opinions.opinions(store, activity_id, as_of))
        enough = by_theme[by_theme["opinion_count"] >= SMALLEST_GROUP]
        return Offered(titles, tuple(str(each) for each in enough["theme"]))


def plan_digest(store: Store, activity_id: str) -> str:
    """The digest of an activity's criteria, answers and their points: equal ones ask the same questions."""
    return digest_of(store.rows("evaluation/scale", activity_id=activity_id))


def digest_of(scale: Iterable[Row]) -> str:
    """The same, of the rows of `evaluation/scale`."""
    return digest(canonical([list(row.values()) for row in scale]))


def _figures(store: Store, activity_id: str, as_of: date) -> Rows:
    shown = overview_figures(store, activity_id, as_of)
    heard, items = opinions.opinions(store, activity_id, as_of), rectification.items(store, activity_id, as_of)
    pairs = talks.matrix(store, activity_id, as_of)
    is_judged = items["people_view"].notna()
    is_content = items["people_view"].isin(["satisfied", "mostly_satisfied"])
    counted = {
        "tasks_done": (shown.tasks_done, shown.task_count),
        "tasks_late": (shown.tasks_late, shown.task_count),
        "opinions_sorted": (int(heard["is_sorted"].sum()), shown.opinion_count),
        "opinions_fed_back": (shown.opinions_fed_back, shown.opinion_count),
        "opinions_answered": (int(heard["is_answered"].sum()), shown.opinion_count),
        "items_done": (shown.items_done, shown.item_count),
        "items_closed": (shown.items_closed, shown.item_count),
        "items_late": (shown.items_late, shown.item_count),
        "items_deferred": (shown.items_deferred, shown.item_count),
        "items_submitted_late": (int(items["submitted_late"].sum()), shown.item_count),
        "items_accepted_late": (int(items["accepted_late"].sum()), shown.item_count),
        "items_satisfied": (int(is_content.sum()), int(is_judged.sum())),
        "rules_passed": (shown.rules_passed, shown.rule_count),
        "rules_failed": (shown.rules_failed, shown.rule_count),
        "talks_held": (int(pairs["is_done"].sum()), len(pairs)),
        **_of_round(store, activity_id, shown.round_id, as_of),
        "answers_good": (shown.good_count, shown.good_base),
        "is_pooled": (int(shown.good_label == results.POOLED), int(shown.good_base > 0)),
    }
    return [
        {"figure": name, "numerator": int(part), "base": int(whole)} for name, (part, whole) in counted.items() if whole
    ]


def _of_round(store: Store, activity_id: str, round_id: str, as_of: date) -> dict[str, tuple[int, int]]:
    rounds = of_phase.rounds(store, activity_id, as_of)
    mine = rounds[rounds["round_id"] == round_id].to_dict("records")
    if not mine:
        return {}
    given_out = 0 if is_missing(mine[0]["given_out"]) else int(mine[0]["given_out"])
    returned, valid = int(mine[0]["returned_count"]), int(mine[0]["valid_count"])
    return {"forms_returned": (returned, given_out), "forms_valid": (valid, returned)}


def _rounds(store: Store, activity_id: str, as_of: date) -> Rows:
    newest = overview_figures(store, activity_id, as_of).round_id
    return [
        {
            "round_id": row.round_id,
            "position": place,
            "is_newest": row.round_id == newest,
            "opened_on": _day(row.opened_on),
            "closed_on": _day(row.closed_on) if row.closed_on and row.closed_on <= as_of else None,
            "given_out": None if is_missing(row.given_out) else int(row.given_out),
            "returned_count": int(row.returned_count),
            "valid_count": int(row.valid_count),
        }
        for place, row in enumerate(each_row(results.rounds(store, activity_id, as_of)), 1)
    ]


def _answers(store: Store, activity_id: str, as_of: date) -> Rows:
    rows: Rows = []
    for round_id in results.rounds(store, activity_id, as_of)["round_id"]:
        for row in each_row(results.answers(store, activity_id, round_id, as_of)):
            rows.append(
                {
                    "round_id": round_id,
                    "criterion_id": row.criterion_id,
                    "criterion_label": line(row.criterion_label, {}, LONGEST_LABEL),
                    "is_overall": bool(row.is_overall),
                    "rank": int(row.rank),
                    "answer_label": line(row.answer_label, {}, LONGEST_LABEL),
                    "points": None if is_missing(row.points) else _number(row.points),
                    "is_good": bool(row.is_good) if not is_missing(row.is_good) else False,
                    "answer_count": None if is_missing(row.answer_count) else int(row.answer_count),
                }
            )
    return rows


def _steps(store: Store, activity_id: str, as_of: date) -> Rows:
    return [
        {
            "task_id": row.task_id,
            "status": row.status,
            **_days(row, "start_on", "due_on", "done_on"),
            "is_late": bool(row.is_late),
            "done_late": bool(row.done_late),
        }
        for row in each_row(tasks.tasks(store, activity_id, as_of))
    ]


def _verdicts(store: Store, activity_id: str, as_of: date) -> Rows:
    return [
        {"rule_id": each.rule.rule_id, "verdict": each.verdict, "gap_count": len(each.gaps)}
        for each in verdicts(store, activity_id, as_of)
    ]


def _items(store: Store, activity_id: str, as_of: date, titled: frozenset[str]) -> Rows:
    names, known = unnamed(store, activity_id), _terms(store, activity_id)
    from_above = store.rows("assignments/assigned", activity_id=activity_id, as_of=as_of)
    assigned = {row["item_id"]: row["assignment_id"] for row in from_above}
    return [
        {
            "item_id": row.item_id,
            "kind": row.kind,
            "status": row.status,
            "aspect": _word(known, "aspect", row.aspect),
            "source": _word(known, "source", row.source),
            **_days(row, "found_on", "start_on", "due_on", "first_due_on", "submitted_on", "closed_on", "review_on"),
            "is_late": bool(row.is_late),
            "days_late": 0 if is_missing(row.days_late) else int(row.days_late),
            "percent": int(row.percent),
            "people_view": None if is_missing(row.people_view) else row.people_view,
            "criterion_id": None if is_missing(row.criterion_id) else row.criterion_id,
            "assignment_id": assigned.get(row.item_id, ""),
            "title": line(row.problem, names, LONGEST_TITLE) if row.item_id in titled else "",
        }
        for row in each_row(rectification.items(store, activity_id, as_of))
    ]


def _themes(store: Store, activity_id: str, as_of: date, chosen: frozenset[str]) -> Rows:
    heard, terms = opinions.opinions(store, activity_id, as_of), activities.terms(store, activity_id)
    by_theme = opinion_figures.by_theme(heard)
    by_theme = by_theme[by_theme["theme"].isin(chosen) & (by_theme["opinion_count"] >= SMALLEST_GROUP)]
    themes = [_theme("theme", row.theme, row.opinion_count, row.answered_count) for row in each_row(by_theme)]
    found = problems.problems(store, activity_id, as_of)["aspect"].value_counts()
    items = rectification.items(store, activity_id, as_of)["aspect"].value_counts()
    by_aspect = opinion_figures.by_aspect(heard, terms)
    named = by_aspect[by_aspect["aspect"] != ""]
    shown = _enough([int(each) for each in named["opinion_count"]])
    aspects = [
        _theme("aspect", row.aspect, count, row.answered_count, found.get(row.aspect, 0), items.get(row.aspect, 0))
        for row, count in zip(each_row(named), shown, strict=True)
    ]
    return [*themes, *aspects]


def _theme(kind: str, label: str, heard: int | None, answered: int, found: int = 0, items: int = 0) -> Row:
    return {
        "kind": kind,
        "label": line(label, {}, LONGEST_LABEL),
        "opinion_count": None if heard is None else int(heard),
        "answered_count": None if heard is None else int(answered),
        "problem_count": int(found),
        "item_count": int(items),
    }


def _enough(counts: list[int]) -> list[int | None]:
    """Counts that add up to a known whole, without those that are too few; where what is missing would be known as one
    count too few, the smallest of the others goes too."""
    few = [place for place, count in enumerate(counts) if 0 < count < SMALLEST_GROUP]
    if (few and sum(counts[place] for place in few) < SMALLEST_GROUP) or len(few) == 1:
        rest = [place for place, count in enumerate(counts) if count >= SMALLEST_GROUP]
        few += sorted(rest, key=lambda place: counts[place])[:1]
    return [None if place in few else count for place, count in enumerate(counts)]


def _papers(store: Store, activity_id: str, as_of: date) -> Rows:
    names = unnamed(store, activity_id)
    return [
        {
            "kind": each.kind,
            "title": line(each.title, names, LONGEST_TITLE),
            "published_on": _day(each.places[0].on),
            "word_sha256": each.word_sha256,
            "pdf_sha256": each.pdf_sha256,
        }
        for each in published(store, activity_id, as_of).issued
        if each.paper_id
    ]


def _terms(store: Store, activity_id: str) -> set[tuple[str, str]]:
    terms = activities.terms(store, activity_id)
    return set(zip(terms["kind"], terms["label"], strict=True))


def _word(known: Iterable[tuple[str, str]], kind: str, label: Any) -> str:
    """A word of the plan; anything else, which somebody may have typed, stays here."""
    return line(label, {}, LONGEST_LABEL) if (kind, label) in known else _OTHER


def _days(row: Any, *names: str) -> Row:
    return {name: _day(getattr(row, name)) for name in names}


def _day(value: Any) -> str | None:
    return None if is_missing(value) else pd.Timestamp(value).date().isoformat()


def _number(value: float) -> float:
    return int(value) if float(value).is_integer() else float(value)
