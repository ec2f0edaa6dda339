"""Upgrade of all cells: one after another, to the first that doesn't come up; that one is as it was, byte for byte."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from board.cells import upgrading
from board.cells.cell import Cell, Place
from board.cells.processes import server_of
from board.errors import BoardError
from board.store.store import open_store
from board.store.trail.chain import Deed
from tests.cells.conftest import ROOT
from tests.cells.test_cells import full_above
from tests.test_upgrade import STEP, program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="cells are for Linux")

BROKEN = "import sys; sys.exit('缺少一个文件')\n"


def broken(folder: Path) -> Path:
    """A version that doesn't start."""
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (folder / "manage.py").write_text(BROKEN)
    return folder


def picture(cell: Cell) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in cell.data.glob("board.*")}


def save(cell: Cell) -> None:
    store = open_store(cell.store)
    store.write(lambda _transaction: None, Deed("store.write"))
    store.close()


def test_a_version_that_does_not_start_changes_nothing_and_those_after_it_are_left_alone(
    place: Place, cell_with: Callable[[str], Cell], tmp_path: Path
) -> None:
    cells = [cell_with(name) for name in ("no1", "no2")]
    save(cells[0])
    before, lines = [picture(each) for each in cells], list[str]()
    assert not upgrading.upgrade(place.cells(), broken(tmp_path / "new"), lines.append)
    assert lines[1:] == [
        "no1 没有升级，还是原来的版本和数据：新版本启动不了：缺少一个文件",
        "已是新版本的：没有。没有动的：no2。改好以后再运行，会接着做。",
    ]
    assert [picture(each) for each in cells] == before
    assert {each.program.resolve() for each in cells} == {ROOT}
    assert not any(each.stopped.exists() or each.previous.exists() for each in cells)


def test_an_upgrade_that_was_cut_off_is_taken_back_by_the_next(
    cell_with: Callable[[str], Cell], tmp_path: Path
) -> None:
    cell = cell_with("no1")
    before = picture(cell)
    cell.stopped.touch()
    upgrading._keep_previous(cell)
    upgrading._link(cell.program, tmp_path)
    save(cell)
    (cell.data / "board.new").write_text("of the new version")
    (cell.previous / "store" / "board.duckdb").replace(cell.store)  # and the way back was cut off, too
    upgrading.mend(cell)
    assert picture(cell) == before
    assert cell.program.resolve() == ROOT
    assert not cell.stopped.exists()
    assert not cell.previous.exists()
    upgrading.mend(cell)
    assert picture(cell) == before


@pytest.mark.walk
def test_days_later_a_school_goes_back_and_what_was_saved_since_is_laid_aside(cell_with: Callable[[str], Cell]) -> None:
    cell = cell_with("no1")
    with pytest.raises(BoardError, match="没有可以换回的"):
        upgrading.take_back(cell)
    before = picture(cell)
    upgrading._keep_previous(cell)
    (cell.previous / upgrading._UNDECIDED).unlink()
    save(cell)
    since = picture(cell)
    assert "已换回" in upgrading.take_back(cell)
    assert picture(cell) == before
    (aside,) = cell.folder.glob("undone-*")
    assert {each.name: each.read_bytes() for each in aside.iterdir()} == since


def test_a_full_disk_before_the_upgrade_leaves_the_school_as_it_is(cell_with: Callable[[str], Cell]) -> None:
    cell = cell_with("no1")
    before = picture(cell)
    with full_above(cell.store.stat().st_size // 2), pytest.raises(OSError, match="File too large"):
        upgrading._keep_previous(cell)
    assert picture(cell) == before
    assert sorted(each.name for each in cell.folder.iterdir()) == ["cell.env", "data", "program"]


@pytest.mark.walk
def test_all_get_the_new_version_but_the_one_whose_data_it_cannot_take_and_those_after_it(
    place: Place, cell_with: Callable[[str], Cell], tmp_path: Path
) -> None:
    new = program(tmp_path / "new")
    (new / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    (new / STEP).write_text("CREATE TABLE a_new_table (a_column INTEGER);\n")
    cells = {name: cell_with(name) for name in ("no1", "no2", "no3")}
    line = "import sys, duckdb; duckdb.connect(sys.argv[1]).execute('CREATE TABLE a_new_table (other TEXT)')"
    subprocess.run((sys.executable, "-c", line, str(cells["no2"].store)), check=True)
    for cell in cells.values():
        save(cell)
    before = {name: picture(cell) for name, cell in cells.items()}
    done = command(new, place, "upgrade")
    assert done.returncode == 1
    assert "no2 没有升级，还是原来的版本和数据" in done.stdout
    assert "已是新版本的：no1。没有动的：no3。" in done.stdout
    assert {name: cell.program.resolve() for name, cell in cells.items()} == {"no1": new, "no2": ROOT, "no3": ROOT}
    assert {name: picture(cells[name]) for name in ("no2", "no3")} == {name: before[name] for name in ("no2", "no3")}
    with pytest.raises(BoardError, match="更新的版本"):
        save(cells["no1"])
    shutil.rmtree(cells["no2"].folder)
    assert command(new, place, "upgrade").returncode == 0
    assert cells["no3"].program.resolve() == new
    assert command(new, place, "back", "no1").returncode == 1
    assert command(new, place, "back", "no1", "--yes").returncode == 0
    assert picture(cells["no1"]) == before["no1"]
    assert not any(server_of(cell.store) for cell in cells.values())


def command(root: Path, place: Place, *arguments: str) -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, str(root / "manage.py"), "cells", *arguments, "--in", str(place.folder)]
    return subprocess.run(line, capture_output=True, encoding="utf-8", check=False)
