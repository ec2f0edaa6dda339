"""The bundle for who helps from afar: how things are, and nobody's name or word."""

import io
import json
import zipfile
from pathlib import Path

import pytest

import manage
from board.access import Actor, Role
from board.accounts import actions as accounts
from board.errors import Refused
from board.operating import support
from board.store.store import open_store
from board.web import logs
from tests.example_school import Example


def members(held: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(held)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_says_how_things_are(example: Example, admin: Actor) -> None:
    told = json.loads(members(support.bundle(example.store, admin))["about.json"])
    assert told["store"] == "能打开"
    assert told["rows"]["rectification_items"] > 10
    assert (told["audit"]["findings"], told["audit"]["altered"]) == (0, 0)
    assert [entry.kind for entry in example.store.entries()][-1] == "store.support"


def test_nobodys_name_and_nothing_anybody_wrote_is_in_it(example: Example, admin: Actor) -> None:
    fields = {"name": "zhaoqian", "display_name": "赵倩", "roles": [Role.CLERK], "password": "春风化雨润物无声两个黄鹂"}
    accounts.create_account(example.store, admin, fields)
    assert example.store.path
    handler = logs.begin(example.store.path.parent / "logs")
    logs.tell("request", kind="tasks", status=200)
    logs.end(handler)
    held = members(support.bundle(example.store, admin))
    assert "logs/board.log" in held
    everything = b"".join(held.values()).decode()
    people = {row["name"] for row in example.store.rows("audit/rows_of", table="people")}
    written = {row["problem"] for row in example.store.rows("audit/rows_of", table="rectification_items")}
    written |= {row["content"] for row in example.store.rows("audit/rows_of", table="opinions")}
    told = {"赵倩", "zhaoqian", str(example.store.path.parent), *people, *written}
    assert [each for each in told if each in everything] == []


def test_it_is_for_the_administrator(example: Example, clerk: Actor) -> None:
    with pytest.raises(Refused):
        support.bundle(example.store, clerk)


def test_a_store_that_cannot_be_opened_has_one_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "board.duckdb").write_bytes(b"x" * 50_000)
    file = tmp_path / "how.zip"
    assert manage.main(["support", str(file), "--data", str(tmp_path)]) == 0
    assert "已写好" in capsys.readouterr().out
    assert "能打开" not in json.loads(members(file.read_bytes())["about.json"])["store"]
    assert manage.main(["support", str(file), "--data", str(tmp_path)]) == 1


def test_it_opens_a_store_that_nobody_serves(tmp_path: Path) -> None:
    open_store(tmp_path / "board.duckdb").close()
    file = tmp_path / "how.zip"
    assert manage.main(["support", str(file), "--data", str(tmp_path)]) == 0
    assert json.loads(members(file.read_bytes())["about.json"])["store"] == "能打开"
