"""A store whose trail was laid anew by a step before the baseline, when names were taken out of it: its findings stay.

The steps are gone. What they left is put at the end of a trail here as they did it: an entry that vouches for the end
of the trail from before, and what was found wrong in that one.
"""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.backup import copies as backup
from board.backup import restore as backup_restore
from board.backup.rules import Reason
from board.operating.account_deletion import delete_account
from board.store.names import new_word
from board.store.store import Store, open_store
from board.store.trail import check as audit_log
from board.store.trail.chain import LAID_ANEW, Deed, Entry, Head, hash_of
from board.store.trail.head import head_path, write_head
from tests.store.task_states import add_task

PASSWORD = "开会前先看台账2026"
ENDED = f"7 {'ab' * 32}"


@pytest.fixture
def path(tmp_path: Path, admin: Actor) -> Path:
    """A closed store with a few entries, two accounts among them."""
    path = tmp_path / "data" / "board.duckdb"
    store = open_store(path)
    for name, display_name, role in (("keeper", "管理员", Role.ADMIN), ("nanfeng", "欧阳南枫", Role.CLERK)):
        fields = {"name": name, "display_name": display_name, "roles": [role], "password": PASSWORD, "people": {}}
        accounts.create_account(store, admin, fields)
    store.write(add_task, Deed("tasks.add", admin))
    store.close()
    return path


def lay_anew(path: Path, faults: list[Any]) -> None:
    """Put at the end of a closed store's trail what laying it anew left there."""
    with duckdb.connect(str(path)) as connection:
        rows = connection.execute("SELECT * FROM audit_entries ORDER BY number DESC LIMIT 1").fetchall()
        last, word = Entry(*rows[0]), new_word("", ENDED)
        detail = json.dumps({"laid_anew": {"head": word["mark"], "found": faults}}, ensure_ascii=False)
        bare = replace(last, actor_id="", actor_name="", address="", device="", activity_id="")
        vouching = replace(bare, number=last.number + 1, kind=LAID_ANEW, record="第 1 至 7 条", detail=detail)
        vouching = replace(vouching, previous=last.hash)
        vouching = replace(vouching, hash=hash_of(vouching))
        connection.execute("INSERT INTO account_words BY NAME SELECT unnest(?, recursive := true)", [[word]])
        connection.execute(
            f"INSERT INTO audit_entries VALUES ({', '.join('?' * 12)})",  # noqa: S608 - places for values
            list(vars(vouching).values()),
        )
    head_path(path).unlink()
    write_head(head_path(path), Head(vouching.number, vouching.hash))


def test_it_is_sound_and_says_where_the_trail_before_ended(path: Path) -> None:
    lay_anew(path, [])
    store = open_store(path)
    store.write(add_task, Deed("tasks.add"))
    checked = audit_log.check(store)
    store.close()
    assert checked.is_sound
    assert [entry.kind for entry in checked.noted] == [LAID_ANEW]
    assert f"重新编排以前的最后一条是第 7 条，指纹 {'ab' * 32}。" in audit_log.report_lines(checked)


def test_what_was_wrong_with_the_trail_before_is_told_still(path: Path) -> None:
    lay_anew(path, [[3, "第 3 条的内容和它的指纹不符，被改过"]])
    store = open_store(path)
    checked = audit_log.check(store)
    store.close()
    assert not checked.is_sound
    assert "第 3 条的内容和它的指纹不符，被改过。" in audit_log.report_lines(checked)


@pytest.mark.walk
def test_after_a_deletion_nobody_can_try_names_on_what_is_left(path: Path) -> None:
    lay_anew(path, [])
    store = open_store(path)
    assert ENDED in str(store.rows("names/all"))
    ids = {row["name"]: row["account_id"] for row in accounts.accounts(store).to_dict("records")}
    delete_account(store, Actor(ids["keeper"], "管理员", frozenset({Role.ADMIN})), ids["nanfeng"], "nanfeng")
    assert audit_log.check(store).is_sound
    tables = [row["table_name"] for row in store.rows("store/row_counts")]
    assert "ab" * 32 not in str([store.rows("audit/rows_of", table=table) for table in tables])
    store.close()


def copied(path: Path, place: Path) -> Path:
    shutil.copytree(path.parent, place)
    return place / path.name


def kinds(store: Store) -> list[str]:
    return [entry.kind for entry in store.entries()]


@pytest.mark.walk
def test_a_copy_laid_anew_by_itself_brings_its_own_trail(path: Path, tmp_path: Path) -> None:
    """Its entries came out otherwise than those of the store it was a copy of: only the first, with no name, agrees."""
    other = copied(path, tmp_path / "other")
    marks_of_its_own(other)
    for each in (path, other):
        lay_anew(each, [])
    held = open_store(other)
    theirs, copy = kinds(held), backup.make(held, Reason.HAND).path
    held.close()
    present = open_store(path)
    backup_restore.restore(present, copy)
    assert kinds(present)[: len(theirs)] == theirs
    assert audit_log.check(present).is_sound
    present.close()


def marks_of_its_own(path: Path) -> None:
    """Chain all entries but the first again, as with other marks: each by another device."""
    with duckdb.connect(str(path)) as connection:
        entries = [Entry(*row) for row in connection.execute("SELECT * FROM audit_entries ORDER BY number").fetchall()]
        before = entries[0].hash
        for entry in entries[1:]:
            other = replace(entry, device="别的", previous=before)
            before = hash_of(other)
            changed = "UPDATE audit_entries SET device = ?, previous = ?, hash = ? WHERE number = ?"
            connection.execute(changed, [other.device, other.previous, before, entry.number])
