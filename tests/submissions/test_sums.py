"""合计: what a district hands up of its units in sums, and that nobody is found by them."""

import itertools
import json
from datetime import date
from random import Random
from typing import Any

import pytest

from board import clock
from board.store.store import Store
from board.submissions import freezing
from board.submissions.contents import Chosen
from board.submissions.document import canonical
from board.submissions.forwarding import forward_waiting
from board.submissions.shape import SECTIONS
from board.submissions.sums import enough_items, kept_apart
from board.submissions.taking import take
from board.units import actions as units
from board.words import VERDICT
from tests.assignments.test_assignments import take_on
from tests.depth import walked
from tests.submissions import lakes
from tests.submissions.falling import ABOVE, activity_of
from tests.submissions.files import EVERYONE, OTHER, SCHOOL, document, file
from tests.submissions.tiers import TODAY, linked, of_two, rows


def test_sums_are_of_the_units_and_hold_no_single_one(district: Store, province: Store) -> None:
    of_two(district)
    parts = [json.loads(bytes(freezing.content_of(district, sha)).partition(b"\n")[0]) for _, _, sha in rows(district)]
    in_force = [parts[1], parts[2]]
    units.open_units(
        province,
        EVERYONE,
        [{"unit_id": ABOVE, "name": "示例区", "kind": "district", "parent_id": "", "is_reporting": True}],
        TODAY,
    )
    with linked(district, province, freezing.SUMS):
        sent = freezing.freeze(district, EVERYONE, activity_of(district), TODAY, Chosen())
        assert forward_waiting(district) == 0
    take(province, sent.content)
    made = {row["figure"]: (row["numerator"], row["base"]) for row in sent.document["figures"]}
    assert made.pop("units_submitted") == (2, 2)
    for name, found in made.items():
        of = [row for each in in_force for row in each["figures"] if row["figure"] == name]
        assert found == (sum(row["numerator"] for row in of), sum(row["base"] for row in of)), name
    assert [name for name in ("items", "papers", "steps", "verdicts") if sent.document[name]] == []
    text = canonical(sent.document).decode()
    assert [each for each in (SCHOOL, OTHER, "一小", "二小") if each in text] == []


OF_UNITS = ("summed", "step_sums", "verdict_sums", "item_sums")


def answers(*amounts: int, heard: int = 0) -> dict[str, list[dict[str, Any]]]:
    """Sums in which so many gave each answer, and so many opinions are of one aspect."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in ("figures", "rounds", "answers", "themes")}
    whole = sum(amounts)
    found["figures"] = [{"figure": "answers_good", "numerator": amounts[0], "base": whole}]
    found["rounds"] = [{"returned_count": whole, "valid_count": whole}]
    found["answers"] = [{"criterion_id": "C1", "rank": at, "answer_count": each} for at, each in enumerate(amounts)]
    found["themes"] = [{"kind": "aspect", "label": "作风", "opinion_count": heard or None, "answered_count": 0}]
    return found


@pytest.mark.parametrize(("before", "now"), [((20, 10), (21, 10)), ((20, 10), (20, 6)), ((0, 0), (3, 1))])
def test_sums_do_not_tell_of_under_five_alone_or_beside_those_before(
    before: tuple[int, int], now: tuple[int, int]
) -> None:
    found = kept_apart(answers(*now, heard=12), answers(*before, heard=9))
    assert [row["answer_count"] for row in found["answers"]] == list(before)
    assert found["figures"] == answers(*before)["figures"]
    assert found["themes"][0]["opinion_count"] == 9
    more = kept_apart(answers(before[0] + 7, before[1], heard=30), answers(*before, heard=9))
    assert [row["answer_count"] for row in more["answers"]] == [before[0] + 7, before[1]]
    assert more["themes"][0]["opinion_count"] == 30


def frozen(district: Store, day: date = TODAY) -> Any:
    own = freezing.own(district, activity_of(district))
    reason = "又收到几份" if any(row["as_of"] == day for row in own) else ""
    return freezing.freeze(district, EVERYONE, activity_of(district), day, Chosen(), reason=reason).document


@pytest.fixture
def of_seven(district: Store) -> Store:
    """A district that hands up sums, and knows seven more schools."""
    lakes.know_schools(district, 7)
    where = {"unit_id": ABOVE, "address": "", "forwards": freezing.SUMS}
    freezing.set_superior(district, EVERYONE, activity_of(district), where)
    return district


def taken(district: Store, *places: int, number: int = 1, **changed: Any) -> None:
    for place in places:
        unit_id = lakes.school(place)
        last = district.rows("submissions/last_of_unit", activity_id=activity_of(district), unit_id=unit_id)
        take(district, file(document(number, last[0]["sha256"] if last else None, unit_id=unit_id, **changed)))


def test_steps_verdicts_and_items_of_five_units_add_up_and_name_none(of_seven: Store, province: Store) -> None:
    step = {"task_id": "T01", "status": "done", "start_on": f"{TODAY}", "due_on": f"{TODAY}", "done_on": f"{TODAY}"}
    own_step = {**step, "task_id": "T99"}  # which only the schools have
    taken(of_seven, *range(5), steps=[{**each, "is_late": False, "done_late": True} for each in (step, own_step)])
    made = frozen(of_seven)
    (row,) = made["step_sums"]
    assert (row["task_id"], row["unit_count"], row["done_count"], row["done_late_count"]) == ("T01", 5, 5, 5)
    assert row["half_done_on"] == f"{TODAY}"
    assert made["summed"] == [{"as_of": f"{TODAY}", "unit_count": 5, "last_no": 5}]
    one = document(1)
    for each in made["verdict_sums"]:
        of_one = [row["verdict"] for row in one["verdicts"] if row["rule_id"] == each["rule_id"]]
        assert {name: each[f"{name}_count"] for name in VERDICT} == {name: 5 * of_one.count(name) for name in VERDICT}
    assert len(made["verdict_sums"]) == len(one["verdicts"]) > 40
    items = one["items"]
    assert len(items) == 10
    for each in made["item_sums"]:
        alike = [row for row in items if all(row[name] == each[name] for name in ("kind", "status", "aspect"))]
        assert each["item_count"] == 5 * len(alike)
        assert each["late_count"] == 5 * sum(row["is_late"] for row in alike)
    reporting = {"unit_id": ABOVE, "name": "示例区", "kind": "district", "parent_id": "", "is_reporting": True}
    units.open_units(province, EVERYONE, [reporting], TODAY)
    take(province, freezing.content_of(of_seven, freezing.own(of_seven, activity_of(of_seven))[0]["sha256"]))
    assert province._connection.execute("SELECT sum(item_count)::INT FROM submitted_item_sums").fetchall() == [(50,)]
    assert [name for name in ("submitted_step_sums", "submitted_verdict_sums") if not counted(province, name)] == []


def of_units(made: Any) -> list[Any]:
    return [made.get(name, []) for name in OF_UNITS]


def counted(store: Store, table: str) -> int:
    return len(store._connection.execute(f"FROM {table}").fetchall())


def test_of_fewer_than_five_units_no_steps_verdicts_and_items_go_up(of_seven: Store) -> None:
    taken(of_seven, *range(4))
    made = frozen(of_seven)
    assert [name for name in SECTIONS if name in made and name.endswith(("summed", "_sums"))] == []


def test_no_two_sums_show_what_one_unit_has(of_seven: Store) -> None:
    taken(of_seven, *range(5))
    first = frozen(of_seven)
    taken(of_seven, 5, 6)
    assert of_units(frozen(of_seven)) == of_units(first)
    taken(of_seven, 0, 1, number=2)
    assert of_units(frozen(of_seven)) == of_units(first)
    taken(of_seven, 2, number=2)
    third = frozen(of_seven)
    assert third["summed"] == [{"as_of": f"{TODAY}", "unit_count": 7, "last_no": 10}]
    taken(of_seven, 3, number=2)
    assert of_units(frozen(of_seven)) == of_units(third)


@pytest.mark.parametrize("seed", [1, *walked(60)])
def test_a_count_of_items_under_five_is_withheld_and_is_not_found_by_subtraction(seed: int) -> None:
    draw = Random(seed)  # noqa: S311 - repeatable
    kinds, aspects = ("urgent", "dated", "deferred"), ("作风", "能力", "机制")
    rows: list[dict[str, Any]] = [
        {"kind": kind, "status": status, "aspect": aspect, "item_count": count, "late_count": 0}
        for kind, status, aspect in itertools.product(kinds, ("in_progress", "submitted", "closed"), aspects)
        if (count := draw.choice((0, 0, 1, 2, 4, 5, 7, 12, 30)))
    ]
    shown = enough_items(rows)
    assert all((each["item_count"] or 5) >= 5 for each in shown)
    hidden = [each["item_count"] is None for each in shown]
    known = [[True] * len(rows), [row["status"] != "in_progress" for row in rows]]
    known += [
        [row[by] == word for row in rows] for by in ("kind", "status", "aspect") for word in {r[by] for r in rows}
    ]
    for is_of in known:
        missing = [row["item_count"] for row, *is_both in zip(rows, is_of, hidden, strict=True) if all(is_both)]
        assert not missing or len(missing) == sum(is_of) or (len(missing) > 1 and sum(missing) >= 5)


def test_what_the_province_assigned_to_the_district_itself_comes_up_with_its_sums(of_seven: Store) -> None:
    step = {"activity_id": activity_of(of_seven), "assignment_id": "R-001.Q1.ab", "seq": 1, "superior": "省厅"}
    step |= {"item_no": "R-001", "action": "assign", "problem": "门窗旧", "aspect": "工作作风", "source": "征求意见"}
    step |= {"wanted": "修好", "due_on": TODAY, "reason": "", "ordered_on": TODAY, "way": "file"}
    rows = [{**step, "received_at": clock.now()}]
    of_seven.write(lambda transaction: transaction.insert("assignments/insert_assigned", rows))
    take_on(of_seven)
    taken(of_seven, 0)
    (item,) = frozen(of_seven)["items"]
    assert (item["assignment_id"], item["status"], item["title"]) == ("R-001.Q1.ab", "not_started", "")


def test_sums_of_a_day_are_corrected_by_a_new_number_with_a_reason(district: Store) -> None:
    of_two(district)
    where = {"unit_id": ABOVE, "address": "", "forwards": freezing.SUMS}
    freezing.set_superior(district, EVERYONE, activity_of(district), where)
    of = (district, EVERYONE, activity_of(district), TODAY, Chosen())
    first = freezing.freeze(*of)
    again = freezing.freeze(*of, reason="收到一份更正")
    assert (again.document["corrects"], again.document["previous_sha256"]) == (1, first.sha256)
