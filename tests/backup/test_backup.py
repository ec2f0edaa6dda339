"""A copy made while the board is in use: whole, of one moment, verified, and nothing half made under its name."""

import errno
import io
import json
import shutil
import threading
import zipfile
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

import manage
from board import clock
from board.access import Actor
from board.backup import actions as backup_actions
from board.backup import archive as backup_archive
from board.backup import copies as backup
from board.backup import formats as backup_formats
from board.backup import restore as backup_restore
from board.backup.archive import CopyDamaged, Sheet
from board.backup.rules import Reason, Rule
from board.ballots.seal import keys_of
from board.errors import BoardError, StoreUnusable
from board.operating.settings import ROOT
from board.store import copy as db_copy
from board.store.disk import DiskFull
from board.store.migrations import Migration, applied, migrate, migrations, newest
from board.store.store import Store, Transaction, open_store
from board.store.trail import check as audit_log
from board.web import boot
from tests.ledger_rows import ACTIVITY
from tests.next_version import become_next_version
from tests.store.task_states import add_task, highest, task_state


def inside(archive: Path, folder: Path) -> Store:
    backup_archive.unpack(archive, folder)
    return open_store(folder / "store.duckdb")


@pytest.mark.walk
def test_a_copy_holds_every_row_of_every_table(school: Store, tmp_path: Path, place: Path) -> None:
    copy = backup.make(school, Reason.HAND)
    school.close()
    held = inside(copy.path, tmp_path / "out")
    held.close()
    original, copied = db_copy.read_file(place), db_copy.read_file(tmp_path / "out" / "store.duckdb")
    assert copied == original
    assert sum(each.row_count for each in copied.tables.values()) > 3_000
    assert copied.schema == newest()


@pytest.mark.walk
def test_a_copy_made_under_writes_is_one_moment(held: Store, tmp_path: Path) -> None:
    """Each write changes two rows in one go: a copy that saw one without the other would be no moment."""
    ended, written = threading.Event(), list[int]()

    def both(transaction: Transaction) -> None:
        turn = len(written)
        for task_id in ("T01", "T02"):
            transaction.run("tasks/delete", activity_id=ACTIVITY, task_id=task_id)
            transaction.insert("tasks/insert", [task_state(task_id, name=str(turn))])

    def write_on() -> None:
        while not ended.is_set():
            held.write(both)
            written.append(held.version())

    writer = threading.Thread(target=write_on)
    writer.start()
    copies = [backup.make(held, Reason.HAND) for _ in range(2)]
    ended.set()
    writer.join()
    assert len(set(written)) == len(written) > len(copies)
    for turn, copy in enumerate(copies):
        store = inside(copy.path, tmp_path / str(turn))
        names = {row["name"] for row in store.rows("tasks/present", activity_id=ACTIVITY)}
        store.close()
        assert len(names) == 1
    versions = [backup_archive.sheet_of(copy.path).data_version for copy in copies]
    assert versions == sorted(set(versions))


def test_deleted_rows_are_not_in_a_copy(held: Store, tmp_path: Path) -> None:
    """What was taken out of the pool of ballots must not come to light again from a copy."""
    secret = "一句被删去的话" * 20
    held.write(lambda tx: tx.insert("tasks/insert", [task_state("T77", note=secret)]))
    held.write(lambda tx: tx.run("tasks/delete", activity_id=ACTIVITY, task_id="T77"))
    backup_archive.unpack(backup.make(held, Reason.HAND).path, tmp_path / "out")
    assert secret.encode() not in (tmp_path / "out" / "store.duckdb").read_bytes()


def test_a_copy_made_by_hand_stands_by_itself_and_the_products_own_hold_no_keys(held: Store, place: Path) -> None:
    keys_of(held)
    (place.parent / "board.audit.head").write_bytes(b"head")
    (place.parent / "demo.key").write_bytes(b"another store's")
    (place.parent / "plans").mkdir()
    (place.parent / "plans" / "本校.toml").write_text("x = 1", "utf-8")
    whole, own = backup.make(held, Reason.HAND), backup.make(held, Reason.DAILY)
    common = {"store.duckdb", "store.audit.head", "plans/本校.toml"}
    assert set(backup_archive.sheet_of(whole.path).files) == {*common, "store.key"}
    assert set(backup_archive.sheet_of(own.path).files) == common
    assert (own.path.parent / "board.key").read_bytes() == place.with_suffix(".key").read_bytes()
    assert (own.path.parent / "board.key").stat().st_mode & 0o077 == 0
    assert whole.path.stat().st_mode & 0o077 == 0


def test_the_list_is_by_day_newest_first_and_says_why_each_is_kept(held: Store, place: Path) -> None:
    by_hand, daily = backup.make(held, Reason.HAND), backup.make(held, Reason.DAILY)
    (place.parent / "backups" / "board-99999999-999999-daily.zip").write_bytes(b"")
    (place.parent / "backups" / "board-20260101-000000-other.zip").write_bytes(b"")
    listed = backup.copies(place)
    assert {each.path.name: each.rule for each in listed} == {by_hand.path.name: Rule.HAND, daily.path.name: Rule.DAY}
    assert [each.made_at for each in listed] == sorted((each.made_at for each in listed), reverse=True)
    assert all(each.size == each.path.stat().st_size for each in listed)


def test_copies_that_no_rule_keeps_go_at_the_next_one(held: Store, place: Path) -> None:
    made = backup.make(held, Reason.DAILY).path
    # Two of one second would be told apart by a name that is ahead of the clock, and those are kept.
    today = made.rename(made.with_name(f"board-{clock.now() - timedelta(seconds=2):%Y%m%d-%H%M%S}-daily.zip"))
    for day in range(1, 60):
        shutil.copy(today, today.with_name(f"board-{clock.now() - timedelta(days=day):%Y%m%d-%H%M%S}-daily.zip"))
    backup.make(held, Reason.DAILY)
    left = backup.copies(place)
    assert today not in [each.path for each in left]  # the same day's earlier one
    assert all(each.rule for each in left)
    assert 8 <= len(left) <= 14


def test_it_is_due_once_a_day_and_only_after_something_was_saved(
    held: Store, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert backup.is_due(held)
    backup.make(held, Reason.DAILY)
    assert not backup.is_due(held)
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert not backup.is_due(held)
    held.write(add_task)
    assert backup.is_due(held)
    for each in backup.copies(place):
        each.path.write_bytes(b"cut")
    assert backup.is_due(held)


def test_a_file_given_is_written_and_no_copy_of_the_products_own(held: Store, place: Path, tmp_path: Path) -> None:
    copy = backup.make(held, Reason.HAND, tmp_path / "usb.zip")
    assert backup_archive.check(copy.path).reason == Reason.HAND
    assert backup.copies(place) == []
    assert sorted(each.name for each in (place.parent / "backups").iterdir()) == []


def test_a_store_in_memory_has_nothing_to_copy(store: Store) -> None:
    with pytest.raises(BoardError, match="没有数据文件"):
        backup.make(store, Reason.HAND)
    assert not backup.is_due(store)


def test_a_full_disk_is_said_and_leaves_nothing_half_made(
    held: Store, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(DiskFull) as caught:
        backup.make(held, Reason.HAND)
    assert caught.value.title == "磁盘满了，备份没有做成"
    assert list((place.parent / "backups").iterdir()) == []
    assert held.write(add_task) == "T02"


def test_a_copy_that_does_not_hold_what_the_store_holds_is_thrown_away(
    held: Store, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = db_copy.read_file

    def with_a_row_lost(path: Path) -> db_copy.FileFacts:
        with duckdb.connect(str(path)) as connection:
            connection.execute("DELETE FROM tasks")
        return real(path)

    monkeypatch.setattr(db_copy, "read_file", with_a_row_lost)
    with pytest.raises(BoardError, match="不一致"):
        backup.make(held, Reason.HAND)
    assert list((place.parent / "backups").iterdir()) == []


@pytest.mark.parametrize("spoil", ["cut", "flip", "text", "other", "outside"])
def test_a_damaged_copy_is_known_for_one(held: Store, tmp_path: Path, spoil: str) -> None:
    path = backup.make(held, Reason.HAND, tmp_path / "copy.zip").path
    whole = path.read_bytes()
    middle = len(whole) // 2
    if spoil == "cut":
        path.write_bytes(whole[:middle])
    elif spoil == "flip":
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :])
    elif spoil == "text":
        path.write_text("不是备份")
    else:
        path.unlink()
        sheet = {"format": 1, "files": {"../evil": "x"} if spoil == "outside" else {}, "tables": {}}
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("manifest.json", json.dumps(sheet))
            archive.writestr("store.duckdb", b"")
            archive.writestr("../evil", b"")
    with pytest.raises(CopyDamaged):
        backup_archive.unpack(path, tmp_path / "out")
    assert not (tmp_path / "evil").exists()


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that today's version left, for the next version to open."""
    path = tmp_path / "board.duckdb"
    open_store(path).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO units VALUES ('U1', '示例小学')")
    become_next_version(monkeypatch, tmp_path_factory.mktemp("next") / "steps")
    return path


def test_a_store_is_copied_before_it_is_migrated(older: Path) -> None:
    backup.open_own(older).close()
    (copy,) = backup.copies(older)
    sheet = backup_archive.sheet_of(copy.path)
    assert (sheet.reason, sheet.schema, sheet.tables["units"].row_count) == (Reason.UPGRADE, newest() - 1, 1)
    backup.open_own(older).close()
    assert len(backup.copies(older)) == 1


@pytest.mark.walk
@pytest.mark.parametrize("command", ["audit", "support", "backup", "export", "restore", "run"])
def test_whichever_command_opens_an_older_store_copies_it_first(
    older: Path, command: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setattr(manage, "is_inside", lambda: True)
    monkeypatch.delenv("CHAGAI_DATA", raising=False)
    file = tmp_path_factory.mktemp("out") / "file.zip"
    if command == "restore":
        shutil.copy(older, file.with_name("board.duckdb"))
        shutil.copy(_copy_of(file.with_name("board.duckdb")), file)
    given = {"audit": [], "run": [], "restore": [str(file), "--yes"]}.get(command, [str(file)])
    if command == "run":
        boot._open(older).close()
    else:
        manage.main([command, *given, "--data", str(older.parent)])
    copies = [backup_archive.sheet_of(each.path) for each in backup.copies(older)]
    assert [sheet.schema for sheet in copies if sheet.reason == Reason.UPGRADE] == [newest() - 1]


def _copy_of(older: Path) -> Path:
    backup.open_own(older).close()
    return backup.copies(older)[0].path


def test_nothing_opens_a_unit_s_own_store_past_the_copy() -> None:
    """What opens a store directly opens a copy, or a file that was brought on already."""
    others = {"store/store", "backup/copies", "backup/restore", "backup/trail", "operating/upgrade_trial"}
    files = [ROOT / "manage.py", ROOT / "app.py", *(ROOT / "board").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    assert {f"{each.parent.name}/{each.stem}" for each in files if "open_store(" in each.read_text("utf-8")} == others


@pytest.mark.walk
def test_a_copy_of_an_earlier_version_is_put_back_and_brought_on(
    held: Store, place: Path, tmp_path: Path, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held._connection.cursor() as cursor:
        cursor.execute("INSERT INTO units VALUES ('U1', '示例小学')")
    copy, exported = backup.make(held, Reason.HAND).path, tmp_path / "open.zip"
    backup_formats.to_open(copy, exported)
    assert backup_archive.sheet_of(copy).schema == newest()
    held.close()
    number = become_next_version(monkeypatch, tmp_path / "steps")
    present = backup.open_own(place)
    backup_formats.to_copy(exported, tmp_path / "back.zip")
    for file in (copy, tmp_path / "back.zip"):
        present.write(add_task)
        brought = file.read_bytes()
        name = backup_actions.receive(present, admin, io.BytesIO(brought), len(brought))
        backup_actions.restore(present, admin, name, "恢复")
        with present._connection.cursor() as cursor:
            assert applied(cursor) == number
            assert cursor.execute("FROM units").fetchall() == [("U1", "示例小学", "镇上")]
        assert highest(present) == 1
        assert audit_log.check(present).is_sound
    present.close()


@pytest.mark.parametrize("schema", [1, 23, 28])
def test_a_copy_from_before_the_baseline_changes_nothing_and_says_so(
    held: Store, tmp_path: Path, admin: Actor, schema: int
) -> None:
    with duckdb.connect(str(tmp_path / "old.duckdb")) as connection:
        migrate(connection, migrations()[:1])
        connection.execute("UPDATE schema_migrations SET number = ?", [schema])
    facts = db_copy.read_file(tmp_path / "old.duckdb")
    sheet = Sheet(clock.now(), Reason.HAND, facts.schema, 1, 1, clock.now(), facts.tables, {})
    copy = tmp_path / "old.zip"
    backup_archive.pack(copy, tmp_path / "old.duckdb", {}, sheet)
    version = held.version()
    brought = copy.read_bytes()
    for put_back in (
        lambda: backup_restore.restore(held, copy),
        lambda: backup_restore.preview(held, copy, tmp_path / "new" / "board.duckdb"),
        lambda: backup_restore.restore_file(copy, tmp_path / "new" / "board.duckdb"),
        lambda: backup_actions.receive(held, admin, io.BytesIO(brought), len(brought)),
    ):
        with pytest.raises(StoreUnusable) as caught:
            put_back()
        assert caught.value.title == "备份是开发时期的版本做的"
        assert all(word in caught.value.remedy for word in ("0.1.0", "manage.py export", "manage.py restore"))
    assert (held.version(), highest(held)) == (version, 1)
    assert not (tmp_path / "new" / "board.duckdb").exists()


def test_a_copy_of_a_version_to_come_changes_nothing_and_says_so(held: Store, tmp_path: Path) -> None:
    new = tmp_path / "new" / "board.duckdb"
    new.parent.mkdir()
    later = Migration(newest() + 1, "of_tomorrow", "CREATE TABLE of_tomorrow (x INTEGER);")
    with duckdb.connect(str(new)) as connection:
        migrate(connection, (*migrations(), later))
    facts = db_copy.read_file(new)
    told = Sheet(clock.now(), Reason.HAND, facts.schema, 1, 1, clock.now(), facts.tables, {})
    backup_archive.pack(tmp_path / "new.zip", new, {}, told)
    with pytest.raises(BoardError, match="来自更新的版本"):
        backup_restore.restore(held, tmp_path / "new.zip")
    assert highest(held) == 1


def test_a_store_that_cannot_be_copied_is_not_migrated(older: Path) -> None:
    (older.parent / "backups").write_text("占着位置")
    with pytest.raises(BoardError, match="备份没有做成"):
        backup.open_own(older)
    with duckdb.connect(str(older), read_only=True) as connection:
        assert applied(connection) == newest() - 1


def test_the_way_to_the_copy_opens_no_other(held: Store, tmp_path: Path) -> None:
    for path in (tmp_path / "x.duckdb", tmp_path / "data" / "backups" / "x.duckdb", tmp_path / "data" / "board.key"):
        with held._connection.cursor() as cursor, pytest.raises(duckdb.PermissionException):
            cursor.execute(f"ATTACH '{path}' AS x")
    assert highest(held) == 1
