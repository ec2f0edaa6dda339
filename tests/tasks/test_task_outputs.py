"""How one knows that what a task must produce is there: by records, by files kept with it, or by a word."""

from datetime import timedelta
from typing import Any

import pytest

from board.access import Actor
from board.errors import BoardError, Conflict, Invalid, Refused
from board.rectification import actions as rectification
from board.rectification import proofs
from board.store.store import Store
from board.tasks import actions as tasks
from board.tasks import outputs as task_outputs
from board.tasks.files import TASKS
from board.words import TASK_RECORD
from tests.example_school import Example
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, by_id, item_fields, task_fields


@pytest.fixture
def task(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return tasks.add(store, clerk, ACTIVITY, task_fields(records="items"), at=NINE)


def shown(store: Store, task_id: str, day: int = 10) -> dict[str, Any]:
    frame = task_outputs.with_outputs(store, ACTIVITY, START_ON + timedelta(days=day))
    return by_id(frame, "task_id")[task_id]


@pytest.mark.walk
def test_records_show_the_output_from_the_day_they_are_there(store: Store, clerk: Actor, task: str) -> None:
    assert (shown(store, task)["output_word"], shown(store, task)["missing_records"]) == ("还没有", "整改台账有事项")
    rectification.add(store, clerk, ACTIVITY, item_fields(), at=NINE + timedelta(days=3))
    assert (shown(store, task)["output_word"], shown(store, task)["missing_records"]) == ("有记录，未报进展", "")
    assert shown(store, task)["is_proven"]
    tasks.report(store, clerk, ACTIVITY, task, "in_progress", at=NINE + timedelta(days=4))
    assert shown(store, task)["output_word"] == "有记录"
    assert shown(store, task, 2)["output_word"] == "还没有"


def test_a_word_alone_is_told_from_a_record(store: Store, clerk: Actor, task: str) -> None:
    tasks.report(store, clerk, ACTIVITY, task, "done", output_ready=True, at=NINE)
    assert (shown(store, task)["output_word"], shown(store, task)["is_proven"]) == ("只有勾选", False)


def test_a_task_that_produces_nothing_asks_for_nothing(store: Store, clerk: Actor) -> None:
    add_activity(store)
    task = tasks.add(store, clerk, ACTIVITY, task_fields(output=""), at=NINE)
    assert shown(store, task)["output_word"] == ""


@pytest.mark.walk
def test_a_file_shows_the_output_until_it_is_withdrawn(store: Store, clerk: Actor, task: str) -> None:
    file = proofs.attach(store, clerk, ACTIVITY, task, "汇总表.xlsx", b"1", holder=TASKS, at=NINE)
    assert (shown(store, task)["output_word"], shown(store, task)["file_count"]) == ("有文件", 1)
    later = NINE + timedelta(days=4)
    proofs.withdraw(store, clerk, ACTIVITY, task, file, "放错了", holder=TASKS, at=later)
    assert (shown(store, task)["output_word"], shown(store, task, 3)["output_word"]) == ("还没有", "有文件")
    told = tasks.events(store, ACTIVITY, task)
    assert told["action"].tolist() == ["add", "attach", "withdraw"]
    assert told["reason"].tolist()[1:] == ["汇总表.xlsx", "汇总表.xlsx：放错了"]


def test_files_of_tasks_and_of_items_are_apart(store: Store, clerk: Actor, owner: Actor, task: str) -> None:
    item = rectification.add(store, clerk, ACTIVITY, item_fields(), at=NINE)
    file = proofs.attach(store, clerk, ACTIVITY, task, "表.xlsx", b"1", holder=TASKS, at=NINE)
    assert proofs.proofs(store, ACTIVITY, item).empty
    assert proofs.content(store, owner, ACTIVITY, file, 1) == ("表.xlsx", b"1")
    with pytest.raises(BoardError, match="没有这个文件"):
        proofs.withdraw(store, clerk, ACTIVITY, task, file, "错")


def test_only_the_clerk_keeps_files_with_tasks(
    store: Store, clerk: Actor, leader: Actor, owner: Actor, task: str
) -> None:
    file = proofs.attach(store, clerk, ACTIVITY, task, "表.xlsx", b"1", holder=TASKS, at=NINE)
    for actor in (leader, owner):
        with pytest.raises(Refused):
            proofs.attach(store, actor, ACTIVITY, task, "二.xlsx", b"2", holder=TASKS)
        with pytest.raises(Refused):
            proofs.withdraw(store, actor, ACTIVITY, task, file, "错", holder=TASKS)


def test_a_file_that_cannot_be_kept_is_refused(store: Store, clerk: Actor, task: str) -> None:
    for name, data, field in (("", b"1", "name"), ("表.xlsx", b"", "data")):
        with pytest.raises(Invalid) as caught:
            proofs.attach(store, clerk, ACTIVITY, task, name, data, holder=TASKS)
        assert set(caught.value.fields) == {field}
    with pytest.raises(BoardError, match="T99"):
        proofs.attach(store, clerk, ACTIVITY, "T99", "表.xlsx", b"1", holder=TASKS)
    file = proofs.attach(store, clerk, ACTIVITY, task, "表.xlsx", b"1", holder=TASKS, at=NINE)
    with pytest.raises(Invalid) as caught:
        proofs.withdraw(store, clerk, ACTIVITY, task, file, " ", holder=TASKS)
    assert set(caught.value.fields) == {"reason"}
    with pytest.raises(Conflict):
        proofs.withdraw(store, clerk, ACTIVITY, task, file, "错", holder=TASKS, seen_seq=1)


def test_the_same_file_is_kept_once(store: Store, clerk: Actor, task: str) -> None:
    proofs.attach(store, clerk, ACTIVITY, task, "表.xlsx", b"1", holder=TASKS, at=NINE)
    with pytest.raises(BoardError, match="已经附过"):
        proofs.attach(store, clerk, ACTIVITY, task, "表.xlsx", b"1", holder=TASKS)
    assert tasks.events(store, ACTIVITY, task)["action"].tolist() == ["add", "attach"]


def test_a_record_that_does_not_exist_proves_nothing(store: Store, clerk: Actor) -> None:
    add_activity(store)
    with pytest.raises(Invalid) as caught:
        tasks.add(store, clerk, ACTIVITY, task_fields(records="rumour"))
    assert set(caught.value.fields) == {"records"}


def test_an_empty_activity_has_no_record_of_anything(store: Store) -> None:
    add_activity(store)
    assert task_outputs.there(store, ACTIVITY, START_ON) == dict.fromkeys(TASK_RECORD, False)


def test_the_example_shows_records_and_what_lacks_them(example: Example) -> None:
    there = task_outputs.there(example.store, example.activity_id, example.today)
    assert {code for code, is_there in there.items() if is_there} >= {
        "opinions",
        "items",
        "life_meeting",
        "problems",
    }
    assert not there["final"]
    assert not there["briefing"]
