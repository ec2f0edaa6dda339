"""How a store's file is laid out: saves hold little memory until they are brought into it."""

from pathlib import Path

import duckdb

from board import clock
from board.access import Actor, Role
from board.backup import copies
from board.backup.restore import restore_file
from board.backup.rules import Reason
from board.example.school import load_example
from board.rectification import actions as rectification
from board.store.store import Store, open_store
from tests.ledger_rows import ACTIVITY, add_activity, item_fields

CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
USUAL = 262_144  # bytes of a block where nothing else was asked for
HELD = "SELECT sum(memory_usage_bytes) FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'"


def one(store: Store, statement: str) -> int:
    with store._connection.cursor() as cursor:
        return int(cursor.execute(statement).fetchall()[0][0])


def block_of(store: Store) -> int:
    return one(store, "SELECT block_size FROM pragma_database_size() WHERE database_name NOT IN ('system', 'temp')")


def test_what_was_saved_and_is_not_yet_in_the_file_holds_little_memory(tmp_path: Path) -> None:
    """With blocks of the usual size one item registered and begun holds 71 MB; the example's file takes 35."""
    path = tmp_path / "board.duckdb"
    store = open_store(path)
    load_example(store, clock.today())
    store.close()
    assert path.stat().st_size < 20_000_000
    store = open_store(path)
    add_activity(store)
    item_id = rectification.add(store, CLERK, ACTIVITY, item_fields())
    rectification.act(store, CLERK, ACTIVITY, item_id, "start", {})
    assert 0 < one(store, HELD) < 25_000_000
    store.close()


def test_a_file_from_before_keeps_its_blocks_and_a_copy_of_it_has_the_smaller_ones(tmp_path: Path) -> None:
    path = tmp_path / "board.duckdb"
    duckdb.connect(str(path), config={"default_block_size": USUAL}).close()
    store = open_store(path)
    load_example(store, clock.today())
    tasks = one(store, "SELECT count(*) FROM tasks")
    copy = copies.make(store, Reason.HAND).path
    assert block_of(store) == USUAL
    store.close()
    restore_file(copy, tmp_path / "back" / "board.duckdb")
    back = open_store(tmp_path / "back" / "board.duckdb")
    assert (block_of(back), one(back, "SELECT count(*) FROM tasks")) == (USUAL // 4, tasks)
    back.close()
