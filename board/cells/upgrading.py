"""Upgrade of all cells, one after another: each runs its new version where nobody reaches it before anybody may use it;
one that doesn't come up gets its version and its store back, byte for byte, and those after it stay as they are.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from board import clock
from board.cells.cell import Cell
from board.cells.processes import fault_alone, hold, last_line, release, run
from board.errors import BoardError
from board.store.disk import fault

# In the folder of the state before, while the cell isn't known to be sound in the new version.
_UNDECIDED = "undecided"
_PART = ".previous.part"


def upgrade(cells: list[Cell], program: Path, tell: Callable[[str], None]) -> bool:
    """Let cells run the version in a folder, one after another, to the first that doesn't come up; returns whether all
    do. `tell` gets a line on each, and on who was upgraded and who wasn't.
    """
    done: list[str] = []
    for place, cell in enumerate(cells):
        try:
            mend(cell)
            if cell.program.resolve() != program.resolve():
                tell(f"{cell.name}：正在升级 …")
                _upgrade(cell, program)
            done.append(cell.name)
        except BoardError as error:
            later = "、".join(each.name for each in cells[place + 1 :])
            tell(f"{cell.name} 没有升级，还是原来的版本和数据：{error.in_full}")
            tell(f"已是新版本的：{'、'.join(done) or '没有'}。没有动的：{later or '没有'}。改好以后再运行，会接着做。")
            return False
    tell(f"全部 {len(done)} 个学校都是新版本了。")
    return True


def mend(cell: Cell) -> None:
    """Put a cell back whose upgrade was cut off, as by a power cut; nobody has used it since. Raises BoardError."""
    try:
        if (cell.previous / _UNDECIDED).exists():
            _put_back(cell)
    except OSError as error:
        raise fault(error, f"{cell.name} 没有换回", cell.folder) from error
    if cell.stopped.exists():
        release(cell)


def take_back(cell: Cell) -> str:
    """Give a cell the version and the store from before its last upgrade, and lay aside what was saved since; returns a
    line. Raises BoardError where there is nothing to go back to.
    """
    mend(cell)
    if not cell.previous.exists():
        raise BoardError("没有可以换回的", f"{cell.name} 没有升级以前的版本和数据。", "")
    hold(cell)
    aside = cell.folder / f"undone-{clock.now():%Y%m%d-%H%M%S}"
    try:
        aside.mkdir(0o700)
        for file in _own_files(cell):
            shutil.copy2(file, aside, follow_symlinks=False)
        (cell.previous / _UNDECIDED).touch()
        _put_back(cell)
    except OSError as error:
        raise fault(error, f"{cell.name} 没有换回", cell.folder) from error
    finally:
        release(cell)
    return f"{cell.name} 已换回升级以前的版本和数据，升级以后存的放在 {aside}。"


def _upgrade(cell: Cell, program: Path) -> None:
    hold(cell)
    try:
        was_sound = not cell.store.exists() or run(cell, "audit").returncode == 0
        _keep_previous(cell)
        try:
            _link(cell.program, program)
            if what := fault_alone(cell):
                raise BoardError("新版本启动不了", what, "")
            checked = run(cell, "audit")
            if was_sound and checked.returncode:
                raise BoardError("新版本里操作记录对不上", last_line(checked.stdout or checked.stderr), "")
        except BaseException:
            _put_back(cell)
            raise
        (cell.previous / _UNDECIDED).unlink()
    except OSError as error:
        raise fault(error, f"{cell.name} 没有升级", cell.folder) from error
    finally:
        release(cell)


def _own_files(cell: Cell) -> list[Path]:
    """The store and what belongs to it: its log, its keys, the head of its trail."""
    return [each for each in cell.data.glob("board.*") if each.is_file() and not each.is_symlink()]


def _keep_previous(cell: Cell) -> None:
    """Copy the store of a stopped cell, and note its version. Raises OSError, and leaves nothing behind then; and
    BoardError where the copy couldn't be moved back.
    """
    owner = cell.data.stat()
    if owner.st_dev != cell.folder.stat().st_dev:
        raise BoardError("数据在另一个磁盘上", f"{cell.data} 和 {cell.folder} 要在同一个磁盘上。", "")
    part = cell.folder / _PART
    shutil.rmtree(part, ignore_errors=True)
    try:
        (part / "store").mkdir(0o700, parents=True)
        for file in _own_files(cell):
            target = part / "store" / file.name
            shutil.copy2(file, target, follow_symlinks=False)
            os.chown(target, owner.st_uid, owner.st_gid, follow_symlinks=False)
        (part / "program").symlink_to(cell.program.readlink(), target_is_directory=True)
        (part / "names").write_text("".join(f"{file.name}\n" for file in _own_files(cell)), "utf-8")
        (part / _UNDECIDED).touch()
        os.sync()
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        raise
    shutil.rmtree(cell.previous, ignore_errors=True)
    part.rename(cell.previous)


def _put_back(cell: Cell) -> None:
    """Undo an upgrade, even where it was only partly undone. Raises OSError.

    The files are moved, which needs no room on a full disk.
    """
    names = (cell.previous / "names").read_text("utf-8").split("\n")
    for file in _own_files(cell):
        if file.name not in names:
            file.unlink()
    for file in (cell.previous / "store").iterdir():
        file.replace(cell.data / file.name)
    _link(cell.program, (cell.previous / "program").readlink())
    os.sync()
    part = cell.folder / _PART
    shutil.rmtree(part, ignore_errors=True)
    cell.previous.rename(part)
    shutil.rmtree(part, ignore_errors=True)


def _link(link: Path, target: Path) -> None:
    """Point a link elsewhere, in one step."""
    part = link.with_name(f".{link.name}.part")
    part.unlink(missing_ok=True)
    part.symlink_to(target, target_is_directory=True)
    part.replace(link)
