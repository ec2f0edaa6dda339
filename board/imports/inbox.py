"""A watched folder: files that a scanner or another program drops there wait on 数据导入 until somebody confirms them.

A file is only read. Once it was imported or turned down it is moved into a folder beside it, 已导入 or 不导入, never
deleted: so whoever looks into the folder sees what is left, and nothing has to be remembered. It is moved after the
import was written; if that fails or the computer stops between, it stays, and its reading says which import it
is (by SHA-256). Only plain files in the folder itself count; no link is followed, no folder entered.
"""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from board import access
from board.access import Actor
from board.errors import BoardError, ServersFault
from board.importing.files.decode import MOST_BYTES
from board.store.disk import fault
from board.store.store import Store
from board.store.trail.chain import Deed

IMPORTED, DISMISSED = "已导入", "不导入"
# So long unchanged, a file is no longer being written.
QUIET_SECONDS = 3.0
MOST_FILES = 200
SUFFIXES = ("csv", "txt", "tsv", "xlsx", "xls", "ods")
# What programs lay beside a file that they write or have open.
_UNFINISHED = (".part", ".tmp", ".crdownload", ".partial", ".lock", "~")
_BESIDE = (".", "~$")
# Neither a link is followed nor a pipe waited for, where the system knows how.
_ONLY_THIS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_Mark = tuple[int, int, int]


@dataclass(frozen=True)
class Dropped:
    """A file in the folder. mark: changes whenever the file does. fault: why it can't be read, in words; "" if it can.

    is_arriving: it is still being written, or was too lately.
    """

    name: str
    mark: _Mark
    fault: str = ""
    is_arriving: bool = False

    @property
    def file_id(self) -> str:
        """Names this file as it is now."""
        return f"inbox/{self.name}/{'-'.join(map(str, self.mark))}"


class Inbox:
    """A watched folder, which may be missing or locked at any moment."""

    def __init__(self, folder: Path, quiet_seconds: float = QUIET_SECONDS) -> None:
        self.folder = folder
        self._quiet_seconds = quiet_seconds
        self._first_seen: dict[str, tuple[_Mark, float]] = {}

    def look(self) -> list[Dropped]:
        """The files, by name, at most MOST_FILES of them. Raises ServersFault where the folder can't be looked into."""
        found = sorted(self._entries())[:MOST_FILES]
        now = time.monotonic()
        self._first_seen = {
            name: before if (before := self._first_seen.get(name, (mark, now)))[0] == mark else (mark, now)
            for name, mark, _ in found
        }
        return [
            Dropped(name, mark, wrong, not wrong and now - self._first_seen[name][1] < self._quiet_seconds)
            for name, mark, wrong in found
        ]

    def _entries(self) -> Iterator[tuple[str, _Mark, str]]:
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    if entry.name.startswith(_BESIDE) or entry.name.lower().endswith(_UNFINISHED):
                        continue
                    with suppress(OSError):  # gone meanwhile
                        found = entry.stat(follow_symlinks=False)
                        if not stat.S_ISDIR(found.st_mode):
                            yield entry.name, _mark(found), _wrong(entry.name, found)
        except OSError as error:
            raise _no_folder(self.folder, error) from error

    def read(self, dropped: Dropped) -> bytes:
        """The file's bytes. Raises BoardError where it can't be read, is gone or has changed since it was seen."""
        if dropped.fault:
            raise BoardError("这份文件读不了", dropped.fault, "请换一份，或者移到“不导入”。")
        try:
            handle = os.open(self.folder / dropped.name, _ONLY_THIS)
            with os.fdopen(handle, "rb") as file:
                data = file.read(MOST_BYTES + 1)
        except FileNotFoundError as error:
            raise _gone(dropped) from error
        except OSError as error:
            raise fault(error, f"打不开文件夹里的“{dropped.name}”", self.folder) from error
        self.refuse_changed(dropped)
        return data

    def refuse_changed(self, dropped: Dropped) -> None:
        """Raises BoardError if the file is gone or isn't as it was seen: another program may have it, or be at it."""
        try:
            is_same = _mark(os.lstat(self.folder / dropped.name)) == dropped.mark
        except OSError as error:
            raise _gone(dropped) from error
        if not is_same:
            raise BoardError(f"“{dropped.name}”刚刚变了", "文件夹里的这一份又写过。", "请等它写完，再点开看一次。")

    def put_away(self, dropped: Dropped, where: str) -> None:
        """Moves the file into the folder IMPORTED or DISMISSED, beside those of its name that are there.

        Raises BoardError where it can't be moved, is gone or has changed; it then stays as it is.
        """
        self.refuse_changed(dropped)
        target = self.folder / where
        try:
            target.mkdir(exist_ok=True)
            (self.folder / dropped.name).rename(_free(target, dropped.name))
        except FileNotFoundError as error:
            raise _gone(dropped) from error
        except OSError as error:
            raise fault(error, f"“{dropped.name}”没有移到“{where}”", self.folder) from error


def start_words(folder: Path) -> str:
    """A line for the terminal at the start: that the folder is watched, or what is wrong with it."""
    try:
        count = len(Inbox(folder).look())
    except ServersFault as error:
        return error.in_full
    shut = "" if os.access(folder, os.W_OK) else "这个文件夹不能写：导入以后文件移不走，会留在原处。"
    return f"自动收文件的文件夹：{folder}，现在有 {count} 份待确认。{shut}"


def dismiss(store: Store, actor: Actor, inbox: Inbox, dropped: Dropped) -> None:
    """Turns a file down: it goes into DISMISSED. Raises Refused without `imports.run`, and as `Inbox.put_away`."""
    access.require(actor, "imports.run")
    inbox.put_away(dropped, DISMISSED)
    store.note(Deed("imports.dismiss", actor))


def _mark(found: os.stat_result) -> _Mark:
    return found.st_size, found.st_mtime_ns, found.st_ino


def _wrong(name: str, found: os.stat_result) -> str:
    if not stat.S_ISREG(found.st_mode):
        return "这是一个链接或别的东西，不是文件，不读。"
    if name.rpartition(".")[2].lower() not in SUFFIXES:
        return f"不是表格文件，只读 {'、'.join(SUFFIXES)}。"
    if found.st_size > MOST_BYTES:
        return f"文件太大，最多 {MOST_BYTES // 2**20} MB，请拆成几个。"
    return "" if found.st_size else "文件是空的。"


def _free(folder: Path, name: str) -> Path:
    """A path in a folder that nothing has: with a number after the name if need be."""
    path = Path(name)
    names = (name if not number else f"{path.stem}（{number}）{path.suffix}" for number in range(10_000))
    return next(folder / each for each in names if not os.path.lexists(folder / each))


def _gone(dropped: Dropped) -> BoardError:
    return BoardError(f"“{dropped.name}”不在了", "文件夹里已经没有这一份，可能被移走或删去了。", "请重新看一次列表。")


def _no_folder(folder: Path, error: OSError) -> ServersFault:
    what = "没有读它的权限" if isinstance(error, PermissionError) else "没有找到它"
    remedy = "请管理员核对启动时的 --inbox：是不是这个文件夹，连上了没有，有没有权限；好了以后这里会自动列出。"
    return ServersFault("自动收文件的文件夹打不开", f"{what}。", remedy, folder)
