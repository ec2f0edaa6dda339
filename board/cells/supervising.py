"""A supervisor of cells for a host without systemd, such as a container: it does with their sockets what systemd's
`chagai@.socket` does. It keeps them listening and passes each on to its cell when somebody connects; whoever connects
while a cell starts, ends or has fallen waits in the socket's queue. It reads and passes on no byte itself.
"""

import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import chown

from board.cells.cell import Cell, Place
from board.cells.processes import claimed, end, memory_of, start
from board.errors import BoardError

if sys.platform != "win32":
    import fcntl

_LOOK = 0.5  # seconds between asking who has ended
_SETTLED = 30.0  # seconds after which a cell that falls is started again at once
_LONGEST_WAIT = 60.0


@dataclass
class _Kept:
    """A cell's listening socket, its process if there is one, and since when; `falls`: starts in a row that failed."""

    cell: Cell
    listening: socket.socket
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    falls: int = 0
    not_before: float = 0.0


def serve(place: Place) -> None:
    """Keep all cells, also those made meanwhile, until SIGTERM or Ctrl-C. Raises BoardError if somebody does."""
    place.sockets.mkdir(0o755, exist_ok=True)
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: ended.append(number))
    signal.signal(signal.SIGINT, lambda number, _: ended.append(number))
    with (place.sockets / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BoardError("已经有一个在运行", f"{place.folder} 的学校已经有程序在管。", "") from error
        kept: dict[str, _Kept] = {}
        leaving: list[subprocess.Popen[bytes]] = []
        print(f"已就绪：{len(place.cells())} 个学校，有人打开才启动。（按 Ctrl-C 停止）", flush=True)
        try:
            while not ended:
                _look(place, kept, leaving)
        finally:
            leaving += [process for each in kept.values() if (process := _let_go(each))]
            for process in leaving:
                end(process)


def _look(place: Place, kept: dict[str, _Kept], leaving: "list[subprocess.Popen[bytes]]") -> None:
    cells = {each.name: each for each in place.cells() if not each.stopped.exists()}
    for name in kept.keys() - cells.keys():
        if process := _let_go(kept.pop(name)):
            leaving.append(process)
    for name in cells.keys() - kept.keys():
        kept[name] = _Kept(cells[name], _listening(place.socket_of(cells[name])))
    leaving[:] = [process for process in leaving if process.poll() is None]
    most = place.shared.memory_bytes
    for each in kept.values():
        _end_if_large(each, most)
        _notice_end(each)
    now = time.monotonic()
    asleep = {each.listening: each for each in kept.values() if each.process is None and each.not_before <= now}
    for listening in select.select(list(asleep), [], [], _LOOK)[0]:
        _start(asleep[listening])


def _listening(path: Path) -> socket.socket:
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    path.chmod(0o660)
    with suppress(LookupError, PermissionError):
        chown(path, group="caddy")
    listening.listen(128)
    return listening


def _start(each: _Kept) -> None:
    each.started_at = time.monotonic()
    try:
        with claimed(each.cell) as claim, (each.cell.folder / "cell.log").open("ab") as log:
            if claim < 0 or each.cell.stopped.exists():  # somebody copies or upgrades it
                each.not_before = each.started_at + _LOOK
                return
            each.process = start(each.cell, each.listening, log, claim)
    except OSError as error:
        _wait(each, f"启动不了（{error.strerror}）")


def _end_if_large(each: _Kept, most: int) -> None:
    """Kill a cell that takes too much memory, as the system does under systemd's MemoryMax."""
    if each.process and memory_of(each.process.pid) > most:
        print(f"{each.cell.name} 用的内存超过 {most // 1024**2} MB，停下它。", file=sys.stderr, flush=True)
        each.process.kill()
        each.process.wait()


def _notice_end(each: _Kept) -> None:
    if each.process is None or each.process.poll() is None:
        return
    code, each.process = each.process.returncode, None
    if code == 0:
        each.falls = 0
    else:
        _wait(each, f"意外停下（{f'信号 {-code}' if code < 0 else f'代码 {code}'}）")


def _wait(each: _Kept, what: str) -> None:
    """Let a cell that fell be started again when somebody asks: later, the more often it doesn't come up."""
    now = time.monotonic()
    each.falls = 0 if now - each.started_at > _SETTLED else each.falls + 1
    seconds = min(2.0**each.falls, _LONGEST_WAIT) if each.falls else 0.0
    each.not_before = now + seconds
    log = each.cell.folder / "cell.log"
    print(f"{each.cell.name} {what}，{seconds:.0f} 秒后有人打开就再启动。日志：{log}", file=sys.stderr, flush=True)


def _let_go(each: _Kept) -> "subprocess.Popen[bytes] | None":
    """Listen no longer for a cell, and let it end; returns its process if it has one."""
    Path(each.listening.getsockname()).unlink(missing_ok=True)
    each.listening.close()
    if each.process:
        each.process.terminate()
    return each.process
