"""交办: what a bureau assigns arrives in a school's own ledger, its progress comes up, and two people close it."""

import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from board import clock
from board.access import Actor, Role
from board.assignments import accepting, assigning, fetching, handing_down
from board.comparison.assigned import of_item, standing
from board.errors import BoardError, Conflict, Invalid, Refused
from board.operating.settings import Settings
from board.rectification import actions as rectification
from board.store.store import Store
from board.submissions import freezing, keys
from board.submissions.contents import Chosen
from board.submissions.sending import NotReached, send_waiting
from board.units import actions as units
from board.web import handing_up
from tests.stores import blank_store
from tests.submissions.falling import activity_of
from tests.submissions.files import EVERYONE, OTHER, SCHOOL, fill

TODAY = clock.today()
DUE = TODAY + timedelta(days=20)
ANOTHER = Actor("A-2", "另一位", frozenset(Role))
ITEM = {
    **{"problem": "食堂的菜谱没有公布", "source": "征求意见", "aspect": "工作作风", "subjective_cause": "不重视"},
    **{"measure": "每周公布菜谱", "kind": "dated", "leader_id": "M01", "owner_id": "P01", "due_on": DUE},
}
WANTED: dict[str, Any] = {"wanted": "各校公布每周菜谱，报来照片", "due_on": DUE}


def assign(bureau: Store, *unit_ids: str) -> str:
    of = (bureau, EVERYONE, activity_of(bureau))
    return assigning.assign_new(*of, ITEM, unit_ids or (SCHOOL, OTHER), WANTED)


def states(bureau: Store, item_id: str, *, is_closed: bool = False) -> dict[str, str]:
    rows = of_item(bureau, activity_of(bureau), item_id, TODAY, is_closed=is_closed)
    return dict(zip(rows["unit_id"], rows["state"], strict=True))


def waiting(school: Store) -> list[Any]:
    rows = accepting.assigned(school, activity_of(school), TODAY)
    return rows[rows["is_new"]].to_dict("records")


def take_on(school: Store) -> str:
    (row,) = waiting(school)
    filled = {"subjective_cause": "没有想到", "measure": "贴出来", "leader_id": "M01", "owner_id": "P01"}
    return accepting.take_on(school, EVERYONE, activity_of(school), row, accepting.draft(row) | filled)


def do(store: Store, item_id: str, *steps: tuple[str, dict[str, Any]], by: Actor = EVERYONE) -> None:
    for action, fields in steps:
        rectification.act(store, by, activity_of(store), item_id, action, fields)


def hand_up(school: Store) -> None:
    reason = f"第 {len(freezing.own(school, activity_of(school))) + 1} 次"
    freezing.freeze(school, EVERYONE, activity_of(school), TODAY, Chosen(), reason=reason)
    send_waiting(school)


def changed(bureau: Store, action: str, given: dict[str, Any]) -> None:
    rows = standing(bureau, activity_of(bureau), TODAY)
    row = rows[rows["unit_id"] == SCHOOL].iloc[0]
    of = (bureau, EVERYONE, activity_of(bureau), row["assignment_id"], action, given)
    assigning.change(*of, seen_seq=int(row["seq"]))


Steps = tuple[tuple[str, dict[str, Any]], ...]
FINISHED: Steps = (("start", {}), ("submit", {"proof": "照片"}))
CLOSED: Steps = (*FINISHED, ("close", {"people_view": "satisfied", "verifier_id": "M02"}))


def test_what_is_assigned_goes_down_is_done_and_comes_up_until_another_closes_it(
    store: Store, school: Store, door: int
) -> None:
    item_id = assign(store, SCHOOL)
    assert states(store, item_id) == {SCHOOL: "还没收到"}
    assert fetching.fetch(school) == 1
    assert states(store, item_id) == {SCHOOL: "已收到"}
    own = take_on(school)
    item = school.rows("rectification/present", activity_id=activity_of(school), item_ids=[own])[0]
    assert (item["problem"], item["due_on"]) == (ITEM["problem"], DUE)
    assert item["remark"] == f"嘉泽中心小学交办 {item_id}（{TODAY}）"
    assert waiting(school) == []
    hand_up(school)
    assert states(store, item_id) == {SCHOOL: "已接收"}
    do(school, own, ("start", {}), ("report", {"percent": 40, "progress": "贴了一半"}))
    hand_up(school)
    rows = of_item(store, activity_of(store), item_id, TODAY, is_closed=False)
    assert (rows["state"].iloc[0], rows["percent"].iloc[0]) == ("整改中", 40)
    do(store, item_id, *FINISHED)
    with pytest.raises(BoardError, match="还有 1 个没有销号"):
        do(store, item_id, CLOSED[-1], by=ANOTHER)
    do(school, own, FINISHED[-1], CLOSED[-1])
    hand_up(school)
    assert states(store, item_id) == {SCHOOL: "单位已销号"}
    with pytest.raises(Refused, match="两个人"):
        do(store, item_id, CLOSED[-1])
    do(store, item_id, CLOSED[-1], by=ANOTHER)
    assert states(store, item_id, is_closed=True) == {SCHOOL: "已销号"}


def test_asking_again_brings_nothing_twice_and_writes_nothing(store: Store, school: Store, door: int) -> None:
    assign(store)
    assert (fetching.fetch(school), len(waiting(school))) == (1, 1)
    versions = (store.version("data"), school.version("data"))
    assert (fetching.fetch(school), len(waiting(school))) == (0, 1)
    assert (store.version("data"), school.version("data")) == versions


def test_a_correction_a_return_and_a_withdrawal_reach_the_item_once_somebody_takes_them_on(
    store: Store, school: Store, door: int
) -> None:
    item_id = assign(store)
    fetching.fetch(school)
    own, activity_id = take_on(school), activity_of(school)

    def taken_over() -> dict[str, Any]:
        fetching.fetch(school)
        (row,) = waiting(school)
        accepting.take_over(school, EVERYONE, activity_id, row)
        return school.rows("rectification/present", activity_id=activity_id, item_ids=[own])[0]

    later = DUE + timedelta(days=5)
    changed(store, "correct", {"wanted": "还要报来签字", "due_on": later, "reason": "放假"})
    assert taken_over()["due_on"] == later
    do(school, own, *CLOSED)
    hand_up(school)
    assert states(store, item_id)[SCHOOL] == "单位已销号"
    changed(store, "return", {"reason": "照片看不清"})
    assert states(store, item_id)[SCHOOL] == "已退回"
    assert taken_over()["status"] == "in_progress"
    reopened = rectification.events(school, activity_id, own).iloc[-1]
    assert (reopened["action"], reopened["reason"]) == ("reopen", "嘉泽中心小学退回：照片看不清")
    hand_up(school)
    assert states(store, item_id)[SCHOOL] == "整改中"
    changed(store, "withdraw", {"reason": "不用办了"})
    assert states(store, item_id)[SCHOOL] == "已撤回"
    assert taken_over()["status"] == "in_progress"
    with pytest.raises(BoardError, match="已经变了"):
        changed(store, "correct", {**WANTED, "reason": "再改"})


def test_without_a_network_it_comes_as_a_file_and_only_to_the_school_that_it_is_for(
    store: Store, school: Store, door: int
) -> None:
    assign(store)
    to = {each: handing_down.file_for(store, EVERYONE, activity_of(store), each) for each in (SCHOOL, OTHER)}
    mine = (school, EVERYONE, activity_of(school))
    with pytest.raises(BoardError, match=f"给编号 {OTHER} 的单位"):
        fetching.take_file(*mine, to[OTHER])
    changed_on_the_way = to[SCHOOL].replace("菜谱".encode(), "账本".encode(), 1)
    with pytest.raises(BoardError, match="对不上"):
        fetching.take_file(*mine, changed_on_the_way)
    assert waiting(school) == []
    assert fetching.take_file(*mine, to[SCHOOL]) == 1
    assert fetching.take_file(*mine, to[SCHOOL]) == 0
    assert len(waiting(school)) == 1


def test_another_key_than_the_superiors_is_refused_until_its_fingerprint_is_entered(
    store: Store, school: Store, door: int
) -> None:
    assign(store)
    fetching.fetch(school)
    linked = freezing.superior(school, activity_of(school))
    assert linked
    assert linked["fingerprint"] == keys.fingerprint(store)
    stranger = blank_store()
    fill(stranger)
    assign(stranger)
    content = handing_down.file_for(stranger, EVERYONE, activity_of(stranger), SCHOOL)
    mine = (school, EVERYONE, activity_of(school))
    with pytest.raises(BoardError, match="不是登记的上级的"):
        fetching.take_file(*mine, content)
    freezing.set_superior(*mine, {**linked, "fingerprint": keys.fingerprint(stranger)})
    assert fetching.take_file(*mine, content) == 1
    stranger.close()


def test_nobody_gets_assignments_with_a_key_that_is_not_the_schools(store: Store, school: Store, door: int) -> None:
    assign(store)
    units.register_key(store, EVERYONE, SCHOOL, keys.fingerprint(school), is_valid=False)
    with pytest.raises(NotReached, match="没有登记"):
        fetching.fetch(school)
    assert waiting(school) == []


def test_a_school_cannot_report_on_what_another_was_assigned(store: Store, school: Store, door: int) -> None:
    item_id = assign(store, OTHER)
    rows = standing(store, activity_of(store), TODAY)
    own = rectification.add(school, EVERYONE, activity_of(school), ITEM)
    row: dict[str, Any] = {"activity_id": activity_of(school), "assignment_id": rows["assignment_id"].iloc[0], "seq": 1}
    more: dict[str, Any] = {
        "superior": "",
        "item_no": "",
        "action": "assign",
        "problem": "",
        "aspect": "",
        "source": "",
        "wanted": "",
    }
    more |= {"due_on": DUE, "reason": "", "ordered_on": TODAY, "way": "file", "received_at": clock.now()}
    who = {"item_id": own, "happened_at": clock.now(), "actor_id": "", "actor_name": ""}
    school.write(lambda transaction: transaction.insert("assignments/insert_assigned", [row | more]))
    school.write(lambda transaction: transaction.insert("assignments/insert_items", [row | who]))
    do(school, own, *CLOSED)
    hand_up(school)
    assert states(store, item_id) == {OTHER: "还没收到"}


def test_what_was_looked_at_is_taken_on_once(store: Store, school: Store, door: int) -> None:
    assign(store)
    fetching.fetch(school)
    (row,) = waiting(school)
    take_on(school)
    with pytest.raises(Conflict):
        accepting.take_on(school, EVERYONE, activity_of(school), row, ITEM)
    with pytest.raises(Conflict):
        accepting.take_over(school, EVERYONE, activity_of(school), row)


def test_whatever_is_typed_goes_down_on_one_line_without_what_nobody_sees(
    store: Store, school: Store, door: int
) -> None:
    typed = {"problem": "一\n二\u202e\u200b三\x07", "wanted": "贴\r\n出\t来\x00", "due_on": DUE}
    assigning.assign_new(store, EVERYONE, activity_of(store), ITEM | typed, [SCHOOL], typed)
    fetching.fetch(school)
    (row,) = waiting(school)
    assert (row["problem"], row["wanted"]) == ("一 二 三", "贴 出 来")


@pytest.mark.parametrize(
    ("unit_ids", "given", "field"),
    [
        ((), {}, "unit_ids"),
        (("X9",), {}, "unit_ids"),
        ((SCHOOL,), {"wanted": " "}, "wanted"),
        ((SCHOOL,), {"due_on": TODAY - timedelta(days=1)}, "due_on"),
    ],
)
def test_what_is_assigned_wrongly_is_refused_by_field_and_leaves_no_item(
    store: Store, unit_ids: tuple[str, ...], given: dict[str, Any], field: str
) -> None:
    activity_id = fill(store)
    with pytest.raises(Invalid) as refused:
        assigning.assign_new(store, EVERYONE, activity_id, ITEM, unit_ids, WANTED | given)
    assert set(refused.value.fields) == {field}
    assert rectification.items(store, activity_id, TODAY).empty


def test_what_is_frozen_goes_up_at_once_though_the_superior_gives_no_assignments(
    store: Store, school: Store, door: int, tmp_path: Path
) -> None:
    units.register_key(store, EVERYONE, SCHOOL, keys.fingerprint(school), is_valid=False)
    ended = threading.Event()
    handing_up.begin(school, Settings(tmp_path, demo=False), ended)
    time.sleep(1)  # it has asked by then, and was refused
    freezing.freeze(school, EVERYONE, activity_of(school), TODAY, Chosen())
    began = time.monotonic()
    while not freezing.own(school, activity_of(school))[0]["refusal"] and time.monotonic() - began < 10:
        time.sleep(0.1)
    ended.set()
    assert time.monotonic() - began < 3


def test_what_is_wrong_about_the_item_and_about_the_assignment_is_said_at_once(store: Store) -> None:
    activity_id = fill(store)
    with pytest.raises(Invalid) as refused:
        assigning.assign_new(
            store, EVERYONE, activity_id, ITEM | {"measure": ""}, [SCHOOL], {"wanted": "", "due_on": WANTED["due_on"]}
        )
    assert set(refused.value.fields) == {"measure", "wanted"}
