"""Everything in open formats: other programs read it, and it comes back as it went."""

import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import manage
from board.access import Actor
from board.backup import actions as backup_actions
from board.backup import commands as backup_commands
from board.backup import copies as backup
from board.backup import formats as backup_formats
from board.backup import restore as backup_restore
from board.backup.archive import CopyDamaged
from board.backup.rules import Reason
from board.errors import BoardError, Refused
from board.store import copy as db_copy
from board.store.store import Store, open_store
from board.store.trail import check as audit_log


@pytest.fixture
def exported(school: Store, tmp_path: Path) -> Path:
    """The example school in open formats."""
    target = tmp_path / "open.zip"
    backup_formats.to_open(backup.make(school, Reason.HAND).path, target)
    return target


def test_pandas_reads_every_table_as_the_store_holds_it(school: Store, exported: Path) -> None:
    with zipfile.ZipFile(exported) as archive:
        counts = json.loads(archive.read("tables.json"))["tables"]
        items = pd.read_parquet(io.BytesIO(archive.read("parquet/rectification_items.parquet")))
        csv = pd.read_csv(io.BytesIO(archive.read("csv/rectification_items.csv")), encoding="utf-8-sig")
        assert {f"parquet/{name}.parquet" for name in counts} <= set(archive.namelist())
        assert "restore" in archive.read("说明.txt").decode("utf-8-sig")
    held = school.rows("audit/rows_of", table="rectification_items")
    assert sorted(items["problem"]) == sorted(csv["problem"]) == sorted(row["problem"] for row in held)
    assert counts["rectification_items"] == len(held) > 10


def test_it_comes_back_as_it_went(school: Store, exported: Path, place: Path, tmp_path: Path) -> None:
    school.close()
    before = db_copy.read_file(place)
    copy = tmp_path / "back.zip"
    sheet = backup_formats.to_copy(exported, copy)
    kept = {name: figures for name, figures in before.tables.items() if name != "audit_entries"}
    assert {name: sheet.tables[name] for name in kept} == kept
    backup_restore.restore_file(copy, place)
    again = open_store(place)
    assert audit_log.check(again).is_sound
    again.close()


def spoilt(exported: Path, name: str, held: bytes) -> Path:
    """The same file with one of its members something else."""
    target = exported.with_name("spoilt.zip")
    with zipfile.ZipFile(exported) as whole, zipfile.ZipFile(target, "w") as archive:
        for member in whole.namelist():
            archive.writestr(member, held if member == name else whole.read(member))
    return target


@pytest.mark.walk
@pytest.mark.parametrize("name", ["parquet/opinions.parquet", "tables.json", "beside/store.audit.head"])
def test_a_file_that_was_changed_is_refused_and_leaves_nothing(exported: Path, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "back.zip"
    with pytest.raises(CopyDamaged, match="不是查改看板的备份，或者已经损坏"):
        backup_formats.to_copy(spoilt(exported, name, b"{}"), copy)
    assert not copy.exists()


@pytest.mark.parametrize(("schema", "title"), [(9_999, "来自更新的版本"), (28, "是开发时期的版本做的")])
def test_one_of_a_newer_product_or_from_before_the_baseline_says_so(
    exported: Path, tmp_path: Path, schema: int, title: str
) -> None:
    with zipfile.ZipFile(exported) as archive:
        sheet = json.loads(archive.read("tables.json"))
    sheet["copy"]["schema"] = schema
    other = spoilt(exported, "tables.json", json.dumps(sheet).encode())
    with pytest.raises(BoardError, match=title):
        backup_formats.to_copy(other, tmp_path / "back.zip")
    assert not (tmp_path / "back.zip").exists()


@pytest.mark.walk
def test_from_the_terminal_out_and_back(
    school: Store, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    count = len(school.rows("audit/rows_of", table="opinions"))
    school.close()
    out, other = tmp_path / "all.zip", tmp_path / "other"
    assert manage.main(["export", str(out), "--data", str(place.parent)]) == 0
    assert "Parquet 和 CSV 各一份" in capsys.readouterr().out
    assert manage.main(["export", str(out), "--data", str(place.parent)]) == 1
    assert "已经有了" in capsys.readouterr().err
    assert manage.main(["restore", str(out), "--data", str(other), "--yes"]) == 0
    again = open_store(other / "board.duckdb")
    assert len(again.rows("audit/rows_of", table="opinions")) == count
    again.close()


def test_it_is_taken_away_by_the_administrator_alone_and_noted(school: Store, admin: Actor, clerk: Actor) -> None:
    copy = backup_actions.make(school, admin)
    assert backup_actions.open_content(school, admin, copy.path.name).startswith(b"PK")
    assert [entry.kind for entry in school.entries()][-1] == "store.take_open"
    with pytest.raises(Refused):
        backup_actions.open_content(school, clerk, copy.path.name)


def test_a_copy_is_no_export(school: Store) -> None:
    copy = backup.make(school, Reason.HAND).path
    assert not backup_formats.is_open(copy)
    with backup_commands.as_copy(copy, copy) as same:
        assert same == copy
