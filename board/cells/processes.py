"""A cell's processes: who serves it, how it is started on a listening socket, how it is kept from starting."""

import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import httpx

from board.cells.cell import Cell
from board.errors import BoardError

if sys.platform != "win32":
    import fcntl

_FLOCK = "hhqqi4x"  # struct flock of 64-bit Linux: type, whence, start, length, process
_STOPS, _STARTS = 75.0, 90.0  # seconds
_OK, _LEADS_ON = 200, 303
# As systemd passes a listening socket (sd_listen_fds(3)): as the fourth descriptor, and named for this very process.
_PASSED_FROM = 64  # descriptors that no shell uses
_PASSED = 'export LISTEN_PID=$$ LISTEN_FDS=1; exec "$@" 3<&0 0</dev/null'


def server_of(store: Path) -> int:
    """The process that has a store open, as the system knows it from the lock on the file; 0 for nobody."""
    try:
        with store.open("rb") as file:
            asked = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
            kind, _, _, _, process = struct.unpack(_FLOCK, fcntl.fcntl(file, fcntl.F_GETLK, asked))
    except FileNotFoundError:
        return 0
    return 0 if kind == fcntl.F_UNLCK else int(process)


def memory_of(process: int) -> int:
    """The bytes of memory that a process alone takes; 0 for one that has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:"))


@contextmanager
def claimed(cell: Cell) -> Iterator[int]:
    """Yields a descriptor that keeps others from starting a cell or changing its files, here and in processes that get
    it passed, until all have ended; -1 where somebody else has it.
    """
    with (cell.folder / "claim").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield -1
            return
        passed = fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, _PASSED_FROM)
        try:
            yield passed
        finally:
            os.close(passed)


def start(cell: Cell, listening: socket.socket, log: IO[bytes], claim: int) -> "subprocess.Popen[bytes]":
    """Start a cell that is claimed on a listening socket, as the owner of its data."""
    command = ["sh", "-c", _PASSED, "sh", *_python(cell), "run", "--no-browser"]
    passed: Any = {"stdin": listening.fileno(), "pass_fds": (claim,), **_surroundings(cell)}
    return subprocess.Popen(command, stdout=log, stderr=log, **passed)  # noqa: S603 - our own program


def run(cell: Cell, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of a cell's own version on its own data, as the owner of its data."""
    return _done(cell, *_python(cell), *arguments, "--data", str(cell.data))


def run_module(cell: Cell, module: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a module of a cell's own version, as the owner of its data."""
    return _done(cell, _python(cell)[0], "-m", module, *arguments)


def account_fault(cell: Cell) -> str:
    """Why the account that a cell runs as can't run its version; '' where it can."""
    try:
        done = _done(cell, *_python(cell), "--help")
    except OSError as error:
        return f"{error.strerror}：{error.filename}"
    return last_line(done.stderr) if done.returncode else ""


def _done(cell: Cell, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **_surroundings(cell))  # noqa: S603 - our own program


def last_line(output: str) -> str:
    """The last line of what a process printed."""
    lines = output.strip().splitlines()
    return lines[-1] if lines else "原因不明"


def _python(cell: Cell) -> list[str]:
    return [str(cell.program / ".venv" / "bin" / "python"), str(cell.program / "manage.py")]


def _surroundings(cell: Cell) -> Any:
    owner = cell.data.stat()
    account = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("CHAGAI_", "LISTEN_"))}
    return {"cwd": cell.program, "env": {**inherited, **cell.environment, "PYTHONUTF8": "1"}, **account}


def fault_alone(cell: Cell) -> str:
    """Start a cell where no browser reaches it and end it again; returns why it doesn't answer, '' where it does."""
    with (
        claimed(cell) as claim,
        TemporaryDirectory(prefix="chagai-") as folder,
        (Path(folder) / "log").open("w+b") as log,
    ):
        if claim < 0:
            return "它还在运行"
        path = Path(folder) / "alone.sock"
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(path))
            listening.listen()
            process = start(cell, listening, log, claim)
        try:
            if _answers(path, process):
                return ""
            log.seek(0)
            return last_line(log.read().decode("utf-8", "replace"))
        finally:
            end(process)


def _answers(path: Path, process: "subprocess.Popen[bytes]") -> bool:
    ends = time.monotonic() + _STARTS
    while process.poll() is None and time.monotonic() < ends:
        try:
            with asking(path, timeout=5) as client:
                return client.get("/healthz").status_code == _OK and client.get("/sign-in").status_code in {
                    _OK,
                    _LEADS_ON,
                }
        except httpx.HTTPError:
            continue
    return False


def asking(path: Path, timeout: float) -> httpx.Client:
    """A client that asks a socket of this machine, as somebody at this machine."""
    return httpx.Client(transport=httpx.HTTPTransport(uds=str(path)), base_url="http://127.0.0.1", timeout=timeout)


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a cell that was started here, by force where it doesn't end by itself."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(_STOPS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def is_systemds() -> bool:
    """Whether systemd runs this host (sd_booted(3))."""
    return Path("/run/systemd/system").is_dir()


def hold(cell: Cell) -> None:
    """Stop a cell, and let nobody start it. Raises BoardError where it doesn't stop; then it may start again."""
    cell.stopped.touch()
    try:
        if is_systemds():
            _systemctl("stop", f"chagai@{cell.name}.socket", f"chagai@{cell.name}.service")
        ends = time.monotonic() + _STOPS
        while not _is_free(cell):
            if time.monotonic() > ends:
                raise BoardError("停不下来", f"{cell.name} 还在运行。", "请看它的日志，停下以后再来。")
            time.sleep(0.1)
    except BoardError:
        release(cell)
        raise


def _is_free(cell: Cell) -> bool:
    """Whether a cell has no process, not even one that has only begun. Who begins one later sees that it is stopped."""
    with claimed(cell) as claim:
        return claim >= 0 and not server_of(cell.store)


def release(cell: Cell) -> None:
    """Let a cell start again when somebody opens its address."""
    cell.stopped.unlink(missing_ok=True)
    if is_systemds():
        _systemctl("start", f"chagai@{cell.name}.socket")


def _systemctl(*arguments: str) -> None:
    done = subprocess.run(["systemctl", *arguments], capture_output=True, encoding="utf-8", check=False)  # noqa: S603, S607 - names of our own units
    if done.returncode:
        title = "systemd 没有照办"
        raise BoardError(title, last_line(done.stderr), "")
