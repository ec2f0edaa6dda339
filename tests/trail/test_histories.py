"""What entries hold of histories: whatever is done to a record from outside shows, and what is done inside does not."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from board.access import Actor
from board.store.history import OF_AN_EVENT
from board.store.sql import HISTORIES
from board.store.store import Store, open_store
from board.store.trail import check as audit_log
from board.store.trail.columns import AUDIT_COLUMN
from board.store.trail.histories import fingerprint
from board.tasks import actions as tasks
from tests.example_school import Example
from tests.imports.test_imports_ledger import OPINIONS, brought, file_with, known, opinion_row
from tests.imports.test_imports_ledger_undo import undo
from tests.ledger_rows import add_activity, task_fields


def altered(store: Store) -> list[str]:
    checked = audit_log.check(store)
    assert checked.findings == []
    return checked.altered


def test_the_example_is_as_its_entries_say(example: Example) -> None:
    assert altered(example.store) == []
    for events, _present, _key in HISTORIES.values():
        assert example.store.rows("audit/rows_of", table=events), f"{events}: nothing was held against anything"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE task_events SET name = '别的' WHERE task_id = 'T01' AND seq = 1", "T01：第 2 条记下的变动被改过"),
        ("DELETE FROM opinion_events WHERE opinion_id = 'O-003'", "O-003：第 2 条记下的变动被改过，或者不见了"),
        (
            "INSERT INTO talk_events BY NAME SELECT * REPLACE (99 AS seq, 'x' AS event_id) FROM talk_events LIMIT 1",
            "（第 99 次）不是经本系统记下的",
        ),
        ("UPDATE problems SET objective_cause = '雨天'", "现在的内容和它最后一次变动不符"),
        ("DELETE FROM rectification_items WHERE item_id = 'R-001'", "整改台账 R-001：不见了，变动记录还在"),
    ],
)
def test_what_is_done_to_a_record_from_outside_is_found_and_named(example: Example, statement: str, said: str) -> None:
    example.store._connection.execute(statement)
    assert any(said in each for each in altered(example.store)), altered(example.store)


def test_a_check_of_a_changed_ledger_is_not_passed(tmp_path: Path, clerk: Actor) -> None:
    path = tmp_path / "board.duckdb"
    store = open_store(path)
    tasks.add(store, clerk, add_activity(store), task_fields(name="听取意见"))
    store.close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE tasks SET name = '别的'")
    store = open_store(path)
    checked = audit_log.check(store)
    store.close()
    assert not checked.is_sound
    assert audit_log.report_lines(checked)[:2] == ["链条完整，共 3 条。", "台账被从外面动过，共 1 处："]


def test_an_import_taken_back_leaves_nothing_to_find(school: Example, clerk: Actor) -> None:
    changed = next(key for key, row in known(school).items() if row["status"] == "received")
    edit = opinion_row(school, "改过的内容", 编号=changed, 关于谁="")
    receipt = brought(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school), edit))
    assert altered(school.store) == []
    undo(school, clerk, receipt.import_id)
    assert altered(school.store) == []
    brought(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school), edit))
    assert altered(school.store) == []


def test_a_store_older_than_fingerprints_is_not_said_to_be_altered(example: Example) -> None:
    """Its entries name events without their fingerprints: what they can't tell is not held against them."""
    cut = """regexp_replace(detail, ',"[0-9a-f]{32}"\\]', ']', 'g')"""
    example.store._connection.execute(f"UPDATE audit_entries SET detail = {cut}")  # noqa: S608 - of this test
    assert audit_log.check(example.store).altered == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"name": "甲", "note": ""}, {"name": "甲"}),
        ({"name": "甲", "is_removed": False, "talk_id": None}, {"name": "甲"}),
        ({"percent": 50.0}, {"percent": 50}),
        ({"due_on": datetime.combine(date(2026, 3, 2), datetime.min.time())}, {"due_on": date(2026, 3, 2)}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_what_a_column_turns_a_value_into_changes_no_fingerprint(
    given: dict[str, object], kept: dict[str, object]
) -> None:
    assert fingerprint(given) == fingerprint(kept)


@pytest.mark.parametrize("other", [{"a": "2"}, {"b": "1"}, {"a": "1", "b": "0"}, {"a": "1", "b": 0}, {"a": "1 "}])
def test_whatever_else_differs_changes_it(other: dict[str, object]) -> None:
    assert fingerprint({"a": "1"}) != fingerprint(other)


def test_every_column_of_every_history_has_a_word(example: Example) -> None:
    columns = {
        name for table, _, _ in HISTORIES.values() for name in example.store.rows("audit/rows_of", table=table)[0]
    }
    assert columns - OF_AN_EVENT - {"activity_id", "seq"} - set(AUDIT_COLUMN) == set()
