"""A plan and a start → the rows of a new activity."""

from datetime import date

from board.activity.plan.reading import Plan, answers, day
from board.activity.task_records import as_held
from board.store.store import Row


def activity_row(plan: Plan, activity_id: str, start_on: date) -> Row:
    """The activity itself, without its unit and how it was made."""
    return {
        "activity_id": activity_id,
        "plan_name": plan.plan_name,
        "name": plan.activity.name,
        "stage": plan.activity.stage,
        "theme": plan.activity.theme,
        "start_on": start_on,
        "end_on": day(start_on, plan.activity.days),
    }


def phase_rows(plan: Plan, activity_id: str, start_on: date) -> list[Row]:
    """One row per phase."""
    return [
        {
            "activity_id": activity_id,
            "phase_id": phase.id,
            "name": phase.name,
            "position": position,
            "start_on": day(start_on, phase.start),
            "end_on": day(start_on, phase.end),
            "purpose": phase.purpose,
        }
        for position, phase in enumerate(plan.phases, start=1)
    ]


def term_rows(plan: Plan, activity_id: str) -> list[Row]:
    """One row per word to choose from."""
    return [
        {
            "activity_id": activity_id,
            "kind": kind,
            "label": label,
            "position": position,
            "required": label in terms.required,
        }
        for kind, terms in plan.terms.items()
        for position, label in enumerate(terms.labels, start=1)
    ]


def person_rows(plan: Plan, activity_id: str) -> list[Row]:
    """One row per person: the principal, the other members, everyone else, each in the plan's order."""
    ordered = sorted(plan.people, key=lambda person: (not person.principal, not person.member))
    return [
        {
            "activity_id": activity_id,
            "person_id": person.id,
            "name": person.name or person.post,
            "post": person.post,
            "field": person.field,
            "department": person.department,
            "is_member": person.member,
            "is_principal": person.principal,
            "position": position,
        }
        for position, person in enumerate(ordered, start=1)
    ]


def task_rows(plan: Plan, activity_id: str, start_on: date) -> list[Row]:
    """One row per task, not started."""
    return [
        {
            "activity_id": activity_id,
            "task_id": task.id,
            "seq": 1,
            "phase_id": task.phase,
            "name": task.name,
            "output": task.output,
            "output_ready": False,
            "leader_id": task.leader,
            "start_on": day(start_on, task.start),
            "due_on": day(start_on, task.due),
            "done_on": None,
            "status": "not_started",
            "note": "",
            "records": as_held(task.records),
            "position": position,
        }
        for position, task in enumerate(plan.tasks, start=1)
    ]


def dependency_rows(plan: Plan, activity_id: str) -> list[Row]:
    """One row per pair of a task and a task that comes before it."""
    return [
        {"activity_id": activity_id, "task_id": task.id, "after_task_id": before}
        for task in plan.tasks
        for before in task.after
    ]


def criterion_rows(plan: Plan, activity_id: str) -> list[Row]:
    """One row per criterion."""
    return [
        {
            "activity_id": activity_id,
            "criterion_id": criterion.id,
            "heading": criterion.heading,
            "label": criterion.label,
            "position": position,
            "is_overall": criterion.overall,
        }
        for position, criterion in enumerate(plan.criteria, start=1)
    ]


def answer_rows(plan: Plan, activity_id: str) -> list[Row]:
    """One row per answer of a criterion."""
    return [
        {
            "activity_id": activity_id,
            "criterion_id": criterion.id,
            "rank": answer.rank,
            "label": answer.label,
            "points": None if answer.points is None else float(answer.points),
            "is_good": answer.is_good,
        }
        for criterion in plan.criteria
        for answer in answers(plan, criterion)
    ]
