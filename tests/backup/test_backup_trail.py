"""Putting a copy back does not put the audit trail back: it goes on, and the restore is its next entry."""

from pathlib import Path

import pytest

from board.access import Actor
from board.backup import actions as backup_actions
from board.backup import copies as backup
from board.backup import restore as backup_restore
from board.backup.rules import Reason
from board.store.store import Store, open_store
from board.store.trail import check as audit_log
from board.store.trail.chain import Deed
from board.store.trail.head import head_path
from tests.store.task_states import add_task


def told(store: Store) -> list[tuple[str, str]]:
    return [(entry.kind, store.names.word(entry.actor_name)) for entry in store.entries()]


@pytest.mark.walk
def test_what_was_entered_since_the_copy_stays_and_the_restore_follows(held: Store, admin: Actor) -> None:
    copy = backup_actions.make(held, admin)
    held.write(add_task, Deed("tasks.add", admin))
    before = told(held)
    backup_actions.restore(held, admin, copy.path.name, "恢复")
    assert told(held) == [*before, ("store.restore", "管理员")]
    checked = audit_log.check(held)
    assert checked.is_sound
    assert [entry.kind for entry in checked.noted if entry.kind != "audit.head_lost"] == []


@pytest.mark.walk
def test_the_trail_goes_on_after_a_restore_and_a_start(held: Store, place: Path, admin: Actor) -> None:
    copy = backup.make(held, Reason.HAND).path
    held.write(add_task, Deed("tasks.add", admin))
    backup_restore.restore(held, copy)
    held.write(add_task, Deed("tasks.add", admin))
    before = told(held)
    held.close()
    again = open_store(place)
    assert told(again) == before
    assert audit_log.check(again).is_sound
    again.close()


@pytest.mark.walk
def test_a_file_nobody_serves_keeps_its_trail_too(held: Store, place: Path, admin: Actor) -> None:
    copy = backup.make(held, Reason.HAND).path
    held.write(add_task, Deed("tasks.add", admin))
    before = told(held)
    held.close()
    backup_restore.restore_file(copy, place)
    again = open_store(place)
    assert told(again) == [*before, ("store.restore", "")]
    assert audit_log.check(again).is_sound
    again.close()


def test_where_the_present_file_is_damaged_the_copy_brings_its_own_trail(
    held: Store, place: Path, admin: Actor
) -> None:
    held.write(add_task, Deed("tasks.add", admin))
    copy = backup.make(held, Reason.HAND).path
    before = told(held)
    held.close()
    place.write_bytes(b"x" * 50_000)
    backup_restore.restore_file(copy, place)
    again = open_store(place)
    assert told(again) == [*before, ("store.restore", "")]
    assert audit_log.check(again).is_sound
    assert head_path(place).exists()
    again.close()


@pytest.mark.walk
def test_a_copy_of_another_store_brings_its_own_trail(held: Store, place: Path, admin: Actor, tmp_path: Path) -> None:
    other = open_store(tmp_path / "other" / "board.duckdb")
    other.write(add_task, Deed("tasks.add", admin))
    copy, theirs = backup.make(other, Reason.HAND).path, told(other)
    other.close()
    held.close()
    backup_restore.restore_file(copy, place)
    again = open_store(place)
    assert told(again) == [*theirs, ("store.restore", "")]
    assert audit_log.check(again).is_sound
    again.close()
