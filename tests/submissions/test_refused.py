"""A collector takes only what the unit signed, in turn, of its days and in its shape; all else is refused in words."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from board import clock
from board.store.store import Store
from board.submissions.document import BIGGEST, canonical, fingerprint_of
from board.submissions.shape import SECTIONS
from board.submissions.taking import NotTaken, take, take_file
from board.units import actions as units
from tests.stores import blank_store
from tests.submissions.files import (
    DISTRICT,
    EVERYONE,
    GONE,
    KEY,
    OTHER_KEY,
    SCHOOL,
    STRANGERS_KEY,
    document,
    file,
    fill,
    sealed,
    sha256_of,
)

FIRST = file(document(1))
GOOD = document(2, sha256_of(FIRST))
TOMORROW = clock.today() + timedelta(days=1)
A_THEME = {"kind": "theme", "label": "食堂", "answered_count": 0, "problem_count": 0, "item_count": 0}


def second(**changed: Any) -> bytes:
    return file({**GOOD, **changed})


def without(name: str) -> bytes:
    return file({key: value for key, value in GOOD.items() if key != name})


def row_of(section: str, **changed: Any) -> bytes:
    first = {**GOOD[section][0], **changed}
    return second(**{section: [first, *GOOD[section][1:]]})


def one_sign_changed() -> bytes:
    return file(GOOD).replace(b'"gap_count":', b'"gap_count":1', 1)


def changed_and_counted_anew() -> bytes:
    text, _, seal = one_sign_changed().partition(b"\n")
    return text + b"\n" + canonical({**json.loads(seal), "sha256": sha256_of(text + b"\n")}) + b"\n"


def a_field_twice() -> bytes:
    return sealed(canonical(GOOD)[:-1] + b',"number":2}')


def with_spaces() -> bytes:
    return sealed(json.dumps(GOOD, ensure_ascii=False, sort_keys=True).encode())


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a figure was changed on the way": (one_sign_changed, "内容被改过"),
    "a figure and its digest were changed": (changed_and_counted_anew, "签名不对"),
    "the signature is of something else": (lambda: sealed(canonical(GOOD), signature="0" * 128), "签名不对"),
    "the signature is no signature": (lambda: sealed(canonical(GOOD), signature="签"), "签名不对"),
    "the key is no key": (lambda: sealed(canonical(GOOD), public_key="12"), "签名不对"),
    "the seal has one part more": (lambda: sealed(canonical(GOOD), more="1"), "签名看不懂"),
    "only half of it came": (lambda: file(GOOD)[: len(FIRST) // 2], "文件不完整"),
    "its last sign is missing": (lambda: file(GOOD)[:-1], "文件不完整"),
    "the seal is missing": (lambda: canonical(GOOD) + b"\n", "文件不完整"),
    "nothing is in it": (lambda: b"", "文件不完整"),
    "two files are in one": (lambda: file(GOOD) + file(GOOD), "文件不完整"),
    "it is another program's": (lambda: b"PK\x03\x04" + bytes(1000), "文件不完整"),
    "it is text without a meaning": (lambda: sealed("不是一份上报".encode()), "文件读不懂"),
    "it isn't UTF-8": (lambda: sealed("一小".encode("gb18030")), "文件读不懂"),
    "it is nested without end": (lambda: sealed(b"[" * 200_000), "文件读不懂"),
    "it is huge": (lambda: FIRST + b" " * BIGGEST, "文件太大"),
    "it is a list": (lambda: sealed(b"[]"), "内容不合格式"),
    "it has spaces that the unit didn't write": (with_spaces, "内容被改过"),
    "a field is there twice": (a_field_twice, "文件读不懂"),
    "a number is none": (lambda: sealed(canonical(GOOD).replace(b'"base":', b'"base":NaN,"x":', 1)), "文件读不懂"),
    "it is of a later format": (lambda: second(format="chagai-submission-2"), "内容不合格式"),
    "a field is missing": (lambda: without("trail_hash"), "内容不合格式"),
    "a section is missing": (lambda: without("items"), "内容不合格式"),
    "there is a section more": (lambda: second(opinions=[]), "内容不合格式"),
    "a row has a name in it": (lambda: row_of("items", owner_name="张三"), "内容不合格式"),
    "a row has a column less": (lambda: second(steps=[{"task_id": "T1"}]), "内容不合格式"),
    "a count is negative": (lambda: row_of("figures", numerator=-1), "内容不合格式"),
    "a count is a yes": (lambda: row_of("figures", base=True), "内容不合格式"),
    "a figure is unknown": (lambda: row_of("figures", figure="salary"), "内容不合格式"),
    "a rule is unknown": (lambda: row_of("verdicts", rule_id="no_such_rule"), "内容不合格式"),
    "a day doesn't exist": (lambda: second(as_of="2026-02-30"), "内容不合格式"),
    "a title is over several lines": (lambda: row_of("items", title="一\n二"), "内容不合格式"),
    "a title is too long": (lambda: row_of("items", title="长" * 301), "内容不合格式"),
    "a day is of the Ming dynasty": (lambda: row_of("items", found_on="1590-01-01"), "内容不合格式"),
    "a count is more than a table holds": (lambda: row_of("verdicts", gap_count=2**31), "内容不合格式"),
    "a number has thousands of digits": (lambda: row_of("verdicts", gap_count=10**4000), "内容不合格式"),
    "a number is without end": (
        lambda: sealed(canonical(GOOD).replace(b'"base":', b'"base":1e999,"x":', 1)),
        "内容不合格式",
    ),
    "a part is more than its whole": (lambda: row_of("figures", numerator=10**6), "内容不合格式"),
    "more is done than all": (lambda: row_of("items", percent=101), "内容不合格式"),
    "an item is there twice": (lambda: second(items=[*GOOD["items"], GOOD["items"][0]]), "内容不合格式"),
    "fewer than five are counted": (lambda: second(themes=[{**A_THEME, "opinion_count": 4}]), "内容不合格式"),
    "the unit is unknown": (lambda: second(unit_id="S99"), "没有这个单位"),
    "the unit was merged": (lambda: second(unit_id=GONE), "没有这个单位"),
    "the unit doesn't submit": (lambda: second(unit_id=DISTRICT), "这个单位不用上报"),
    "a stranger signed it": (lambda: file(GOOD, STRANGERS_KEY), "签名的密钥不认识"),
    "another unit signed it": (lambda: file(GOOD, OTHER_KEY), "签名的密钥不认识"),
    "the activity is another": (lambda: second(stage="整改落实阶段"), "没有这项活动"),
    "a number is sent again with other content": (lambda: file(document(1, reason="改过")), "这一号已经收过"),
    "a number is left out": (lambda: second(number=3), "中间缺了"),
    "the one before is another": (lambda: second(previous_sha256="c" * 64), "接不上上一号"),
    "the one before is missing": (lambda: second(previous_sha256=None), "接不上上一号"),
    "the trail has grown shorter": (lambda: second(trail_number=9), "操作记录倒退了"),
    "it is of tomorrow": (lambda: second(as_of=TOMORROW.isoformat()), "日子在以后"),
    "it was made tomorrow": (lambda: second(made_at=f"{TOMORROW}T00:20:00"), "日子在以后"),
    "it corrects without a reason": (lambda: second(corrects=1), "更正写得不对"),
    "it corrects a number that isn't there": (lambda: second(corrects=2, reason="漏了"), "更正写得不对"),
}


@pytest.fixture(scope="module")
def bureau() -> Iterator[Store]:
    """A collector that has the school's first submission."""
    store = blank_store()
    fill(store)
    take(store, FIRST)
    yield store
    store.close()


def kept(store: Store) -> dict[str, int]:
    """How many rows each table of what came in has."""
    tables = ["submissions", "submission_contents", *(f"submitted_{section}" for section in SECTIONS)]
    counts = {name: f"SELECT count(*) FROM {name}" for name in tables}  # noqa: S608 - names of tables above
    return {name: store._connection.execute(text).fetchall()[0][0] for name, text in counts.items()}


@pytest.mark.parametrize("case", CASES)
def test_it_refuses_in_words_keeps_nothing_and_enters_it_in_the_trail(bureau: Store, case: str) -> None:
    make, title = CASES[case]
    before, number = kept(bureau), bureau.trail.last.number
    with pytest.raises(NotTaken) as refusal:
        take(bureau, make())
    assert refusal.value.title == title
    assert refusal.value.message
    assert kept(bureau) == before
    entered = [(entry.kind, entry.record) for entry in bureau.entries() if entry.number > number]
    assert entered == [("submissions.refuse", title)]


def test_it_takes_what_is_sound_after_all_that(bureau: Store) -> None:
    assert take(bureau, file(GOOD))["number"] == 2


def test_the_same_file_again_gets_the_same_receipt_and_writes_nothing() -> None:
    store = blank_store()
    fill(store)
    receipt, before = take(store, FIRST), kept(store)
    assert take(store, FIRST) == receipt == take_file(store, EVERYONE, FIRST)
    assert kept(store) == before
    assert before["submissions"] == 1
    store.close()


def test_a_key_that_was_struck_off_signs_no_more() -> None:
    store = blank_store()
    fill(store)
    take(store, FIRST)
    units.register_key(store, EVERYONE, SCHOOL, fingerprint_of(KEY.public_key()), is_valid=False)
    with pytest.raises(NotTaken, match="签名的密钥不认识"):
        take(store, file(GOOD))
    store.close()


def test_a_correction_is_a_new_number_and_the_old_one_stays() -> None:
    store = blank_store()
    fill(store)
    take(store, FIRST)
    take(store, second(corrects=1, reason="漏登了两项"))
    assert [(row["number"], row["corrects"], row["reason"]) for row in rows_of(store)] == [
        (2, 1, "漏登了两项"),
        (1, None, ""),
    ]
    store.close()


def rows_of(store: Store) -> list[dict[str, Any]]:
    return store.rows("submissions/all", activity_id=store.rows("activities/all")[0]["activity_id"])
