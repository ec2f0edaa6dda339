"""A copy uploaded in the browser is checked as any other, put back or given up, and does no harm wherever from."""

import io
import json
import os
import shutil
import stat
import warnings
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from board import clock
from board.access import Actor
from board.backup import actions as backup_actions
from board.backup import archive as backup_archive
from board.backup import commands as backup_commands
from board.backup import copies as backup
from board.backup import formats as backup_formats
from board.backup import restore as backup_restore
from board.backup import upload as backup_upload
from board.backup.rules import Reason
from board.errors import BoardError
from board.store.disk import RESERVE, DiskFull
from board.store.store import Store, open_store
from board.typed import printable
from tests.depth import few
from tests.store.task_states import add_task, highest


def received(store: Store, admin: Actor, held: bytes) -> str:
    return backup_actions.receive(store, admin, io.BytesIO(held), len(held))


def uploads(place: Path) -> list[str]:
    """What of uploads lies beside the copies."""
    return [each.name for each in (place.parent / "backups").glob("*uploaded*")]


@pytest.fixture(scope="module")
def carried_away(held_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that somebody carried away."""
    folder = tmp_path_factory.mktemp("stick")
    store = open_store(Path(shutil.copy(held_file, folder / "board.duckdb")))
    path = backup.make(store, Reason.HAND, folder / "brought.zip").path
    store.close()
    return path


@pytest.fixture
def brought(held: Store, carried_away: Path) -> bytes:
    """What is in it; the store has changed since."""
    held.write(add_task)
    return carried_away.read_bytes()


@pytest.mark.walk
def test_it_is_looked_at_put_back_and_gone_and_the_trail_tells_who_from_what(
    held: Store, place: Path, admin: Actor, brought: bytes
) -> None:
    name = received(held, admin, brought)
    assert backup_actions.received(held, admin) == (name, len(brought))
    assert [each.path.name for each in backup_actions.listed(held, admin)] == []
    told = {each.subject: each for each in backup_actions.preview(held, admin, name).differences}
    assert (told["tasks"].now_count, told["tasks"].copy_count, told["tasks"].lost_count) == (2, 1, 1)
    before = backup_actions.restore(held, admin, name, "恢复")
    assert highest(held) == 1
    assert uploads(place) == []
    assert [each.path.name for each in backup_actions.listed(held, admin)] == [before.path.name]
    taken, put_back = list(held.entries())[-2:]
    assert (taken.kind, put_back.kind) == ("store.upload", "store.restore")
    assert taken.record.startswith(f"{name}（")
    assert put_back.record == name


@pytest.mark.walk
@pytest.mark.usefixtures("brought")
def test_an_export_in_open_formats_is_taken_as_well(
    held: Store, admin: Actor, carried_away: Path, tmp_path: Path
) -> None:
    exported = tmp_path / "open.zip"
    backup_formats.to_open(carried_away, exported)
    backup_actions.restore(held, admin, received(held, admin, exported.read_bytes()), "恢复")
    assert highest(held) == 1


def test_it_is_given_up_replaced_by_the_next_and_forgotten_after_a_day(
    held: Store, place: Path, admin: Actor, brought: bytes
) -> None:
    name = received(held, admin, brought)
    backup_actions.give_up(held, admin, name)
    dropped = list(held.entries())[-1]
    assert (dropped.kind, dropped.record) == ("store.drop_upload", name)
    assert uploads(place) == []
    first = received(held, admin, brought)
    (place.parent / "backups" / first).rename(place.parent / "backups" / "board-20200101-000000-uploaded.zip")
    second = received(held, admin, brought)
    assert uploads(place) == [second]
    backup_upload.clear(place, clock.now() - backup_upload.KEPT_FOR)
    assert uploads(place) == [second]
    backup_upload.clear(place, clock.now() + timedelta(seconds=1))
    assert uploads(place) == []


def another(brought: bytes, change: Callable[[Path], None], tmp_path: Path) -> bytes:
    """The same copy with another database in it, whole by its own sheet."""
    whole, folder = tmp_path / "whole.zip", tmp_path / "laid out"
    whole.write_bytes(brought)
    folder.mkdir()
    sheet = backup_archive.unpack(whole, folder)
    change(folder / "store.duckdb")
    target = tmp_path / "changed.zip"
    beside = {name: (folder / name).read_bytes() for name in sheet.files if name != "store.duckdb"}
    backup_archive.pack(target, folder / "store.duckdb", beside, sheet)
    return target.read_bytes()


def with_statements(*statements: str) -> Callable[[Path], None]:
    def change(database: Path) -> None:
        with duckdb.connect(str(database)) as connection:
            for each in statements:
                connection.execute(each)

    return change


HOSTILE = {
    "a view in place of a table": (
        "DROP TABLE store_state",
        "CREATE VIEW store_state AS SELECT 1 AS data_version, 1 AS access_version, content::TIMESTAMP AS "
        "data_changed_at FROM read_text('/etc/hostname')",
    ),
    "a view beside": ("CREATE VIEW peek AS SELECT * FROM read_text('/etc/passwd')",),
    "a function in place of DuckDB's": ("CREATE MACRO coalesce_all(x) AS x", "CREATE MACRO sha256(x) AS 'any'"),
    "a function that reads": ("CREATE MACRO peek() AS TABLE SELECT * FROM read_text('/etc/passwd')",),
    "a table of another": ("CREATE TABLE other (x INTEGER)",),
    "another schema": ("CREATE SCHEMA other", "CREATE TABLE other.tasks (x INTEGER)"),
    "a type": ("CREATE TYPE mood AS ENUM ('x')",),
    "a sequence": ("CREATE SEQUENCE counting",),
    "an index": ("CREATE INDEX quick ON tasks (task_id)",),
    "a column that reckons": ("ALTER TABLE tasks ADD COLUMN peek VARCHAR DEFAULT (getvariable('x'))",),
}


@pytest.mark.parametrize("statements", HOSTILE.values(), ids=HOSTILE)
def test_a_database_that_holds_what_the_product_never_made_is_refused(
    held: Store, place: Path, admin: Actor, brought: bytes, tmp_path: Path, statements: tuple[str, ...]
) -> None:
    hostile = another(brought, with_statements(*statements), tmp_path)
    with pytest.raises(BoardError, match="上传的文件 里有本程序没有做过的"):
        received(held, admin, hostile)
    assert uploads(place) == []


def test_what_a_hostile_name_would_do_to_a_terminal_is_left_out(
    held: Store, admin: Actor, brought: bytes, tmp_path: Path
) -> None:
    statement = 'CREATE TABLE "\x1b[2J夺目\r' + "长" * 99 + '" (x INTEGER)'
    with pytest.raises(BoardError, match="数据表 \\[2J夺目") as told:
        received(held, admin, another(brought, with_statements(statement), tmp_path))
    assert "\x1b" not in told.value.message
    assert len(told.value.message) < 120


def test_the_terminal_refuses_it_as_the_screen_does(held: Store, place: Path, brought: bytes, tmp_path: Path) -> None:
    another(brought, with_statements(*HOSTILE["a view in place of a table"]), tmp_path)
    held.close()
    with pytest.raises(BoardError, match=r"changed\.zip 里有本程序没有做过的"):
        backup_restore.restore_file(tmp_path / "changed.zip", place)
    again = open_store(place)
    assert highest(again) == 2
    again.close()


def test_a_database_that_lacks_a_table_or_rows_is_refused(
    held: Store, admin: Actor, brought: bytes, tmp_path: Path
) -> None:
    for number, statement in enumerate(["DROP TABLE opinions", "DELETE FROM schema_migrations"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(BoardError, match="上传的文件 不是查改看板的备份，或者已经损坏"):
            received(held, admin, another(brought, with_statements(statement), folder))


def with_sheet(brought: bytes, change: Callable[[dict[str, object]], None], extra: dict[str, bytes]) -> bytes:
    """The same copy with another sheet, and more in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(brought)) as whole, zipfile.ZipFile(made, "w") as archive:
        told = json.loads(whole.read("manifest.json"))
        change(told)
        for name in whole.namelist():
            if name != "manifest.json":
                archive.writestr(name, whole.read(name))
        for name, held in extra.items():
            archive.writestr(name, held)
        archive.writestr("manifest.json", json.dumps(told))
    return made.getvalue()


E3B0 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


STRANGE = [
    "../board.duckdb",
    "/etc/x.toml",
    "plans/../../x.toml",
    "plans/a/b.toml",
    "plans\\x.toml",
    "plans/\x1b[2J.toml",
    "plans/",
    "store.commits",
    "store.drafts",
    "store.duckdb.new",
    "store.duckdb.wal",
    "store.DuckDB.wal",
    "store.key.new",
    "store.open",
    "store.restoring",
    "ready",
    "另外的.txt",
]


@pytest.mark.parametrize("name", few(STRANGE, 8))
def test_a_member_that_no_copy_of_ours_holds_is_named_and_refused(
    held: Store, place: Path, admin: Actor, brought: bytes, tmp_path: Path, name: str
) -> None:
    """Whether its sheet tells of it or not, on the screen and from the terminal."""
    before = {each.name for each in place.parent.iterdir()} - {"board.duckdb.wal"} | {"backups"}
    for told in ({name: E3B0}, {}):
        hostile = with_sheet(brought, lambda sheet, told=told: sheet["files"].update(told), {name: b""})  # type: ignore[misc]
        with pytest.raises(BoardError, match="里有本程序没有做过的：文件") as refusal:
            received(held, admin, hostile)
        assert printable(name) in refusal.value.message
    (tmp_path / "hostile.zip").write_bytes(hostile)
    held.close()
    with pytest.raises(BoardError, match="里有本程序没有做过的：文件"):
        backup_commands.put_back(tmp_path / "hostile.zip", place, is_sure=True)
    assert {each.name for each in place.parent.iterdir()} == before


def with_member(brought: bytes, member: zipfile.ZipInfo | str, held: bytes) -> bytes:
    """The same copy with one more member after the others."""
    made = io.BytesIO(brought)
    with zipfile.ZipFile(made, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two by one name
        archive.writestr(member, held)
    return made.getvalue()


def test_two_members_by_one_name_and_a_link_are_refused(held: Store, admin: Actor, brought: bytes) -> None:
    link = zipfile.ZipInfo("plans/x.toml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    for hostile in (with_member(brought, "store.audit.head", b"another"), with_member(brought, link, b"/etc/passwd")):
        with pytest.raises(BoardError, match="里有本程序没有做过的：文件"):
            received(held, admin, hostile)


def test_an_export_is_held_to_its_list_as_well(held: Store, admin: Actor, carried_away: Path, tmp_path: Path) -> None:
    exported = tmp_path / "open.zip"
    backup_formats.to_open(carried_away, exported)
    for name in ("beside/store.drafts", "../x", "parquet/../x.parquet"):
        with pytest.raises(BoardError, match="里有本程序没有做过的：文件"):
            received(held, admin, with_member(exported.read_bytes(), name, b""))


@pytest.mark.walk
def test_what_else_an_older_copy_took_along_is_passed_over(
    held: Store, place: Path, admin: Actor, brought: bytes, tmp_path: Path
) -> None:
    """Once whatever lay beside the file under its name was taken along: a certificate, a list of one's own."""
    more = {"store.pem": b"", "store.旧表.xlsx": b""}
    older = with_sheet(brought, lambda told: told["files"].update(dict.fromkeys(more, E3B0)), more)  # type: ignore[attr-defined]
    (tmp_path / "older.zip").write_bytes(older)
    backup_formats.to_open(tmp_path / "older.zip", tmp_path / "open.zip")
    backup_actions.restore(held, admin, received(held, admin, older), "恢复")
    assert highest(held) == 1
    assert not [each for each in place.parent.glob("board.*") if each.suffix in {".pem", ".xlsx"}]


def test_what_lies_beside_the_store_is_not_taken_along(held: Store, place: Path) -> None:
    for name in ("board.pem", "board.with a space", "board.drafts.txt"):
        (place.parent / name).touch()
    copy = backup.make(held, Reason.HAND).path
    with zipfile.ZipFile(copy) as archive:
        assert sorted(archive.namelist()) == ["manifest.json", "store.audit.head", "store.duckdb"]


def test_one_of_a_newer_product_says_so(held: Store, admin: Actor, brought: bytes) -> None:
    with pytest.raises(BoardError, match="本程序只认识到") as told:
        received(held, admin, with_sheet(brought, lambda told: told.update(schema=9_999), {}))
    assert told.value.title == "备份来自更新的版本"
    assert "升级" in told.value.remedy


@pytest.mark.parametrize("shape", [[], "x", None, {"format": 1}, {"format": 1, "files": []}])
def test_a_sheet_of_another_shape_is_refused(held: Store, admin: Actor, brought: bytes, shape: object) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("store.duckdb", b"x")
        archive.writestr("manifest.json", json.dumps(shape))
    with pytest.raises(BoardError, match="不是查改看板的备份，或者已经损坏"):
        received(held, admin, made.getvalue())


def test_a_small_file_that_swells_is_refused_before_anything_is_laid_out(
    held: Store, place: Path, admin: Actor, tmp_path: Path
) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", " " * (17 << 20))
    with pytest.raises(BoardError, match="或者已经损坏"):
        received(held, admin, made.getvalue())
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tables.json", json.dumps({"format": "open-1", "tables": {"tasks": 10**12}, "files": {}}))
    with pytest.raises(BoardError, match="或者已经损坏"):
        received(held, admin, made.getvalue())
    assert uploads(place) == []


def test_one_of_more_parts_than_any_copy_has_is_refused_before_they_are_counted_out(
    held: Store, place: Path, admin: Actor, brought: bytes
) -> None:
    many = {f"x{number}": b"" for number in range(2_000)}
    with pytest.raises(BoardError, match="或者已经损坏"):
        received(held, admin, with_sheet(brought, lambda _: None, many))
    assert uploads(place) == []


def test_rows_without_end_in_an_export_are_read_no_further_than_it_says(
    held: Store, place: Path, admin: Actor, carried_away: Path, tmp_path: Path
) -> None:
    exported, parquet = tmp_path / "open.zip", tmp_path / "rows.parquet"
    backup_formats.to_open(carried_away, exported)
    pd.DataFrame({"task_id": ["x"] * 3_000_000}).to_parquet(parquet)
    made = io.BytesIO()
    with zipfile.ZipFile(exported) as whole, zipfile.ZipFile(made, "w") as archive:
        told = json.loads(whole.read("tables.json"))
        del told["files"]["parquet/tasks.parquet"]
        for name in whole.namelist():
            if name not in {"tables.json", "parquet/tasks.parquet"}:
                archive.writestr(name, whole.read(name))
        archive.writestr("tables.json", json.dumps(told))
        archive.write(parquet, "parquet/tasks.parquet")
    with pytest.raises(BoardError, match="或者已经损坏"):
        received(held, admin, made.getvalue())
    assert uploads(place) == []


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("nothing", "是空的"),
        ("the store itself", "数据文件本身"),
        ("words", "不是压缩文件"),
        ("half of it", "不完整"),
        ("another zip", "不是查改看板的备份"),
        ("spoilt", "已经损坏"),
    ],
)
def test_what_is_no_copy_is_told_for_what_it_is(
    held: Store, place: Path, admin: Actor, brought: bytes, what: str, said: str
) -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("照片.txt", "x")
    middle = len(brought) // 2
    held_by = {
        "nothing": b"",
        "the store itself": place.read_bytes(),
        "words": "不是备份".encode(),
        "half of it": brought[:middle],
        "another zip": other.getvalue(),
        "spoilt": brought[:middle] + bytes([brought[middle] ^ 255]) + brought[middle + 1 :],
    }
    with pytest.raises(BoardError, match=said) as told:
        received(held, admin, held_by[what])
    assert told.value.remedy
    assert uploads(place) == []
    assert highest(held) == 2


def test_one_that_is_too_large_says_what_to_do_instead(held: Store, admin: Actor) -> None:
    with pytest.raises(BoardError, match="最多 200 MB") as told:
        backup_actions.receive(held, admin, io.BytesIO(b"PK"), backup_upload.MOST_BYTES + 1)
    assert "用命令恢复" in told.value.remedy


@pytest.mark.skipif(os.name == "nt", reason="no bound on the size of files there")
def test_a_full_disk_is_told_and_nothing_is_left(held: Store, place: Path, admin: Actor, brought: bytes) -> None:
    import resource  # noqa: PLC0415 - not on Windows

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(brought) // 2, before[1]))
    try:
        with pytest.raises(DiskFull, match="没有空间"):
            received(held, admin, brought)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert uploads(place) == []
    assert highest(held) == 2


def test_what_would_fill_the_disk_is_refused_before_it_does(
    held: Store, place: Path, admin: Actor, brought: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(place.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=RESERVE + len(brought) + 1))
    with pytest.raises(DiskFull, match="没有空间"):
        received(held, admin, brought)
    assert uploads(place) == []
