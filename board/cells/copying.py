"""Backup of all cells: each makes its own copy, also while it is served, and the copies go to one folder for all."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from board.backup import asking, copies
from board.backup.second import lay_second
from board.cells.cell import Cell
from board.cells.processes import claimed, last_line, run_module, server_of
from board.errors import BoardError, StoreInUse
from board.store import folder_modes
from board.store.disk import fault

_PATIENCE, _STARTS, _LOOK = 600.0, 90.0, 0.2
_IN_USE = 3


def backup(cells: list[Cell], to: Path | None, tell: Callable[[str], None]) -> bool:
    """Copy the store of each cell, and lay the copies in a folder of each cell's name in `to`; returns whether all are
    done. `tell` gets a line on each that isn't, and on all at the end: one that fails keeps no other from its copy.
    """
    failed = []
    for cell in cells:
        try:
            if cell.store.exists():
                _copy(cell)
                if to:
                    _lay(cell, to)
        except BoardError as error:
            failed.append(cell.name)
            tell(f"{cell.name} 没有备份：{error.in_full}")
    good = len(cells) - len(failed)
    tell(f"备份好了 {good} 个学校" + (f"，没有备份的 {len(failed)} 个：{'、'.join(failed)}。" if failed else "。"))
    return not failed


def _copy(cell: Cell) -> None:
    ends = time.monotonic() + _STARTS
    while not _copied_alone(cell):
        if server_of(cell.store):
            asking.ask(cell.data, _PATIENCE)
            return
        if time.monotonic() > ends:
            raise BoardError("备份没有做成", "它正在升级，或者启动不了。", "请过一会儿再备份。")
        time.sleep(_LOOK)


def _copied_alone(cell: Cell) -> bool:
    """Whether a cell was copied while nobody serves it: not one that is served, just starts or is being upgraded."""
    with claimed(cell) as claim:
        if claim < 0 or cell.stopped.exists() or server_of(cell.store):
            return False
        alone = run_module(cell, "board.cells.copying", str(cell.store))
    if alone.returncode not in {0, _IN_USE}:
        raise BoardError("备份没有做成", last_line(alone.stderr), "")
    return alone.returncode == 0


def _lay(cell: Cell, to: Path) -> None:
    if not to.is_dir():
        raise BoardError("没有这个文件夹", str(to), "请先建好；是移动硬盘的，请先插好。")
    folder = to / cell.name
    try:
        folder.mkdir(0o700, exist_ok=True)
    except OSError as error:
        raise fault(error, "备份没有拷过去", to) from error
    lay_second(cell.store, folder)


def main(path: Path) -> int:
    """Copy a store that nobody serves, if something was saved since its newest copy. Run as a module of the cell's own
    version, as the owner of its data.
    """
    try:
        folder_modes.shut(path.parent)
        store = copies.open_own(path)
        try:
            copies.make_current(store)
        finally:
            store.close()
    except StoreInUse:
        return _IN_USE
    except BoardError as error:
        print(error.in_full, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
