"""The store's schema as an ordered list of files: `queries/migrations/NNNN_what_it_does.sql`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from board import clock
from board.errors import StoreUnusable
from board.store.sql import QUERIES, statements
from board.store.trail import relaying as audit_relaying


@dataclass(frozen=True)
class Migration:
    """One step of the schema: its number (from 1, without gaps), its name, its text, and what is done after it in the
    same transaction where that can't be said in SQL.
    """

    number: int
    name: str
    text: str
    beside: Callable[[duckdb.DuckDBPyConnection], None] | None = None


@cache
def migrations(folder: Path = QUERIES / "migrations") -> tuple[Migration, ...]:
    """The steps in order. Raises ValueError where the numbers have a gap."""
    steps = tuple(_read(path) for path in sorted(folder.glob("*.sql")))
    if [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise ValueError(f"{folder}: the migrations' numbers have a gap")
    return steps


def _read(path: Path) -> Migration:
    number, _, name = path.stem.partition("_")
    beside = {audit_relaying.STEP: audit_relaying.lay_anew}.get(int(number))
    return Migration(int(number), name, path.read_text("utf-8"), beside)


def migrate(connection: duckdb.DuckDBPyConnection, steps: tuple[Migration, ...] | None = None) -> int:
    """Bring a store to the newest schema, each step and its record in one transaction (a blank store all of them in
    one: there is nothing to lose, and each waits for the disk); returns the steps made.

    Raises StoreUnusable for a store written by a newer product and for another program's, which are left as they were.
    """
    steps = migrations() if steps is None else steps
    done = applied(connection)
    if done > len(steps):
        raise StoreUnusable(
            "数据文件来自更新的版本",
            f"文件的版本号是 {done}，本程序只认识到 {len(steps)}。文件没有改动。",
            "请先升级本程序，再打开这个文件。",
        )
    if not done and _holds_anything(connection):
        raise StoreUnusable(
            "这不是查改看板的数据文件",
            "文件里是别的程序的数据，没有改动。",
            "请用 --data 指定别的文件夹，或把这个文件移到别处。",
        )
    # A step may put all rows of a table anew. Of 122,880 with a key, deleted and inserted again in one step, DuckDB 1.5
    # loses the key where it has to read them out of its log: they must not stand there after a fall.
    connection.execute(statements()["store/commit_into_file"].text)
    for together in ((step,) for step in steps[done:]) if done else (steps,):
        _apply(connection, together)
    connection.execute(statements()["store/commit_into_log"].text)
    return len(steps) - done


def applied(connection: duckdb.DuckDBPyConnection) -> int:
    """How many steps a store has behind it; 0 for a blank one."""
    named = statements()
    row = connection.execute(named["store/has_migrations"].text).fetchone()
    if not row or not row[0]:
        return 0
    last = connection.execute(named["store/last_migration"].text).fetchone()
    return int(last[0]) if last else 0


def _holds_anything(connection: duckdb.DuckDBPyConnection) -> bool:
    row = connection.execute(statements()["store/has_tables"].text).fetchone()
    return bool(row and row[0])


def _apply(connection: duckdb.DuckDBPyConnection, steps: tuple[Migration, ...]) -> None:
    connection.begin()
    try:
        for step in steps:
            connection.execute(step.text)
            if step.beside:
                step.beside(connection)
            connection.execute(
                statements()["store/record_migration"].text,
                {"number": step.number, "name": step.name, "applied_at": clock.now()},
            )
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
