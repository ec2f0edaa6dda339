"""The chain itself: whatever is done to a row is found, and the first place of it is named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from board.store.trail.chain import Entry, Head, canonical, hash_of, verify

START = datetime.combine(date(2026, 3, 2), time(8, 30, 0, 250_000))
COUNT = 9


def chain(count: int = COUNT) -> list[Entry]:
    made: list[Entry] = []
    for number in range(1, count + 1):
        before = made[-1].hash if made else "0" * 64
        at = START + timedelta(minutes=number)
        entry = Entry(
            number, at, "A-1", "王老师", "10.0.0.7", "Windows", "tasks.edit", "X", f"T{number:02d}", "", before
        )
        made.append(replace(entry, hash=hash_of(entry)))
    return made


def head_of(entries: list[Entry]) -> Head:
    return Head(entries[-1].number, entries[-1].hash)


def found(entries: list[Entry], head: Head | None = None) -> list[tuple[int, str]]:
    whole = head or head_of(chain())
    return [(finding.number, finding.message) for finding in verify(sorted(entries, key=_place), whole).findings]


def _place(entry: Entry) -> tuple[int, str]:
    return entry.number, entry.hash


def rehashed(entry: Entry) -> Entry:
    """What a forger does who knows the rule, but not where else it shows."""
    return replace(entry, hash=hash_of(entry))


def test_an_untouched_chain_is_whole() -> None:
    checked = verify(chain(), head_of(chain()))
    assert (checked.count, checked.last, checked.findings) == (COUNT, head_of(chain()), [])


def test_no_entry_yet_is_a_whole_chain() -> None:
    assert verify([], Head()).findings == []


def test_the_moment_stands_in_the_hashed_text_in_utc() -> None:
    assert "2026-03-02T00:31:00.250000Z" in canonical(chain()[0])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("happened_at", START),
        ("actor_id", "A-2"),
        ("actor_name", "李老师"),
        ("address", "10.0.0.8"),
        ("device", "手机"),
        ("kind", "tasks.report"),
        ("activity_id", "Y"),
        ("record", "T99"),
        ("detail", '{"rows":{}}'),
    ],
)
def test_a_change_of_any_field_is_found_and_named(name: str, value: object) -> None:
    entries = chain()
    entries[4] = replace(entries[4], **{name: value})  # type: ignore[arg-type]
    assert found(entries) == [(5, "第 5 条的内容和它的指纹不符，被改过")]


def test_a_changed_row_with_a_new_hash_no_longer_fits_the_next() -> None:
    entries = chain()
    entries[4] = rehashed(replace(entries[4], actor_name="李老师"))
    assert found(entries) == [(6, "第 6 条接不上第 5 条，两条中有一条被换过")]


@pytest.mark.parametrize(
    ("gone", "said"), [({1}, "第 1 条不见了"), ({5}, "第 5 条不见了"), ({5, 6, 7}, "第 5 至 7 条不见了")]
)
def test_a_deleted_row_is_found_and_named(gone: set[int], said: str) -> None:
    first = min(gone)
    assert found([entry for entry in chain() if entry.number not in gone])[0] == (first, said)


def test_rows_that_close_up_over_a_deleted_one_are_found() -> None:
    entries = chain()
    moved = [rehashed(replace(entry, number=entry.number - 1)) for entry in entries[5:]]
    assert found([*entries[:4], *moved])[0] == (5, "第 5 条接不上第 4 条，两条中有一条被换过")


def test_an_inserted_row_is_found_and_named() -> None:
    entries = chain()
    put_in = rehashed(replace(entries[3], number=5, previous=entries[3].hash))
    assert (5, "第 5 条不止一条") in found([*entries, put_in])


def test_two_rows_that_changed_places_are_found() -> None:
    entries = chain()
    entries[3], entries[4] = replace(entries[4], number=4), replace(entries[3], number=5)
    assert found(entries)[0] == (4, "第 4 条的内容和它的指纹不符，被改过")


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (8, "第 9 条不见了：存根记到第 9 条，记录只到第 8 条"),
        (3, "第 4 条起不见了：存根记到第 9 条，记录只到第 3 条"),
        (0, "第 1 条起不见了：存根记到第 9 条，记录只到第 0 条"),
    ],
)
def test_rows_cut_off_at_the_end_are_found_by_the_head(left: int, said: str) -> None:
    assert found(chain()[:left]) == [(left + 1, said)]


def test_a_chain_made_anew_differs_from_the_head() -> None:
    entries = chain()
    before = entries[2].hash
    for place in range(3, COUNT):
        entries[place] = rehashed(replace(entries[place], actor_name="李老师", previous=before))
        before = entries[place].hash
    assert found(entries) == [(9, "第 9 条和存根不符，从这一条往前有记录被换过")]


def test_without_a_head_the_end_cannot_be_vouched_for() -> None:
    assert [finding.number for finding in verify(chain(), None).findings] == [COUNT + 1]


def test_a_head_that_lags_behind_is_no_fault() -> None:
    assert found(chain(), head_of(chain(6))) == []


@pytest.mark.parametrize("spoil", [lambda entries: entries[::-1], lambda entries: [*entries[4:], *entries[:4]]])
def test_the_order_in_which_rows_lie_in_the_file_does_not_matter(spoil: Callable[[list[Entry]], list[Entry]]) -> None:
    assert found(spoil(chain())) == []
