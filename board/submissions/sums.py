"""合计: a bureau may hand up the sums of its units, and nothing of any single one.

The sums are of what units handed up themselves, so nobody is found by them who isn't by the units' own. Beside that no
count of people's answers or opinions is under five, nor changes by under five from one submission to another: the one
before stays until it is more. Steps, verdicts and items are told of at least five units together, and anew once at
least five of them handed up anew (`summed` says of which state they are), so that no two submissions show what one unit
has; a count of items under five is withheld, with another where it would follow from the figures.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from board.evaluation.smallest import SMALLEST_GROUP
from board.store.store import Row, Store
from board.submissions.contents import assigned_items, plan_digest
from board.submissions.shape import SECTIONS, SUBMISSION
from board.units.tree import units_on

Sections = dict[str, list[Row]]
_OF_FORMS = frozenset({"answers_good", "forms_returned", "forms_valid"})
_OF_UNITS = ("summed", "step_sums", "verdict_sums", "item_sums")
_ROUND = "sum"
_DONE = ("submitted", "closed")
_MARGINS = ("kind", "status", "aspect")


def sums(store: Store, activity_id: str, as_of: date) -> Sections:
    """Every section of a submission (`shape.SECTIONS`): figures with how many units they are of, the newest rounds as
    one, its answers, themes and aspects, sums of steps, verdicts and items; as items those that the superior assigned
    to this bureau itself; the others are empty."""
    ids = _reporting(store, as_of)
    asked: Row = {"activity_id": activity_id, "as_of": as_of, "unit_ids": ids, "after_no": 0}
    asked["plan_sha256"] = plan_digest(store, activity_id)
    there = {"figure": "units_submitted", "numerator": store.rows("sums/units", **asked)[0]["unit_count"]}
    rounds = [
        {**row, "round_id": _ROUND, "position": 1, "is_newest": True, **_days(row, "opened_on", "closed_on")}
        for row in store.rows("sums/rounds", **asked)
    ]
    made: Sections = {name: [] for name in SECTIONS}
    made["figures"] = [*store.rows("sums/figures", **asked), *([{**there, "base": len(ids)}] if ids else [])]
    made["rounds"] = rounds
    made["answers"] = [{**row, "round_id": _ROUND} for row in store.rows("sums/answers", **asked) if rounds]
    made["themes"] = store.rows("sums/themes", **asked)
    made["items"] = assigned_items(store, activity_id, as_of)
    before = list(_before(store, activity_id))
    for each in before:
        made = kept_apart(made, each)
    return SUBMISSION.without_empty(made | _of_units(store, asked, before))


def _reporting(store: Store, as_of: date) -> list[str]:
    units = units_on(store, as_of)
    return [str(each) for each in units[units["is_reporting"].astype(bool)]["unit_id"]]


def _before(store: Store, activity_id: str) -> Iterator[Mapping[str, Any]]:
    """Yields the sections of the sums that were frozen, the last first."""
    for row in store.rows("submissions/own", activity_id=activity_id):
        content = bytes(store.rows("submissions/content", sha256=row["sha256"])[0]["content"])
        document: Mapping[str, Any] = json.loads(content.partition(b"\n")[0])
        if any(each["figure"] == "units_submitted" for each in document["figures"]):
            yield document


def kept_apart(now: Sections, before: Mapping[str, list[Row]]) -> Sections:
    """The sums without what would tell of under five, alone or beside those before. Pure."""
    if _are_too_near(_people(now), _people(before)):
        of_forms = [row for row in before["figures"] if row["figure"] in _OF_FORMS]
        others = [row for row in now["figures"] if row["figure"] not in _OF_FORMS]
        now = {**now, "figures": others + of_forms, "rounds": before["rounds"], "answers": before["answers"]}
    then = {(row["kind"], row["label"]): row for row in before["themes"]}
    return {**now, "themes": [_theme(row, then.get((row["kind"], row["label"]), {})) for row in now["themes"]]}


def _people(sections: Mapping[str, list[Row]]) -> dict[str, int]:
    """How many people's answers there are, by what they answered."""
    counts = {row["figure"]: row["base"] for row in sections["figures"] if row["figure"] == "answers_good"}
    for row in sections["rounds"]:
        counts |= {name: row[name] for name in ("returned_count", "valid_count")}
    for row in sections["answers"]:
        counts[row["criterion_id"]] = counts.get(row["criterion_id"], 0) + (row["answer_count"] or 0)
    return counts


def _are_too_near(now: Mapping[str, int], before: Mapping[str, int]) -> bool:
    return any(_is_few(now.get(name, 0) - before.get(name, 0)) for name in {*now, *before})


def _is_few(count: int) -> bool:
    return 0 < abs(count) < SMALLEST_GROUP


def _theme(row: Row, before: Mapping[str, Any]) -> Row:
    counts = ("opinion_count", "answered_count")
    heard, was = (each.get("opinion_count") or 0 for each in (row, before))
    return row | {name: before.get(name) for name in counts} if _is_few(heard - was) else row


def _days(row: Row, *names: str) -> Row:
    return {name: row[name] and row[name].isoformat() for name in names}


def _of_units(store: Store, asked: Row, before: list[Mapping[str, Any]]) -> Sections:
    """The sections _OF_UNITS; as they were before where fewer than five units handed up anew, or were there at all."""
    of = {name: asked[name] for name in ("activity_id", "as_of", "unit_ids")}
    last = store.rows("submissions/last")
    now = _in_force(store, of, last[0]["submission_no"] if last else 0)
    for each in before:
        for head in each.get("summed", []):
            day = date.fromisoformat(head["as_of"])
            then = {**of, "as_of": day, "unit_ids": _reporting(store, day)}
            if too_alike(now, _in_force(store, then, head["last_no"])):
                return {name: each.get(name, []) for name in _OF_UNITS}
    if len(now) < SMALLEST_GROUP:
        return {name: [] for name in _OF_UNITS}
    steps = store.rows("sums/steps", **asked, smallest=SMALLEST_GROUP)
    head = {"as_of": of["as_of"].isoformat(), "unit_count": len(now), "last_no": max(now.values())}
    return {
        "summed": [head],
        "step_sums": [row | _days(row, "start_on", "due_on", "half_done_on") for row in steps],
        "verdict_sums": store.rows("sums/verdicts", **asked, smallest=SMALLEST_GROUP),
        "item_sums": enough_items(store.rows("sums/items", **asked)),
    }


def _in_force(store: Store, of: Row, last_no: int) -> dict[str, int]:
    return {row["unit_id"]: row["submission_no"] for row in store.rows("sums/in_force", **of, last_no=last_no)}


def too_alike(now: Mapping[str, int], then: Mapping[str, int]) -> bool:
    """Whether sums of these submissions (of each unit its number) would tell beside those of what one unit has: none
    is of another, or fewer than five. Pure."""
    return sum(now.get(unit_id) != then.get(unit_id) for unit_id in {*now, *then}) < SMALLEST_GROUP


def enough_items(rows: list[Row]) -> list[Row]:
    """Counts of items by kind, status and aspect, without those under five, and without the smallest other where what
    is missing of a whole that the figures show would be under five or a single count. Pure."""
    counts = [row["item_count"] for row in rows]
    few = {place for place, count in enumerate(counts) if _is_few(count)}
    wholes = [{place for place, row in enumerate(rows) if row[by] == word} for by, word in _words_of(rows)]
    wholes += [set(range(len(rows))), {place for place, row in enumerate(rows) if row["status"] in _DONE}]
    while more := {_smallest(whole - few, counts) for whole in wholes if _is_known(whole, few, counts)} - {-1}:
        few |= more
    return [row | dict.fromkeys(("item_count", "late_count")) if at in few else row for at, row in enumerate(rows)]


def _words_of(rows: list[Row]) -> list[tuple[str, str]]:
    return sorted({(by, row[by]) for row in rows for by in _MARGINS})


def _is_known(whole: set[int], few: set[int], counts: list[int]) -> bool:
    """Whether what is missing of a whole is found by subtraction."""
    missing = whole & few
    return len(missing) == 1 or _is_few(sum(counts[place] for place in missing))


def _smallest(places: set[int], counts: list[int]) -> int:
    return min(places, key=lambda place: (counts[place], place), default=-1)
