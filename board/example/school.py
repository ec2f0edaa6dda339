"""The example school (示例): `data/samples` laid out relative to a day, always half-way and with something late.

Its events go through the same rules as what people type, and its ballots through the same import, so nothing can be
loaded that couldn't have come about.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from board import words
from board.access import Actor
from board.activity.plan.reading import Plan, load_plan, shipped_plans
from board.activity.plan.rows import task_rows
from board.activity.plan.writing import write_plan, write_tasks
from board.example import samples
from board.example.feedback import load_feedback
from board.example.meeting import load_meeting, load_talks
from board.example.papers import load_papers
from board.example.report import load_report
from board.example.samples import ADMIN, CLERK, Names, event_of, sample
from board.example.sittings import load_sittings
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.importing.form import BallotForm, ballot_form
from board.imports import commit as imports
from board.opinions import registry as opinions_registry
from board.publication.actions import PUBLICATION
from board.rectification import rules as rectification_rules
from board.store import records
from board.store.history import record_all, stamped
from board.store.records import Kind, Known
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.tasks.actions import reported

Apply = Callable[[Mapping[str, Any] | None, str, Mapping[str, Any], date], Row]

# The samples' files that are rows of a table without changes.
_LEDGERS = {
    "activities/insert_meetings": "meetings",
    "evaluation/insert_forms": "forms",
}


def load_example(store: Store, today: date, asked_by: Actor | None = None) -> str:
    """Loads the example into a store, half-way through its stage on `today`; returns its id, also if it exists already.

    asked_by: who wanted it. Raises BoardError if the samples contain something the rules don't allow.
    """
    there = [row["activity_id"] for row in store.rows("activities/all") if row["is_example"]]
    if there:
        return str(there[0])
    return store.write(lambda transaction: _load(transaction, today), Deed("activities.load_example", asked_by))


def is_outdated(store: Store, today: date) -> bool:
    """Whether the store holds an example that was laid out for another day."""
    examples = [row for row in store.rows("activities/all") if row["is_example"]]
    # Others were made from plans by people trying the demonstration, and begin on the day they chose.
    loaded = min(examples, key=lambda row: row["created_at"], default=None)
    return loaded is not None and loaded["start_on"] != start_for(today)


def start_for(today: date) -> date:
    """The first day of an example loaded on `today`."""
    start_on: date = sample("activity", today)[0]["start_on"]
    return start_on


def _load(transaction: Transaction, today: date) -> str:
    about = sample("activity", today)[0]
    plan, start_on = load_plan(shipped_plans()[about["plan"]]), about["start_on"]
    names = {person.id: person.name or person.post for person in plan.people} | {CLERK: words.ROLE["clerk"]}
    names |= {ADMIN: words.ROLE["admin"]}
    created = event_of("add", start_on - timedelta(days=1), 0, CLERK, names)
    activity_id = write_plan(transaction, plan, start_on, created, is_example=True)
    write_tasks(transaction, _task_histories(plan, activity_id, start_on, today, names))
    record_all(transaction, "opinions", _opinion_histories(activity_id, today, names))
    items = _item_histories(activity_id, today, names)
    record_all(transaction, "rectification", items)
    transaction.insert("rectification/insert_opinions", _item_opinions(items, today))
    record_all(transaction, "publication", _publication_histories(transaction, activity_id, today, names))
    page = {"activity_id": activity_id, "page_id": "G-001", "seq": 1, "is_open": True}
    record_all(
        transaction, "public_pages", [[stamped(page, event_of("open", created.happened_at.date(), 1, ADMIN, names))]]
    )
    for statement, name in _LEDGERS.items():
        transaction.insert(statement, [{"activity_id": activity_id, **row} for row in sample(name, today)])
    load_feedback(transaction, activity_id, today, names)
    load_talks(transaction, activity_id, today, names)
    load_meeting(transaction, activity_id, today, names)
    load_sittings(transaction, activity_id, today, names)
    load_report(transaction, activity_id, today, names)
    load_papers(transaction, activity_id, today, names)
    _load_rounds(transaction, activity_id, today, names)
    return activity_id


def _fold(apply: Apply, steps: Iterable[Row], names: Names) -> list[Row]:
    """A record's event rows, oldest first, from steps: `action`, `on`, `by`, and the action's fields."""
    state: Row | None = None
    rows = []
    for place, step in enumerate(steps):
        state = apply(state, step["action"], step, step["on"])
        event = event_of(step["action"], step["on"], place, step.get("by", CLERK), names, step.get("reason", ""))
        rows.append(stamped(state, event))
    return rows


def _task_histories(plan: Plan, activity_id: str, start_on: date, today: date, names: Names) -> list[list[Row]]:
    steps = sorted(sample("task_events", today), key=lambda step: str(step["task_id"]))
    events = {task_id: list(rows) for task_id, rows in groupby(steps, lambda step: step["task_id"])}
    return [
        _fold(
            _apply_to_task, [{"action": "add", "on": start_on, "task": task}, *events.get(task["task_id"], [])], names
        )
        for task in task_rows(plan, activity_id, start_on)
    ]


def _apply_to_task(state: Mapping[str, Any] | None, action: str, given: Mapping[str, Any], on: date) -> Row:
    if state is None:
        return dict(given["task"])
    report = {**given, "output_ready": given["output_ready"] == "yes"}
    return {**reported(state, report, on), "seq": state["seq"] + 1}


def _opinion_histories(activity_id: str, today: date, names: Names) -> list[list[Row]]:
    histories: dict[str, list[Row]] = {}
    came_of = {row["opinion_id"]: row for row in sample("talk_opinions", today)}
    for row in sample("opinions", today):
        main = histories[row["merged_into"]][-1] if "merged_into" in row else None
        steps = _opinion_steps({**row, "activity_id": activity_id, "main": main}, came_of.get(row["opinion_id"]))
        histories[row["opinion_id"]] = _fold(opinions_registry.apply, sorted(steps, key=_day_of), names)
    return list(histories.values())


def _day_of(step: Row) -> date:
    on: date = step["on"]
    return on


def _opinion_steps(row: Row, talk: Row | None) -> Iterator[Row]:
    """The steps of an opinion, with the talk it came from, which may have been recorded later."""
    handled = {"aspect", "theme", "wording"}
    first = {name: row[f"first_{name}"] for name in ("channel", "giver") if f"first_{name}" in row}
    origin = {"talk_id": talk["talk_id"]} if talk and talk["on"] <= row["on"] else {}
    yield {**{name: row[name] for name in row.keys() - handled}, **first, **origin, "action": "add"}
    if "sorted_on" in row:
        yield {**row, "action": "sort", "on": row["sorted_on"]}
    if row["main"]:
        yield {**row, "action": "merge", "on": row["sorted_on"]}
    if "fed_back_on" in row:
        yield {**row, "action": "feed_back", "on": row["fed_back_on"]}
    if "answer" in row:
        yield {**row, "action": "answer", "on": row["answered_on"]}
    if first:
        yield {**{name: row[name] for name in first}, "action": "edit", "on": row["mended_on"]}
    if talk and not origin:
        yield {"talk_id": talk["talk_id"], "action": "edit", "on": talk["on"]}


def _item_histories(activity_id: str, today: date, names: Names) -> list[list[Row]]:
    events = sample("item_events", today)
    steps = {item_id: list(rows) for item_id, rows in groupby(events, lambda step: step["item_id"])}
    return [
        _fold(
            rectification_rules.apply, _item_steps({**item, "activity_id": activity_id}, steps[item["item_id"]]), names
        )
        for item in sample("items", today)
    ]


def _item_steps(item: Row, steps: Iterable[Row]) -> Iterator[Row]:
    for step in steps:
        yield {**item, **step} if step["action"] == "add" else step


def _item_opinions(histories: Iterable[list[Row]], today: date) -> list[Row]:
    """The opinions that led to the items, linked since these were added. Takes the items' events."""
    added = {history[0]["item_id"]: history[0] for history in histories}
    return [
        {
            **row,
            "activity_id": added[row["item_id"]]["activity_id"],
            "linked_at": added[row["item_id"]]["happened_at"],
        }
        for row in sample("item_opinions", today)
    ]


def _publication_histories(transaction: Transaction, activity_id: str, today: date, names: Names) -> list[list[Row]]:
    named = records.known(transaction, activity_id)
    rows = [{"activity_id": activity_id, **row} for row in sample("publications", today)]
    return [_fold(_apply_record(PUBLICATION, named), _publication_steps(row), names) for row in rows]


def _apply_record(kind: Kind, named: Known) -> Apply:
    """The rule of a kind of record, in the form that `_fold` takes."""
    people = {CLERK: ""}
    return lambda state, action, given, on: records.apply(
        kind, state, given, event_of(action, on, 0, CLERK, people), named
    )


def _publication_steps(row: Row) -> Iterator[Row]:
    published = {"published_on", "place", "audience"}
    yield {**{name: row[name] for name in row.keys() - published}, "action": "add", "on": row["written_on"]}
    if "published_on" in row:
        yield {**{name: row[name] for name in published}, "action": "edit", "on": row["published_on"]}


def _load_rounds(transaction: Transaction, activity_id: str, today: date, names: Names) -> None:
    rounds = [{"activity_id": activity_id, "closed_on": None, **row} for row in sample("rounds", today)]
    # A closed round takes no ballots, so each is closed after they are in.
    transaction.insert("evaluation/insert_round", [{**row, "closed_on": None} for row in rounds])
    groups = [row["label"] for row in transaction.rows("evaluation/group_labels", activity_id=activity_id)]
    form = ballot_form(transaction.rows("evaluation/form", activity_id=activity_id), groups)
    for file in sorted(sample("ballot_files", today), key=lambda file: file["cast_on"]):
        _import_ballots(transaction, activity_id, form, file, names)
    for row in rounds:
        transaction.run("evaluation/delete_round", activity_id=activity_id, round_id=row["round_id"])
    transaction.insert("evaluation/insert_round", rounds)


def _import_ballots(transaction: Transaction, activity_id: str, form: BallotForm, file: Row, names: Names) -> None:
    data = (samples.SAMPLES / file["file"]).read_bytes()
    checked = check_ballots(file["file"], data, form, Choices(cast_on=file["cast_on"]))
    event = event_of("import", file["cast_on"], 0, CLERK, names)
    imports.record(transaction, event.actor, activity_id, file["round_id"], checked, event.happened_at)
