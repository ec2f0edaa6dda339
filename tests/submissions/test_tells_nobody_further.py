"""No way on from a school lets a reader find anybody, alone or beside what went before: covers, enclosed files, sums,
what goes down, the lake's tables and its Parquet files."""

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from board import clock
from board.access import Actor, Role
from board.activity.activities import people
from board.assignments import handing_down
from board.evaluation.smallest import SMALLEST_GROUP
from board.lake import command
from board.operating.command_line import read_options
from board.opinions import actions as opinions
from board.store.store import Store
from board.submissions import freezing, keys
from board.submissions.contents import Chosen, plan_digest
from board.submissions.forwarding import forward_waiting
from board.submissions.known import SHARED
from board.submissions.shape import SECTIONS
from board.submissions.taking import take
from board.units import actions as units
from tests.example_school import Example
from tests.stores import blank_store
from tests.submissions import lakes
from tests.submissions.falling import ABOVE, activity_of, know
from tests.submissions.files import SCHOOL, document, file
from tests.submissions.test_tells_nobody import CHANNEL, GIVER, RAW, everything, school
from tests.submissions.tiers import TODAY, linked

__all__ = ["school"]
BY = Actor("A-77", "经手的甄某", frozenset(Role))


def secrets(school: Example, titles: set[str]) -> list[str]:
    """Everything of a school that nobody above may read: givers, wording, people below the leading posts, accounts."""
    everyone = people(school.store, school.activity_id)
    below = everyone[~everyone["is_member"].astype(bool) & (everyone["name"] != everyone["post"])]["name"].tolist()
    heard = opinions.opinions(school.store, school.activity_id, clock.today())
    words = {each for column in ("content", "wording", "answer") for each in heard[column] if len(each) > 12}
    return [CHANNEL, GIVER, RAW, BY.name, *below, *heard["opinion_id"], *(words - titles)]


@pytest.fixture
def channels(school: Example, tmp_path: Path) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Each way on from the school → all that it holds, as text; and what must be in none of them."""
    (path,) = lakes.collectors(tmp_path, f"{tmp_path}/catalogue.ducklake", names="a")
    district, lake = lakes.opened(path)
    province = blank_store()
    know(province, district)
    units.register_key(district, BY, SCHOOL, keys.fingerprint(school.store))
    freezing.set_superior(school.store, BY, school.activity_id, {"unit_id": SCHOOL})
    chosen = everything(school.store, school.activity_id)
    frozen = freezing.freeze(school.store, BY, school.activity_id, clock.today(), chosen)
    take(district, frozen.content)
    with linked(district, province):
        forward_waiting(district)
    freezing.set_superior(district, BY, activity_of(district), {"unit_id": ABOVE, "forwards": freezing.SUMS})
    sums = freezing.freeze(district, BY, activity_of(district), TODAY, Chosen())
    down = handing_down.file_for(district, BY, activity_of(district), SCHOOL)
    tables = {table: lake._open().execute(f"FROM {table}").fetchall() for table in SHARED}
    steps = [lake.rows(f"lake/{table}") for table in ("unit_steps", "unit_keys", "submission_deadlines")]
    lake.close()
    assert command.carry_out(read_options(["lake", "compact", "--data", str(path.parent)]), path.parent) == ""
    kept = province._connection.execute("FROM submission_contents").fetchall()
    found = {"forwarded": text_of(kept), "sums": sums.content.decode(), "down": down.decode()}
    found |= {"lake": text_of([tables, steps]), "files": in_files(tmp_path / "files")}
    yield found, secrets(school, {row["title"] for row in frozen.document["items"]})
    district.close()
    province.close()


def text_of(value: Any) -> str:
    if isinstance(value, Mapping):
        return text_of(list(value.values()))
    if isinstance(value, list | tuple):
        return "\n".join(map(text_of, value))
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def in_files(folder: Path) -> str:
    """Every cell of every Parquet file."""
    paths = sorted(folder.rglob("*.parquet"))
    assert len(paths) > 5
    return "\n".join(text_of(duckdb.sql(f"FROM read_parquet('{path}')").fetchall()) for path in paths)


@pytest.mark.walk
def test_no_way_on_from_a_school_holds_a_giver_a_wording_or_a_name_it_may_not(
    channels: tuple[dict[str, str], list[str]],
) -> None:
    found, hidden = channels
    assert len(hidden) > 60
    assert {way: [each for each in hidden if each in text] for way, text in found.items()} == {way: [] for way in found}
    assert all(len(text) > 300 for text in found.values())


def test_a_lake_and_a_store_hold_no_field_that_a_submission_has_not(store: Store) -> None:
    for section, fields in SECTIONS.items():
        columns = store.rows("lake/columns", tables=[f"submitted_{section}"])
        assert {row["column_name"] for row in columns} == {*fields, "submission_no"}


def grown(draw: Random, before: dict[str, int]) -> dict[str, int]:
    """A school some days later: how many forms came back, how many opinions of an aspect were heard."""
    return {name: count + draw.choice((0, 0, 1, 3, 6)) for name, count in before.items()}


def sections(state: dict[str, int]) -> dict[str, Any]:
    """What a school of so many forms and opinions hands up."""
    forms, heard = state["forms"], state["heard"]
    days = {"opened_on": TODAY.isoformat(), "closed_on": None, "given_out": None}
    of_round = {"round_id": "P01", "position": 1, "is_newest": True, "returned_count": forms, "valid_count": forms}
    answer = {"round_id": "P01", "criterion_id": "C1", "criterion_label": "总体评价", "is_overall": True, "points": 100}
    counts = {1: forms - forms // 3, 2: forms // 3}
    ranks = [
        {"rank": rank, "answer_label": "好", "is_good": rank == 1, "answer_count": counts[rank]} for rank in counts
    ]
    figures = [{"figure": "answers_good", "numerator": counts[1], "base": forms}]
    theme = {"kind": "aspect", "label": "作风", "problem_count": 0, "item_count": 0, "answered_count": 0}
    return {
        **{"figures": figures, "rounds": [of_round | days], "answers": [answer | each for each in ranks]},
        "themes": [theme | {"opinion_count": heard}],
    }


@pytest.mark.walk
@pytest.mark.parametrize("seed", [4, 5, 6])
def test_no_two_sums_of_all_that_ever_went_up_differ_by_a_few_people_or_by_one_school(
    district: Store, seed: int
) -> None:
    draw, schools, walks = Random(seed), 8, 40  # noqa: S311 - repeatable
    lakes.know_schools(district, schools)
    activity_id = activity_of(district)
    freezing.set_superior(district, BY, activity_id, {"unit_id": ABOVE, "forwards": freezing.SUMS})
    states = {place: {"forms": 20, "heard": 7} for place in range(schools)}
    last: dict[int, Any] = {}
    went_up: list[tuple[Mapping[str, Any], dict[int, int]]] = []
    for place in itertools.chain(range(6), (draw.randrange(schools) for _ in range(walks))):
        states[place] = grown(draw, states[place])
        if draw.random() < 0.2:  # a correction: a pile was counted twice
            states[place] = {"forms": 20, "heard": 7}
        number, before = (last[place][0] + 1, last[place][1]) if place in last else (1, None)
        made = {"unit_id": lakes.school(place), "plan_sha256": plan_digest(district, activity_id)}
        sent = file(document(number, before, TODAY, **made, **sections(states[place])))
        last[place] = (number, take(district, sent)["sha256"])
        frozen = freezing.freeze(district, BY, activity_id, TODAY, Chosen(), reason="又收到几份").document
        went_up.append((frozen, {each: number for each, (number, _) in last.items()}))
    for (one, _), (other, _) in itertools.combinations(went_up, 2):
        steps = [people_in(one)[name] - people_in(other)[name] for name in people_in(one)]
        assert [step for step in steps if 0 < abs(step) < SMALLEST_GROUP] == []
    summed_up_to = {row["last_no"] for made, _ in went_up for row in made.get("summed", [])}
    assert summed_up_to
    for one_no, other_no in itertools.combinations(summed_up_to, 2):
        one_state, other_state = (went_up[number - 1][1] for number in (one_no, other_no))
        changed = sum(one_state.get(each) != other_state.get(each) for each in {*one_state, *other_state})
        assert changed >= SMALLEST_GROUP


def people_in(made: Mapping[str, Any]) -> dict[str, int]:
    """Every count of people, and of their opinions, that sums hold."""
    counts = {"heard": sum(row["opinion_count"] or 0 for row in made["themes"])}
    counts["forms"] = sum(row["returned_count"] for row in made["rounds"])
    counts["answers"] = sum(row["answer_count"] for row in made["answers"])
    counts["base"] = sum(row["base"] for row in made["figures"] if row["figure"] == "answers_good")
    return counts
