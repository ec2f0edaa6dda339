"""Files kept as proof: whole, in versions, for those who may see the item."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from board.access import Actor, Role
from board.errors import BoardError, Conflict, Invalid, Refused
from board.rectification import actions as rectification
from board.rectification import proofs
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, item_fields

# Every byte there is, and nothing that reads as text.
DATA = bytes(range(256)) * 3


def day(number: int) -> datetime:
    return NINE + timedelta(days=number)


@pytest.fixture
def item(store: Store, clerk: Actor) -> str:
    add_activity(store)
    item_id = rectification.add(store, clerk, ACTIVITY, item_fields(), at=NINE)
    rectification.act(store, clerk, ACTIVITY, item_id, "start", {}, at=NINE)
    return item_id


def listed(store: Store, item_id: str) -> list[tuple[Any, ...]]:
    frame = proofs.proofs(store, ACTIVITY, item_id)
    columns = frame[["proof_id", "version", "is_newest"]]
    return list(columns.itertuples(index=False, name=None))


def proof_text(store: Store, item_id: str) -> str:
    row = store.rows("rectification/present", activity_id=ACTIVITY, item_ids=[item_id])[0]
    return str(row["proof"])


def test_a_file_comes_back_as_it_went_in(store: Store, owner: Actor, item: str) -> None:
    file = proofs.attach(store, owner, ACTIVITY, item, "听课记录.xlsx", DATA, at=day(1))
    assert proofs.content(store, owner, ACTIVITY, file, 1) == ("听课记录.xlsx", DATA)
    shown = proofs.proofs(store, ACTIVITY, item).iloc[0]
    assert (shown["proof_id"], shown["byte_count"], shown["sha256"]) == (file, len(DATA), sha256(DATA).hexdigest())
    assert (shown["actor_name"], shown["added_at"].to_pydatetime()) == ("责任人", day(1))


def test_an_item_without_files_lists_none(store: Store, item: str) -> None:
    assert proofs.proofs(store, ACTIVITY, item).empty


def test_a_file_is_named_in_the_ledger_and_in_the_history(store: Store, clerk: Actor, item: str) -> None:
    rectification.act(
        store, clerk, ACTIVITY, item, "report", {"percent": 30, "progress": "听课", "proof": "听课记录"}, at=day(1)
    )
    proofs.attach(store, clerk, ACTIVITY, item, "照片.jpg", b"1", at=day(2))
    proofs.attach(store, clerk, ACTIVITY, item, "照片.jpg", b"2", at=day(3))
    assert proof_text(store, item) == "听课记录；照片.jpg"
    told = rectification.events(store, ACTIVITY, item).tail(2)
    assert told["action"].tolist() == ["attach", "attach"]
    assert told["reason"].tolist() == ["照片.jpg", "照片.jpg（第 2 版）"]


def test_a_file_is_proof_enough_to_hand_the_work_in(store: Store, owner: Actor, item: str) -> None:
    proofs.attach(store, owner, ACTIVITY, item, "照片.jpg", DATA, at=day(1))
    rectification.act(store, owner, ACTIVITY, item, "submit", {"proof": ""}, at=day(2))
    assert proof_text(store, item) == "照片.jpg"


def test_the_same_name_again_is_the_next_version_and_the_first_stays(store: Store, clerk: Actor, item: str) -> None:
    first = proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", b"old", at=day(1))
    second = proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", b"new", at=day(2))
    other = proofs.attach(store, clerk, ACTIVITY, item, "照片.jpg", b"new", at=day(3))
    assert first == second != other
    assert listed(store, item) == [(other, 1, True), (first, 2, True), (first, 1, False)]
    assert proofs.content(store, clerk, ACTIVITY, first, 1) == ("记录.doc", b"old")
    assert proofs.content(store, clerk, ACTIVITY, first, 2) == ("记录.doc", b"new")


def test_the_same_name_on_another_item_is_another_file(store: Store, clerk: Actor, item: str) -> None:
    other = rectification.add(store, clerk, ACTIVITY, item_fields(), at=NINE)
    first = proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", DATA, at=day(1))
    second = proofs.attach(store, clerk, ACTIVITY, other, "记录.doc", DATA, at=day(1))
    assert first != second
    assert listed(store, other) == [(second, 1, True)]


def test_the_same_file_twice_is_kept_once(store: Store, clerk: Actor, item: str) -> None:
    proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", DATA, at=day(1))
    with pytest.raises(BoardError, match="一模一样"):
        proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", DATA, at=day(2))
    assert len(listed(store, item)) == 1
    assert rectification.events(store, ACTIVITY, item)["action"].tolist() == ["add", "start", "attach"]


def test_going_back_to_an_older_version_is_a_version(store: Store, clerk: Actor, item: str) -> None:
    for number, data in enumerate((b"a", b"b", b"a"), start=1):
        file = proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", data, at=day(number))
    assert proofs.content(store, clerk, ACTIVITY, file, 3) == ("记录.doc", b"a")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\资料\\照片.jpg", "照片.jpg"),
        ("../../etc/照片.jpg", "照片.jpg"),
        (" 照\x00片\r\n.jpg ", "照片.jpg"),
        ("\u202egpj.照片.exe", "gpj.照片.exe"),
        ("e\u0301tude.pdf", "\u00e9tude.pdf"),
        ("<b>照片", "<b>照片"),
        ("=1+1.csv", "=1+1.csv"),
        ("😀.png", "😀.png"),
    ],
)
def test_a_name_keeps_nothing_that_leads_elsewhere_or_cant_be_seen(
    store: Store, clerk: Actor, item: str, typed: str, kept: str
) -> None:
    file = proofs.attach(store, clerk, ACTIVITY, item, typed, DATA)
    assert proofs.content(store, clerk, ACTIVITY, file, 1)[0] == kept


@pytest.mark.parametrize(
    ("name", "data", "field"),
    [
        ("", DATA, "name"),
        (" / ", DATA, "name"),
        ("..", DATA, "name"),
        ("长" * (proofs.MOST_CHARACTERS + 1), DATA, "name"),
        ("空.txt", b"", "data"),
        ("大.zip", bytes(proofs.MOST_BYTES + 1), "data"),
    ],
)
def test_a_file_without_a_name_or_of_the_wrong_size_is_refused(
    store: Store, clerk: Actor, item: str, name: str, data: bytes, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        proofs.attach(store, clerk, ACTIVITY, item, name, data)
    assert set(caught.value.fields) == {field}
    assert listed(store, item) == []


def test_the_largest_file_is_kept_whole(store: Store, clerk: Actor, item: str) -> None:
    data = DATA * (proofs.MOST_BYTES // len(DATA)) + b"\x00" * (proofs.MOST_BYTES % len(DATA))
    file = proofs.attach(store, clerk, ACTIVITY, item, "录像.mp4", data)
    assert proofs.content(store, clerk, ACTIVITY, file, 1)[1] == data


def test_only_the_owner_and_the_clerk_attach_and_withdraw(
    store: Store, clerk: Actor, leader: Actor, admin: Actor, item: str
) -> None:
    file = proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", DATA)
    stranger = Actor("A-2", "总务主任", frozenset({Role.OWNER}), "P02")
    for actor in (leader, admin, stranger):
        with pytest.raises(Refused):
            proofs.attach(store, actor, ACTIVITY, item, "照片.jpg", DATA)
        with pytest.raises(Refused):
            proofs.withdraw(store, actor, ACTIVITY, item, file, "传错了")
    assert listed(store, item) == [(file, 1, True)]


def test_an_owner_downloads_only_what_belongs_to_their_own_items(
    store: Store, clerk: Actor, leader: Actor, owner: Actor, item: str
) -> None:
    other = rectification.add(store, clerk, ACTIVITY, item_fields(owner_id="P02"), at=NINE)
    file = proofs.attach(store, clerk, ACTIVITY, other, "记录.doc", DATA, at=day(1))
    with pytest.raises(Refused, match="不是您负责的"):
        proofs.content(store, owner, ACTIVITY, file, 1)
    assert proofs.content(store, leader, ACTIVITY, file, 1)[1] == DATA


def test_a_withdrawn_file_leaves_the_proof_and_stays_on_record(store: Store, owner: Actor, item: str) -> None:
    file = proofs.attach(store, owner, ACTIVITY, item, "记录.doc", b"1", at=day(1))
    proofs.attach(store, owner, ACTIVITY, item, "记录.doc", b"2", at=day(2))
    proofs.withdraw(store, owner, ACTIVITY, item, file, "涉及学生姓名", at=day(3))
    assert proof_text(store, item) == ""
    shown = proofs.proofs(store, ACTIVITY, item)
    assert {moment.to_pydatetime() for moment in shown["withdrawn_at"]} == {day(3)}
    assert proofs.content(store, owner, ACTIVITY, file, 1)[1] == b"1"
    last = rectification.events(store, ACTIVITY, item).iloc[-1]
    assert (last["action"], last["reason"]) == ("withdraw", "涉及学生姓名")


def test_on_any_day_the_files_are_those_of_the_day(store: Store, owner: Actor, item: str) -> None:
    file = proofs.attach(store, owner, ACTIVITY, item, "记录.doc", b"1", at=day(1))
    proofs.attach(store, owner, ACTIVITY, item, "记录.doc", b"2", at=day(2))
    proofs.withdraw(store, owner, ACTIVITY, item, file, "涉及学生姓名", at=day(3))

    def told(number: int) -> list[tuple[int, bool, bool]]:
        held = proofs.proofs(store, ACTIVITY, item, day(number).date())
        return list(zip(held["version"], held["is_newest"], held["withdrawn_at"].notna(), strict=True))

    assert told(0) == []
    assert told(1) == [(1, True, False)]
    assert told(2) == [(2, True, False), (1, False, False)]
    assert told(3) == [(2, True, True), (1, False, True)]


def test_withdrawing_takes_a_reason_and_happens_once(store: Store, clerk: Actor, item: str) -> None:
    file = proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", DATA, at=day(1))
    with pytest.raises(Invalid) as caught:
        proofs.withdraw(store, clerk, ACTIVITY, item, file, " ", at=day(2))
    assert set(caught.value.fields) == {"reason"}
    proofs.withdraw(store, clerk, ACTIVITY, item, file, "传错了", at=day(2))
    with pytest.raises(BoardError, match="已经撤下"):
        proofs.withdraw(store, clerk, ACTIVITY, item, file, "传错了", at=day(3))


def test_a_withdrawn_file_can_be_attached_again(store: Store, clerk: Actor, item: str) -> None:
    file = proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", DATA, at=day(1))
    proofs.withdraw(store, clerk, ACTIVITY, item, file, "传错了", at=day(2))
    assert proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", DATA, at=day(3)) == file
    shown = proofs.proofs(store, ACTIVITY, item)
    assert shown["withdrawn_at"].isna().tolist() == [True, False]
    proofs.withdraw(store, clerk, ACTIVITY, item, file, "还是传错了", at=day(4))
    assert {at.to_pydatetime() for at in proofs.proofs(store, ACTIVITY, item)["withdrawn_at"]} == {day(2), day(4)}


def test_what_was_handed_in_is_not_withdrawn(store: Store, clerk: Actor, item: str) -> None:
    file = proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", DATA, at=day(1))
    rectification.act(store, clerk, ACTIVITY, item, "submit", {"proof": ""}, at=day(2))
    with pytest.raises(BoardError, match="待验收"):
        proofs.withdraw(store, clerk, ACTIVITY, item, file, "传错了")
    assert proofs.proofs(store, ACTIVITY, item)["withdrawn_at"].isna().all()


def test_files_go_on_no_item_that_is_closed_removed_or_not_there(store: Store, clerk: Actor, item: str) -> None:
    rectification.act(store, clerk, ACTIVITY, item, "remove", {"reason": "重复"}, at=day(1))
    for item_id in (item, "R-404"):
        with pytest.raises(BoardError, match=r"已移出|台账里没有"):
            proofs.attach(store, clerk, ACTIVITY, item_id, "记录.doc", DATA)
    assert listed(store, "R-404") == []


def test_who_looked_at_an_older_state_is_told_before_a_file_is_attached(store: Store, clerk: Actor, item: str) -> None:
    rectification.act(store, clerk, ACTIVITY, item, "report", {"percent": 30, "progress": "听课"}, at=day(1))
    with pytest.raises(Conflict):
        proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", DATA, seen_seq=2)
    assert listed(store, item) == []


def test_a_file_that_is_not_there_or_was_tampered_with_is_not_handed_out(store: Store, clerk: Actor, item: str) -> None:
    with pytest.raises(BoardError, match="没有这个文件"):
        proofs.content(store, clerk, ACTIVITY, "F-404", 1)
    with pytest.raises(BoardError, match="没有这个文件"):
        proofs.withdraw(store, clerk, ACTIVITY, item, "F-404", "传错了")
    file = proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", DATA)
    found = store.rows("proofs/of_file", activity_id=ACTIVITY, proof_id=file)[0]
    forged = {**found, "version": 2, "sha256": "0" * 64}
    store.write(lambda tx: tx.insert("proofs/insert", [forged]))
    store.write(lambda tx: tx.insert("proofs/insert_contents", [{"sha256": "0" * 64, "content": b"forged"}]))
    with pytest.raises(BoardError, match="已损坏"):
        proofs.content(store, clerk, ACTIVITY, file, 2)


def test_one_activity_does_not_hand_out_anothers_file(store: Store, clerk: Actor, item: str) -> None:
    add_activity(store, "other")
    file = proofs.attach(store, clerk, ACTIVITY, item, "记录.doc", DATA)
    with pytest.raises(BoardError, match="没有这个文件"):
        proofs.content(store, clerk, "other", file, 1)
    assert rectification.items(store, ACTIVITY, START_ON)["proof"].tolist() == [""]
