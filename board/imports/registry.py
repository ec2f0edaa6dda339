"""数据导入: one `Registry` per kind of ledger, which its rows are compared with.

It holds the existing records, the words that may be used, and the rule that makes a record from a row.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from board.activity import activities
from board.importing.ledgers.kinds import KINDS, LedgerKind
from board.imports.effect import Rows
from board.imports.orders import Order, standing_orders
from board.opinions import registry as opinions_registry
from board.opinions.ids import draw
from board.store.store import Row, Store
from board.tasks import actions as tasks

Words = Mapping[str, Any]


@dataclass(frozen=True)
class Registry:
    """The existing records of a kind within an activity.

    states: every record by its id. words: column → word (`compact`) → the stored value. same: the values that identify
    a row without an id with an existing record. after: the whole state of a record after a row, raises Invalid by
    field; takes the state before (None: new), the row's values and the day. new_id: the id of the nth new record.
    repeats: whether equal rows make two records. orders: for tasks, the tasks that each comes after.
    """

    kind: LedgerKind
    permission: str
    states: Mapping[str, Row]
    words: Mapping[str, Words]
    same: Callable[[Mapping[str, Any]], Hashable]
    after: Callable[[Row | None, Mapping[str, Any], date], Row]
    new_id: Callable[[int], str]
    repeats: bool
    orders: Mapping[str, Order] = field(default_factory=dict)


def compact(text: str) -> str:
    """A text without any blanks, for comparing names and contents."""
    return "".join(text.split())


def registry(rows: Rows, activity_id: str, kind: LedgerKind) -> Registry:
    """The registry of opinions or tasks, given the `rows` of a store or a transaction."""
    return _MADE[kind.name](rows, activity_id)


def vocabulary(store: Store, activity_id: str, kind: LedgerKind) -> dict[str, tuple[str, ...]]:
    """The words that each choice column of a kind may hold, in the order of a list."""
    terms, everyone = activities.terms(store, activity_id), activities.people(store, activity_id)
    offered = {str(name): tuple(rows["label"]) for name, rows in terms.groupby("kind", sort=False)}
    offered |= {
        "member": tuple(everyone[everyone["is_member"]]["name"]),
        "person": tuple(everyone["name"]),
        "phase": tuple(activities.phases(store, activity_id)["name"]),
    }
    return {
        column.name: tuple(column.words.values()) if column.words else offered.get(column.vocabulary, ())
        for column in kind.columns
        if column.type == "choice"
    }


def _opinions(rows: Rows, activity_id: str) -> Registry:
    states = {row["opinion_id"]: row for row in rows("opinions/present", activity_id=activity_id)}
    words = _words(rows("opinions/choices", activity_id=activity_id), KINDS["opinions"])
    return Registry(
        kind=KINDS["opinions"],
        permission="opinions.edit",
        states=states,
        # 关于谁 may name a member outright.
        words={**words, "about": {**words["about"], **dict.fromkeys(words["member_id"], "member")}},
        same=_same_opinion,
        after=partial(_opinion_after, activity_id),
        new_id=partial(_drawn, set(states), []),
        repeats=True,
    )


def _drawn(taken: set[str], drawn: list[str], place: int) -> str:
    """The id at a place among those drawn; the same each time it is asked for."""
    while len(drawn) < place:
        drawn.append(draw(taken))
        taken.add(drawn[-1])
    return drawn[place - 1]


def _same_opinion(given: Mapping[str, Any]) -> Hashable:
    about = given.get("member_id") or given.get("about") or "group"
    return (
        compact(given.get("content") or ""),
        given.get("received_on"),
        given.get("channel"),
        given.get("giver"),
        about,
    )


def _opinion_after(activity_id: str, state: Row | None, given: Mapping[str, Any], on: date) -> Row:
    if state is not None:
        return opinions_registry.apply(state, "edit", given, on)
    about = given.get("about") or ("member" if given.get("member_id") else "group")
    return opinions_registry.apply(None, "add", {**given, "about": about, "activity_id": activity_id}, on)


def _tasks(rows: Rows, activity_id: str) -> Registry:
    states = {row["task_id"]: row for row in rows("tasks/present", activity_id=activity_id)}
    last = rows("tasks/last_number", activity_id=activity_id)[0]
    choices = rows("tasks/choices", activity_id=activity_id)
    named = rows("tasks/named_choices", activity_id=activity_id)
    return Registry(
        kind=KINDS["tasks"],
        permission="tasks.edit",
        states=states,
        words=_words(named, KINDS["tasks"]),
        same=lambda given: (given.get("phase_id"), compact(given.get("name") or "")),
        after=partial(_task_after, activity_id, choices, last["last_position"]),
        new_id=lambda place: f"T{last['number'] + place:02d}",
        repeats=False,
        orders=standing_orders(rows, activity_id),
    )


_REPORTED = ("status", "output_ready", "done_on", "note")


def _task_after(
    activity_id: str, choices: list[Row], last_position: int, state: Row | None, given: Mapping[str, Any], on: date
) -> Row:
    typed = {name: value for name, value in given.items() if name in tasks.FIELDS}
    place = last_position + int(given.get("place", 1))
    before = tasks.new_task(activity_id, given["task_id"], place, typed) if state is None else {**state, **typed}
    tasks.refuse_wrong_fields(before, choices)
    reports = {name: given[name] for name in _REPORTED if name in given}
    if not reports.keys() & {"status", "output_ready", "done_on"}:
        return {**before, **reports, "seq": before["seq"] + 1}
    status = {"status": reports.get("status", before["status"])}
    return {**tasks.reported(before, {**reports, **status}, on), "seq": before["seq"] + 1}


def _words(rows: list[Row], kind: LedgerKind) -> dict[str, dict[str, Any]]:
    """For each choice column, word → stored value. rows: kind, choice, words."""
    offered: dict[str, dict[str, Any]] = {}
    for row in rows:
        offered.setdefault(row["kind"], {})[compact(row["words"])] = row["choice"]
    return {
        column.name: {compact(word): code for code, word in column.words.items()}
        if column.words
        else offered.get(column.vocabulary, {})
        for column in kind.columns
        if column.type == "choice"
    }


_MADE: dict[str, Callable[[Rows, str], Registry]] = {"opinions": _opinions, "tasks": _tasks}
