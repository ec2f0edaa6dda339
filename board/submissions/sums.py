"""合计: a bureau may hand up the sums of its units, and nothing of any single one.

The sums are of what units handed up themselves, so nobody is found by them who isn't by the units' own. Beside that no
count of people's answers or opinions is under five, nor changes by under five from one submission to the next: the one
before stays until it is more.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from board.evaluation.smallest import SMALLEST_GROUP
from board.store.store import Row, Store
from board.submissions.contents import plan_digest
from board.submissions.shape import SECTIONS
from board.units.tree import units_on

Sections = dict[str, list[Row]]
_OF_FORMS = frozenset({"answers_good", "forms_returned", "forms_valid"})
_ROUND = "sum"


def sums(store: Store, activity_id: str, as_of: date) -> Sections:
    """Every section of a submission (`shape.SECTIONS`): figures with how many units they are of, the newest rounds as
    one, its answers, themes and aspects; the others are empty."""
    units = units_on(store, as_of)
    ids = units[units["is_reporting"].astype(bool)]["unit_id"].tolist()
    asked = {"activity_id": activity_id, "as_of": as_of, "unit_ids": ids}
    asked["plan_sha256"] = plan_digest(store, activity_id)
    there = {"figure": "units_submitted", "numerator": store.rows("sums/units", **asked)[0]["unit_count"]}
    rounds = [
        {**row, "round_id": _ROUND, "position": 1, "is_newest": True, **_days(row, "opened_on", "closed_on")}
        for row in store.rows("sums/rounds", **asked)
    ]
    found: Sections = {name: [] for name in SECTIONS}
    found["figures"] = [*store.rows("sums/figures", **asked), *([{**there, "base": len(ids)}] if ids else [])]
    found["rounds"] = rounds
    found["answers"] = [{**row, "round_id": _ROUND} for row in store.rows("sums/answers", **asked) if rounds]
    found["themes"] = store.rows("sums/themes", **asked)
    return kept_apart(found, _before(store, activity_id))


def _before(store: Store, activity_id: str) -> Mapping[str, Any]:
    """The sections of the last sums that were frozen; of none, or of something else, empty ones."""
    for row in store.rows("submissions/own", activity_id=activity_id):
        content = bytes(store.rows("submissions/content", sha256=row["sha256"])[0]["content"])
        document: Mapping[str, Any] = json.loads(content.partition(b"\n")[0])
        if any(each["figure"] == "units_submitted" for each in document["figures"]):
            return document
    return {name: [] for name in SECTIONS}


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
