"""A small activity with a report, for the tests of the report: its sections, whom it may be heard by, one draft."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from board.access import Actor
from board.report import versions as report_versions
from board.store.store import Store, Transaction
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity

SECTIONS = ("突出问题", "原因分析", "主要思路")
GROUPS = ("党员", "教职工", "家长")


def at(day: int) -> datetime:
    """Nine o'clock of a day counted from the activity's start."""
    return NINE + timedelta(days=day)


def add_report_activity(store: Store) -> str:
    """Write the activity; the plan demands all sections but the last."""
    add_activity(store)
    rows = [
        {
            "activity_id": ACTIVITY,
            "kind": kind,
            "label": label,
            "position": position,
            "required": position < len(labels),
        }
        for kind, labels in {"section": SECTIONS, "group": GROUPS}.items()
        for position, label in enumerate(labels, start=1)
    ]

    def work(transaction: Transaction) -> None:
        transaction.insert("activities/insert_units", [{"unit_id": "test-unit", "name": "嘉泽中心小学"}])
        transaction.insert("activities/insert_terms", rows)

    store.write(work)
    return ACTIVITY


def draft(store: Store, clerk: Actor, **contents: str) -> str:
    """The activity's first version, made on the first day, with these sections written."""
    version_id = report_versions.add_version(store, clerk, ACTIVITY, version_fields(), at=NINE)
    for section, content in contents.items():
        report_versions.write_section(store, clerk, ACTIVITY, version_id, section, {"content": content}, at=NINE)
    return version_id


def version_fields(**changed: Any) -> Mapping[str, Any]:
    """What the clerk would give for a first draft."""
    return {"stage": "draft", "made_on": START_ON, "note": "", **changed}


def hearing_fields(**changed: Any) -> Mapping[str, Any]:
    """What the clerk would note of a hearing on the first version."""
    heard = {"version_id": "B1", "group_label": "党员", "way": "座谈会", "held_on": START_ON, "heard_count": 12}
    return {**heard, **changed}


def point_fields(**changed: Any) -> Mapping[str, Any]:
    """What the clerk would note of a point made at the first hearing."""
    return {"hearing_id": "H-001", "section": "原因分析", "content": "原因写得浅", **changed}


def problem_fields(**changed: Any) -> Mapping[str, Any]:
    """What the clerk would note of a problem found at the meeting."""
    found = {"found_on": START_ON, "about": "group", "aspect": "工作作风", "content": "听课少", "solve_now": True}
    return {**found, "subjective_cause": "深入不够", "objective_cause": "", **changed}
