"""Servers under measurement, each in a process of its own: started, asked, stopped."""

import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
MARK = "\x1ebench "
_PATIENCE = 60
_KILO = 1_024
_SHOWN = 2_000


@dataclass(frozen=True)
class Server:
    """A running server: its address, and its process to ask."""

    url: str
    process: "subprocess.Popen[str]"


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
def _serving(module: str, argument: str) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", module, str(port), argument]
    with tempfile.TemporaryFile("w+") as complaints:
        process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
        )
        try:
            yield _ready(Server(f"http://127.0.0.1:{port}", process))
        finally:
            process.terminate()
            process.wait(_PATIENCE)
            complaints.seek(0)
            _refuse_failed(complaints.read())


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


def ask(server: Server, what: str) -> Any:
    """What the product answers to one of `product.ASKED`."""
    asking, answering = server.process.stdin, server.process.stdout
    assert asking is not None
    assert answering is not None
    asking.write(f"{what}\n")
    asking.flush()
    for line in answering:
        if line.startswith(MARK):
            return json.loads(line.removeprefix(MARK))
    raise RuntimeError(f"the server ended before it answered {what}")


def peak_megabytes() -> float:
    """The most memory this process has held; 0 where the system doesn't tell (Windows)."""
    status = Path("/proc/self/status")
    if status.exists():  # what `resource` says here includes what the process that started this one held
        held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(held.split()[1]) / _KILO
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILO / _KILO
