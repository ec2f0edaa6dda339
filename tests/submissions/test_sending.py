"""A frozen state goes up by itself, in turn, as soon as the superior can be reached; what comes back is kept."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from board import clock
from board.errors import BoardError, Invalid
from board.operating.settings import Settings
from board.store.store import Store
from board.submissions import freezing, keys, receipts
from board.submissions.contents import Chosen
from board.submissions.document import BIGGEST
from board.submissions.sending import NotReached, answered, send_waiting
from board.submissions.taking import receipt_text, take_file
from board.submissions.views import NOT_TAKEN, TAKEN, WAITS, own_shown
from board.units import actions as units
from board.web import collecting
from board.web.door.guessing import Guesses
from tests.stores import blank_store
from tests.submissions.falling import activity_of
from tests.submissions.files import EVERYONE, SCHOOL, document, file, fill, filled
from tests.web.client import ask
from tests.web.conftest import served

YESTERDAY = clock.today() - timedelta(days=1)


@pytest.fixture
def school() -> Iterator[Store]:
    yield from filled()


@pytest.fixture
def door(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a collector's server; `store` is its store."""
    fill(store)
    monkeypatch.setattr(collecting, "_REFUSED", Guesses(5, 600))
    yield from served(store, Settings(tmp_path, demo=False, collects=True))


def know(bureau: Store, school: Store) -> None:
    units.register_key(bureau, EVERYONE, SCHOOL, keys.fingerprint(school))


def freeze(school: Store, port: int, reason: str = "") -> str:
    activity_id = activity_of(school)
    address = f"http://127.0.0.1:{port}" if port else ""
    freezing.set_superior(school, EVERYONE, activity_id, {"unit_id": SCHOOL, "address": address})
    return freezing.freeze(school, EVERYONE, activity_id, YESTERDAY, Chosen(), reason=reason).sha256


def states(school: Store) -> list[str]:
    return [tags[0] for tags in own_shown(school, activity_of(school))["tags"]]


def taken(bureau: Store) -> list[int]:
    return [row["number"] for row in bureau.rows("submissions/all", activity_id=activity_of(bureau))]


def test_it_goes_up_and_a_receipt_comes_back(school: Store, store: Store, door: int) -> None:
    know(store, school)
    freeze(school, door)
    assert states(school) == [WAITS]
    assert send_waiting(school) == 1
    assert (states(school), taken(store)) == ([TAKEN], [1])
    assert send_waiting(school) == 0


@pytest.mark.walk
def test_it_waits_while_nobody_can_be_reached_and_all_go_up_in_turn_later(
    school: Store, store: Store, door: int
) -> None:
    know(store, school)
    freeze(school, 9)  # nobody listens there
    freeze(school, 9, "漏了一项")
    with pytest.raises(NotReached, match="没有连上上级"):
        send_waiting(school)
    assert states(school) == [WAITS, WAITS]
    activity_id, address = activity_of(school), f"http://127.0.0.1:{door}"
    freezing.set_superior(school, EVERYONE, activity_id, {"unit_id": SCHOOL, "address": address})
    assert send_waiting(school) == 2
    assert (states(school), taken(store)) == ([TAKEN, TAKEN], [2, 1])


def test_a_receipt_that_was_lost_on_the_way_comes_again_and_nothing_arrives_twice(
    school: Store, store: Store, door: int
) -> None:
    know(store, school)
    sha256 = freeze(school, door)
    take_file(store, EVERYONE, freezing.content_of(school, sha256))  # taken, but the answer never came
    assert send_waiting(school) == 1
    assert (states(school), taken(store)) == ([TAKEN], [1])


def test_a_refusal_is_shown_in_words_and_it_goes_up_once_the_key_is_registered(
    school: Store, store: Store, door: int
) -> None:
    sha256 = freeze(school, door)
    assert send_waiting(school) == 1
    row = own_shown(school, activity_of(school)).iloc[0]
    assert row["tags"] == [NOT_TAKEN]
    assert keys.fingerprint(school) in row["refusal"]
    assert send_waiting(school) == 0  # not again by itself
    know(store, school)
    receipts.send_again(school, EVERYONE, activity_of(school), sha256)
    assert send_waiting(school) == 1
    assert states(school) == [TAKEN]


@pytest.mark.walk
def test_a_school_that_went_back_to_an_old_copy_goes_on_after_what_the_bureau_has(
    school: Store, store: Store, door: int
) -> None:
    know(store, school)
    take_file(
        store, EVERYONE, file(document(1, trail_number=0), keys.key_of(school))
    )  # of which the old copy knows nothing
    freeze(school, door)
    send_waiting(school)
    assert states(school) == [NOT_TAKEN]
    freeze(school, door)
    send_waiting(school)
    assert (states(school), taken(store)) == ([TAKEN, NOT_TAKEN], [2, 1])


@pytest.mark.walk
def test_a_bureau_that_went_back_to_an_old_copy_gets_again_what_it_lost(
    school: Store, store: Store, tmp_path: Path
) -> None:
    fill(store)
    old = blank_store()  # the copy: it knows the units and has nothing of what came since
    fill(old)
    for each in (store, old):
        know(each, school)
    for port in served(store, Settings(tmp_path, demo=False, collects=True)):
        freeze(school, port)
        freeze(school, port, "漏了一项")
        send_waiting(school)
    for port in served(old, Settings(tmp_path, demo=False, collects=True)):
        freeze(school, port, "又漏了一项")
        assert send_waiting(school) == 0
        assert send_waiting(school) == 3
    assert (states(school), taken(old)) == ([TAKEN] * 3, [3, 2, 1])
    old.close()


@pytest.mark.walk
def test_without_a_network_file_and_receipt_are_carried(school: Store, store: Store, door: int) -> None:
    know(store, school)
    sha256 = freeze(school, 0)
    assert send_waiting(school) == 0
    receipt = receipt_text(take_file(store, EVERYONE, freezing.content_of(school, sha256)))
    forged = json.dumps({**json.loads(receipt), "submission_no": 9})
    with pytest.raises(BoardError, match="不是本单位的回执"):
        receipts.take_receipt(school, EVERYONE, activity_of(school), forged.encode())
    assert receipts.take_receipt(school, EVERYONE, activity_of(school), receipt.encode()) == 1
    assert states(school) == [TAKEN]


@pytest.mark.walk
def test_a_day_that_was_handed_up_is_corrected_only_with_a_reason(school: Store) -> None:
    freeze(school, 0)
    with pytest.raises(Invalid, match="更正要写原因"):
        freeze(school, 0)
    freeze(school, 0, "漏了\n两项")
    newest = own_shown(school, activity_of(school)).iloc[0]
    assert newest["what"].startswith("更正第 1 号")


@pytest.mark.walk
def test_what_was_looked_at_is_what_leaves_or_nothing(school: Store) -> None:
    activity_id = activity_of(school)
    freezing.set_superior(school, EVERYONE, activity_id, {"unit_id": SCHOOL, "address": ""})
    with pytest.raises(BoardError, match="内容刚刚变了"):
        freezing.freeze(school, EVERYONE, activity_id, YESTERDAY, Chosen(), looked_at="0" * 64)
    assert own_shown(school, activity_id).empty


@pytest.mark.parametrize(
    "address",
    [
        "http://elsewhere:8501",
        "ftp://a.example",
        "https://u:p@a.example",
        "a.example",
        "//[".join(("https:", "")),
        "https://a.example?x=1",
    ],
)
def test_it_hands_up_only_to_an_address_that_nobody_listens_in_on(school: Store, address: str) -> None:
    with pytest.raises(Invalid) as refusal:
        freezing.set_superior(school, EVERYONE, activity_of(school), {"unit_id": SCHOOL, "address": address})
    assert list(refusal.value.fields) == ["address"]


def test_only_a_collector_takes_anything_and_only_by_post(door: int, store: Store, tmp_path: Path) -> None:
    assert ask(door, "/collect", "POST", "x").status == 422
    assert ask(door, "/collect").status in {404, 405}
    for port in served(store, Settings(tmp_path, demo=False)):
        assert ask(port, "/collect", "POST", "x").status == 404


def test_whoever_sends_rubbish_again_and_again_must_wait(door: int, store: Store) -> None:
    answers = [ask(door, "/collect", "POST", "x").status for _ in range(7)]
    assert answers == [422] * 5 + [429] * 2
    assert sum(entry.kind == "submissions.refuse" for entry in store.entries()) == 5


@pytest.mark.parametrize("status", [429, 503])
def test_a_superior_that_can_take_nothing_now_is_not_taken_for_another_kind_of_server(status: int) -> None:
    with pytest.raises(NotReached, match="上级现在不收"):
        answered(httpx.Response(status, json={"message": "现在办不了"}), {"unit_id": SCHOOL, "number": 1, "sha256": ""})


@pytest.mark.walk
def test_more_than_the_biggest_file_is_not_waited_for(door: int) -> None:
    answer = ask(door, "/collect", "POST", "x" * (BIGGEST + 100_000))
    assert (answer.status, json.loads(answer.text)["last"]) == (422, None)
    assert "文件太大" in answer.text
