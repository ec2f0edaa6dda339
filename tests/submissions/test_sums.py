"""合计: what a district hands up of its units in sums, and that nobody is found by them."""

import json
from typing import Any

import pytest

from board.store.store import Store
from board.submissions import freezing
from board.submissions.contents import Chosen
from board.submissions.document import canonical
from board.submissions.forwarding import forward_waiting
from board.submissions.sums import kept_apart
from board.submissions.taking import take
from board.units import actions as units
from tests.submissions.falling import ABOVE, activity_of
from tests.submissions.files import EVERYONE, OTHER, SCHOOL
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


def test_sums_of_a_day_are_corrected_by_a_new_number_with_a_reason(district: Store) -> None:
    of_two(district)
    where = {"unit_id": ABOVE, "address": "", "forwards": freezing.SUMS}
    freezing.set_superior(district, EVERYONE, activity_of(district), where)
    of = (district, EVERYONE, activity_of(district), TODAY, Chosen())
    first = freezing.freeze(*of)
    again = freezing.freeze(*of, reason="收到一份更正")
    assert (again.document["corrects"], again.document["previous_sha256"]) == (1, first.sha256)
