"""Whatever statement found its way in: it reads no other file, writes none, and can't take the bolt off."""

from pathlib import Path

import duckdb
import pytest

from board.store.store import Store, open_store


def carry_out(store: Store, statement: str) -> None:
    with store._connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('{}/secret.csv')",
        "SELECT * FROM read_text('{}/secret.csv')",
        "SELECT * FROM '{}/secret.csv'",
        "SELECT * FROM glob('{}/*')",
        "INSERT INTO units SELECT * FROM read_csv('{}/secret.csv')",
        "ATTACH '{}/other.duckdb' AS other",
    ],
)
def test_no_statement_reads_another_file(store: Store, tmp_path: Path, statement: str) -> None:
    (tmp_path / "secret.csv").write_text("unit_id,name\nx,y\n")
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    with pytest.raises((duckdb.PermissionException, duckdb.CatalogException)):
        carry_out(store, statement.format(tmp_path))


@pytest.mark.parametrize("statement", ["COPY accounts TO '{}/out.csv'", "EXPORT DATABASE '{}/out'", "ATTACH '{}/out'"])
def test_no_statement_writes_another_file(store: Store, tmp_path: Path, statement: str) -> None:
    with pytest.raises(duckdb.PermissionException):
        carry_out(store, statement.format(tmp_path))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


@pytest.mark.parametrize(
    "statement",
    [
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET memory_limit = '99GB'",
        "SET autoload_known_extensions = true",
        "RESET threads",
        "PRAGMA threads = 64",
    ],
)
def test_no_setting_can_be_changed_afterwards(store: Store, statement: str) -> None:
    with pytest.raises(duckdb.InvalidInputException, match="configuration"):
        carry_out(store, statement)


@pytest.mark.parametrize("statement", ["INSTALL httpfs", "LOAD httpfs"])
def test_no_extension_comes_in(store: Store, statement: str) -> None:
    with pytest.raises(duckdb.PermissionException):
        carry_out(store, statement)


def test_a_store_in_a_file_is_locked_down_as_one_in_memory(tmp_path: Path) -> None:
    store = open_store(tmp_path / "board.duckdb")
    with pytest.raises(duckdb.PermissionException):
        carry_out(store, f"COPY accounts TO '{tmp_path / 'out.csv'}'")
    with pytest.raises(duckdb.InvalidInputException):
        carry_out(store, "SET enable_external_access = true")
    store.close()
