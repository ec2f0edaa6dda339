"""转报 by file: all that waits is carried up at once, the receipts back; nothing is lost, twice, or taken unseen."""

import re
from collections.abc import Callable

import pytest

from board.access import Actor, Role
from board.errors import BoardError, Refused
from board.store.store import Store
from board.submissions import carrying, forwarding, freezing
from board.submissions import document as single
from board.submissions.carrying import carried, receipts_text, take_carried, take_receipts
from board.submissions.taking import take
from tests.submissions.falling import ABOVE, activity_of
from tests.submissions.files import EVERYONE, document, file
from tests.submissions.tiers import TODAY, counts, of_two, rows


@pytest.fixture
def by_file(district: Store) -> Store:
    """A district that took three submissions and reaches nobody."""
    of_two(district)
    where = {"unit_id": ABOVE, "address": "", "forwards": freezing.WHOLE}
    freezing.set_superior(district, EVERYONE, activity_of(district), where)
    return district


def test_what_waits_is_carried_up_and_the_receipts_back_and_then_nothing_waits(by_file: Store, province: Store) -> None:
    of = (by_file, EVERYONE, activity_of(by_file))
    file_up = carried(*of)
    receipts, refusals = take_carried(province, EVERYONE, file_up)
    assert (len(receipts), refusals) == (4, [])  # with the units
    assert rows(province) == [(f"{ABOVE}.{unit_id}", number, sha256) for unit_id, number, sha256 in rows(by_file)]
    found = forwarding.progress(by_file, activity_of(by_file))
    assert found
    assert (found.received_count, found.waiting_count) == (0, 3)
    back = receipts_text(receipts).encode()
    assert take_receipts(*of, back) == 4
    assert take_receipts(*of, back) == 0
    assert carried(*of).partition(b"\n")[2] == b""
    last = [each for each in rows(by_file) if each[1] == 2][-1]
    take(by_file, file(document(3, last[2], as_of=TODAY)))
    receipts, _ = take_carried(province, EVERYONE, carried(*of))
    assert [receipt["number"] for receipt in receipts] == [4]
    assert not forwarding.is_waiting(by_file)  # by the network nothing goes


def test_carried_again_it_brings_nothing_twice_and_the_same_receipts(by_file: Store, province: Store) -> None:
    file_up = carried(by_file, EVERYONE, activity_of(by_file))
    receipts, _ = take_carried(province, EVERYONE, file_up)
    before = counts(province)
    assert take_carried(province, EVERYONE, file_up) == (receipts, [])
    assert counts(province) == before


def test_one_that_is_changed_is_refused_and_the_others_are_taken(by_file: Store, province: Store) -> None:
    file_up = carried(by_file, EVERYONE, activity_of(by_file))
    changed = file_up.replace(b"\xe6\xbc\x8f\xe4\xba\x86", b"\xe5\xa4\x9a\xe4\xba\x86", 1)  # the reason of a correction
    assert changed != file_up
    receipts, refusals = take_carried(province, EVERYONE, changed)
    assert len(receipts) == 3
    assert ["内容被改过" in each for each in refusals] == [True]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda content: b"", "不是转报的文件"),
        (lambda content: content[:-1], "文件不完整"),
        (lambda content: content + b" ", "文件不完整"),
        (lambda content: content.replace(b"chagai-carried-1", b"chagai-carried-2"), "不是转报的文件"),
        (lambda content: b"chagai-carried-1 -5 5\n", "不是转报的文件"),
        (lambda content: b"chagai-carried-1 " + b"9" * 5000 + b"\n", "不是转报的文件"),
        (lambda content: content.partition(b"\n")[2], "不是转报的文件"),
    ],
)
def test_another_file_is_refused_in_words_and_nothing_is_kept(
    by_file: Store, province: Store, spoil: Callable[[bytes], bytes], why: str
) -> None:
    before = counts(province)
    with pytest.raises(BoardError, match=why):
        take_carried(province, EVERYONE, spoil(carried(by_file, EVERYONE, activity_of(by_file))))
    assert counts(province) == before
    assert [*province.entries()][-1].kind == "submissions.refuse"


def test_foreign_or_changed_receipts_are_refused(by_file: Store, province: Store) -> None:
    of = (by_file, EVERYONE, activity_of(by_file))
    receipts, _ = take_carried(province, EVERYONE, carried(*of))
    with pytest.raises(BoardError, match="不是转报的回执"):
        take_receipts(*of, b"{}")
    with pytest.raises(BoardError, match="签名不对"):
        take_receipts(*of, receipts_text([{**each, "submission_no": 9} for each in receipts]).encode())
    found = forwarding.progress(by_file, activity_of(by_file))
    assert found
    assert found.received_count == 0


def test_only_who_may_hand_up_carries(by_file: Store, province: Store) -> None:
    leader = Actor("A-2", "领导", frozenset({Role.LEADER}))
    with pytest.raises(Refused):
        carried(by_file, leader, activity_of(by_file))
    with pytest.raises(Refused):
        take_carried(province, leader, carried(by_file, EVERYONE, activity_of(by_file)))


@pytest.mark.parametrize("ending", [carrying.ENDING, single.ENDING])
def test_the_browser_lets_a_file_with_this_ending_be_chosen(ending: str) -> None:
    """Its control for files drops an ending with other signs, and takes no file then."""
    assert re.fullmatch(r"\.\w+", ending)
