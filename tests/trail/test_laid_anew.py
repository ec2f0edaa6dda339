"""A store from before names stood in one place: its trail is laid anew once, and no check is the weaker for it."""

import shutil
from pathlib import Path

import duckdb
import pytest

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.activity import saved_views
from board.backup import copies as backup
from board.backup import restore as backup_restore
from board.backup.rules import Reason
from board.operating.account_deletion import delete_account
from board.store.store import Store, open_store
from board.store.trail import check as audit_log
from board.store.trail.chain import Head
from board.store.trail.head import head_path, read_head, write_head
from tests.example_school import Example
from tests.older_store import make_older

PASSWORD = "开会前先看台账2026"
NAME = "欧阳南枫"
# The first because the school's file was copied without the head beside it.
NOTED = ["audit.head_lost", "audit.laid_anew"]


@pytest.fixture
def older(school: Example, admin: Actor) -> Path:
    """The file of a school in which somebody with an account did something, as it was before."""
    store = school.store
    fields = {"name": "nanfeng", "display_name": NAME, "roles": [Role.CLERK], "password": PASSWORD}
    account_id = accounts.create_account(store, admin, {**fields, "people": {school.activity_id: "P03"}})
    accounts.edit_account(store, admin, account_id, {"people": {school.activity_id: "P02"}})
    actor = Actor(account_id, NAME, frozenset({Role.CLERK}))
    saved_views.save(store, actor, school.activity_id, "rectification", "逾期的", {"q": "逾期"}, is_shared=False)
    assert store.path
    store.close()
    make_older(store.path)
    return store.path


def outside(path: Path, statement: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(statement)


def opened(path: Path) -> Store:
    return backup.open_own(path)


def account_of(store: Store) -> str:
    found = accounts.accounts(store)
    return str(found[found["name"] == "nanfeng"]["account_id"].iloc[0])


def test_no_name_is_left_outside_its_one_table_and_the_trail_is_sound(older: Path) -> None:
    before = outside_entries(older)
    store = opened(older)
    checked = audit_log.check(store)
    assert checked.is_sound
    assert [entry.kind for entry in checked.noted] == NOTED
    assert any(f"第 {before[-1][0]} 条，指纹 {before[-1][1]}" in line for line in audit_log.said(checked))
    tables = {row["table_name"] for row in store.rows("store/row_counts")} - {"account_words", "accounts"}
    held = [row for table in tables for row in store.rows("audit/rows_of", table=table)]
    assert [row for row in held if NAME in str(row) or "管理员" in str(row.get("actor_name"))] == []
    store.close()
    again = open_store(older)
    assert audit_log.check(again).is_sound
    again.close()


def outside_entries(path: Path) -> list[tuple[int, str]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute("SELECT number, hash FROM audit_entries ORDER BY number").fetchall()


def test_who_did_what_reads_as_before(older: Path, admin: Actor) -> None:
    store = opened(older)
    who = [store.names.word(entry.actor_name) for entry in store.entries() if entry.kind == "saved_views.keep"]
    assert who == [NAME]
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET record = 'X' WHERE number = 3",
        "DELETE FROM audit_entries WHERE number = 2",
        "UPDATE audit_entries SET actor_name = '别人' WHERE number = 4",
        "UPDATE task_events SET name = 'X' WHERE task_id = 'T01'",
        "UPDATE task_events SET actor_name = '别人' WHERE task_id = 'T01' AND seq = 1",
        "UPDATE tasks SET name = 'X' WHERE task_id = 'T01'",
        "DELETE FROM audit_entries WHERE number = (SELECT max(number) FROM audit_entries)",
    ],
)
def test_what_was_changed_from_outside_before_shows_after(older: Path, statement: str) -> None:
    outside(older, statement)
    store = opened(older)
    checked = audit_log.check(store)
    store.close()
    again = open_store(older)
    assert audit_log.check(again).altered == checked.altered
    again.close()
    noted = {entry.kind for entry in checked.noted} - {"audit.laid_anew"}
    assert not checked.is_sound or noted


@pytest.mark.parametrize("behind", [0, 1, 2])
def test_a_head_that_lagged_behind_goes_over_without_a_word(older: Path, behind: int) -> None:
    at = outside_entries(older)[-1 - behind]
    head_path(older).unlink()
    write_head(head_path(older), Head(*at))
    store = opened(older)
    checked = audit_log.check(store)
    assert [entry.kind for entry in checked.noted] == NOTED
    assert read_head(head_path(older)) == checked.last
    store.close()


def test_after_a_deletion_nobody_can_try_names_on_what_is_left(older: Path, admin: Actor) -> None:
    old = [each for _, each in outside_entries(older)]
    store = opened(older)
    keeper = accounts.create_account(
        store, admin, {"name": "keeper", "display_name": "管理员", "roles": [Role.ADMIN], "password": PASSWORD}
    )
    assert old[-1] in str(store.rows("names/all"))
    delete_account(store, Actor(keeper, "管理员", frozenset({Role.ADMIN})), account_of(store), "nanfeng")
    assert audit_log.check(store).is_sound
    tables = [row["table_name"] for row in store.rows("store/row_counts")]
    held = str([store.rows("audit/rows_of", table=table) for table in tables])
    # The first entry is the store's own; it names nobody and hashes to the same as before.
    assert [each for each in old[1:] if each in held] == []
    store.close()


def test_a_copy_from_before_goes_on_in_the_present_trail(older: Path, admin: Actor, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    store = opened(older)
    copy = shutil.copy(next(each.path for each in backup.copies(older)), kept)
    account_id = account_of(store)
    keeper = accounts.create_account(
        store, admin, {"name": "keeper", "display_name": "管理员", "roles": [Role.ADMIN], "password": PASSWORD}
    )
    delete_account(store, Actor(keeper, "管理员", frozenset({Role.ADMIN})), account_id, "nanfeng")
    entries = [entry.hash for entry in store.entries()]
    backup.make(store, Reason.HAND)
    backup_restore.restore(store, Path(copy))
    assert [entry.hash for entry in store.entries()][: len(entries)] == entries
    assert audit_log.check(store).is_sound
    tables = [row["table_name"] for row in store.rows("store/row_counts")]
    assert NAME not in str([store.rows("audit/rows_of", table=table) for table in tables])
    store.close()
