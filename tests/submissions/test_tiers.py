"""转报: what a district took goes on to the province, whole or as sums; nothing is lost, doubled or told of anybody."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from board.access import Actor, Role
from board.comparison import deadlines
from board.errors import BoardError, Refused
from board.operating.settings import Settings
from board.store.store import Store
from board.submissions import forwarding, freezing, keys
from board.submissions.cover import COVER, unwrapped
from board.submissions.document import opened
from board.submissions.forwarding import forward_waiting
from board.submissions.sending import NotReached
from board.submissions.taking import take
from board.units import actions as units
from board.units.tree import paths, units_on
from board.web import handing_up
from tests.stores import blank_store
from tests.submissions.falling import ABOVE, activity_of, know
from tests.submissions.files import EVERYONE, OTHER, OTHER_KEY, SCHOOL, document, file, fill, sha256_of
from tests.submissions.tiers import TODAY, counts, linked, of_two, rows
from tests.web.conftest import served


def test_what_the_district_took_is_above_byte_for_byte_under_the_district(district: Store, province: Store) -> None:
    files = of_two(district)
    with linked(district, province):
        assert forward_waiting(district) == 4  # and the units
        assert forward_waiting(district) == 0
    assert rows(province) == [(f"{ABOVE}.{unit_id}", number, sha256) for unit_id, number, sha256 in rows(district)]
    for content in files:
        kept = freezing.content_of(province, sha256_of(content))
        assert kept == content
        assert opened(kept).fingerprint in {opened(each).fingerprint for each in files}
    assert paths(units_on(province, TODAY))[f"{ABOVE}.{SCHOOL}"] == "示例区 / 一小"  # the district isn't there twice


def test_a_correction_below_is_a_new_number_above_and_the_old_one_stays(district: Store, province: Store) -> None:
    of_two(district)
    with linked(district, province):
        forward_waiting(district)
    mine = province.rows("submissions/of_unit", activity_id=activity_of(province), unit_id=f"{ABOVE}.{SCHOOL}")
    assert [(row["number"], row["corrects"], row["reason"]) for row in mine] == [(2, 1, "漏了一项"), (1, None, "")]


def test_what_happens_to_units_below_is_seen_above_from_the_same_day(district: Store, province: Store) -> None:
    with linked(district, province):
        forward_waiting(district)
        moved = TODAY - timedelta(days=3)
        town = {"unit_id": "T1", "name": "东镇", "kind": "town", "parent_id": "D1", "is_reporting": False}
        units.open_units(district, EVERYONE, [town], moved)
        units.change(district, EVERYONE, SCHOOL, "move", {"parent_id": "T1"}, moved)
        units.change(district, EVERYONE, OTHER, "close", {}, TODAY)
        assert forward_waiting(district) == 1
    unit_id = f"{ABOVE}.{SCHOOL}"
    steps = province.rows("units/steps", unit_id=unit_id)
    assert [(row["on_date"], row["parent_id"]) for row in steps][-1] == (moved, f"{ABOVE}.T1")
    there = units_on(province, TODAY)
    assert paths(there)[unit_id] == "示例区 / 东镇 / 一小"
    assert f"{ABOVE}.{OTHER}" not in set(there["unit_id"])
    with pytest.raises(BoardError, match="下级"):
        units.change(province, EVERYONE, unit_id, "rename", {"name": "别的"}, TODAY)


@pytest.mark.walk
def test_a_city_between_them_forwards_the_district_s_cover_too(district: Store, province: Store) -> None:
    city = blank_store()
    know(city, district, "D7")
    units.register_key(province, EVERYONE, ABOVE, keys.fingerprint(city))
    files = of_two(district)
    with linked(district, city, unit_id="D7"), linked(city, province):
        forward_waiting(district)
        forward_waiting(city)
    assert [unit_id for unit_id, _, _ in rows(province)] == [f"{ABOVE}.D7.{each}" for each in (SCHOOL, OTHER, SCHOOL)]
    cover = province.rows("forwards/of_digest", sha256=newest_cover(province))[0]
    whole = freezing.content_of(province, cover["sha256"]) + files[-1]
    found = unwrapped(whole)
    assert [each.fingerprint for each in found.covers] == [keys.fingerprint(each) for each in (city, district)]
    assert paths(units_on(province, TODAY))[f"{ABOVE}.D7.{SCHOOL}"] == "示例区 / 示例区 / 一小"  # the city is named so
    city.close()


def newest_cover(store: Store) -> str:
    connection = store._connection
    found = connection.execute("SELECT sha256 FROM forwards ORDER BY submission_no DESC, received_at DESC").fetchone()
    assert found
    return str(found[0])


@pytest.mark.walk
def test_without_a_way_up_it_waits_and_goes_up_in_turn_later(district: Store, province: Store) -> None:
    of_two(district)
    where = {"unit_id": ABOVE, "address": "http://127.0.0.1:9", "forwards": freezing.WHOLE}
    freezing.set_superior(district, EVERYONE, activity_of(district), where)
    with pytest.raises(NotReached, match="没有连上上级"):
        forward_waiting(district)
    with linked(district, province):
        assert forward_waiting(district) == 4
    assert len(rows(province)) == 3


def test_a_lost_receipt_comes_again_and_nothing_is_there_twice(district: Store, province: Store) -> None:
    of_two(district)
    with linked(district, province):
        forward_waiting(district)
        district._connection.execute("DELETE FROM forward_answers")
        assert forward_waiting(district) == 4
    assert len(rows(province)) == 3
    assert counts(province)["forwards"] == 4


@pytest.mark.walk
def test_a_province_that_went_back_to_an_old_copy_gets_again_what_it_lost(district: Store, province: Store) -> None:
    of_two(district)
    with linked(district, province):
        forward_waiting(district)
    old = blank_store()
    know(old, district)
    take(district, file(document(3, rows(district)[-1][2], as_of=TODAY)))
    with linked(district, old):
        while forwarding.is_waiting(district):
            forward_waiting(district)
    mine = [each for each in rows(old) if each[0].endswith(SCHOOL)]
    assert [number for _, number, _ in mine] == [1, 2, 3]
    old.close()


@pytest.mark.walk
def test_a_district_that_went_back_to_an_old_copy_doubles_nothing(district: Store, province: Store) -> None:
    files = of_two(district)
    with linked(district, province):
        forward_waiting(district)
    again = blank_store()
    fill(again)
    for each in files:  # which the schools send once more
        take(again, each)
    units.register_key(province, EVERYONE, ABOVE, keys.fingerprint(again))
    with linked(again, province):
        assert forward_waiting(again) == 4
    assert len(rows(province)) == 3
    again.close()


@pytest.mark.walk
def test_a_unit_of_which_one_is_refused_waits_alone_until_somebody_lets_it_go(district: Store, province: Store) -> None:
    of_two(district)
    with linked(district, province):
        forward_waiting(district)
        lost = file(document(3, rows(district)[-1][2], as_of=TODAY, campaign="别的活动"))
        units.register_key(district, EVERYONE, SCHOOL, opened(lost).fingerprint)
        district._connection.execute("UPDATE activities SET name = '别的活动' WHERE TRUE")
        take(district, lost)
        district._connection.execute("UPDATE activities SET name = ?", [document()["campaign"]])
        last = [each for each in rows(district) if each[0] == OTHER][-1]
        take(district, file(document(2, last[2], unit_id=OTHER, as_of=TODAY), OTHER_KEY))
        assert forward_waiting(district) == 1
        assert not forwarding.is_waiting(district)
        (refused,) = district.rows("forwards/refused", activity_id=activity_of(district), unit_id=ABOVE)
        assert (refused["from_unit_id"], refused["unit_number"]) == (SCHOOL, 3)
        assert "没有“别的活动" in refused["refusal"]
        province._connection.execute("UPDATE activities SET name = '别的活动' WHERE TRUE")
        forwarding.send_again(district, EVERYONE, activity_of(district))
        assert forward_waiting(district) == 2  # with the units
    assert len(rows(province)) == 5


def test_a_cover_holds_names_of_units_and_digests_and_nothing_else(district: Store, province: Store) -> None:
    of_two(district)
    with linked(district, province):
        forward_waiting(district)
    digests = province._connection.execute("SELECT sha256 FROM forwards").fetchall()
    found = [freezing.content_of(province, each) for (each,) in digests]
    texts = {text for content in found for text in texts_of(json.loads(content.partition(b"\n")[0]))}
    known_texts = {"", "一小", "二小", "并掉的", "school", "open", "merge", COVER.format, ABOVE, SCHOOL, OTHER, "S09"}
    assert {each for each in texts - known_texts if len(each) != 64 and not each[:4].isdigit()} == set()


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)
    elif isinstance(value, str):
        yield value


def test_only_who_may_hand_up_lets_what_was_refused_go_again(district: Store) -> None:
    with pytest.raises(Refused):
        forwarding.send_again(district, Actor("A-2", "领导", frozenset({Role.LEADER})), activity_of(district))


def test_a_unit_that_a_district_forwards_is_reminded_through_the_district(district: Store, province: Store) -> None:
    with linked(district, province):
        forward_waiting(district)
    of, school = (province, EVERYONE, activity_of(province)), f"{ABOVE}.{SCHOOL}"
    day = {"name": "第一次", "for_on": TODAY, "due_on": TODAY}
    deadline_id = deadlines.set_deadline(*of, "", day)
    assert deadlines.remind(*of, deadline_id, [school, f"{ABOVE}.{OTHER}"]) == 1
    asked = {"activity_id": activity_of(province), "unit_id": ABOVE, "as_of": TODAY}
    assert province.rows("deadlines/for_unit", **asked)[0]["reminded_at"] is not None


@pytest.mark.walk
def test_what_arrives_goes_on_by_itself_through_the_door_of_the_one_above(
    district: Store, province: Store, tmp_path: Path
) -> None:
    for port in served(province, Settings(tmp_path, demo=False, collects=True)):
        where = {"unit_id": ABOVE, "address": f"http://127.0.0.1:{port}", "forwards": freezing.WHOLE}
        freezing.set_superior(district, EVERYONE, activity_of(district), where)
        ended = threading.Event()
        handing_up.begin(district, Settings(tmp_path / "district", demo=False, collects=True), ended)
        of_two(district)
        for _ in range(200):
            if len(rows(province)) == 3:
                break
            time.sleep(0.05)
        ended.set()
    assert len(rows(province)) == 3
