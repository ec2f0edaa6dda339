"""The trail of a real store: every write enters it, and what is done to the file from outside shows."""

import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

import manage
from board.access import Actor
from board.opinions import actions as opinions
from board.store.store import Store, Transaction, open_store
from board.store.trail import check as audit_log
from board.store.trail.chain import Deed, Entry, Head, Origin
from board.store.trail.head import head_path, read_head, write_head
from board.tasks import actions as tasks
from tests.example_school import Example
from tests.ledger_rows import ACTIVITY, add_activity, task_fields
from tests.next_version import become_next_version
from tests.store.task_states import add_task

WRITES = 12


@pytest.fixture
def path(tmp_path: Path, clerk: Actor) -> Path:
    """A store that a few writes were made to, closed."""
    path = tmp_path / "board.duckdb"
    store = open_store(path)
    for _ in range(WRITES):
        store.write(add_task, Deed("tasks.add", clerk))
    store.close()
    return path


def entries_of(store: Store) -> list[Entry]:
    return list(store.entries())


def findings(path: Path) -> list[str]:
    store = open_store(path)
    lines = audit_log.report_lines(audit_log.check(store))
    store.close()
    return lines[:-1]


def outside(path: Path, *statements: str) -> None:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_store_begins_with_the_entry_of_its_making(store: Store) -> None:
    assert [(entry.number, entry.kind) for entry in entries_of(store)] == [(1, "store.made")]


def test_an_entry_says_who_when_from_where_and_on_what(store: Store, clerk: Actor) -> None:
    activity_id = add_activity(store)
    store.origin = lambda: Origin("10.0.0.7", "Windows Edge")
    task_id = tasks.add(store, clerk, activity_id, task_fields(name="听取意见"))
    entry = entries_of(store)[-1]
    named = store.names.word(entry.actor_name)
    told = (entry.kind, entry.actor_id, named, entry.address, entry.device, entry.activity_id, entry.record)
    assert told == ("tasks.add", "A-clerk", "工作人员", "10.0.0.7", "Windows Edge", activity_id, task_id)
    assert entry.detail.startswith(f'{{"events":[["tasks","add","{task_id}",1,"')
    assert "听取意见" not in entry.detail


def test_a_write_that_fails_leaves_no_entry_and_no_gap(store: Store) -> None:
    def work(transaction: Transaction) -> None:
        add_task(transaction)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        store.write(work)
    store.write(add_task)
    assert [entry.number for entry in entries_of(store)] == [1, 2]
    assert audit_log.check(store).is_sound


def test_a_note_enters_the_chain_without_drawing_any_page_anew(store: Store, clerk: Actor) -> None:
    told: list[str] = []
    store.watch(lambda topic, _version: told.append(topic))
    store.note(Deed("export.file", clerk, "整改台账"))
    assert entries_of(store)[-1].record == "整改台账"
    assert (told, store.version("data"), store.version("access")) == ([], 0, 0)


def test_two_who_write_at_once_make_one_chain(store: Store, clerk: Actor) -> None:
    together = threading.Barrier(4)

    def some(who: int) -> None:
        together.wait()
        for _ in range(25):
            store.write(add_task, Deed("tasks.add", clerk)) if who % 2 else store.note(Deed("export.file", clerk))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(some, range(4)))
    assert [entry.number for entry in entries_of(store)] == list(range(1, 102))
    assert audit_log.check(store).is_sound


def test_the_chain_goes_on_where_it_ended_when_the_store_is_opened_again(path: Path) -> None:
    assert findings(path) == [f"链条完整，共 {WRITES + 1} 条。"]
    store = open_store(path)
    store.write(add_task)
    store.close()
    assert findings(path) == [f"链条完整，共 {WRITES + 2} 条。"]


def test_more_entries_than_are_read_at_once_are_one_chain(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("board.store.store._ENTRIES_AT_ONCE", 5)
    assert findings(path) == [f"链条完整，共 {WRITES + 1} 条。"]


FORGED = "SELECT number + 1 AS number, * EXCLUDE (number) FROM audit_entries WHERE number = 13"


@pytest.mark.parametrize(
    ("done", "first"),
    [
        (["UPDATE audit_entries SET actor_name = '别人' WHERE number = 5"], 5),
        (["UPDATE audit_entries SET happened_at = happened_at + INTERVAL 1 HOUR WHERE number = 7"], 7),
        (["DELETE FROM audit_entries WHERE number = 1"], 1),
        (["DELETE FROM audit_entries WHERE number = 6"], 6),
        ([f"INSERT INTO audit_entries {FORGED}"], 14),
        (
            [
                "UPDATE audit_entries SET number = 100 WHERE number = 4",
                "UPDATE audit_entries SET number = 4 WHERE number = 5",
                "UPDATE audit_entries SET number = 5 WHERE number = 100",
            ],
            4,
        ),
    ],
)
def test_what_is_done_to_a_row_from_outside_is_found_and_its_number_named(
    path: Path, done: list[str], first: int
) -> None:
    outside(path, *done)
    assert findings(path)[0].startswith(f"记录被动过：从第 {first} 条起不能作准")


def test_rows_cut_off_from_outside_are_found_at_the_next_start_and_stay_on_record(path: Path, clerk: Actor) -> None:
    outside(path, "DELETE FROM audit_entries WHERE number > 10")
    said = findings(path)
    assert said[0] == "链条完整，共 11 条。"
    assert said[-1].endswith("启动时发现末尾少了记录（存根第 13 条，记录第 10 条）。")
    assert "台账被从外面动过，共 3 处：" in said  # the three writes of which no entry tells any more
    store = open_store(path)
    store.write(add_task, Deed("tasks.add", clerk))
    store.close()
    assert findings(path)[1:] == said[1:]


def test_rows_cut_off_while_the_store_stands_open_are_found_by_a_check(store: Store) -> None:
    store.write(add_task)
    store._connection.execute("DELETE FROM audit_entries WHERE number > 1")
    assert [finding.number for finding in audit_log.check(store).findings] == [2]


@pytest.mark.walk
def test_a_whole_older_file_put_in_place_of_the_newer_is_noted(path: Path, tmp_path: Path, clerk: Actor) -> None:
    older = shutil.copy(path, tmp_path / "older.duckdb")
    store = open_store(path)
    store.write(add_task, Deed("tasks.add", clerk))
    store.close()
    shutil.copy(older, path)
    assert "存根第 14 条，记录第 13 条" in findings(path)[1]


def test_a_lost_head_is_noted_and_made_anew(path: Path) -> None:
    head_path(path).unlink()
    assert "启动时发现存根不见了" in findings(path)[1]
    assert read_head(head_path(path)) is not None


def test_a_head_that_was_changed_is_noted(path: Path) -> None:
    write_head(head_path(path), Head(13, "f" * 64))
    assert "启动时发现记录和存根不符" in findings(path)[1]


@pytest.mark.parametrize("behind", [1, 5])
def test_a_kill_between_the_commit_and_the_head_is_caught_up_without_a_word(path: Path, behind: int) -> None:
    with duckdb.connect(str(path)) as connection:
        row = connection.execute("SELECT hash FROM audit_entries WHERE number = ?", [13 - behind]).fetchone()
    head_path(path).unlink()
    write_head(head_path(path), Head(13 - behind, str(row[0]) if row else ""))
    assert findings(path) == ["链条完整，共 13 条。"]
    assert read_head(head_path(path)) == Head(13, entry_hash(path, 13))


def test_a_head_behind_a_row_that_was_changed_is_noted(path: Path) -> None:
    write_head(head_path(path), Head(12, entry_hash(path, 12)))
    write_head(head_path(path), Head(11, entry_hash(path, 11)))
    outside(path, "UPDATE audit_entries SET actor_name = '别人' WHERE number = 13")
    assert any("启动时发现记录和存根不符" in line for line in findings(path))


def entry_hash(path: Path, number: int) -> str:
    with duckdb.connect(str(path)) as connection:
        row = connection.execute("SELECT hash FROM audit_entries WHERE number = ?", [number]).fetchone()
    return str(row[0]) if row else ""


def test_that_an_older_store_was_brought_on_stands_in_its_trail(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = become_next_version(monkeypatch, tmp_path / "steps")
    store = open_store(path)
    last = entries_of(store)[-1]
    assert (last.kind, last.record) == ("store.migrated", f"{number - 1} → {number}")
    assert audit_log.check(store).is_sound
    store.close()


@pytest.mark.parametrize(
    ("spoil", "code", "said"),
    [
        (lambda _path: None, 0, "链条完整，共 13 条。"),
        (lambda path: outside(path, "DELETE FROM audit_entries WHERE number = 6"), 1, "第 6 条不见了。"),
    ],
)
def test_manage_py_says_what_a_check_found(
    path: Path, capsys: pytest.CaptureFixture[str], spoil: Callable[[Path], None], code: int, said: str
) -> None:
    spoil(path)
    assert manage.main(["audit", "--data", str(path.parent)]) == code
    assert said in capsys.readouterr().out.splitlines()


def test_manage_py_makes_no_store_where_there_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert manage.main(["audit", "--data", str(tmp_path)]) == 1
    assert "没有数据文件" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_nothing_in_the_example_that_somebody_said_stands_in_the_trail(example: Example) -> None:
    said = opinions.opinions(example.store, example.activity_id, example.today)["content"].to_list()
    written = " ".join(f"{entry.record}{entry.detail}" for entry in example.store.entries())
    assert len(said) > 10
    assert [text for text in said if text in written] == []


def test_the_activity_of_a_write_is_named(store: Store) -> None:
    add_activity(store)
    assert entries_of(store)[-1].activity_id == ACTIVITY
