"""A version is laid over the own plan: tasks by their own events, phases as by a shift, the form as a whole."""

from collections.abc import Iterable
from datetime import date, datetime

from board.access import Actor
from board.errors import Invalid
from board.plan_versions.changes import ADD, FORM, KEEP, PHASE, TASK, Change, Present, changes
from board.plan_versions.shape import Content, typed
from board.store.history import Event
from board.store.store import Row, Store, Transaction
from board.submissions.contents import digest_of
from board.submissions.document import canonical, digest
from board.tasks.actions import write

_DAYS = ("start_on", "end_on")
_OF_CRITERIA = ("criterion_id", "heading", "label", "position", "is_overall")


def present(reader: Store | Transaction, activity_id: str, today: date) -> Present:
    """The own plan as it is."""
    of = {"activity_id": activity_id}
    after: dict[str, set[str]] = {}
    for row in reader.rows("tasks/dependencies", **of):
        after.setdefault(row["task_id"], set()).add(row["after_task_id"])
    marks = reader.rows("procedure/marks", **of, as_of=today)
    return Present(
        activity_id,
        {row["phase_id"]: row for row in reader.rows("activities/phases", **of)},
        frozenset(row["phase_id"] for row in marks if row["is_done"]),
        {row["task_id"]: row for row in reader.rows("tasks/present", **of)},
        {row["plan_task_id"]: row["task_id"] for row in reader.rows("plan_versions/tasks_of_plan", **of)},
        {each: frozenset(before) for each, before in after.items()},
        _form(reader.rows("evaluation/scale", **of)),
        tuple(row["what"] for row in reader.rows("plan_versions/form_uses", **of)),
    )


def _form(scale: Iterable[Row]) -> Content:
    rows = list(scale)
    asked = {row["criterion_id"]: {**row, "label": row["criterion_label"]} for row in rows}
    return {
        "plan_criteria": [{name: row[name] for name in _OF_CRITERIA} for row in asked.values()],
        "plan_answers": [{**row, "label": row["answer_label"]} for row in rows if row["rank"]],
    }


def effects(
    reader: Store | Transaction, activity_id: str, content: Content, base: Content | None, today: date
) -> list[Change]:
    """The changes that a version would bring now. content, base: as they came."""
    return changes(present(reader, activity_id, today), typed(content), None if base is None else typed(base))


def digest_of_changes(rows: Iterable[Change]) -> str:
    """The digest of what somebody looked at: it differs as soon as anything else would change."""
    return digest(canonical([[each.kind, each.record_id, each.effect, *each.details, *each.reasons] for each in rows]))


def lay_over(
    transaction: Transaction,
    actor: Actor,
    activity_id: str,
    content: Content,
    rows: list[Change],
    reason: str,
    now: datetime,
) -> str:
    """Write changes (`effects`) with the reason in every event; returns the digest of the form then.

    Raises Invalid where a task's fields are refused.
    """
    kinds = {kind: [each for each in rows if each.kind == kind and each.effect != KEEP] for kind in (PHASE, TASK, FORM)}
    _move_phases(transaction, actor, activity_id, kinds[PHASE], reason, now)
    _write_tasks(transaction, actor, activity_id, kinds[TASK], reason, now)
    if kinds[FORM]:
        _replace_form(transaction, activity_id, typed(content))
    return digest_of(transaction.rows("evaluation/scale", activity_id=activity_id))


def _move_phases(
    transaction: Transaction, actor: Actor, activity_id: str, rows: list[Change], reason: str, now: datetime
) -> None:
    """Give phases their new days as a shift of no task does, so that a past day still shows the old ones."""
    if not rows:
        return
    number = transaction.rows("task_shifts/last_number", activity_id=activity_id)[0]["number"]
    key = {"activity_id": activity_id, "shift_id": f"Y-{number + 1:03d}"}
    before = {row["phase_id"]: row for row in transaction.rows("activities/phases", activity_id=activity_id)}
    who = {"happened_at": now, "actor_id": actor.account_id, "actor_name": actor.name, "undone_at": None}
    made = {"task_id": "", "days": 0, "reason": reason, "task_count": 0, "phase_count": len(rows)}
    transaction.insert("task_shifts/insert", [{**key, **made, **who}])
    moved: list[Row] = []
    for each in rows:
        old, new = before[each.record_id], each.state or before[each.record_id]
        days = {f"{when}_{name}": row[name] for when, row in (("old", old), ("new", new)) for name in _DAYS}
        moved.append({**key, "phase_id": each.record_id, **days})
    transaction.insert("task_shifts/insert_phases", moved)
    transaction.run("task_shifts/move_phases", **key)


def _write_tasks(
    transaction: Transaction, actor: Actor, activity_id: str, rows: list[Change], reason: str, now: datetime
) -> None:
    """Write new tasks first, so that known ones may wait for them."""
    present_ones = {row["task_id"]: row for row in transaction.rows("tasks/present", activity_id=activity_id)}
    wrong: dict[str, str] = {}
    for each in sorted(rows, key=lambda row: row.effect != ADD):
        event = Event("add" if each.effect == ADD else "edit", actor, now, reason)
        state = present_ones.get(each.record_id)
        try:
            write(transaction, {**(state or {}), **(each.state or {})}, None, event, state)
        except Invalid as refusal:
            wrong |= {f"{each.record_id} {field}": message for field, message in refusal.fields.items()}
    if wrong:
        raise Invalid(wrong)
    # All are taken away before any is set: half of the old order and half of the new may go in a circle.
    ordered = [(each.record_id, before) for each in rows if each.before is not None for before in ((), each.before)]
    for task_id, before in sorted(ordered, key=lambda each: bool(each[1])):
        state = transaction.rows("tasks/current", activity_id=activity_id, task_id=task_id)[0]
        write(transaction, state, tuple(sorted(before)), Event("edit", actor, now, reason), state)
    added = [
        {"activity_id": activity_id, "plan_task_id": each.plan_task_id, "task_id": each.record_id} for each in rows
    ]
    transaction.insert("plan_versions/insert_tasks", [row for row in added if row["plan_task_id"]])


def _replace_form(transaction: Transaction, activity_id: str, content: Content) -> None:
    transaction.run("plan_versions/delete_answers", activity_id=activity_id)
    transaction.run("plan_versions/delete_criteria", activity_id=activity_id)
    of = {"activity_id": activity_id}
    transaction.insert("activities/insert_criteria", [{**of, **row} for row in content["plan_criteria"]])
    transaction.insert("activities/insert_answers", [{**of, **row} for row in content["plan_answers"]])
