"""The form of an activity, as far as an importer must know it: the questions, their answers, the groups asked."""

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
    """All criteria, in the form's order, and the groups that are asked."""

    criteria: tuple[FormCriterion, ...]
    groups: tuple[str, ...]


def ballot_form(rows: Iterable[Mapping[str, Any]], groups: Iterable[str]) -> BallotForm:
    """A form from one row per criterion and answer, in order.

    rows: criterion_id, criterion_label, is_overall, rank, label, points.
    """
    by_criterion = groupby(rows, key=lambda row: (row["criterion_id"], row["criterion_label"], row["is_overall"]))
    criteria = tuple(
        FormCriterion(*head, tuple(FormAnswer(row["rank"], row["label"], row["points"]) for row in answers))
        for head, answers in by_criterion
    )
    return BallotForm(criteria, tuple(groups))


def place_words(form: BallotForm) -> dict[int, str]:
    """Names for the places of all scales, for where criteria with words of their own appear side by side: rank → words.

    第 1 档（最好） …; an answer that is counted apart has its own word (不了解).
    """
    words: dict[int, str] = {}
    for criterion in form.criteria:
        for answer in criterion.answers:
            place = f"第 {answer.rank} 档" + ("（最好）" if answer.rank == 1 else "")
            words.setdefault(answer.rank, place if answer.points is not None else answer.label)
    return dict(sorted(words.items()))
