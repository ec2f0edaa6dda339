"""数据导入: one `Registry` per kind of ledger, which its rows are compared with.

It holds the existing records, the words that may be used, and the rule that makes a record from a row.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import partial
from typing import Any

from board.access import Actor
from board.activity import activities
from board.importing.ledgers.kinds import KINDS, LedgerKind
from board.imports.effect import Rows
from board.imports.orders import Order, standing_orders
from board.meeting.talks import TALK
from board.opinions import registry as opinions_registry
from board.opinions.ids import draw
from board.problems.actions import PROBLEM
from board.store import records
from board.store.history import Event
from board.store.records import Kind, Known, known_by
from board.store.store import Row, Store
from board.tasks import actions as tasks

Words = Mapping[str, Any]
# In a record's rules only the day and the action of an event matter.
_NOBODY = Actor("", "", frozenset())


@dataclass(frozen=True)
class Registry:
    """The existing records of a kind within an activity.

    states: every record by its id. words: column → word (`compact`) → the stored value. same: the values that identify
    a row without an id with an existing record. after: the whole state of a record after a row, raises Invalid by
    field; takes the state before (None: new), the row's values and the day. new_id: the id of the nth new record.
    repeats: whether equal rows make two records. as_standing: a row's values, worded as in its existing record.
    orders: for tasks, the tasks that each comes after.
    """

    kind: LedgerKind
    states: Mapping[str, Row]
    words: Mapping[str, Words]
    same: Callable[[Mapping[str, Any]], Hashable]
    after: Callable[[Row | None, Mapping[str, Any], date], Row]
    new_id: Callable[[int], str]
    repeats: bool
    as_standing: Callable[[Row, Mapping[str, Any]], Mapping[str, Any]] = lambda _state, given: given
    orders: Mapping[str, Order] = field(default_factory=dict)


def compact(text: str) -> str:
    """A text without any blanks, for comparing names and contents."""
    return "".join(text.split())


def registry(rows: Rows, activity_id: str, kind: LedgerKind) -> Registry:
    """The registry of a kind, all but items, given the `rows` of a store or a transaction."""
    return _MADE[kind.name](rows, activity_id)


def vocabulary(store: Store, activity_id: str, kind: LedgerKind) -> dict[str, tuple[str, ...]]:
    """The words that each choice column of a kind may hold, in the order of a list."""
    terms, everyone = activities.terms(store, activity_id), activities.people(store, activity_id)
    offered = {str(name): tuple(rows["label"]) for name, rows in terms.groupby("kind", sort=False)}
    offered |= {
        "member": tuple(everyone[everyone["is_member"]]["name"]),
        "person": tuple(everyone["name"]),
        "phase": tuple(activities.phases(store, activity_id)["name"]),
        "talk_with": (*everyone[everyone["is_member"]]["name"], *offered.get("partner", ())),
        "meeting": tuple(_meeting_words(row) for row in store.rows("meetings/present", activity_id=activity_id)),
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
    present = rows("tasks/present", activity_id=activity_id)
    states = {row["task_id"]: row for row in present if not row["is_removed"]}
    last = rows("tasks/last_number", activity_id=activity_id)[0]
    choices = rows("tasks/choices", activity_id=activity_id)
    named = rows("tasks/named_choices", activity_id=activity_id)
    return Registry(
        kind=KINDS["tasks"],
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


def _talks(rows: Rows, activity_id: str) -> Registry:
    def same(given: Mapping[str, Any]) -> Hashable:
        return given.get("held_on"), _sides(given)

    made = _records(rows, activity_id, KINDS["talks"], TALK, _talk_given, same)
    return replace(made, as_standing=_as_standing)


def _as_standing(state: Row, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a talk whose two sides may be named the other way round."""
    sides = ("member_id", "with_id")
    return {**given, **{name: state[name] for name in sides}} if _sides(given) == _sides(state) else given


def _sides(given: Mapping[str, Any]) -> frozenset[Any]:
    return frozenset((given.get("member_id"), given.get("with_id")))


def _talk_given(given: Mapping[str, Any], named: Known) -> Row:
    """The fields of a talk: its other side is a member or a kind of people."""
    if "with_id" not in given:
        return dict(given)
    return {**given, "with_kind": "member" if given["with_id"] in named.members else "partner"}


def _problems(rows: Rows, activity_id: str) -> Registry:
    def same(given: Mapping[str, Any]) -> Hashable:
        about = given.get("member_id") or given.get("about") or "group"
        return about, compact(given.get("content") or "")

    made = _records(rows, activity_id, KINDS["problems"], PROBLEM, _problem_given, same)
    # 关于谁 may name a member outright.
    about = {**made.words["about"], **dict.fromkeys(made.words["member_id"], "member")}
    return replace(made, words={**made.words, "about": about})


def _problem_given(given: Mapping[str, Any], _named: Known) -> Row:
    """The fields of a problem: whose it is follows from whether a member is named."""
    if given.get("about") == "group":
        return {"member_id": None, **given}
    return {**given, "about": "member"} if given.get("member_id") else dict(given)


def _records(
    rows: Rows,
    activity_id: str,
    kind: LedgerKind,
    of: Kind,
    fields: Callable[[Mapping[str, Any], Known], Row],
    same: Callable[[Mapping[str, Any]], Hashable],
) -> Registry:
    """The registry of plain records, which `board.store.records` registers and edits."""
    states = {row[of.key]: row for row in rows(f"{kind.name}/present", activity_id=activity_id)}
    named, last = known_by(rows, activity_id), max((_number(of, record_id) for record_id in states), default=0)

    def after(state: Row | None, given: Mapping[str, Any], on: date) -> Row:
        event = Event("edit" if state else "add", _NOBODY, datetime.combine(on, time()))
        new = (
            {"activity_id": activity_id, **({"about": "group"} if "about" in of.fields else {})}
            if state is None
            else {}
        )
        return records.apply(of, state, {**new, **fields(given, named)}, event, named)

    return Registry(
        kind=kind,
        states=states,
        words=_words(_choices(rows, activity_id), kind),
        same=same,
        after=after,
        new_id=lambda place: f"{of.prefix}{last + place:03d}",
        repeats=False,
    )


def _number(of: Kind, record_id: str) -> int:
    return int(record_id.removeprefix(of.prefix))


def _choices(rows: Rows, activity_id: str) -> list[Row]:
    """Returns the names that plain records may use, a row each way of naming one: kind, choice, words."""
    members = [row for row in rows("activities/people", activity_id=activity_id) if row["is_member"]]
    terms = rows("activities/terms", activity_id=activity_id)
    partners = [row["label"] for row in terms if row["kind"] == "partner"]
    named = [("member", row["person_id"], row["name"]) for row in members]
    named += [("talk_with", row["person_id"], row["name"]) for row in members]
    named += [("talk_with", label, label) for label in partners]
    named += [(row["kind"], row["label"], row["label"]) for row in terms]
    for row in rows("meetings/present", activity_id=activity_id):
        named += [("meeting", row["meeting_id"], words) for words in (row["meeting_id"], _meeting_words(row))]
    return [{"kind": kind, "choice": choice, "words": words} for kind, choice, words in named]


def _meeting_words(row: Mapping[str, Any]) -> str:
    """A meeting as a template lists it: D1 2026-12-01 专题民主生活会."""
    return f"{row['meeting_id']} {row['held_on']:%Y-%m-%d} {row['kind']}"


def _words(rows: list[Row], kind: LedgerKind) -> dict[str, dict[str, Any]]:
    """For each choice column, word → stored value, without words for two values. rows: kind, choice, words."""
    meant: dict[str, dict[str, set[Any]]] = {}
    for row in rows:
        meant.setdefault(row["kind"], {}).setdefault(compact(row["words"]), set()).add(row["choice"])
    offered = {
        name: {word: next(iter(values)) for word, values in words.items() if len(values) == 1}
        for name, words in meant.items()
    }
    return {
        column.name: {compact(word): code for code, word in column.words.items()}
        if column.words
        else offered.get(column.vocabulary, {})
        for column in kind.columns
        if column.type == "choice"
    }


_MADE: dict[str, Callable[[Rows, str], Registry]] = {
    "opinions": _opinions,
    "tasks": _tasks,
    "talks": _talks,
    "problems": _problems,
}
