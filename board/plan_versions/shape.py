"""A plan as it goes down to units: its phases' days, tasks, their order, and the form. Pure."""

from collections.abc import Mapping
from typing import Any

from board.activity.task_records import as_held, records_of
from board.store.store import Row
from board.submissions.checks import (
    Check,
    a_day,
    a_flag,
    a_moment,
    a_points,
    a_text,
    a_whole,
    an_id,
    or_none,
)
from board.submissions.document import canonical, digest
from board.submissions.shape import LONGEST_LABEL, LONGEST_REASON, LONGEST_TITLE

Content = Mapping[str, list[Row]]
# What a unit did with a version, in words.
PLAN_DECISION: dict[str, str] = {"received": "已收到", "taken": "已接收", "declined": "没有接收"}


def _records(value: Any) -> str:
    if not isinstance(value, str) or value != as_held(records_of(value)):
        raise ValueError
    return value


# plan: one row, or none where nothing was issued.
SECTIONS: dict[str, dict[str, Check]] = {
    "plan": {"version": a_whole, "note": a_text(LONGEST_REASON), "issued_at": a_moment},
    "plan_phases": {"phase_id": an_id, "name": a_text(LONGEST_LABEL), "start_on": a_day, "end_on": a_day},
    "plan_tasks": {
        **{"task_id": an_id, "phase_id": an_id, "name": a_text(LONGEST_TITLE), "output": a_text(LONGEST_TITLE)},
        **{"start_on": a_day, "due_on": a_day, "records": _records},
    },
    "plan_orders": {"task_id": an_id, "after_task_id": an_id},
    "plan_criteria": {
        **{"criterion_id": an_id, "heading": a_text(LONGEST_LABEL), "label": a_text(LONGEST_LABEL)},
        **{"position": a_whole, "is_overall": a_flag},
    },
    "plan_answers": {
        **{"criterion_id": an_id, "rank": a_whole, "label": a_text(LONGEST_LABEL), "points": or_none(a_points)},
        "is_good": a_flag,
    },
}
WORDS = {
    **{"plan": "方案版本", "plan_phases": "方案的环节", "plan_tasks": "方案的任务", "plan_orders": "方案任务的先后"},
    **{"plan_criteria": "评议项目", "plan_answers": "评议项目的答案"},
}
KEYS = {
    **{"plan_phases": ("phase_id",), "plan_tasks": ("task_id",), "plan_orders": ("task_id", "after_task_id")},
    **{"plan_criteria": ("criterion_id",), "plan_answers": ("criterion_id", "rank")},
}


def fault_of_plan(document: Mapping[str, Any]) -> str:
    """Where the sections of a plan don't fit each other, in words; '' if they do, or if there is none."""
    ids = {name: {row[KEYS[name][0]] for row in document[name]} for name in ("plan_phases", "plan_tasks")}
    asked = {row["criterion_id"] for row in document["plan_criteria"]}
    if len(document["plan"]) > 1 or (not document["plan"] and any(document[name] for name in SECTIONS)):
        return "方案的版本写得不对"
    if any(row["phase_id"] not in ids["plan_phases"] for row in document["plan_tasks"]):
        return "方案里有任务不在哪个环节"
    if any({row["task_id"], row["after_task_id"]} - ids["plan_tasks"] for row in document["plan_orders"]):
        return "方案里的先后讲到没有的任务"
    if {row["criterion_id"] for row in document["plan_answers"]} != asked:
        return "评议项目和答案对不上"
    ranked = [row["rank"] for row in document["plan_answers"]]
    if min(ranked, default=1) < 1 or sum(row["is_overall"] for row in document["plan_criteria"]) > 1:
        return "评议项目的答案不对"
    days = [(row["start_on"], row["due_on"]) for row in document["plan_tasks"]]
    days += [(row["start_on"], row["end_on"]) for row in document["plan_phases"]]
    return "方案里有日子先后颠倒" if any(last < first for first, last in days) else ""


def digest_of_plan(content: Content) -> str:
    """The digest by which a version is known: of all its sections."""
    return digest(canonical(content))


def typed(content: Content) -> dict[str, list[Row]]:
    """The sections with days as `date`, of a plan without a fault."""
    return {
        section: [{name: check(row[name]) for name, check in checks.items()} for row in content[section]]
        for section, checks in SECTIONS.items()
    }
