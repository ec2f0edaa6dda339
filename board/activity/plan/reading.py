"""Plans: `data/plans/*.toml` → an activity's phases, tasks, people, words and criteria.

A plan's days have no year: they count from the start that is given when an activity is made from it.
"""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from board.activity.plan.checks import check
from board.activity.plan.fields import record, records, refuse_unknown
from board.activity.plan.parts import (
    OPTIONAL_TERM_KINDS,
    TERM_KINDS,
    Answer,
    Criterion,
    Header,
    Person,
    Phase,
    Plan,
    Scale,
    Task,
    Terms,
    answers,
)
from board.activity.plan.source import Source, refusal, source_of, text_in

__all__ = [
    "PLANS",
    "Answer",
    "Criterion",
    "Header",
    "Person",
    "Phase",
    "Plan",
    "Scale",
    "Task",
    "Terms",
    "answers",
    "day",
    "load_plan",
    "plan_of",
    "plans",
    "shipped_plans",
]

PLANS = Path(__file__).parents[3] / "data" / "plans"
SHIPPED = ("analysis-stage", "mending-stage")

_TABLES = ("activity", "phases", "terms", "people", "tasks", "scale", "criteria")


def shipped_plans() -> dict[str, Path]:
    """The plans that come with the product, by name.

    They are listed one by one: if the data is in the product's own folder, a unit's stored plans are in the same place.
    """
    return {name: PLANS / f"{name}.toml" for name in SHIPPED}


def plans(folder: Path) -> dict[str, Path]:
    """The plan files in a folder, by name (the file's name without its extension), in order of name."""
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def load_plan(path: Path) -> Plan:
    """Reads and checks a plan file.

    Raises BoardError, naming the file, the line and the key, for text that isn't TOML, an unknown or missing key, a
    wrong type, an id used twice, a reference to nothing, steps in a circle, and days outside their bounds.
    """
    return plan_of(path.stem, text_in(path))


@lru_cache(maxsize=64)
def plan_of(plan_name: str, text: str) -> Plan:
    """The plan in a text; kept, as 系统管理 asks for every plan each time. Raises BoardError as `load_plan` does."""
    source = source_of(f"{plan_name}.toml", text)
    refuse_unknown(source, (), source.tables, _TABLES)
    plan = Plan(
        plan_name=plan_name,
        activity=record(source, ("activity",), Header),
        phases=records(source, "phases", Phase),
        terms=_terms(source),
        people=records(source, "people", Person),
        tasks=records(source, "tasks", Task),
        scale=record(source, ("scale",), Scale),
        criteria=records(source, "criteria", Criterion),
    )
    check(source, plan)
    return plan


def day(start_on: date, offset: int) -> date:
    """The date of a plan's day in an activity that starts on `start_on`."""
    return start_on + timedelta(days=offset)


def _terms(source: Source) -> dict[str, Terms]:
    listed: Any = source.tables.get("terms", {})
    if not isinstance(listed, dict):
        raise refusal(source, ("terms",), "要写成一个个 [terms.…]。")
    refuse_unknown(source, ("terms",), listed, (*TERM_KINDS, *OPTIONAL_TERM_KINDS))
    kinds = (*TERM_KINDS, *(kind for kind in OPTIONAL_TERM_KINDS if kind in listed))
    return {kind: record(source, ("terms", kind), Terms) for kind in kinds}
