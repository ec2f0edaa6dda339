"""转报 where collectors share a lake: below, all forward and it is above once; above, what one takes all have."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from board.errors import BoardError
from board.lake.lake import Away, Lake
from board.store.store import Store, open_store
from board.store.trail.check import check
from board.submissions import carrying, forwarding, freezing, keys
from board.submissions.contents import Chosen
from board.submissions.following import catch_up
from board.submissions.forwarding import forward_waiting
from board.submissions.sending import send_waiting
from board.submissions.taking import take
from board.submissions.taking_forwarded import take_forwarded
from board.units import actions as units
from tests.submissions import lakes
from tests.submissions.falling import ABOVE, activity_of
from tests.submissions.files import EVERYONE, SCHOOL, document, file
from tests.submissions.test_tiers_refused import Covers, step
from tests.submissions.tiers import TODAY, linked, of_two, rows


def above(folder: Path, catalogue: str, *below: Store) -> list[Path]:
    """Two provinces with one lake, which know a district by the keys of its collectors."""
    known = {ABOVE: [keys.fingerprint(each) for each in below]}
    return lakes.collectors(folder, catalogue, below=known)


def alike(*both: tuple[Store, Lake]) -> dict[str, list[Any]]:
    """What collectors have, which is the same with each."""
    for store, lake in both * 2:
        catch_up(store, lake)
    first, *others = (lakes.contents(store) for store, _ in both)
    differ = {table for each in others for table in first if each[table] != first[table]}
    assert differ == set()
    steps = [store.rows("lake/unit_steps") for store, _ in both]
    assert all(each == steps[0] for each in steps)
    return first


def numbers(store: Store) -> list[int]:
    """The numbers of all that was taken, in the order of arrival."""
    found = store._connection.execute("SELECT submission_no FROM submissions ORDER BY 1").fetchall()
    return [int(number) for (number,) in found]


def of_it(receipt: dict[str, Any]) -> dict[str, Any]:
    """What a receipt is of; beside it is only who gave it."""
    return {name: receipt[name] for name in ("unit_id", "number", "sha256", "submission_no", "received_at")}


def test_what_one_province_took_the_other_has_with_its_covers_and_units(district: Store, tmp_path: Path) -> None:
    """A catalogue in a file lets in one at a time."""
    of_two(district)
    paths = above(tmp_path, f"{tmp_path}/catalogue.ducklake", district)
    here, lake = lakes.opened(paths[0])
    with linked(district, here):
        assert forward_waiting(district) == 4  # and the units
    lake.close()
    there, other = lakes.opened(paths[1])
    catch_up(there, other)
    assert lakes.contents(here) == lakes.contents(there)
    assert [unit_id for unit_id, _, _ in rows(there)] == [f"{ABOVE}.{each}" for each, _, _ in rows(district)]
    for cover in made_again(district):
        assert of_it(take_forwarded(there, cover)) == of_it(take_forwarded(here, cover))
    receipts, refusals = carrying.take_carried(there, EVERYONE, carrying.carried(district, EVERYONE, activity_of(here)))
    assert ([receipt["number"] for receipt in receipts], refusals) == ([0, 1, 2, 3], [])
    take_forwarded(there, Covers(keys.key_of(district)).of(b"", units=[step("S88")], number=0))
    other.close()
    catch_up(here, lake)
    assert here.rows("units/steps", unit_id=f"{ABOVE}.S88")
    assert lakes.contents(here) == lakes.contents(there)
    lake.close()
    for store in (here, there):
        assert check(store).is_sound
        store.close()


def made_again(district: Store) -> list[bytes]:
    """All that the district ever forwarded, as it would send it."""
    district._connection.execute("DELETE FROM forward_answers")
    (way,) = forwarding.ways_of(district)
    return [cover.content + enclosed for _, cover, enclosed in forwarding.waiting_files(way)]


def test_a_fall_between_the_lake_and_the_own_file_loses_nothing_that_was_forwarded(
    district: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_two(district)
    (path, _) = above(tmp_path, f"{tmp_path}/catalogue.ducklake", district)
    freezing.set_superior(district, EVERYONE, activity_of(district), {"unit_id": ABOVE, "forwards": freezing.WHOLE})
    files = made_again(district)
    here, lake = lakes.opened(path)
    written = lake.append

    def append_and_fall(name: str, *given: Any) -> None:
        written(name, *given)
        if name == "lake/taken_counts":
            raise KeyboardInterrupt

    monkeypatch.setattr(lake, "append", append_and_fall)
    for content in files:
        with pytest.raises(KeyboardInterrupt):
            take_forwarded(here, content)
        assert take_forwarded(here, content)["unit_id"] == ABOVE
    monkeypatch.undo()
    assert [take_forwarded(here, content)["submission_no"] for content in files] == [0, 1, 2, 3]
    assert len(lake.rows("submissions/after", submission_no=0, most=9)) == len(rows(here)) == 3
    assert len(lake.rows("lake/forwards_digests")) == 4
    assert check(here).is_sound
    here.close()


def test_a_cover_that_was_changed_in_the_lake_is_not_taken_over(district: Store, tmp_path: Path) -> None:
    of_two(district)
    paths = above(tmp_path, f"{tmp_path}/catalogue.ducklake", district)
    here, lake = lakes.opened(paths[0])
    with linked(district, here):
        forward_waiting(district)
    lake._open().execute("UPDATE submissions SET unit_id = 'Q1.S02' WHERE submission_no = 1")
    lake.close()
    there, other = lakes.opened(paths[1])
    with pytest.raises(BoardError, match="收件库被改过"):
        catch_up(there, other)
    assert rows(there) == []
    here.close()
    there.close()


@pytest.mark.walk
def test_a_lake_that_was_lost_is_filled_again_with_covers_and_own_states(district: Store, tmp_path: Path) -> None:
    of_two(district)
    paths = above(tmp_path, f"{tmp_path}/catalogue.ducklake", district)
    here, lake = lakes.opened(paths[0])
    with linked(district, here):
        forward_waiting(district)
    freezing.set_superior(here, EVERYONE, activity_of(here), {"unit_id": "P1", "forwards": freezing.SUMS})
    freezing.freeze(here, EVERYONE, activity_of(here), TODAY, Chosen())
    lake.close()
    here.close()
    for path in paths:
        lakes.settings(path.parent, f"{tmp_path}/another.ducklake", tmp_path / "other")
    here, lake = lakes.opened(paths[0])
    catch_up(here, lake)
    lake.close()
    there, other = lakes.opened(paths[1])
    catch_up(there, other)
    assert lakes.contents(here) == lakes.contents(there)
    own = [(row["number"], row["sha256"]) for row in freezing.own(there, activity_of(there))]
    assert own == [(row["number"], row["sha256"]) for row in freezing.own(here, activity_of(here))]
    assert len(own) == 1
    assert EVERYONE.name not in str(other.rows("lake/own_submissions_of", digests=[own[0][1]]))
    here.close()
    there.close()


def pair(folder: Path, catalogue: str, schools: int = 0) -> list[tuple[Store, Lake]]:
    """Two districts with one lake, each with a key of its own."""
    return [lakes.opened(path) for path in lakes.collectors(folder, catalogue, schools)]


@pytest.mark.walk
def test_of_two_districts_with_one_lake_both_forward_at_once_and_it_is_above_once(
    province: Store, tmp_path: Path, cluster: lakes.Cluster
) -> None:
    count = 40
    below = pair(tmp_path / "d", cluster.database("below"), count)
    for store, _ in below:
        units.register_key(province, EVERYONE, ABOVE, keys.fingerprint(store))
    for place in range(count):
        take(below[place % 2][0], lakes.sent(place))
    alike(*below)
    with linked(below[0][0], province):
        alike(*below)  # the other learns where to
        with ThreadPoolExecutor(2) as both:
            sent = list(both.map(forward_waiting, [store for store, _ in below]))
        assert sent == [count + 1] * 2  # each has a receipt of each, and of the units
    schools = [f"{ABOVE}.{lakes.school(each)}" for each in range(count)]
    assert sorted(unit_id for unit_id, _, _ in rows(province)) == schools
    counted = province._connection.execute("SELECT count(*), count(DISTINCT sha256) FROM forwards").fetchone()
    assert counted == (count + 1, count + 1)
    assert check(province).is_sound


@pytest.mark.walk
def test_two_provinces_with_one_lake_take_what_comes_to_both_at_once(
    tmp_path: Path, district: Store, cluster: lakes.Cluster
) -> None:
    """The first district forwards the same to both; a second forwards to one of them meanwhile."""
    count = 40
    lakes.bureau(tmp_path / "second.duckdb", count)
    lakes.know_schools(district, count)
    second = open_store(tmp_path / "second.duckdb")
    for place in range(count):
        for store in (district, second):
            take(store, file(document(unit_id=lakes.school(place), trail_number=10 if store is district else 11)))
    known = {ABOVE: [keys.fingerprint(district)], "Q2": [keys.fingerprint(second)]}
    paths = lakes.collectors(tmp_path / "p", cluster.database("above"), below=known)
    ups = [lakes.opened(path) for path in paths]
    freezing.set_superior(district, EVERYONE, activity_of(district), {"unit_id": ABOVE, "forwards": freezing.WHOLE})
    files = made_again(district)
    began = time.monotonic()
    with linked(second, ups[1][0], unit_id="Q2"), ThreadPoolExecutor(3) as pool:
        other = pool.submit(forward_waiting, second)
        both = [pool.submit(lambda store: [take_forwarded(store, each) for each in files], store) for store, _ in ups]
        receipts = [[of_it(each) for each in one.result()] for one in both]
        assert other.result() == count + 1
    print(f"{3 * (count + 1)} asked in {time.monotonic() - began:.1f} s; {os.getloadavg()}")
    assert receipts[0] == receipts[1]
    kept = alike(*ups)
    assert len(kept["submissions"]) == 2 * count
    assert len(kept["forwards"]) == 2 * (count + 1)
    assert numbers(ups[0][0]) == list(range(1, 2 * count + 1))
    for store, _ in ups:
        assert check(store).is_sound
        store.close()
    second.close()


@pytest.mark.walk
def test_sums_frozen_at_both_at_once_go_up_as_one_row_of_numbers_and_tell_of_no_few(
    province: Store, tmp_path: Path, cluster: lakes.Cluster
) -> None:
    below = pair(tmp_path / "d", cluster.database("sums"), 9)
    (here, _), (there, other) = below
    for store, _ in below:
        units.register_key(province, EVERYONE, ABOVE, keys.fingerprint(store))
    named = {"unit_id": ABOVE, "name": "示例区", "kind": "district", "parent_id": "", "is_reporting": True}
    units.open_units(province, EVERYONE, [named], TODAY)
    for place in range(6):
        take(here, lakes.sent(place))
    for place in range(30):  # the trail of one is longer than the other's
        units.register_key(here, EVERYONE, SCHOOL, "a" * 64, is_valid=bool(place % 2))
    with linked(here, province, freezing.SUMS):
        alike(*below)
        freeze = partial(freezing.freeze, actor=EVERYONE, activity_id=activity_of(here), as_of=TODAY, chosen=Chosen())
        with ThreadPoolExecutor(2) as both:
            frozen = list(both.map(lambda store: freeze(store, reason="再报"), [here, there]))
        first, second = sorted((each.document for each in frozen), key=lambda each: each["number"])
        assert (first["number"], second["number"], second["corrects"]) == (1, 2, 1)
        take(there, lakes.sent(6))
        third = freeze(there, reason="又收到一份").document
        assert third["number"] == 3
        assert third["summed"] == second["summed"] == first["summed"]  # one school more shows nothing
        alike(*below)
        for store, _ in below:
            while freezing.waiting(store):
                send_waiting(store)
    assert [number for _, number, _ in rows(province)] == [1, 2, 3]
    assert all(row["receipt"] for store, _ in below for row in freezing.own(store, activity_of(store)))
    other.close()


@pytest.mark.walk
def test_while_the_lake_is_away_nothing_forwarded_is_taken_and_what_is_here_still_goes_up(
    district: Store, province: Store, tmp_path: Path, cluster: lakes.Cluster
) -> None:
    below = pair(tmp_path / "d", cluster.database("away"), 3)
    units.register_key(province, EVERYONE, ABOVE, keys.fingerprint(below[0][0]))
    take(below[0][0], lakes.sent(0))
    ups = [lakes.opened(path) for path in above(tmp_path / "p", cluster.database("away_above"), district)]
    of_two(district)
    freezing.set_superior(district, EVERYONE, activity_of(district), {"unit_id": ABOVE, "forwards": freezing.WHOLE})
    files = made_again(district)
    take_forwarded(ups[0][0], files[0])
    cluster.end()
    try:
        with pytest.raises(Away, match="收件库连不上"):
            take_forwarded(ups[0][0], files[1])
        assert of_it(take_forwarded(ups[0][0], files[0]))["number"] == 0  # of what it has it gives the receipt
        with linked(below[0][0], province):
            assert forward_waiting(below[0][0]) == 2
            freezing.set_superior(below[0][0], EVERYONE, activity_of(province), {"unit_id": ABOVE})
            with pytest.raises(Away, match="现在冻结不了"):
                freezing.freeze(below[0][0], EVERYONE, activity_of(below[0][0]), TODAY, Chosen())
    finally:
        cluster.begin()
    assert rows(ups[0][0]) == []
    assert [take_forwarded(ups[1][0], each)["submission_no"] for each in files] == [0, 1, 2, 3]
    alike(*ups)
