"""Servers under measurement, each in a process of its own: started, asked, stopped."""

import json
import queue
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parent.parent.parent
MARK = "\x1ebench "
_STATUS = Path("/proc/self/status")
_PATIENCE = 60
_KILO = 1_024
_SHOWN = 2_000


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process to ask, and what that answered (None: it ended)."""

    url: str
    process: "subprocess.Popen[str]"
    answers: "queue.Queue[str | None]"


@contextmanager
def product(data: Path) -> Iterator[Server]:
    """The product on a folder of data, until the block ends."""
    with _serving("tests.bench.product", str(data)) as server:
        yield server


@contextmanager
def bare(script: str) -> Iterator[Server]:
    """A bare page (`bare_empty`, `bare_table`), until the block ends."""
    with _serving("tests.bench.bare", script) as server:
        yield server


@contextmanager
def peer(python: Path, script: str, data: Path) -> Iterator[Server]:
    """A page built with something else, run by a Python of its own, until the block ends."""
    with _started([str(python), str(Path(__file__).with_name(script))], str(data)) as server:
        yield server


@contextmanager
def _serving(module: str, argument: str) -> Iterator[Server]:
    with _started([sys.executable, "-m", module], argument) as server:
        yield server


@contextmanager
def _started(program: list[str], argument: str) -> Iterator[Server]:
    port = _free_port()
    command = [*program, str(port), argument]
    with tempfile.TemporaryFile("w+") as complaints:
        process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        server = Server(f"http://127.0.0.1:{port}", process, queue.Queue())
        hearing = threading.Thread(target=_hear, args=(server, complaints))
        hearing.start()
        try:
            yield _ready(server)
        finally:
            process.terminate()
            process.wait(_PATIENCE)
            hearing.join(_PATIENCE)
            complaints.seek(0)
            _refuse_failed(complaints.read())


def _hear(server: Server, complaints: IO[str]) -> None:
    """Part the answers from what the server says besides. Streamlit complains on both ways out."""
    for line in server.process.stdout or ():
        if line.startswith(MARK):
            server.answers.put(line.removeprefix(MARK))
        else:
            complaints.write(line)
    server.answers.put(None)


def _refuse_failed(complaints: str) -> None:
    """Raise RuntimeError where a script failed: a page that shows its error is quickly drawn and would look good."""
    if "Traceback" in complaints:
        raise RuntimeError(f"a page failed while it was measured:\n{complaints[-_SHOWN:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ready(server: Server) -> Server:
    for _ in range(_PATIENCE * 10):
        try:
            urllib.request.urlopen(f"{server.url}/healthz", timeout=2).close()  # noqa: S310 - our own address
        except OSError:
            if server.process.poll() is not None:
                raise RuntimeError(f"the server for {server.url} ended") from None
            time.sleep(0.1)
        else:
            return server
    raise TimeoutError(f"{server.url} did not answer in {_PATIENCE} s")


def held_megabytes() -> float:
    """The memory this process holds now; 0 where the system doesn't tell (all but Linux)."""
    return _of_status("VmRSS") if _STATUS.exists() else 0.0


def _of_status(name: str) -> float:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / _KILO


def ask(server: Server, what: str) -> Any:
    """What the product answers to one of `product.ASKED`."""
    asking = server.process.stdin
    assert asking is not None
    asking.write(f"{what}\n")
    asking.flush()
    answer = server.answers.get()
    if answer is None:
        raise RuntimeError(f"the server ended before it answered {what}")
    return json.loads(answer)


def peak_megabytes() -> float:
    """The most memory this process has held; 0 where the system doesn't tell (Windows)."""
    if _STATUS.exists():  # what `resource` says here includes what the process that started this one held
        return _of_status("VmHWM")
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILO / _KILO
