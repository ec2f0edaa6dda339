"""The parts of a plan. Each is one table of the plan file, with the file's own key names.

Days are whole numbers counted from the activity's start, which is day 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass

TERM_KINDS = ("channel", "giver", "aspect", "mirror", "department", "group", "source")
PURPOSES = ("meeting", "report", "evaluation")
# A plan may leave these out; the texts they would bind are then free.
OPTIONAL_TERM_KINDS = ("section", "partner", "superior", "question", "concern")


@dataclass(frozen=True)
class Header:
    """`[activity]`: whose activity it is, its name, and how many days it takes."""

    unit: str
    name: str
    stage: str
    theme: str
    days: int


@dataclass(frozen=True)
class Phase:
    """One of `[[phases]]`, in order. `purpose` (meeting, report, evaluation) selects its rules of procedure."""

    id: str
    name: str
    start: int
    end: int
    purpose: str = ""


@dataclass(frozen=True)
class Terms:
    """`[terms.<kind>]`: the words to choose from, and those that the plan requires."""

    labels: tuple[str, ...]
    required: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """One of `[[people]]`. Without a name the post is shown."""

    id: str
    post: str
    field: str
    department: str
    name: str | None = None
    member: bool = False
    principal: bool = False


@dataclass(frozen=True)
class Task:
    """One of `[[tasks]]`: a step, its required output, who leads it, and the steps before it.

    `records`: the records that prove the output exists (words.TASK_RECORD).
    """

    id: str
    phase: str
    name: str
    output: str
    leader: str
    start: int
    due: int
    after: tuple[str, ...] = ()
    records: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scale:
    """`[scale]`: points by an answer's place, how many of the best answers are good, and the answers counted apart."""

    points: tuple[int, ...]
    good: int
    apart: tuple[str, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """One of `[[criteria]]`, its answers best first; `overall` marks the grade asked beside the criteria."""

    id: str
    heading: str
    label: str
    answers: tuple[str, ...]
    overall: bool = False


@dataclass(frozen=True)
class Answer:
    """An answer as it is counted: rank 1 is the best; points None means counted apart and never scored."""

    rank: int
    label: str
    points: int | None
    is_good: bool


@dataclass(frozen=True)
class Plan:
    """A whole plan. `plan_name` is the file's name without its extension."""

    plan_name: str
    activity: Header
    phases: tuple[Phase, ...]
    terms: Mapping[str, Terms]
    people: tuple[Person, ...]
    tasks: tuple[Task, ...]
    scale: Scale
    criteria: tuple[Criterion, ...]


def answers(plan: Plan, criterion: Criterion) -> tuple[Answer, ...]:
    """A criterion's answers in the order shown: the scored ones, best first, then those counted apart."""
    scored = [
        Answer(rank, label, points, rank <= plan.scale.good)
        for rank, (label, points) in enumerate(zip(criterion.answers, plan.scale.points, strict=True), start=1)
    ]
    apart = [Answer(rank, label, None, False) for rank, label in enumerate(plan.scale.apart, start=len(scored) + 1)]
    return (*scored, *apart)
