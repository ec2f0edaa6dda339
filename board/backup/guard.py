"""Checks that the database in a copy was made by the product, before it is opened as a store.

A copy may come from anywhere. A DuckDB file can contain views, functions and more, which take precedence over DuckDB's
own: a view in a table's place could read other files of the computer, a function in place of DuckDB's could return
anything. So the file is inspected from outside, attached to an empty database that reaches nothing else: it must
contain exactly what the migrations make, and as many rows as its sheet says.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb

from board.backup.archive import Sheet, damaged, has_foreign
from board.errors import StoreUnusable
from board.store.copy import TableFigures
from board.store.migrations import CARRY_OVER, baseline, migrate, newest, up_to
from board.store.sql import statements

# More rows than a copy can have: a million ballots make some twenty million.
MOST_ROWS = 200_000_000
_DATABASE, _FILE_PLACE, _TABLE_PLACE = "held", "copying.duckdb", "store_state"
_KINDS = {
    "table": "数据表",
    "view": "视图",
    "function": "函数",
    "type": "类型",
    "sequence": "序列",
    "index": "索引",
    "schema": "模式",
}
_LOCKDOWN = ("bound_memory", "bound_threads", "no_autoload", "no_autoinstall", "no_external", "lock")

Object = tuple[str, str, str, str]


def refuse_foreign(database: Path, sheet: Sheet, copy: Path) -> None:
    """Raise CopyDamaged unless the database of a copy was made by the product and agrees with the copy's sheet;
    StoreUnusable where it is of a newer product or from before the baseline.
    """
    refuse_schema(sheet.schema, copy)
    try:
        with duckdb.connect(":memory:") as connection:
            _reach(connection, database)
            _hold_against(connection, sheet, copy)
    except duckdb.Error as error:
        raise damaged(copy) from error


def refuse_schema(schema: object, copy: Path) -> None:
    """Raise StoreUnusable for a copy whose schema this program can't migrate, CopyDamaged where it names none."""
    if not isinstance(schema, int) or schema < 1:
        raise damaged(copy)
    if schema > newest():
        raise StoreUnusable(
            "备份来自更新的版本",
            f"它的版本号是 {schema}，本程序只认识到 {newest()}。现在的数据没有改动。",
            "请先升级本程序，再恢复。",
        )
    if schema < baseline():
        raise StoreUnusable(
            "备份是开发时期的版本做的",
            f"它的版本号是 {schema}，本程序从 {baseline()} 认起。现在的数据没有改动。",
            f"请用 0.1.0 版恢复它，{CARRY_OVER}",
        )


def _reach(connection: duckdb.DuckDBPyConnection, database: Path) -> None:
    """Attach the database, after shutting off everything else."""
    named = statements()
    connection.execute(named["backup/allow_held"].text, {"held": str(database), "log": f"{database}.wal"})
    for name in _LOCKDOWN:
        connection.execute(named[f"lockdown/{name}"].text)
    connection.execute(named["backup/attach_held"].text.replace(_FILE_PLACE, str(database).replace("'", "''")))


def _hold_against(connection: duckdb.DuckDBPyConnection, sheet: Sheet, copy: Path) -> None:
    named, asked = statements(), {"database": _DATABASE}
    found = connection.execute(named["backup/objects"].text, asked).fetchall()
    foreign = [each for each in found if each not in _made(sheet.schema)]
    if foreign:
        raise has_foreign(copy, [f"{_KINDS[kind]} {name or schema}" for kind, schema, name, _ in sorted(foreign)])
    row = connection.execute(named["backup/about_rows"].text, asked).fetchone()
    if len(found) != len(_made(sheet.schema)) or not row or row[0] > MOST_ROWS:
        raise damaged(copy)
    if {name: _count(connection, name) for _, _, name, _ in found} != _counts(sheet.tables):
        raise damaged(copy)


@cache
def _made(schema: int) -> frozenset[Object]:
    """The objects of a store with a schema."""
    with duckdb.connect(":memory:") as connection:
        migrate(connection, up_to(schema))
        return frozenset(connection.execute(statements()["backup/objects"].text, {"database": "memory"}).fetchall())


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Counts the rows of a table. Reads each of them, and so finds damaged ones."""
    text = statements()["backup/figures"].text.replace(_TABLE_PLACE, f'{_DATABASE}."{table}"')
    row = connection.execute(text).fetchone()
    return int(row[0]) if row else 0


def _counts(tables: Mapping[str, TableFigures]) -> dict[str, int]:
    return {name: figures.row_count for name, figures in tables.items()}
