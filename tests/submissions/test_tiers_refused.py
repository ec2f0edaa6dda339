"""What a bureau below forwards is held to its seals, its key and its turn, or refused in words with nothing kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from board import clock
from board.store.store import Store
from board.submissions import keys
from board.submissions.cover import COVER
from board.submissions.document import digest, fingerprint_of, signed
from board.submissions.forwarding import forward_waiting
from board.submissions.taking import NotTaken, take
from board.submissions.taking_forwarded import take_forwarded
from board.units import actions as units
from board.units.tree import units_on
from tests.submissions.falling import ABOVE
from tests.submissions.files import EVERYONE, KEY, OTHER, OTHER_KEY, SCHOOL, document, file, sha256_of
from tests.submissions.tiers import TODAY, counts, linked, of_two


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


def test_a_trail_that_became_shorter_is_refused_under_the_same_key_only(district: Store) -> None:
    """Another key is another machine's, or another collector's, with a trail of its own."""
    first = file(document(1, trail_number=50))
    take(district, first)
    shorter = document(2, sha256_of(first), trail_number=5)
    with pytest.raises(NotTaken, match="操作记录倒退了"):
        take(district, file(shorter))
    units.register_key(district, EVERYONE, SCHOOL, fingerprint_of(OTHER_KEY.public_key()))
    take(district, file(shorter, OTHER_KEY))
    last = sha256_of(file(shorter))
    with pytest.raises(NotTaken, match="操作记录倒退了"):
        take(district, file(document(3, last, trail_number=49)))
    with pytest.raises(NotTaken, match="操作记录倒退了"):
        take(district, file(document(3, last, trail_number=4), OTHER_KEY))
    assert take(district, file(document(3, last, trail_number=50)))["number"] == 3


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
