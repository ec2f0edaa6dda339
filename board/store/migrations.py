"""The store's schema as an ordered list of steps in `queries/migrations/`: `NNNN_what_it_does.sql`, one file each.

The first is the baseline, which every new store is made of: a folder of files by subject. Its number is that of the
last of the steps that it took the place of, so a store that had all of those is at the baseline; one that had only some
of them is refused.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from board import clock
from board.errors import StoreUnusable
from board.store.sql import QUERIES, statements

FOLDER = QUERIES / "migrations"
_EXPORT, _RESTORE = "python3 manage.py export", "python3 manage.py restore"
CARRY_OVER = f"用那一版的 {_EXPORT} 导出，再在这里用 {_RESTORE} 恢复。"


@dataclass(frozen=True)
class Migration:
    """One step of the schema: its number, its name and its text."""

    number: int
    name: str
    text: str


def migrations(folder: Path | None = None) -> tuple[Migration, ...]:
    """Returns the steps in order, the baseline first. Raises ValueError where the numbers have a gap."""
    return _read_all(folder or FOLDER)


@cache
def _read_all(folder: Path) -> tuple[Migration, ...]:
    steps = tuple(_read(path) for path in sorted(folder.glob("[0-9]*")))
    if [step.number for step in steps] != list(range(steps[0].number, steps[0].number + len(steps))):
        raise ValueError(f"{folder}: the migrations' numbers have a gap")
    return steps


def _read(path: Path) -> Migration:
    number, _, name = path.stem.partition("_")
    files = sorted(path.glob("*.sql")) if path.is_dir() else [path]
    return Migration(int(number), name, "\n".join(file.read_text("utf-8") for file in files))


def baseline() -> int:
    """Returns the number of the oldest schema that can be migrated."""
    return migrations()[0].number


def newest() -> int:
    """Returns the number of the schema that this program works with."""
    return migrations()[-1].number


def up_to(schema: int) -> tuple[Migration, ...]:
    """Returns the steps that lead to a schema."""
    return tuple(step for step in migrations() if step.number <= schema)


def migrate(connection: duckdb.DuckDBPyConnection, steps: tuple[Migration, ...] | None = None) -> int:
    """Bring a store to the newest schema, each step and its record in one transaction (a blank store all of them in
    one: there is nothing to lose, and each waits for the disk); returns by how much the schema's number rose.

    Raises StoreUnusable for a store written by a newer product or by one from before the baseline, and for another
    program's, which are left as they were.
    """
    steps = migrations() if steps is None else steps
    done = applied(connection)
    _refuse_unfit(connection, done, steps)
    left = tuple(step for step in steps if step.number > done)
    # A step may rewrite all rows of a table. Where 122,880 rows with a key are deleted and inserted again in one step,
    # DuckDB 1.5 loses the key when it reads them back from its log: they must not be in the log after a crash.
    connection.execute(statements()["store/commit_into_file"].text)
    for together in ((step,) for step in left) if done else (left,):
        _apply(connection, together)
    connection.execute(statements()["store/commit_into_log"].text)
    return steps[-1].number - done


def _refuse_unfit(connection: duckdb.DuckDBPyConnection, done: int, steps: tuple[Migration, ...]) -> None:
    if done > steps[-1].number:
        raise StoreUnusable(
            "数据文件来自更新的版本",
            f"文件的版本号是 {done}，本程序只认识到 {steps[-1].number}。文件没有改动。",
            "请先升级本程序，再打开这个文件。",
        )
    if 0 < done < steps[0].number:
        raise StoreUnusable(
            "数据文件是开发时期的版本做的",
            f"文件的版本号是 {done}，本程序从 {steps[0].number} 认起。文件没有改动。",
            f"请用 0.1.0 版打开一次，再用本程序打开；或者{CARRY_OVER}",
        )
    if not done and _holds_anything(connection):
        raise StoreUnusable(
            "这不是查改看板的数据文件",
            "文件里是别的程序的数据，没有改动。",
            "请用 --data 指定别的文件夹，或把这个文件移到别处。",
        )


def is_older(connection: duckdb.DuckDBPyConnection) -> bool:
    """Returns whether a store has a schema that can and must be migrated."""
    return baseline() <= applied(connection) < newest()


def applied(connection: duckdb.DuckDBPyConnection) -> int:
    """Returns the number of a store's schema; 0 for a blank one."""
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
            connection.execute(
                statements()["store/record_migration"].text,
                {"number": step.number, "name": step.name, "applied_at": clock.now()},
            )
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
