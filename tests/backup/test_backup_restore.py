"""Putting a copy back: first what would be lost, then whole or not at all, and nobody is left on the old state."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

import manage
from board import clock
from board.access import Actor
from board.accounts.sign_in import who
from board.backup import archive as backup_archive
from board.backup import copies as backup
from board.backup import restore as backup_restore
from board.backup.rules import Reason
from board.ballots.seal import keys_of
from board.errors import BoardError
from board.evaluation import entry_drafts
from board.store.store import Store, Topic, open_store
from board.tasks import actions as tasks
from tests.ledger_rows import ACTIVITY
from tests.store.task_states import add_task, highest

ROOT = Path(manage.__file__).parent


def copied(store: Store) -> Path:
    return backup.make(store, Reason.HAND).path


def rows_of(seen: backup_restore.Preview) -> dict[str, backup_restore.Difference]:
    return {each.subject: each for each in seen.differences}


def test_the_preview_counts_each_subject_now_and_then_and_changes_nothing(school: Store, place: Path) -> None:
    copy, before = copied(school), school.version()
    told = rows_of(backup_restore.preview(school, copy, place))
    assert (told["rectification"].now_count, told["rectification"].copy_count) == (31, 31)
    assert told["rectification"].lost_count == 0
    assert told["tasks"].last_change_at is not None
    assert school.version() == before
    assert [each.name for each in (place.parent / "backups").iterdir()] == [copy.name]


@pytest.mark.walk
def test_what_was_changed_since_is_counted_as_lost(school: Store, place: Path, clerk: Actor) -> None:
    copy, activity = copied(school), str(school.rows("activities/all")[0]["activity_id"])
    task = school.read("tasks/present", activity_id=activity).iloc[0]
    tasks.edit(school, clerk, activity, str(task["task_id"]), {"name": "改过的名称", "seen_seq": int(task["seq"])})
    told = rows_of(backup_restore.preview(school, copy, place))
    assert (told["tasks"].now_count, told["tasks"].copy_count, told["tasks"].lost_count) == (18, 18, 1)


@pytest.mark.walk
def test_a_copy_is_put_back_under_a_running_server(held: Store, place: Path) -> None:
    copy, told = copied(held), list[tuple[Topic, int]]()
    held.write(add_task)
    version = held.version()
    held.watch(lambda topic, number: told.append((topic, number)))
    before = backup_restore.restore(held, copy)
    assert highest(held) == 1
    assert [topic for topic, _ in told] == ["data", "access"]
    assert held.version() > version
    assert held.write(add_task) == "T02"
    assert backup_archive.sheet_of(before.path).tables["tasks"].row_count == 2
    held.close()
    again = open_store(place)
    assert highest(again) == 2
    again.close()


def test_the_present_can_be_had_back(held: Store) -> None:
    copy = copied(held)
    held.write(add_task)
    before = backup_restore.restore(held, copy)
    backup_restore.restore(held, before.path)
    assert highest(held) == 2


@pytest.mark.walk
def test_everybody_stays_signed_in_and_keeps_what_they_type_but_no_ended_session_revives(
    held: Store, clerk: Actor
) -> None:
    def opened(token: str) -> None:
        row = {"token_sha256": token, "account_id": "A1", "created_at": clock.now(), "expires_at": clock.now()}
        held.write(lambda tx: tx.insert("backup/insert_sessions", [row]), topic="access")

    opened("ended since")
    copy = copied(held)
    held.write(lambda tx: tx.run("backup/delete_sessions"), topic="access")
    opened("open now")
    entry_drafts.keep(held, clerk, ACTIVITY, {"ballots": ["12345"]})
    backup_restore.restore(held, copy)
    assert [row["token_sha256"] for row in held.rows("backup/sessions")] == ["open now"]
    assert entry_drafts.draft(held, clerk, ACTIVITY) == {"ballots": ["12345"]}
    assert who(held, "anything") is None


@pytest.mark.walk
def test_readers_and_writers_wait_and_none_of_them_fails(held: Store) -> None:
    copy, ended, faults, seen = copied(held), threading.Event(), list[Exception](), set[int]()

    def go_on(work: object) -> None:
        while not ended.is_set():
            try:
                seen.add(highest(held)) if work == "read" else held.write(add_task)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test is about
                faults.append(error)

    threads = [threading.Thread(target=go_on, args=(work,)) for work in ("read", "read", "write")]
    for thread in threads:
        thread.start()
    for _ in range(2):
        backup_restore.restore(held, copy)
    ended.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert seen


@pytest.mark.walk
def test_the_keys_and_the_plans_come_back_with_the_store(held: Store, place: Path) -> None:
    key = keys_of(held).hashed("a code")
    plan = place.parent / "plans" / "本校.toml"
    plan.parent.mkdir()
    plan.write_text("x = 1", "utf-8")
    copy = copied(held)
    plan.unlink()
    place.with_suffix(".key").write_bytes(bytes(96))
    backup_restore.restore(held, copy)
    assert keys_of(held).hashed("a code") == key
    assert plan.read_text("utf-8") == "x = 1"


def test_a_copy_of_the_products_own_finds_the_keys_beside_it_on_another_computer(held: Store, tmp_path: Path) -> None:
    key = keys_of(held).hashed("a code")
    copy = backup.make(held, Reason.DAILY).path
    held.close()
    elsewhere = tmp_path / "new computer" / "board.duckdb"
    assert backup_restore.restore_file(copy, elsewhere) is None
    store = open_store(elsewhere)
    assert keys_of(store).hashed("a code") == key
    assert highest(store) == 1
    store.close()


@pytest.mark.walk
def test_a_damaged_copy_changes_nothing(held: Store, place: Path) -> None:
    copy = copied(held)
    copy.write_bytes(copy.read_bytes()[:-200])
    held.write(add_task)
    with pytest.raises(BoardError, match="备份文件不能用"):
        backup_restore.restore(held, copy)
    assert highest(held) == 2
    assert not (place.parent / "board.restoring").exists()


def test_a_damaged_store_is_laid_aside_and_a_copy_put_in_its_place(held: Store, place: Path) -> None:
    copy = copied(held)
    held.close()
    place.write_bytes(b"\xff" * 50_000)
    aside = backup_restore.restore_file(copy, place)
    assert aside is not None
    assert (aside / "board.duckdb").read_bytes() == b"\xff" * 50_000
    store = open_store(place)
    assert highest(store) == 1
    store.close()


@pytest.mark.walk
def test_from_the_terminal_it_is_asked_first(
    held: Store, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    held.close()
    monkeypatch.delenv("CHAGAI_DATA", raising=False)
    data, file = str(place.parent), place.parent / "by-hand.zip"
    assert run(monkeypatch, ["backup", str(file), "--data", data]) == 0
    assert "已备份并核对" in capsys.readouterr().out
    store = open_store(place)
    store.write(add_task)
    store.close()
    monkeypatch.setattr("builtins.input", lambda _: "不")
    assert run(monkeypatch, ["restore", str(file), "--data", data]) == 1
    said = capsys.readouterr()
    assert "工作任务：2 → 1" in said.out
    assert said.err == "没有恢复，数据没有改动。\n"
    monkeypatch.setattr("builtins.input", lambda _: "恢复")
    assert run(monkeypatch, ["restore", str(file), "--data", data]) == 0
    store = open_store(place)
    assert highest(store) == 1
    store.close()


@pytest.mark.walk
def test_from_the_terminal_a_store_in_use_is_left_alone(held: Store, place: Path) -> None:
    copy = copied(held)
    held.write(add_task)
    command = [sys.executable, "-X", "utf8", str(ROOT / "manage.py"), "restore", str(copy), "--yes"]
    told = subprocess.run(
        [*command, "--data", str(place.parent)], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert told.returncode == 1
    assert "数据文件正被另一个程序使用" in told.stderr
    assert highest(held) == 2
    assert not list((place.parent / "backups").glob("*-aside"))


def run(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> int:
    monkeypatch.setattr(manage, "is_inside", lambda: True)
    return manage.main(arguments)
