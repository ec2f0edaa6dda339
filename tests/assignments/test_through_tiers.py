"""交办 and plan versions go from a province through a district to a school, and what became of them comes up again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from board import clock
from board.assignments import accepting, assigning, fetching, handing_down
from board.assignments.shape import DOWN
from board.comparison.assigned import of_item, standing
from board.errors import BoardError
from board.operating.settings import Settings
from board.plan_versions import arriving, issuing
from board.plan_versions.applying import digest_of_changes
from board.store.store import Store
from board.submissions import freezing, keys
from board.submissions.document import opened
from board.submissions.forwarding import forward_waiting
from board.units import actions as units
from tests.assignments.test_assignments import CLOSED, FINISHED, ITEM, WANTED, do, hand_up, take_on
from tests.assignments.test_plan_versions import LATER
from tests.assignments.test_plan_versions import above as issued_to
from tests.stores import blank_store
from tests.submissions import lakes
from tests.submissions.falling import ABOVE, activity_of, know
from tests.submissions.files import EVERYONE, OTHER, SCHOOL, fill
from tests.submissions.tiers import linked
from tests.web.conftest import served

TODAY = clock.today()
BELOW = f"{ABOVE}.{SCHOOL}"


@pytest.fixture
def province(store: Store) -> Iterator[Store]:
    """The one above the district, which is `store`."""
    above = blank_store()
    fill(store)
    know(above, store)
    yield above
    above.close()


@pytest.fixture
def tiers(province: Store, store: Store, school: Store) -> tuple[Store, Store, Store]:
    """Province, district and school; each knows those below, nothing is open between them."""
    units.register_key(store, EVERYONE, SCHOOL, keys.fingerprint(school))
    freezing.set_superior(school, EVERYONE, activity_of(school), {"unit_id": SCHOOL, "address": ""})
    with linked(store, province):
        forward_waiting(store)
    where = {"unit_id": ABOVE, "address": "", "forwards": freezing.WHOLE}
    freezing.set_superior(store, EVERYONE, activity_of(store), where)
    return province, store, school


def by_file(above: Store, below: Store, unit_id: str) -> int:
    """Carries what is for a unit to it, and what it has is said above."""
    of = (below, EVERYONE, activity_of(below))
    count = fetching.take_file(*of, handing_down.file_for(above, EVERYONE, activity_of(above), unit_id))
    handing_down.answer(above, fetching._ask(below, activity_of(below), unit_id))
    return count


def state(province: Store, item_id: str) -> tuple[str, int]:
    (row,) = of_item(province, activity_of(province), item_id, TODAY, is_closed=False).to_dict("records")
    return row["state"], row["percent"]


def assigned(province: Store, *unit_ids: str) -> str:
    return assigning.assign_new(province, EVERYONE, activity_of(province), ITEM, unit_ids or (BELOW,), WANTED)


@pytest.fixture
def gate(tiers: tuple[Store, Store, Store], tmp_path: Path) -> Iterator[None]:
    """The province's server is open to the district."""
    province, district, _ = tiers
    for port in served(province, Settings(tmp_path, demo=False, collects=True)):
        where = {"unit_id": ABOVE, "address": f"http://127.0.0.1:{port}", "forwards": freezing.WHOLE}
        freezing.set_superior(district, EVERYONE, activity_of(district), where)
        yield


@pytest.mark.usefixtures("gate")
def test_what_a_province_assigns_to_a_school_arrives_through_its_district_and_comes_up_closed(
    tiers: tuple[Store, Store, Store],
) -> None:
    province, district, school = tiers
    item_id = assigned(province)
    assert (fetching.fetch(district), fetching.fetch(district)) == (1, 0)
    assert state(province, item_id) == ("还没收到", 0)
    assert len(accepting.assigned(district, activity_of(district), TODAY)) == 0  # it isn't the district's own
    assert by_file(district, school, SCHOOL) == 1
    assert fetching.fetch(district) == 0
    assert state(province, item_id) == ("已收到", 0)
    own = take_on(school)
    (item,) = school.rows("rectification/present", activity_id=activity_of(school), item_ids=[own])
    assert item["remark"] == f"嘉泽中心小学交办 {item_id}（{TODAY}）"
    do(school, own, *FINISHED, CLOSED[-1])
    with linked(school, district, unit_id=SCHOOL):
        hand_up(school)
    forward_waiting(district)
    assert state(province, item_id) == ("单位已销号", 100)


def test_a_correction_and_a_withdrawal_go_the_same_way_once_each(tiers: tuple[Store, Store, Store]) -> None:
    province, district, school = tiers
    assigned(province)
    for action, given in (("correct", {**WANTED, "wanted": "改为半个月"}), ("withdraw", {})):
        row = standing(province, activity_of(province), TODAY).iloc[0]
        of = (province, EVERYONE, activity_of(province), row["assignment_id"], action)
        assigning.change(*of, {**given, "reason": "原因"}, seen_seq=int(row["seq"]))
        for above, below, unit_id in ((province, district, ABOVE), (district, school, SCHOOL)) * 2:
            by_file(above, below, unit_id)
    rows = school.rows("assignments/assigned", activity_id=activity_of(school), as_of=TODAY)
    assert [(row["seq"], row["action"]) for row in rows] == [(1, "assign"), (2, "correct"), (3, "withdraw")]
    assert rows[1]["wanted"] == "改为半个月"


def test_each_school_gets_its_own_only_and_no_name_of_the_others(tiers: tuple[Store, Store, Store]) -> None:
    province, district, school = tiers
    assigned(province, BELOW, f"{ABOVE}.{OTHER}")
    by_file(province, district, ABOVE)
    content = handing_down.file_for(district, EVERYONE, activity_of(district), SCHOOL)
    (row,) = opened(content, DOWN).document["onward"]
    assert (row["unit_id"], row["superior"]) == ("", "嘉泽中心小学")
    assert OTHER not in row["assignment_id"]
    assert by_file(district, school, SCHOOL) == 1


def test_a_city_between_them_passes_it_on_too(tiers: tuple[Store, Store, Store], school: Store) -> None:
    province, district, _ = tiers
    city = blank_store()
    know(city, district, "D7")
    units.register_key(province, EVERYONE, ABOVE, keys.fingerprint(city))
    with linked(district, city, unit_id="D7"), linked(city, province):
        forward_waiting(district)
        forward_waiting(city)
    item_id = assigned(province, f"{ABOVE}.D7.{SCHOOL}")
    way = ((province, city, ABOVE), (city, district, "D7"), (district, school, SCHOOL))
    for above, below, unit_id in (*way, *way[::-1]):
        by_file(above, below, unit_id)
    assert state(province, item_id) == ("已收到", 0)
    assert len(accepting.assigned(school, activity_of(school), TODAY)) == 1
    city.close()


def test_a_plan_goes_on_to_the_schools_once_the_district_takes_it_over(tiers: tuple[Store, Store, Store]) -> None:
    province, district, school = tiers
    issuing.issue(province, EVERYONE, activity_of(province), LATER, "检查组晚到")
    assert by_file(province, district, ABOVE) == 1
    assert by_file(district, school, SCHOOL) == 0  # the district hasn't looked at it
    take_over(district, goes_on=True)
    assert by_file(district, school, SCHOOL) == 1
    came = arriving.newest(school, activity_of(school))
    assert came
    assert came["note"] == "嘉泽中心小学方案第 1 版：检查组晚到"
    assert decided(province, district) == {ABOVE: "taken", BELOW: "received"}
    take_over(school)
    by_file(district, school, SCHOOL)
    assert decided(province, district) == {ABOVE: "taken", BELOW: "taken"}
    assert decided(province, district) == {ABOVE: "taken", BELOW: "taken"}
    task = "tasks/current"
    days = [each.rows(task, activity_id=activity_of(each), task_id="T90")[0]["due_on"] for each in tiers]
    assert len(set(days)) == 1


def take_over(store: Store, *, goes_on: bool = False) -> None:
    of, row = activity_of(store), arriving.newest(store, activity_of(store))
    assert row
    seen = digest_of_changes(arriving.preview(store, of, row, TODAY))
    arriving.take_over(store, EVERYONE, of, row["sha256"], seen, goes_on=goes_on)


def decided(province: Store, district: Store) -> dict[str, str]:
    """Returns what the province knows of its newest version, after the district asked once more."""
    by_file(province, district, ABOVE)
    rows = province.rows("plan_versions/receipts", activity_id=activity_of(province))
    assert len(rows) == len({row["unit_id"] for row in rows})
    return {row["unit_id"]: row["decision"] for row in rows}


def test_a_district_that_hands_up_sums_tells_nothing_of_single_schools(tiers: tuple[Store, Store, Store]) -> None:
    province, district, school = tiers
    issuing.issue(province, EVERYONE, activity_of(province), LATER, "检查组晚到")
    by_file(province, district, ABOVE)
    take_over(district, goes_on=True)
    by_file(district, school, SCHOOL)
    where = {"unit_id": ABOVE, "address": "", "forwards": freezing.SUMS}
    freezing.set_superior(district, EVERYONE, activity_of(district), where)
    assert decided(province, district) == {ABOVE: "taken"}


def test_what_is_for_another_bureau_or_changed_on_the_way_is_refused_in_words(
    tiers: tuple[Store, Store, Store],
) -> None:
    province, district, school = tiers
    assigned(province)
    content = handing_down.file_for(province, EVERYONE, activity_of(province), BELOW)
    with pytest.raises(BoardError, match="给编号 Q1 的单位"):
        fetching.take_file(school, EVERYONE, activity_of(school), content)
    with pytest.raises(BoardError, match="对不上"):
        fetching.take_file(district, EVERYONE, activity_of(district), content.replace(b'"S01"', b'"S02"', 1))
    assert district.rows("assignments/arrived", activity_id=activity_of(district)) == []


def test_a_collector_that_only_received_a_plan_says_nothing_over_what_another_with_its_lake_did(
    store: Store, school: Store, door: int, tmp_path: Path
) -> None:
    issuing.issue(store, EVERYONE, activity_of(store), LATER, "检查组晚到")
    fetching.fetch(school)
    take_over(school)
    fetching.fetch(school)
    (path,) = lakes.collectors(tmp_path / "lake", f"{tmp_path}/catalogue.ducklake", names="a")
    second, lake = lakes.opened(path)
    units.register_key(store, EVERYONE, SCHOOL, keys.fingerprint(second))
    where = {"unit_id": SCHOOL, "address": f"http://127.0.0.1:{door}"}
    freezing.set_superior(second, EVERYONE, activity_of(second), where)
    assert fetching.fetch(second) == 1
    assert issued_to(store) == (1, 1, "taken", "")
    lake.close()
    second.close()
