"""The form of an activity, as far as an importer must know it: what is asked, in which words, of whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any


@dataclass(frozen=True)
class FormAnswer:
    """An answer that can be ticked. `rank` 1 is the best; `points` None: counted apart, never scored (不了解)."""

    rank: int
    label: str
    points: float | None


@dataclass(frozen=True)
class FormCriterion:
    """A question of the form with its answers, best first."""

    criterion_id: str
    label: str
    is_overall: bool
    answers: tuple[FormAnswer, ...]


@dataclass(frozen=True)
class BallotForm:
    """All that is asked, in the form's order, and the groups that are asked."""

    criteria: tuple[FormCriterion, ...]
    groups: tuple[str, ...]


def ballot_form(rows: Iterable[Mapping[str, Any]], groups: Iterable[str]) -> BallotForm:
    """A form from one row per criterion and answer, in order: `criterion_id`, `criterion_label`, `is_overall`, `rank`,
    `label`, `points`."""
    by_criterion = groupby(rows, key=lambda row: (row["criterion_id"], row["criterion_label"], row["is_overall"]))
    criteria = tuple(
        FormCriterion(*head, tuple(FormAnswer(row["rank"], row["label"], row["points"]) for row in answers))
        for head, answers in by_criterion
    )
    return BallotForm(criteria, tuple(groups))
