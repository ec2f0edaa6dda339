"""The schema as steps: a file from an earlier version becomes today's, and nothing is half done."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from board.backup.copies import open_own
from board.errors import StoreUnusable
from board.operating.settings import ROOT
from board.store.copy import tables
from board.store.migrations import applied, baseline, migrate, migrations, newest
from board.store.sql import QUERIES, statements
from board.store.store import open_store
from tests.next_version import ADDS_A_COLUMN, steps_in

# Of every table that the steps before the baseline made, by the statement as DuckDB gives it (1.5).
OF_THE_STEPS_BEFORE = "6bcd1527bb4378b2b299080b502b1d40967231943ee47a2b0b7d6ae5a73c90a0"
BASELINE, NEXT = "*_baseline", {"step_0030_add_the_place": ADDS_A_COLUMN}
FAILS_HALF_WAY = f"{ADDS_A_COLUMN} DROP TABLE a_table_nobody_made;"


@pytest.fixture
def blank() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        yield connection


@pytest.fixture
def older(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A file as the baseline left it, closed and opened again, with a unit in it."""
    path = str(tmp_path / "older.duckdb")
    with duckdb.connect(path) as connection:
        migrate(connection, migrations()[:1])
        connection.execute("INSERT INTO units VALUES ('U1', '示例小学')")
    with duckdb.connect(path) as connection:
        yield connection


def columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    rows = connection.execute("SELECT column_name FROM information_schema.columns WHERE table_name = ?", [table])
    return {row[0] for row in rows.fetchall()}


def recorded(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    return connection.execute("SELECT number, name FROM schema_migrations ORDER BY number").fetchall()


def test_a_blank_store_gets_every_step_and_a_record_of_each(blank: duckdb.DuckDBPyConnection) -> None:
    assert applied(blank) == 0
    assert migrate(blank) == newest()
    assert recorded(blank) == [(step.number, step.name) for step in migrations()]
    assert {"task_id", "due_on"} <= columns(blank, "tasks")


def test_the_baseline_is_to_the_letter_what_stores_and_copies_made_before_it_hold(
    blank: duckdb.DuckDBPyConnection,
) -> None:
    """A copy is held against it when it is put back: one column otherwise, and no copy of 0.1.0 could be."""
    migrate(blank, migrations()[:1])
    objects = blank.execute(statements()["backup/objects"].text, {"database": "memory"}).fetchall()
    assert hashlib.sha256(json.dumps(objects).encode()).hexdigest() == OF_THE_STEPS_BEFORE


def test_the_second_time_there_is_nothing_to_do(blank: duckdb.DuckDBPyConnection) -> None:
    migrate(blank)
    assert migrate(blank) == 0
    assert len(recorded(blank)) == len(migrations())


def test_an_older_store_gains_the_new_step_and_keeps_its_rows(older: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    steps = migrations(steps_in(tmp_path / "steps", of=BASELINE, **NEXT))
    assert migrate(older, steps) == 1
    assert older.execute("FROM units").fetchall() == [("U1", "示例小学", "镇上")]
    assert recorded(older) == [(29, "baseline"), (30, "add_the_place")]
    assert migrate(older, steps) == 0


def test_a_blank_store_gets_a_later_step_with_the_baseline(blank: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert migrate(blank, migrations(steps_in(tmp_path / "steps", of=BASELINE, **NEXT))) == 30
    assert recorded(blank) == [(29, "baseline"), (30, "add_the_place")]
    assert "place" in columns(blank, "units")


def test_a_failing_step_leaves_neither_its_change_nor_its_record(
    older: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with pytest.raises(duckdb.Error, match="a_table_nobody_made"):
        migrate(older, migrations(steps_in(tmp_path / "broken", of=BASELINE, step_0030_add_the_place=FAILS_HALF_WAY)))
    assert "place" not in columns(older, "units")
    assert recorded(older) == [(29, "baseline")]
    assert migrate(older, migrations(steps_in(tmp_path / "mended", of=BASELINE, **NEXT))) == 1


def test_the_steps_before_a_failing_one_stay(older: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = steps_in(tmp_path / "steps", of=BASELINE, **NEXT, step_0031_fail="DROP TABLE nobodys;")
    with pytest.raises(duckdb.Error, match="nobodys"):
        migrate(older, migrations(folder))
    assert applied(older) == 30
    assert "place" in columns(older, "units")


@pytest.mark.parametrize("name", ["step_0031_too_far", "step_0029_the_same_again", "step_0027_before_the_baseline"])
def test_steps_with_a_gap_or_a_number_twice_are_refused(tmp_path: Path, name: str) -> None:
    folder = steps_in(tmp_path / "steps", of=BASELINE, **{name: ADDS_A_COLUMN})
    with pytest.raises(ValueError, match="gap"):
        migrations(folder)


def test_the_products_own_steps_are_numbered_as_their_files() -> None:
    names = [path.stem for path in sorted((QUERIES / "migrations").iterdir())]
    assert [f"{step.number:04d}_{step.name}" for step in migrations()] == names


def test_a_newer_store_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "board.duckdb"
    open_store(path).close()
    with duckdb.connect(str(path)) as connection:
        tomorrow = newest() + 1
        connection.execute("INSERT INTO schema_migrations VALUES (?, 'of_tomorrow', '2030-01-01')", [tomorrow])
    before = path.read_bytes()
    with pytest.raises(StoreUnusable) as caught:
        open_store(path)
    assert caught.value.title == "数据文件来自更新的版本"
    assert "升级" in caught.value.remedy
    assert path.read_bytes() == before


@pytest.mark.parametrize("schema", [1, 23, 28])
def test_a_store_from_before_the_baseline_is_refused_and_not_touched(tmp_path: Path, schema: int) -> None:
    path = tmp_path / "board.duckdb"
    open_store(path).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM schema_migrations WHERE number > ?", [baseline()])
        connection.execute("UPDATE schema_migrations SET number = ?", [schema])
    before = path.read_bytes()
    with pytest.raises(StoreUnusable) as caught:
        open_own(path)
    assert caught.value.title == "数据文件是开发时期的版本做的"
    assert f"{schema}，本程序从 {baseline()} 认起" in caught.value.message
    assert all(word in caught.value.remedy for word in ("0.1.0", "manage.py export", "manage.py restore"))
    assert path.read_bytes() == before
    assert list(path.parent.glob("backups/*")) == []


AGAIN = 122_880  # rows: as many as DuckDB writes in one piece
LAYS_ANEW = """
import os, signal, sys
import duckdb
from board.store.migrations import Migration, migrate
first, count = "CREATE TABLE schema_migrations (number INTEGER, name TEXT, applied_at TIMESTAMP);", sys.argv[2]
first += f"CREATE TABLE entries (number BIGINT PRIMARY KEY); INSERT INTO entries SELECT * FROM range({count});"
again = f"DELETE FROM entries; INSERT INTO entries SELECT * FROM range({count});"
connection = duckdb.connect(sys.argv[1])
for steps in ((Migration(1, "first", first),), (Migration(1, "first", first), Migration(2, "again", again))):
    assert migrate(connection, steps) == 1
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.walk
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is how this is made")
def test_a_step_that_lays_a_large_table_anew_stands_a_kill_with_its_keys(tmp_path: Path) -> None:
    path = tmp_path / "entries.duckdb"
    ended = subprocess.run([sys.executable, "-c", LAYS_ANEW, str(path), str(AGAIN)], cwd=ROOT, check=False, timeout=120)
    assert ended.returncode == -signal.SIGKILL
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT count(*), max(number) FROM entries").fetchone() == (AGAIN, AGAIN - 1)
        with pytest.raises(duckdb.ConstraintException, match="Duplicate key"):
            connection.execute("INSERT INTO entries VALUES (0)")
        connection.execute("DELETE FROM entries")


def test_the_answers_of_older_ballots_move_to_their_ballots(tmp_path: Path) -> None:
    """As of the step before: an answer a row, in no order; a round of an older form; a void ballot."""
    names = [step.name for step in migrations()]
    with duckdb.connect(str(tmp_path / "older.duckdb")) as connection:
        migrate(connection, migrations()[: names.index("answers_with_their_ballots")])
        connection.execute("""
            INSERT INTO ballots VALUES
                ('a', 'E1', 1, '家长', 'paper', DATE '2025-12-10', FALSE, 'I-001'),
                ('a', 'E1', 2, '家长', 'online', DATE '2025-12-10', FALSE, NULL),
                ('a', 'E1', 3, '家长', 'paper', DATE '2025-12-10', TRUE, 'I-001'),
                ('a', 'E2', 1, '党员', 'paper', DATE '2025-12-11', FALSE, 'I-002');
            INSERT INTO scores VALUES
                ('a', 'E1', 2, 'C2', 0), ('a', 'E1', 1, 'C10', 5), ('a', 'E2', 1, 'C1', 3), ('a', 'E1', 1, 'C2', 2),
                ('a', 'E1', 2, 'C10', 4);
        """)
        migrate(connection)
        moved = "SELECT round_id, ballot_id, asked, ranks FROM ballots ORDER BY round_id, ballot_id"
        assert connection.execute(moved).fetchall() == [
            ("E1", 1, "C10,C2", [5, 2]),
            ("E1", 2, "C10,C2", [4, 0]),
            ("E1", 3, None, None),
            ("E2", 1, "C1", [3]),
        ]
        assert "scores" not in tables(connection)


def test_no_table_is_given_an_index_or_a_unique_column_beside_its_key() -> None:
    """DuckDB 1.5 loses what an index knows where rows are written anew by the hundred thousand, and then accepts twins
    or ends the database. A key is there where rows are few, and what is unique is held by the rules."""
    made = re.compile(r"CREATE\s+(UNIQUE\s+)?INDEX|\bUNIQUE\b", re.IGNORECASE)
    texts = {each.name: re.sub(r"--.*", "", each.read_text("utf-8")) for each in QUERIES.rglob("*.sql")}
    assert [name for name, text in texts.items() if made.search(text)] == []


def test_tables_that_grow_by_the_hundred_thousand_have_no_key(blank: duckdb.DuckDBPyConnection) -> None:
    """But for the audit trail, which no statement of a running board deletes from."""
    migrate(blank)
    asked = "SELECT table_name FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
    keyed = {name for (name,) in blank.execute(asked).fetchall()}
    grown = {"ballots", "suggestions", "import_keys", "answer_lumps", "ballot_codes", "account_words"}
    grown |= {name for name in tables(blank) if name.endswith("_events")}
    assert keyed & grown == set()
