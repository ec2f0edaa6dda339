"""Replaces a store's files with a copy's, wholly or not at all, even if the process ends between any two moves.

The new files lie in a folder beside the store; a marker file in it lists their names. Each move is a rename within one
disk: repeating it does nothing, and it can be taken back. Opening a store first finishes a swap that was begun.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from board.errors import BoardError
from board.store.disk import fault, flush, put
from board.store.log import logs_of
from board.store.mark import mark_of

STORE, KEYS, HEAD = "store.duckdb", "store.key", "store.audit.head"
# The only files that may come along beside a store: a log would be replayed when the store is opened, and any other
# name could mean something to the product.
BESIDE = rf"{re.escape(KEYS)}|{re.escape(HEAD)}|plans/[^./\\:\x00-\x1f\x7f][^/\\:\x00-\x1f\x7f]{{0,80}}\.toml"
MEMBER = re.compile(rf"{re.escape(STORE)}|{BESIDE}")
# The count of writes that opening the copy made is moved along.
_MOVED = re.compile(rf"{MEMBER.pattern}|store\.commits")
_READY, _BEFORE = "ready", "before"


class TakenBack(BoardError):
    """The disk didn't let a copy take the store's place, and everything was put back as it was."""


@dataclass(frozen=True)
class _Move:
    """The move of one file: the new file (None: there is none), its place, and where the old one is kept meanwhile."""

    new: Path | None
    place: Path
    old: Path

    def make(self) -> None:
        if self.new and not self.new.exists():
            return
        if os.path.lexists(self.place) and not os.path.lexists(self.old):
            self.place.rename(self.old)
        if self.new:
            self.place.parent.mkdir(0o700, parents=True, exist_ok=True)
            self.new.rename(self.place)

    def take_back(self) -> None:
        if self.new and not self.new.exists() and os.path.lexists(self.place):
            self.place.rename(self.new)
        if os.path.lexists(self.old):
            self.old.rename(self.place)


def target_of(path: Path, member: str) -> Path:
    """The path for a file of a copy: `store.*` beside the store and under its name, a plan among the plans."""
    return path.parent / re.sub(r"^store(?=\.)", lambda _: path.stem, member)


def in_the_way(path: Path, folder: Path) -> Path | None:
    """Returns a path that blocks a copy laid out in a folder; None where every file of it can go to its place."""
    moves = _moves(path, folder, _members(folder))
    files = [(each.place, each.place.is_file()) for each in moves]
    folders = [(each, each.is_dir()) for each in (path.parent.resolve(), path.parent / "plans", _workplace(path))]
    for place, is_right in (*files, *folders):
        if os.path.lexists(place) and (place.is_symlink() or not is_right or not os.access(place, os.W_OK)):
            return place
    return None


def swap(path: Path, folder: Path) -> None:
    """Replace the store with the contents of a folder on the same disk. Raises OSError, TakenBack, BoardError."""
    finish(path)
    workplace = _workplace(path)
    folder.rename(workplace)
    _mark(workplace)
    flush(path.parent)
    finish(path)


def finish(path: Path) -> bool:
    """Finish a swap that was interrupted after it was marked as ready, and clear away one that was interrupted before.
    Returns whether one was finished.

    Raises TakenBack where the disk refuses the swap, and another BoardError where it refuses to take it back as well:
    then nothing may be served until one of the two succeeds.
    """
    workplace = _workplace(path)
    if workplace.is_symlink() or not workplace.is_dir():
        return False
    is_ready = (workplace / _READY).exists()
    try:
        if is_ready:
            _make_all(path, workplace)
        _clear(workplace)
    except OSError as error:
        raise fault(error, "恢复没有完成", path.parent) from error
    return is_ready


def _make_all(path: Path, workplace: Path) -> None:
    if not (workplace / _READY).stat().st_size:
        _mark(workplace)  # left by an older version, which didn't list the files to be moved
    moves = list(_moves(path, workplace, json.loads((workplace / _READY).read_text("utf-8"))))
    (workplace / _BEFORE).mkdir(0o700, exist_ok=True)
    try:
        for each in moves:
            each.make()
        _flush(moves)
    except OSError as error:
        for each in reversed(moves):
            each.take_back()
        _flush(moves)
        _clear(workplace)
        raise TakenBack(
            "恢复没有做成，已经退回",
            "备份里的文件有的放不到位，所以一个也没有换，数据还是恢复以前的。",
            "请看看数据文件夹里有没有别人放的文件夹或链接，磁盘是不是只读，再恢复一次。",
        ) from error


def _moves(path: Path, folder: Path, members: list[str]) -> Iterator[_Move]:
    """Yields the moves: first the log and count of the present file are taken out, then the copy's files put in."""
    before = folder / _BEFORE
    for place in (*logs_of(path), mark_of(path)):
        yield _Move(None, place, before / place.name)
    for member in members:
        place = target_of(path, member)
        yield _Move(folder / member, place, before / place.name)


def _members(folder: Path) -> list[str]:
    names = (each.relative_to(folder).as_posix() for each in sorted(folder.rglob("*")) if each.is_file())
    return [name for name in names if _MOVED.fullmatch(name)]


def _mark(workplace: Path) -> None:
    part = workplace / f"{_READY}.part"
    part.write_text(json.dumps(_members(workplace)), "utf-8")
    put(part, workplace / _READY)


def _flush(moves: list[_Move]) -> None:
    for folder in {each.place.parent for each in moves}:
        if folder.exists():
            flush(folder)


def _clear(workplace: Path) -> None:
    """Delete the mark first and then the folder, so that nothing of it is ever moved again."""
    (workplace / _READY).unlink(missing_ok=True)
    flush(workplace)
    shutil.rmtree(workplace, ignore_errors=True)


def _workplace(path: Path) -> Path:
    return path.with_suffix(".restoring")
