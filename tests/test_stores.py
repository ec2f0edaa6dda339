"""What tests take for a store is what the product makes, and one test's store tells nothing of another's."""

from pathlib import Path
from typing import Any

import pytest

from board import clock
from board.access import Actor
from board.example.school import load_example
from board.store.copy import tables
from board.store.store import Store, open_store
from board.tasks import actions as tasks
from tests.ledger_rows import task_fields
from tests.stores import Copies, blank_store

_CATALOGUE = {
    "columns": "SELECT table_name, column_name, data_type, column_default, is_nullable FROM duckdb_columns()",
    "constraints": "SELECT table_name, constraint_text FROM duckdb_constraints()",
    "indexes": "SELECT index_name, table_name, sql FROM duckdb_indexes()",
    "views": "SELECT view_name, sql FROM duckdb_views()",
    "sequences": "SELECT sequence_name FROM duckdb_sequences()",
    "settings": "SELECT name, value FROM duckdb_settings()",
}
_OWN = {"schema_migrations": "* EXCLUDE (applied_at)", "audit_entries": "* EXCLUDE (happened_at, hash)"}


@pytest.mark.walk
def test_a_blank_store_is_what_opening_makes() -> None:
    made, laid = open_store(None), blank_store()
    assert contents(laid) == contents(made)
    assert (laid.version(), laid.version("access")) == (made.version(), made.version("access"))
    made.close()
    laid.close()


def test_a_blank_store_has_nothing_of_the_one_that_was_closed_before() -> None:
    before = blank_store()
    load_example(before, clock.today())
    database = before.database
    before.close()
    after, beside = blank_store(), blank_store()
    assert after.database is database
    assert beside.database is not database
    assert contents(after) == contents(beside)
    after.close()
    beside.close()


def contents(store: Store) -> dict[str, list[Any]]:
    """Whatever a store holds, but for when it was made."""
    with store._connection.cursor() as cursor:
        asked = {
            table: f"SELECT {_OWN.get(table, '*')} FROM {table}"  # noqa: S608 - a table of ours
            for table in tables(cursor)
        }
        return {name: sorted(cursor.execute(sql).fetchall(), key=repr) for name, sql in {**_CATALOGUE, **asked}.items()}


@pytest.fixture
def pair(example_file: Path, tmp_path: Path) -> tuple[Copies, Path]:
    return Copies(example_file), tmp_path / "copy.duckdb"


def names(store: Store) -> list[str]:
    return list(tasks.tasks(store, activity_of(store), clock.today())["name"])


def test_a_copy_shows_nothing_of_what_another_wrote(pair: tuple[Copies, Path], clerk: Actor) -> None:
    copies, place = pair
    with copies.opened(place) as first:
        before = names(first)
        add(first, clerk, "只在第一份里")
        assert names(first) != before
    with copies.opened(place) as second:
        assert names(second) == before
        add(second, clerk, "只在第二份里")
        assert set(names(second)) - set(before) == {"只在第二份里"}


def test_what_was_read_of_a_file_is_made_again_only_after_a_write(pair: tuple[Copies, Path], clerk: Actor) -> None:
    copies, place = pair
    made: list[str] = []

    def how_many(store: Store, when: str) -> int:
        def count() -> int:
            made.append(when)
            return len(store.read("tasks/tasks", activity_id=activity_of(store), as_of=clock.today()))

        counted: int = store.cached("how many", count)
        return counted

    with copies.opened(place) as first:
        before = how_many(first, "first")
        add(first, clerk, "后来的")
        assert how_many(first, "after the first's write") == before + 1
    with copies.opened(place) as second:
        assert how_many(second, "second") == before
        add(second, clerk, "后来的")
        assert how_many(second, "after the second's write") == before + 1
    assert made == ["first", "after the first's write", "after the second's write"]


def activity_of(store: Store) -> str:
    return str(store.rows("activities/all")[0]["activity_id"])


def add(store: Store, clerk: Actor, name: str) -> None:
    like = tasks.tasks(store, activity_of(store), clock.today()).iloc[0]
    fields = task_fields(name=name, phase_id=like["phase_id"], leader_id=like["leader_id"])
    tasks.add(store, clerk, activity_of(store), fields)
