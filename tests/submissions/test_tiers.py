"""转报: what a district took goes on to the province, whole or as sums; nothing is lost, doubled or told of anybody."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from board import clock
from board.access import Actor, Role
from board.errors import BoardError, Refused
from board.store.store import Store
from board.submissions import forwarding, freezing, keys
from board.submissions.contents import Chosen
from board.submissions.cover import COVER, unwrapped
from board.submissions.document import canonical, digest, opened, signed
from board.submissions.forwarding import forward_waiting
from board.submissions.sending import NotReached
from board.submissions.taking import NotTaken, take
from board.submissions.taking_forwarded import take_forwarded
from board.units import actions as units
from board.units.tree import paths, units_on
from tests.stores import blank_store
from tests.submissions.falling import ABOVE, activity_of, door, know
from tests.submissions.files import EVERYONE, KEY, OTHER, OTHER_KEY, SCHOOL, document, file, fill, filled, sha256_of

TODAY = clock.today()


@pytest.fixture
def district() -> Iterator[Store]:
    yield from filled()


@pytest.fixture
def province(district: Store) -> Iterator[Store]:
    store = blank_store()
    know(store, district)
    yield store
    store.close()


@contextmanager
def linked(below: Store, above: Store, forwards: str = freezing.WHOLE, unit_id: str = ABOVE) -> Iterator[None]:
    """The way up is open."""
    server = door(above)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    where = {"unit_id": unit_id, "address": f"http://127.0.0.1:{server.server_port}", "forwards": forwards}
    freezing.set_superior(below, EVERYONE, activity_of(below), where)
    yield
    server.shutdown()
    server.server_close()


def rows(store: Store) -> list[tuple[str, int, str]]:
    found = store.rows("submissions/all", activity_id=activity_of(store))
    return [(row["unit_id"], row["number"], row["sha256"]) for row in reversed(found)]


def of_two(district: Store) -> list[bytes]:
    """Two submissions of one school and one of another, taken by the district."""
    first = file(document(1))
    second = file(document(2, sha256_of(first), corrects=1, reason="漏了一项"))
    others = file(document(1, unit_id=OTHER, as_of=TODAY - timedelta(days=2)), OTHER_KEY)
    for each in (first, others, second):
        take(district, each)
    return [first, others, second]


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


TABLES = ("submissions", "forwards", "unit_steps", "submission_contents", "submitted_figures", "unit_keys")


def counts(store: Store) -> dict[str, int]:
    sizes = "SELECT table_name, estimated_size FROM duckdb_tables()"
    return {name: size for name, size in store._connection.execute(sizes).fetchall() if name in TABLES}


@dataclass(frozen=True)
class Covers:
    """Forwarded files of the district, right and wrong."""

    key: Ed25519PrivateKey

    def of(self, enclosed: bytes, key: Ed25519PrivateKey | None = None, **changed: Any) -> bytes:
        about = {"format": COVER.format, "unit_id": ABOVE, "number": 9, "units": []}
        about |= {"made_at": clock.now().isoformat(timespec="seconds")}
        about |= {"enclosed_sha256": digest(enclosed) if enclosed else None, **changed}
        return signed(about, key or self.key, COVER).content + enclosed


def step(unit_id: str, **changed: Any) -> dict[str, Any]:
    """What a district says of one of its units."""
    about = {"unit_id": unit_id, "action": "open", "on_date": TODAY.isoformat(), "name": "新来的", "kind": "school"}
    return {**about, "parent_id": "", "merged_into": "", "is_reporting": True, **changed}


def wrong(made: Covers, files: list[bytes]) -> Iterator[tuple[str, bytes, str]]:
    """Each kind of file that isn't taken: why, the file, and how the refusal begins."""
    first = files[0]
    third = file(document(3, sha256_of(files[2])))
    good = made.of(third)
    text, _, rest = good.partition(b"\n")
    yield "nothing", b"", "文件读不懂"
    yield "a submission without a cover", third, "内容不合格式"
    yield "a cover that lost what it encloses", text + b"\n" + rest.partition(b"\n")[0] + b"\n", "内容被改过"
    yield "cut short", good[:-1], "内容被改过"
    yield "another number on the cover", good.replace(b'"number":9', b'"number":8', 1), "内容被改过"
    yield "another file under the cover", made.of(third)[: len(good) - len(third)] + first, "内容被改过"
    yield "a file changed under its cover", made.of(third.replace(b'"reason":""', b'"reason":"x"', 1)), "内容被改过"
    yield "a stranger's cover", made.of(third, KEY), "签名的密钥不认识"
    yield "a cover as a unit that isn't there", made.of(third, unit_id="Q9"), "没有这个单位"
    yield "a cover as a school of the province's own", made.of(third, unit_id=OTHER), "签名的密钥不认识"
    yield "of a unit that wasn't named", made.of(file(document(1, unit_id="S77"))), "没有这个单位"
    yield "a unit without an id", made.of(b"", units=[step("")], number=0), "内容不合格式"
    yield "a unit with an id too long", made.of(b"", units=[step("x" * 64)], number=0), "内容不合格式"
    yield "out of turn", made.of(file(document(5, "c" * 64))), "中间缺了"
    yield "not after the last", made.of(file(document(3, "c" * 64))), "接不上上一号"
    yield "a number again with other content", made.of(file(document(2, sha256_of(first)))), "这一号已经收过"
    yield "with a trail that went back", made.of(file(document(3, sha256_of(files[2]), trail_number=1))), "操作记录"
    later = (clock.now() + timedelta(hours=2)).isoformat(timespec="seconds")
    yield "made later than now", made.of(third, made_at=later), "日子在以后"
    yield "of a day to come", made.of(file(document(3, sha256_of(files[2]), as_of=TODAY + timedelta(2)))), "日子在以后"
    deep = third
    for _ in range(6):
        deep = made.of(deep)
    yield "in too many covers", deep, "转报的层数太多"
    yield "a cover around a cover of nothing", made.of(made.of(b"", number=0)), "内容不合格式"
    yield "huge", made.of(third + b" " * 9 * 2**20), "文件太大"


def test_what_is_changed_foreign_replayed_or_out_of_turn_is_refused_in_words_and_nothing_is_kept(
    district: Store, province: Store
) -> None:
    files = of_two(district)
    with linked(district, province):
        forward_waiting(district)
    before, refused = counts(province), 0
    for why, content, begins in wrong(Covers(keys.key_of(district)), files):
        with pytest.raises(NotTaken) as refusal:
            take_forwarded(province, content)
        refused += 1
        assert refusal.value.title.startswith(begins), (why, refusal.value.title)
        assert counts(province) == before, why
    assert sum(entry.kind == "submissions.refuse" for entry in province.entries()) == refused
    with pytest.raises(NotTaken):
        take(province, Covers(keys.key_of(district)).of(files[0]))  # not a file for the other door


def test_one_district_can_say_nothing_of_another_s_units(district: Store, province: Store) -> None:
    files = of_two(district)
    with linked(district, province):
        forward_waiting(district)
    neighbour = Ed25519PrivateKey.generate()
    there = {"unit_id": "Q2", "name": "邻区", "kind": "district", "parent_id": "", "is_reporting": False}
    units.open_units(province, EVERYONE, [there], TODAY)
    units.register_key(province, EVERYONE, "Q2", digest(neighbour.public_key().public_bytes_raw()))
    made, before = Covers(neighbour), counts(province)
    with pytest.raises(NotTaken, match="报来的，收过了"):
        take_forwarded(province, made.of(files[0], unit_id="Q2"))
    with pytest.raises(NotTaken, match="没有登记在"):
        take_forwarded(province, made.of(b"", units=[step(SCHOOL, action="close")], number=0))
    assert counts(province) == before
    take_forwarded(province, made.of(b"", unit_id="Q2", units=[step(f"{ABOVE}.{SCHOOL}", action="close")], number=0))
    assert f"{ABOVE}.{SCHOOL}" in set(units_on(province, TODAY)["unit_id"])


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
