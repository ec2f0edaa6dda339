"""A file that can't be served: it is said why and what to do, and the file is left as it was."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from board.errors import StoreUnusable
from board.store.store import open_store
from board.store.trail.head import head_path
from tests.ledger_rows import add_activity
from tests.store.task_states import add_task

ROOT = Path(__file__).parent.parent.parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OPENS_IT = (
    "import sys; from pathlib import Path; from board.store.store import open_store; open_store(Path(sys.argv[1]))"
)


def made(path: Path) -> bytes:
    """A good file with something in it; its bytes."""
    store = open_store(path)
    add_activity(store)
    store.write(add_task)
    store.close()
    return path.read_bytes()


def cut_in_half(path: Path) -> None:
    whole = made(path)
    path.write_bytes(whole[: len(whole) // 2])


def with_its_first_page_gone(path: Path) -> None:
    path.write_bytes(b"\xff" * 4096 + made(path)[4096:])


def with_pages_gone(path: Path) -> None:
    """DuckDB calls a page a block, which must not be taken for a lock."""
    whole = made(path)
    path.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2))


def a_table_of_text(path: Path) -> None:
    path.write_text("日期,意见\n2025-11-20,会议偏多\n" * 100, "utf-8")


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def another_kind_of_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE units (unit_id TEXT)")
    connection.close()


def a_record_of_steps_that_is_not_ours(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE schema_migrations (revision TEXT)")


def refusal(path: Path) -> StoreUnusable:
    with pytest.raises(StoreUnusable) as caught:
        open_store(path)
    assert all(CHINESE.search(text) for text in (caught.value.title, caught.value.message, caught.value.remedy))
    return caught.value


@pytest.mark.parametrize(
    "spoil",
    [
        cut_in_half,
        with_its_first_page_gone,
        with_pages_gone,
        a_table_of_text,
        nothing,
        another_kind_of_database,
        a_record_of_steps_that_is_not_ours,
    ],
)
@pytest.mark.parametrize("folder", ["data", "clock"])
def test_a_damaged_file_and_one_of_another_kind(tmp_path: Path, spoil: Callable[[Path], None], folder: str) -> None:
    path = tmp_path / folder / "board.duckdb"
    path.parent.mkdir()
    spoil(path)
    before, beside = path.read_bytes(), {each.name for each in path.parent.iterdir()}
    said = refusal(path)
    assert said.title == "数据文件打不开"
    assert str(path) in said.message
    assert "备份" in said.remedy
    assert path.read_bytes() == before
    assert {each.name for each in path.parent.iterdir()} <= {*beside, head_path(path).name}


def test_another_programs_duckdb_file_is_not_made_ours(tmp_path: Path) -> None:
    path = tmp_path / "sales.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE sales AS SELECT 1 AS amount")
    before = path.read_bytes()
    assert refusal(path).title == "这不是查改看板的数据文件"
    assert path.read_bytes() == before


@pytest.mark.walk
def test_a_file_in_use_by_another_process(tmp_path: Path) -> None:
    path = tmp_path / "board.duckdb"
    store = open_store(path)
    command = [sys.executable, "-X", "utf8", "-c", OPENS_IT, str(path)]
    second = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert "数据文件正被另一个程序使用" in second.stderr
    assert store.write(add_task) == "T01"
    store.close()


@pytest.mark.parametrize("inside", ["data/board.duckdb", "data/more/board.duckdb"])
def test_a_folder_that_cannot_be_written(tmp_path: Path, inside: str) -> None:
    """A file stands where the folder should: that stops everyone, whoever the product runs as."""
    in_the_way = tmp_path / "data"
    in_the_way.write_text("占着位置")
    path = tmp_path / inside
    said = refusal(path)
    assert said.title == "没有写入权限"
    assert str(path.parent) in said.message
    assert "--data" in said.remedy
    assert in_the_way.read_text() == "占着位置"


def test_a_refused_file_is_let_go_of(tmp_path: Path) -> None:
    path = tmp_path / "board.duckdb"
    good = made(path)
    path.write_bytes(good[:5000])
    refusal(path)
    path.write_bytes(good)
    store = open_store(path)
    assert store.write(add_task) == "T02"
    store.close()
